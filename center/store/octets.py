"""Text that Python handles as its bytes in UTF-8: it only goes on its way, and nobody reads it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import UserDefinedType


class Octets(UserDefinedType[bytes]):
    """A column of text; to make letters of a change's body and bytes of them again costs more
    than SQLite takes to keep it.
    """

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        """What the table is declared with."""
        return "TEXT"

    def bind_expression(self, bindvalue: Any) -> ColumnElement[bytes]:
        """Bytes on their way in."""
        return _Letters(bindvalue, type_=self)

    def column_expression(self, colexpr: Any) -> ColumnElement[bytes]:
        """Text on its way out."""
        return _Bytes(colexpr, type_=LargeBinary)


class _Letters(GenericFunction[bytes]):
    """Bytes of UTF-8 as text."""

    name = "letters"
    inherit_cache = True


class _Bytes(GenericFunction[bytes]):
    """Text as bytes of UTF-8."""

    name = "octets"
    inherit_cache = True


@compiles(_Letters, "sqlite")
def _as_text(call: _Letters, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(call.clauses, **options)} AS TEXT)"


@compiles(_Bytes, "sqlite")
def _as_blob(call: _Bytes, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(call.clauses, **options)} AS BLOB)"


@compiles(_Letters, "postgresql")
def _from_bytea(call: _Letters, compiler: SQLCompiler, **options: Any) -> str:
    return f"convert_from({compiler.process(call.clauses, **options)}, 'UTF8')"


@compiles(_Bytes, "postgresql")
def _to_bytea(call: _Bytes, compiler: SQLCompiler, **options: Any) -> str:
    return f"convert_to({compiler.process(call.clauses, **options)}, 'UTF8')"

"""What SQLite is told of the tables' sizes, so that it finds changes by their ids.

Without figures it takes a commune for ten rows and would rather walk through all of them than use
an index.  The figures are those of a large commune and never counted: plans do not change while
the streams grow.  PostgreSQL counts by itself.
"""

from __future__ import annotations

from sqlalchemy import Connection

_FIGURES = {  # table and index: rows, how many share its first column, its first two, and so on
    ("change", "change"): "10000000 100000 1",
    ("change", "sqlite_autoindex_change_2"): "10000000 100000 1",  # by commune and id
    ("change", "change_record"): "10000000 100000 10",
    ("record", "record"): "1000000 10000 1000 1",
}


def settle(connection: Connection) -> None:
    """Tell the figures where they are not told yet; connections opened later heed them too."""
    if _told(connection) == _FIGURES:
        return
    connection.exec_driver_sql("ANALYZE fact")  # makes the table of figures where there is none
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    connection.exec_driver_sql(
        "INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES (?, ?, ?)",
        [(*names, figures) for names, figures in _FIGURES.items()],
    )
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # read them


def _told(connection: Connection) -> dict[tuple[str, str], str]:
    there = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'"
    if connection.exec_driver_sql(there).first() is None:
        return {}
    rows = connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1")
    return {(table, index): figures for table, index, figures in rows}

"""A refused change said otherwise: which of its fields is wrong, and what it should be."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from db.queries.quarantine import Refusal
from resources.words import _
from rules.record import Field, Kind, Value, Values
from rules.records import REGISTRY
from ui import names
from ui.disputes import TYPED, read
from ui.drafts import Draft, Shelf
from ui.look import SPACE
from ui.widgets.button import Button
from ui.widgets.pick import Pick

_VILLAGE = "unit"  # what a link that can be picked points to


class Repair(QWidget):
    """A field to pick and its value to type or to pick; several are said one after the other."""

    asked = Signal()  # the officer wants it saved

    def __init__(
        self,
        refusal: Refusal,
        villages: Mapping[str, str],
        shelf: Shelf,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._refusal, self._villages = refusal, villages
        self._fields = {field.name: field for field in repairable(refusal)}
        self._shelf = shelf  # what was typed or picked, by field
        self._shown: Field | None = None
        self.field = Pick(
            _("Trường cần sửa"), [(name, names.of_field(name)) for name in self._fields]
        )
        self.value = QLineEdit()
        self.choice = Pick("")
        self.save = Button(_("Lưu và gửi"), "edit")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.gap)
        row.addWidget(self.field)
        row.addWidget(self.value, 1)
        row.addWidget(self.choice, 1)
        row.addWidget(self.save)
        self.field.edited.connect(self._turn_to)
        self.value.returnPressed.connect(self.asked)
        self.save.clicked.connect(self.asked)
        if self._fields:
            self._turn_to(next(iter(self._fields)))
        else:
            self.hide()

    def values(self) -> Values:
        """What is to stand instead; raises NumberError or DateError."""
        self.flush()
        said = {name: self._shelf.get(name) for name in self._fields}
        return {
            name: self._read(self._fields[name], each.typed) for name, each in said.items() if each
        }

    def _turn_to(self, name: object) -> None:
        """Show what the change has in this field, or what was typed instead."""
        self.flush()
        field = self._shown = self._fields[str(name)]
        held = self._refusal.fields[field.name].value
        picked = field.kind not in TYPED | {Kind.TAGS}
        self.value.setHidden(picked)
        self.choice.setVisible(picked)
        for editor in (self.value, self.choice):
            editor.setAccessibleName(names.of_field(field.name))
        if picked:
            self.choice.offer(self._answers(field, held))
            self.choice.setValue(self._of(field, held))
        else:
            self.value.setText(str(self._of(field, _words(field, held))))

    def _of(self, field: Field, held: object) -> object:
        """What was said of a field, else what it has."""
        said = self._shelf.get(field.name)
        return said.typed if said else held

    def flush(self) -> None:
        """Remember what stands in the editor, where it is not what was refused."""
        field = self._shown
        if field is None:
            return
        held = self._refusal.fields[field.name].value
        picked = field.kind not in TYPED | {Kind.TAGS}
        said = self.choice.value() if picked else self.value.text()
        if said != (held if picked else _words(field, held)):
            self._shelf.put(field.name, Draft(said))
        else:
            self._shelf.drop(field.name)

    def _answers(self, field: Field, held: Value) -> list[tuple[object, str]]:
        """What can be picked; nothing at all, where the field may stay empty."""
        match field.kind:
            case Kind.YES_NO:
                offered: list[Value] = [True, False]
            case Kind.CHOICE:
                offered = list(field.choices)
            case _:
                offered = list(self._villages) if field.to == _VILLAGE else []
        if held is not None and held not in offered:
            offered.insert(0, held)
        found: list[tuple[object, str]] = [(each, self._called(field, each)) for each in offered]
        return found if field.required else [*found, (None, _("để trống"))]

    def _called(self, field: Field, value: Value) -> str:
        called = {**self._villages, **self._refusal.called}
        told = called.get(value) if isinstance(value, str) else None
        return told or names.value(field.name, value)

    def _read(self, field: Field, said: object) -> Value:
        if field.kind in TYPED:
            return read(field.kind, str(said))
        if field.kind is Kind.TAGS:
            return _roles(str(said))
        return said if isinstance(said, str | bool) else None


def repairable(refusal: Refusal) -> list[Field]:
    """The fields another value can be given to; those the refusal names come first."""
    if not refusal.repairable:
        return []
    record_type = REGISTRY[refusal.type]
    fields = [
        field
        for field in record_type.fields
        if field.name in refusal.fields and field.name not in record_type.key and _is_said(field)
    ]
    return sorted(fields, key=lambda field: f"“{field.name}”" not in refusal.sentence)


def _is_said(field: Field) -> bool:
    """Whether people say what stands there; other links and lists are made of ids."""
    match field.kind:
        case Kind.MOMENT:
            return False
        case Kind.TAGS:
            return field.name == "roles"
        case Kind.LINK:
            return field.to == _VILLAGE or not field.required
    return True


def _words(field: Field, held: Value) -> str:
    return "" if held is None else names.value(field.name, held)


def _roles(text: str) -> Value:
    """Words between commas, as they are kept."""
    return [names.role_code(each.strip()) for each in text.split(",") if each.strip()]

"""What decides which thresholds hold for the commune."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.commands import places as deeds
from db.queries import places, replica
from resources import regions
from resources.words import _
from rules.record import Value
from ui import names, trouble
from ui.desk import Desk
from ui.editors import DateEditor
from ui.look import SPACE, Role
from ui.screens.settings.section import section
from ui.slots import Slot, Troubles
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.picker import Picker
from ui.widgets.text import Heading


class CommuneBox(QWidget):
    """What decides which thresholds hold."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.group = Choice(
            _("Nhóm xã"),
            (
                Option(None, _("Chưa rõ"), Role.MISSING),
                *(Option(each, _("Nhóm {n}").format(n=each)) for each in ("1", "2", "3")),
            ),
        )
        self.since = DateEditor()
        self.region = Picker(_("Vùng"))
        for code in regions.REGIONS:
            self.region.addItem(names.region(code), code)
        self.troubles = Troubles()
        self.group.edited.connect(lambda value: self._keep("group", value))
        self.since.edited.connect(lambda value: self._keep("group_from", value))
        self.since.troubled.connect(lambda sentence: self.troubles.tell("group_from", sentence))
        self.region.activated.connect(lambda row: self._keep("region", self.region.itemData(row)))
        row = Flow(SPACE.section)
        row.add(Slot(_("Nhóm xã theo Quyết định 51/2025/QĐ-TTg"), self.group))
        row.add(Slot(_("Thuộc nhóm từ ngày"), self.since, 16))
        row.add(Slot(_("Vùng"), self.region))
        column = section(self, Heading(_("Xã"), _("quyết định ngưỡng nào được áp dụng")))
        column.addWidget(row)
        column.addWidget(self.troubles)

    def refresh(self) -> None:
        """Read what was decided about the commune."""
        commune = places.commune(self._desk.store)
        values = replica.values(self._desk.store, "unit", commune.code) or {}
        self.group.setValue(commune.group)
        self.since.setValue(values.get("group_from"))
        self.region.setCurrentIndex(self.region.findData(commune.region))

    def flush(self) -> str:
        """Save what is being typed."""
        self.since.flush()
        return self.since.trouble() if self.since.unsettled() else ""

    def _keep(self, field: str, value: object) -> None:
        desk = self._desk
        held: Value = value if isinstance(value, str) else None
        told = trouble.attempt(
            lambda: deeds.describe_commune(desk.store, desk.actor, {field: held})
        )
        self.troubles.tell(field, told)
        if told:
            self.refresh()
        else:
            desk.wrote("unit")

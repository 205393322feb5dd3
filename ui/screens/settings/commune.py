"""What decides which thresholds hold for the commune."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.commands import places as deeds
from db.queries import places, replica
from resources import regions
from resources.words import _
from rules.record import Values
from ui import names
from ui.desk import Desk
from ui.drafts import Where
from ui.editors import DateEditor
from ui.form import Form
from ui.look import SPACE, Role
from ui.screen import Route
from ui.screens.settings.section import section
from ui.slots import Slot
from ui.widgets.choice import Choice, Option
from ui.widgets.flow import Flow
from ui.widgets.pick import Pick
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
        self.region = Pick(_("Vùng"), [(each, names.region(each)) for each in regions.REGIONS])
        self.form = Form(
            {"group": self.group, "group_from": self.since, "region": self.region},
            self._keep,
            lambda: desk.wrote("unit"),
            desk.drafts,
        )
        row = Flow(SPACE.section)
        row.add(Slot(_("Nhóm xã theo Quyết định 51/2025/QĐ-TTg"), self.group))
        row.add(Slot(_("Thuộc nhóm từ ngày"), self.since, 16))
        row.add(Slot(_("Vùng"), self.region))
        column = section(self, Heading(_("Xã"), _("quyết định ngưỡng nào được áp dụng")))
        column.addWidget(row)
        column.addWidget(self.form.troubles)

    def refresh(self) -> None:
        """Read what was decided about the commune."""
        commune = places.commune(self._desk.store)
        values = replica.values(self._desk.store, "unit", commune.code) or {}
        held = {
            "group": commune.group,
            "group_from": values.get("group_from"),
            "region": commune.region,
        }
        where = Where(lambda: _("nhóm và vùng của xã"), Route("settings", part="commune"))
        self.form.show(commune.code, held, where)

    def _keep(self, _commune: str, values: Values) -> None:
        deeds.describe_commune(self._desk.store, self._desk.actor, values)

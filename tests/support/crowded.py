"""A commune's PC on which everything is long: names, histories, returned and disputed answers."""

from __future__ import annotations

import json

from db import journal
from db.commands import assess
from db.commands.assess import Place
from db.journal import Receipt
from db.queries import rulebook
from desktop.commands.apply import apply
from desktop.demo import registers, sample
from tests.support.pictures import ADVANCED, BUSY, CARRIED, NOTE, much
from tests.support.window import SET, TODAY, Office

COMMUNE = sample.communes()[0].code
_TIMES = 6  # more than a history shows at first


def crowd(pc: Office) -> None:
    """Both sets answered and sent, then answered again and again; registers beside them."""
    commune = sample.communes()[0]
    lines = [*sample.lines(commune, pc.desk.actor, TODAY), *registers.lines(commune)]
    apply(pc.store, pc.desk.actor, (json.dumps(line).encode() for line in lines))
    much(pc)
    sent = journal.waiting(pc.store, 100_000)
    journal.acknowledge(
        pc.store,
        (
            Receipt(each.id, 1_234_000 + number, "2026-11-23T08:15:00+07:00")
            for number, each in enumerate(sent)
        ),
    )
    for time in range(_TIMES):
        assess.answer_all(
            pc.store,
            pc.desk.actor,
            [
                (Place(rules, each.code, "2025"), {"note": f"{NOTE} {time}"})
                for rules in (SET, ADVANCED)
                for each in rulebook.criteria(pc.store, rules).answerable()
            ],
        )
    pc.line.shown, pc.carrier.shown = BUSY, CARRIED

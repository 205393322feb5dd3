"""What devices push: taken once, in order without gaps, each change judged by itself."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from rules.change import LARGEST, encode
from rules.records import SCHEMA
from sync.center import Answer
from sync.http import HttpCenter
from tests.support.centre import CentreProcess
from tests.support.desk import Pen


def deep(pen: Pen, levels: int) -> bytes:
    """A newer programme's change with so many lists in one another."""
    body = pen.body("later", set={"x": "INNER"}, schema=SCHEMA + 1)
    return body.replace(b'"INNER"', b"[" * levels + rb'"]\"["' + b"]" * levels)


def positions(answers: tuple[Answer, ...]) -> list[int | None]:
    return [answer.position for answer in answers]


def everything(device: HttpCenter) -> list[str]:
    bodies, cursor, more = [], 0, True
    while more:
        page = device.since(cursor, 1000)
        bodies += [body for _position, body in page.changes]
        cursor, more = page.cursor, page.more
    return bodies


def test_a_batch_gets_positions_in_its_own_order(device: HttpCenter, pen: Pen) -> None:
    bodies = [pen.body() for _n in range(5)]
    answers = device.push(bodies).answers
    assert positions(answers) == [1, 2, 3, 4, 5]
    assert not any(answer.known for answer in answers)
    assert everything(device) == bodies


def test_nobody_waits_for_the_reading_of_much_that_was_just_pushed(
    device: HttpCenter, pen: Pen
) -> None:
    few, many = [pen.body()], [pen.body() for _n in range(1500)]
    device.push(few)
    assert device.digests().position == 1
    device.push(many)
    assert device.digests().position == 1
    while device.digests().position == 1:
        pass  # it is read on by itself
    assert device.digests().position == 1501


def test_a_repeated_batch_is_known_under_its_old_positions(device: HttpCenter, pen: Pen) -> None:
    bodies = [pen.body() for _n in range(3)]
    first = device.push(bodies).answers
    again = device.push([*bodies, pen.body()]).answers
    assert positions(again) == [*positions(first), 4]
    assert [answer.known for answer in again] == [True, True, True, False]
    assert device.hello().position == 4


def test_a_change_twice_in_one_batch_is_taken_once(device: HttpCenter, pen: Pen) -> None:
    body = pen.body()
    answers = device.push([body, body]).answers
    assert positions(answers) == [1, 1]
    assert [answer.known for answer in answers] == [False, True]


def test_the_same_batch_at_once_from_two_connections_is_taken_once(
    centre: CentreProcess, commune: str, pen: Pen
) -> None:
    bodies = [pen.body() for _n in range(200)]
    token = centre.enrol(pen.replica, commune).token
    with HttpCenter(centre.url, token) as one, HttpCenter(centre.url, token) as other:
        with ThreadPoolExecutor(2) as threads:
            tasks = [threads.submit(way.push, bodies) for way in (one, other)]
        answers = [task.result().answers for task in tasks]
        assert positions(answers[0]) == positions(answers[1]) == list(range(1, 201))
        assert everything(one) == bodies


def test_many_pushing_at_once_leave_no_gap_and_keep_each_ones_order(
    centre: CentreProcess, commune: str
) -> None:
    pens = [Pen() for _n in range(4)]
    batches = {pen.replica: [[pen.body() for _b in range(20)] for _a in range(6)] for pen in pens}

    def work(replica: str) -> None:
        with centre.device(replica, commune) as way:
            for batch in batches[replica]:
                way.push(batch)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, batches))
    with centre.device(commune=commune) as way:
        found = everything(way)
        assert way.hello().position == len(found) == 4 * 6 * 20
    for replica, mine in batches.items():
        own = [body for body in found if json.loads(body)["id"].endswith(replica)]
        assert own == [body for batch in mine for body in batch]


def test_a_reader_during_pushes_never_skips_a_change(
    centre: CentreProcess, commune: str, pen: Pen
) -> None:
    bodies = [pen.body() for _n in range(300)]
    seen: list[tuple[int, str]] = []
    with (
        centre.device(pen.replica, commune) as writer,
        centre.device(commune=commune) as reader,
        ThreadPoolExecutor(1) as thread,
    ):
        batches = [bodies[n : n + 10] for n in range(0, 300, 10)]
        pushing = thread.submit(lambda: list(map(writer.push, batches)))
        while len(seen) < len(bodies):
            page = reader.since(len(seen), 1000)
            seen += page.changes
        pushing.result()
    assert seen == list(enumerate(bodies, start=1))


BAD_CHANGES = {
    "not JSON": ("not_a_change", lambda pen: b"{"),
    "no change": ("not_a_change", lambda pen: b'{"id": "1"}'),
    "a list": ("not_a_change", lambda pen: b"[]"),
    "an id of another form": (
        "not_a_change",
        lambda pen: encode(replace(pen.change(), id="id-" + pen.replica)),
    ),
    "a base of another form": ("not_a_change", lambda pen: pen.body(base={"full_name": ["?"]})),
    "nothing set": ("not_a_change", lambda pen: pen.body(set={})),
    "not a number that is a number": (
        "not_a_change",
        lambda pen: pen.body("assessment", set={"number": 5}).replace(b"5}", b"NaN}"),
    ),
    "half a letter": (
        "not_a_change",
        lambda pen: pen.body(set={"full_name": "x"}).replace(b'"x"', b'"\\ud800"'),
    ),
    "a time that is none": ("not_a_change", lambda pen: pen.body(at="hôm qua")),
    "a time before all time": (
        "not_a_change",
        lambda pen: pen.body(at="0001-01-01T00:00:00+07:00"),
    ),
    "a time of nowhere": ("not_a_change", lambda pen: pen.body(at="2026-11-23T08:00:00")),
    "a value of the wrong kind": ("bad_value", lambda pen: pen.body(set={"full_name": 5})),
    "a choice that is none": ("bad_value", lambda pen: pen.body(set={"sex": "other"})),
    "a field nobody declared": ("unknown_field", lambda pen: pen.body(set={"height": 170})),
    "text of nothing": ("bad_value", lambda pen: pen.body(set={"full_name": ""})),
    "letters nobody sees": ("bad_value", lambda pen: pen.body(set={"full_name": "\u200b \u2060"})),
    "an abyss of lists": ("not_a_change", lambda pen: deep(pen, 60)),
    "text of blanks": ("bad_value", lambda pen: pen.body(set={"full_name": " \u00a0"})),
    "a list of nothing": (
        "bad_value",
        lambda pen: pen.body(set={"full_name": "An", "roles": []}),
    ),
    "spaces where nobody of ours writes any": (
        "not_a_change",
        lambda pen: pen.body(set={"deleted": True}).replace(b'"deleted":', b'"deleted": '),
    ),
    "letters written as numbers": (
        "not_a_change",
        lambda pen: pen.body(set={"deleted": True}).replace(b"deleted", b"delete\\u0064"),
    ),
    "a part twice": (
        "not_a_change",
        lambda pen: pen.body().replace(b'"set":', b'"set":{"deleted":true},"set":'),
    ),
    "a part nobody knows": (
        "not_a_change",
        lambda pen: pen.body().replace(b'"at":', b'"also":1,"at":'),
    ),
    "what only the centre writes": (
        "not_yours",
        lambda pen: pen.body("review", set={"verdict": "accepted"}),
    ),
    "a keyed record under another id": (
        "wrong_record",
        lambda pen: pen.body(
            "assessment", "made-up", set={"set": "s", "indicator": "1", "period": "2026"}
        ),
    ),
    "another commune's keyed record": ("wrong_record", lambda pen: pen.answer("00004")),
    "more than a request carries": (
        "too_large",
        lambda pen: pen.body("later", set={"text": "x" * LARGEST}),
    ),
}


@pytest.mark.parametrize("name", BAD_CHANGES)
def test_a_bad_change_is_refused_in_words_and_the_others_pass(
    device: HttpCenter, pen: Pen, name: str
) -> None:
    code, make = BAD_CHANGES[name]
    before, after = pen.body(), pen.body()
    answers = device.push([before, make(pen), after]).answers
    assert positions(answers) == [1, None, 2]
    assert answers[1].code == code
    assert answers[1].sentence.endswith(".")
    assert everything(device) == [before, after]


def test_a_second_body_under_a_known_id_is_refused_as_altered(device: HttpCenter, pen: Pen) -> None:
    change = pen.change()
    device.push([encode(change)])
    forged = encode(replace(change, set={"full_name": "Người khác"}))
    (answer,) = device.push([forged]).answers
    assert (answer.position, answer.code) == (None, "altered")
    assert everything(device) == [encode(change)]


def test_another_replicas_change_that_is_known_is_no_offence(
    centre: CentreProcess, commune: str, device: HttpCenter, pen: Pen
) -> None:
    body = pen.body()
    device.push([body])
    with centre.device(commune=commune) as other:
        (answer,) = other.push([body]).answers
    assert (answer.position, answer.known) == (1, True)


def test_what_a_newer_programme_wrote_is_handed_on_to_the_letter(
    centre: CentreProcess, commune: str, device: HttpCenter, pen: Pen
) -> None:
    values = {"full_name": "An", "height": [1, {"a": 2}]}
    newer = json.loads(pen.body(schema=SCHEMA + 1, set=values))
    newer["extra"] = {"kept": True}
    stranger = pen.body("planet", set={"moons": 2})
    bodies = [json.dumps(newer, ensure_ascii=False).encode(), stranger]
    answers = device.push(bodies).answers
    assert positions(answers) == [1, 2]
    assert everything(device) == bodies
    assert centre.run("dump", commune).stdout == ""  # understood by nobody here, kept all the same
    assert centre.run("check").returncode == 0


def test_the_right_keyed_id_is_taken_and_an_edit_of_it_too(
    device: HttpCenter, commune: str, pen: Pen
) -> None:
    made = pen.answer(commune, passed=True)
    record = json.loads(made)["record"]
    edit = pen.body(
        "assessment", record, set={"passed": False}, base={"passed": (json.loads(made)["id"],)}
    )
    assert positions(device.push([made, edit]).answers) == [1, 2]


def test_communes_have_streams_of_their_own(centre: CentreProcess, commune: str, pen: Pen) -> None:
    away = Pen()
    with (
        centre.device(pen.replica, commune) as here,
        centre.device(away.replica, "00004") as there,
    ):
        here.push([pen.body()])
        there.push([away.body(), away.body()])
        assert (here.hello().position, there.hello().position) == (1, 2)
        assert len(everything(here)) == 1


def test_lists_in_lists_of_a_newer_programme_are_taken_as_deep_as_every_reader_follows(
    device: HttpCenter, pen: Pen
) -> None:
    bodies = [deep(pen, 40), pen.body(set={"full_name": "[" * 99}), deep(pen, 3)]
    assert positions(device.push(bodies).answers) == [1, 2, 3]
    assert everything(device) == bodies

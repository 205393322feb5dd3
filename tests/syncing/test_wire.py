"""How changes are written for the way, and what is made of damaged writing."""

from __future__ import annotations

import gzip

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync import backoff, errors, wire
from sync.center import Answer, Answers, Page

TEXTS = st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1)
BODIES = st.lists(TEXTS.map(str.encode))


@given(st.text(max_size=2000), st.sampled_from(["zstd", "gzip", "identity"]))
def test_what_was_packed_is_unpacked(text: str, encoding: str) -> None:
    data = text.encode()
    assert wire.unpack(*wire.pack(data, encoding)) == data


def test_what_came_unpacked_and_is_no_text_was_damaged_on_the_way() -> None:
    with pytest.raises(errors.Garbled):
        wire.unpack(b'{"id":"\xff"}', "identity")


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("zstd, gzip", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("GZIP;q=0.8", "gzip"),
        ("br", "identity"),
        ("", "identity"),
    ],
)
def test_the_best_packing_both_know_is_chosen(accepted: str, chosen: str) -> None:
    assert wire.encoding_for(accepted) == chosen


def test_nothing_grows_beyond_what_was_allowed() -> None:
    data = b"x" * 10_001
    for packed, encoding in ((gzip.compress(data), "gzip"), (zstandard.compress(data), "zstd")):
        with pytest.raises(errors.TooLarge):
            wire.unpack(packed, encoding, most=10_000)
        assert wire.unpack(packed, encoding, most=10_001) == data
    with pytest.raises(errors.TooLarge):
        wire.unpack(data, "", most=10_000)


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
@given(st.data())
def test_a_damaged_body_is_never_taken_for_a_whole_one(encoding: str, data: st.DataObject) -> None:
    original = b"".join(b"%d " % n for n in range(500))
    packed, _encoding = wire.pack(original, encoding)
    if data.draw(st.booleans()):
        damaged = packed[: data.draw(st.integers(0, len(packed) - 1))]
    else:
        at = data.draw(st.integers(0, len(packed) - 1))
        flipped = bytes([packed[at] ^ 1 << data.draw(st.integers(0, 7))])
        damaged = packed[:at] + flipped + packed[at + 1 :]
    try:
        unpacked = wire.unpack(damaged, encoding)
    except (errors.Garbled, errors.TooLarge):
        return
    assert unpacked == original  # a flipped bit that means nothing: a date in the gzip head


@given(BODIES, st.integers(0, 2**40), st.booleans())
def test_a_page_arrives_as_it_was(bodies: list[bytes], after: int, more: bool) -> None:
    page = Page(tuple(enumerate(bodies, after + 1)), after + len(bodies), more)
    assert wire.page_from(wire.page_to(page, after), after) == page


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"nonsense",
        b'{"after":0,"cursor":2,"more":false}\n{"a":1}',  # one line is lost
        b'{"after":0,"cursor":1,"more":false}\n{"a":1}\n{"b":1}',  # one too many
        b'{"after":7,"cursor":8,"more":false}\n{"a":1}',  # the answer to another question
        b'{"after":0,"cursor":1}\n{"a":1}',
        b'{"after":0,"cursor":"1","more":false}\n{"a":1}',
    ],
)
def test_a_page_that_is_not_whole_is_garbled(data: bytes) -> None:
    with pytest.raises(errors.Garbled):
        wire.page_from(data, 0)


ANSWERS = st.lists(
    st.one_of(
        st.integers(1, 2**40).map(Answer),
        st.integers(1, 2**40).map(lambda position: Answer(position, known=True)),
        st.text().map(lambda words: Answer(None, code="bad_value", sentence=words)),
    )
)


@given(ANSWERS)
def test_answers_arrive_as_they_were(answers: list[Answer]) -> None:
    sent = Answers("2026-11-23T08:00:00.000+00:00", tuple(answers))
    assert wire.answers_from(wire.answers_to(sent), len(answers)) == sent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"at":"now"}',
        b'{"at":"now","answers":[]}',
        b'{"at":"now","answers":[1,2]}',
        b'{"at":1,"answers":[1]}',
        b'{"at":"now","answers":[true]}',
        b'{"at":"now","answers":["1"]}',
        b'{"at":"now","answers":[{"refused":"x"}]}',
        b'{"at":"now","answers":[1.5]}',
    ],
)
def test_answers_that_do_not_fit_the_question_are_garbled(data: bytes) -> None:
    with pytest.raises(errors.Garbled):
        wire.answers_from(data, 1)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"position": "3"}', b"<html></html>"])
def test_a_greeting_that_is_none_is_garbled(data: bytes) -> None:
    with pytest.raises(errors.Garbled):
        wire.hello_from(data)


def test_a_newer_centres_greeting_may_say_more() -> None:
    told = (
        b'{"server_time":"2026-11-23T08:00:00+00:00","position":3,"schema":1,"oldest":1,'
        b'"newest":9,"commune":"19819","packages":0,"mood":"fine"}'
    )
    assert wire.hello_from(told).position == 3


def test_a_line_break_in_a_body_never_goes_out() -> None:
    with pytest.raises(ValueError, match="line break"):
        wire.to_lines([b"a\nb"])


def test_what_was_packed_ahead_is_what_is_pushed() -> None:
    bodies = ("thôn một".encode(), "thôn hai".encode()) * 50
    ahead = wire.pushed(bodies)
    assert wire.pushed((*bodies,)) is ahead
    assert wire.unpack(*ahead) == wire.to_lines(bodies)
    assert wire.unpack(*wire.pushed(bodies[:1])) == wire.to_lines(bodies[:1])


@given(st.lists(st.integers(1, 3000)), st.integers(1, 50))
def test_a_page_holds_what_fits_and_at_least_one(sizes: list[int], limit: int) -> None:
    count = wire.fitting(sizes, limit)
    assert min(1, len(sizes)) <= count <= min(limit, len(sizes))
    assert count <= 1 or sum(sizes[:count]) <= limit * 1000


@given(st.integers(-1, 10**6), st.floats(0, 1, exclude_max=True))
def test_a_pause_is_never_too_short_nor_too_long(failures: int, chance: float) -> None:
    assert backoff.SOON / 2 <= backoff.pause(failures, chance) <= backoff.LONGEST


def test_pauses_grow_and_are_drawn_apart() -> None:
    pauses = [backoff.pause(failures, 0.0) for failures in range(12)]
    assert pauses == sorted(pauses)
    assert backoff.pause(0, 0.99) < pauses[1]
    assert pauses[0] < pauses[3] < pauses[-1]
    assert backoff.pause(3, 0.0) < backoff.pause(3, 0.5) < backoff.pause(3, 0.99)


def test_an_interval_is_spread_a_fifth_each_way() -> None:
    assert backoff.spread(100, 0.0) == 80
    assert backoff.spread(100, 0.5) == 100
    assert 119 < backoff.spread(100, 0.999) < 120


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert wire.is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.example.vn", "trungtam.gov.vn", ""])
def test_other_machines_need_tls(host: str) -> None:
    assert not wire.is_loopback(host)

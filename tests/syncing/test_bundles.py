"""Bundles: what one PC writes the centre reads, and nobody else; what was touched is refused."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from center.store import devices
from db import blobs, bundles, journal, shelf
from db.commands import enrolment
from sync import bundle, errors, keys, parts, wire
from sync.bundle import Entry, Manifest
from sync.center import Page
from sync.wire import Receipts
from tests.support.desk import Pen, answer, attach, people
from tests.support.sticks import Centre, Office, craft, meeting

PAPER = b"%PDF-1.7 Bien ban hop thon Kim Long" * 40


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, list[Office]]]:
    """A centre and two PCs; no test here changes them."""
    folder = tmp_path_factory.mktemp("there")
    with meeting(folder) as (centre, offices):
        for office in offices:
            answer(office.store, passed=True, note="Đạt từ quý III")
            people(office.store, 30)
            attach(office.store, folder, PAPER)
        yield centre, offices


@pytest.fixture(scope="module")
def centre(there: tuple[Centre, list[Office]]) -> Centre:
    return there[0]


@pytest.fixture(scope="module")
def office(there: tuple[Centre, list[Office]]) -> Office:
    return there[1][0]


@pytest.fixture(scope="module")
def other(there: tuple[Centre, list[Office]]) -> Office:
    return there[1][1]


@pytest.fixture(scope="module")
def up(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle for the centre."""
    return office.export(tmp_path_factory.mktemp("up") / "up.lsb")


@pytest.fixture(scope="module")
def reply(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer of the centre to the PC."""
    return craft_answer(tmp_path_factory.mktemp("reply") / "reply.lsb", office)


def entry(kind: str, data: bytes, **more: object) -> tuple[Entry, bytes]:
    """A page as the writer would pack it."""
    packed, encoding = wire.pack(data, "zstd")
    told: dict[str, object] = {
        "kind": kind,
        "size": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "whole": len(data),
        "encoding": encoding,
        **more,
    }
    return msgspec.convert(told, Entry), packed


def craft_up(path: Path, office: Office, *entries: tuple[Entry, bytes], **more: object) -> Path:
    """A bundle of this PC, made by hand."""
    signer = more.pop("signer", office.keys)
    rest = more.pop("rest", b"")
    manifest = Manifest(
        kind="up",
        to=office.centre.keys.public.recipient,
        commune=office.given.commune,
        device=office.given.device,
        made_at="2026-11-26T08:00:00.000+00:00",
        cursor=0,
        entries=tuple(each for each, _data in entries),
    )
    content = b"".join(data for _entry, data in entries) + rest  # type: ignore[operator]
    return craft(path, replace(manifest, **more), content, signer, manifest.to)  # type: ignore[arg-type]


def craft_answer(path: Path, office: Office, *entries: tuple[Entry, bytes], **more: object) -> Path:
    """An answer of the centre to this PC, made by hand."""
    signer = more.pop("signer", office.centre.keys)
    if not entries:
        pen = Pen()
        page = Page(tuple((n, pen.body()) for n in (1, 2, 3)), 3, more=False)
        waiting = journal.waiting(office.store, 2)
        receipts = [(each.id, wire.Answer(n)) for n, each in enumerate(waiting, start=4)]
        entries = (
            entry("receipts", wire.receipts_to(Receipts("2026-11-26", tuple(receipts)))),
            entry("stream", wire.page_to(page, 0), count=3),
        )
    manifest = Manifest(
        kind="answer",
        to=office.keys.public.recipient,
        commune=office.given.commune,
        device=office.given.device,
        made_at="2026-11-26T08:00:00.000+00:00",
        cursor=0,
        position=sum(each.count for each, _data in entries),
        entries=tuple(each for each, _data in entries),
    )
    content = b"".join(data for _entry, data in entries)
    return craft(path, replace(manifest, **more), content, signer, manifest.to)  # type: ignore[arg-type]


def is_refused_at_the_centre(
    centre: Centre, path: Path, words: str, kind: type[errors.SyncError] = errors.BundleRefused
) -> None:
    """Refused whole: a sentence, no answer, and the centre as it was."""
    before, answer_ = centre.everything(), path.with_name("answer.lsb")
    with pytest.raises(kind, match=words):
        centre.exchange(path, answer_)
    assert not answer_.exists()
    assert not list(path.parent.glob(".*"))
    assert centre.everything() == before


def is_refused_at_the_pc(
    office: Office, path: Path, words: str, kind: type[errors.SyncError] = errors.BundleRefused
) -> None:
    """Refused whole: a sentence, and the profile as it was."""
    before = office.everything()
    with pytest.raises(kind, match=words):
        office.take(path)
    assert office.everything() == before


# -- what it is ----------------------------------------------------------------------------------


def test_a_lost_stick_tells_its_finder_nothing(office: Office, up: Path, reply: Path) -> None:
    known = [
        *("person", "assessment", "evidence", "full_name", "Người", "quý III", "PDF", "Kim Long"),
        *("changes", "stream", "receipts", "sha256", "manifest", "cursor", "zstd", "json"),
        *(office.given.device, office.given.commune, office.keys.public.recipient),
        *(office.centre.keys.public.recipient, office.keys.public.verify),
        hashlib.sha256(PAPER).hexdigest(),
        journal.wind(office.store).replica,
    ]
    for content in (up.read_bytes(), reply.read_bytes()):
        assert not [word for word in known if word.encode() in content]
        assert zstandard.FRAME_HEADER not in content


def test_the_same_changes_never_make_the_same_file(office: Office, tmp_path: Path) -> None:
    made = [office.export(tmp_path / f"{n}.lsb").read_bytes() for n in (1, 2)]
    assert made[0][61:] != made[1][61:]


def test_writing_one_marks_nothing_as_sent_and_remembers_it(office: Office, tmp_path: Path) -> None:
    from sync.stick import out

    waiting, files = journal.waiting(office.store, 100), blobs.unsent(office.store)
    made = out.export(office.store, office.keys, tmp_path / "mot.lsb")
    (path,) = made.files
    assert made.carried == tuple(each.seq for each in waiting)
    assert made.attached == tuple(each.sha256 for each in files)
    assert journal.waiting(office.store, 100) == waiting
    assert blobs.unsent(office.store)
    assert office.store.value("SELECT count(*) FROM change WHERE offered_at IS NULL") == 0
    (kept, *_) = bundles.latest(office.store)
    assert (kept.kind, kept.name, kept.changes, kept.files) == ("up", path.name, len(waiting), 1)


def test_a_file_that_was_tampered_with_here_stays_out_and_is_named(tmp_path: Path) -> None:
    with meeting(tmp_path, 1) as (centre, (pc,)):
        sha256 = attach(pc.store, tmp_path, PAPER)
        attach(pc.store, tmp_path, b"anh khac")
        shelf.path_of(pc.store, sha256).write_bytes(b"sua roi")
        from sync.stick import out

        made = out.export(pc.store, pc.keys, tmp_path / "up.lsb")
        assert (made.evidence, len(made.troubles)) == (1, 1)
        assert "đính kèm lại" in made.troubles[0]
        assert centre.exchange(tmp_path / "up.lsb", tmp_path / "answer.lsb").files == 1


def test_where_the_disk_is_full_no_file_is_left(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts.Cutter, "write", full)
    with pytest.raises(OSError, match="No space"):
        office.export(tmp_path / "up.lsb")
    assert not list(tmp_path.iterdir())


def test_an_export_that_is_stopped_leaves_no_file(office: Office, tmp_path: Path) -> None:
    from sync.stick import out

    with pytest.raises(errors.Stopped):
        out.export(office.store, office.keys, tmp_path / "up.lsb", stop=lambda: True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["device", "keys"])
def test_without_keys_on_both_sides_there_are_no_bundles(tmp_path: Path, missing: str) -> None:
    with meeting(tmp_path, 1) as (_centre, (pc,)):
        name = "device" if missing == "device" else "center_verify"
        with pc.store.write() as connection:
            connection.execute("DELETE FROM setting WHERE name = ?", (name,))
        with pytest.raises(errors.BundleRefused, match=r"đăng ký"):
            pc.export(tmp_path / "up.lsb")
        assert enrolment.center_keys(pc.store) is None or missing == "device"


# -- in parts ------------------------------------------------------------------------------------


def test_parts_are_found_by_what_they_say_whatever_they_are_called(
    tmp_path: Path,
) -> None:
    with meeting(tmp_path, 1) as (centre, (pc,)):
        attach(pc.store, tmp_path, bytes(range(256)) * 500)
        letters = tmp_path / "letters"
        letters.mkdir()
        first = pc.export(letters / "thu.lsb", limit=32 * 1024)
        files = sorted(letters.iterdir())
        assert len(files) > 3
        assert all(path.stat().st_size <= 32 * 1024 for path in files)
        for number, path in enumerate(reversed(files)):
            path.rename(letters / f"{number} tải về.dat")
        (letters / "khac.lsb").write_bytes(b"something else")
        assert not first.exists()
        done = centre.exchange(letters / "2 tải về.dat", tmp_path / "answer.lsb")
        assert (done.changes, done.files) == (1, 1)


def test_a_missing_part_is_named_and_nothing_is_taken(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    page = entry("changes", bytes(range(32, 127)) * 300)
    whole = craft_up(tmp_path / "whole", office, page).read_bytes()
    with parts.cutting(tmp_path / "thu.lsb", parts.SMALLEST) as cutter:
        cutter.write(whole[69:] + bytes(3 * parts.SMALLEST))
    first, second, *_rest = cutter.files
    first.unlink()
    is_refused_at_the_centre(centre, second, "còn thiếu phần 1")


def test_a_part_that_came_over_by_half_is_named_and_not_called_missing(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    with parts.cutting(tmp_path / "thu.lsb", parts.SMALLEST) as cutter:
        cutter.write(bytes(3 * parts.SMALLEST))
    first, second, *_rest = cutter.files
    whole = second.read_bytes()
    second.write_bytes(whole[: len(whole) // 2])
    is_refused_at_the_centre(centre, first, second.name)
    (tmp_path / "thu-2-4 (tải lại).lsb").write_bytes(whole)  # beside the torn one it is found
    found = parts.gathered(first)
    assert [part.number for part in found] == list(range(1, len(found) + 1))


# -- touched -------------------------------------------------------------------------------------

Touch = Callable[[bytes], bytes]


def flipped(at: int, bit: int) -> Touch:
    return lambda data: _flip(data, at % len(data), bit)


def _flip(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def cut(at: int) -> Touch:
    return lambda data: data[: at % len(data)]


def grown(more: bytes) -> Touch:
    return lambda data: data + more


def swapped(one: int, two: int, size: int) -> Touch:
    def swap(data: bytes) -> bytes:
        a, b = sorted((one % len(data), two % len(data)))
        size_ = min(size, b - a, len(data) - b)
        first, second = data[a : a + size_], data[b : b + size_]
        return data[:a] + second + data[a + size_ : b] + first + data[b + size_ :]

    return swap


PLACES = st.integers(0, 1 << 20) | st.integers(0, 400)
TOUCHES = (
    st.builds(flipped, PLACES, st.integers(0, 7))
    | st.builds(cut, PLACES)
    | st.builds(grown, st.binary(min_size=1, max_size=100))
    | st.builds(swapped, PLACES, PLACES, st.integers(1, 200))
)
FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FUZZ
@given(touch=TOUCHES)
def test_whatever_happened_to_it_on_the_way_the_centre_refuses_it_whole(
    centre: Centre, up: Path, tmp_path: Path, touch: Touch
) -> None:
    whole = up.read_bytes()
    if (touched := touch(whole)) != whole:
        (tmp_path / "up.lsb").write_bytes(touched)
        is_refused_at_the_centre(centre, tmp_path / "up.lsb", ".", errors.SyncError)


@FUZZ
@given(touch=TOUCHES)
def test_whatever_happened_to_it_on_the_way_the_pc_refuses_it_whole(
    office: Office, reply: Path, tmp_path: Path, touch: Touch
) -> None:
    whole = reply.read_bytes()
    if (touched := touch(whole)) != whole:
        (tmp_path / "reply.lsb").write_bytes(touched)
        is_refused_at_the_pc(office, tmp_path / "reply.lsb", ".", errors.SyncError)


def mended(data: bytes) -> bytes:
    """The same with a head that fits it: as one would do who wants the rest to be looked at."""
    head, rest = data[:37], data[69:]
    head = head[:29] + len(rest).to_bytes(8)
    return head + hashlib.sha256(head + rest).digest() + rest


def test_a_mended_head_alone_changes_nothing(up: Path) -> None:
    assert mended(up.read_bytes()) == up.read_bytes()


@FUZZ
@given(touch=TOUCHES)
def test_a_head_mended_by_whoever_touched_the_rest_helps_nobody(
    centre: Centre, up: Path, tmp_path: Path, touch: Touch
) -> None:
    whole = up.read_bytes()
    if (touched := mended(whole[:69] + touch(whole[69:]))) != whole:
        (tmp_path / "up.lsb").write_bytes(touched)
        is_refused_at_the_centre(centre, tmp_path / "up.lsb", ".", errors.SyncError)


def test_damage_is_told_from_a_file_for_somebody_else(
    centre: Centre, office: Office, other: Office, up: Path, reply: Path, tmp_path: Path
) -> None:
    path, whole = tmp_path / "tep.lsb", up.read_bytes()
    path.write_bytes(_flip(whole, len(whole) // 2, 3))
    is_refused_at_the_centre(centre, path, "bị hỏng")
    path.write_bytes(whole[:-1])
    is_refused_at_the_centre(centre, path, "chép chưa hết")
    is_refused_at_the_centre(centre, reply, "không dành cho")
    is_refused_at_the_pc(other, reply, "không dành cho")
    is_refused_at_the_pc(office, up, "không dành cho")
    path.write_bytes(b"PK\x03\x04 a letter")
    is_refused_at_the_pc(office, path, "không phải là tệp chuyển tay")
    path.write_bytes(whole[:8] + b"\x02" + whole[9:])
    is_refused_at_the_centre(centre, path, "bản Làng Số mới hơn", errors.NewerNeeded)


# -- forged --------------------------------------------------------------------------------------


def page_of(*bodies: bytes) -> tuple[Entry, bytes]:
    return entry("changes", wire.to_lines(bodies), count=len(bodies))


def test_by_hand_as_the_format_says_is_as_good_as_by_the_programme(tmp_path: Path) -> None:
    with meeting(tmp_path, 1) as (centre, (pc,)):
        pen = Pen(journal.wind(pc.store).replica)
        path = craft_up(tmp_path / "up.lsb", pc, page_of(pen.body(), pen.body()))
        assert centre.exchange(path, tmp_path / "answer.lsb").changes == 2


def test_signed_by_another_device_it_is_forged(
    centre: Centre, office: Office, other: Office, tmp_path: Path
) -> None:
    page = page_of(Pen().body())
    path = craft_up(tmp_path / "up.lsb", office, page, signer=other.keys)
    is_refused_at_the_centre(centre, path, "Chữ ký")
    path = craft_up(tmp_path / "up.lsb", office, page, signer=keys.draw())
    is_refused_at_the_centre(centre, path, "Chữ ký")
    path = craft_answer(tmp_path / "answer.lsb", office, signer=office.keys)
    is_refused_at_the_pc(office, path, "Chữ ký")


def test_a_signature_for_something_else_is_no_signature_of_a_bundle(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    manifest = Manifest(
        kind="up",
        to=centre.keys.public.recipient,
        commune=office.given.commune,
        device=office.given.device,
        made_at="",
        cursor=0,
    )
    path = craft(tmp_path / "up.lsb", manifest, b"", office.keys, manifest.to, context=b"")
    is_refused_at_the_centre(centre, path, "Chữ ký")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"device": "0123456789ab"}, "không biết máy"),
        ({"commune": "19774"}, "không biết máy"),
        ({"to": keys.draw().public.recipient}, "không dành cho"),
        ({"kind": "answer"}, "không phải loại"),
    ],
)
def test_an_up_bundle_for_another_place_is_refused(
    centre: Centre, office: Office, tmp_path: Path, told: dict[str, object], words: str
) -> None:
    path = craft_up(tmp_path / "up.lsb", office, page_of(Pen().body()), **told)
    is_refused_at_the_centre(centre, path, words)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"device": "0123456789ab"}, "cho một máy khác"),
        ({"commune": "19774"}, "của xã khác"),
        ({"to": keys.draw().public.recipient}, "không dành cho"),
        ({"kind": "up"}, "không phải loại"),
    ],
)
def test_an_answer_for_another_place_is_refused(
    office: Office, tmp_path: Path, told: dict[str, object], words: str
) -> None:
    path = craft_answer(tmp_path / "answer.lsb", office, **told)
    is_refused_at_the_pc(office, path, words)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": "1"}',
        b'{"format":1,"kind":"up","to":1}',
        b"\xff\xfe",
    ],
)
def test_a_cover_that_makes_no_sense_is_refused(
    centre: Centre, office: Office, tmp_path: Path, told: bytes
) -> None:
    path = craft(tmp_path / "up.lsb", told, b"", office.keys, centre.keys.public.recipient)
    is_refused_at_the_centre(centre, path, "hỏng")


def test_a_manifest_of_a_newer_programme_asks_for_the_update(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    path = craft_up(tmp_path / "up.lsb", office, format=2)
    is_refused_at_the_centre(centre, path, "cập nhật", errors.NewerNeeded)
    path = craft_answer(tmp_path / "answer.lsb", office, format=2)
    is_refused_at_the_pc(office, path, "cập nhật", errors.NewerNeeded)


def test_covers_and_contents_of_two_bundles_do_not_mix(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    one = office.export(tmp_path / "one.lsb", data_only=True).read_bytes()
    two = office.export(tmp_path / "two.lsb").read_bytes()
    covers = [data[-4 - int.from_bytes(data[-4:]) :] for data in (one, two)]
    mixed = mended(one[: -len(covers[0])] + covers[1])
    (tmp_path / "up.lsb").write_bytes(mixed)
    is_refused_at_the_centre(centre, tmp_path / "up.lsb", "hỏng")
    mixed = mended(two[:69] + one[69 : -len(covers[0])] + covers[1])
    (tmp_path / "up.lsb").write_bytes(mixed)
    is_refused_at_the_centre(centre, tmp_path / "up.lsb", "Chữ ký|hỏng")


# -- contents ------------------------------------------------------------------------------------


LINES = b"\n" * 50_000_000


def lying(packed: bytes, whole: int) -> tuple[Entry, bytes]:
    """A page that says it unpacks to `whole` bytes."""
    sha256 = hashlib.sha256(packed).hexdigest()
    return Entry("changes", len(packed), sha256, whole, "zstd"), packed


def frank() -> bytes:
    """Fifty million bytes in a frame that tells so."""
    return zstandard.compress(LINES)


def silent() -> bytes:
    """The same in a frame that does not."""
    stream = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    return stream.compress(LINES) + stream.flush()


BOMBS: dict[str, Callable[[], tuple[Entry, bytes]]] = {
    "declared": lambda: lying(frank(), len(LINES)),
    "declared as little": lambda: lying(frank(), 1000),
    "declared as much as may be": lambda: lying(frank(), wire.MOST),
    "declared as little, and the frame is silent": lambda: lying(silent(), 1000),
    "declared as much as may be, and the frame is silent": lambda: lying(silent(), wire.MOST),
    "a file of a terabyte": lambda: (Entry("file", 10**12, "0" * 64, 10**12), b"x"),
    "a page of a terabyte": lambda: (Entry("changes", 10**12, "0" * 64, 1), b"x"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_unpack_to_too_much_is_refused_in_little_memory(
    centre: Centre, office: Office, tmp_path: Path, name: str
) -> None:
    path = craft_up(tmp_path / "up.lsb", office, BOMBS[name]())
    tracemalloc.start()
    try:
        is_refused_at_the_centre(centre, path, "lớn quá mức|hỏng")
        assert tracemalloc.get_traced_memory()[1] < 3 * wire.MOST
    finally:
        tracemalloc.stop()


def test_many_pages_that_are_small_one_by_one_are_too_large_together(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    page = zstandard.ZstdCompressor().compress(b"\n" * wire.MOST)
    told = Entry("changes", len(page), hashlib.sha256(page).hexdigest(), wire.MOST, "zstd")
    path = craft_up(tmp_path / "up.lsb", office, *[(told, page)] * 200)
    is_refused_at_the_centre(centre, path, "lớn quá mức")


def test_bytes_that_no_entry_owns_are_refused(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    page = page_of(Pen().body())
    path = craft_up(tmp_path / "up.lsb", office, page, rest=b"more")
    is_refused_at_the_centre(centre, path, "lớn quá mức")
    told, data = page
    path = craft_up(tmp_path / "up.lsb", office, page, (told, b""))
    is_refused_at_the_centre(centre, path, "hỏng")
    path = craft_up(tmp_path / "up.lsb", office, (told, data[:-1] + b"x"))
    is_refused_at_the_centre(centre, path, "Chữ ký")


def test_entries_of_the_other_kind_of_bundle_are_refused(
    centre: Centre, office: Office, tmp_path: Path
) -> None:
    receipts = entry("receipts", wire.receipts_to(Receipts("now", ())))
    is_refused_at_the_centre(
        centre, craft_up(tmp_path / "up.lsb", office, receipts), "không phải loại"
    )
    answer_ = craft_answer(tmp_path / "answer.lsb", office, page_of(Pen().body()))
    is_refused_at_the_pc(office, answer_, "không phải loại")


def stream_of(after: int, *bodies: bytes) -> tuple[Entry, bytes]:
    numbered = tuple(enumerate(bodies, start=after + 1))
    page = Page(numbered, after + len(bodies), more=False)
    return entry("stream", wire.page_to(page, after), count=len(bodies))


def test_a_stream_that_skips_or_holds_anything_but_changes_is_refused(
    office: Office, tmp_path: Path
) -> None:
    pen = Pen()
    body = pen.body()
    bad = {
        "begins elsewhere": [stream_of(1, body)],
        "skips": [stream_of(0, body), stream_of(2, pen.body())],
        "no change": [stream_of(0, b'{"id":"x"}')],
        "no page": [entry("stream", b"[]", count=1)],
        "no receipts": [entry("receipts", b"{}"), stream_of(0, body)],
    }
    for entries in bad.values():
        is_refused_at_the_pc(office, craft_answer(tmp_path / "a.lsb", office, *entries), "hỏng")
    path = craft_answer(tmp_path / "a.lsb", office, stream_of(0, body), position=9)
    is_refused_at_the_pc(office, path, "hỏng")


# -- of devices that may not ---------------------------------------------------------------------


def test_a_revoked_device_and_one_without_keys_are_told_why(tmp_path: Path) -> None:
    with meeting(tmp_path, 1) as (centre, (pc,)):
        people(pc.store, 1)
        path = pc.export(tmp_path / "up.lsb")
        with centre.store.writing() as connection:
            connection.exec_driver_sql("UPDATE device SET verify = NULL")
        is_refused_at_the_centre(centre, path, "chưa có khoá")
        with centre.store.writing() as connection:
            connection.exec_driver_sql("UPDATE device SET verify = ?", (pc.keys.public.verify,))
        devices.revoke(centre.store, pc.given.device)
        is_refused_at_the_centre(centre, path, "bị thu hồi")


def test_a_quick_look_tells_our_answers_from_other_files(
    office: Office, other: Office, up: Path, tmp_path: Path
) -> None:
    from sync.stick.back import fresh

    ours = craft_answer(tmp_path / "ours.lsb", office)
    (tmp_path / "any.lsb").write_bytes(b"x" * 10_000)
    forged = craft_answer(tmp_path / "forged.lsb", office, signer=office.keys)
    assert fresh(office.store, office.keys, ours)
    assert not fresh(other.store, other.keys, ours)
    for path in (up, tmp_path / "any.lsb", forged, tmp_path / "none.lsb"):
        assert not fresh(office.store, office.keys, path)


def test_a_large_file_goes_through_in_little_memory(tmp_path: Path) -> None:
    with meeting(tmp_path, 1) as (centre, (pc,)):
        attach(pc.store, tmp_path, bytes(range(256)) * 64 * 1024)  # 16 MB
        tracemalloc.start()
        try:
            path = pc.export(tmp_path / "up.lsb")
            assert centre.exchange(path, tmp_path / "answer.lsb").files == 1
            assert tracemalloc.get_traced_memory()[1] < 4_000_000
        finally:
            tracemalloc.stop()
        assert bundle.glance(path, centre.keys).manifest.files == 1

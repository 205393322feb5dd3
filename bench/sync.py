"""How much longer a whole round takes than the plainest pair that carries the same changes.

    python -m bench.sync

A round keeps every promise of docs/sync-protocol.md: the log and the tables of the PC, the
centre's checks, positions and receipts.  Ratios are told; seconds depend on the machine.
"""

from __future__ import annotations

import gc
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from bench import plain_pair
from db import journal
from db import store as stores
from db.journal import Edit
from db.store import Store, set_setting
from rules.record import Values
from sync.center import Applicant
from sync.http import HttpCenter
from sync.round import RoundResult, run

CHANGES = 10_000
ROUNDS = 3
COMMUNE = "19819"
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ")
_GIVEN = ("Văn An", "Thị Bình", "Minh Châu", "Quốc Dũng", "Thị Hạnh", "Xuân Phúc", "Thanh Tâm")
_WORDS = (
    "đã đối chiếu với hồ sơ lưu tại văn phòng còn thiếu biên bản họp thôn và danh sách ký nhận cán"
    " bộ phụ trách hẹn bổ sung trước ngày họp giao ban số liệu lấy theo báo cáo quý của trưởng"
    " thôn hộ nghèo cận nghèo đường trục ngõ xóm bê tông hoá chiều dài mặt đường rộng khu dân cư"
    " hợp tác xã nuôi trồng thuỷ sản đầm phá kênh mương tưới tiêu trạm y tế trường học nhà văn"
    " hoá sân thể thao nước sạch rác thải thu gom điện thắp sáng truyền thanh thông minh dịch vụ"
    " công trực tuyến thanh toán không dùng tiền mặt bảo hiểm lao động việc làm tập huấn khảo sát"
)


def main() -> dict[str, float]:
    """Ratios of whole rounds to the plain pair, and what the smallest round costs."""
    gc.set_threshold(50_000, 20, 50)  # as `langso` does
    measured = [_measure() for _n in range(ROUNDS)]
    return {name: statistics.median(one[name] for one in measured) for name in measured[0]}


def _measure() -> dict[str, float]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(centre(folder / "centre"))
        first, near = new_pc(stack, folder / "first", folder / "centre", url)
        second, far = new_pc(stack, folder / "second", folder / "centre", url)
        _acquaint(first, near, second, far)
        bodies = work(first)
        up, sent = _timed(first, near)
        down, taken = _timed(second, far)
        _settle(second, far)
        nothing = run(second, far)
        assert (up.pushed, down.pulled) == (CHANGES, CHANGES)
        plain_up, plain_down = _plain(stack, folder, bodies)
    return {
        "push: changes / plain pair": sent / plain_up,
        "pull: changes / plain pair": taken / plain_down,
        "push: round / plain pair": up.seconds / plain_up,
        "pull: round / plain pair": down.seconds / plain_down,
        "push seconds": up.seconds,
        "pull seconds": down.seconds,
        "bytes of a change": sum(len(body.encode()) for body in bodies) / CHANGES,
        "push kB": up.bytes_up / 1000,
        "pull kB": down.bytes_down / 1000,
        "nothing to do: requests": float(nothing.requests),
        "nothing to do: bytes up": float(nothing.bytes_up),
        "nothing to do: bytes down": float(nothing.bytes_down),
    }


def _timed(store: Store, way: HttpCenter) -> tuple[RoundResult, float]:
    """A round, and the seconds until its last change was durable on both sides.

    What comes after that is the comparison of every record with the centre's.
    """
    begun = time.perf_counter()
    moments = [begun]
    done = run(store, way, progress=lambda _told: moments.append(time.perf_counter()))
    return done, moments[-1] - begun


def _settle(store: Store, way: HttpCenter) -> None:
    """Rounds until nothing is left to be done: the first may have put its comparison off."""
    while run(store, way).requests > 1:
        time.sleep(0.1)


def _acquaint(first: Store, near: HttpCenter, second: Store, far: HttpCenter) -> None:
    """One change from PC to PC: neither is new any more, so it takes changes, no snapshot."""
    journal.commit(first, "can-bo", [Edit("person", None, {"full_name": "Lê Thị Hoa"})])
    run(first, near)
    assert run(second, far).pulled == 1


def work(store: Store, changes: int = CHANGES) -> list[str]:
    """A month of an officer's edits, 400 bytes each in the mean; their bodies."""
    chance = random.Random(132)  # noqa: S311 - the same work every time
    journal.commit(
        store, "can-bo", [Edit("assessment", None, answer_of(chance, n)) for n in range(changes)]
    )
    return [each.body.decode() for each in journal.waiting(store, changes)]


def answer_of(chance: random.Random, number: int) -> Values:
    """The values of one answer, another record for each number."""
    whole = chance.randint(50, 4000)
    author = f"{chance.choice(_FAMILY)} {chance.choice(_GIVEN)}"
    note = " ".join(chance.choices(_WORDS.split(), k=chance.randint(3, 12)))
    return {
        "set": "vn-ntm-xa-2021-2025",
        "indicator": f"{number % 19 + 1}.{number % 5 + 1}",
        "period": str(2021 + number // 95 % 5),
        "village": f"thon-{number // 475:03}",
        "numerator": chance.randint(0, whole),
        "denominator": whole,
        "note": f"Văn bản {chance.randint(1, 999)}/BC-UBND, {author}: {note}",
    }


def new_pc(
    stack: ExitStack, folder: Path, data: Path, url: str, commune: str = COMMUNE
) -> tuple[Store, HttpCenter]:
    """A new profile of a commune, and its way to the centre with this data."""
    store = stack.enter_context(stores.create(folder))
    set_setting(store, "commune", commune)
    return store, device(stack, data, url, commune, journal.wind(store).replica)


def device(stack: ExitStack, data: Path, url: str, commune: str, replica: str) -> HttpCenter:
    """A new device's way to the centre with this data."""
    way = stack.enter_context(HttpCenter(url, enrol(data, url, commune, replica)))
    way.hello()
    return way


def enrol(data: Path, url: str, commune: str, replica: str) -> str:
    """The token of a new device of the centre with this data."""
    asked = [sys.executable, "-m", "center", "code", commune, "--data", str(data)]
    code = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    with HttpCenter(url) as stranger:
        return stranger.enrol(code, Applicant(replica, "bench")).token


@contextmanager
def centre(folder: Path) -> Iterator[str]:
    """A centre of its own process; its address."""
    asked = [sys.executable, "-m", "center", "serve", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _plain(stack: ExitStack, folder: Path, bodies: list[str]) -> tuple[float, float]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = [sys.executable, "-m", "bench.plain_pair", str(folder / "plain-server.db"), str(port)]
    process = stack.enter_context(subprocess.Popen(asked))
    stack.callback(process.terminate)
    url = f"http://127.0.0.1:{port}"
    _wait_for(url)
    plain_pair.fill(folder / "plain-first.db", bodies)
    plain_pair.create(folder / "plain-second.db")
    up = plain_pair.push(url, folder / "plain-first.db")
    return up, plain_pair.pull(url, folder / "plain-second.db")


def _wait_for(url: str) -> None:
    until = time.monotonic() + 30
    with requests.Session() as session:
        session.trust_env = False
        while True:
            try:
                session.get(f"{url}/changes", timeout=5)
            except requests.ConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return


if __name__ == "__main__":
    for what, figure in main().items():
        print(f"{what:28} {figure:10.2f}")

"""What an administrator asks of the centre at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import to_builtins

from center import bundles, publishing
from center import store as stores
from center.bundles import Imported
from center.errors import CenterError
from center.files import Files
from center.publishing import Draft
from center.store import (
    Store,
    check,
    devices,
    enrolment,
    now,
    packages,
    records,
    rulebook,
    streams,
)
from center.store.devices import Device
from resources.reasons import reason
from resources.words import _
from rules.periods import Period, PeriodError
from rules.record import RecordError, Values
from rules.record import check as misfits
from rules.records import REVIEW
from sync import errors, wire
from sync.center import ADOPTED, COPIED, RESTORED, TWIN
from sync.http import checked
from sync.invitation import Invitation

_OF_A_PACKAGE = ("number", "kind", "id", "version", "sha256", "published_at")


def init(folder: Path) -> None:
    """A centre in this folder; one that is there stays as it is."""
    stores.open_(folder).close()


def code(folder: Path, commune: str) -> str:
    """A one-time code for a device of a commune."""
    with _opened(folder) as store:
        return enrolment.issue_code(store, commune)


def invitation(folder: Path, commune: str, url: str) -> Invitation:
    """A one-time code together with where to use it and whom to expect there.

    Refused where no PC would go to that address.
    """
    try:
        checked(url)
    except errors.SyncError as error:
        raise CenterError(str(error)) from error
    with _opened(folder) as store:
        with store.reading() as connection:
            keys = stores.own_keys(connection).public
        return Invitation(url, enrolment.issue_code(store, commune), keys)


def device_lines(folder: Path, *, as_json: bool) -> list[str]:
    """The devices, one a line."""
    with _opened(folder) as store, store.reading() as connection:
        found = devices.all_devices(connection)
    if as_json:
        return [wire.to_json({"devices": [to_builtins(device) for device in found]})]
    return [
        "\t".join(
            (
                device.id,
                device.commune,
                device.name,
                _("thu hồi {at}").format(at=device.revoked_at)
                if device.revoked_at
                else _("đang dùng"),
                device.last_seen or _("chưa kết nối"),
                *_remarks(device),
            )
        )
        for device in found
    ]


def _remarks(device: Device) -> Iterator[str]:
    """What an administrator should know of a device."""
    told = {
        RESTORED: _("bản chép hoặc khôi phục từ bản cũ của máy {origin}"),
        COPIED: _("một bản chép hoặc bản cũ của máy này đã thành máy riêng"),
        TWIN: _("hồ sơ của máy này có bản chép cùng chạy"),
        ADOPTED: _(
            "nhận tiếp việc của máy {origin} mà không có mã cũ; nếu không phải, hãy thu hồi"
        ),
    }
    if device.note in told:
        yield told[device.note].format(origin=device.origin)
    if device.returned:
        yield _("gửi {count} thay đổi ghi ở máy khác hoặc ở hồ sơ trước sáp nhập").format(
            count=device.returned
        )


def revoke(folder: Path, device: str) -> None:
    """Take nothing more from a device."""
    with _opened(folder) as store:
        devices.revoke(store, device)


def dump_lines(folder: Path, commune: str) -> list[str]:
    """A commune's records as canonical lines."""
    with _opened(folder) as store:
        enrolment.commune_unit(commune)
        records.catch_up(store, commune)
        with store.reading() as connection:
            return list(records.dump(connection, commune))


def publish(folder: Path, path: Path) -> Draft:
    """Publish a package for every commune."""
    with _opened(folder) as store:
        return publishing.publish(store, path)


def examine(folder: Path, path: Path) -> Draft:
    """Check a package as publishing would."""
    with _opened(folder) as store:
        return publishing.examine(store, path)


def package_lines(folder: Path, *, as_json: bool) -> list[str]:
    """What was published, in order, one a line."""
    with _opened(folder) as store, store.reading() as connection:
        found = packages.all_of(connection)
    if as_json:
        told = [{name: getattr(each, name) for name in _OF_A_PACKAGE} for each in found]
        return [wire.to_json({"packages": told})]
    return [
        "\t".join((str(each.number), each.kind, each.id, str(each.version), each.published_at))
        for each in found
    ]


def exchange(folder: Path, path: Path, reply: Path, *, limit: int, files_up_to: int) -> Imported:
    """Take a commune's bundle in and write the answer; see `bundles.exchange`."""
    if not reply.parent.is_dir():
        raise CenterError(
            _("Không có thư mục {folder} để ghi tệp trả lời; hãy tạo thư mục trước.").format(
                folder=reply.parent
            )
        )
    with _opened(folder) as store:
        try:
            return bundles.exchange(store, path, reply, limit=limit, files_up_to=files_up_to)
        except errors.SyncError as error:
            raise CenterError(str(error)) from error
        except OSError as error:
            raise CenterError(
                _(
                    "Không đọc hoặc ghi được {path} ({reason}); hãy kiểm tra USB, chỗ trống và"
                    " quyền ghi rồi nhập lại, nhập lại không làm gì bị hai lần."
                ).format(path=error.filename or path, reason=reason(error))
            ) from error


def check_up(folder: Path, *, rebuild: bool) -> check.Report:
    """Look whether everything is whole; with `rebuild`, make the readings anew before."""
    with _opened(folder) as store:
        if rebuild:
            with store.reading() as connection:
                communes = streams.communes(connection)
            for commune in communes:
                records.rebuild(store, commune.code)
        return check.check(store, Files(folder))


def review(
    folder: Path,
    commune: str,
    *,
    criteria_set: str,
    indicator: str,
    period: str,
    returned: str | None,
    reviewer: str,
) -> str:
    """Accept an indicator, or return it with words; the change's id.  It travels to the PCs."""
    if returned is not None and not returned.strip():
        raise CenterError(
            _("Trả lại mà không có lời nhắn thì xã không biết sửa gì; hãy ghi lý do.")
        )
    values: Values = {
        "set": criteria_set,
        "indicator": indicator,
        "period": _period(period),
        "verdict": "accepted" if returned is None else "returned",
        "words": returned,
        "reviewer": reviewer,
        "reviewed_at": now(),
    }
    given: Values = {name: value for name, value in values.items() if value is not None}
    if problems := misfits(REVIEW, given, whole=True):
        raise CenterError(str(RecordError(problems)))
    with _opened(folder) as store:
        with store.reading() as connection:
            known = {each.code for each in streams.communes(connection)}
        if commune not in known:
            raise CenterError(
                _("Xã {commune} chưa được cấp mã đăng ký nào nên chưa có gì để thẩm tra.").format(
                    commune=commune
                )
            )
        _refuse_unknown(store, criteria_set, indicator)
        return streams.write(store, commune, REVIEW, given).id


def _period(text: str) -> str:
    """A period in its one written form."""
    try:
        return str(Period.parse(text))
    except PeriodError as error:
        raise CenterError(str(error)) from error


def _refuse_unknown(store: Store, criteria_set: str, indicator: str) -> None:
    """Nobody at the commune would ever see a review of what no set has."""
    with store.reading() as connection:
        criteria = rulebook.criteria(connection).get(criteria_set)
    if criteria is None:
        told = _("Trung tâm không có bộ tiêu chí “{set}”; hãy kiểm tra lại mã.")
        raise CenterError(told.format(set=criteria_set))
    if criteria.find(indicator) is None:
        told = _("Bộ tiêu chí “{set}” không có chỉ tiêu {code}; hãy kiểm tra lại mã.")
        raise CenterError(told.format(set=criteria.title, code=indicator))


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    """The store of a folder, closed afterwards."""
    store = stores.open_existing(folder)
    try:
        yield store
    finally:
        store.close()

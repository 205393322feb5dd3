"""Going over to the heir of a commune that was merged: its profile, and what comes along."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from db import errors, journal
from db.commands import moving
from db.commands import profile as officers
from db.commands.moving import Carried, Moved
from db.store import Store
from desktop import profile, secrets
from desktop.secrets import Ask
from resources.words import _, many


def take_over(
    former: Store,
    folder: Path,
    heir: str,
    officer: str,
    *,
    encrypted: bool = True,
    ask: Ask = secrets.from_environment,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> list[str]:
    """Make the heir's profile in this folder, or go on with the one there; what came along.

    The sentences tell what came and which files could not.  Raises Refused for a commune that is
    no heir and for a folder with another commune's profile; then nothing was made.
    """
    moving.refuse_strangers(journal.commune(former), heir)
    fresh = not folder.exists()
    if not profile.exists(folder):
        profile.found(folder, heir, officer, encrypted=encrypted, ask=ask)
    holder = _("việc chuyển sang xã mới")
    with profile.opened(folder, holder, ask=ask) as (store, _safe):
        try:
            moved = _brought(former, store, heir)
        except BaseException:
            if fresh:
                store.close()
                shutil.rmtree(folder, ignore_errors=True)
            raise
        lines = told(moved, moving.bring_files(former, store, stop, progress))
    if len(moving.heirs(journal.commune(former))) > 1:
        lines.append(
            _(
                "Xã cũ được chia cho nhiều xã: trong hồ sơ mới, hãy bỏ những thôn và người không"
                " thuộc xã này."
            )
        )
    return lines


def _brought(former: Store, store: Store, heir: str) -> Moved:
    if journal.commune(store) != heir:
        raise errors.Refused(
            _("Thư mục {folder} có hồ sơ của xã khác; hãy chọn thư mục khác.").format(
                folder=store.folder
            )
        )
    new = moving.is_untouched(store)
    moved = moving.bring(former, store)
    if new:
        moving.settle_in(store, officers.actor(store))
    return moved


def told(moved: Moved, carried: Carried) -> list[str]:
    """What came along, in sentences."""
    lines = [
        _(
            "Đã mang theo {people} người và {villages} thôn, {courses} lớp tập huấn, {answers} câu"
            " trả lời và {evidence} minh chứng của xã cũ."
        ).format(
            people=moved.people,
            villages=moved.villages,
            courses=moved.courses,
            answers=moved.answers,
            evidence=moved.evidence,
        ),
        _(
            "Câu trả lời của xã cũ nằm ở phần “Trước sáp nhập” của từng chỉ tiêu, không tính cho xã"
            " mới. Khảo sát, ngưỡng tự nhập, phân công và kỳ đã nộp ở lại hồ sơ xã cũ, vẫn mở và"
            " gửi được."
        ),
    ]
    if moved.held:
        lines.append(
            many(
                "{n} thay đổi do bản chương trình mới hơn ghi chưa mang theo được; hãy cập nhật"
                " chương trình rồi làm lại việc này.",
                moved.held,
            )
        )
    if moved.refused:
        lines.append(
            many(
                "{n} thay đổi bị trung tâm trả lại còn ở hồ sơ xã cũ; hãy sửa ở đó rồi làm lại việc"
                " này.",
                moved.refused,
            )
        )
    return [*lines, *carried.troubles]

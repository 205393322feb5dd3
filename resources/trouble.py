"""What can be wrong with a package.

    PackageError            the place, what is wrong there, and what to do
    ├── DamagedFile         not a package at all: unreadable, cut off, not UTF-8, not JSON, too big
    ├── NewerFormat         made for a newer programme
    ├── WrongKind           a good package, but not of the kind asked for
    └── BadContent          a package whose content breaks the format or contradicts itself

All of them are the world's fault, never the programme's: the sentences are for the person who
opened or made the file.
"""

from __future__ import annotations

from resources.words import N_, _


class PackageError(Exception):
    """A package that cannot be used; `str()` is the whole sentence for a person."""

    advice = N_("Hãy xin lại gói từ nơi đã gửi.")

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return _("{place}: {problem} {advice}").format(
            place=self.place, problem=self.problem, advice=_(self.advice)
        )


class DamagedFile(PackageError):
    """The file cannot be read as a package."""

    advice = N_("Tệp có thể đã hỏng khi chép hoặc gửi; hãy xin lại tệp từ nơi đã gửi.")


class NewerFormat(PackageError):
    """The package needs a newer programme."""

    advice = N_("Hãy cập nhật Làng Số rồi nạp lại gói này.")


class WrongKind(PackageError):
    """The package holds something else than was asked for."""

    advice = N_("Hãy chọn tệp khác.")


class BadContent(PackageError):
    """The content breaks the format."""

    advice = N_("Người soạn gói cần sửa chỗ này rồi phát hành phiên bản mới.")

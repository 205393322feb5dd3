"""What can go wrong between this PC and the centre; each says what happened and what to do.

    SyncError
    +-- NoConnection       no network, no answer in time, the line was cut
    |   +-- NotTheCentre   something answered, but not the centre: a page that asks to log in
    +-- NotTrusted         the centre could not prove who it is
    |   +-- ClockWrong     most likely because this PC's date is wrong
    +-- NoInvitation       a file or picture that does not tell how to enrol
    +-- WrongCode          the enrolment code is unknown, used or too old
    +-- DeviceRevoked      the centre no longer takes this device
    |   +-- DeviceReplaced another copy of this profile has had its token changed since
    +-- CentreTrouble      the centre answered that it cannot serve now
    +-- NewerNeeded        one side is too old for the other
    +-- TooLarge           more than one request may carry
    +-- MassChange         so much would be taken away here that an officer should look first
    +-- Garbled            an answer that is damaged or makes no sense
    +-- FileRefused        one evidence file that cannot be sent or taken; the others go on

Nothing is lost by any of them: what was not acknowledged waits, and the next round sends it.
`Stopped` is none of them: the officer asked to stop.
"""

from __future__ import annotations

from typing import ClassVar

from resources.words import _


class SyncError(Exception):
    """The world's fault, told to the officer with advice."""

    code: ClassVar[str] = "sync"

    def __init__(self, sentence: str, advice: str) -> None:
        self.sentence = sentence
        self.advice = advice
        super().__init__(f"{sentence} {advice}")


class NoConnection(SyncError):
    """The centre could not be reached, or the line was cut."""

    code = "no_connection"


class NotTheCentre(NoConnection):
    """Something on the way answered instead of the centre."""

    code = "not_the_centre"


class NotTrusted(SyncError):
    """The centre's certificate does not hold."""

    code = "not_trusted"


class ClockWrong(NotTrusted):
    """The centre's certificate does not hold at the date this PC believes in."""

    code = "clock"


class NoInvitation(SyncError):
    """A file or picture that does not tell how to enrol."""

    code = "no_invitation"


class WrongCode(SyncError):
    """The enrolment code opens nothing."""

    code = "wrong_code"


class DeviceRevoked(SyncError):
    """The centre does not know this device, or takes it no more."""

    code = "device_revoked"


class DeviceReplaced(DeviceRevoked):
    """Another copy of this profile has had the token changed since."""

    code = "device_replaced"


class CentreTrouble(SyncError):
    """The centre cannot serve now."""

    code = "centre_trouble"


class NewerNeeded(SyncError):
    """One side must be updated before they understand each other."""

    code = "newer_needed"


class TooLarge(SyncError):
    """More than may be carried at once."""

    code = "too_large"


class MassChange(SyncError):
    """A pull that would take much away at once; nothing of it was taken in."""

    code = "mass_change"


class Garbled(SyncError):
    """Bytes that are damaged, or an answer that makes no sense."""

    code = "garbled"


class FileRefused(SyncError):
    """One evidence file that cannot go over; the others do."""

    code = "file_refused"


class Stopped(Exception):
    """The officer asked to stop; what was done stays done."""


def no_connection() -> NoConnection:
    """No answer at all."""
    return NoConnection(
        _("Chưa kết nối được với trung tâm."),
        _("Hãy kiểm tra mạng; dữ liệu vẫn an toàn trên máy này và sẽ tự gửi khi có mạng."),
    )


def not_the_centre() -> NotTheCentre:
    """An answer from somebody else."""
    return NotTheCentre(
        _("Trung tâm trả lời không đúng dạng (có thể mạng yêu cầu đăng nhập)."),
        _(
            "Hãy mở trình duyệt, đăng nhập mạng nếu được hỏi, kiểm tra địa chỉ trung tâm, rồi gửi"
            " lại."
        ),
    )


def garbled() -> Garbled:
    """Damaged on the way."""
    return Garbled(
        _("Dữ liệu nhận được bị hỏng trên đường truyền."),
        _("Không có gì bị mất; hãy gửi lại, nếu vẫn lặp lại thì báo người quản trị trung tâm."),
    )


def mass_change(deleted: int, blanked: int, whole: int) -> MassChange:
    """So many records would be deleted, and so many others blanked, of all there are."""
    return MassChange(
        _(
            "Lần nhận này sẽ xoá {deleted} và làm trống {blanked} trong {whole} bản ghi của xã,"
            " nên chưa nhận; số liệu trên máy giữ nguyên."
        ).format(deleted=deleted, blanked=blanked, whole=whole),
        _(
            "Hãy xem ai đã làm việc đó ở mục Đồng bộ, rồi chọn nhận (lệnh {option}) hoặc để lại."
        ).format(option="sync --accept-mass-change"),
    )


def too_large() -> TooLarge:
    """More than one request may carry."""
    return TooLarge(
        _("Dữ liệu gửi một lần vượt quá mức trung tâm nhận."),
        _("Hãy cập nhật chương trình rồi gửi lại."),
    )


def device_revoked() -> DeviceRevoked:
    """The token opens nothing any more."""
    return DeviceRevoked(
        _("Trung tâm không còn nhận máy này."),
        _("Dữ liệu trên máy vẫn đọc được; hãy xin người quản trị một mã đăng ký mới."),
    )


def no_invitation() -> NoInvitation:
    """Something else was chosen."""
    return NoInvitation(
        _("Tệp hoặc ảnh này không có mã đăng ký của trung tâm."),
        _("Hãy chọn đúng tệp, chụp lại ảnh cho rõ và đủ bốn góc, hoặc gõ địa chỉ và mã."),
    )


def another_centre() -> NotTrusted:
    """Whoever answered is not the centre that gave the invitation."""
    return NotTrusted(
        _("Nơi trả lời không phải là trung tâm đã cấp mã đăng ký này."),
        _("Đừng đăng ký tiếp; hãy báo người quản trị kiểm tra địa chỉ và cấp mã mới."),
    )


def device_replaced() -> DeviceReplaced:
    """The token was changed since, at another copy of this profile."""
    return DeviceReplaced(
        _("Hồ sơ này là bản chép hoặc bản khôi phục cũ của một máy vẫn đang gửi."),
        _("Hãy xin người quản trị một mã đăng ký; những gì nhập ở đây sẽ được gửi theo."),
    )


def wrong_code() -> WrongCode:
    """The enrolment code opens nothing."""
    return WrongCode(
        _("Mã đăng ký không đúng, đã dùng rồi hoặc đã hết hạn."),
        _("Hãy kiểm tra lại từng ký tự hoặc xin người quản trị một mã mới."),
    )


def newer_needed() -> NewerNeeded:
    """This programme is too old for the centre."""
    return NewerNeeded(
        _("Chương trình trên máy này cũ hơn mức trung tâm còn nhận."),
        _("Hãy cài bản Làng Số mới; những gì đã nhập vẫn giữ nguyên và sẽ gửi được sau đó."),
    )


def centre_too_old() -> NewerNeeded:
    """The centre is too old for this programme."""
    return NewerNeeded(
        _("Trung tâm đang chạy bản cũ, chưa hiểu chương trình trên máy này."),
        _("Hãy báo người quản trị cập nhật trung tâm; dữ liệu vẫn an toàn trên máy."),
    )


def centre_trouble(request: str) -> CentreTrouble:
    """The centre answered with an error of its own; its log knows the request by this name."""
    return CentreTrouble(
        _("Trung tâm đang gặp sự cố."),
        _(
            "Chương trình sẽ tự gửi lại sau; nếu kéo dài hãy báo người quản trị mã yêu cầu"
            " {request}."
        ).format(request=request),
    )


def not_accepted(sentence: str) -> CentreTrouble:
    """The centre said in its own words why it does not do what was asked."""
    return CentreTrouble(
        sentence, _("Nếu không rõ lý do, hãy báo người quản trị trung tâm câu này.")
    )


def bad_address(url: str) -> NoConnection:
    """What was typed is no address of a centre."""
    return NoConnection(
        _("“{url}” không phải là địa chỉ trung tâm.").format(url=url),
        _("Hãy nhập địa chỉ dạng https://trungtam.tinh.gov.vn."),
    )


def insecure(url: str) -> NotTrusted:
    """An address on the network without TLS."""
    return NotTrusted(
        _("Địa chỉ {url} không được mã hoá nên chương trình không gửi dữ liệu qua đó.").format(
            url=url
        ),
        _("Hãy dùng địa chỉ bắt đầu bằng https://."),
    )


def proxy() -> NoConnection:
    """The proxy this PC is told to use does not let us through."""
    return NoConnection(
        _("Máy chủ proxy của mạng không cho đi qua."),
        _("Hãy hỏi người quản trị mạng về cài đặt proxy và mật khẩu của nó."),
    )


def not_trusted() -> NotTrusted:
    """A certificate nobody here vouches for."""
    return NotTrusted(
        _("Không xác minh được chứng thư số của trung tâm."),
        _(
            "Đừng nhập mật khẩu ở đâu cả; hãy báo người quản trị, có thể mạng này chặn giữa đường"
            " hoặc máy thiếu chứng thư số của tỉnh."
        ),
    )


def clock_wrong() -> ClockWrong:
    """A certificate that would hold on another day."""
    return ClockWrong(
        _("Chứng thư số của trung tâm không có hiệu lực vào ngày của máy này."),
        _("Hãy kiểm tra ngày giờ của máy; nếu ngày giờ đúng thì báo người quản trị trung tâm."),
    )


def file_missing(name: str) -> FileRefused:
    """A file another PC has announced and not sent yet."""
    return FileRefused(
        _("Trung tâm chưa có tệp minh chứng {name}.").format(name=name),
        _("Tệp sẽ được tải về sau khi máy đã đính kèm gửi nó lên."),
    )


def file_altered() -> FileRefused:
    """A file whose content is not what its record says."""
    return FileRefused(
        _("Một tệp minh chứng không còn đúng nội dung đã đính kèm nên không gửi được."),
        _("Hãy đính kèm lại tệp gốc; các tệp khác vẫn được gửi."),
    )

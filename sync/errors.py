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
    |   +-- Unanswered     a server on the way says that the centre did not answer it in time
    +-- NewerNeeded        one side is too old for the other
    +-- TooLarge           more than one request may carry
    |   +-- TooLargeForTheWay   more than somebody on the way lets through
    +-- MassChange         so much would be taken away here that an officer should look first
    +-- Garbled            an answer that is damaged or makes no sense
    +-- FileRefused        one evidence file that cannot be sent or taken; the others go on
    +-- BundleRefused      a file carried by hand that is not taken, no part of it

Nothing is lost by any of them: what was not acknowledged waits, and the next round sends it.
`Stopped` is none of them: the officer asked to stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from resources.words import _
from rules import numbers
from rules.brake import with_earlier


class SyncError(Exception):
    """The world's fault, told to the officer with advice."""

    code: ClassVar[str] = "sync"
    moved = False  # whether what it broke off had brought something over, which stays

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


class Unanswered(CentreTrouble):
    """A server on the way waited in vain: for the centre's answer, or for the whole question."""

    code = "unanswered"


class NewerNeeded(SyncError):
    """One side must be updated before they understand each other."""

    code = "newer_needed"


class TooLarge(SyncError):
    """More than may be carried at once."""

    code = "too_large"


class TooLargeForTheWay(TooLarge):
    """More than some server on the way lets through; over another network it may pass."""

    code = "too_large_for_the_way"


class MassChange(SyncError):
    """A pull that would take much away at once; nothing of it was taken in."""

    code = "mass_change"


class Garbled(SyncError):
    """Bytes that are damaged, or an answer that makes no sense."""

    code = "garbled"


class FileRefused(SyncError):
    """One evidence file that cannot go over; the others do."""

    code = "file_refused"


class BundleRefused(SyncError):
    """A file carried by hand that is not taken; nothing of it was."""

    code = "bundle_refused"


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


def mass_change(deleted: int, blanked: int, whole: int, earlier: int = 0) -> MassChange:
    """So many records would be deleted, and so many others blanked, of all there are.

    `earlier`: so many others were, lately and without a question.
    """
    told = _(
        "Lần nhận này sẽ xoá {deleted} và làm trống {blanked} trong {whole} bản ghi của xã,"
        " nên chưa nhận; số liệu trên máy giữ nguyên."
    ).format(
        deleted=numbers.show(deleted), blanked=numbers.show(blanked), whole=numbers.show(whole)
    )
    return MassChange(
        with_earlier(told, earlier),
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


def too_large_for_the_way() -> TooLargeForTheWay:
    """Somebody before the centre takes less than it does."""
    return TooLargeForTheWay(
        _("Máy chủ trung gian của mạng không cho đi qua nhiều dữ liệu như vậy một lần."),
        _(
            "Chương trình sẽ tự gửi từng phần nhỏ hơn; nếu vẫn vậy thì dùng mạng khác, hoặc báo"
            " người quản trị mạng."
        ),
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


def unanswered(status: int) -> Unanswered:
    """Somebody before the centre gave up waiting, and says so with this status of HTTP."""
    return Unanswered(
        _("Máy chủ trung gian báo trung tâm chưa trả lời kịp (lỗi {status}).").format(
            status=status
        ),
        _(
            "Chương trình sẽ tự gửi lại từng phần nhỏ hơn; nếu kéo dài hãy báo người quản trị"
            " trung tâm."
        ),
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


def file_lost(name: str) -> FileRefused:
    """A file of this PC that is gone, or is not what was attached any more."""
    return FileRefused(
        _("Tệp minh chứng “{name}” bị mất hoặc bị sửa sau khi đính kèm nên không gửi được.").format(
            name=name
        ),
        _("Hãy đính kèm lại tệp gốc; các tệp khác vẫn được gửi."),
    )


# -- files carried by hand -----------------------------------------------------------------------


def no_bundle(name: str) -> BundleRefused:
    """Some other file."""
    return BundleRefused(
        _("“{name}” không phải là tệp chuyển tay của Làng Số.").format(name=name),
        _("Hãy chọn tệp có đuôi .lsb đã chép từ máy kia."),
    )


def bundle_damaged(name: str) -> BundleRefused:
    """Not what was written: altered, or cut off."""
    return BundleRefused(
        _("Tệp “{name}” bị hỏng hoặc chép chưa hết nên chưa có gì được nhận.").format(name=name),
        _("Hãy chép hoặc gửi lại tệp gốc; nếu vẫn hỏng thì xuất một tệp mới."),
    )


def bundle_not_for_us() -> BundleRefused:
    """Whole, and sealed for somebody else."""
    return BundleRefused(
        _("Tệp này không dành cho nơi đang mở nó nên không đọc được."),
        _("Hãy chuyển tệp cho đúng máy hoặc đúng trung tâm, hoặc xuất lại từ đúng hồ sơ."),
    )


def bundle_forged() -> BundleRefused:
    """Sealed for us, and not signed by whom it names."""
    return BundleRefused(
        _("Chữ ký của tệp không đúng với nơi gửi mà tệp ghi nên chưa có gì được nhận."),
        _("Đừng dùng tệp này; hãy lấy tệp trực tiếp từ người gửi và báo người quản trị."),
    )


def bundle_newer() -> NewerNeeded:
    """Written by a newer programme."""
    return NewerNeeded(
        _("Tệp này do bản Làng Số mới hơn tạo ra nên chưa đọc được."),
        _("Hãy cập nhật chương trình rồi mở lại tệp; tệp được giữ nguyên."),
    )


def bundle_too_large() -> BundleRefused:
    """It would unpack to more than any bundle holds."""
    return BundleRefused(
        _("Nội dung tệp lớn quá mức một tệp chuyển tay được chứa nên chưa có gì được nhận."),
        _("Hãy xuất một tệp mới; nếu vẫn vậy thì báo người quản trị."),
    )


def bundle_of_another_kind() -> BundleRefused:
    """An answer where a question is expected, or the other way round."""
    return BundleRefused(
        _("Tệp này không phải loại dùng ở đây."),
        _("Tệp máy xã xuất ra thì nhập ở trung tâm; tệp trả lời của trung tâm thì nhập ở máy xã."),
    )


def bundle_too_many_parts() -> BundleRefused:
    """More parts than can be numbered."""
    return BundleRefused(
        _("Chia nhỏ như vậy thì có quá nhiều phần."), _("Hãy cho mỗi phần lớn hơn.")
    )


def parts_missing(missing: Sequence[int], of: int) -> BundleRefused:
    """Some parts are not in the folder."""
    return BundleRefused(
        _("Tệp gồm {of} phần và còn thiếu phần {missing}.").format(
            of=of, missing=", ".join(map(str, missing))
        ),
        _("Hãy để mọi phần trong cùng một thư mục, thứ tự nào cũng được, rồi mở lại."),
    )


def of_another_commune() -> BundleRefused:
    """An answer to a PC of another commune."""
    return BundleRefused(
        _("Tệp này là của xã khác nên chưa có gì được nhận."),
        _("Hãy chuyển tệp cho đúng xã của nó."),
    )


def of_another_device() -> BundleRefused:
    """An answer to a PC this one is not, or no longer."""
    return BundleRefused(
        _("Tệp này trả lời cho một máy khác, hoặc cho lần đăng ký trước của máy này."),
        _("Hãy xuất tệp mới từ máy này và xin trung tâm trả lời tệp đó."),
    )


def stale_answer() -> BundleRefused:
    """An answer from before the centre was put back: it may confirm what the centre has lost."""
    return BundleRefused(
        _("Tệp trả lời này có từ trước khi trung tâm được khôi phục từ bản cũ nên không dùng nữa."),
        _("Hãy xuất tệp mới từ máy này và xin trung tâm trả lời tệp đó."),
    )


def unknown_device() -> BundleRefused:
    """The centre has no device of this name."""
    return BundleRefused(
        _("Trung tâm không biết máy đã xuất tệp này nên chưa có gì được nhận."),
        _("Hãy đăng ký máy đó với trung tâm này rồi xuất tệp mới."),
    )


def revoked_bundle() -> BundleRefused:
    """The centre takes this device no more."""
    return BundleRefused(
        _("Máy đã xuất tệp này bị thu hồi nên chưa có gì được nhận."),
        _("Hãy cấp mã đăng ký mới cho máy đó, đăng ký lại rồi xuất tệp mới."),
    )


def not_enrolled() -> BundleRefused:
    """A PC that is no device of a centre has nobody to exchange bundles with."""
    return BundleRefused(
        _("Máy này chưa đăng ký với trung tâm nên chưa trao đổi bằng tệp được."),
        _("Hãy xin người quản trị mã đăng ký rồi đăng ký máy."),
    )


def keyless() -> BundleRefused:
    """One side does not know the other's keys."""
    return BundleRefused(
        _("Máy này đăng ký khi chưa có khoá nên chưa trao đổi bằng tệp được."),
        _("Hãy đăng ký lại với trung tâm bằng một mã mới; những gì đã nhập được giữ nguyên."),
    )

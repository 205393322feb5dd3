"""What a sign sheet tells people about their personal data before they sign it."""

from __future__ import annotations

from reports.papers.official import BLANK, committee, day
from reports.papers.paper import Notice


def notice(commune: str, keep_until: str | None) -> Notice:
    """Who processes what for which purpose, how long, whom to ask, and one's rights.

    Luật 91/2025/QH15, articles 3 and 4; 356/2025/NĐ-CP, article 5.  A signature here is no
    consent: an authority that carries out its duties asks for none (article 19), and silence is
    none either (article 9).
    """
    who = committee(commune)
    return Notice(
        title="THÔNG BÁO XỬ LÝ DỮ LIỆU CÁ NHÂN (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP)",
        lines=(
            f"1. Bên xử lý: {who}.",
            "2. Mục đích: tổ chức lớp, xác nhận người dự từng buổi, ghi kết quả và cấp chứng nhận,"
            " lập hồ sơ thanh toán của lớp, tổng hợp số người đã được tập huấn;"
            " không dùng vào việc khác.",
            "3. Dữ liệu: họ và tên, năm sinh, chức vụ, đơn vị, việc dự từng buổi, chữ ký, kết quả"
            " và chứng nhận. Danh sách này không ghi số điện thoại, số định danh, dân tộc.",
            f"4. Thời hạn: danh sách của lớp được giữ đến hết {day(keep_until)}, sau đó dữ liệu"
            " cá nhân được xóa, hủy, trừ hồ sơ mà pháp luật buộc lưu trữ lâu hơn.",
            f"5. Nơi hỏi và gửi yêu cầu: trụ sở {who}, gặp {BLANK}{BLANK}",
            "6. Người có tên được biết việc xử lý; xem, sửa hoặc yêu cầu sửa; yêu cầu cung cấp,"
            " xóa, hạn chế xử lý; phản đối việc xử lý; khiếu nại, tố cáo, khởi kiện, yêu cầu bồi"
            " thường và yêu cầu bảo vệ dữ liệu của mình theo quy định của pháp luật.",
            "Chữ ký dưới đây xác nhận việc có mặt, không thay cho sự đồng ý về dữ liệu cá nhân.",
        ),
        reminder="Thông báo xử lý dữ liệu cá nhân: xem trang đầu của danh sách",
    )

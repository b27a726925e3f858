"""100 paragraphs and 20 questions whose vectors the package's own engine has made (fixtures/make_vectors.py)."""

from __future__ import annotations

SUBJECTS = [
    ("Hội đồng nhân dân thành phố", "giao Sở Tài chính lập lại dự toán cho ba trạm bơm", "trước ngày 15 tháng 8"),
    ("Ban quản lý dự án cầu Sông Hiếu", "xin lùi hạn nghiệm thu vì thiếu cát đắp nền", "sang quý ba năm sau"),
    (
        "Bà Lê Thu Hà, trưởng phòng nhân sự,",
        "trình phương án tuyển 24 kỹ sư vận hành",
        "với mức lương từ 18 triệu đồng",
    ),
    ("Nhóm phát triển ứng dụng", "bỏ đăng nhập bằng mật khẩu và dùng mã gửi qua điện thoại", "kể từ bản 4.2"),
    ("Ủy ban xã Tân Lập", "vận động 312 hộ hiến đất mở rộng đường liên thôn", "dài khoảng 5,6 km"),
    ("The finance committee", "approved a second tranche for the water treatment plant", "subject to an audit in May"),
    (
        "Our support team in Da Nang",
        "asked for two more people on the night shift",
        "because tickets doubled since spring",
    ),
    ("Councillor Brigitte Ong", "objected to closing the library on Saturdays", "and proposed shorter hours instead"),
    ("The vendor's engineer", "explained why the sensors report zero after a power cut", "at 2:40 in the morning"),
    ("The parents' association", "collected 1,140 signatures against the bus timetable", "within a single week"),
]
FOLLOW_UPS = [
    "Cuộc họp kết thúc lúc 11 giờ 30; biên bản được đọc lại và không ai có ý kiến khác.",
    "Ông Trần Quốc Bảo hỏi: “Nếu mưa kéo dài thì ai chịu phần chi phí phát sinh?” — chưa có câu trả lời.",
    "Kinh phí: 7.350.000.000 đồng (bảy tỷ ba trăm năm mươi triệu), chia làm 2 đợt, xem Phụ lục III.",
    "Các đại biểu biểu quyết với 41/45 phiếu tán thành, đạt tỷ lệ 91,1 %.",
    "Đề nghị văn phòng gửi lịch khảo sát cho các huyện, đồng thời mời báo chí cùng dự.",
    "Nobody disagreed, though two members asked for the figures to be sent round in writing first.",
    "Next steps: draft the contract, check it with legal, and bring it back to the meeting on 9 September.",
    "The chair reminded everyone that e-mail is not a decision: only the signed minutes count.",
    "Costs rose by 3.7% (from $1.2m to $1.244m), mostly because of steel, freight & insurance.",
    "Thảo luận tiếp ở phòng B2-07; link ghi hình sẽ được dán vào nhóm chat sau 17h.",
]


def paragraphs() -> list[str]:
    """100 paragraphs in both languages, of two or three sentences."""
    texts = []
    for i, (who, what, when) in enumerate(SUBJECTS):
        for j in range(len(FOLLOW_UPS)):
            more = [FOLLOW_UPS[(i + j + step) % len(FOLLOW_UPS)] for step in range(1 + j % 2)]
            texts.append(" ".join([f"{who} {what} {when}.", *more]))
    return texts


def questions() -> list[str]:
    """The beginning of every fifth paragraph."""
    return [text[:60] for text in paragraphs()[::5]]

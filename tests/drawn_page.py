"""A page of Vietnamese minutes, drawn as a clean scan of 300 dots an inch would be."""

from __future__ import annotations

from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

TEXT = """BIÊN BẢN HỌP GIAO BAN THÁNG 3

Thời gian: 8 giờ 30 phút, ngày 12 tháng 3 năm 2024, tại phòng họp tầng hai
của Ủy ban nhân dân xã Đồng Nguyễn. Chủ trì: bà Nguyễn Thị Thuỷ Tiên, Phó
Chủ tịch; thư ký: ông Đỗ Quốc Khánh.

Hội nghị thống nhất giao Phòng Kinh tế lập dự toán sửa chữa đường liên thôn,
kinh phí 1.250.000.000 đồng, trình trước ngày 20 tháng 4. Những hộ nằm trong
diện giải toả được hỗ trợ theo quyết định số 15/QĐ-UBND.

Ông Lê Văn Phước đề nghị kiểm tra hệ thống thoát nước trước mùa mưa, vì năm
ngoái ngập úng kéo dài ở khu vực chợ cũ. Bà Tiên ghi nhận ý kiến và yêu cầu
báo cáo bằng văn bản trong tuần sau.

Cuộc họp kết thúc lúc 11 giờ 15 phút cùng ngày."""
_FONT = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")


def drawn_page() -> Image.Image:
    """The page in grey."""
    page = Image.new("L", (2480, 1700), 255)
    font = ImageFont.truetype(str(_FONT), 46)
    ImageDraw.Draw(page).multiline_text((250, 250), TEXT, font=font, fill=0, spacing=22)
    return page

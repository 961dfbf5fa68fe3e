"""Word lists for the capitalisation rules of Appendix II."""

from __future__ import annotations

import itertools

SHORT = frozenset(
    (
        "tp",
        "tt",
        "tx",
        "q",
        "p",
        "ths",
        "ts",
        "pgs",
        "gs",
        "bs",
        "ks",
        "v",
        "vv",
        "tr",
        "st",
        "no",
        "kt",
        "tl",
        "đc",
        "cv",
        "kp",
        "sđt",
        "đt",
        "vd",
    )
)
SURNAMES = frozenset(
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Huỳnh",
        "Phan",
        "Vũ",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
        "Lương",
        "Trịnh",
        "Đinh",
        "Đoàn",
        "Mai",
        "Tô",
        "Trương",
        "Cao",
        "Hà",
        "Lâm",
        "Tôn",
        "Tạ",
        "Văn",
        "Chu",
        "Quang",
        "Nông",
        "La",
        "Phùng",
        "Triệu",
        "Kim",
        "Quách",
        "Lưu",
    ]
)
PERSONS = frozenset(
    (
        *("Quang Trung", "Điện Biên Phủ", "Bắc Sơn", "Lê Lợi", "Đống Đa", "Hai Bà Trưng", "Chi Lăng", "Bạch Đằng"),
        *("Trưng Vương", "Hùng Vương", "Hưng Đạo", "Đề Thám", "Minh Khai", "Hồng Phong", "Ba Đình", "Ba Tơ"),
        *("Cách Mạng", "Độc Lập", "Thống Nhất", "Quốc Khánh", "Cộng Hòa", "Dân Chủ", "Nam Kỳ", "Lam Sơn"),
        *("Cách Mạng Tháng Tám", "Đồng Khởi", "Tây Sơn", "An Dương Vương", "Trưng Trắc", "Trưng Nhị", "Bà Triệu"),
        *("Yết Kiêu", "Đào Duy Từ", "Mạc Đĩnh Chi", "Thái Phiên", "Tăng Bạt Hổ", "Ông Ích Khiêm", "Cù Chính Lan"),
    )
)
MIDDLE_NAMES = ("Văn", "Thị", "Hồng", "Huy", "Thường", "Hưng", "Bội", "Đình", "Bá", "Ngọc", "Chí", "Hữu")


def named_after(place: str) -> bool:
    """Return whether a unit's name is certainly that of a person or an event: Hoàng Văn Thụ, Điện Biên Phủ."""
    first, *rest = place.split()
    return place in COMMEMORATED or (len(rest) == 2 and first in SURNAMES and rest[0] in MIDDLE_NAMES)


COMMEMORATED = ("Điện Biên Phủ", "Hai Bà Trưng", "Quang Trung", "Trưng Vương", "Hùng Vương")
_STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
_BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
LUNAR = {
    f"{stem} {branch}".lower(): f"{stem} {branch}"
    for (i, stem), (k, branch) in itertools.product(enumerate(_STEMS), enumerate(_BRANCHES))
    if i % 2 == k % 2
}
LAWS = (
    *("tổ chức", "ngân sách", "đất đai", "đầu tư", "đấu thầu", "xây dựng", "giáo dục", "viên chức", "cán bộ"),
    *("ban hành", "thi đua", "khiếu nại", "tố cáo", "tiếp công dân", "phòng", "hôn nhân", "hộ tịch", "cư trú"),
    *("căn cước", "bảo vệ", "bảo hiểm", "khám bệnh", "lưu trữ", "giao dịch", "an ninh", "an toàn", "công nghệ"),
    *("quản lý", "doanh nghiệp", "nghĩa vụ", "dân quân", "lao động", "việc làm", "trẻ em", "thanh niên"),
    *("người cao tuổi", "người khuyết tật", "di sản", "du lịch", "báo chí", "xuất bản", "quảng cáo", "viễn thông"),
    *("bưu chính", "kế toán", "thuế", "quy hoạch", "nhà ở", "kinh doanh", "lâm nghiệp", "thủy sản", "chăn nuôi"),
    *("trồng trọt", "thú y", "hợp tác xã", "công đoàn", "hòa giải", "trợ giúp", "phổ biến", "xử lý", "tố tụng"),
    *("dân sự", "hình sự", "giao thông", "đường bộ", "trật tự", "điện lực", "khoáng sản", "tài nguyên"),
    *("công chứng", "thanh tra", "kiểm toán", "thống kê", "cạnh tranh", "thương mại", "hóa chất", "dược"),
)
"""The beginnings of the names of laws, in small letters."""

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
    )
)
MIDDLE_NAMES = ("Văn", "Thị", "Hồng", "Huy", "Thường", "Hưng", "Bội", "Đình", "Bá", "Ngọc", "Chí", "Hữu")


def named_after(place: str) -> bool:
    """Return whether a unit's name is certainly that of a person or an event: Hoàng Văn Thụ, Điện Biên Phủ."""
    first, *rest = place.split()
    return place in COMMEMORATED or (len(rest) == 2 and first in SURNAMES and rest[0] in MIDDLE_NAMES)


COMMEMORATED = ("Điện Biên Phủ", "Hai Bà Trưng", "Quang Trung", "Trưng Vương", "Hùng Vương")
PARTY = (
    ("Đảng cộng sản Việt Nam", "Đảng Cộng sản Việt Nam"),
    ("Đảng Cộng Sản Việt Nam", "Đảng Cộng sản Việt Nam"),
    ("Ban chấp hành Trung ương", "Ban Chấp hành Trung ương"),
    ("Ban Chấp Hành Trung Ương", "Ban Chấp hành Trung ương"),
    ("Văn phòng trung ương Đảng", "Văn phòng Trung ương Đảng"),
    ("đảng Cộng sản Việt Nam", "Đảng Cộng sản Việt Nam"),
)
FIELDS = {
    "tài chính": "Tài chính",
    "nội vụ": "Nội vụ",
    "y tế": "Y tế",
    "tư pháp": "Tư pháp",
    "xây dựng": "Xây dựng",
    "công thương": "Công Thương",
    "giao thông vận tải": "Giao thông vận tải",
    "giáo dục và đào tạo": "Giáo dục và Đào tạo",
    "Giáo dục và đào tạo": "Giáo dục và Đào tạo",
    "thông tin và truyền thông": "Thông tin và Truyền thông",
    "Thông tin và truyền thông": "Thông tin và Truyền thông",
    "kế hoạch và đầu tư": "Kế hoạch và Đầu tư",
    "Kế hoạch và đầu tư": "Kế hoạch và Đầu tư",
    "tài nguyên và môi trường": "Tài nguyên và Môi trường",
    "Tài nguyên và môi trường": "Tài nguyên và Môi trường",
    "khoa học và công nghệ": "Khoa học và Công nghệ",
    "Khoa học và công nghệ": "Khoa học và Công nghệ",
    "văn hóa và thông tin": "Văn hóa và Thông tin",
    "Văn hóa và thông tin": "Văn hóa và Thông tin",
    "Nông nghiệp và phát triển nông thôn": "Nông nghiệp và Phát triển nông thôn",
    "nông nghiệp và môi trường": "Nông nghiệp và Môi trường",
    "Nông nghiệp và môi trường": "Nông nghiệp và Môi trường",
    "văn hóa, thể thao và du lịch": "Văn hóa, Thể thao và Du lịch",
    "Văn hóa, thể thao và du lịch": "Văn hóa, Thể thao và Du lịch",
    "dân tộc và tôn giáo": "Dân tộc và Tôn giáo",
    "Dân tộc và tôn giáo": "Dân tộc và Tôn giáo",
    "Giao thông Vận tải": "Giao thông vận tải",
    "công an": "Công an",
    "ngoại giao": "Ngoại giao",
    "Quốc Phòng": "Quốc phòng",
    "quốc phòng": "Quốc phòng",
    "Tài Chính": "Tài chính",
    "Nội Vụ": "Nội vụ",
    "Y Tế": "Y tế",
    "Tư Pháp": "Tư pháp",
    "Xây Dựng": "Xây dựng",
}
BODIES = (
    ("Ủy ban Nhân dân", "Ủy ban nhân dân"),
    ("Ủy Ban nhân dân", "Ủy ban nhân dân"),
    ("Ủy Ban Nhân Dân", "Ủy ban nhân dân"),
    ("Uỷ ban Nhân dân", "Uỷ ban nhân dân"),
    ("Hội đồng Nhân dân", "Hội đồng nhân dân"),
    ("Hội Đồng Nhân Dân", "Hội đồng nhân dân"),
    ("Mặt trận tổ quốc", "Mặt trận Tổ quốc"),
    ("Hội liên hiệp phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("Hội liên hiệp Phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("Hội Liên hiệp phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("Hội cựu chiến binh", "Hội Cựu chiến binh"),
    ("Hội nông dân", "Hội Nông dân"),
    ("Hội chữ thập đỏ", "Hội Chữ thập đỏ"),
    ("Liên đoàn lao động", "Liên đoàn Lao động"),
    ("Kho bạc nhà nước", "Kho bạc Nhà nước"),
    ("Ngân hàng nhà nước", "Ngân hàng Nhà nước"),
    ("Thanh tra chính phủ", "Thanh tra Chính phủ"),
    ("Văn phòng chính phủ", "Văn phòng Chính phủ"),
    ("Tòa án Nhân dân", "Tòa án nhân dân"),
    ("Viện kiểm sát Nhân dân", "Viện kiểm sát nhân dân"),
)
_STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
_BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
LUNAR = {
    f"{stem} {branch}".lower(): f"{stem} {branch}"
    for (i, stem), (k, branch) in itertools.product(enumerate(_STEMS), enumerate(_BRANCHES))
    if i % 2 == k % 2
}
DAYS = (
    ("ngày quốc khánh", "ngày Quốc khánh"),
    ("ngày Quốc Khánh", "ngày Quốc khánh"),
    ("ngày quốc tế Lao động", "ngày Quốc tế Lao động"),
    ("ngày quốc tế lao động", "ngày Quốc tế Lao động"),
    ("ngày phụ nữ Việt Nam", "ngày Phụ nữ Việt Nam"),
    ("ngày nhà giáo Việt Nam", "ngày Nhà giáo Việt Nam"),
    ("ngày thương binh liệt sĩ", "ngày Thương binh - Liệt sĩ"),
    ("ngày thương binh - liệt sĩ", "ngày Thương binh - Liệt sĩ"),
    ("ngày giải phóng miền Nam", "ngày Giải phóng miền Nam"),
    ("ngày giỗ Tổ Hùng Vương", "ngày Giỗ Tổ Hùng Vương"),
    ("ngày giỗ tổ Hùng Vương", "ngày Giỗ Tổ Hùng Vương"),
    ("ngày tổng tuyển cử đầu tiên", "ngày Tổng tuyển cử đầu tiên"),
)
HONOURS = (
    ("anh hùng Lao động", "Anh hùng Lao động"),
    ("Anh hùng lao động", "Anh hùng Lao động"),
    ("Anh hùng lực lượng vũ trang", "Anh hùng Lực lượng vũ trang"),
    ("Nghệ sĩ nhân dân", "Nghệ sĩ Nhân dân"),
    ("Nghệ sĩ ưu tú", "Nghệ sĩ Ưu tú"),
    ("Nhà giáo nhân dân", "Nhà giáo Nhân dân"),
    ("Nhà giáo ưu tú", "Nhà giáo Ưu tú"),
    ("Thầy thuốc nhân dân", "Thầy thuốc Nhân dân"),
    ("Thầy thuốc ưu tú", "Thầy thuốc Ưu tú"),
)
_ORDERS = ("Sao vàng", "Độc lập", "Quân công", "Lao động", "Chiến công", "Dũng cảm", "Hữu nghị", "Kháng chiến")
ORDERS = {order.lower(): order for order in _ORDERS}
FOREIGN = (
    ("Liên Hợp Quốc", "Liên hợp quốc"),
    ("Liên Hiệp Quốc", "Liên hợp quốc"),
    ("liên hợp quốc", "Liên hợp quốc"),
    ("Asean", "ASEAN"),
    ("Unesco", "UNESCO"),
    ("Tổ chức y tế thế giới", "Tổ chức Y tế thế giới"),
    ("Tổ chức Y tế Thế giới", "Tổ chức Y tế thế giới"),
)
EVENTS = (
    ("cách mạng tháng Tám", "Cách mạng tháng Tám"),
    ("cách mạng tháng tám", "Cách mạng tháng Tám"),
    ("Cách mạng tháng tám", "Cách mạng tháng Tám"),
    ("Cách mạng Tháng Tám", "Cách mạng tháng Tám"),
    ("phong trào Xô viết Nghệ Tĩnh", "Phong trào Xô viết Nghệ Tĩnh"),
    ("Xô Viết Nghệ Tĩnh", "Xô viết Nghệ Tĩnh"),
)
PLACES = tuple(
    (f"{one} {two.lower()}", f"{one} {two}")
    for one, two in (
        ("Cửa", "Lò"),
        ("Vũng", "Tàu"),
        ("Lạch", "Trường"),
        ("Vàm", "Cỏ"),
        ("Cầu", "Giấy"),
        ("Bến", "Tre"),
    )
)
BY_SOUND = (
    ("Lê-Nin", "Lê-nin"),
    ("Ăng-Ghen", "Ăng-ghen"),
    ("Mát-xcơ-Va", "Mát-xcơ-va"),
    ("Mát-Xcơ-Va", "Mát-xcơ-va"),
    ("Men-Bơn", "Men-bơn"),
)
WORKS = (
    ("tạp chí Cộng Sản", "tạp chí Cộng sản"),
    ("tạp chí cộng sản", "tạp chí Cộng sản"),
    ("Tạp chí Cộng Sản", "Tạp chí Cộng sản"),
    ("Tạp chí cộng sản", "Tạp chí Cộng sản"),
    ("từ điển bách khoa toàn thư", "từ điển Bách khoa toàn thư"),
    ("Từ điển bách khoa toàn thư", "Từ điển Bách khoa toàn thư"),
)
REGIONS = (
    ("vùng Tây bắc", "vùng Tây Bắc"),
    ("vùng tây bắc", "vùng Tây Bắc"),
    ("vùng Đông bắc", "vùng Đông Bắc"),
    ("vùng đông bắc", "vùng Đông Bắc"),
    ("vùng bắc bộ", "vùng Bắc Bộ"),
    ("vùng tây nguyên", "vùng Tây Nguyên"),
    ("Tây nguyên", "Tây Nguyên"),
)
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

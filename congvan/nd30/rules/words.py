"""Word lists for the capital letters of Appendix II."""

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
PERSONS = frozenset(("Quang Trung", "Điện Biên Phủ", "Bắc Sơn", "Lê Lợi", "Đống Đa", "Hai Bà Trưng"))
PARTY = (
    ("Đảng cộng sản Việt Nam", "Đảng Cộng sản Việt Nam"),
    ("Đảng Cộng Sản Việt Nam", "Đảng Cộng sản Việt Nam"),
    ("Ban chấp hành Trung ương", "Ban Chấp hành Trung ương"),
    ("Ban Chấp Hành Trung Ương", "Ban Chấp hành Trung ương"),
    ("Văn phòng trung ương Đảng", "Văn phòng Trung ương Đảng"),
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
    ("ngày thương binh liệt sĩ", "ngày Thương binh Liệt sĩ"),
)
HONOURS = (
    ("Huân chương sao vàng", "Huân chương Sao vàng"),
    ("huân chương Sao vàng", "Huân chương Sao vàng"),
    ("huân chương Lao động", "Huân chương Lao động"),
    ("Huân chương lao động", "Huân chương Lao động"),
    ("anh hùng Lao động", "Anh hùng Lao động"),
    ("Anh hùng lao động", "Anh hùng Lao động"),
    ("Nghệ sĩ nhân dân", "Nghệ sĩ Nhân dân"),
    ("Nhà giáo nhân dân", "Nhà giáo Nhân dân"),
    ("Bà mẹ Việt Nam anh hùng", "Bà mẹ Việt Nam Anh hùng"),
)
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
)
REGIONS = (
    ("vùng Tây bắc", "vùng Tây Bắc"),
    ("vùng tây bắc", "vùng Tây Bắc"),
    ("vùng Đông bắc", "vùng Đông Bắc"),
    ("vùng đông bắc", "vùng Đông Bắc"),
    ("vùng bắc bộ", "vùng Bắc Bộ"),
    ("vùng tây nguyên", "vùng Tây Nguyên"),
    ("Tây nguyên", "Tây Nguyên"),
    ("Bắc bộ", "Bắc Bộ"),
    ("Nam bộ", "Nam Bộ"),
    ("Trung bộ", "Trung Bộ"),
)

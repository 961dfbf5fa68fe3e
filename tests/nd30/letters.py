"""A correct letter, decision, plan and minutes as plain values; as_docx.py and as_pdf.py make files of them.

A mutant is the plain value with one thing changed: so that each rule is tried on both formats by one line.
"""

# ruff: noqa: E501 - HTML and sentences

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

FACE = "Times New Roman"


@dataclass
class P:
    """A paragraph: text and its setting; `rule` is the share of the line's width that a drawn rule under it takes."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "000000"
    face: str = FACE
    align: str = "justify"
    first: float = 12.7
    left: float = 0.0
    before: float = 6
    spacing: float = 1.0
    rule: float = 0.0
    dashed: bool = False
    lead: str = ""  # bold words before the text
    new_page: bool = False
    framed: bool = False
    frame: tuple[float, float] = (20, 8)  # mm
    border: str = "1pt solid"


def c(text: str, size: float, **more: Any) -> P:
    """A centred line of the head or foot."""
    return P(text, size, **{"align": "centre", "first": 0, "before": 0, **more})


@dataclass
class Letter:
    """A document on its grid: head rows and foot are two columns, the rest runs down the page."""

    width: float = 210
    height: float = 297
    margins: tuple[float, float, float, float] = (20, 15, 20, 30)
    head: list[tuple[list[P], list[P]]] = field(default_factory=list)
    marks: list[P] = field(default_factory=list)
    middle: list[P] = field(default_factory=list)
    body: list[P] = field(default_factory=list)
    pair: tuple[list[P], ...] = ((), ())
    foot: tuple[list[P], list[P]] = ((), ())
    appendix: list[P] = field(default_factory=list)
    contact: list[P] = field(default_factory=list)
    number: str = "top"  # where the page number stands: top, bottom, ""
    number_align: str = "centre"
    number_first: bool = False
    number_style: P = field(default_factory=lambda: P("", 14))
    number_form: str = "decimal"
    number_start: int = 1
    apart: bool = True  # the appendix has page numbers of its own

    def every(self) -> Iterator[P]:
        """All paragraphs, to change all of them."""
        for row in [*self.head, self.pair, self.foot]:
            for column in row:
                yield from column
        yield from (*self.marks, *self.middle, *self.body, *self.appendix, *self.contact)

    def find(self, start: str) -> P:
        """The paragraph that begins with these words."""
        return next(p for p in self.every() if (p.lead + p.text).startswith(start))


def _head(symbol: str, about: str = "") -> list[tuple[list[P], list[P]]]:
    left = [c("UBND TỈNH LẠNG SƠN", 12), c("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 12, bold=True, rule=0.42)]
    right = [
        c("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True),
        c("Độc lập - Tự do - Hạnh phúc", 13, bold=True, rule=1.0),
    ]
    under = [c(f"Số: 123/{symbol}", 13)] + ([c(about, 12, before=6)] if about else [])
    return [(left, right), (under, [c("Lạng Sơn, ngày 19 tháng 8 năm 2020", 13, italic=True)])]


_LONG = (
    "Các doanh nghiệp viễn thông trên địa bàn cử nhân viên tham gia các tổ hướng dẫn, hỗ trợ người dân cài đặt ứng dụng tại "
    "các điểm hỗ trợ; lập danh sách theo mẫu tại Phụ lục kèm theo văn bản này và gửi về cơ quan thường trực trước thời hạn"
)
_ENDS = (
    "",
    " quy định để tổng hợp",
    ", trong đó nêu rõ đầu mối liên hệ",
    " mười ngày làm việc",
    "; báo cáo kết quả hằng tuần",
    " nêu trên, bảo đảm chính xác, đầy đủ thông tin của từng người",
    ", riêng các đơn vị ở xa gửi bằng thư điện tử",
)


def _long(number: int) -> str:
    """A sentence of two lines or three; no two in a row end at the same place."""
    first, second = _LONG.split("; ")
    middle = "" if number % 3 else " và các khu dân cư, chợ, bến xe, nhà ga"
    return f"{first}{middle}; {second}{_ENDS[number % len(_ENDS)]}"


def _foot(first: str) -> tuple[list[P], list[P]]:
    left = [P("Nơi nhận:", 12, bold=True, italic=True, align="left", first=0, before=0)]
    for text in (first, "- UBND tỉnh (b/c);", "- Giám đốc, các Phó Giám đốc;", "- Lưu: VT, BCVT."):
        left.append(P(text, 11, align="left", first=0, before=0))
    right = [
        c("KT. GIÁM ĐỐC", 14, bold=True),
        c("PHÓ GIÁM ĐỐC", 14, bold=True),
        c("Nguyễn Văn A", 14, bold=True, before=60),
    ]
    return left, right


def _appendix(kind: str, symbol: str) -> list[P]:
    return [
        c("Phụ lục", 14, bold=True, new_page=True),
        c("BIỂU DANH SÁCH NHÂN VIÊN THAM GIA", 14, bold=True),
        c(
            f"(Kèm theo {kind} số 123/{symbol} ngày 19 tháng 8 năm 2020 của Sở Thông tin và Truyền thông)",
            13,
            italic=True,
        ),
        P("Danh sách lập theo từng huyện, mỗi huyện một bảng, gửi bản giấy và bản điện tử về cơ quan thường trực.", 13),
    ]


def dispatch() -> Letter:
    """A công văn of two pages with an appendix."""
    body = [P(f"{_long(n)}.") for n in (0, 1)]
    body += [P(f"{n}. {_long(n)}.") for n in (1, 2)]
    body += [P(f"{letter}) {_long(n)};") for n, letter in enumerate("abcdđe", 3)]
    body += [P(f"{_long(n)}.") for n in range(9, 13)]
    body += [
        P("Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị phản ánh về Sở để phối hợp giải quyết./.")
    ]
    return Letter(
        head=_head("STTTT-BCVT", "V/v triển khai cài đặt ứng dụng Bluezone trên địa bàn tỉnh"),
        middle=[
            P("Kính gửi:", 14, align="left", first=38, before=14),
            P("- Tỉnh đoàn Lạng Sơn;", 14, align="left", first=55, before=0),
            P("- Phòng Văn hóa và Thông tin các huyện, thành phố.", 14, align="left", first=55, before=0),
        ],
        body=body,
        foot=_foot("- Như trên;"),
        appendix=_appendix("Công văn", "STTTT-BCVT"),
    )


def decision() -> Letter:
    """A quyết định with căn cứ, chương, mục, điều, khoản, điểm."""
    middle = [
        c("QUYẾT ĐỊNH", 14, bold=True, before=18),
        c("Ban hành Quy định về các điểm hỗ trợ cài đặt", 14, bold=True, rule=0.42),
        c("GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 14, bold=True, before=12),
        P("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True),
        P(
            "Căn cứ Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh về tổ chức bộ máy;",
            italic=True,
        ),
        P("Theo đề nghị của Trưởng phòng Bưu chính - Viễn thông.", italic=True),
        c("QUYẾT ĐỊNH:", 14, bold=True, before=12),
    ]
    body = [
        c("Chương I", 14, bold=True, before=6),
        c("QUY ĐỊNH CHUNG", 14, bold=True),
        P(
            " Ban hành kèm theo Quyết định này các nội dung sau đây về điểm hỗ trợ và trách nhiệm của từng đơn vị.",
            lead="Điều 1.",
        ),
        c("Mục 1", 14, bold=True, before=6),
        c("TỔ CHỨC THỰC HIỆN", 14, bold=True),
        P(f" {_long(0)}.", lead="Điều 2."),
        P(f"1. {_long(1)}."),
        *(P(f"{letter}) {_long(n)};") for n, letter in enumerate("abcdđe", 2)),
        P(f"2. {_long(8)}."),
        c("Chương II", 14, bold=True, before=6),
        c("ĐIỀU KHOẢN THI HÀNH", 14, bold=True),
        P(f" {_long(9)}.", lead="Điều 3."),
        P(
            " Quyết định này có hiệu lực kể từ ngày ký; các đơn vị có liên quan chịu trách nhiệm thi hành./.",
            lead="Điều 4.",
        ),
    ]
    return Letter(head=_head("QĐ-STTTT"), middle=middle, body=body, foot=_foot("- Như Điều 4;"))


def plan() -> Letter:
    """A kế hoạch: no điều, divisions in Roman numerals."""
    middle = [
        c("KẾ HOẠCH", 14, bold=True, before=18),
        c("Triển khai cài đặt ứng dụng Bluezone", 14, bold=True, rule=0.42),
    ]
    heading = {"bold": True, "align": "justify"}
    body = [
        P("I. MỤC ĐÍCH, YÊU CẦU", **heading),
        P(f"{_long(0)}."),
        P("II. TỔ CHỨC THỰC HIỆN", **heading),
        *(P(f"{_long(n)}.") for n in range(1, 10)),
        P(
            "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện Kế hoạch này và báo cáo kết quả đúng thời hạn quy định./."
        ),
    ]
    return Letter(head=_head("KH-STTTT"), middle=middle, body=body, foot=_foot("- Sở Y tế;"))


def minutes() -> Letter:
    """A biên bản: no place and date, two signers side by side above Nơi nhận (sheet 1.9)."""
    middle = [
        c("BIÊN BẢN", 14, bold=True, before=18),
        c("Họp giao ban tháng 8 năm 2020", 14, bold=True, rule=0.42),
    ]
    body = [
        P("Thời gian bắt đầu: 14 giờ 00, ngày 19 tháng 8 năm 2020.", before=14),
        P("Địa điểm: Phòng họp của Sở Thông tin và Truyền thông."),
        *(P(f"{n}. {_long(n)}.") for n in range(1, 5)),
        P("Cuộc họp kết thúc vào 16 giờ 30, ngày 19 tháng 8 năm 2020./."),
    ]
    head = _head("BB-STTTT")
    head[1][1].clear()
    foot = _foot("- UBND tỉnh;")
    foot[0][-1].text = "- Lưu: VT, Hồ sơ."
    foot[1].clear()
    return Letter(
        head=head,
        middle=middle,
        body=body,
        pair=(signer("THƯ KÝ", "Trần Thị B"), signer("CHỦ TỌA", "Lê Văn C")),
        foot=foot,
    )


def signer(title: str, name: str) -> list[P]:
    return [c(title, 14, bold=True), c(name, 14, bold=True, before=60)]

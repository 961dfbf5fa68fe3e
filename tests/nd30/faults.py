"""A fault injector: one deliberate fault after another in the samples of our kinds, as a clerk makes it in Word.

A fault names the paragraph by the style of our templates, the change, and the rules of which one must tell it. What a
paper has no place for is left out; what breaks no clause stands in NO_CLAUSE with its reason.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import docx
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from tests.acceptance.kinds.making import make
from tests.nd30.word_changes import (
    BODY,
    Absent,
    Change,
    Paper,
    authority,
    break_at_end,
    drop,
    every,
    font,
    in_turn,
    left,
    lower,
    no_line,
    number,
    page,
    replace,
    rewrite,
    set_font,
    swap,
    twice,
    upper,
    within,
)

KINDS = ("cong-van", "quyet-dinh", "ke-hoach", "to-trinh", "giay-moi", "thong-bao", "nghi-quyet", "quy-che-dai")
"""The samples: with and without Kính gửi, căn cứ, điều, mục, khoản, điểm, an attached regulation, a signer by order."""

LONGER = (
    " gồm các bước chuẩn bị, tổ chức thực hiện, kiểm tra và tổng hợp kết quả theo phân công của từng phòng, đơn vị và "
    "cá nhân có liên quan"
)


@dataclass(frozen=True)
class Fault:
    """A fault with the rules of which at least one must tell it."""

    name: str
    rules: str
    change: Change


def _looks(style: str, name: str, rule: str, size: float, *, bold: bool, italic: bool) -> Iterator[Fault]:
    """Size, weight and slant of a component that are not those of the decree."""
    yield Fault(f"{name}: size {size}", f"{rule}-SIZE SIZE-COUPLING", font(style, size=size))
    yield Fault(f"{name}: weight", f"{rule}-WEIGHT", font(style, bold=not bold))
    yield Fault(f"{name}: slant", f"{rule}-SLANT", font(style, italic=not italic))


LOOKS = (
    *_looks("CVQuochieu", "Quốc hiệu", "QUOC-HIEU", 15, bold=True, italic=False),
    *_looks("CVTieungu", "Tiêu ngữ", "TIEU-NGU", 11, bold=True, italic=False),
    *_looks("CVChuquan", "superior body", "CHU-QUAN", 15, bold=False, italic=False),
    *_looks("CVBanhanh", "issuing body", "BAN-HANH", 15, bold=True, italic=False),
    *_looks("CVSo", "number", "SO", 11, bold=False, italic=False),
    *_looks("CVNgay", "place and date", "DIA-DANH", 11, bold=False, italic=True),
    *_looks("CVVeviec", "V/v", "VV", 15, bold=False, italic=False),
    *_looks("CVTenloai", "type", "TEN-LOAI", 17, bold=True, italic=False),
    *_looks("CVTrichyeu", "trích yếu", "TRICH-YEU", 11, bold=True, italic=False),
    *_looks("CVThamquyen", "adopting authority", "THAM-QUYEN", 11, bold=True, italic=False),
    *_looks("CVKinhgui", "Kính gửi", "KINH-GUI", 11, bold=False, italic=False),
    *_looks("CVKinhguimot", "Kính gửi", "KINH-GUI", 11, bold=False, italic=False),
    *_looks("CVChucvu", "authority", "QUYEN-HAN", 11, bold=True, italic=False),
    *_looks("CVHoten", "name", "HO-TEN", 11, bold=True, italic=False),
    *_looks("CVNoinhan", "Nơi nhận", "NOI-NHAN", 14, bold=True, italic=True),
    *_looks("CVNoinhanmuc", "list of Nơi nhận", "NOI-NHAN-LIST", 14, bold=False, italic=False),
)

HEAD = (
    Fault("Quốc hiệu misspelt", "QUOC-HIEU-TEXT", swap("CVQuochieu", "HÒA", "HOA")),
    Fault("Quốc hiệu missing", "QUOC-HIEU-PRESENT", drop("CVQuochieu")),
    Fault("Quốc hiệu in small letters", "QUOC-HIEU-CASE QUOC-HIEU-TEXT", lower("CVQuochieu")),
    Fault("Tiêu ngữ missing", "TIEU-NGU-PRESENT", drop("CVTieungu")),
    Fault("Tiêu ngữ with en dashes", "TIEU-NGU-TEXT", swap("CVTieungu", " - ", " – ")),
    Fault("Tiêu ngữ with a small letter", "TIEU-NGU-TEXT", swap("CVTieungu", "Hạnh", "hạnh")),
    Fault("no line under Tiêu ngữ", "TIEU-NGU-RULE", no_line("CVTieungu")),
    Fault("Tiêu ngữ twice", "TWICE", twice("CVTieungu")),
    Fault("issuing body in small letters", "BAN-HANH-CASE", lower("CVBanhanh")),
    Fault("no line under the issuing body", "BAN-HANH-RULE", no_line("CVBanhanh")),
    Fault("issuing body flush left", "BAN-HANH-CENTRED", left("CVBanhanh")),
    Fault("number missing", "SO-PRESENT", drop("CVSo")),
    Fault("number without colon", "SO-WORD", swap("CVSo", "Số:", "Số")),
    Fault("number without leading zero", "SO-LEADING-ZERO", swap("CVSo", r"\d\d", "7")),
    Fault("number in words of Rome", "SO-ARABIC", swap("CVSo", r"\d\d", "XV")),
    Fault("symbol in small letters", "SYMBOL-CASE", swap("CVSo", "SVTDL", "svtdl")),
    Fault("symbol with blanks", "SYMBOL-SPACES", swap("CVSo", "-", " - ")),
    Fault(
        "symbol of another kind",
        "SYMBOL-TYPE SYMBOL-CV TEN-LOAI-PRESENT",
        swap("CVSo", r"/(?:QĐ|KH|TTr|GM|TB|NQ)-", "/XX-"),
    ),
    Fault("number flush left", "SO-CENTRED", left("CVSo")),
    Fault("date missing", "DATE-PRESENT", drop("CVNgay")),
    Fault("date in digits", "DATE-FORM", swap("CVNgay", r"ngày .*", "ngày 05/3/2026")),
    Fault("day without zero", "DATE-DAY-ZERO", swap("CVNgay", "ngày 0", "ngày ")),
    Fault("month 3 with zero", "DATE-MONTH-NO-ZERO", swap("CVNgay", "tháng 3", "tháng 03")),
    Fault("no such day", "DATE-REAL", swap("CVNgay", r"ngày \d+ tháng \d+", "ngày 31 tháng 4")),
    Fault("place in small letters", "DATE-PLACE", swap("CVNgay", "Lạng Sơn", "lạng sơn")),
    Fault("no comma after the place", "DATE-COMMA", swap("CVNgay", "Sơn,", "Sơn")),
    Fault("V/v missing", "VV-PRESENT", drop("CVVeviec")),
    Fault("Về việc for V/v", "VV-WORD", swap("CVVeviec", "V/v", "Về việc")),
    Fault("V/v in capitals", "VV-CASE VV-WORD", upper("CVVeviec")),
    Fault("type missing", "TEN-LOAI-PRESENT", drop("CVTenloai")),
    Fault("type in small letters", "TEN-LOAI-CASE TEN-LOAI-PRESENT", lower("CVTenloai")),
    Fault("type flush left", "TEN-LOAI-CENTRED", left("CVTenloai")),
    Fault("type twice", "TWICE", twice("CVTenloai")),
    Fault("trích yếu missing", "TRICH-YEU-PRESENT", drop("CVTrichyeu")),
    Fault("trích yếu in capitals", "TRICH-YEU-CASE TRICH-YEU-PRESENT", upper("CVTrichyeu")),
    Fault("trích yếu flush left", "TRICH-YEU-CENTRED", left("CVTrichyeu")),
    Fault("trích yếu with ./.", "END-MARK-PLACE", swap("CVTrichyeu", "$", "./.")),
    Fault("no line under the trích yếu", "TRICH-YEU-RULE", no_line("CVTrichyeu")),
)


def _undashed(paper: Paper) -> None:
    for paragraph in paper.all("CVNoigui"):
        replace(paragraph, "^- ", "")


BASES = (
    Fault("basis ends with a stop", "CAN-CU-SEMICOLON", swap("CVCancu", ";$", ".")),
    Fault(
        "basis ends with ./.", "CAN-CU-STOP CAN-CU-SEMICOLON", lambda p: replace(p.all("CVCancu")[-1], r"\.$", "./.")
    ),
    Fault("last basis ends with ;", "CAN-CU-STOP", lambda p: replace(p.all("CVCancu")[-1], r"\.$", ";")),
    Fault("basis upright", "CAN-CU-SLANT", font("CVCancu", italic=False)),
    Fault("basis in 11 points", "CAN-CU-SIZE", font("CVCancu", size=11)),
    Fault("citation without its date", "VIEN-DAN", swap("CVCancu", " ngày 05 tháng 3 năm 2020", "")),
    Fault("no colon after the enacting word", "LENH-COLON", swap("CVThamquyen", ":", "", 1)),
    Fault("enacting word not bold", "LENH-WEIGHT", font("CVThamquyen", 1, bold=False)),
    Fault("enacting word in small letters", "LENH-CASE", lambda p: rewrite(p.one("CVThamquyen", 1), "Quyết định:")),
    Fault("enacting word flush left", "LENH-CENTRED", left("CVThamquyen")),
    Fault("adopting authority in small letters", "THAM-QUYEN-CASE", lower("CVThamquyen")),
    Fault("basis in bold", "CAN-CU-WEIGHT", font("CVCancu", bold=True)),
    Fault("receivers without a dash", "KINH-GUI-DASH", _undashed),
    Fault("Kính gửi in a paper for below", "KINH-GUI-KIND", lambda p: _greeting(p)),
    Fault("Kính gửi missing", "KINH-GUI-PRESENT", drop("CVKinhgui", "CVNoigui")),
    Fault("Kính gửi without colon", "KINH-GUI-COLON", swap("CVKinhgui", ":", "")),
    Fault("Kính gửi without colon", "KINH-GUI-COLON", swap("CVKinhguimot", ":", "")),
    Fault("Kính gửi in capitals", "KINH-GUI-CASE", swap("CVKinhguimot", "Kính gửi", "KÍNH GỬI")),
    Fault("receiver with a comma", "KINH-GUI-SEMICOLON", swap("CVNoigui", ";", ",")),
    Fault("receiver with a plus", "KINH-GUI-DASH", swap("CVNoigui", "^- ", "+ ")),
    Fault("last receiver without a stop", "KINH-GUI-STOP", swap("CVNoigui", r"\.$", ";", 1)),
)


def _greeting(paper: Paper) -> None:
    """A Kính gửi above the text of a plan or a notice."""
    kinds = [p.text for p in paper.all("CVTenloai")]
    if kinds[0] not in ("KẾ HOẠCH", "THÔNG BÁO"):
        raise Absent("a kind without Kính gửi")
    first = paper.all(*BODY, "CVLama")[0]
    copy = deepcopy(first._p)
    first._p.addprevious(copy)
    rewrite(Paragraph(copy, first._parent), "Kính gửi: Sở Y tế")
    Paragraph(copy, first._parent).alignment = 1


def _all_body(**values: Any) -> Change:
    def change(paper: Paper) -> None:
        for paragraph in paper.all(*BODY):
            set_font(paragraph, **values)

    return change


def _one_body(**values: Any) -> Change:
    return lambda paper: set_font(_long(paper), **values)


def _long(paper: Paper) -> Paragraph:
    long = [p for p in paper.all("CVNoidung", "CVKhoan")[1:] if len(p.text) > 160]
    return long[len(long) // 2]


def _shift(paper: Paper) -> None:
    form = _long(paper).paragraph_format
    form.left_indent, form.first_line_indent = Mm(2.5), Mm(12.7)


def _indent(paper: Paper) -> None:
    for paragraph in paper.all(*BODY):
        paragraph.paragraph_format.first_line_indent = Mm(0)


def _no_indent(paper: Paper) -> None:
    _long(paper).paragraph_format.first_line_indent = Mm(0)


def _capitals(paper: Paper) -> None:
    paragraph = _long(paper)
    rewrite(paragraph, paragraph.text.upper())


BODY_FAULTS = (
    Fault("text in 12 points", "BODY-SIZE", _all_body(size=12)),
    Fault("a paragraph in 16 points", "BODY-SIZE", _one_body(size=16)),
    Fault("a paragraph in 13 points", "BODY-ONE-SIZE", _one_body(size=13)),
    Fault("text in italics", "BODY-SLANT", _all_body(italic=True)),
    Fault("a paragraph in italics", "BODY-SLANT", _one_body(italic=True)),
    Fault("a paragraph in Arial", "FONT-FACE", _one_body(face="Arial")),
    Fault("a paragraph in red", "FONT-COLOUR", _one_body(colour="C00000")),
    Fault("a paragraph in capitals", "BODY-CASE", _capitals),
    Fault("a paragraph off the edge", "BODY-EDGE BODY-INDENT BODY-ALIGN", _shift),
    Fault("text flush left", "BODY-ALIGN", every(alignment=0)),
    Fault("no indent", "BODY-INDENT", _indent),
    Fault("double spacing", "BODY-LINE-SPACING", every(line_spacing=2.0)),
    Fault("tight spacing", "BODY-LINE-SPACING", every(line_spacing=0.8)),
    Fault("no space between paragraphs", "BODY-GAP", every(space_before=Pt(0), space_after=Pt(0))),
    Fault("no ./.", "END-MARK", lambda p: replace(p.ending("./."), r"\./\.$", ".")),
    Fault("khoản 2 missing", "KHOAN-SEQUENCE", number(r"2\. ", r"^2\.", "3.")),
    Fault("khoản 2 within khoản 1", "KHOAN-SWALLOWED", number(r"1\. ", r"^1\.", "1. Rà soát; 2.")),
    Fault("khoản with a stroke", "KHOAN-FORM", number(r"1\. ", r"^1\.", "1/")),
    Fault("khoản with a hyphen", "KHOAN-FORM", number(r"1\. ", r"^1\.", "1 -")),
    Fault("a paragraph without indent", "BODY-INDENT", _no_indent),
    Fault("điểm b missing", "DIEM-ORDER", number(r"b\) ", r"^b\)", "c)")),
    Fault("điểm with a stop", "DIEM-FORM", number(r"a\) ", r"^a\)", "a.")),
    Fault("điều 2 missing", "DIEU-SEQUENCE", number(r"Điều 2", "Điều 2", "Điều 4")),
    Fault("điều with a colon", "DIEU-FORM", number(r"Điều 1\.", r"Điều 1\.", "Điều 1:")),
    Fault("điều not bold", "DIEU-BOLD", lambda p: set_font(p.starting("Điều 1"), bold=False)),
    Fault("mục II missing", "MUC-SEQUENCE", number(r"II\. ", r"^II\.", "III.")),
    Fault("mục in small letters", "MUC-CAPS", lambda p: rewrite(p.one("CVLama"), "I. Mục đích, yêu cầu")),
    Fault("chương with an Arabic number", "CHUONG-NUMBER", swap("CVChuong", "II", "2", 1)),
    Fault("chương II missing", "MUC-SEQUENCE", swap("CVChuong", "II", "III", 1)),
    Fault("chương in capitals", "CHUONG-LINE", upper("CVChuong")),
    Fault("title of a chương in small letters", "CHUONG-TITLE", lower("CVTieude")),
    Fault("small letter after a stop", "VIET-HOA-CAU", within("Việc này cần kịp thời. các đơn vị lưu ý.")),
    Fault("Chính Phủ", "VIET-HOA-CO-QUAN", within("Thực hiện theo chỉ đạo của Chính Phủ.")),
    Fault("Sở tài chính", "VIET-HOA-CO-QUAN", within("Gửi Sở tài chính tổng hợp.")),
    Fault("nghị định số", "VIET-HOA-VAN-BAN", within("Theo nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.")),
    Fault("Phó giám đốc", "VIET-HOA-CHUC-VU", within("Báo cáo các Phó giám đốc Sở.")),
    Fault("UBND Tỉnh", "VIET-HOA-DON-VI", within("Báo cáo UBND Tỉnh xem xét.")),
    Fault("Hà nội", "VIET-HOA-DON-VI", within("Đoàn công tác về Hà nội.")),
    Fault("Khoản 2 điều 5", "VIET-HOA-DIEU VIET-HOA-KHOAN", within("Theo quy định tại Khoản 2 điều 5 của Quy chế.")),
    Fault("Tết Nguyên Đán", "VIET-HOA-TET", within("Xong trước Tết Nguyên Đán.")),
    Fault("quốc khánh", "VIET-HOA-NGAY-LE", within("Chào mừng ngày quốc khánh 2-9.")),
)

FOOT = (
    Fault("signer missing", "SIGNER-PRESENT", drop("CVChucvu", "CVHoten")),
    Fault("deputy without KT.", "SIGNER-KT", authority("PHÓ GIÁM ĐỐC")),
    Fault("deputy by order without KT.", "SIGNER-KT", authority("TL. GIÁM ĐỐC", "PHÓ CHÁNH VĂN PHÒNG")),
    Fault("deputy for a collective without KT.", "SIGNER-KT", authority("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")),
    Fault("KT without its stop", "SIGNER-PREFIX", authority("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    Fault("K/T of the Party", "SIGNER-PREFIX", authority("K/T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    Fault("KT. of a deputy", "SIGNER-AUTHORITY", authority("KT. PHÓ GIÁM ĐỐC", "TRƯỞNG PHÒNG")),
    Fault("KT. without the deputy's title", "SIGNER-DEPUTY", authority("KT. GIÁM ĐỐC")),
    Fault("authority in small letters", "QUYEN-HAN-CASE SIGNER-PRESENT", lower("CVChucvu")),
    Fault("name missing", "SIGNER-NAME", drop("CVHoten")),
    Fault(
        "name missing under KT.",
        "SIGNER-NAME",
        in_turn(authority("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), drop("CVHoten")),
    ),
    Fault("name in capitals", "HO-TEN-CASE", upper("CVHoten")),
    Fault("name with a small letter", "SIGNER-NAME-CAPITALS", swap("CVHoten", "Văn", "văn")),
    Fault("degree before the name", "SIGNER-DEGREE", swap("CVHoten", "^", "TS. ")),
    Fault("form of address before the name", "SIGNER-DEGREE", swap("CVHoten", "^", "Ông ")),
    Fault("name flush left", "SIGNER-CENTRED", left("CVHoten")),
    Fault("Nơi nhận missing", "NOI-NHAN-PRESENT", drop("CVNoinhan", "CVNoinhanmuc")),
    Fault("Nơi nhận without colon", "NOI-NHAN-WORD", swap("CVNoinhan", ":", "")),
    Fault("Nơi nhận in capitals", "NOI-NHAN-CASE NOI-NHAN-WORD", upper("CVNoinhan")),
    Fault("entry with a comma", "NOI-NHAN-SEMICOLON", swap("CVNoinhanmuc", ";", ",")),
    Fault("entry with a plus", "NOI-NHAN-DASH", swap("CVNoinhanmuc", "^- ", "+ ")),
    Fault("no Lưu", "NOI-NHAN-LUU", lambda p: rewrite(p.all("CVNoinhanmuc")[-1], "- Văn thư.")),
    Fault("Lưu without its stop", "NOI-NHAN-STOP", lambda p: replace(p.all("CVNoinhanmuc")[-1], r"\.$", ";")),
    Fault("Lưu with ./.", "END-MARK-PLACE", lambda p: replace(p.all("CVNoinhanmuc")[-1], r"\.$", "./.")),
    Fault("no Như trên", "NOI-NHAN-FIRST", swap("CVNoinhanmuc", "Như trên", "Thanh tra Sở")),
    Fault("Như trên for Như Điều", "NOI-NHAN-ARTICLE", swap("CVNoinhanmuc", r"Như Điều \d", "Như trên")),
)

PAGE = (
    Fault("left margin 20 mm", "MARGIN-LEFT", page(left_margin=Mm(20))),
    Fault("right margin 30 mm", "MARGIN-RIGHT", page(right_margin=Mm(30))),
    Fault("top margin 10 mm", "MARGIN-TOP", page(top_margin=Mm(10), header_distance=Mm(5))),
    Fault("top margin 35 mm", "MARGIN-TOP", page(top_margin=Mm(35))),
    Fault("paper of Letter", "PAGE-SIZE", page(page_width=Mm(215.9), page_height=Mm(279.4))),
    Fault("a blank last page", "PAGE-BLANK", break_at_end),
)

FAULTS = (*LOOKS, *HEAD, *BASES, *BODY_FAULTS, *FOOT, *PAGE)


@functools.cache
def base(kind: str) -> bytes:
    """The sample of a kind, its paragraphs longer, so that each takes two lines and more."""
    paper = Paper(make(kind)["docx"])
    for count, paragraph in enumerate(paper.all(*BODY)):
        if not re.match(r"Điều \d+\. Nội dung thứ", paragraph.text):  # a title
            end = re.search(r"(\./\.|[.;:])?$", paragraph.runs[-1].text)
            assert end
            words = LONGER + ("" if count % 2 else ", bảo đảm tiến độ")
            paragraph.runs[-1].text = f"{paragraph.runs[-1].text[: end.start()]}{words}{end[0]}"
    return paper.data()


def faulty(kind: str, change: Change) -> bytes:
    """The paper of a kind with a change; raises Absent if it has no place for it."""
    paper = Paper(base(kind))
    try:
        change(paper)
    except StopIteration:
        raise Absent(kind) from None
    return paper.data()


def cases(kinds: int, step: int = 1) -> Iterator[tuple[str, Fault, bytes]]:
    """Every fault in the papers of the first kinds that have a place for it, at most that many: kind, fault, file.

    `step`: which fault in turn is in so many; those between are in one.
    """
    for at, fault in enumerate(FAULTS):
        found = 0
        for kind in KINDS:
            if found < (1 if at % step else kinds):
                try:
                    yield kind, fault, faulty(kind, fault.change)
                    found += 1
                except Absent:
                    continue
        assert found, f"{fault.name}: no paper has a place for it"


def _empty_line(paper: Paper) -> None:
    paper.one("CVTenloai")._p.addprevious(deepcopy(docx.Document().add_paragraph()._p))


NO_CLAUSE: dict[str, tuple[str, str, Change]] = {
    "trực thuộc Trung ương": (
        "the decree writes trung ương small there, but says no rule, and its example of a special case has a capital",
        "ke-hoach",
        within("Gửi các tỉnh, thành phố trực thuộc Trung ương để phối hợp."),
    ),
    "a line empty above the type": ("the decree sets no space there", "ke-hoach", _empty_line),
    "a table in 12 points": (
        "the sizes of PL I/I/V are those of the text",
        "ke-hoach",
        lambda paper: [set_font(p, size=12) for p in paper.all("CVO")] and None,
    ),
    "one receiver with a stop": (
        "the sheet has none, and no clause asks for one or forbids it",
        "to-trinh",
        swap("CVKinhguimot", "$", "."),
    ),
    "words in bold in the text": ("words may be stressed", "cong-van", font("CVNoidung", bold=True)),
    "a short paragraph in italics": (
        "a line may be stressed; a long paragraph or the whole text may not",
        "giay-moi",
        in_turn(
            lambda paper: rewrite(paper.one("CVNoidung", 2), "Chủ trì: Lãnh đạo cơ quan"),
            font("CVNoidung", 2, italic=True),
        ),
    ),
    "a khoản that begins with 2": ("an extract may begin so", "cong-van", number(r"1\. ", r"^1\.", "2.")),
    "margins of 35 and 20 mm": (
        "they are within the decree's",
        "cong-van",
        page(left_margin=Mm(35), right_margin=Mm(20)),
    ),
    "an older place of the tones": ("the decree itself uses both", "cong-van", swap("CVQuochieu", "HÒA", "HOÀ")),
}
"""Changes that look like faults and break no clause: the reason, a kind, the change."""

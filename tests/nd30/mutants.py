"""The mutants: for each rule a correct document with that one thing changed.

A row is rule, base document, change, formats. A rule that can be judged in one format only says so.
"""

# ruff: noqa: E501, SIM223, SIM905 - tables, a row a case

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.nd30 import letters
from tests.nd30.changes import (
    Change,
    add,
    again,
    body,
    both,
    decomposed,
    drop,
    eth,
    extend,
    faces,
    move,
    put,
    roman_letters,
    second_appendix,
    swap,
    whole,
)
from tests.nd30.letters import Letter, P, c

NATION, MOTTO = "CỘNG HÒA", "Độc lập"
DATE, NUMBER = "Lạng Sơn, ngày", "Số:"


@dataclass(frozen=True)
class Mutant:
    """A rule's id without its prefix, the base, the change, the formats in which it shows."""

    rule: str
    base: str
    change: Change
    formats: str = "docx pdf"
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.note}" if self.note else self.rule


def make(mutant: Mutant) -> Letter:
    """The changed document."""
    letter: Letter = getattr(letters, mutant.base)()
    mutant.change(letter)
    return letter


def _styles(start: str, ident: str, base: str, size: float, *, bold: bool | None = None, italic: bool | None = None,
            case: str = "") -> list[Mutant]:  # fmt: skip
    """The mutants of one row of the table: size, weight, slant, case."""
    found = [Mutant(f"{ident}-SIZE", base, put(start, size=size))]
    if bold is not None:
        found.append(Mutant(f"{ident}-WEIGHT", base, put(start, bold=not bold)))
    if italic is not None:
        found.append(Mutant(f"{ident}-SLANT", base, put(start, italic=not italic)))
    if case:
        found.append(Mutant(f"{ident}-CASE", base, swap(start, *case.split("|"))))
    return found


KHAN = c("KHẨN", 13, bold=True, framed=True, colour="C00000")
SIGNED = P("Sao y; Sở Thông tin và Truyền thông; 19/8/2020 09:05:10 +07:00", 10, align="right", first=0, before=0)
NAME = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"
LONGER = swap("BIỂU DANH", "THAM GIA", "THAM GIA TỔ HƯỚNG DẪN")
MUTANTS: tuple[Mutant, ...] = (
    # --- page
    Mutant("PAGE-SIZE", "dispatch", both(whole("width", 215.9), whole("height", 279.4))),
    Mutant("ORIENTATION", "plan", both(whole("width", 297), whole("height", 210), whole("margins", (20, 20, 20, 30)))),
    Mutant("MARGIN-LEFT", "dispatch", whole("margins", (20, 15, 20, 25))),
    Mutant("MARGIN-LEFT", "dispatch", whole("margins", (20, 15, 20, 38)), note="wide"),
    Mutant("MARGIN-RIGHT", "dispatch", whole("margins", (20, 10, 20, 30))),
    Mutant("MARGIN-RIGHT", "dispatch", whole("margins", (20, 25, 20, 30)), note="wide"),
    Mutant("MARGIN-TOP", "dispatch", whole("margins", (15, 15, 20, 30))),
    Mutant("MARGIN-TOP", "dispatch", whole("margins", (30, 15, 20, 30)), note="wide"),
    Mutant("MARGIN-TOP", "dispatch", whole("margins", (27, 15, 20, 30)), note="just"),
    Mutant("MARGIN-BOTTOM", "dispatch", whole("margins", (20, 15, 5, 30))),
    Mutant("FONT-FACE", "dispatch", faces("DejaVu Sans"), "pdf"),
    Mutant("FONT-FACE", "dispatch", faces("Arial"), "docx"),
    Mutant("FONT-UNICODE", "dispatch", faces(".VnTime"), "docx"),
    Mutant("UNICODE-COMPOSED", "dispatch", decomposed, "docx"),
    Mutant("UNICODE-D", "dispatch", eth, "docx"),
    Mutant("FONT-COLOUR", "dispatch", put("1. Các", colour="C00000")),
    Mutant("FONT-COLOUR", "dispatch", put("1. Các", colour="444444"), note="grey"),
    Mutant("PAGE-NUMBER-PRESENT", "dispatch", whole("number", ""), "pdf"),
    Mutant("PAGE-NUMBER-TOP", "dispatch", whole("number", "bottom")),
    Mutant("PAGE-NUMBER-CENTRED", "dispatch", whole("number_align", "right")),
    Mutant("PAGE-NUMBER-FIRST", "dispatch", whole("number_first", True)),
    Mutant("PAGE-NUMBER-STYLE", "dispatch", whole("number_style", P("", 11))),
    Mutant("PAGE-NUMBER-STYLE", "dispatch", whole("number_style", P("", 14, italic=True)), note="italic"),
    Mutant("PAGE-NUMBER-ARABIC", "plan", whole("number_form", "upperRoman")),
    Mutant("PAGE-BLANK", "plan", add("appendix", 0, P("", 14, new_page=True))),
    Mutant("PAGE-NUMBER-SEQUENCE", "plan", whole("number_start", 4), "pdf"),
    # --- head
    Mutant("QUOC-HIEU-PRESENT", "dispatch", drop(NATION)),
    Mutant("QUOC-HIEU-TEXT", "dispatch", swap(NATION, "CHỦ", "CHŨ")),
    Mutant("TIEU-NGU-TEXT", "dispatch", swap(MOTTO, " - ", " – ")),
    Mutant("TIEU-NGU-TEXT", "dispatch", swap(MOTTO, "lập", "Lập"), note="capital"),
    Mutant("TIEU-NGU-CENTRED", "dispatch", put(MOTTO, align="left")),
    Mutant("TIEU-NGU-SPACING", "dispatch", put(MOTTO, before=12)),
    Mutant("TIEU-NGU-RULE", "dispatch", put(MOTTO, rule=0.0)),
    Mutant("TIEU-NGU-RULE", "dispatch", put(MOTTO, rule=0.5), note="short"),
    Mutant("TIEU-NGU-RULE", "dispatch", both(put(MOTTO, rule=0.0), put(MOTTO, underline=True)), note="underlined"),
    Mutant("TIEU-NGU-RULE", "dispatch", put(MOTTO, dashed=True), note="dashed"),
    Mutant("SIZE-COUPLING", "dispatch", put(MOTTO, size=14)),
    Mutant("BAN-HANH-RULE", "dispatch", put(NAME, rule=0.0)),
    Mutant("BAN-HANH-RULE", "dispatch", put(NAME, rule=1.0), note="long"),
    Mutant("BAN-HANH-FULL", "dispatch", swap(NAME, "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "UBND HUYỆN CAO LỘC")),
    Mutant("CHU-QUAN-PLACE", "dispatch", swap("UBND", "UBND TỈNH LẠNG SƠN", "UBND TỈNH")),
    Mutant("BAN-HANH-CENTRED", "dispatch", put("UBND", align="left")),
    Mutant("BAN-HANH-SPACING", "dispatch", put(NAME, before=12)),
    *_styles(
        NATION,
        "QUOC-HIEU",
        "dispatch",
        14,
        bold=True,
        italic=False,
        case="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Cộng hòa xã hội chủ nghĩa Việt Nam",
    ),
    *_styles(MOTTO, "TIEU-NGU", "dispatch", 12, bold=True, italic=False),
    *_styles("UBND", "CHU-QUAN", "dispatch", 14, bold=False, italic=False, case="UBND TỈNH|UBND tỉnh"),
    *_styles(
        NAME,
        "BAN-HANH",
        "dispatch",
        11,
        bold=True,
        italic=False,
        case="THÔNG TIN VÀ TRUYỀN THÔNG|Thông tin và Truyền thông",
    ),
    # --- number and date
    *_styles(NUMBER, "SO", "dispatch", 14, bold=False, italic=False),
    *_styles(DATE, "DIA-DANH", "dispatch", 12, bold=False, italic=True),
    Mutant("SO-PRESENT", "plan", drop(NUMBER)),
    Mutant("SO-WORD", "dispatch", swap(NUMBER, "Số:", "Số")),
    Mutant("SO-WORD", "dispatch", swap(NUMBER, "Số", "SỐ"), note="capitals"),
    Mutant("SO-FORM", "dispatch", swap(NUMBER, "/", "-")),
    Mutant("SO-LEADING-ZERO", "dispatch", swap(NUMBER, "123", "5")),
    Mutant("SO-ARABIC", "dispatch", swap(NUMBER, "123", "XV")),
    Mutant("SO-SPACE", "dispatch", swap(NUMBER, "123/", "123 /")),
    Mutant("SO-CENTRED", "dispatch", put(NUMBER, align="left")),
    Mutant("SYMBOL-SPACES", "dispatch", swap(NUMBER, "STTTT-", "STTTT - ")),
    Mutant("SYMBOL-HYPHEN", "dispatch", swap(NUMBER, "STTTT-", "STTTT–")),
    Mutant("SYMBOL-CASE", "dispatch", swap(NUMBER, "BCVT", "bcvt")),
    Mutant("SYMBOL-TYPE", "decision", swap(NUMBER, "QĐ-", "QD-")),
    Mutant("SYMBOL-CV", "dispatch", swap(NUMBER, "/", "/CV-")),
    Mutant("SYMBOL-UNIT", "dispatch", swap(NUMBER, "-BCVT", "")),
    Mutant("DATE-PRESENT", "dispatch", drop(DATE)),
    Mutant("DATE-FORM", "dispatch", swap(DATE, "ngày 19 tháng 8 năm 2020", "19/8/2020")),
    Mutant("DATE-DAY-ZERO", "dispatch", swap(DATE, "ngày 19", "ngày 9")),
    Mutant("DATE-MONTH-ZERO", "dispatch", swap(DATE, "tháng 8", "tháng 2")),
    Mutant("DATE-MONTH-NO-ZERO", "dispatch", swap(DATE, "tháng 8", "tháng 08")),
    Mutant("DATE-REAL", "dispatch", swap(DATE, "ngày 19 tháng 8", "ngày 31 tháng 9")),
    Mutant("DATE-COMMA", "dispatch", swap(DATE, "Sơn,", "Sơn")),
    Mutant("DATE-PLACE-FULL", "dispatch", swap(DATE, "Lạng Sơn", "TP. Hồ Chí Minh")),
    Mutant("DATE-PLACE", "dispatch", swap(DATE, "Lạng Sơn", "lạng sơn")),
    Mutant("DATE-LINE", "dispatch", put(DATE, before=14), "pdf"),
    Mutant("DATE-CENTRED", "dispatch", put(DATE, align="left")),
    # --- type, subject, bases
    Mutant("TEN-LOAI-PRESENT", "plan", drop("KẾ HOẠCH")),
    Mutant("TEN-LOAI-CENTRED", "plan", put("KẾ HOẠCH", align="left")),
    Mutant("TRICH-YEU-CENTRED", "plan", put("Triển khai", align="left")),
    Mutant("TRICH-YEU-RULE", "plan", put("Triển khai", rule=0.0)),
    Mutant("TRICH-YEU-RULE", "plan", put("Triển khai", rule=1.0), note="long"),
    *_styles("KẾ HOẠCH", "TEN-LOAI", "plan", 16, bold=True, italic=False, case="KẾ HOẠCH|Kế hoạch"),
    *_styles(
        "Triển khai",
        "TRICH-YEU",
        "plan",
        12,
        bold=True,
        italic=False,
        case="Triển khai cài đặt ứng dụng Bluezone|TRIỂN KHAI CÀI ĐẶT BLUEZONE",
    ),
    Mutant("VV-PRESENT", "dispatch", drop("V/v")),
    Mutant("VV-WORD", "dispatch", swap("V/v", "V/v", "Về việc")),
    Mutant("VV-WORD", "dispatch", swap("V/v", "V/v", "v/v"), note="small"),
    Mutant("VV-RULE", "dispatch", put("V/v", underline=True)),
    Mutant("VV-CENTRED", "dispatch", put("V/v", align="left")),
    Mutant("VV-GAP", "dispatch", put("V/v", before=0)),
    *_styles(
        "V/v",
        "VV",
        "dispatch",
        14,
        bold=False,
        italic=False,
        case="triển khai cài đặt ứng dụng Bluezone|TRIỂN KHAI CÀI ĐẶT BLUEZONE",
    )[:3],
    Mutant("CAN-CU-SEMICOLON", "decision", swap("Căn cứ Luật", "2015;", "2015.")),
    Mutant("CAN-CU-STOP", "decision", swap("Theo đề nghị", "thông.", "thông;")),
    Mutant("CAN-CU-STOP", "decision", swap("Theo đề nghị", "thông.", "thông./."), note="end-mark"),
    Mutant("LENH-COLON", "decision", swap("QUYẾT ĐỊNH:", ":", "")),
    Mutant("LENH-CENTRED", "decision", put("QUYẾT ĐỊNH:", align="left")),
    Mutant("LENH-CENTRED", "decision", put("GIÁM ĐỐC SỞ", align="left"), note="adopting-authority"),
    *_styles("QUYẾT ĐỊNH:", "LENH", "decision", 12, bold=True, italic=False, case="QUYẾT ĐỊNH:|Quyết định:"),
    *_styles(
        "GIÁM ĐỐC SỞ",
        "THAM-QUYEN",
        "decision",
        12,
        bold=True,
        italic=False,
        case="GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG|Giám đốc Sở Thông tin và Truyền thông",
    ),
    Mutant("VIEN-DAN", "decision", swap("Căn cứ Quyết", " ngày 05 tháng 01 năm 2020", "")),
    Mutant("VIEN-DAN", "dispatch", extend("Thực hiện theo Nghị định số 30/2020/NĐ-CP của Chính phủ."), note="body"),
    Mutant("CAN-CU-SIZE", "decision", put("Căn cứ Luật", size=12)),
    Mutant("CAN-CU-WEIGHT", "decision", put("Căn cứ Luật", bold=True)),
    Mutant("CAN-CU-SLANT", "decision", put("Căn cứ Luật", italic=False)),
    # --- receivers
    Mutant("KINH-GUI-KIND", "plan", add("middle", 2, P("Kính gửi: Sở Y tế", 14, align="centre", first=0)), note=""),
    Mutant("KINH-GUI-COLON", "dispatch", swap("Kính gửi", "gửi:", "gửi")),
    Mutant("KINH-GUI-ONE-LINE", "dispatch", both(drop("- Phòng"), swap("- Tỉnh đoàn", ";", "."))),
    Mutant("KINH-GUI-NEW-LINE", "dispatch", both(swap("Kính gửi", "gửi:", "gửi: - Sở Y tế;"))),
    Mutant("KINH-GUI-DASH", "dispatch", swap("- Tỉnh đoàn", "- ", "+ ")),
    Mutant("KINH-GUI-SEMICOLON", "dispatch", swap("- Tỉnh đoàn", ";", ",")),
    Mutant("KINH-GUI-STOP", "dispatch", swap("- Phòng", "phố.", "phố;")),
    Mutant("KINH-GUI-COLUMN", "dispatch", put("- Phòng", first=50)),
    Mutant("KINH-GUI-UNDER-COLON", "dispatch", both(put("- Phòng", first=12.7), put("- Tỉnh đoàn", first=12.7)), "pdf"),
    *_styles("Kính gửi", "KINH-GUI", "dispatch", 12),
    Mutant("KINH-GUI-WEIGHT", "dispatch", lambda n: [setattr(p, "bold", True) for p in n.middle] and None),
    Mutant("KINH-GUI-SLANT", "dispatch", lambda n: [setattr(p, "italic", True) for p in n.middle] and None),
    Mutant("NOI-NHAN-PRESENT", "dispatch", lambda n: n.foot[0].clear()),
    Mutant("NOI-NHAN-WORD", "dispatch", swap("Nơi nhận", ":", "")),
    Mutant("NOI-NHAN-LEVEL", "dispatch", put("Nơi nhận", before=20), "pdf"),
    Mutant("NOI-NHAN-LEFT", "dispatch", put("Nơi nhận", first=8)),
    Mutant("NOI-NHAN-DASH", "dispatch", swap("- Như trên", "- ", "+ ")),
    Mutant("NOI-NHAN-SEMICOLON", "dispatch", swap("- UBND", ";", ".")),
    Mutant("NOI-NHAN-LUU", "dispatch", swap("- Lưu", "VT, BCVT", "HS")),
    Mutant("NOI-NHAN-LUU", "dispatch", swap("- Lưu", ":", ""), note="colon"),
    Mutant("NOI-NHAN-STOP", "dispatch", swap("- Lưu", "BCVT.", "BCVT;")),
    Mutant("NOI-NHAN-FIRST", "dispatch", drop("- Như trên")),
    Mutant("NOI-NHAN-ARTICLE", "decision", swap("- Như Điều", "Điều 4", "trên")),
    *_styles("Nơi nhận", "NOI-NHAN", "dispatch", 14, bold=True, italic=True, case="Nơi nhận|NƠI NHẬN"),
    Mutant("NOI-NHAN-LIST-SIZE", "dispatch", put("- UBND", size=13)),
    Mutant("NOI-NHAN-LIST-WEIGHT", "dispatch", lambda n: [setattr(p, "bold", True) for p in n.foot[0][1:]] and None),
    Mutant("NOI-NHAN-LIST-SLANT", "dispatch", lambda n: [setattr(p, "italic", True) for p in n.foot[0][1:]] and None),
    # --- text
    Mutant("BODY-SIZE", "dispatch", body(size=12)),
    Mutant("BODY-SIZE", "dispatch", put("1. Các", size=15), note="one"),
    Mutant("BODY-ONE-SIZE", "dispatch", put("1. Các", size=13)),
    Mutant("BODY-SLANT", "dispatch", body(italic=True)),
    Mutant("BODY-SLANT", "dispatch", put("1. Các", italic=True), note="one"),
    Mutant("BODY-EDGE", "dispatch", put("1. Các", left=2.5)),
    Mutant("BODY-ALIGN", "dispatch", body(align="left")),
    Mutant("BODY-INDENT", "dispatch", body(first=5)),
    Mutant("BODY-INDENT", "dispatch", body(first=20), note="deep"),
    Mutant("BODY-GAP", "dispatch", body(before=0)),
    Mutant("BODY-LINE-SPACING", "dispatch", body(spacing=2.0)),
    Mutant("BODY-LINE-SPACING", "dispatch", body(spacing=0.85), note="tight"),
    Mutant("END-MARK", "dispatch", swap("Trong quá trình", "./.", ".")),
    Mutant("END-MARK-PLACE", "plan", swap("Triển khai", "Bluezone", "Bluezone./.")),
    Mutant("END-MARK-PLACE", "dispatch", swap("- Lưu", "BCVT.", "BCVT./."), note="list"),
    Mutant("CHUONG-NUMBER", "decision", swap("Chương I", "I", "1")),
    Mutant("CHUONG-LINE", "decision", put("Chương I", bold=False)),
    Mutant("CHUONG-LINE", "decision", swap("Chương I", "Chương", "CHƯƠNG"), note="capitals"),
    Mutant("CHUONG-TITLE", "decision", swap("QUY ĐỊNH CHUNG", "QUY ĐỊNH CHUNG", "Quy định chung")),
    Mutant("MUC-NUMBER", "decision", swap("Mục 1", "1", "I")),
    Mutant("MUC-CAPS", "plan", swap("I. MỤC", "MỤC ĐÍCH, YÊU CẦU", "Mục đích, yêu cầu")),
    Mutant("DIEU-FORM", "decision", swap("Điều 1", "1.", "1:")),
    Mutant(
        "DIEU-BOLD",
        "decision",
        both(
            put("Điều 3", lead=""),
            lambda n: setattr(
                next(p for p in n.body if p.text.startswith(" Các") and not p.lead),
                "text",
                "Điều 3. Các đơn vị có liên quan trên địa bàn chịu trách nhiệm thi hành.",
            ),
        ),
    ),
    Mutant("DIEU-SEQUENCE", "decision", swap("Điều 3", "3", "5"), note=""),
    Mutant("MUC-SEQUENCE", "plan", swap("II. TỔ", "II.", "III.")),
    Mutant("MUC-SEQUENCE", "decision", swap("Chương II", "II", "III"), note="chapter"),
    Mutant("KHOAN-SEQUENCE", "dispatch", swap("2. Các", "2.", "3.")),
    Mutant("KHOAN-FORM", "dispatch", swap("1. Các", "1.", "1/")),
    Mutant("DIEM-FORM", "dispatch", swap("a) Các", "a)", "a.")),
    Mutant("DIEM-ORDER", "dispatch", roman_letters),
    # --- signer
    Mutant("SIGNER-PRESENT", "dispatch", lambda n: n.foot[1].clear()),
    Mutant("SIGNER-PREFIX", "dispatch", swap("KT.", "KT.", "KT")),
    Mutant("SIGNER-PREFIX", "dispatch", swap("KT.", "KT.", "K/T"), note="party"),
    Mutant("MUC-LINE", "decision", swap("Mục 1", "Mục", "MỤC")),
    Mutant("MUC-LINE", "decision", put("Mục 1", align="justify"), note="left"),
    Mutant("NOI-NHAN-TREN", "plan", swap("- Sở Y tế", "Sở Y tế", "Như trên")),
    Mutant("SIGNER-AUTHORITY", "dispatch", swap("KT.", "KT.", "TM.")),
    Mutant("SIGNER-KT", "dispatch", drop("KT.")),
    Mutant("SIGNER-NAME-CAPITALS", "dispatch", swap("Nguyễn", "Nguyễn Văn A", "Nguyễn văn An")),
    Mutant("SIGNER-KT", "dispatch", swap("KT.", "KT. GIÁM ĐỐC", "TL. GIÁM ĐỐC"), note="by-order"),
    Mutant("SIGNER-DEPUTY", "dispatch", drop("PHÓ GIÁM")),
    Mutant("SIGNER-NAME", "dispatch", drop("Nguyễn")),
    Mutant("SIGNER-DEGREE", "dispatch", swap("Nguyễn", "Nguyễn", "TS. Nguyễn")),
    Mutant("SIGNER-CENTRED", "dispatch", put("Nguyễn", align="left")),
    *_styles("KT.", "QUYEN-HAN", "dispatch", 12, bold=True, italic=False, case="GIÁM ĐỐC|Giám đốc"),
    *_styles("Nguyễn", "HO-TEN", "dispatch", 12, bold=True, italic=False, case="Nguyễn Văn A|NGUYỄN VĂN A"),
    *(
        replace(m, note="secretary")
        for m in _styles("THƯ KÝ", "QUYEN-HAN", "minutes", 12, bold=True, italic=False, case="THƯ KÝ|Thư ký")
    ),
    *(
        replace(m, note="chair")
        for m in _styles("CHỦ TỌA", "QUYEN-HAN", "minutes", 12, bold=True, italic=False, case="CHỦ TỌA|Chủ tọa")
    ),
    *(
        replace(m, note="secretary")
        for m in _styles("Trần", "HO-TEN", "minutes", 12, bold=True, italic=False, case="Trần Thị B|TRẦN THỊ B")
    ),
    *(
        replace(m, note="chair")
        for m in _styles("Lê", "HO-TEN", "minutes", 12, bold=True, italic=False, case="Lê Văn C|LÊ VĂN C")
    ),
    Mutant("SIGNER-CENTRED", "minutes", put("Trần", align="left"), note="secretary"),
    Mutant("SIGNER-CENTRED", "minutes", put("Lê", align="left"), note="chair"),
    Mutant("SIGNER-NAME-CAPITALS", "minutes", swap("Trần", "Thị", "thị"), note="secretary"),
    Mutant("SIGNER-PREFIX", "minutes", swap("CHỦ TỌA", "CHỦ TỌA", "TM HỘI NGHỊ"), note="chair"),
    # --- twice, or in another's place
    Mutant("TWICE", "dispatch", again(NATION), note="nation"),
    Mutant("TWICE", "dispatch", again(MOTTO), note="motto"),
    Mutant("TWICE", "dispatch", again(NAME), note="issuer"),
    Mutant("TWICE", "dispatch", again(NUMBER), note="number"),
    Mutant("TWICE", "dispatch", again(DATE), note="date"),
    Mutant("TWICE", "dispatch", again("Kính gửi"), note="greeting"),
    Mutant("TWICE", "dispatch", lambda n: n.middle.extend(replace(p) for p in n.middle[:]), note="receivers"),
    Mutant("TWICE", "plan", again("KẾ HOẠCH"), note="type"),
    Mutant("TWICE", "plan", again("Triển khai"), note="subject"),
    Mutant("TWICE", "decision", again("QUYẾT ĐỊNH:"), note="command"),
    Mutant("TWICE", "dispatch", again("Nguyễn", before=0), note="name"),
    Mutant("TWICE", "dispatch", again("Nguyễn", before=30), note="name-below"),
    Mutant("TWICE", "dispatch", again("Nơi nhận"), note="copies"),
    Mutant("CHU-QUAN-ORDER", "dispatch", lambda n: n.head[0][0].reverse()),
    Mutant(
        "CHU-QUAN-ORDER",
        "dispatch",
        both(swap(NAME, NAME, "…"), swap("UBND", "UBND TỈNH LẠNG SƠN", NAME), swap("…", "…", "UBND TỈNH LẠNG SƠN")),
        note="words",
    ),
    Mutant(
        "KINH-GUI-PLACE",
        "dispatch",
        both(*(move(start, "body", 2) for start in ("- Phòng", "- Tỉnh", "Kính"))),
        note="many",
    ),
    Mutant(
        "KINH-GUI-PLACE",
        "dispatch",
        both(whole("middle", []), add("body", 12, P("Kính gửi: Sở Y tế tỉnh Lạng Sơn.", first=38))),
        note="far",
    ),
    Mutant("CAN-CU-PLACE", "decision", move("Căn cứ Quyết", "body", 0), note="one"),
    Mutant(
        "CAN-CU-PLACE", "decision", both(*(move(start, "body", 0) for start in ("Theo", "Căn cứ Quyết", "Căn cứ Luật")))
    ),
    # --- appendix and marks
    Mutant("PHU-LUC-LABEL", "dispatch", both(drop("Phụ lục"), whole("apart", False))),
    Mutant("PHU-LUC-SEQUENCE", "dispatch", second_appendix("Phụ lục I", "Phụ lục III")),
    Mutant("PHU-LUC-NUMBER", "dispatch", swap("Phụ lục", "Phụ lục", "Phụ lục 1")),
    Mutant("PHU-LUC-CENTRED", "dispatch", put("BIỂU DANH", align="left")),
    Mutant("PHU-LUC-CENTRED", "dispatch", both(put("BIỂU DANH", align="left"), LONGER), note="long"),
    Mutant(
        "PHU-LUC-REFERRED",
        "plan",
        lambda n: (
            (
                n.appendix.extend(letters._appendix("Kế hoạch", "KH-STTTT")),
                [
                    setattr(
                        p,
                        "text",
                        p.text.replace("mẫu tại Phụ lục kèm theo văn bản này", "từng huyện, thành phố và từng xã"),
                    )
                    for p in n.body
                ],
            )
            and None
        ),
    ),
    Mutant("PHU-LUC-KEM-FORM", "dispatch", swap("(Kèm", "(Kèm", "(kèm")),
    Mutant("PHU-LUC-KEM-FORM", "dispatch", swap("(Kèm", "ngày 19 tháng 8 năm 2020", "ngày 19/8/2020"), note="date"),
    Mutant("PHU-LUC-KEM-SAME", "dispatch", swap("(Kèm", "123/STTTT-BCVT", "321/STTTT-VP")),
    Mutant("PHU-LUC-KEM-SAME", "dispatch", swap("(Kèm", "ngày 19 tháng", "ngày 20 tháng"), note="date"),
    Mutant("PHU-LUC-KEM-PRESENT", "dispatch", drop("(Kèm")),
    *_styles("Phụ lục", "PHU-LUC", "dispatch", 13, bold=True, italic=False, case="Phụ lục|PHỤ LỤC"),
    *_styles(
        "BIỂU DANH",
        "PHU-LUC-TITLE",
        "dispatch",
        12,
        bold=True,
        italic=False,
        case="BIỂU DANH SÁCH NHÂN VIÊN THAM GIA|Biểu danh sách nhân viên tham gia",
    ),
    *_styles("(Kèm", "PHU-LUC-KEM", "dispatch", 12, bold=False, italic=True),
    # --- capitals
    Mutant("VIET-HOA-CAU", "dispatch", extend("Việc này cần kịp thời. các đơn vị báo cáo.")),
    Mutant(
        "VIET-HOA-XUONG-DONG",
        "dispatch",
        add("body", 2, P("các đơn vị báo cáo kết quả về cơ quan thường trực trước ngày 20 tháng 8 để tổng hợp.")),
    ),
    Mutant("VIET-HOA-DON-VI", "dispatch", extend("Danh sách của Tỉnh Nam Định gửi sau.")),
    Mutant("VIET-HOA-DON-VI-SO", "dispatch", extend("Đơn vị đóng tại quận 1 báo cáo sau.")),
    Mutant("VIET-HOA-TEN-NGUOI", "dispatch", extend("Đầu mối liên hệ: ông Nguyễn văn An.")),
    Mutant("VIET-HOA-DON-VI-TEN", "dispatch", extend("Đơn vị đóng tại xã Hoàng Văn Thụ.")),
    Mutant("VIET-HOA-DIA-LY", "dispatch", extend("Đoàn công tác đi Vũng tàu.")),
    Mutant("VIET-HOA-PHIEN-AM", "dispatch", extend("Tác phẩm của Lê-Nin.")),
    Mutant("VIET-HOA-CHUC-VU", "dispatch", extend("Cuộc họp do phó giám đốc Lê Văn An chủ trì.")),
    Mutant("VIET-HOA-TAC-PHAM", "dispatch", extend("Xem tạp chí Cộng Sản.")),
    Mutant("VIET-HOA-THU-DO", "dispatch", extend("Đoàn công tác về thủ đô Hà Nội.")),
    Mutant("VIET-HOA-DANG", "dispatch", extend("Đảng cộng sản Việt Nam quang vinh.")),
    Mutant(
        "VIET-HOA-VAN-BAN", "dispatch", extend("Thực hiện theo nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.")
    ),
    Mutant("VIET-HOA-DIEU", "dispatch", extend("Thực hiện đúng khoản 2 điều 10, Quy chế.")),
    Mutant("VIET-HOA-KHOAN", "dispatch", extend("Thực hiện tại Khoản 2 Điều 10 của Quy chế.")),
    Mutant("VIET-HOA-TET", "dispatch", extend("Hoàn thành trước Tết nguyên đán.")),
    Mutant("VIET-HOA-THU", "dispatch", extend("Họp vào sáng thứ hai tuần tới.")),
    Mutant("VIET-HOA-CO-QUAN", "dispatch", extend("Gửi Sở tài chính tổng hợp.")),
    Mutant("VIET-HOA-NAM-AM-LICH", "dispatch", extend("Chào xuân Canh tý.")),
    Mutant("VIET-HOA-NGAY-LE", "dispatch", extend("Chào mừng ngày quốc khánh.")),
    Mutant("VIET-HOA-DANH-HIEU", "dispatch", extend("Đơn vị được tặng Huân chương lao động.")),
    Mutant("VIET-HOA-NUOC-NGOAI", "dispatch", extend("Theo khuyến cáo của Liên Hợp Quốc.")),
    Mutant("VIET-HOA-SU-KIEN", "dispatch", extend("Kỷ niệm Cách mạng Tháng Tám.")),
    Mutant("VIET-HOA-VUNG", "dispatch", extend("Các tỉnh vùng Tây bắc phối hợp.")),
    Mutant("VIET-HOA-DAN-TOC", "dispatch", extend("Học sinh dân tộc kinh tham gia.")),
    Mutant("VIET-HOA-NHAN-DAN", "dispatch", extend("Cán bộ phục vụ nhân dân tận tình.")),
    # --- marks and contact
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, c("KHẨN", 13, bold=True, colour="C00000")), "pdf"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="3pt double")), "pdf", "double"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="1pt dashed")), "pdf", "dashed"),
    Mutant("DAU-FRAME", "dispatch", add("marks", 0, replace(KHAN, border="1.5pt dotted")), "pdf", "dotted"),
    Mutant("DAU-FRAME-SIZE", "dispatch", add("marks", 0, replace(KHAN, frame=(40, 8))), "pdf"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, text="Sao y; Sở Y tế; 19/8/2020")), "pdf", "time"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, size=12)), "pdf", "size"),
    Mutant("SAO-KY-SO", "dispatch", add("marks", 0, replace(SIGNED, italic=True)), "pdf", "italic"),
    Mutant("DAU-COLOUR", "dispatch", add("marks", 0, c("KHẨN", 13, bold=True, framed=True)), "pdf"),
    Mutant("DAU-SIZE", "dispatch", add("marks", 0, c("KHẨN", 11, bold=True, framed=True, colour="C00000")), "pdf"),
    Mutant(
        "LIEN-HE-SIZE",
        "dispatch",
        add("contact", 0, P("ĐT: 0205.3812345; Fax: 0205.3812346; E-mail: so@example.vn", 9, first=0, align="left")),
    ),
)


# rules that need paper of another sort, each with the test that tries it
ELSEWHERE = frozenset(
    "ND30-" + name
    for name in (
        "QUOC-HIEU-PLACE TIEU-NGU-PRESENT BAN-HANH-PRESENT TRICH-YEU-PRESENT KINH-GUI-PRESENT KINH-GUI-CASE BODY-CASE END-MARK-ONCE "
        "SIGNER-ALONE PHU-LUC-PAGES NGUOI-SOAN-SIZE LIEN-HE-RULE LIEN-HE-SLANT LIEN-HE-CASE SAO-SYMBOL SAO-SIZE SAO-WEIGHT SAO-SLANT "
        "SAO-CASE DAU-WEIGHT DAU-SLANT DAU-CASE DIA-DANH-CASE VV-CASE "
        "PHU-LUC-KEM-CASE"
    ).split()
)

"""Rules that need paper of another sort than the mutants', and what must be left alone."""

# ruff: noqa: E501 - tables, a row a case

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from congvan import nd30
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_html, to_pdf
from tests.nd30.changes import both, drop, put, swap
from tests.nd30.letters import Letter, P, c
from tests.nd30.mutants.table import ELSEWHERE


def ids(letter: Letter, form: str) -> set[str]:
    data = to_docx(letter) if form == "docx" else to_pdf(letter)
    return {r.id.removeprefix("ND30-") for r in nd30.check(data, "x").broken}


def changed(base: str, change: Callable[[Letter], object]) -> Letter:
    letter: Letter = getattr(letters, base)()
    change(letter)
    return letter


def _copy(symbol: str = "01/SY-STTTT", **words: object) -> Callable[[Letter], None]:
    """The document copied on paper: a second head and foot under the first."""

    def change(letter: Letter) -> None:
        letter.apart = False
        letter.appendix = [
            replace(c("SAO Y", 14, bold=True), **words),
            c(f"Số: {symbol}", 13, before=6),
            c("Nơi lưu giữ bản chính: Văn thư cơ quan", 13, before=6),
        ]

    return change


def _columns_swapped(letter: Letter) -> None:
    letter.head = [(right, left) for left, right in letter.head]


def _contact(**values: object) -> Callable[[Letter], None]:
    def change(letter: Letter) -> None:
        text = "ĐT: 0205.3812345; Fax: 0205.3812346; E-mail: so@example.vn"
        letter.contact = [replace(P(text, 11, first=0, align="left", before=0), **values)]

    return change


def _mark(**values: object) -> Callable[[Letter], None]:
    def change(letter: Letter) -> None:
        letter.marks = [replace(c("KHẨN", 13, bold=True, framed=True, colour="C00000"), **values)]

    return change


def _alone(letter: Letter) -> None:
    letter.foot[1][0].new_page = letter.foot[0][0].new_page = False
    letter.body = letter.body[:4]
    letter.body[-1].text = f"{letter.body[-1].text[:-1]}./."
    letter.foot[1][0].before = 560
    letter.foot[0][0].before = 560


CASES: tuple[tuple[str, str, Callable[[Letter], object], str], ...] = (
    ("QUOC-HIEU-PLACE", "dispatch", _columns_swapped, "docx pdf"),
    ("TIEU-NGU-PRESENT", "plan", drop("Độc lập"), "docx pdf"),
    ("BAN-HANH-PRESENT", "plan", both(drop("UBND"), drop("SỞ THÔNG")), "docx pdf"),
    ("TRICH-YEU-PRESENT", "plan", drop("Triển khai"), "docx pdf"),
    ("KINH-GUI-PRESENT", "dispatch", lambda n: n.middle.clear(), "docx pdf"),
    ("KINH-GUI-CASE", "dispatch", lambda n: [setattr(p, "text", p.text.upper()) for p in n.middle], "docx pdf"),
    ("BODY-CASE", "dispatch", lambda n: setattr(n.body[1], "text", n.body[1].text.upper()), "docx pdf"),
    ("END-MARK-ONCE", "dispatch", lambda n: setattr(n.body[1], "text", n.body[1].text + "/."), "docx pdf"),
    ("SIGNER-ALONE", "plan", _alone, "pdf"),
    ("LIEN-HE-SLANT", "dispatch", _contact(italic=True), "docx pdf"),
    ("LIEN-HE-CASE", "dispatch", _contact(text="ĐIỆN THOẠI: 0205.3812345; FAX: 0205.3812346; EMAIL: SO@EXAMPLE.VN"), "docx pdf"),
    ("SAO-SYMBOL", "plan", _copy("01/SAO-STTTT"), "docx pdf"),
    ("SAO-SIZE", "plan", _copy(size=12), "docx pdf"),
    ("SAO-WEIGHT", "plan", _copy(bold=False), "docx pdf"),
    ("SAO-SLANT", "plan", _copy(italic=True), "docx pdf"),
    ("SAO-CASE", "plan", _copy(text="Sao y"), "docx pdf"),
    ("DAU-WEIGHT", "dispatch", _mark(bold=False), "pdf"),
    ("DAU-SLANT", "dispatch", _mark(italic=True), "pdf"),
    ("DAU-CASE", "dispatch", _mark(text="Khẩn"), "pdf"),
    ("DIA-DANH-CASE", "dispatch", lambda n: setattr(n.find("Lạng Sơn, ngày"), "text", "LẠNG SƠN, NGÀY 19 THÁNG 8 NĂM 2020"), "docx pdf"),
    ("VV-CASE", "dispatch", lambda n: setattr(n.find("V/v"), "text", "V/v TRIỂN KHAI CÀI ĐẶT ỨNG DỤNG BLUEZONE TRÊN ĐỊA BÀN TỈNH"), "docx pdf"),
    ("PHU-LUC-KEM-CASE", "dispatch", lambda n: setattr(n.find("(Kèm"), "text", n.find("(Kèm").text.upper()), "docx pdf"),
)  # fmt: skip  # a table: what belongs together on a line


# what stands in the page's own HTML, the rule that must find it
PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("LIEN-HE-RULE", "border-top: .75pt solid #000 }.phu", "}.phu", "contact"),
    ("NGUOI-SOAN-SIZE", "BCVT.</p>", "BCVT.<span style='font-size:7pt'>hin20</span></p>", ""),
    ("PHU-LUC-PAGES", "@page phu { @top-center { content: none } }", "", ""),
)


@pytest.mark.every(8)
@pytest.mark.parametrize(
    ("rule", "base", "change", "form"),
    [pytest.param(*row[:3], form, id=f"{row[0]}-{form}") for row in CASES for form in row[3].split()],
)
def test_a_rule_of_its_own(rule: str, base: str, change: Callable[[Letter], object], form: str) -> None:
    assert ids(changed(base, change), form) == {rule}


@pytest.mark.parametrize(("rule", "old", "new", "part"), PAGES, ids=[p[0] for p in PAGES])
def test_a_page_of_its_own(rule: str, old: str, new: str, part: str) -> None:
    import weasyprint

    letter = letters.dispatch()
    if part:
        _contact()(letter)
    source = to_html(letter)
    assert old in source
    report = nd30.check(weasyprint.HTML(string=source.replace(old, new)).write_pdf(), "x")
    assert {r.id for r in report.broken} == {f"ND30-{rule}"}


def test_every_rule_without_a_mutant_is_tried_here() -> None:
    assert {f"ND30-{row[0]}" for row in (*CASES, *PAGES)} == ELSEWHERE


LEFT_ALONE: tuple[tuple[str, str, Callable[[Letter], object]], ...] = (
    ("a blank number", "dispatch", swap("Số:", "123", "\u00a0" * 9)),
    ("dots for the number", "dispatch", swap("Số:", "123", "......")),
    ("a blank day", "dispatch", swap("Lạng Sơn, ngày", "19", "\u00a0" * 4)),
    ("dots for day and year", "dispatch", swap("Lạng Sơn, ngày", "ngày 19 tháng 8 năm 2020", "ngày … tháng … năm 20...")),
    ("HOÀ for HÒA", "dispatch", swap("CỘNG HÒA", "HÒA", "HOÀ")),
    ("two kept copies", "dispatch", swap("- Lưu", "VT, BCVT", "VT (02), BCVT")),
    ("the drafter's mark", "dispatch", swap("- Lưu", "BCVT.", "BCVT. PL.(300)")),
    ("Như Kính gửi", "dispatch", swap("- Như trên", "trên", "Kính gửi")),
    ("a kept copy alone", "plan", lambda n: n.foot[0].__delitem__(slice(1, 4))),
    ("one receiver without a stop", "dispatch", lambda n: n.middle.__setitem__(slice(0, 3), [P("Kính gửi: Bộ Nội vụ", 14, align="centre", first=0, before=14)])),
    ("one receiver with a stop", "dispatch", lambda n: n.middle.__setitem__(slice(0, 3), [P("Kính gửi: Bộ Nội vụ.", 14, align="centre", first=0, before=14)])),
    ("a stressed word", "dispatch", lambda n: setattr(n.body[0], "lead", "Trước ngày 20/8/2020: ")),
    ("indent of 1 cm", "dispatch", lambda n: [setattr(p, "first", 10) for p in n.body]),
    ("1.5 lines", "plan", lambda n: [setattr(p, "spacing", 1.45) for p in n.body]),
    ("a larger gap under the number", "dispatch", put("V/v", before=10)),
    ("margins at the other end", "dispatch", lambda n: setattr(n, "margins", (25, 20, 25, 35)) or setattr(n.find("CỘNG HÒA"), "size", 12.0)),
    ("Lâm thời abbreviations", "dispatch", lambda n: setattr(n.body[0], "text", n.body[0].text + " Gửi TP. Lạng Sơn và ThS. Nguyễn Văn B, v.v. theo mẫu.")),
    ("unit named after a person", "dispatch", lambda n: setattr(n.body[0], "text", n.body[0].text + " Gửi về Phường Lương Văn Tri và Xã Hoàng Văn Thụ.")),
    ("Tỉnh ủy, Tỉnh đoàn", "dispatch", lambda n: setattr(n.body[0], "text", n.body[0].text + " Báo cáo với Tỉnh ủy và Tỉnh Đoàn theo quy định.")),
    ("mark in red in a frame", "dispatch", _mark()),
    ("contact line", "dispatch", _contact()),
)  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.every(8)
@pytest.mark.parametrize(("base", "change"), [row[1:] for row in LEFT_ALONE], ids=[row[0] for row in LEFT_ALONE])
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_what_must_be_left_alone(base: str, change: Callable[[Letter], object], form: str) -> None:
    assert ids(changed(base, change), form) == set()


def test_a_contact_line_may_stand_in_words_footer() -> None:
    import weasyprint

    source = to_html(changed("dispatch", _contact()))
    assert "bottom: 0; left" in source
    page = weasyprint.HTML(string=source.replace("bottom: 0; left", "bottom: -12mm; left")).write_pdf()
    assert not nd30.check(page, "x").broken

"""Pages as offices issue them: numbers stamped into gaps, words set close, notes that go over, signatures as pictures.

Each is a correct letter of ours with that one thing added, and nothing is found in it that the page does not show.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from congvan import nd30
from congvan.nd30.model.view import Box, PageGeometry, Stroke, StyledRun
from congvan.nd30.opening import read_view
from congvan.nd30.pdf.assembly import build_view
from congvan.nd30.pdf.lines import page_lines
from congvan.nd30.pdf.page import PageContents, PlacedRun
from congvan.nd30.rules.base import NOT_EVALUATED
from tests.nd30 import letters
from tests.nd30.as_pdf import printed, to_html, to_pdf
from tests.nd30.changes import both, drop, put, swap, whole
from tests.nd30.letters import Letter, P, c
from tests.nd30.pdf_files import Edit, broken, changed, edited, written


def made(*replacements: tuple[str, str], letter: Letter | None = None) -> bytes:
    """The correct dispatch, or another letter, as a PDF after replacements in its HTML."""
    page = to_html(letter or letters.dispatch())
    for old, new in replacements:
        assert old in page, old
        page = page.replace(old, new)
    return printed(page)


def gap(width: float) -> str:
    """White space of a width in mm without a character, as a stamp leaves it."""
    return f"<span style='display:inline-block;width:{width}mm'></span>"


def unevaluated(data: bytes) -> set[str]:
    report = nd30.check(data, "x.pdf")
    return {r.id.removeprefix("ND30-") for r in report.results if r.verdict == NOT_EVALUATED}


def box_of(data: bytes, start: str) -> Any:
    """The box of the paragraph that begins with these words, in points from the bottom left corner of an A4 page."""
    box = next(p for p in read_view(data).paragraphs if p.text.startswith(start)).box
    assert box is not None
    return [72 / 25.4 * v for v in (box.x0, 297 - box.y1, box.x1, 297 - box.y0)]


def on_page(number: int, edit: Edit) -> Edit:
    """An edit of one page alone."""

    def once(page: Any) -> None:
        if page.index == number - 1:
            edit(page)

    return once


# --- the head -------------------------------------------------------------------------------------------------------


def test_a_day_stamped_into_its_gap_parts_no_line() -> None:
    assert not broken(made(("ngày 19 tháng", f"ngày{gap(5)}19{gap(5)}tháng"), ("Số: 123/", f"Số:{gap(4)}123/")))


@pytest.mark.parametrize("width", [4, 9, 13])
def test_a_gap_for_the_day_parts_no_line(width: float) -> None:
    data = made((", ngày 19 tháng", f", ngày{gap(width)}<span>t</span>háng"))
    assert broken(data) <= {"DATE-FORM"}
    assert "DATE-PRESENT" not in broken(data)


def test_letters_set_one_by_one_are_the_quoc_hieu() -> None:
    letter_by_letter = "".join(f"<span>{letter}</span>" for letter in "CỘNG HÒA XÃ HỘI")
    data = made(("CỘNG HÒA XÃ HỘI", letter_by_letter), (", ngày 19 tháng", f", ngày{gap(9)}<span>t</span>háng"))
    assert broken(data) <= {"DATE-FORM"}


def test_a_rule_of_underscores_may_lie_over_the_motto() -> None:
    letter = letters.dispatch()
    put("Độc lập", rule=0.0)(letter)
    plain = made(("Độc lập - Tự do", "<span>Độc lập -</span> <span>Tự do</span>"), letter=letter)
    left, low, right, _high = box_of(plain, "Độc lập")
    half = "_" * round((right - left) / 2)
    underscores = f"2 Tf {left + 0.5:.1f} {low:.1f} Td ({half}) Tj {len(half)} 0 Td ({half}) Tj".encode()
    with_rule = edited(plain, on_page(1, written(underscores, "Times-Bold")))
    assert not {rule for rule in broken(with_rule) if rule.startswith("TIEU-NGU")}


def test_a_letter_that_shares_its_glyph_is_the_right_one() -> None:
    assert not broken(made(("Độc lập", "Ðộc lập")))


def test_a_wide_subject_line_is_not_the_margin() -> None:
    about = "V/v triển khai cài đặt ứng dụng Bluezone và ứng dụng khai báo y tế trên địa bàn tỉnh, các huyện, thành phố"
    letter = letters.dispatch()
    both(swap("V/v", letter.find("V/v").text, about * 2), put("V/v", left=-7.0))(letter)
    letter.body, letter.appendix = letter.body[:4], []
    assert not {"MARGIN-LEFT", "NOI-NHAN-LEFT"} & broken(to_pdf(letter))


def test_a_subject_line_may_stand_in_quotation_marks() -> None:
    assert changed(swap("V/v", "V/v", "“V/v")) == {"VV-WORD"}


def test_a_rule_drawn_by_hand_may_slope() -> None:
    letter = letters.dispatch()
    put("SỞ THÔNG", rule=0.0)(letter)
    plain = to_pdf(letter)
    left, low, right, _high = box_of(plain, "SỞ THÔNG")
    third = (right - left) / 3.3
    line = f"q .7 w {left + third:.1f} {low - 2:.1f} m {right - third:.1f} {low - 6:.1f} l S Q".encode()

    def draw(page: Any) -> None:
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q " + line)

    found = broken(edited(plain, draw))
    assert "BAN-HANH-RULE" not in found


def test_a_trich_yeu_wraps_nearly_as_wide_as_the_text() -> None:
    letter = letters.decision()
    at = next(i for i, p in enumerate(letter.middle) if p.text.startswith("Ban hành"))
    letter.middle[at : at + 1] = [
        c("Ban hành Quy định về các điểm hỗ trợ cài đặt, trách nhiệm của từng đơn vị,", 14, bold=True),
        c("từng cá nhân trong việc tổ chức, quản lý, kiểm tra các điểm hỗ trợ cài đặt đó", 14, bold=True),
        c("trên địa bàn tỉnh và các huyện, thành phố", 14, bold=True, rule=0.42),
    ]
    assert not broken(to_pdf(letter))


def test_a_trich_yeu_of_many_lines_may_be_justified_which_is_told_as_such() -> None:
    letter = letters.decision()
    about = letter.find("Ban hành Quy định")
    about.text = "Ban hành Quy định về các điểm hỗ trợ cài đặt và trách nhiệm của từng đơn vị, từng cá nhân " * 3
    about.align, about.first, about.rule = "justify", 12.7, 0.0
    assert broken(to_pdf(letter)) == {"TRICH-YEU-CENTRED", "TRICH-YEU-RULE"}


# --- the text -------------------------------------------------------------------------------------------------------


def test_a_text_may_have_two_left_edges() -> None:
    letter = letters.dispatch()
    for paragraph in letter.body[4:10]:
        paragraph.left = 2.5
    assert broken(to_pdf(letter)) <= {"BODY-EDGE"}


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_text_has_the_right_edge_of_its_own_lines(count: int) -> None:
    letter = letters.dispatch()
    letter.margins, letter.body, letter.appendix = (20, 20, 20, 30), letter.body[:count], []
    assert "BODY-ALIGN" not in broken(to_pdf(letter))


def test_two_first_lines_are_not_at_the_left_edge() -> None:
    """As in an extract: each paragraph goes on with less than half a line."""
    letter = letters.decision()
    drop("Căn cứ Luật")(letter)
    letter.find("Theo đề nghị").text = "Theo đề nghị của Chánh Văn phòng."
    letter.find("GIÁM ĐỐC SỞ").text = "GIÁM ĐỐC"
    duty = "Quyết định này có hiệu lực kể từ ngày ký; các đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành./."
    letter.body = [P(f" {duty}", lead="Điều 1.")]
    letter.foot[0][1].text = "- Như Điều 1;"
    letter.appendix = []
    assert not broken(to_pdf(letter))


def test_the_cells_of_a_wider_table_are_no_edge_of_the_text() -> None:
    letter = letters.dispatch()
    letter.body, letter.appendix = [*letter.body[:3], letter.body[-1]], []
    cell = "<td style='border:1px solid'>{}</td>"
    duty = "Danh sách nhân viên của các doanh nghiệp tham gia tổ hướng dẫn, hỗ trợ"
    row = f"<tr>{cell.format(duty)}{cell.format('12')}</tr>"
    table = f"<table style='width:178mm;margin-left:-10mm;font:13pt Liberation Serif'>{row * 6}</table>"
    page = to_html(letter)
    at = page.rindex("<p ", 0, page.index("Trong quá trình"))
    found = broken(printed(page[:at] + table + page[at:]))
    assert not {"BODY-ALIGN", "MARGIN-LEFT", "MARGIN-RIGHT"} & found


def test_a_roman_list_is_no_list_of_diem() -> None:
    letter = letters.dispatch()
    letter.body[-1:-1] = [P("i. Các điểm hỗ trợ ở trung tâm huyện;"), P("ii. Các điểm hỗ trợ ở xã, phường, thị trấn.")]
    assert not broken(to_pdf(letter))


def test_a_last_page_with_nothing_but_its_number_is_blank() -> None:
    letter = letters.dispatch()
    letter.appendix = [P(" ", new_page=True)]
    letter.apart = False
    assert broken(to_pdf(letter)) == {"PAGE-BLANK"}


# --- the foot -------------------------------------------------------------------------------------------------------


def test_a_remark_above_the_signer_is_not_his_title() -> None:
    letter = letters.dispatch()
    for words in ("(gửi kèm Phụ lục danh sách các điểm hỗ trợ và", "hồ sơ có liên quan)"):
        letter.body.append(c(words, 14, italic=True, before=6))
    assert not broken(to_pdf(letter))


def test_whom_to_call_is_below_the_list_and_no_part_of_it() -> None:
    letter = letters.dispatch()
    letter.foot[0].append(P("Số điện thoại liên hệ: 0205.000.000", 10, italic=True, align="left", first=0, left=22))
    assert not broken(to_pdf(letter))


def test_a_line_under_the_words_of_an_entry_goes_on_with_it() -> None:
    letter = letters.dispatch()
    letter.foot[0][-1:-1] = [
        P("- VPUB: các phòng;", 11, align="left", first=0, before=0),
        P("Cổng thông tin điện tử của tỉnh;", 11, align="left", first=0, before=0, left=1.6),
    ]
    assert not broken(to_pdf(letter))


PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def test_a_picture_below_the_title_may_show_the_name() -> None:
    picture = f"<img src='{PIXEL}' style='width:40mm;height:20mm'>"
    data = made(("Nguyễn Văn A", picture))
    assert not broken(data)
    assert "SIGNER-NAME" in unevaluated(data)
    assert changed(drop("Nguyễn Văn A")) == {"SIGNER-NAME"}


# --- letters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "off"),
    [
        (b"22 Tf 1 1 1 rg %.1f %.1f Td (VVV LLL) Tj", 22),  # white, to make room for a signature
        (b"1 Tf %.1f %.1f Td (o) Tj", 4),  # a speck
    ],
)
def test_what_nobody_sees_is_not_read(pdf: bytes, words: bytes, off: float) -> None:
    left, low, _right, _high = box_of(pdf, "Nguyễn Văn A")
    assert not broken(edited(pdf, on_page(2, written(words % (left - 1, low + off), "Times-Roman"))))


def named(data: bytes, name: str) -> bytes:
    """The PDF with its faces renamed as converters do; each keeps a name of its own."""
    for number, face in enumerate(sorted(set(re.findall(rb"/[A-Z]{6}\+[\w-]+", data)), key=len, reverse=True), 1):
        data = data.replace(face, f"/{name}{number}".encode())
    return data


def test_a_face_without_name_tells_no_style(pdf: bytes) -> None:
    data = named(pdf, "CIDFont+F")
    assert not broken(data)
    assert {"FONT-FACE", "QUOC-HIEU-WEIGHT", "NOI-NHAN-SLANT", "DIA-DANH-SLANT"} <= unevaluated(data)


def test_a_text_that_lacks_letters_is_judged_by_what_is_seen_without_them(pdf: bytes) -> None:
    lost = re.sub(rb"(?<=<)(?:004E|0054|0054|006E|0074)(?=>\s)", b"0020", pdf, flags=re.I)  # N, T, n, t
    assert lost != pdf
    assert read_view(lost).lacks_letters
    assert not broken(lost)
    small = letters.dispatch()
    whole("margins", (20, 15, 20, 25))(small)
    narrow = re.sub(rb"(?<=<)(?:004E|0054|006E|0074)(?=>\s)", b"0020", to_pdf(small), flags=re.I)
    assert broken(narrow) == {"MARGIN-LEFT"}


# --- pages made by hand ---------------------------------------------------------------------------------------------


def placed(text: str, x0: float, x1: float, base: float, size: float = 14.0) -> PlacedRun:
    return PlacedRun(StyledRun(text, "Times New Roman", size), Box(x0, base - 4, x1, base + 1), base)


def page_of(number: int, *runs: PlacedRun, strokes: tuple[Stroke, ...] = ()) -> PageContents:
    return PageContents(PageGeometry(number, 210, 297), list(runs), list(strokes), [], [])


def test_words_set_close_keep_their_spaces() -> None:
    """A line condensed by 0.08 of its size: within a word the letters overlap, between words they stay apart."""
    words = (("CỘ", 100, 110), ("NG", 109.68, 120), ("XÃ", 120.32, 130), ("H", 130.32, 133), ("Ộ", 132.68, 136))
    ends = (*words, ("I", 135.68, 137))
    lines, _strokes = page_lines(page_of(1, *(placed(word, x0, x1, 100, 12) for word, x0, x1 in ends)))
    assert [line.text for line in lines] == ["CỘNG XÃ HỘI"]


@pytest.mark.parametrize(("length", "region"), [(50.8, "footnote"), (0.0, "body")])
def test_a_note_goes_on_at_the_foot_of_the_next_page(length: float, region: str) -> None:
    """Below a short rule, without a figure of its own; without the rule it is small print of the text."""
    lines = [placed("Các doanh nghiệp viễn thông trên địa bàn cử nhân viên", 30, 190, 40 + 6 * n) for n in range(6)]
    first = page_of(1, *lines, placed("1", 190, 192, 38.5, 9.0), placed("1", 30, 31, 269, 6.5))
    first.runs.append(placed("Danh sách kèm theo các huyện và", 32, 190, 270, 10.0))
    rest = placed("thành phố, theo thứ tự của bảng.", 30, 120, 270, 10.0)
    strokes = (Stroke(2, 30, 30 + length, 262),) if length else ()
    view = build_view([first, page_of(2, *lines, rest, strokes=strokes)])
    assert [p.region for p in view.paragraphs if "thành phố, theo" in p.text] == [region]


def test_the_number_below_other_lines_of_a_header_is_one() -> None:
    """In a tagged file, whose header is read out on the first of its pages."""
    number = replace(placed("2", 104, 106, 19), artifact=True)
    pages = [page_of(n, placed("Phụ lục ngang của Sở", 80, 130, 13), *body(n)) for n in (1, 2)]
    pages[1].runs.append(number)
    assert [(n.page, n.where, n.shown) for n in build_view(pages).numbers] == [(2, "top", "2")]


def body(page: int) -> list[PlacedRun]:
    """A page of running text, whose last line ends 28 mm above the edge."""
    text = ("Các doanh nghiệp viễn thông trên địa bàn cử nhân viên", "Trung tâm Y tế các huyện, thành phố bố trí chỗ")
    return [placed(text[page - 1], 30, 190, 22 + 6 * n) for n in range(42)]


@pytest.mark.parametrize("foot", [2, 1])
def test_a_foot_in_the_margin_is_neither_text_nor_measured(foot: int) -> None:
    """Printed on both pages just below the text, with other figures, or on one alone and apart from it."""
    bare = build_view([page_of(n, *body(n)) for n in (1, 2)])
    base = 276 if foot == 2 else 285
    marked = build_view(
        [page_of(n, *body(n), *[placed(f"Bản thảo lần {n}", 30, 60, base)] * (n <= foot)) for n in (1, 2)]
    )
    assert [p.bottom for p in marked.pages] == [p.bottom for p in bare.pages]
    texts = {region: [p.text for p in marked.paragraphs if p.region == region] for region in ("body", "footer")}
    assert texts["body"] == [p.text for p in bare.paragraphs]
    assert texts["footer"] == [f"Bản thảo lần {n}" for n in range(1, foot + 1)]


@pytest.mark.parametrize(
    ("text", "right", "region"),
    [
        *((text, 60, "body") for text in ("2. Việc thứ hai", "b) Việc khác", "Điều 2. Hiệu lực", "II. NỘI DUNG")),
        *((text, 60, "body") for text in ("1.1. Việc", "- Đơn vị mẫu", "+ Việc mẫu", "(1) Việc", "Chương II")),
        *(
            ("Các đơn vị căn cứ chức năng, nhiệm vụ được giao", right, region)
            for right, region in ((190, "body"), (120, "footer"))
        ),
        *((text, 60, "footer") for text in ("Bản thảo lần 1", "Mẫu 5")),
    ],
)
def test_a_division_or_a_full_line_at_the_end_of_a_page_is_no_foot(text: str, right: float, region: str) -> None:
    view = build_view([page_of(1, *body(1), placed(text, 30, right, 285)), page_of(2, *body(2))])
    assert [p.region for p in view.paragraphs if p.text.startswith(text)] == [region]


def test_a_last_line_of_text_in_the_margin_is_measured() -> None:
    below = placed("việc tại từng bệnh viện, từng đơn vị.", 30, 100, 22 + 6 * 42 + 6)
    (page,) = build_view([page_of(1, *body(1), placed(below.run.text, 30, 190, 274), below)]).pages
    assert page.bottom is not None
    assert page.bottom < 18


def test_what_a_tagged_file_marks_as_no_text_is_a_head_or_a_foot() -> None:
    head = replace(placed("Sở Mẫu", 30, 60, 12), artifact=True)
    foot = replace(placed("Chân trang", 30, 60, 284), artifact=True)
    table = replace(placed("Họ và tên", 30, 60, 18), artifact=True)
    view = build_view([page_of(1, head, *body(1), foot), page_of(2, head, table, *body(2))])
    regions = {p.text: p.region for p in view.paragraphs if p.region != "body"}
    assert regions == {"Sở Mẫu": "header", "Chân trang": "footer", "Họ và tên": "header"}
    assert view.pages[0].bottom == build_view([page_of(1, *body(1))]).pages[0].bottom

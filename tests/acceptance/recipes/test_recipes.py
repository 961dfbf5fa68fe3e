"""The twenty recipes of docs/templates.md: each edit is made as an officer makes it, and is seen in DOCX and PDF.

Edits that don't touch one another are made in one template, since each template costs two compiles.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.acceptance.recipes import officer
from tests.acceptance.recipes.making import ENVELOPE, LETTER, LIST, Made, content, made_by, same_words
from tests.acceptance.templates.making import saved_docx
from tests.acceptance.templates.pages import left
from tests.sample_project import HOME


@dataclass(frozen=True)
class Recipe:
    """A recipe of the page: its title there, the template, the edit, what must be seen afterwards."""

    title: str
    template: str
    edit: Callable[[Any], None]
    see: Callable[[Made], None]
    group: int = 0


@functools.cache
def edited(template: str, group: int) -> bytes:
    """The template with all the edits of a group."""
    document = officer.opened((HOME / f"templates/{template}.docx").read_bytes())
    for recipe in RECIPES:
        if (recipe.template, recipe.group) == (template, group):
            recipe.edit(document)
    return officer.saved(document)


@functools.cache
def made(template: str, group: int) -> Made:
    """What the template of a group makes."""
    return made_by(template, edited(template, group))


@functools.cache
def resaved() -> Mapping[tuple[str, int], Made]:
    """What the edited templates make after LibreOffice has saved them."""
    groups = {(recipe.template, recipe.group) for recipe in RECIPES}
    saved = saved_docx({f"{name}-{number}": edited(name, number) for name, number in groups})
    return {(name, number): made_by(name, saved[f"{name}-{number}"]) for name, number in groups}


# ---- words and parts -------------------------------------------------------------------------------------------------


def add_receiver(document: Any) -> None:
    tag = officer.find(document, "{{p noi_nhan.lines }}")
    line = "- Cổng thông tin điện tử của Sở;"
    officer.type_below(tag, "{%p if loop.last %}", line, "{%p endif %}", "{{ dong }}", "{%p endfor %}")
    tag.runs[0].text = "{%p for dong in noi_nhan.lines %}"


def see_receiver(made: Made) -> None:
    same_words(made, "- Cổng thông tin điện tử của Sở;")
    line = made.pages.find("Cổng thông tin điện tử của Sở;")
    assert {round(glyph.size, 1) for glyph in line} == {11}
    assert 0 < made.pages.find("- Lưu: VT")[0].base - line[0].base < 16  # right above the last one


def add_sentence(document: Any) -> None:
    officer.type_below(officer.find(document, "{{p body }}"), "Sở Thông tin và Truyền thông trân trọng cảm ơn.")


def see_sentence(made: Made) -> None:
    same_words(made, "Sở Thông tin và Truyền thông trân trọng cảm ơn.")


def add_condition(document: Any) -> None:
    below = officer.find(document, "{{p kinh_gui }}")
    lines = ("{%p if urgency %}", "Văn bản khẩn, đề nghị xử lý trong ngày.", "{%p endif %}")
    officer.type_below(below, *lines, style="CV Nội dung")


def see_condition(made: Made) -> None:
    assert "Văn bản khẩn" not in made.words
    assert "Vănbảnkhẩn" not in made.pages.words()
    assert made.urgent is not None
    made.urgent.find("Văn bản khẩn, đề nghị xử lý trong ngày.")


def add_logo(document: Any) -> None:
    first = officer.find(document, "{{p head.parent }}")
    line = first.insert_paragraph_before(style=document.styles["Normal"])
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run().add_picture(officer.logo(), width=Mm(15))


def see_logo(made: Made) -> None:
    (shape,) = made.docx.inline_shapes
    assert round(shape.width.mm) == 15
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert [each.Width for each in streams if each.get("/Subtype") == "/Image"] == [60]
    assert made.pages.find("UBND TỈNH LẠNG SƠN")[0].base > 35  # below the logo


def add_table(document: Any) -> None:
    rows = [["Việc", "Thời hạn"], ["Cử đầu mối", "trong tuần"]]
    officer.table_below(officer.find(document, "{{p body }}"), rows, "CV Bảng")


def see_table(made: Made) -> None:
    same_words(made, "Cử đầu mối")
    assert any("Cử đầu mối" in table.cell(1, 0).text for table in made.docx.tables if len(table.rows) > 1)
    first, second = made.pages.find("Việc", 0), made.pages.find("trong tuần")
    assert second[0].left - left(made.pages.find("Cử đầu mối")) > 50, first


def remove_copies(document: Any) -> None:
    officer.delete_between(document, "{%p if copy %}", "{%p endif %}")


def see_no_copies(made: Made) -> None:
    assert not any(name.split(".")[0] == "copy" for name in made.names)


def add_footer(document: Any) -> None:
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            if "Thời hạn lưu" not in footer.paragraphs[-1].text:
                footer.paragraphs[-1].add_run("Thời hạn lưu: 10 năm")


def see_footer(made: Made) -> None:
    assert any("Thời hạn lưu" in section.footer.paragraphs[-1].text for section in made.docx.sections)
    for page in range(made.pages.count):
        assert made.pages.find("Thời hạn lưu: 10 năm", page)[0].base > 275


def add_issuer_line(document: Any) -> None:
    officer.type_below(officer.find(document, "{{p head.issuer }}"), "PHÒNG BƯU CHÍNH VIỄN THÔNG")


def see_issuer_line(made: Made) -> None:
    same_words(made, "PHÒNG BƯU CHÍNH VIỄN THÔNG")
    rule = made.pages.below(made.pages.find("PHÒNG BƯU CHÍNH VIỄN THÔNG"))
    assert 15 < rule.length < 40  # the line stands under the new words now


# ---- styles ----------------------------------------------------------------------------------------------------------


def size_13(document: Any) -> None:
    document.styles["CV Nội dung"].font.size = Pt(13)


BODY = "Nhằm đẩy mạnh hơn nữa"


def see_size_13(made: Made) -> None:
    assert made.docx.styles["CV Nội dung"].font.size == Pt(13)
    assert {round(glyph.size, 1) for glyph in made.pages.find(BODY)} == {13}


def another_face(document: Any) -> None:
    officer.font(document.styles["Normal"], "Arial")


def see_another_face(made: Made) -> None:
    assert made.docx.styles["Normal"].font.name == "Arial"
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each]
        names = {str(each.BaseFont) for each in fonts}
    assert names
    assert all(re.search("Arial|LiberationSans|Arimo", name) for name in names), names


def indent_khoan(document: Any) -> None:
    document.styles["CV Khoản"].paragraph_format.first_line_indent = Mm(20)


def see_indent_khoan(made: Made) -> None:
    khoan = made.pages.find("1. Các doanh nghiệp bưu chính")
    assert left(khoan) == pytest.approx(35 + 20, abs=0.6)  # from the margin of the recipe on margins


def wider_lines(document: Any) -> None:
    spacing = document.styles["CV Nội dung"].paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.5


def see_wider_lines(made: Made) -> None:
    lines = sorted({round(g.base, 1) for g in made.pages.glyphs if g.page == 0 and 100 < g.base < 200})
    steps = [b - a for a, b in pairwise(lines)]
    assert min(steps) == pytest.approx(13 * 1.149 * 1.5 * 25.4 / 72, abs=0.4)


def margin(document: Any) -> None:
    for section in document.sections:
        section.left_margin = Mm(35)


def see_margin(made: Made) -> None:
    assert {round(section.left_margin.mm) for section in made.docx.sections} == {35}
    assert left([g for g in made.pages.glyphs if g.page == 0]) > 34


def italic_subject(document: Any) -> None:
    document.styles["CV Về việc"].font.italic = True


def see_italic_subject(made: Made) -> None:
    assert all(glyph.italic for glyph in made.pages.find("V/v tăng cường"))
    assert officer.find(made.docx, "V/v tăng cường").style.name == "CV Về việc"


def space_between(document: Any) -> None:
    document.styles["CV Nội dung"].paragraph_format.space_before = Pt(14)


def see_space_between(made: Made) -> None:
    lines = sorted({round(g.base, 1) for g in made.pages.glyphs if g.page == 0 and 100 < g.base < 200})
    steps = [b - a for a, b in pairwise(lines)]
    assert max(steps) == pytest.approx((13 * 1.149 * 1.5 + 14) * 25.4 / 72, abs=0.5)


def own_rule(document: Any) -> None:
    words = officer.find(document, "Độc lập")._p.getnext()
    rule = next(each for each in officer.paragraphs(document) if each._p is words)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(30)


def see_own_rule(made: Made) -> None:
    words = made.pages.find("Độc lập - Tự do - Hạnh phúc")
    assert made.pages.below(words).length < 0.75 * (words[-1].right - words[0].left)


def room_to_sign(document: Any) -> None:
    document.styles["CV Họ tên"].paragraph_format.space_before = Pt(90)


def see_room_to_sign(made: Made) -> None:
    lines = content("letter")["sign"]
    title, name = made.pages.find(lines["lines"][-1]), made.pages.find(lines["name"])
    assert (name[0].base - title[0].base) > 90 * 25.4 / 72
    assert officer.find(made.docx, lines["name"]).style.paragraph_format.space_before == Pt(90)


def number_below(document: Any) -> None:
    for section in document.sections:
        field = section.header.paragraphs[0]._p.find(qn("w:fldSimple"))
        if field is not None:
            footer = section.footer.paragraphs[0]
            footer.style = document.styles["CV Số trang"]
            footer._p.append(field)


def see_number_below(made: Made) -> None:
    second = [glyph for glyph in made.pages.glyphs if glyph.page == 1]
    lowest = max(second, key=lambda glyph: glyph.base)
    assert (lowest.char, lowest.base > 275) == ("2", True)
    fields = [each for footer in footers(made.docx) for each in footer.iter(qn("w:fldSimple"), qn("w:instrText"))]
    assert any("PAGE" in (each.get(qn("w:instr")) or each.text or "") for each in fields)


def footers(document: Any) -> list[Any]:
    return [section.footer.paragraphs[0]._p for section in document.sections]


# ---- other templates -------------------------------------------------------------------------------------------------


def column_to_sign(document: Any) -> None:
    tag = officer.find(document, "{{p table }}")
    rows = [
        [*("TT", "Nơi nhận", "Ký nhận")],
        ["{%tr for dong in table.rows %}", "", ""],
        ["{{ dong[0] }}", "{{ dong[1] }}", ""],
        ["{%tr endfor %}", "", ""],
    ]
    officer.table_below(tag, rows, "CV Bảng")
    tag._p.getparent().remove(tag._p)


def see_column_to_sign(made: Made) -> None:
    same_words(made, "Ký nhận")
    rows = content("send-list")["table"]["rows"]
    table = next(table for table in made.docx.tables if "Ký nhận" in table.cell(0, 2).text)
    assert len(table.rows) == len(rows) + 1
    assert table.cell(len(rows), 1).text == rows[-1][1]
    assert left(made.pages.find("Ký nhận")) > left(made.pages.find("Nơi nhận")) + 20


def urgent_envelope(document: Any) -> None:
    officer.type_below(officer.find(document, "{{ number }}"), "HỎA TỐC")


def see_urgent_envelope(made: Made) -> None:
    same_words(made, "HỎA TỐC")


RECIPES = (
    Recipe("Thêm một dòng cố định dưới Nơi nhận", LETTER, add_receiver, see_receiver),
    Recipe("Thêm một câu vào mọi văn bản", LETTER, add_sentence, see_sentence),
    Recipe("Thêm một câu chỉ khi văn bản khẩn", LETTER, add_condition, see_condition),
    Recipe("Thêm logo vào đầu văn bản", LETTER, add_logo, see_logo),
    Recipe("Thêm một bảng có chữ cố định", LETTER, add_table, see_table),
    Recipe("Thêm một dòng dưới tên cơ quan", LETTER, add_issuer_line, see_issuer_line),
    Recipe("Thêm chữ ở chân trang", LETTER, add_footer, see_footer),
    Recipe("Bỏ một phần không dùng", LETTER, remove_copies, see_no_copies),
    Recipe("Cỡ chữ nội dung 13 thay cho 14", LETTER, size_13, see_size_13, 1),
    Recipe("Phông chữ khác", LETTER, another_face, see_another_face, 1),
    Recipe("Thụt đầu dòng của khoản", LETTER, indent_khoan, see_indent_khoan, 1),
    Recipe("Giãn dòng nội dung", LETTER, wider_lines, see_wider_lines, 1),
    Recipe("Khoảng cách giữa các đoạn", LETTER, space_between, see_space_between, 1),
    Recipe("Lề trang", LETTER, margin, see_margin, 1),
    Recipe("Trích yếu in nghiêng", LETTER, italic_subject, see_italic_subject, 1),
    Recipe("Dòng kẻ dài, ngắn theo ý mình", LETTER, own_rule, see_own_rule, 1),
    Recipe("Chừa chỗ ký cao hơn", LETTER, room_to_sign, see_room_to_sign, 1),
    Recipe("Số trang ở chân trang", LETTER, number_below, see_number_below, 1),
    Recipe("Thêm cột Ký nhận vào danh sách gửi", LIST, column_to_sign, see_column_to_sign),
    Recipe("Thêm chữ HỎA TỐC trên bì", ENVELOPE, urgent_envelope, see_urgent_envelope),
)


@pytest.mark.every(10)
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_does_what_the_page_says(recipe: Recipe) -> None:
    recipe.see(made(recipe.template, recipe.group))


@pytest.mark.full("LibreOffice")
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_holds_after_a_save_by_libreoffice(recipe: Recipe) -> None:
    recipe.see(resaved()[recipe.template, recipe.group])


def test_the_page_has_these_recipes() -> None:
    page = (HOME / "docs/templates.md").read_text("utf-8")
    assert re.findall(r"^### \d+\. (.+)$", page, re.MULTILINE) == [recipe.title for recipe in RECIPES]

"""Draw the two workbook templates afresh: templates/bieu.xlsx and templates/danh-sach-gui.xlsx.

They are a start. Once an officer has edited them in Excel, the workbooks are the source and this script is history.
Tags are documented in docs/xlsx.md.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from congvan.formats.xlsx.workbook import save
from congvan.units import mm_to_pt

FACE = "Times New Roman"
THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
DATE = "2020-08-19T00:00:00Z"


def font(size: float = 13, **how: bool) -> Font:
    return Font(name=FACE, size=size, bold=how.get("bold"), italic=how.get("italic"))


def new_book() -> Any:
    """An empty workbook whose standard face is Times New Roman 12: its digits are 8 pixels wide in every program."""
    book: Any = Workbook()
    book._fonts[0] = Font(name=FACE, size=12, family=1)
    book._named_styles["Normal"].font = Font(name=FACE, size=12, family=1)
    book.properties.created = book.properties.modified = datetime(2020, 8, 19)
    return book


def page(sheet: Any, numbered: bool) -> None:
    """A4 upright, margins 20, 20, 30, 15 mm (Appendix I of the decree), as wide as the page, number at the top."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.top, margins.bottom, margins.left, margins.right = (mm / 25.4 for mm in (20, 20, 30, 15))
    margins.header = margins.footer = 10 / 25.4
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.HeaderFooter.differentFirst = True
    for header in (sheet.oddHeader, sheet.firstHeader):
        header.center.font, header.center.size = f"{FACE},Regular", 14
    sheet.oddHeader.center.text = "&P"
    if numbered:
        sheet.firstHeader.center.text = "{% if layout.appendix_page %}{{ layout.appendix_page }}{% endif %}"


def put(cell: Any, text: str, face: Font, where: Alignment, *, ruled: bool = False, form: bool = False) -> None:
    cell.value, cell.font, cell.alignment, cell.data_type = text, face, where, "s"
    if ruled:
        cell.border = RULED
    if form:
        cell.protection = Protection(locked=False)


Kind = tuple[str, str, Alignment, str]  # name, the test of a column, alignment, value


class Rows:
    """Writes one row of a template after another."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.at = sheet, 0

    def tag(self, *tags: str) -> None:
        self.at += 1
        for column, text in enumerate(tags, 1):
            put(self.sheet.cell(self.at, column), text, Font(name=FACE, size=10, color="808080"), Alignment())

    def line(self, text: str, face: Font, where: Alignment, span: str, height: str = "7") -> None:
        self.at += 1
        put(self.sheet.cell(self.at, 1), f"{{%colspan {span} %}}{{%rh {height} %}}{text}", face, where)

    def lines(self, name: str, face: Font, where: Alignment, span: str, height: str = "7") -> None:
        self.tag(f"{{%tr for line in {name} %}}")
        self.line("{{ line }}", face, where, span, height)
        self.tag("{%tr endfor %}")

    def blank(self, mm: float, text: str = "") -> None:
        self.at += 1
        if text:
            put(self.sheet.cell(self.at, 1), text, font(), LEFT)
        self.sheet.row_dimensions[self.at].height = mm_to_pt(mm)

    def header(self, columns: str) -> None:
        self.at += 1
        put(self.sheet.cell(self.at, 1), f"{{%tc for column in {columns} %}}", Font(size=8), Alignment())
        text = "{%cw column.mm %}{%rh 10 %}{{ column.label }}"
        put(self.sheet.cell(self.at, 2), text, font(bold=True), CENTRE, ruled=True)
        put(self.sheet.cell(self.at, 3), "{%tc endfor %}", Font(size=8), Alignment())

    def entry(self, columns: str, kinds: list[Kind], height: str, form: bool) -> dict[str, str]:
        """A row that chooses each cell's look by its column; the addresses of the cells by the name of their kind."""
        self.at += 1
        texts: list[tuple[str, Alignment | None, str]] = [(f"{{%rh {height} %}}{{%tc for {columns} %}}", None, "")]
        for number, (name, test, where, value) in enumerate(kinds):
            word = "else" if not test else "elif" if number else "if"
            texts.append((f"{{%tc {word} {test} %}}".replace("  ", " "), None, ""))
            texts.append((value, where, name))
        texts += [("{%tc endif %}", None, ""), ("{%tc endfor %}", None, "")]
        places = {}
        for column, (text, where_, name) in enumerate(texts, 1):
            cell = self.sheet.cell(self.at, column)
            if where_ is None:
                put(cell, text, Font(size=8), Alignment())
                continue
            put(cell, text, font(), where_, ruled=True, form=form)
            if name == "phone":
                cell.number_format = "@"
            places[name] = cell.coordinate
        return places


PRINTED = "form.sections|length == 1"
GREY = PatternFill("solid", fgColor="E7E6E6")
INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
DOTS = Border(bottom=Side(style="dotted"))
ASKED = "{%numfmt column.format %}{%align column.align %}{%rule column.rule %}{{ cell.value }}"
KNOWN = "{%numfmt column.format %}{%align column.align %}{{ cell.value }}"
COMPUTED = "{%numfmt column.format %}{%align column.align %}{%formula cell.formula %}"


def cells(rows: Rows, *texts: Any) -> None:
    """A row of cells side by side: a tag, or a text with its font, its alignment and what else it is drawn with."""
    rows.at += 1
    for column, each in enumerate(texts, 1):
        cell = rows.sheet.cell(rows.at, column)
        if isinstance(each, str):
            put(cell, each, Font(size=8), Alignment())
            continue
        text, face, where, how = each
        put(cell, text, face, where, ruled=how.get("ruled", False), form=how.get("form", False))
        for name in ("fill", "border", "number_format"):
            if name in how:
                setattr(cell, name, how[name])


def own_head(rows: Rows) -> None:
    """The head of a paper of the sender: its name and number at the left, the motto and the date at the right."""
    left, right = "{%colspan form.left %}{%rh 6 %}", "{%colspan span - form.left %}"
    issuer = "{% if form.head.parent %}{{ form.head.issuer|join(' ') }}{% endif %}"
    rows.tag("{%tr if form.head.issuer %}")
    for one, other, bold, italic in (
        ("{{ (form.head.parent or form.head.issuer)|join(' ') }}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False),
        (
            issuer,
            "Độc lập - Tự do - Hạnh phúc",
            True,
            False,
        ),
        ("{{ form.head.number }}", "{{ form.head.place_date }}", False, True),
    ):
        cells(
            rows,
            (left + one, font(12 if bold else 13, bold=bold), CENTRE, {}),
            (right + other, font(12 if bold else 13, bold=bold, italic=italic), CENTRE, {}),
        )
    rows.blank(4)
    rows.tag("{%tr endif %}")


def head_rows(rows: Rows) -> None:
    """The head of a table, of one line or several, and its row of codes."""
    text = "{%colspan head.columns %}{%rowspan head.rows %}{%rh 7 %}{{ head.text }}"
    unit = "{% if head.unit %} {{ head.unit }}{% endif %}"
    rows.tag("{%tr for line in section.heads %}")
    cells(rows, "{%tc for head in line %}", (text + unit, font(bold=True), CENTRE, {"ruled": True}), "{%tc endfor %}")
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr if section.codes %}")
    code = ("{%rh 6 %}{{ code }}", font(11, italic=True), CENTRE, {"ruled": True})
    cells(rows, "{%tc for code in section.codes %}", code, "{%tc endfor %}")
    rows.tag("{%tr endif %}")


def entries(rows: Rows, over: str, bold: bool = False) -> None:
    """A row of a table: each cell as it is computed, known, known but open to change, or asked."""
    face = font(13, bold=bold)
    cells(
        rows,
        f"{{%rh section.row_mm %}}{{%tc for column, cell in section.columns|zip({over}) %}}",
        '{%tc if cell.state == "formula" %}',
        (COMPUTED, face, LEFT, {"ruled": True}),
        '{%tc elif cell.state == "locked" %}',
        (KNOWN, face, LEFT, {"ruled": True}),
        '{%tc elif cell.state == "open" %}',
        (ASKED, face, LEFT, {"ruled": True, "form": True, "fill": GREY}),
        "{%tc else %}",
        (ASKED, face, LEFT, {"ruled": True, "form": True}),
        "{%tc endif %}",
        "{%tc endfor %}",
    )


def questions(rows: Rows) -> None:
    """The lines of a section without a table: a question, and the cell of its answer beside it."""
    looks = '{%colspan span - form.asked %}{%numfmt line.format %}{%align "left" %}'
    asked, known = looks + "{%rule line.rule %}{{ line.value }}", looks + "{{ line.value }}"
    rows.tag("{%tr for line in section.lines %}")
    cells(
        rows,
        ("{%colspan form.asked %}{%rh 8 %}{{ line.label }}", font(), LEFT, {}),
        '{%tc if line.state == "ask" or line.state == "open" %}',
        (asked, font(), LEFT, {"form": True, "border": DOTS}),
        "{%tc else %}",
        (known, font(), LEFT, {"border": DOTS}),
        "{%tc endif %}",
    )
    rows.tag("{%tr endfor %}")


def form() -> bytes:
    """A form of any columns: one sheet of a form, filled in by its sender and sent back."""
    book = new_book()
    sheet = book.active
    sheet.title = "Biểu"
    page(sheet, numbered=True)
    rows = Rows(sheet)
    rows.tag("{%tr set span = form.widths|length %}")
    own_head(rows)
    rows.tag("{%tr if form.label %}")
    rows.line("{{ form.label }}", font(14, bold=True), CENTRE, "span")
    rows.tag("{%tr endif %}")
    rows.lines("form.title", font(14, bold=True), CENTRE, "span")
    rows.lines("form.subtitle", font(14, bold=True), CENTRE, "span")
    rows.tag("{%tr if form.reference %}")
    rows.line("{{ form.reference }}", font(14, italic=True), CENTRE, "span")
    rows.tag("{%tr endif %}")
    cells(
        rows,
        "{%rh 4 %}{%tc for mm in form.widths %}",
        ("{%cw mm %}{%pn layout.appendix_page %}{%landscape form.landscape %}", font(8), LEFT, {}),
        "{%tc endfor %}",
    )
    rows.lines("form.lines", font(13), LEFT, "span")
    rows.tag("{%tr for section in form.sections %}")
    rows.blank(3)
    rows.tag("{%tr if section.title %}")
    rows.line("{{ section.title }}", font(13, bold=True), LEFT, "span")
    rows.tag("{%tr endif %}")
    questions(rows)
    rows.tag(f"{{%tr if {PRINTED} %}}")
    first = rows.at + 1
    head_rows(rows)
    last = rows.at
    rows.tag("{%tr else %}")
    head_rows(rows)
    rows.tag("{%tr endif %}")
    rows.tag("{%tr for row in section.rows %}")
    entries(rows, "row")
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr if section.total %}")
    entries(rows, "section.total", bold=True)
    rows.tag("{%tr endif %}")
    rows.tag("{%tr if section.closing %}")
    rows.blank(2)
    rows.line("{{ section.closing }}", font(13), LEFT, "span")
    rows.tag("{%tr endif %}")
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr if form.nil %}")
    rows.blank(3)
    mark = ("{%rule form.nil_rule %}{%rh 7 %}", font(13, bold=True), CENTRE, {"ruled": True, "form": True})
    cells(
        rows,
        "{%tc if span > 1 %}",
        mark,
        ("{%colspan span - 1 %}{{ form.nil }}", font(), INDENTED, {}),
        "{%tc endif %}",
    )
    rows.tag("{%tr endif %}")
    rows.tag("{%tr if form.note %}")
    rows.blank(3)
    rows.line("{{ form.note }}", font(13, italic=True), LEFT, "span", "6")
    rows.tag("{%tr endif %}")
    rows.blank(3)
    for part, face in (("title", font(13, bold=True)), ("hint", font(13, italic=True))):
        text = f"{{%colspan signer.columns %}}{{%rh 7 %}}{{{{ signer.{part} }}}}"
        cells(rows, "{%tc for signer in form.signers %}", (text, face, CENTRE, {}), "{%tc endfor %}")
    sheet.print_title_rows = f"{first}:{last}"
    sheet.protection.sheet = True
    for allowed in ("insertRows", "formatColumns", "formatRows", "selectLockedCells", "selectUnlockedCells"):
        setattr(sheet.protection, allowed, False)
    sheet.sheet_format.defaultColWidth = 22
    properties(book, "{{ form_id }}")
    return save(book, {"created": DATE, "modified": DATE})


def send_list() -> bytes:
    """The list of who gets how many copies by which way, to be ticked off and signed for."""
    book = new_book()
    sheet = book.active
    sheet.title = "Danh sách gửi"
    page(sheet, numbered=False)
    span = "span"
    rows = Rows(sheet)
    rows.tag("{%tr set span = columns|length %}")
    rows.line("{{ title }}", font(14, bold=True), CENTRE, span)
    rows.lines("lines", font(14, italic=True), CENTRE, span)
    rows.blank(4)
    rows.header("columns")
    head = rows.at
    value, number = "{{ value }}", "{{ value|number }}"
    rows.tag("{%tr for row in rows %}")
    kinds = [
        ("number", 'column.kind == "number"', CENTRE, number),
        ("centre", 'column.align == "center"', CENTRE, value),
        ("text", "", LEFT, value),
    ]
    rows.entry("column, value in columns|zip(row)", kinds, "9", form=False)
    rows.tag("{%tr endfor %}")
    rows.tag("{%tr if total %}")
    rows.entry("column, value in columns|zip(total)", kinds, "9", form=False)
    for column in range(1, 12):
        if sheet.cell(rows.at, column).border.left.style:
            sheet.cell(rows.at, column).font = font(bold=True)
    rows.tag("{%tr endif %}")
    sheet.print_title_rows = f"{head}:{head}"
    sheet.sheet_format.defaultColWidth = 22
    properties(book, "")
    return save(book, {"created": DATE, "modified": DATE})


def properties(book: Any, form_id: str) -> None:
    book.properties.title = "{{ title }}"
    book.properties.creator = "{{ author }}" if form_id else "congvan"
    book.properties.language = "vi-VN"
    if form_id:
        book.properties.keywords = form_id
        book.custom_doc_props.append(StringProperty(name="congvan-form", value=form_id))


def main() -> None:
    folder = Path(__file__).resolve().parent.parent / "templates"
    folder.mkdir(exist_ok=True)
    for name, draw in (("bieu.xlsx", form), ("danh-sach-gui.xlsx", send_list)):
        (folder / name).write_bytes(draw())


if __name__ == "__main__":
    main()

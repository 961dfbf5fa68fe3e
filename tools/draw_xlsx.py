"""Draw the two workbook templates afresh: templates/bieu-danh-sach.xlsx and templates/danh-sach-gui.xlsx.

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
from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from congvan.formats.xlsx.workbook import save
from congvan.units import mm_to_pt

FACE = "Times New Roman"
THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
DATE = "2020-08-19T00:00:00Z"
PHONE = (
    '=AND(LEFT(TRIM({0}),1)="0",ISNUMBER(--SUBSTITUTE(SUBSTITUTE({0}," ",""),".","")),'
    'LEN(SUBSTITUTE(SUBSTITUTE({0}," ",""),".",""))>=10,LEN(SUBSTITUTE(SUBSTITUTE({0}," ",""),".",""))<=11)'
)


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


def rule(sheet: Any, cells: str, kind: str, title: str, prompt: str, error: str, **how: Any) -> None:
    validation = DataValidation(type=kind, allow_blank=True, showErrorMessage=True, showInputMessage=True, **how)
    validation.promptTitle, validation.prompt = title, prompt
    validation.errorTitle, validation.error = title, error
    validation.add(cells)
    sheet.add_data_validation(validation)


def roster() -> bytes:
    """The form of a list of staff: one attachment of a dispatch, filled in by an enterprise and sent back."""
    book = new_book()
    sheet = book.active
    sheet.title = "Danh sách"
    page(sheet, numbered=True)
    form, columns, span = "form", "form.table.columns", "span"
    rows = Rows(sheet)
    rows.tag("{%tr set form = attachments[0] %}")
    rows.tag("{%tr set span = form.table.columns|length %}")
    rows.tag(f"{{%tr if {form}.label %}}")
    rows.line(f"{{{{ {form}.label }}}}", font(14, bold=True), CENTRE, span)
    rows.tag("{%tr endif %}")
    rows.lines(f"{form}.title", font(14, bold=True), CENTRE, span)
    rows.lines(f"{form}.subtitle", font(14, bold=True), CENTRE, span)
    rows.tag(f"{{%tr if {form}.reference %}}")
    rows.line(f"{{{{ {form}.reference }}}}", font(14, italic=True), CENTRE, span)
    rows.tag("{%tr endif %}")
    rows.blank(4, "{%pn layout.appendix_page %}")
    rows.lines(f"{form}.facts", font(13), LEFT, span)
    rows.tag(f"{{%tr for block in {form}.body %}}")
    rows.line('{{ block.runs|map(attribute="text")|join }}', font(13), LEFT, span)
    rows.tag("{%tr endfor %}")
    rows.blank(3)
    rows.header(columns)
    head = rows.at
    value, number = "{{ value }}", "{{ value|number }}"
    kinds = [
        ("phone", 'column.kind == "phone"', CENTRE, value),
        ("district", 'column.kind == "district"', LEFT, value),
        ("name", '"Họ" in column.label', LEFT, value),
        ("number", 'column.kind == "number"', CENTRE, number),
        ("centre", 'column.align == "center"', CENTRE, value),
        ("text", "", LEFT, value),
    ]
    rows.tag(f"{{%tr for row in {form}.table.rows %}}")
    places = rows.entry(f"column, value in {columns}|zip(row)", kinds, f"{form}.table.row_mm", form=True)
    rows.tag("{%tr endfor %}")
    rows.blank(3)
    rows.lines(f"{form}.foot.note", font(13, italic=True), LEFT, span, "6")
    rows.blank(3)
    rows.tag(f"{{%tr for line in {form}.foot.sign %}}")
    for condition, bold in (("{%tr if loop.first %}", True), ("{%tr else %}", False)):
        rows.tag(condition)
        rows.at += 1
        left = f"{{%colspan {span} - {span} // 2 %}}{{%rh 7 %}}"
        put(sheet.cell(rows.at, 1), f"{{%tc if {span} > 1 %}}", Font(size=8), Alignment())
        put(sheet.cell(rows.at, 2), left, font(), LEFT)
        face = font(13, bold=bold, italic=not bold)
        put(sheet.cell(rows.at, 3), f"{{%colspan {span} // 2 %}}{{{{ line }}}}", face, CENTRE)
        put(sheet.cell(rows.at, 4), "{%tc else %}", Font(size=8), Alignment())
        put(sheet.cell(rows.at, 5), "{%rh 7 %}{{ line }}", face, CENTRE)
        put(sheet.cell(rows.at, 6), "{%tc endif %}", Font(size=8), Alignment())
    rows.tag("{%tr endif %}")
    rows.tag("{%tr endfor %}")
    sheet.print_title_rows = f"{head}:{head}"
    units = book.create_sheet("Danh mục")
    units.sheet_state = "veryHidden"
    units.column_dimensions["A"].width = 40
    units.protection.sheet = True
    put(units["A1"], "Đơn vị cấp huyện", font(bold=True), LEFT)
    put(units["A2"], '{%tr for unit in districts|default([], true) or [""] %}', font(10), LEFT)
    put(units["A3"], "{{ unit }}", font(), LEFT)
    put(units["A4"], "{%tr endfor %}", font(10), LEFT)
    book.defined_names["don_vi_cap_huyen"] = DefinedName("don_vi_cap_huyen", attr_text="'Danh mục'!$A$3:$A$3")
    rule(
        sheet,
        places["phone"],
        "custom",
        "Điện thoại liên hệ",
        "Ghi 10 hoặc 11 chữ số, bắt đầu bằng số 0; có thể cách nhóm bằng dấu chấm hoặc dấu cách.",
        "Số điện thoại phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0. Ví dụ: 0900.000.000",
        formula1=PHONE.format(places["phone"])[1:],
    )
    rule(
        sheet,
        places["district"],
        "list",
        "Huyện/thành phố",
        "Chọn trong danh sách.",
        "Hãy chọn một đơn vị cấp huyện trong danh sách.",
        formula1="don_vi_cap_huyen",
    )
    rule(
        sheet,
        places["name"],
        "textLength",
        "Họ tên",
        "Ghi đủ họ và tên, mỗi người một dòng.",
        "Họ tên dài từ 2 đến 60 ký tự, mỗi người một dòng.",
        operator="between",
        formula1="2",
        formula2="60",
    )
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
    for name, draw in (("bieu-danh-sach.xlsx", roster), ("danh-sach-gui.xlsx", send_list)):
        (folder / name).write_bytes(draw())


if __name__ == "__main__":
    main()

"""Forms of an invented office, printed plainly and filled in as people would, as XLSX, DOCX and CSV."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.core.problems import Problem
from congvan.forms.blanks.sheet import sheet
from congvan.forms.form import DispatchForm, FormSection
from congvan.forms.keys import FormKeys, form_id
from congvan.grids import csv as csv_grid
from congvan.grids import docx as docx_grid
from congvan.grids import xlsx as xlsx_grid
from congvan.grids.intake import OfficePackage
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.returns.reading.answer import FoundAnswer, read_answers
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import LISTS, files

FORMS = """\
forms:
  - id: thanh-vien
    name: Danh sách
    subject: Thành viên Tổ công nghệ số
    per: {xa: xa, don_vi: don-vi}
    sender: xa.ubnd
    due: danh-sach
    lines: ["Xã, phường: {{ xa.heading }}", "Đơn vị phối hợp: {{ don_vi.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ho-ten, label: Họ và tên, type: name, required: true}
      - {id: ngay-sinh, label: Ngày sinh, type: date, max: 31/12/2010}
      - {id: gioi-tinh, label: Giới tính, type: choice, choices: [Nam, Nữ]}
      - {id: cccd, label: Số CCCD, type: cccd, unique: form}
      - {id: dien-thoai, label: Điện thoại liên hệ, type: phone, required: true}
      - {id: to-truong, label: Tổ trưởng, type: mark}
    rows: 12
    checks: [{check: count(to_truong) == 1, say: mỗi danh sách ghi đúng một tổ trưởng}]
    closing: Danh sách này có {{ count() }} người, trong đó nữ {{ count(gioi_tinh == 'Nữ') }} người.
    signers: [Người lập biểu, {title: TM. ỦY BAN NHÂN DÂN, hint: "(Ký, ghi rõ họ tên, đóng dấu)"}]
  - id: ds-thon
    name: Biểu
    subject: Thôn, khối phố có Tổ công nghệ số
    per: {xa: xa}
    due: danh-sach
    lines: ["Xã, phường: {{ xa.heading }}"]
    columns:
      - {id: thon, label: Thôn, type: thon, value: thon}
      - {id: so-ho, label: Số hộ, type: integer, value: thon.so_ho, open: true}
      - {id: da-co, label: Đã có tổ, type: yes-no, required: true}
      - {id: ho-dung, label: Hộ dùng dịch vụ số, type: integer, unit: hộ}
      - {id: ty-le, label: Tỷ lệ, type: percent, value: ho_dung / so_ho, sum: value}
    rows: {each: thon, where: thon.xa == xa}
    checks: [{check: ho_dung <= so_ho, say: số hộ dùng lớn hơn số hộ của thôn}]
    total: Cộng
  - id: tuan
    name: Báo cáo tuần
    subject: Tình hình bệnh truyền nhiễm
    per: {xa: xa}
    sender: xa.ubnd
    period: {each: week, from: 31/8/2026, to: 27/12/2026}
    due: {day: thứ Sáu, time: 16h00}
    lines: ["Xã, phường: {{ xa.heading }}", "Kỳ báo cáo: {{ ky.name }}"]
    sections:
      - id: so-lieu
        codes: true
        columns:
          - {id: benh, label: Bệnh, type: benh, value: benh, code: A}
          - label: Trong tuần
            columns: [{id: mac, label: Mắc, type: integer, required: true}, {id: chet, label: Chết, type: integer}]
          - label: Cộng dồn từ đầu năm
            columns:
              - {id: mac-dn, label: Mắc, type: integer, value: so_far(mac)}
              - {id: chet-dn, label: Chết, type: integer, value: so_far(chet)}
          - {id: ghi, label: Tổng số, type: integer, value: mac + chet}
        rows: {each: benh}
        total: Cộng
      - id: nguoi
        shape: lines
        columns:
          - {id: nguoi-bao-cao, label: Người báo cáo, type: name}
          - {id: dien-thoai, label: Điện thoại, type: phone}
    nil: Trong tuần không ghi nhận ca bệnh
  - id: ngay
    name: Báo cáo ngày
    subject: Kết quả triển khai
    head: none
    per: {don_vi: don-vi}
    period: {each: day}
    lines: ["Ngày báo cáo: {{ ky.name }}", "Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: xa, label: "Xã, phường", type: xa, value: xa}
      - {id: luot, label: Lượt cài đặt trong ngày, type: integer}
      - {id: diem, label: Điểm hỗ trợ đang mở, type: integer}
      - {id: kho-khan, label: "Khó khăn, vướng mắc"}
    rows: {each: xa}
    total: Cộng
  - id: thi-dua
    name: Tờ trình
    subject: Đề nghị khen thưởng
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    sections:
      - id: chung
        shape: lines
        columns: [{id: tong-so, label: Tổng số công chức viên chức, type: integer, unit: người, required: true}]
      - id: tap-the
        title: I. Tập thể
        columns:
          - {id: tt, type: ordinal, label: TT}
          - {id: ten, label: Tên tập thể, required: true}
          - {id: danh-hieu, label: Danh hiệu, type: choice, choices: [Tiên tiến, Xuất sắc]}
        rows: 5
      - id: ca-nhan
        title: II. Cá nhân
        columns:
          - {id: tt, type: ordinal, label: TT}
          - {id: ho-ten, label: Họ và tên, type: name, required: true}
          - {id: nam-sinh, label: Năm sinh, type: year, min: 1950, max: 2008}
          - {id: he-so, label: Hệ số, type: decimal}
          - {id: tien, label: Tiền thưởng, type: money}
        rows: 8
        total: Cộng
    attachments: [{id: bien-ban, label: Biên bản}, {id: bao-cao, label: Báo cáo thành tích, each: ca-nhan}]
    checks: [{check: "count(ca_nhan) <= chung.tong_so", say: nhiều cá nhân hơn số công chức}]
    nil: Đơn vị không đề nghị khen thưởng
  - id: tong-hop
    name: Danh sách
    subject: Nhân viên hỗ trợ của các đơn vị
    per: {xa: xa, don_vi: don-vi}
    sender: don_vi
    lines: ["Xã, phường: {{ xa.heading }}", "Đơn vị: {{ don_vi.name }}"]
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ho-ten, label: Họ tên, type: name, required: true}
      - {id: chuc-vu, label: Chức vụ}
      - {id: dien-thoai, label: Điện thoại, type: phone, required: true, unique: form}
      - {id: xa, label: "Xã, phường", type: xa, value: xa}
      - {id: dau-moi, label: Đầu mối, type: mark}
    rows: 8
    note: Mỗi xã, phường tối thiểu 02 người.
    signers: [{title: "{{ don_vi.name|default('Đơn vị') }}", hint: "(Ký, ghi rõ họ tên, đóng dấu)"}]
  - id: theo-thon
    name: Biểu
    subject: Tổ trưởng của thôn
    per: {thon: thon}
    sender: thon.xa.ubnd
    lines: ["Thôn: {{ thon.name }}", "Số hộ: {{ thon.so_ho }}"]
    columns: [{id: tt, label: TT, type: ordinal}, {id: ho-ten, label: Họ và tên, type: name}]
    rows: 3
"""
MORE = {
    "benh": """\
list: {label: Bệnh, one: bệnh}
entries: [{id: benh-a, name: Bệnh mẫu A}, {id: benh-b, name: Bệnh mẫu B}, {id: benh-c, name: Bệnh mẫu C}]
"""
}
Rows = Sequence[Mapping[str, Any]]


@functools.cache
def dataset() -> Dataset:
    return load(files(FORMS, {**LISTS, **MORE}))


@functools.cache
def known() -> KnownForms:
    return KnownForms(dataset())


def form(name: str) -> DispatchForm:
    return known().of("cv")[name]


@dataclass
class Page:
    """A form on a sheet: cells by row and column from 1, merged ranges, and where the rows of each section begin."""

    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    form_id: str = ""
    row: int = 0

    def line(self, *texts: Any) -> int:
        self.row += 1
        for column, text in enumerate(texts, 1):
            if text not in (None, ""):
                self.cells[self.row, column] = text
        return self.row


def page(name: str, keys: Mapping[str, str], period: str = "", nil: bool = False, **rows: Rows) -> Page:
    """A form printed and filled in. `rows`: by section, with `_` for `-`; `bang` is the section of most forms."""
    this, named = form(name), FormKeys(dict(keys), period)
    blank, made = sheet(this, named), Page()
    made.form_id = form_id(this, named)
    made.line(blank.title)
    for text in (*blank.subtitle, *blank.lines):
        made.line(text)
    for section in this.sections:
        _section(made, this, section, named, list(rows.get(section.id.replace("-", "_"), ())))
    if blank.note:
        made.line(blank.note)
    if blank.nil:
        made.line(("☒ " if nil else "☐ ") + blank.nil)
    made.line()
    for title, hint in blank.signers:
        made.line("", "", title)
        made.line("", "", hint)
    return made


def _section(made: Page, this: DispatchForm, section: FormSection, keys: FormKeys, rows: list[Any]) -> None:
    blank = next(each for each in sheet(this, keys).sections if each.section is section)
    if section.spec.title:
        made.line(section.spec.title)
    if section.spec.shape == "lines":
        values = rows[0] if rows else {}
        for column in section.columns:
            unit = f" {column.spec.unit}" if column.spec.unit else ""
            made.line(f"{column.spec.label}: {values.get(column.id, '……')}{unit}")
        return
    top = made.row + 1
    taken: set[tuple[int, int]] = set()
    for depth, heads in enumerate(blank.heads):
        made.row += 1
        column = 1
        for head in heads:
            while (made.row, column) in taken:
                column += 1
            made.cells[made.row, column] = head.text
            if head.columns > 1 or head.rows > 1:
                made.merges.append((made.row, column, made.row + head.rows - 1, column + head.columns - 1))
            taken |= {(top + depth + d, column + c) for d in range(head.rows) for c in range(head.columns)}
            column += head.columns
    if section.spec.codes:
        made.line("A", *(f"({n})" for n in range(1, len(section.columns))))
    made.first[section.id] = made.row + 1
    printed = list(blank.rows)
    for number in range(max(len(printed), len(rows))):
        given = rows[number] if number < len(rows) else {}
        texts = []
        for at, column in enumerate(section.columns):
            cell = printed[number].cells[at] if number < len(printed) else None
            known_text = cell.text if cell is not None and cell.state in ("locked", "open") else ""
            texts.append(given.get(column.id, known_text))
        made.line(*texts)
    if section.spec.total:
        made.line(section.spec.total)
    if section.spec.closing:
        made.line("Danh sách này có …… người, trong đó nữ …… người.")


Change = Callable[[Any, Any], None]


def xlsx(made: Page, change: Change | None = None, **sheets: Page) -> bytes:
    """The page as a workbook; `change` gets the book and its sheet. `sheets`: further pages on sheets of their own."""
    import openpyxl
    from openpyxl.packaging.custom import StringProperty

    book: Any = openpyxl.Workbook()
    first: Any = book.active
    first.title = "Biểu"
    for target, each in ((first, made), *((book.create_sheet(name), other) for name, other in sheets.items())):
        for (row, column), value in each.cells.items():
            cell = target.cell(row, column)
            cell.value = value
            if isinstance(value, str) and not value.startswith("=="):
                cell.data_type = "f" if value.startswith("=") else "s"
        for top, left, bottom, right in each.merges:
            target.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    if made.form_id:
        book.custom_doc_props.append(StringProperty(name="congvan-form", value=made.form_id))
    if change:
        change(book, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(made: Page) -> bytes:
    """The page as a CSV file, as a spreadsheet saves it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    width = max(column for _row, column in made.cells)
    for row in range(1, made.row + 1):
        writer.writerow([_shown(made.cells.get((row, column), "")) for column in range(1, width + 1)])
    return out.getvalue().encode("utf-8-sig")


def _shown(value: Any) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def docx(made: Page, change: Callable[[Any], None] | None = None) -> bytes:
    """The page as a document: each run of lines with more than one column is a table."""
    import docx as library

    document: Any = library.Document()
    width = max((column for _row, column in made.cells), default=1)
    tables = {row for row in range(1, made.row + 1) if any(r == row and c > 1 for r, c in made.cells)}
    firsts = list(made.first.values())
    inside = {row for row in range(1, made.row + 1) if any(_between(made, first, row) for first in firsts)}
    row = 1
    while row <= made.row:
        if row not in tables and row not in inside:
            document.add_paragraph(str(made.cells.get((row, 1), "")))
            row += 1
            continue
        last = row
        while last + 1 <= made.row and (last + 1 in inside or last + 1 in tables):
            last += 1
        _table(document, made, row, last, width)
        row = last + 1
    if made.form_id:
        _custom(document, made.form_id)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _between(made: Page, first: int, row: int) -> bool:
    """Whether a row is one of those of a section, blank ones too."""
    later = [made.cells.get((r, 1)) for r in range(first, row + 1)]
    return first <= row and all(
        text is None or not str(text).startswith(("Danh sách này", "☐", "☒", "II.")) for text in later
    )


def _table(document: Any, made: Page, first: int, last: int, width: int) -> None:
    table = document.add_table(rows=last - first + 1, cols=width)
    for top, left, bottom, right in made.merges:
        if first <= top <= last:
            table.cell(top - first, left - 1).merge(table.cell(bottom - first, right - 1))
    for (row, column), value in made.cells.items():
        if first <= row <= last:
            table.cell(row - first, column - 1).text = _shown(value)


def _custom(document: Any, identifier: str) -> None:
    """Set the keywords; python-docx itself puts them elsewhere once docxcompose, imported, took its prefix "cp"."""
    document.core_properties._element.find("{*}keywords").text = identifier


def read(data: bytes, name: str = "a.xlsx") -> tuple[list[FoundAnswer], list[Problem]]:
    """What a file is read as: its answers, and the problems that belong to none."""
    if name.endswith(".csv"):
        filled, kind = csv_grid.read(data, name), "csv"
    else:
        package = OfficePackage(data, name)
        kind = package.kind
        filled = (xlsx_grid if kind == "xlsx" else docx_grid).read(package)
    return read_answers(filled, known(), kind)


def one(data: bytes, name: str = "a.xlsx") -> FoundAnswer:
    """The only answer of a file."""
    answers, problems = read(data, name)
    assert len(answers) == 1, [(p.code, str(p.place), str(p.message)) for p in problems]
    answers[0].problems += problems
    return answers[0]


def rows(answer: FoundAnswer, section: str = "bang", state: str = "taken") -> list[dict[str, Any]]:
    """The values of the rows of a section in a state."""
    return [row["values"] for row in answer.body["sections"][section] if row["state"] == state]


def codes(answer: FoundAnswer) -> list[tuple[str, str]]:
    """(code, cell) of everything that is told of an answer, but for notes; all of it can be shown."""
    assert all(problem.text and "{" not in problem.text + problem.hint for problem in answer.problems)
    return [(p.code, p.place.cell or str(p.place.where)) for p in answer.problems if str(p.severity) != "note"]

"""A list of many rows as one file, by each tool: a head repeated on every page, four columns of stated widths, borders.
And running text: a paragraph for each row, justified, of two to five lines.

`python lists.py TOOL WORK ROWS FOLDER OUT FILES` (work: list.pdf, text.pdf, …) makes one file or two, of other rows,
and prints one line of JSON: the processor time of each (templates read and compiled with the first, imports before), of
the process up to the first one with all imports, its peak memory, the bytes of a file. Each tool is imported alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Row = dict[str, str]
HEADS = ("TT", "Họ và tên", "Địa chỉ", "Ghi chú")
KEYS = ("name", "place", "note")
MM = (15, 50, 60, 40)
FONTS = ("/usr/share/fonts/truetype/liberation", "/usr/share/fonts/liberation-serif-fonts")
TITLE = "Danh sách (mẫu)"
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - a list a line long
MIDDLE = "Văn Thị Hữu Đức Ngọc Thanh Minh Quốc Xuân Thu".split()  # noqa: SIM905 - a list a line long
GIVEN = "Anh Bình Cường Dũng Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Phương Quân".split()  # noqa: SIM905 - a list a line long


def people(count: int, start: int = 0) -> list[Row]:
    """Rows of invented people; every third address takes two lines, every fourth row has a note."""
    return [
        {
            "name": f"{FAMILY[i % 16]} {MIDDLE[i * 7 % 10]} {GIVEN[i * 11 % 21]}",
            "place": f"Thôn {i % 37 + 1}, xã {FAMILY[i // 3 % 16]} {GIVEN[i // 5 % 21]}"
            + (", tỉnh Lạng Sơn (địa chỉ mẫu)" if i % 3 == 0 else ""),
            "note": "" if i % 4 else "Đã ký nhận đủ",
        }
        for i in range(start, start + count)
    ]


def paragraphs(count: int, start: int = 0) -> list[Row]:
    """What the paragraphs of a running text say."""
    said = "Đề nghị các cơ quan, đơn vị liên quan phối hợp thực hiện, báo cáo kết quả về Ủy ban nhân dân tỉnh (mẫu)."
    return [{**row, "note": " ".join([said] * (1 + n % 3))} for n, row in enumerate(people(count, start), start)]


NEEDED = {
    "pdf": ("congvan.formats.pdf.template", "congvan.formats.pdf.tables.long_table"),
    "docx": ("congvan.formats.docx.compiler", "docxtpl"),
    "xlsx": ("congvan.formats.xlsx.template", "congvan.formats.xlsx.expand", "openpyxl"),
}
"""What congvan imports when a format is first needed."""

Make = Callable[[Sequence[Row], Path], None]


def congvan(kind: str, form: str, folder: Path) -> Make:
    sys.path.insert(1, str(HERE.parent.parent))
    from congvan.formats import compile_template

    for name in NEEDED[form]:
        import_module(name)
    if form == "pdf":
        from congvan.formats.pdf import weasy

        weasy.weasyprint()
    compiled: list[Any] = []

    def make(rows: Sequence[Row], path: Path) -> None:
        if not compiled:
            name = f"{kind}.{'html' if form == 'pdf' else form}"
            data = (folder / name).read_bytes()
            compiled.append(compile_template(form, data, name=name, assets={name: data}))
        path.write_bytes(compiled[0].render({"title": TITLE, "rows": rows}))

    return make


def weasyprint(kind: str, form: str, folder: Path) -> Make:
    from jinja2 import Template
    from weasyprint import HTML

    text = (folder / f"{kind}.html").read_text("utf-8")
    return lambda rows, path: HTML(string=Template(text).render(title=TITLE, rows=rows)).write_pdf(path)


def typst(kind: str, form: str, folder: Path) -> Make:
    import typst as engine

    found = [name for name in FONTS if Path(name).is_dir()]
    compiler = engine.Compiler(str(HERE / "list.typ"), font_paths=found, ignore_system_fonts=bool(found))

    def make(rows: Sequence[Row], path: Path) -> None:
        data = json.dumps([[row[key] for key in KEYS] for row in rows], ensure_ascii=False)
        compiler.compile(output=str(path), sys_inputs={"data": data, "title": TITLE})

    return make


def reportlab(kind: str, form: str, folder: Path) -> Make:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    fonts = next(Path(name) for name in FONTS if Path(name).is_dir())
    pdfmetrics.registerFont(TTFont("Serif", str(fonts / "LiberationSerif-Regular.ttf")))
    plain = ParagraphStyle("plain", fontName="Serif", fontSize=13, leading=16)
    centred = ParagraphStyle("centred", parent=plain, alignment=TA_CENTER)

    def make(rows: Sequence[Row], path: Path) -> None:
        cells = [[Paragraph(head, centred) for head in HEADS]]
        cells += [[str(n), *(Paragraph(row[key], plain) for key in KEYS)] for n, row in enumerate(rows, 1)]
        style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), "Serif", 13, 16)]
        table = LongTable(
            cells, [width * mm for width in MM], repeatRows=1, style=[*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        document = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=30 * mm, rightMargin=15 * mm, title=TITLE)
        document.build([Paragraph(TITLE, centred), table])

    return make


def docxtpl(kind: str, form: str, folder: Path) -> Make:
    from docxtpl import DocxTemplate

    def make(rows: Sequence[Row], path: Path) -> None:
        template = DocxTemplate(str(folder / "list.docx"))
        template.render({"title": TITLE, "rows": rows}, autoescape=True)
        template.save(str(path))

    return make


def openpyxl(kind: str, form: str, folder: Path) -> Make:
    from openpyxl import Workbook
    from openpyxl.styles import Border, Font, Side

    side = Side(style="thin")
    border, font = Border(left=side, right=side, top=side, bottom=side), Font(name="Times New Roman", size=13)

    def make(rows: Sequence[Row], path: Path) -> None:
        book = Workbook()
        sheet = book.active
        sheet["A1"] = TITLE
        texts = [HEADS, *((n, *(row[key] for key in KEYS)) for n, row in enumerate(rows, 1))]
        for number, row in enumerate(texts, 3):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column, text)
                cell.border, cell.font = border, font
        book.save(path)

    return make


def templates(folder: Path) -> None:
    """Write list.html, text.html, list.docx and list.xlsx: the templates of congvan, WeasyPrint and docxtpl."""
    import shutil

    for name in ("list.html", "text.html"):
        shutil.copy(HERE / "templates" / name, folder / name)
    _word(folder / "list.docx")
    _workbook(folder / "list.xlsx")


def _word(path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document: Any = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size, style.paragraph_format.space_after = "Times New Roman", Pt(13), Pt(0)
    document.add_paragraph("{{ title }}")
    loop = ("{%tr for row in rows %}", "", "", ""), ("{{ loop.index }}", *(f"{{{{ row.{key} }}}}" for key in KEYS))
    texts = (HEADS, *loop, ("{%tr endfor %}", "", "", ""))
    table = document.add_table(len(texts), len(HEADS))
    table.style, table.autofit = "Table Grid", False
    for row, cells in zip(table.rows, texts, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, cells, MM, strict=True):
            cell.text, cell.width = text, Mm(width)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), MM, strict=True):
        column.set(qn("w:w"), str(Mm(width).twips))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.save(str(path))


def _workbook(path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Border, Font, Side

    book: Any = Workbook()
    sheet, side = book.active, Side(style="thin")
    sheet["A1"], sheet["A4"], sheet["A6"] = "{{ title }}", "{%tr for row in rows %}", "{%tr endfor %}"
    for number, texts in ((3, HEADS), (5, ("{{ loop.index }}", *(f"{{{{ row.{key} }}}}" for key in KEYS)))):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(number, column, text)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.font = Font(name="Times New Roman", size=13)
    book.save(path)


def main(tool: str, work: str, count: int, folder: Path, out: Path, files: int = 2) -> None:
    out.mkdir(parents=True, exist_ok=True)
    kind, _dot, form = work.partition(".")
    make: Make = globals()[tool](kind, form, folder)
    said = paragraphs if kind == "text" else people
    found: list[float] = []
    whole = 0.0
    for turn in range(files):
        rows, path, started = said(count, turn), out / f"list{turn}.{form}", time.process_time()
        make(rows, path)
        found.append(time.process_time() - started)
        whole = whole or time.process_time()
    status = Path("/proc/self/status").read_text()
    peak = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)
    size = (out / f"list0.{form}").stat().st_size
    times = dict(zip(("first", "second"), found, strict=False))
    print(json.dumps({**times, "process": whole, "peak_mib": peak, "bytes": size}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]), Path(sys.argv[5]), *map(int, sys.argv[6:]))

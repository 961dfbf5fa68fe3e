"""Types of the text of a document in contents: blocks of runs, tables, charts. Lengths are millimetres."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from congvan.templating.declared import Said


class TextRun(TypedDict):
    """A stretch of text in one style."""

    text: Annotated[str, Said("its words", "chữ của mảnh")]
    bold: Annotated[bool, Said("whether it is bold", "chữ đậm")]
    italic: Annotated[bool, Said("whether it is italic", "chữ nghiêng")]
    parts: Annotated[
        list[str],
        Said(
            "of a document number, which stays on one line: what its hyphens part",
            "nếu mảnh là số ký hiệu văn bản: các phần giữa gạch nối, không ngắt dòng ở gạch nối",
        ),
    ]


class TableCell(TypedDict):
    """A cell of a table in a text."""

    runs: Annotated[list[TextRun], Said("its text", "chữ trong ô")]


class TableRow(TypedDict):
    """A row of a table in a text: its cells, or one cell across the table."""

    across: Annotated[list[TextRun], Said("the text of the one cell across the table", "chữ của một ô ngang cả bảng")]
    cells: Annotated[list[TableCell], Said("its cells, none where one goes across", "các ô của hàng")]


class TableColumn(TypedDict):
    """A column of a table."""

    id: Annotated[str, Said("its name in the data", "tên cột trong dữ liệu")]
    label: Annotated[str, Said("its head", "đầu cột")]
    mm: Annotated[float, Said("its width in mm", "độ rộng, mm")]
    align: Annotated[str, Said("left, center or right", "`left`, `center`, `right`: canh trái, giữa, phải")]
    kind: Annotated[
        str,
        Said("what it holds: text, ordinal, number, phone, district …", "loại ô: `text ordinal number phone district`"),
    ]


class TextTable(TypedDict):
    """A table in a text; its columns are together as wide as the text."""

    columns: Annotated[list[TableColumn], Said("its columns", "các cột")]
    rows: Annotated[list[TableRow], Said("its rows", "các hàng")]
    row_mm: Annotated[float, Said("least height of a row in mm", "chiều cao ít nhất của hàng, mm")]


class Mark(TypedDict):
    """A drawn element; x and y run right and down from the drawing's corner, in mm."""

    kind: Annotated[str, Said("bar, line or dot", "`bar`, `line`, `dot`: cột, đường, chấm")]
    x: NotRequired[Annotated[float, Said("of a bar or dot, in mm", "của cột, chấm, mm")]]
    y: NotRequired[Annotated[float, Said("of a bar or dot, in mm", "của cột, chấm, mm")]]
    width: NotRequired[Annotated[float, Said("of a bar, in mm", "bề rộng của cột, mm")]]
    height: NotRequired[Annotated[float, Said("of a bar, in mm", "bề cao của cột, mm")]]
    part: NotRequired[
        Annotated[
            bool, Said("of a bar: the value, else the whole that it is of", "cột là số liệu, không phải tổng của nó")
        ]
    ]
    points: NotRequired[Annotated[list[list[float]], Said("of a line: [x, y] in mm", "các điểm [x, y] của đường, mm")]]
    strong: NotRequired[Annotated[bool, Said("of a line: drawn thick", "đường nét đậm")]]
    radius: NotRequired[Annotated[float, Said("of a dot, in mm", "bán kính của chấm, mm")]]


class ChartDrawing(TypedDict):
    """A drawing of marks: HTML shows it as SVG, DOCX as shapes."""

    _docx: Annotated[str, Said("“drawing”: what a DOCX makes of it", "`drawing`: bản Word vẽ thành hình")]
    words: Annotated[str, Said("what it shows, in words", "nội dung hình bằng lời")]
    width: Annotated[float, Said("in mm", "bề rộng, mm")]
    height: Annotated[float, Said("in mm", "bề cao, mm")]
    marks: Annotated[list[Mark], Said("what is drawn", "những gì được vẽ")]


class ChartRow(TypedDict):
    """A row of a bar chart."""

    label: Annotated[str, Said("whose bar it is", "tên hàng")]
    bar: Annotated[ChartDrawing | Literal[""], Said("the bar; empty for nothing", "cột; trống nếu không có số liệu")]
    text: Annotated[str, Said("its figure: 12 or 12/20", "số liệu: 12 hoặc 12/20")]


class ChartColumn(TypedDict):
    """A column of text under a curve; all are equally wide."""

    label: Annotated[str, Said("the day", "ngày")]
    text: Annotated[str, Said("its figure", "số liệu")]


class Chart(TypedDict):
    """A chart: bars in rows, a curve over columns, or a text if there are no figures."""

    title: Annotated[str, Said("its title", "tên biểu đồ")]
    kind: Annotated[str, Said("bars, curve or empty", "`bars`, `curve`, `empty`: cột ngang, đường, chưa có số liệu")]
    rows: NotRequired[Annotated[list[ChartRow], Said("of bars", "các hàng của `bars`")]]
    plot: NotRequired[Annotated[ChartDrawing, Said("of a curve", "hình của `curve`")]]
    columns: NotRequired[Annotated[list[ChartColumn], Said("of a curve: its words", "chữ dưới `curve`")]]
    words: NotRequired[Annotated[str, Said("of an empty one", "lời của `empty`")]]


class Block(TypedDict):
    """A block of a text: a paragraph, a table or a chart."""

    style: Annotated[
        str,
        Said(
            "what it is; names the paragraph style",
            "`doan khoan diem gach dieu la_ma chuong muc tieu_de giua bang bieu_do`",
        ),
    ]
    runs: Annotated[list[TextRun], Said("its text", "các mảnh chữ thường, đậm, nghiêng")]
    table: NotRequired[Annotated[TextTable, Said("of a table", "bảng, nếu `style` là `bang`")]]
    chart: NotRequired[Annotated[Chart, Said("of a chart", "biểu đồ, nếu `style` là `bieu_do`")]]

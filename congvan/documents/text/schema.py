"""Types of the text of a document in contents: blocks of runs, tables, charts. Lengths are millimetres."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from congvan.core.templating.declared import Meaning

STYLES = "doan khoan diem gach dieu la_ma chuong muc tieu_de giua bang bieu_do"


class TextRun(TypedDict):
    """A stretch of text in one style."""

    text: Annotated[str, Meaning("its words", "chữ của mảnh")]
    bold: Annotated[bool, Meaning("whether it is bold", "chữ đậm")]
    italic: Annotated[bool, Meaning("whether it is italic", "chữ nghiêng")]
    parts: Annotated[list[str], Meaning("of a document number: between its hyphens", "số ký hiệu: phần giữa gạch nối")]


class TableCell(TypedDict):
    """A cell of a table in a text."""

    runs: Annotated[list[TextRun], Meaning("its text", "chữ trong ô")]


class TableRow(TypedDict):
    """A row of a table in a text: its cells, or one cell across the table."""

    across: Annotated[list[TextRun], Meaning("text of one cell across the table", "chữ của một ô ngang cả bảng")]
    cells: Annotated[list[TableCell], Meaning("its cells, none where one goes across", "các ô của hàng")]


class TableColumn(TypedDict):
    """A column of a table."""

    id: Annotated[str, Meaning("its name in the data", "tên cột trong dữ liệu")]
    label: Annotated[str, Meaning("its head", "đầu cột")]
    mm: Annotated[float, Meaning("its width in mm", "độ rộng, mm")]
    align: Annotated[str, Meaning("left, center or right", "`left`, `center`, `right`: canh trái, giữa, phải")]
    kind: Annotated[str, Meaning("text, ordinal, number, phone …", "loại ô: `text ordinal number phone …`")]


class TableHead(TypedDict):
    """A cell of a head of several rows."""

    text: Annotated[str, Meaning("its words", "chữ")]
    unit: Annotated[str, Meaning("(unit) under them, in italics", "đơn vị tính trong ngoặc, in nghiêng bên dưới")]
    columns: Annotated[int, Meaning("over so many columns", "rộng mấy cột")]
    rows: Annotated[int, Meaning("over so many rows", "cao mấy hàng")]
    covered: Annotated[bool, Meaning("one from above goes on here", "ô phía trên kéo xuống")]


class TextTable(TypedDict):
    """A table in a text; its columns are together as wide as the text."""

    columns: Annotated[list[TableColumn], Meaning("its columns", "các cột")]
    rows: Annotated[list[TableRow], Meaning("its rows", "các hàng")]
    row_mm: Annotated[float, Meaning("least height of a row in mm", "chiều cao ít nhất của hàng, mm")]
    heads: NotRequired[Annotated[list[list[TableHead]], Meaning("a head of several rows", "đầu bảng nhiều hàng")]]


class Mark(TypedDict):
    """A drawn element; x and y run right and down from the drawing's corner, in mm."""

    kind: Annotated[str, Meaning("bar, line or dot", "`bar`, `line`, `dot`: cột, đường, chấm")]
    x: NotRequired[Annotated[float, Meaning("of a bar or dot, in mm", "của cột, chấm, mm")]]
    y: NotRequired[Annotated[float, Meaning("of a bar or dot, in mm", "của cột, chấm, mm")]]
    width: NotRequired[Annotated[float, Meaning("of a bar, in mm", "bề rộng của cột, mm")]]
    height: NotRequired[Annotated[float, Meaning("of a bar, in mm", "bề cao của cột, mm")]]
    part: NotRequired[Annotated[bool, Meaning("of a bar: the value, not its whole", "cột là số liệu, không phải tổng")]]
    points: NotRequired[Annotated[list[list[float]], Meaning("of a line: [x, y] in mm", "các điểm [x, y], mm")]]
    strong: NotRequired[Annotated[bool, Meaning("of a line: drawn thick", "đường nét đậm")]]
    radius: NotRequired[Annotated[float, Meaning("of a dot, in mm", "bán kính của chấm, mm")]]


class ChartDrawing(TypedDict):
    """A drawing of marks: HTML shows it as SVG, DOCX as shapes."""

    _docx: Annotated[str, Meaning("“drawing”: what a DOCX makes of it", "`drawing`: bản Word vẽ thành hình")]
    words: Annotated[str, Meaning("what it shows, in words", "nội dung hình bằng lời")]
    width: Annotated[float, Meaning("in mm", "bề rộng, mm")]
    height: Annotated[float, Meaning("in mm", "bề cao, mm")]
    marks: Annotated[list[Mark], Meaning("what is drawn", "những gì được vẽ")]


class ChartRow(TypedDict):
    """A row of a bar chart."""

    label: Annotated[str, Meaning("whose bar it is", "tên hàng")]
    bar: Annotated[ChartDrawing | Literal[""], Meaning("the bar; empty for nothing", "cột; trống nếu không có số liệu")]
    text: Annotated[str, Meaning("its figure: 12 or 12/20", "số liệu: 12 hoặc 12/20")]


class ChartColumn(TypedDict):
    """A column of text under a curve; all are equally wide."""

    label: Annotated[str, Meaning("the day", "ngày")]
    text: Annotated[str, Meaning("its figure", "số liệu")]


class Chart(TypedDict):
    """A chart: bars in rows, a curve over columns, or a text if there are no figures."""

    title: Annotated[str, Meaning("its title", "tên biểu đồ")]
    kind: Annotated[str, Meaning("bars, curve or empty", "`bars`, `curve`, `empty`: cột ngang, đường, chưa có số liệu")]
    said: NotRequired[
        Annotated[str, Meaning("title and every figure, for a voice", "tên và mọi số liệu bằng lời, để đọc")]
    ]
    rows: NotRequired[Annotated[list[ChartRow], Meaning("of bars", "các hàng của `bars`")]]
    plot: NotRequired[Annotated[ChartDrawing, Meaning("of a curve", "hình của `curve`")]]
    columns: NotRequired[Annotated[list[ChartColumn], Meaning("of a curve: its words", "chữ dưới `curve`")]]
    words: NotRequired[Annotated[str, Meaning("of an empty one", "lời của `empty`")]]


class Block(TypedDict):
    """A block of a text: a paragraph, a table or a chart."""

    style: Annotated[str, Meaning("names the paragraph style", f"`{STYLES}`")]
    runs: Annotated[list[TextRun], Meaning("its text", "các đoạn chữ cùng định dạng: thường, đậm, nghiêng")]
    text: NotRequired[Annotated[str, Meaning("instead of runs: one text", "thay cho `runs`: một đoạn chữ duy nhất")]]
    table: NotRequired[Annotated[TextTable, Meaning("of a table", "bảng, nếu `style` là `bang`")]]
    chart: NotRequired[Annotated[Chart, Meaning("of a chart", "biểu đồ, nếu `style` là `bieu_do`")]]
    level: NotRequired[Annotated[int, Meaning("of a heading: 2 to 4", "cấp của tiêu đề: 2 đến 4")]]

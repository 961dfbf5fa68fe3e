"""Types of the panel Nhận về of the dashboard."""

from __future__ import annotations

from typing import Annotated, TypedDict

from congvan.core.templating.declared import Meaning
from congvan.documents.text.schema import Chart


class Sum(TypedDict):
    """A figure and its label."""

    value: Annotated[str, Meaning("a number, or complete/owed", "con số, hoặc đã đủ/phải gửi")]
    label: Annotated[str, Meaning("what is counted", "đếm gì")]


class MatrixCell(TypedDict):
    """The state of one answer, or of several together: the least good of them."""

    state: Annotated[str, Meaning("missing … complete, nil", "`missing incomplete asked complete nil not-owed`")]
    why: Annotated[str, Meaning("why it is not complete, and what must be asked", "vì sao chưa đủ, cần hỏi gì")]


class MatrixRow(TypedDict):
    """The row of an entry, or of several with equal cells."""

    name: Annotated[str, Meaning("its name", "tên; hoặc “64 xã, phường khác”")]
    cells: Annotated[list[MatrixCell], Meaning("one for each column", "mỗi cột một ô")]


class Matrix(TypedDict):
    """Who has answered a form: the first two of its dimensions."""

    title: Annotated[str, Meaning("the form, and its period", "biểu nào, kỳ nào")]
    head: Annotated[str, Meaning("what the rows are", "các dòng là gì: Xã, phường")]
    columns: Annotated[list[str], Meaning("heads of the columns", "tên các cột")]
    rows: Annotated[list[MatrixRow], Meaning("the rows", "các dòng")]


class Panel(TypedDict):
    """The panel Nhận về; empty lists if nothing was returned."""

    summary: Annotated[list[Sum], Meaning("the sums", "các con số")]
    matrix: Annotated[Matrix, Meaning("who has answered the first form", "nơi nào đã gửi biểu thứ nhất")]
    others: Annotated[list[Matrix], Meaning("who has answered the others", "các biểu khác")]
    charts: Annotated[list[Chart], Meaning("charts", "biểu đồ")]

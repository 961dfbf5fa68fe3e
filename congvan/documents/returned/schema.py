"""Types of the panel Nhận về of the dashboard."""

from __future__ import annotations

from typing import Annotated, TypedDict

from congvan.documents.text.schema import Chart
from congvan.templating.declared import Meaning


class Sum(TypedDict):
    """A figure and its label."""

    value: Annotated[str, Meaning("a number, or complete/owed", "con số, hoặc đã đủ/phải gửi")]
    label: Annotated[str, Meaning("what is counted", "đếm gì")]


class MatrixCell(TypedDict):
    """The state of one district and enterprise."""

    state: Annotated[str, Meaning("missing, incomplete, complete, not-owed", "`missing incomplete complete not-owed`")]
    why: Annotated[str, Meaning("why it is not complete, and what must be asked", "vì sao chưa đủ, cần hỏi gì")]


class MatrixRow(TypedDict):
    """The row of a district."""

    name: Annotated[str, Meaning("its name", "tên huyện")]
    cells: Annotated[list[MatrixCell], Meaning("one for each column", "mỗi cột một ô")]


class Matrix(TypedDict):
    """Districts × enterprises."""

    columns: Annotated[list[str], Meaning("names of the enterprises", "tên doanh nghiệp")]
    rows: Annotated[list[MatrixRow], Meaning("the districts", "các huyện")]


class Panel(TypedDict):
    """The panel Nhận về; empty lists if nothing was returned."""

    summary: Annotated[list[Sum], Meaning("the sums", "các con số")]
    matrix: Annotated[Matrix, Meaning("who has answered", "huyện nào, doanh nghiệp nào đã gửi")]
    charts: Annotated[list[Chart], Meaning("charts", "biểu đồ")]

"""A CSV file changes by the bytes of a cell or a row; mark, separator, quotes and line ends stay."""

from __future__ import annotations

import csv
import io
import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.core.text import check_text, nfc
from congvan.model.project.csv_editor import add_rows, move_row, parse_csv, remove_row, set_cell
from congvan.model.project.yaml_editor import MARK

MANY = 2000 if os.environ.get("CONGVAN_LONG") == "1" else 150
FILE = 'Mã;"Tên";Điện thoại\nao;"Áo ""dài""";0912\nb;"B\nhai";\n\nc;C\n'


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize(
    ("row", "column", "value", "old", "new"),
    [
        (1, 0, "x", "ao;", "x;"),
        (1, 1, "x", '"Áo ""dài"""', '"x"'),
        (1, 2, "a;b", "0912", '"a;b"'),
        (1, 2, "", "0912", ""),
        (2, 1, 'q"', '"B\nhai"', '"q"""'),
        (4, 2, "z", "c;C", "c;C;z"),
        (4, 4, "z", "c;C", "c;C;;;z"),
    ],
)
def test_a_cell(row: int, column: int, value: str, old: str, new: str, mark: bytes, newline: str) -> None:
    data = mark + FILE.replace("\n", newline).encode()
    told = set_cell(data, row, column, value).data
    assert told == mark + FILE.replace(old, new, 1).replace("\n", newline).encode()


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_rows_come_and_go_with_the_line_ends_of_the_file(ending: str) -> None:
    data = f"a,b\r\n1,2{ending}".encode() if ending != "\n" else b"a,b\n1,2\n"
    added = add_rows(data, 2, [["3", "x, y"], ["5", "6"]]).data
    newline = "\n" if ending == "\n" else "\r\n"
    assert added.decode() == data.decode().removesuffix(ending) + f'{newline}3,"x, y"{newline}5,6{ending}'
    assert remove_row(remove_row(added, 2).data, 2).data == data


def test_quotes_are_those_of_the_neighbours() -> None:
    assert add_rows(b'"a","b"\n"1","2"\n', 1, [["x", ""]]).data == b'"a","b"\n"x",""\n"1","2"\n'


@pytest.mark.parametrize("change", [(0, 9), (9, 0), (3, 0)])
def test_what_is_not_there_is_refused(change: tuple[int, int]) -> None:
    if change == (0, 9):
        with pytest.raises(ProblemsFound):
            remove_row(FILE.encode(), 0)
        return
    with pytest.raises(ProblemsFound):
        set_cell(FILE.encode(), *change, "x")


def test_another_encoding_is_refused() -> None:
    for data in ("a;b".encode("utf-16"), b"a;b\xff"):
        with pytest.raises(ProblemsFound) as told:
            set_cell(data, 0, 0, "x", file="data/lists/a.csv")
        assert [each.code for each in told.value.problems] == ["csv-encoding"]


@pytest.mark.parametrize("text", ["=1+1", " =A1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", '+HYPERLINK("x")', "\t=1"])
def test_what_excel_would_calculate_is_refused(text: str) -> None:
    """A CSV file has no cell that is marked as text: what somebody sent would run when the list is opened."""
    for change in (lambda: set_cell(FILE.encode(), 1, 2, text), lambda: add_rows(FILE.encode(), 1, [["x", text, ""]])):
        with pytest.raises(ProblemsFound) as told:
            change()
        assert "csv-formula" in [each.code for each in told.value.problems] or "\t" in text


@pytest.mark.parametrize(
    "text", ["+84 205 3812 345", "-5", "- Như trên (2 bản)", "a = b", "@thon-1", "(+84) 912", "–2"]
)
def test_what_it_would_not_calculate_is_kept(text: str) -> None:
    assert parse_csv(set_cell(FILE.encode(), 1, 2, text).data, "f").rows[1][2] == text


CELLS = st.text(st.sampled_from("aĐ ;,\t\"'\n|1#="), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=2, max_size=5)


@settings(max_examples=MANY, deadline=None)
@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), CELLS, st.data())
def test_any_change_is_read_back_and_has_its_inverse(
    table: list[list[str]], newline: str, quoting: int, value: str, data: st.DataObject
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator=newline, quoting=quoting).writerows(table)
    before = out.getvalue().encode()
    source = parse_csv(before, "f")
    assume(source.separator == ";" and all(any(row) for row in source.rows))
    assert [len(cells) for cells in source.cells] == [len(row) for row in source.rows]
    row = data.draw(st.integers(1, len(table) - 1))
    other = data.draw(st.integers(1, len(table) - 1))
    assume(not check_text(nfc(value)))
    try:
        changed = set_cell(before, row, 0, value)
    except ProblemsFound:  # the file would read with another separator
        return
    start, end = source.cells[row][0].start, source.cells[row][0].end
    assert changed.data.decode().startswith(source.text[:start])
    assert changed.data.decode().endswith(source.text[end:])
    assert move_row(move_row(before, row, other).data, other, row).data == before
    try:
        added = add_rows(before, row, [["x", "y"]]).data
    except ProblemsFound:
        return
    assert remove_row(added, row).data == before

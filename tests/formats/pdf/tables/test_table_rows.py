"""Rows that are alike, and excerpts of the document around them."""

from __future__ import annotations

from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.pdf.tables.table_rows import PAGE, TableRows, longest_table


def split(*texts: str) -> SplitHtml:
    return SplitHtml(texts, tuple(str(k) for k in range(len(texts) - 1)))


def cell(name: str) -> str:
    return f'<td data-f="{name}" data-n="'


def table(rows: int, *, style: str = "") -> SplitHtml:
    """A title, a table of so many rows of two fields, one more row of another kind, a field below."""
    first = f"<tr{style}>{cell('o.1.1')}"
    later = [f"</td></tr>\n<tr{style}>{cell(f'o.{n}.1')}" for n in range(2, rows + 1)]
    fixed = ['<title data-n="']
    for n, opening in enumerate([f"</title><table><tr><th>TT</th></tr>{first}", *later], 1):
        fixed += [opening, f"</td>{cell(f'o.{n}.2')}"]
    return split(*fixed, f'</td></tr>\n<tr class="tong">{cell("o.tong")}', '</td></tr></table><p data-n="', "</p>")


def whole(html: SplitHtml) -> str:
    return html.numbered()


def test_the_longest_stretch_of_rows_that_are_alike() -> None:
    html = table(4)
    assert longest_table(html) == TableRows(html, 1, 2, 4)
    assert longest_table(split('<p data-n="', "</p>")) is None


def test_values_and_rows_find_each_other() -> None:
    rows = longest_table(table(4))
    assert rows is not None
    assert [rows.values(row) for row in range(4)] == [("1", "2"), ("3", "4"), ("5", "6"), ("7", "8")]
    assert [rows.row(field) for field in range(10)] == [-1, 0, 0, 1, 1, 2, 2, 3, 3, -1]


def test_an_excerpt_with_all_rows_is_the_document() -> None:
    html = table(4)
    rows = longest_table(html)
    assert rows is not None
    assert rows.excerpt(range(4)) == (html, list(range(len(html.values))))


def test_an_excerpt_leaves_the_other_rows_out() -> None:
    rows = longest_table(table(4))
    assert rows is not None
    excerpt = rows.excerpt([0, 2])
    assert excerpt.fields == [0, 1, 2, 5, 6, 9, 10]
    assert excerpt.html.values == ("0", "1", "2", "5", "6", "9", "10")
    assert whole(excerpt.html).count("<tr>") == 3
    assert whole(excerpt.html).endswith(
        '<tr class="tong"><td data-f="o.tong" data-n="5">9</td></tr></table><p data-n="6">10</p>'
    )


def test_a_row_that_stands_for_a_page_breaks_before_and_after() -> None:
    for style, written in (("", "{}"), (' class="x" style="height: 9mm"', "{}; height: 9mm")):
        rows = longest_table(table(4, style=style))
        assert rows is not None
        excerpt = rows.excerpt([0, PAGE, 3])
        assert excerpt.fields == [0, 1, 2, PAGE, 7, 8, 9, 10]
        assert excerpt.html.values[3] == "."
        styled = f'style="{written.format("break-before: page; break-after: page")}"'
        assert whole(excerpt.html).count(styled) == 1


def test_rows_with_something_between_are_not_alike() -> None:
    row = f"</td></tr><tr><td>x</td></tr><tr>{cell('a')}"
    assert longest_table(split(f"<table><tr>{cell('a')}", row, row, "</td></tr></table>")) is None

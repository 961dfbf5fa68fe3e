"""Pages of a long table made after painted ones are those that WeasyPrint lays out, up to what follows the table."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import writer
from congvan.formats.pdf.tables import composed_pages, long_table, page_patterns
from congvan.formats.pdf.template import compile_template
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import structure_faults
from tests.formats.pdf.tables.test_long_table import HEAD, LONG_NAME, NAMES, PAGE, content, layouts, said

SIGNERS = '<h2 data-f>{{ below }}</h2><p data-f="note">{{ above }}</p></body>'


@pytest.mark.every(2)
@pytest.mark.parametrize(
    ("names", "spared"),
    [
        (["Sở Nội vụ", "Hoà Bình (“Đặng”)", LONG_NAME] * 50, 9),
        ([*NAMES * 10, "chữ ß", *NAMES * 20], 8),  # a row that only WeasyPrint sets, on a page of its own rows
    ],
)
def test_pages_that_are_not_painted(monkeypatch: pytest.MonkeyPatch, names: list[str], spared: int) -> None:
    made: list[int] = []
    page = composed_pages._SparedPages.page
    monkeypatch.setattr(composed_pages._SparedPages, "page", lambda *given: (made.append(given[1]), page(*given))[1])
    composed, whole, _painted = layouts(monkeypatch, content(names, above=LONG_NAME * 2), after=SIGNERS)
    assert len(made) >= spared
    assert said(composed) == said(whole)
    assert composed.headings == whole.headings


@pytest.mark.full("long runs")
def test_pages_of_two_sides_are_all_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(composed_pages._SparedPages, "page", lambda *given: made.append(given[1]))
    css = '@page :left { @bottom-left { content: "trái" } }'
    composed, whole, _painted = layouts(monkeypatch, content(["Sở Nội vụ"] * 100), css=css)
    assert not made
    assert said(composed) == said(whole)


def test_a_tagged_file_of_such_pages_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its structure tree fills several object streams."""
    monkeypatch.setattr(page_patterns, "SPARED", 1)
    monkeypatch.setattr(long_table, "LONG", 50)
    monkeypatch.setattr(writer, "_MOST_IN_STREAM", 100)
    html = PAGE.format(css="", head=HEAD, after=SIGNERS)
    data = compile_template(html.encode(), name="t.html").render(content([*NAMES[:3]] * 40, above="Kèm theo"))
    assert pdf_faults(data) == structure_faults(data) == []

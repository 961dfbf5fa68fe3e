"""Pages of a long table made after painted ones are those that WeasyPrint lays out, up to what follows the table."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.tables import composed_pages
from tests.formats.pdf.tables.test_long_table import LONG_NAME, NAMES, content, layouts, said

SIGNERS = '<h2 data-f>{{ below }}</h2><p data-f="note">{{ above }}</p></body>'


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


def test_pages_of_two_sides_are_all_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(composed_pages._SparedPages, "page", lambda *given: made.append(given[1]))
    css = '@page :left { @bottom-left { content: "trái" } }'
    composed, whole, _painted = layouts(monkeypatch, content(["Sở Nội vụ"] * 100), css=css)
    assert not made
    assert said(composed) == said(whole)

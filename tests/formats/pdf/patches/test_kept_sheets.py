"""A style sheet is read once, unless it depends on more than itself."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.patches import kept_sheets


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sheets, "_kept", {})


def wide(style: str, *, more: str = "") -> float:
    """Return the width of the first page of a document with a style sheet."""
    html = f"<html><head><style>{style}</style>{more}</head><body><p>Một</p></body></html>"
    return float(weasy.weasyprint().HTML(string=html).render().pages[0].width)


def test_the_pages_of_a_kept_sheet_are_those_of_one_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = "@page{size:300px 400px;@top-center{content:counter(page)}}p{color:red}"
    assert wide(sheet) == 300
    assert len(kept_sheets._kept) == 1
    read: list[object] = []
    monkeypatch.setattr(weasy.weasyprint().css, "CSS", lambda **_words: read.append(1), raising=False)
    assert wide(sheet) == 300
    assert not read


@pytest.mark.parametrize(
    ("style", "more"),
    [
        ("p{colour:red}", ""),  # what WeasyPrint says of it is said each time
        ("@font-face{font-family:X;src:local(Y)}", ""),
        ("@counter-style x{system:cyclic;symbols:'x'}", ""),
        ("p{background:url(a.png)}", ""),
        ("p{color:red}", "<style>b{color:red}</style>"),
        ("", ""),
    ],
)
def test_what_depends_on_more_is_read_each_time(style: str, more: str) -> None:
    wide(style, more=more)
    assert not kept_sheets._kept


def test_few_sheets_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sheets, "MOST_SHEETS", 2)
    for size in (400, 500, 600):
        assert wide(f"@page{{size:{size}px}}") == size
    assert [text for _medium, text in kept_sheets._kept] == ["@page{size:500px}", "@page{size:600px}"]

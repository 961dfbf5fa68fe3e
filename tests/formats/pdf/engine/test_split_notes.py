"""Footnotes are split over pages where they ask for it, and leave nothing out."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants

SHEET = (
    "@page{size:10cm 200pt;margin:0;@footnote{margin:0;padding-top:10pt;box-decoration-break:clone}}body{margin:0}"
    "p{margin:0;line-height:20pt;orphans:1;widows:1}"
    ".note{float:footnote;footnote-policy:line;--split:1;line-height:20pt;orphans:1;widows:1}"
    ".note::footnote-call,.note::footnote-marker{content:none}"
)


def pages(body: str) -> list[str]:
    """The text of each page, notes last."""
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET}</style>{body}").render()
    boxes = [descendants(each._page_box) for each in document.pages]
    return [" ".join(filter(None, (getattr(box, "text", None) for box in each))) for each in boxes]


def note(lines: int, name: str = "n") -> str:
    return f"<span class=note>{'<br>'.join(f'{name}{n}' for n in range(lines))}</span>"


def test_a_note_goes_on_on_the_next_page_where_it_has_no_room_below_its_line() -> None:
    found = pages("<p>a<p>b<p>c<p>d<p>e" + note(6) + "<p>f")
    assert found == ["a b c d e n0 n1 n2 n3", "f n4 n5"]


def test_a_note_leaves_a_fifth_of_the_page_and_may_fill_pages_of_its_own() -> None:
    assert pages("<p>a<p>b" + note(16)) == ["a b " + " ".join(f"n{n}" for n in range(7)), *_rest(7, 14), *_rest(14, 16)]


def _rest(first: int, last: int) -> list[str]:
    return [" ".join(f"n{n}" for n in range(first, last))]


def test_a_line_goes_to_the_next_page_with_a_note_of_which_nothing_has_room() -> None:
    found = pages("<p>" + "<p>".join("abcdefghi") + "<p>k" + note(2) + "<p>l")
    assert found == ["a b c d e f g h i", "k l n0 n1"]


FLAT = "<style>.note::footnote-call{font-size:0;line-height:0}</style>"


@pytest.mark.parametrize(
    ("above", "found"),
    [(13, " b m0 n0|c d n1"), (14, " b c m0|d n0 n1"), (15, " m0|b c d n0 n1")],
)
def test_a_note_alone_goes_to_the_next_page_where_another_line_has_room_below_notes_of_others(
    above: int, found: str
) -> None:
    lower = "<style>p{line-height:10pt}</style>"
    made = pages(FLAT + lower + "<p>a" + note(1, "m") + "<p>x" * above + "<p>b" + note(2) + "<p>c<p>d")
    assert made == f"a{' x' * above}{found}".split("|")


@pytest.mark.parametrize(("in_row", "found"), [(1, " b|l n0 n1"), (0, "|b l n0 n1")])
def test_a_note_in_a_row_goes_to_the_next_page_alone(in_row: int, found: str) -> None:
    rows = f"<table style='border-spacing:0'><tr><td style='padding:0;--in-row:{in_row}'><p>b{note(2)}</table>"
    assert pages(FLAT + "<p>x" * 9 + rows + "<p>l") == ("x" + " x" * 8 + found).split("|")

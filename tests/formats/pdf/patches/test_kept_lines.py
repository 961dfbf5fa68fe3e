"""Lines that are kept from layout to layout are those that WeasyPrint breaks."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants
from congvan.formats.pdf.patches import kept_lines
from congvan.formats.pdf.patches.kept_lines import fonts_for, fonts_of_machine
from congvan.formats.pdf.patches.per_document import painted as painted_file

WORDS = "Các cơ quan, đơn vị rà soát, đối chiếu số liệu; báo cáo kịp thời khó khăn, vướng mắc. "
DOCUMENT = (
    f"<p style='text-align:justify'>{WORDS * 4}<b>{WORDS}</b><p style='text-decoration:underline'>{WORDS * 3}"
    f"<p style='text-align:justify;text-decoration:underline'>{WORDS * 3}<p lang=en style='hyphens:auto'>{WORDS * 2}"
    f"<table><td>{WORDS}<td style='letter-spacing:1px;overflow-wrap:anywhere'>{WORDS}</table>"
)


def painted(fonts: Any = None) -> bytes:
    """Return what WeasyPrint paints of the document."""
    made = painted_file(weasy.weasyprint().HTML(string=DOCUMENT).render(fonts), pdf_variant="pdf/a-2u")
    streams = [item.stream for item in made.objects if hasattr(item, "stream")]
    return b"".join(b"".join(each if isinstance(each, bytes) else each.data for each in stream) for stream in streams)


def test_a_page_of_kept_lines_is_the_page_that_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lines, "_kept", {})
    asked: list[str] = []
    own = painted()
    assert not kept_lines._kept  # another configuration of fonts
    first = painted(fonts_of_machine())
    from weasyprint.text import line_break

    split = line_break.split_first_line
    monkeypatch.setattr(line_break, "split_first_line", lambda *args: asked.append(args[0]) or split(*args))
    assert own == first == painted(fonts_of_machine())
    assert not asked
    assert len(kept_lines._kept) > 10


def test_lines_that_were_not_asked_for_longest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lines, "_kept", {})
    monkeypatch.setattr(kept_lines, "MOST_LINES", 8)

    def lay_out(number: int) -> None:
        weasy.weasyprint().HTML(string=f"<p>{number}").render(fonts_of_machine())

    for number in (*range(8), 0, 8):
        lay_out(number)
    texts = {key[0] for key in kept_lines._kept}
    assert {"0", "8"} <= texts
    assert "1" not in texts


def test_a_long_text_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lines, "_kept", {})
    document = weasy.weasyprint().HTML(string=f"<p>{'một ' * 600}").render(fonts_of_machine())
    assert len(document.pages[0]._page_box.children) > 0
    assert all(len(key[0]) <= kept_lines.LONGEST for key in kept_lines._kept)
    assert sum(hasattr(box, "pango_layout") for box in descendants(document.pages[0]._page_box)) > 3


@pytest.mark.parametrize(
    ("text", "assets", "shared"),
    [
        ("<p>Một", {"bia.css": b"p{color:red}", "a.ttf": b"@font-face"}, True),
        ("<style>@FONT-FACE{}</style>", {}, False),
        ("<p>Một", {"bia.css": b"@font-face{src:url(a.ttf)}"}, False),
        ("<p>Một", {"hinh.svg": b"<svg><style>@font-face{}</style></svg>"}, False),
        ("<p>Một", {"bia.css": b"@\\66ont-face{}"}, False),
    ],
)
def test_a_document_that_may_bring_fonts_has_a_configuration_of_its_own(
    text: str, assets: dict[str, bytes], shared: bool
) -> None:
    assert (fonts_for(text, assets) is fonts_of_machine()) == shared

"""congvan.formats.pdf.patches.symbol_faces: symbols that the face of a text lacks, drawn from another."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest

from congvan.core.cache import MemoryCache
from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.fonts.symbols import symbol_face
from congvan.core.problems import EnvironmentFault
from congvan.formats.pdf.patches.symbol_faces import are_drawn, drawing_symbols, wrap_symbols
from congvan.formats.pdf.template import compile_template
from tests.formats.pdf_samples import assert_pdfa_2, fonts_of, page, text


def test_symbols_get_elements_of_their_own() -> None:
    root = ElementTree.fromstring("<html><head><title>☐</title></head><body>☐ a<p>b ☑✔ c<b>d</b>➢</p>e</body></html>")
    assert wrap_symbols(root) == ("☐", "☑", "✔", "➢")
    assert ElementTree.tostring(root[1], "unicode") == (
        "<body><symbol>☐</symbol> a<p>b <symbol>☑✔</symbol> c<b>d</b><symbol>➢</symbol></p>e</body>"
    )
    assert wrap_symbols(ElementTree.fromstring("<html><body>a</body></html>")) == ()


def test_texts_with_symbols_are_known_in_their_document_alone() -> None:
    with drawing_symbols(("☐",)):
        assert are_drawn("☐ a")
        assert not are_drawn("a")
    assert not are_drawn("☐ a")


def test_a_symbol_is_drawn_from_another_face_and_moves_nothing() -> None:
    """In fixed text and in a value; whatever came before, a record gives the same bytes."""
    template = page("<p>☐ Đồng ý ☑ <b>Không ✔</b></p><p data-f>{{ a }}</p><p>Cuối</p>")
    cache = MemoryCache()
    made = {value: compile_template(template, cache=cache).render({"a": value}) for value in ("i một", "➢ hai", "i ba")}
    assert made["i ba"] == compile_template(template).render({"a": "i ba"})
    again = compile_template(template, cache=cache)
    assert made["➢ hai"] == again.render({"a": "➢ hai"}) == compile_template(template).render({"a": "➢ hai"})
    assert again.stats["stamped"] == 1
    once = compile_template(template, cache=cache)
    assert once.render({"a": "i ba"})
    assert set(once.symbols) == set("☐☑✔")  # not that of another record
    assert set(again.symbols) == set("☐☑✔➢")
    assert "Times New Roman" in again.faces
    assert not set(again.symbols.values()) & set(again.faces.values())
    assert_pdfa_2(made["➢ hai"], "x")
    assert "☐ Đồng ý ☑ Không ✔" in text(made["➢ hai"])[0]
    assert _baselines(made["i một"]) == _baselines(made["➢ hai"])
    with pikepdf.open(io.BytesIO(made["i ba"])) as pdf:
        names = [str(font.BaseFont).partition("+")[2] for font in fonts_of(pdf)]
    assert len(names) == 4  # two weights, and their symbols


def test_records_with_the_same_symbols_are_stamped() -> None:
    """Beside fields and in them; one with another symbol, or with two lines, is laid out."""
    template, cache = page("<p>☐ Số: <b data-f>{{ a }}</b> ☑</p><p data-f>☐ {{ b }} ✔</p>"), MemoryCache()
    records = [{"a": str(n), "b": f"Ông → {n}"} for n in range(3)]
    records += [{"a": "3", "b": "☐ ba"}, {"a": "4", "b": "➢ bốn"}, {"a": "5", "b": "rất dài " * 20}]
    made = compile_template(template, cache=cache)
    for n, record in enumerate(records):
        fresh = compile_template(template).render(record)
        assert made.render(record) == fresh == compile_template(template, cache=cache).render(record)
        assert made.stats["stamped"] == min(n, 2)
    assert made.stats["stamped"] == 2


def test_letters_are_not_drawn_from_the_face_of_symbols() -> None:
    drawn = symbol_face("☐", FontRequest(("Times New Roman",), 400, False))
    assert drawn
    letter = next(letter for letter in "عა😀ߊ" if not drawn[1].missing(letter))
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(page(f"<p>☐ {letter}</p>")).render({})
    assert str(stop.value.problems[0].message.values["characters"]) == f"{letter} (U+{ord(letter):04X})"


def _baselines(pdf: bytes) -> list[float]:
    lines = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    count = lines.count_chars()
    return sorted(
        {round(lines.get_charbox(n, loose=True)[1], 1) for n in range(count) if lines.get_text_range(n, 1) in "Đôi"}
    )

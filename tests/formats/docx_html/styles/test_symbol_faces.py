"""Letters of faces of symbols are shown as the characters that Word draws for them."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.styles.symbol_faces import (
    is_symbol_face,
    shown_symbols,
    symbol_of,
    symbol_width,
    unknown_symbols,
)


@pytest.mark.parametrize("text", ["þ ¨", "\uf0fe \uf0a8"])
def test_letters_and_their_codes_above_0xf000_are_the_same_symbols(text: str) -> None:
    assert shown_symbols(text, "Wingdings") == "☑ □"


def test_a_code_is_another_symbol_in_another_face() -> None:
    assert [symbol_of(face, "F052") for face in ("Wingdings 2", "Wingdings")] == ["☑", ""]
    assert [symbol_of(face, "00A3") for face in ("Symbol", "Wingdings 2")] == ["≤", "□"]
    assert symbol_of("Wingdings", "no figure") == ""


def test_letters_that_are_not_known_stay() -> None:
    assert shown_symbols("z", "Wingdings") == "z"
    assert [unknown_symbols(text, "Wingdings") for text in ("þ ¨", "þz")] == ["", "z"]
    assert is_symbol_face("wingdings 2")
    assert not is_symbol_face("Arial")


def test_symbols_are_as_wide_as_libreoffice_draws_them() -> None:
    assert [symbol_width("\uf0b7", face) for face in ("Symbol", "Wingdings", "Arial")] == [0.4115, 1.0, 0.0]
    assert symbol_width("§", "Wingdings") == symbol_width("\uf0a7", "wingdings") == 0.4615
    assert symbol_width("", "Symbol") == symbol_width("··", "Symbol") == 0.0

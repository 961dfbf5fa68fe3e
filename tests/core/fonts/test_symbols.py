"""congvan.core.fonts.symbols: which characters are symbols, and which face draws them."""

from __future__ import annotations

import pytest

from congvan.core.fonts import symbols
from congvan.core.fonts.fontconfig import FontRequest, find_face
from congvan.core.fonts.symbols import has_symbols, split_at_symbols, symbol_face, symbol_faces, symbols_in

TIMES = FontRequest(("Times New Roman",), 400, False)


def test_symbols_are_no_letters() -> None:
    assert symbols_in("☑ Đồng ý ☐ ☑") == ("☐", "☑")
    assert not any(map(has_symbols, ("Đồng ý", "漢", "\u2fff", "😀", "⠁", "Ⅳ", "№", "–…€₫")))
    assert split_at_symbols("a ☐☑ b ✔") == ["a ", "☐☑", " b ", "✔", ""]


@pytest.mark.parametrize("weight", [400, 700])
def test_one_face_draws_all_that_the_text_lacks(weight: int) -> None:
    faces = symbol_faces(tuple("☐☑✔➢①⇒→"), TIMES._replace(weight=weight))
    ((request, face),) = faces.items()
    assert face.missing("☐☑✔➢①⇒") == ""
    assert (find_face(request).sha, request.weight) == (face.sha, weight)
    assert symbol_face("→", TIMES) is None  # Times has it


def test_a_machine_without_such_a_face_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "face_with", lambda _characters, _request: None)
    symbol_face.cache_clear()
    assert symbol_faces(("☐",), TIMES) == {}
    symbol_face.cache_clear()
    assert symbol_face("☐", FontRequest(("No Such Face",), 400, False)) is None
    assert symbol_face("\u2bff", TIMES) is None or not find_face(TIMES).missing("☐")


def test_faces_in_colours_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = symbol_face("☐", TIMES)
    assert found
    monkeypatch.setitem(vars(found[1]), "is_coloured", True)
    symbol_face.cache_clear()
    assert symbol_face("☐", TIMES) is None
    symbol_face.cache_clear()

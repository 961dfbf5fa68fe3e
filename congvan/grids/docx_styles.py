"""The styles of a returned document that hide or strike text, and letters that nobody sees."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from congvan.core.opc.xml_stream import stream
from congvan.grids.xlsx_styles import WHITE, is_alike

OFF = ("0", "false", "off", "none")
"""Values of a format that is switched off."""
RUN_FORMATS = ("vanish", "strike", "dstrike")
"""Formats of text that is hidden or struck out."""
LOOKS = ("color", "sz", "highlight", "shd")
"""What decides whether letters are seen, and what is behind them."""
_UNSEEN = "unseen"
"""What the styles of text are called that nobody sees on white paper."""
_LEAST_HEIGHT = 60
"""Twentieths of a point; nothing is seen in a row that is fixed at less."""
_LEAST_SIZE = 6
"""Half points; smaller letters are seen by nobody."""
_MOST_KNOWN = 100
_KNOWN: dict[bytes, Mapping[str, frozenset[str]]] = {}  # by the hash of the part that holds them


def run_formats(data: bytes) -> Mapping[str, frozenset[str]]:
    """Return the styles that hide or strike text, by id; those that the files of an inbox share are read once."""
    digest = hashlib.sha256(data).digest()
    if digest not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[digest] = _formats_by_style(data)
    return _KNOWN[digest]


def hides_row(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a property of a row hides it: in so many words, or by a height in which nothing is seen."""
    value = attributes.get("val", "1")
    if tag == "hidden":
        return value not in OFF
    return attributes.get("hRule") == "exact" and value.isdecimal() and int(value) < _LEAST_HEIGHT


class Looks:
    """Whether anybody sees the letters at hand: white ones on something else than white are seen."""

    def __init__(self) -> None:
        self._unseen = self._in_run = False
        self._shaded = {"cell": False, "paragraph": False, "run": False}

    def begin_cell(self) -> None:
        """Begin a cell of a table."""
        self._shaded["cell"] = False
        self.begin_paragraph()

    def begin_paragraph(self) -> None:
        """Begin a paragraph."""
        self._in_run = self._shaded["paragraph"] = self._shaded["run"] = False

    def begin_run(self, formats: frozenset[str], *, more: bool) -> None:
        """Begin a run with what its style says; `more`: what a further style says of the same run."""
        self._in_run = True
        self._shaded["run"] &= more
        self._unseen = _UNSEEN in formats or (more and self._unseen)

    def note(self, tag: str, attributes: Mapping[str, str], *, of_paragraph: bool) -> None:
        """Take what a property says, of the run at hand, the paragraph or the cell."""
        value, fill = attributes.get("val", ""), attributes.get("fill", "auto")
        if tag == "color" and self._in_run:
            self._unseen = _is_white(value)
        elif tag == "sz" and self._in_run:
            self._unseen |= value.isdecimal() and int(value) < _LEAST_SIZE
        elif tag in ("highlight", "shd"):
            of = "run" if self._in_run else "paragraph" if of_paragraph else "cell"
            self._shaded[of] |= tag == "highlight" or not (fill == "auto" or _is_white(fill))

    def hide(self, text: str) -> bool:
        """Whether nobody sees a text of the run at hand."""
        return self._unseen and not any(self._shaded.values()) and bool(text.strip())


def _is_white(colour: str) -> bool:
    """Whether a colour is that of paper, or close to it."""
    return is_alike(colour.upper(), WHITE)


def _formats_by_style(data: bytes) -> dict[str, frozenset[str]]:
    """Return what styles hide or strike, their own or that of a style below them, by id."""
    own: dict[str, dict[str, bool]] = {}
    below: dict[str, str] = {}
    style = ""

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal style
        if tag == "style":
            style = attributes.get("styleId", "")
            own[style] = {}
        elif tag == "basedOn" and style:
            below[style] = attributes.get("val", "")
        elif tag in RUN_FORMATS and style:
            own[style][tag] = attributes.get("val", "1") not in OFF
        elif tag == "color" and style:
            own[style][_UNSEEN] = _is_white(attributes.get("val", ""))

    def end(tag: str) -> None:
        nonlocal style
        style = "" if tag == "style" else style

    stream([data], start, end, lambda _piece: None)
    found = {}
    for name in own:
        chain, each = [name], name
        while (each := below.get(each, "")) in own and each not in chain:
            chain.append(each)
        formats: dict[str, bool] = {}
        for each in reversed(chain):
            formats |= own[each]
        if kept := frozenset(tag for tag, holds in formats.items() if holds):
            found[name] = kept
    return found

"""The styles of a returned document that hide or strike text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from congvan.opc.xml_stream import stream

OFF = ("0", "false", "off", "none")
"""Values of a format that is switched off."""
RUN_FORMATS = ("vanish", "strike", "dstrike")
"""Formats of text that is hidden or struck out."""
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

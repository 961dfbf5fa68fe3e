"""Read the runs of a DOCX paragraph: text with breaks and tabs, resolved style."""

from __future__ import annotations

import re
from typing import Any

from congvan.core.opc.xml_stream import Unreadable
from congvan.nd30.docx.package import MC
from congvan.nd30.docx.styles import Properties, value
from congvan.nd30.model.coding import in_unicode
from congvan.nd30.model.view import StyledRun

WRAPPERS = (
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "customXml",
    "smartTag",
    "hyperlink",
    "fldSimple",
    "AlternateContent",
    "Choice",
    "dir",
    "bdo",
)


MAX_DEPTH = 40


def make_run(text: str, resolved: Properties) -> StyledRun:
    """Return a run with the given text and resolved settings."""
    caps = bool(resolved.get("caps"))
    ascii_face, other = str(resolved.get("ascii", "")), str(resolved.get("hAnsi", ""))
    family = other if other and any(c > "\x7f" for c in text) else ascii_face or other
    colour = str(resolved.get("color", "auto"))
    size = resolved.get("sz")
    text, coding = in_unicode(text, family)
    return StyledRun(
        text.upper() if caps else text,
        family,
        float(size) / 2 if size else 10.0,
        bool(resolved.get("b")),
        bool(resolved.get("i")),
        bool(resolved.get("u")),
        int(colour, 16) if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else None,
        bool(resolved.get("raised")),
        coding=coding,
    )


def text_pieces(run: Any) -> list[str]:
    """Return the text of a run in pieces; line breaks "\\n" and page breaks "\\f" are separate pieces."""
    pieces: list[str] = []
    for child in run:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("tab", "ptab"):
            pieces.append("\t")
        elif name in ("br", "cr"):
            pieces.append("\f" if value(child, "type") == "page" else "\n")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "sym":
            code = value(child, "char")
            pieces.append("-" if code.upper() in ("F02D", "2D", "2013") else "•")
        elif name == "lastRenderedPageBreak":
            continue
    return pieces


def collect_runs(parent: Any, runs: list[Any], depth: int) -> None:
    """Collect the runs of a paragraph in order, also from links, fields, insertions and content controls.

    Deletions are left out.
    """
    if depth > MAX_DEPTH:
        raise Unreadable("hostile")
    for child in parent:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "r":
            runs.append(child)
        elif name in WRAPPERS and child.tag != f"{{{MC}}}Fallback":
            collect_runs(child, runs, depth + 1)

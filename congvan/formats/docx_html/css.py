"""Classes for sets of CSS declarations: named after what they declare, so that no document's depend on another's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

PLAIN_TEXT = (
    "text-indent:0;text-align:left;text-align-last:auto;white-space:normal;word-spacing:normal;letter-spacing:normal;"
    "font-weight:normal;font-style:normal;font-kerning:none;text-transform:none;color:#000;--frame:0;--frame-foot:0pt"
)
"""Declarations of what holds paragraphs within another, from which they would take these else."""

_USED = re.compile(r'class="([^"]*)"')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class CssClasses:
    """The classes of the documents of one template."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._declared: dict[str, str] = {}

    def name(self, declarations: Iterable[str] | str) -> str:
        """Return the class of a set of declarations."""
        text = declarations if isinstance(declarations, str) else ";".join(filter(None, declarations))
        name = self._names.get(text)
        if name is None:
            digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])
            name = "c"
            while name == "c" or len(name) < 7 or self._declared.get(name, text) != text:
                digest, digit = divmod(digest, 36)
                name += _DIGITS[digit]
            self._names[text], self._declared[name] = name, text
        return name

    def rules(self, html: str) -> str:
        """Return the rules of the classes that an HTML text uses, in order of first use."""
        used = dict.fromkeys(name for names in _USED.findall(html) for name in names.split())
        return "".join(f".{name}{{{self._declared[name]}}}" for name in used if name in self._declared)

"""The operand of TJ as glyphs and kerns with the text they show, cut where a text begins or ends."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+)")


class ShownText:
    """`<00370068>-12.5<0057>` as items; `text`: what it shows, `starts`: of each character's glyph, the item."""

    def __init__(self, operand: str, texts: Mapping[int, str]) -> None:
        self.items: list[str] = []
        self.starts: list[int] = []
        shown: list[str] = []
        begin = 0  # the item where the next glyph begins: the kerns before it, which a viewer may drop at an end
        for digits, kern in _TOKEN.findall(operand):
            if kern:
                self.items.append(kern)
            for at in range(0, len(digits), 4):
                glyph = digits[at : at + 4]
                text = texts.get(int(glyph, 16), "?")
                self.starts.append(begin)
                if len(text) != 1:
                    self.starts += [-1] * (len(text) - 1)
                shown.append(text)
                self.items.append(f"<{glyph}>")
                begin = len(self.items)
        self.text = "".join(shown)
        self.starts.append(len(self.items))

    def operand(self, start: int, end: int) -> str:
        """Return the operand of the characters from `start` to `end`; "" for none.

        Kerns go with the glyph behind them: PDFium moves nothing by those at the end of an operand.
        """
        out: list[str] = []
        digits = ""
        for item in self.items[self.starts[start] if start else 0 : self.starts[end]]:
            if item[0] == "<":
                digits += item[1:-1]
                continue
            out.append(f"<{digits}>{item}" if digits or not out else f" {item}")
            digits = ""
        return "".join([*out, f"<{digits}>" if digits else ""]).removeprefix("<>")

    def is_cut(self, at: int) -> bool:
        """Whether a glyph begins with this character, and so the operand can be cut there."""
        return self.starts[at] >= 0

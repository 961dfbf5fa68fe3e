"""A node of the structure tree while it is made."""

from __future__ import annotations

import re
from typing import Any

from congvan.formats.pdf.tagging.flow_text import FlowText
from congvan.formats.pdf.tagging.roles import Role

_HEADING = re.compile(r"H[1-6]")
_NUMBERINGS = (
    (re.compile(r"\d"), b"/Decimal"),
    (re.compile(r"[IVX]+\."), b"/UpperRoman"),
    (re.compile(r"[^\W\d_][.)]"), b"/LowerAlpha"),
)


class TreeNode:
    """An element of the tree with its kids.

    `into`: the one that it has become one with; `item`: of a list body, the item that it is in; `used`: whether
    content was painted of it; `text_of`: the HTML element that it was made for.
    """

    def __init__(self, kind: str, role: Role | None = None, entries: bytes = b"", column: int = 0) -> None:
        self.kind, self.role, self.entries, self.column = kind, role or Role(kind), entries, column
        self.kids: list[TreeNode] = []
        self.flow = FlowText()
        self.into: TreeNode | None = None
        self.item: TreeNode | None = None
        self.label: TreeNode | None = None
        self.text_of: Any = None
        self.used = False
        self.number = -1

    @property
    def is_heading(self) -> bool:
        return _HEADING.fullmatch(self.kind) is not None

    def with_body(self, *, labelled: bool) -> TreeNode:
        """Give an item its body, and a label where the text begins with one; return the body."""
        body = TreeNode("LBody")
        body.item = self
        if labelled:
            body.label = TreeNode("Lbl")
            body.label.flow = body.flow
            self.kids.append(body.label)
        self.kids.append(body)
        return body

    def take_in(self, other: TreeNode) -> None:
        """Become one with a line that follows."""
        self.flow.join(other.flow)
        self.entries = self.entries or (other.entries if self.kind == "Figure" else b"")
        self.kids += other.kids
        other.into = self

    def list_entries(self) -> bytes:
        """Return how a list numbers its items; nothing where an item has no label."""
        if self.kind != "L" or not all(kid.kids and kid.kids[0].kind == "Lbl" for kid in self.kids if kid.kind == "LI"):
            return b""
        text = self.kids[0].kids[0].flow.text if self.kids else ""
        numbering = next((name for pattern, name in _NUMBERINGS if pattern.match(text)), b"/Disc")
        return b"/A<</O/List/ListNumbering%s>>" % numbering

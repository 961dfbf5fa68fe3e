"""Bring the nodes of a tree into their order: lines that are one, items into lists, parts, rows of sums into the foot
of their table, levels of headings.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from congvan.formats.pdf.tagging.nodes import TreeNode


def arranged(node: TreeNode) -> None:
    """Join and list the kids of a node, and of all below it."""
    node.kids = _joined(node.kids)
    for kid in node.kids:
        if kid.kind == "Figure" and not kid.entries:
            kid.kind = "P"  # lines of a picture of which nothing is said are read as they are
    if node.kind != "L":
        node.kids = _listed(node.kids)
    if node.kind == "Table" and not any(kid.kind == "TFoot" for kid in node.kids):
        _foot(node)
    for kid in node.kids:
        arranged(kid)


def _joined(kids: list[TreeNode]) -> list[TreeNode]:
    """Return the kids, lines that follow one another and join one word as one."""
    out: list[TreeNode] = []
    for kid in kids:
        last = out[-1] if out else None
        if last is not None and _goes_on(last, kid) and kid.kind != "LI":
            last.take_in(kid)
        else:
            out.append(kid)
    return out


def _goes_on(last: TreeNode, kid: TreeNode) -> bool:
    """Whether a line is one with the line before."""
    joins = bool(kid.role.joins) and not kid.role.starts
    return joins and (last.role.joins, last.column) == (kid.role.joins, kid.column)


_DASHES = tuple("-–•+*")
_ENDS = (".", ";")


class _OpenList(NamedTuple):
    """A list that may go on; `body`: that of its last item."""

    level: int
    key: str
    node: TreeNode

    @property
    def body(self) -> TreeNode:
        return self.node.kids[-1].kids[-1]

    @property
    def is_said_out(self) -> bool:
        """Whether the last item is a dash whose sentence is at its end, so that no paragraph below belongs to it.

        Why fixed text alone: a tree may not depend on the values of one record.
        """
        text = self.body.flow.text.strip() if self.body.label is not None else ""
        return text.startswith(_DASHES) and text.endswith(_ENDS)


def _listed(kids: list[TreeNode]) -> list[TreeNode]:
    """Return the kids, items that follow one another in lists, lists of deeper levels within the items before them.

    What is between two items of a list belongs to the first, unless that is a dash and said out; what follows the
    last one does not.
    """
    out: list[TreeNode] = []
    open_: list[_OpenList] = []
    between: list[TreeNode] = []
    for kid in kids:
        if kid.kind != "LI":
            if kid.kind == "Sect" or kid.is_heading or kid.role.closes:
                out += between
                open_, between = [], []
            (between if open_ else out).append(kid)
            continue
        level, key = kid.role.level, kid.role.joins
        while open_ and (open_[-1].level > level or open_[-1].key != key):
            open_.pop()
        if len(open_) == 1 and between and open_[0].is_said_out:
            open_ = []
        if open_:
            open_[-1].body.kids += between
        else:
            out += between
        between = []
        if not open_ or open_[-1].level < level:
            made = TreeNode("L")
            (open_[-1].body.kids if open_ else out).append(made)
            open_.append(_OpenList(level, key, made))
        open_[-1].node.kids.append(kid)
    return out + between


def _foot(table: TreeNode) -> None:
    """Put the rows of sums at the end of a table into its foot."""
    body = next((kid for kid in reversed(table.kids) if kid.kind == "TBody"), None)
    rows = body.kids if body is not None else []
    end = len(rows)
    while end and any(cell.role.total for cell in rows[end - 1].kids):
        end -= 1
    if end < len(rows):
        foot = TreeNode("TFoot")
        foot.kids = rows[end:]
        del rows[end:]
        table.kids.append(foot)


def parted(node: TreeNode, start: int) -> None:
    """Put the kids from `start` on into parts, where they open some: each with what is above its heading.

    What opens none belongs to the part before.
    """
    added = node.kids[start:]
    openers = [n for n, kid in enumerate(added) if kid.role.opens and not (n and _goes_on(added[n - 1], kid))]
    if not openers:
        if start and node.kids[start - 1].kind == "Sect":
            node.kids[start - 1].kids += added
            del node.kids[start:]
        return
    first = 0 if not any(kid.is_heading for kid in added[: openers[0]]) else openers[0]
    del node.kids[start + first :]
    bounds = [first, *openers[1:], len(added)]
    for begin, end in pairwise(bounds):
        part = TreeNode("Sect")
        part.kids = added[begin:end]
        node.kids.append(part)


def leveled(root: TreeNode) -> None:
    """Number headings so that the first is H1 and none is more than one level below the one above it."""
    above: list[int] = []

    def go(node: TreeNode) -> None:
        if node.is_heading and node.used:
            level = int(node.kind[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            node.kind = f"H{len(above)}"
        for kid in node.kids:
            go(kid)

    go(root)

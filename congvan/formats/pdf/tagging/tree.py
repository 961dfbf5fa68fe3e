"""The structure tree of a document, made from its HTML: an element is one, over however many pages it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from congvan.formats.pdf.objects import text_string
from congvan.formats.pdf.tagging.arranging import arranged, leveled, parted
from congvan.formats.pdf.tagging.elements import StructureElement
from congvan.formats.pdf.tagging.nodes import TreeNode
from congvan.formats.pdf.tagging.roles import INLINE, ROLE, UNORDERED, Role, role_of, tag_name, words_of

_SKIPPED = frozenset(("", "head", "style", "title", "script", "template", "col", "colgroup", "meta"))
_ROWS = frozenset(("tr", "thead", "tbody", "tfoot", "td", "th", "caption"))
_CELLS = ("td", "th")
_SHARES_TEXT = frozenset(("Link", "Span", "Lbl"))  # elements within a line


class _MarkedPlace(NamedTuple):
    """Where an element is: its parent for blocks and for text, its table, whether that is a layout, its column,
    whether it is in a row with cells that are no heads, and whether its table is nothing but heads.
    """

    blocks: TreeNode
    texts: TreeNode | None
    table: Any = None
    layout: bool = False
    head: bool = False
    column: int = 0
    beside_data: bool = False
    all_heads: bool = False


class DocumentTree:
    """The tree of a document; `node(element)`: what the text of an element belongs to."""

    def __init__(self, root: Any) -> None:
        self.root = TreeNode("Document")
        self._head, self._foot = TreeNode("Document"), TreeNode("Document")
        self._nodes: dict[Any, TreeNode] = {}
        self._tables: dict[Any, Any] = {}  # element in a table's head → the table
        self._margins: set[Any] = set()
        self._notes = 0
        self._marked: set[TreeNode] = set()  # items whose label is a marker
        self._walk(root, _MarkedPlace(self.root, None))
        self.root.kids = [*self._head.kids, *self.root.kids, *self._foot.kids]
        arranged(self.root)

    # -- what a box belongs to

    def node(self, element: Any) -> TreeNode | None:
        """Return the node of an element's text; None: it is an artifact."""
        found = self._nodes.get(element)
        while found is not None and found.into is not None:
            found = found.into
        return None if found is None or found.kind in ("Artifact", "Document") else found

    def marker(self, element: Any, text: str) -> TreeNode | None:
        """Return the label that the marker of a list item is; None: its text begins with one of its own."""
        body = self.node(element)
        item = body.item if body is not None else None
        if body is None or item is None or (item.kids[0].used and item.kids[0] is body.label):
            return None
        if item not in self._marked:
            self._marked.add(item)
            made = TreeNode("Lbl")
            made.flow.add(text)
            item.kids[:-1], body.label = [made], None
        return item.kids[0]

    def repeats(self, element: Any) -> Any:
        """Return what of an element is painted again on later pages: its table, itself in a margin; None: nothing."""
        table = self._tables.get(element)  # whose truth is no question of its being there
        return element if table is None and element in self._margins else table

    def fields(self) -> Iterator[tuple[int, TreeNode]]:
        """Yield the number of each field with the node of its text."""
        for element in self._nodes:
            number = element.get("data-n")
            node = self.node(element) if number else None
            if node is not None and number.isdigit():
                yield int(number), node

    def headings(self) -> Iterator[tuple[TreeNode, tuple[str | int, ...]]]:
        """Yield the headings in use with their texts and fields."""
        parts: dict[TreeNode, list[str | int]] = {}
        for element, own in self._nodes.items():
            node = self.node(element)
            if node is not None and node.is_heading and node.used and own.text_of is element:
                parts.setdefault(node, []).extend([" ", *_texts(element)])
        for node, texts in sorted(parts.items(), key=lambda item: item[0].number):
            yield node, tuple(texts[1:])

    # -- walking

    def _walk(self, element: Any, place: _MarkedPlace) -> None:
        if place.texts:
            place.texts.flow.add(element.text)
        column = 0
        for child in element:
            name = tag_name(child)
            if name not in _SKIPPED:
                self._enter(child, name, place._replace(column=column if name in _CELLS else place.column))
                column += int(child.get("colspan") or 1) if name in _CELLS else 0
            if place.texts:
                place.texts.flow.add(" " if name == "br" or role_of(child).kind == "space" else None)
                place.texts.flow.add(child.tail)

    def _enter(self, element: Any, name: str, place: _MarkedPlace) -> None:
        role = role_of(element)
        if role.kind == "space":
            return
        if place.head:
            self._tables[element] = place.table
        if name == "tr":
            place = place._replace(beside_data=any(tag_name(cell) == "td" for cell in element))
        if role.kind == "layout":
            start = len(place.blocks.kids)
            self._walk(element, place._replace(texts=None, layout=True))
            _order(place.blocks.kids, start)
        elif role.kind in ("head", "foot"):
            self._margin(element, name, self._head if role.kind == "head" else self._foot)
        elif role.kind == "part":
            start = len(place.blocks.kids)
            self._walk(element, place._replace(texts=None))
            parted(place.blocks, start)
        elif name in _ROWS and place.layout:
            self._plain(element, name, Role() if role.kind in ("TR", "TD", "TH", *_ROW_GROUPS) else role, place)
        elif name in _CELLS and element.get(ROLE) and role.kind:
            cell = self._added(element, Role(name.upper()), place)
            self._plain(element, name, role, place._replace(blocks=cell, texts=None))
        else:
            self._plain(element, name, role._replace(kind=role.kind or name.upper()) if role.total else role, place)

    def _margin(self, element: Any, name: str, node: TreeNode) -> None:
        before = set(self._nodes)
        self._plain(element, name, Role(), _MarkedPlace(node, None))
        self._margins |= set(self._nodes) - before

    def _plain(self, element: Any, name: str, role: Role, place: _MarkedPlace) -> None:
        """Enter an element whose text and blocks are its own, or belong to what it is in."""
        inline = name in INLINE and place.texts is not None
        if not role.kind and inline:
            self._nodes[element] = place.texts or place.blocks
            self._walk(element, place)
            return
        if not role.kind and not _holds_text(element):
            self._nodes[element] = place.blocks
            self._walk(element, place._replace(texts=None))
            return
        generated = not role.kind
        outside = place.texts if inline and place.texts else place.blocks
        node = self._added(element, role._replace(kind=role.kind or "P"), place._replace(blocks=outside))
        if node is not outside and node.kind in _SHARES_TEXT and place.texts:
            node.flow = place.texts.flow
        head = place.head or name == "thead"
        inner = place._replace(blocks=place.blocks if generated else node, texts=node, head=head)
        if name == "table":
            inner = inner._replace(table=element, layout=False, all_heads=role.heads)
        self._walk(element, inner)

    def _added(self, element: Any, role: Role, place: _MarkedPlace) -> TreeNode:
        """Add the node of an element; what is in a picture is the picture's."""
        parent = place.blocks
        if parent.kind in ("Figure", "Artifact") and role.kind != "Caption":
            self._nodes[element] = parent
            return parent
        head = place.head or place.all_heads
        entries, kind = b"", "TH" if role.kind == "TD" and head else role.kind
        if kind in ("TD", "TH"):
            entries = _cell_entries(element, kind, place.beside_data and not head)
        elif kind == "Figure" and role.joins:  # one of its pieces says what all of them show
            entries = b"/Alt" + text_string(words) if (words := element.get("aria-label")) else b""
        elif kind == "Figure":
            words = words_of(element)
            beside = "".join(place.texts.text_of.itertext()) if place.texts is not None else ""
            words = "" if words in " ".join(beside.split()) else words  # a drawing of what is beside it
            kind, entries = ("Figure", b"/Alt" + text_string(words)) if words else ("Artifact", b"")
        elif kind == "Note":
            self._notes += 1
            entries = b"/ID(n%d)" % self._notes
        if element.get("lang"):
            entries += b"/Lang" + text_string(element.get("lang"))
        made = TreeNode(kind, role, entries, place.column)
        made.text_of = element
        parent.kids.append(made)
        if kind == "LI":
            made = made.with_body(labelled=not _has_fields(element))
            made.text_of = element
        elif kind == "Lbl" and parent.item is not None:
            parent.kids.remove(made)
            parent.item.kids[:-1] = [made]
            parent.label = None
        self._nodes[element] = made
        return made

    # -- the tree as values

    def elements(self) -> list[StructureElement]:
        """Return the elements in use, numbered in reading order."""
        leveled(self.root)
        _prune(self.root)
        out: list[StructureElement] = []

        def add(node: TreeNode, parent: int) -> None:
            node.number = len(out)
            out.append(StructureElement(node.kind, parent, node.entries + node.list_entries()))
            for kid in node.kids:
                add(kid, node.number)

        add(self.root, -1)
        return out


_ROW_GROUPS = ("THead", "TBody", "TFoot", "Caption")


def _order(kids: list[TreeNode], start: int) -> None:
    """Bring what was added in a layout into the order of its roles, by columns; leave it alone if none has a place."""
    added = kids[start:]
    if any(kid.role.order != UNORDERED for kid in added):
        kids[start:] = sorted(added, key=lambda kid: (kid.role.order, kid.column if kid.role.order != UNORDERED else 0))


def _holds_text(element: Any) -> bool:
    """Whether an element has text or a field of its own, not only within blocks."""
    if element.get("data-n") is not None or (element.text or "").strip():
        return True
    return any(
        (child.tail or "").strip()
        or (tag_name(child) in INLINE and ("".join(child.itertext()).strip() or _has_fields(child)))
        for child in element
    )


def _has_fields(element: Any) -> bool:
    return any(each.get("data-n") is not None for each in element.iter() if isinstance(each.tag, str))


def _cell_entries(element: Any, kind: str, beside_data: bool) -> bytes:
    """Return the attributes of a cell; a head names its row where it says so, or is beside cells that are none."""
    said, scope = b"", element.get("scope") or ("row" if beside_data else "")
    if kind == "TH":
        said += b"/Scope/Row" if scope in ("row", "rowgroup") else b"/Scope/Column"
    for attribute, name in (("colspan", b"/ColSpan %d"), ("rowspan", b"/RowSpan %d")):
        span = element.get(attribute) or "1"
        said += name % int(span) if span.isdigit() and span != "1" else b""
    return b"/A<</O/Table%s>>" % said if said else b""


def _texts(element: Any) -> Iterator[str | int]:
    """Yield the texts and the fields of a heading in order."""
    number = element.get("data-n")
    if number is not None and number.isdigit():
        yield int(number)
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from [" "] if tag_name(child) == "br" else _texts(child)
        yield child.tail or ""


def _prune(node: TreeNode) -> None:
    """Leave out what nothing was painted of; an empty cell stays a cell."""
    for kid in node.kids:
        _prune(kid)
    node.kids = [
        kid for kid in node.kids if kid.kind != "Artifact" and (kid.kids or kid.used or kid.kind in ("TD", "TH"))
    ]

"""Mark the content of a painted page again: WeasyPrint marks every text box, a structure element is marked once.

The text objects of boxes that follow one another are joined, as WeasyPrint writes them without marks, so that a page
without marks is byte for byte the page that it paints untagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from congvan.formats.pdf.tagging.elements import ARTIFACT, END, ContentMark, ElementText, MarkedOperator
from congvan.formats.pdf.tagging.nodes import TreeNode
from congvan.formats.pdf.tagging.tree import DocumentTree

_MCID = re.compile(rb"<</MCID (\d+)>>")
_BEGIN, _END_MARK, _TEXT = b"/Span", b"EMC", b"BT"
_PAINTS = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"))
_TEXT_END = ContentMark(-3)  # the end of a text object whose content is marked within it, until the page is done


class PictureFrame(NamedTuple):
    """The rectangle of a picture on its page, in CSS pixels from the page's corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, box: Any, page: int) -> PictureFrame:
        left, top = box.border_box_x(), box.border_box_y()
        return cls(page, left, top, left + box.border_width(), top + box.border_height())

    def around(self, other: PictureFrame) -> PictureFrame | None:
        """Return the rectangle around both; None where they are on two pages."""
        if self.page != other.page:
            return None
        lefts, tops, rights, bottoms = zip(self[1:], other[1:], strict=True)
        return PictureFrame(self.page, min(lefts), min(tops), max(rights), max(bottoms))

    def entry(self, height: float) -> bytes:
        """Return it as a layout attribute, in points from below."""
        sides = (self.left, height - self.bottom, self.right, height - self.top)
        return b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % b" ".join(b"%.2f" % (side * 0.75) for side in sides)


class TaggedPainting:
    """A document painted with WeasyPrint's marks: per page its boxes by their MCIDs, and its height in CSS pixels.

    `order`: the nodes in the order of their numbers in marks; `places`: page and height of each heading.
    """

    def __init__(self, tree: DocumentTree, boxes: Sequence[Mapping[int, Any]], heights: Sequence[float]) -> None:
        self.tree, self.boxes, self.heights = tree, boxes, heights
        self.order: list[TreeNode] = []
        self.places: dict[TreeNode, tuple[int, float]] = {}
        self.frames: dict[TreeNode, PictureFrame | None] = {}  # None: on several pages
        self.last: dict[int, ElementText] = {}  # of each flow, its last text
        self._first_pages: dict[Any, int] = {}

    def node(self, page: int, mcid: int) -> TreeNode | None:
        """Return the node of a painted box; None: it is an artifact."""
        box = self.boxes[page].get(mcid)
        if box is None or box.element is None:
            return None
        if "::" in (box.element_tag or ""):
            return self.tree.marker(box.element, box.text) if box.element_tag.endswith("::marker") else None
        repeated = self.tree.repeats(box.element)
        if repeated is not None and self._first_pages.setdefault(repeated, page) != page:
            return None
        return self.tree.node(box.element)

    def number(self, node: TreeNode) -> int:
        """Return the number by which marks name a node, from its first use on."""
        if not node.used:
            node.used, node.number = True, len(self.order)
            self.order.append(node)
        return node.number

    @property
    def has_pictures(self) -> bool:
        return any(node.kind == "Figure" for node in self.order)

    def frame(self, node: TreeNode | None, page: int, box: Any) -> None:
        """Take a box into the frame of the picture that it belongs to."""
        if node is not None and node.kind == "Figure" and box is not None:
            own, before = PictureFrame.of(box, page), self.frames.get(node)
            self.frames[node] = own if node not in self.frames else before and before.around(own)

    def framed(self) -> None:
        """Give each picture its box; one that goes over several pages has none."""
        for node, frame in self.frames.items():
            if frame is not None:
                node.entries += frame.entry(self.heights[frame.page])


class PageMarker:
    """Marks one page."""

    def __init__(
        self, painting: TaggedPainting, page: int, inside_group: Callable[[bytes], int] = lambda name: -1
    ) -> None:
        """`inside_group`: WeasyPrint's first mark in what is painted as a group; all of it belongs to that box."""
        self._painting, self._page, self._inside_group = painting, page, inside_group
        self._out: list[MarkedOperator] = []
        self._open: list[str] = []  # WeasyPrint's marks that are open: "text", "figure", "artifact"
        self._node: TreeNode | None = None  # of the text box that comes
        self._inside: TreeNode | None = None  # whose content is open in the text object
        self._box: Any = None
        self._in_path = False  # of a line under a text
        self._labels: set[TreeNode] = set()

    def marked(self, operators: Sequence[bytes]) -> list[MarkedOperator]:
        """Return the operators of the page with our marks."""
        at = 0
        while at < len(operators):
            at += self._take(operators, at)
        return self._closed()

    def _take(self, operators: Sequence[bytes], at: int) -> int:
        """Take the operator there; return how many it was."""
        operator = operators[at]
        if operator == b"/Artifact":
            self._open.append("artifact")
            if self._out and self._out[-1] == ContentMark(END):
                self._out.pop()  # neighbouring artifacts are one
            else:
                self._out.append(ContentMark(ARTIFACT))
            return 2
        if operator in (_BEGIN, b"/Figure"):
            match = _MCID.match(operators[at + 1])
            self._begin(operator, int(match[1]) if match else -1)
            return 3
        if operator == _END_MARK and self._open:
            self._end(self._open.pop())
        elif operator == _TEXT and not {"artifact", "figure"} & set(self._open):
            self._text(operator)
        elif operator == b"ET" and not {"artifact", "figure"} & set(self._open):
            self._out.append(_TEXT_END)
        elif operator.endswith(b" Do") and not self._open:
            node = self._painting.node(self._page, self._inside_group(operator[1:-3]))
            begun = ContentMark(self._painting.number(node) if node else ARTIFACT)
            self._out += [begun, operator, ContentMark(END)]
        elif operator.endswith(b"] TJ") and self._box is not None and self._open[-1:] == ["text"]:
            self._shown(operator)
        elif self._open[-1:] == ["text"]:
            self._decoration(operator)
        else:
            self._out.append(operator)
        return 1

    def _decoration(self, operator: bytes) -> None:
        """Add an operator of a text; a line under or through it is an artifact."""
        begins = not self._in_path and operator.endswith((b" m", b" re"))
        ends = self._in_path and operator in _PAINTS
        self._in_path = (self._in_path or begins) and not ends
        self._out += [*([ContentMark(ARTIFACT)] if begins else []), operator, *([ContentMark(END)] if ends else [])]

    def _begin(self, operator: bytes, mcid: int) -> None:
        node = self._painting.node(self._page, mcid)
        self._box = self._painting.boxes[self._page].get(mcid)
        if operator == _BEGIN:
            self._open.append("text")
            self._node = node
            return
        self._open.append("figure")
        self._painting.frame(node, self._page, self._box)
        self._out.append(ContentMark(self._painting.number(node) if node else ARTIFACT))

    def _end(self, kind: str) -> None:
        if kind == "text":
            self._box, self._node = None, None
        else:
            self._out.append(ContentMark(END))

    def _text(self, operator: bytes) -> None:
        """Begin a text object, or go on with the one before, and open the content of the box's element."""
        joined = bool(self._out) and self._out[-1] == _TEXT_END
        blank = self._box is not None and not self._box.text.strip()
        if joined:
            self._out.pop()
            if blank or self._node is self._inside:
                return
            self._out.append(ContentMark(END))
        else:
            self._out.append(operator)
        node = self._inside = None if blank else self._node
        if node is None:
            self._out.append(ContentMark(ARTIFACT))
            return
        if node.label is not None and not node.used and node.label.flow.label:
            self._labels.add(node)
            self._out.append(ContentMark(self._painting.number(node.label)))
        else:
            self._out.append(ContentMark(self._painting.number(node)))

    def _shown(self, operator: bytes) -> None:
        node = self._node
        if node is None or not self._box.text.strip():
            self._out.append(operator)
            return
        text, flow = ElementText(operator), node.flow
        while flow.into is not None:
            flow = flow.into
        last = self._painting.last.get(id(flow))
        spaced = flow.spaced(self._box.text)
        if last is not None:
            last.spaced, last.after = spaced, self._box.text[:1]
        self._painting.last[id(flow)] = text
        if node.is_heading:
            height = self._painting.heights[self._page]
            self._painting.places.setdefault(node, (self._page, (height - self._box.position_y) * 0.75))
        self._out.append(text)
        if node in self._labels:
            self._labels.discard(node)
            text.label, text.body = len(flow.label), self._painting.number(node)

    def _closed(self) -> list[MarkedOperator]:
        """Return the operators, the last content of each text object closed inside it."""
        return [
            each
            for operator in self._out
            for each in ((ContentMark(END), b"ET") if operator == _TEXT_END else (operator,))
        ]


def first_mark(operators: Sequence[bytes]) -> int:
    """Return the number of WeasyPrint's first mark among operators; -1 for none."""
    return next((int(match[1]) for match in map(_MCID.match, operators) if match), -1)


def unmarked(operators: Sequence[bytes]) -> list[bytes]:
    """Return the operators of a stream without WeasyPrint's marks, as it writes it untagged."""
    if _END_MARK not in operators:
        return list(operators)
    marked = PageMarker(TaggedPainting(DocumentTree(()), [{}], [0.0]), 0).marked(operators)
    return [operator for operator in marked if isinstance(operator, bytes)]

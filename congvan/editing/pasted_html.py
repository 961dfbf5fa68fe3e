"""Read the HTML of a clipboard as paragraphs and tables in the markup of a text: what Word, Excel, LibreOffice, Google
Docs and browsers write. Markup that a text has no sign for leaves its words, and is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from congvan.core.text.numerals import roman
from congvan.documents.text.outline import LEVELS

SKIPPED = frozenset(("style", "script", "noscript", "template", "title", "meta", "link", "xml", "colgroup"))
LEFT_OUT = frozenset(("img", "svg", "object", "canvas", "video", "audio", "iframe", "imagedata"))
PLAIN = frozenset(("u", "s", "strike", "sub", "sup", "del", "math", "input", "select", "button", "marquee", "ruby"))
BLOCKS = frozenset((
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table"),
    *("section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "form", "fieldset"),
    *("address", "center", "hr", "caption", "body", "html"),
))  # fmt: skip  # a table of names
_HEADINGS = re.compile(r"h[1-6]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_RAISED = str.maketrans("23", "²³")
_DEEPER = re.compile(r"level([2-9])")
BULLETS = frozenset("·•●▪■◦○‣⁃§ØüvoqnÆàè►➢➤✓✔❖◆\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06f\uf0a8\uf02d")
_COUNTED = re.compile(r"(?:\d+(?:\.\d+)*\.|[a-zđ]\)) ")
_ALL_BOLD = re.compile(r"\*\*[^*]+\*\*")
_BOLD_NUMBER = re.compile(r"\*\*(\d+(?:\.\d+)*\.|[a-zđ]\))\*\* +(?!\*\*)")
_FIGURES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

_SECTIONS = ("thead", "tbody", "tfoot")

Looks = dict[str, str]


class _LookRun(NamedTuple):
    """A stretch of a paragraph in one look."""

    text: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class ReadClipboard:
    """What was read: the lines of paragraphs, "" between those, and tables as lines that begin with a bar; what was
    changed on the way, by its name, with how often; the texts that were left out on purpose.
    """

    lines: list[str] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)


def read_html(source: str) -> ReadClipboard:
    """Read the HTML of a clipboard."""
    if source.startswith("Version:"):  # the head of CF_HTML
        source = source[source.find("<") :]
    try:
        root = etree.fromstring(source.replace("\0", ""), etree.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        return ReadClipboard()
    if root is None:
        return ReadClipboard()
    reader = _ClipboardReader(_looks_of_classes(root))
    reader.inside(root, _TextLook())
    reader.end()
    return reader.read


def _looks_of_classes(root: Any) -> Mapping[str, Looks]:
    """Return the looks of classes: Excel has bold and alignment there alone."""
    found: dict[str, Looks] = {}
    for sheet in root.iter("style"):
        for selectors, looks in _RULE.findall(sheet.text or ""):
            for name in _CLASS.findall(selectors):
                found[name] = found.get(name, {}) | _looks(looks)
    return found


def _looks(style: str) -> Looks:
    pairs = (each.partition(":") for each in style.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _colon, value in pairs if value.strip()}


@dataclass(frozen=True, slots=True)
class _TextLook:
    bold: bool = False
    italic: bool = False
    kept_spaces: bool = False
    centred: bool = False


@dataclass(slots=True)
class _PastedList:
    kind: str
    number: int


class _ClipboardReader:
    """Walks a document; `runs` is the paragraph that is open."""

    def __init__(self, classes: Mapping[str, Looks]) -> None:
        self.classes, self.read = classes, ReadClipboard()
        self.runs: list[_LookRun] = []
        self.lists: list[_PastedList] = []
        self.mark = ""
        self.centred = False

    def inside(self, node: Any, style: _TextLook) -> None:
        """Read what is in an element."""
        self.text(node.text, style)
        for child in node:
            self.element(child, style)
            self.text(child.tail, style)

    def text(self, text: str | None, style: _TextLook) -> None:
        if not text:
            return
        if style.kept_spaces:
            first, *rest = text.split("\n")
            self.add(first, style)
            for line in rest:
                self.runs.append(_LookRun("\n", False, False))
                self.add(line, style)
        else:
            self.add(_SPACE.sub(" ", text), style)

    def add(self, text: str, style: _TextLook) -> None:
        if text:
            self.runs.append(_LookRun(text, style.bold, style.italic))

    def element(self, node: Any, style: _TextLook) -> None:
        """Read an element: a block ends the paragraph before it and its own."""
        name = str(node.tag).rpartition(":")[2].lower()
        looks = self.looks(node)
        if name in SKIPPED or looks.get("mso-element") == "comment-list":
            return
        if self.is_left_out(name, node, looks):
            self.read.changed["left-out"] += 1
            self.read.left_out.append("".join(node.itertext()))
            return
        if name == "br":
            self.runs.append(_LookRun("\n", False, False))
            return
        if "mso-tab-count" in looks or "apple-tab-span" in (node.get("class") or "").lower():
            self.read.changed["tab"] += int(looks["mso-tab-count"]) if looks.get("mso-tab-count", "").isdecimal() else 1
            self.add(" ", style)
            return
        if looks.get("mso-list") == "ignore":
            self.mark = self.own_mark(node)
            return
        if name in PLAIN:
            self.plain(name, node)
        inner = _styled(style, name, looks)
        if name == "table":
            self.table(node, inner)
        elif name in BLOCKS:
            self.block(name, node, inner, looks)
        else:
            self.inside(node, inner)

    def looks(self, node: Any) -> Looks:
        found: Looks = {}
        for name in (node.get("class") or "").split():
            found |= self.classes.get(name, {})
        if node.get("align"):
            found["text-align"] = node.get("align").lower()
        return found | _looks(node.get("style") or "")

    def is_left_out(self, name: str, node: Any, looks: Looks) -> bool:
        """Whether an element is not to be seen: a picture, what was deleted, hidden or noted at the edge in Word."""
        noted = looks.get("mso-element") == "comment" or "mso-comment-reference" in looks
        deleted = name == "del" and node.get("cite", "").startswith("mailto:")
        hidden = looks.get("display") == "none" or looks.get("mso-hide") == "all"
        return name in LEFT_OUT or noted or deleted or hidden

    def plain(self, name: str, node: Any) -> None:
        text = "".join(node.itertext())
        if name == "sup" and text in ("2", "3"):
            node.text, node[:] = text.translate(_RAISED), []
        elif name == "input" and node.get("type", "text") != "hidden":
            node.text = node.get("value")
            self.read.changed["plain"] += 1
        elif text.strip():
            self.read.changed["plain"] += 1

    def own_mark(self, node: Any) -> str:
        """Return the number or bullet that Word wrote for a paragraph of a list."""
        text = " ".join("".join(node.itertext()).split())
        level = next(filter(None, (self.looks(each).get("mso-list") for each in node.iterancestors())), "")
        self.read.changed["number"] += 1
        if text in BULLETS:
            return "+ " if _DEEPER.search(level) else "- "
        return f"{text} " if text else ""

    def block(self, name: str, node: Any, style: _TextLook, looks: Looks) -> None:
        self.end()
        if name in ("ul", "ol"):
            start = node.get("start") or "1"
            kind = looks.get("list-style-type") or _FIGURES.get(node.get("type", ""), "decimal" if name == "ol" else "")
            self.lists.append(
                _PastedList(kind if name == "ol" else "", int(start) if start.lstrip("-").isdecimal() else 1)
            )
        elif name == "li":
            self.mark = self.item_mark(node, looks)
        self.centred = style.centred and name not in ("ul", "ol", "li")
        self.inside(node, style)
        self.end()
        if name in ("ul", "ol"):
            self.lists.pop()

    def item_mark(self, node: Any, looks: Looks) -> str:
        """Return the number or dash of an entry of a list, as it is seen."""
        if not self.lists or looks.get("list-style-type") == "none" or looks.get("display") == "block":
            return ""
        inner = self.lists[-1]
        if (node.get("value") or "").isdecimal():
            inner.number = int(node.get("value"))
        number, kind = inner.number, looks.get("list-style-type") or inner.kind
        inner.number += 1
        self.read.changed["number"] += 1
        if not inner.kind:
            return "+ " if sum(not each.kind for each in self.lists) > 1 else "- "
        return "" if kind == "none" else _figure(kind, number)

    def end(self) -> None:
        """End the paragraph that is open."""
        lines, mark = _lines(self.runs), self.mark
        self.runs = []
        if not any(line.strip() for line in lines):
            return
        self.mark = ""
        self.read.lines.append("")
        lines = [line for line in lines if line.strip()]
        for number, line in enumerate(lines):
            text = _numbered_evenly("" if number else mark, _safe(line))
            self.read.lines.append(f"-> {text} <-" if self.centred and not _is_numbered(text) else text)

    def table(self, node: Any, style: _TextLook) -> None:
        """Write a table; of one row, or one column, the texts: the head of a letter is no table."""
        self.end()
        self.beside(node, style)
        self.end()
        rows = list(self.rows(node, style))
        filled = [row for row in rows if any(cell.lines for cell in row)]
        if len(filled) > 1 and max(sum(cell.columns for cell in row) for row in filled) > 1:
            self.read.lines += ["", *self.drawn(filled)]
            self.read.lines.append("")
            return
        for row in filled:
            short = all(len(cell.lines) <= 1 for cell in row)
            texts = [line for cell in row for line in cell.lines]
            for text in [" ".join(texts)] if short else texts:
                self.read.lines += ["", text]

    def beside(self, node: Any, style: _TextLook) -> None:
        """Read what is in a table and in no cell: its caption, words that are astray."""
        self.text(node.text, style)
        for child in node:
            if child.tag in ("tr", *_SECTIONS):
                self.beside(child, style)
            elif node.tag != "tr" or child.tag not in ("td", "th"):
                self.element(child, style)
            self.text(child.tail, style)

    def rows(self, node: Any, style: _TextLook) -> Iterator[list[_PastedCell]]:
        for child in node:
            if child.tag in _SECTIONS:
                yield from self.rows(child, style)
            elif child.tag == "tr":
                yield [self.cell(each, style, node.tag == "thead") for each in child if each.tag in ("td", "th")]

    def cell(self, node: Any, style: _TextLook, in_head: bool) -> _PastedCell:
        """Read a cell as lines of its own; a table within it is text."""
        looks = self.looks(node)
        inner = _ClipboardReader(self.classes)
        inner.read.changed = self.read.changed
        own = _styled(style, node.tag, looks)
        inner.inside(node, _TextLook(own.bold, own.italic, own.kept_spaces))
        inner.end()
        first = next((self.looks(each).get("text-align") for each in node.iter("p", "div")), None)
        if node.find(".//table") is not None:
            self.read.changed["plain"] += 1
        lines = [line.strip(" |") if line.startswith("|") else line for line in inner.read.lines]
        lines = [re.sub(r"^-> (.*) <-$", r"\1", line).replace("|", "\\|") for line in lines if line]
        align = looks.get("text-align") or first or ""
        return _PastedCell(lines, _span(node, "colspan"), _span(node, "rowspan"), align, in_head)

    def drawn(self, rows: list[list[_PastedCell]]) -> Iterator[str]:
        """Yield the lines of a table. The text of merged cells is in the first of them; heads of several rows are
        joined, and a first row that is one cell is a paragraph above.
        """
        grid = _grid(rows)
        self.read.changed["table"] += 1
        width = max(map(len, grid))
        self.read.changed["merged"] += sum(
            cell.rows > 1 or 1 < cell.columns < width for row in rows for cell in row if cell.lines
        )
        while len(grid) > 2 and _is_across(rows[0], width):
            yield from (*rows[0][0].lines, "")
            rows, grid = rows[1:], grid[1:]
        heads = sum(any(cell.head for cell in row) for row in rows)
        split = any(1 < cell.columns < width for cell in rows[0])
        count = max(1, min(heads or (max(cell.rows for cell in rows[0]) if split else 1), len(grid) - 1))
        head = [" ".join(dict.fromkeys(filter(None, column))) for column in _columns(rows[:count], width)]
        aligned = list(_aligned(rows[count:], width))
        yield table_row([each.replace("**", "") for each in head])
        yield table_row(aligned)
        for cells, texts in zip(rows[count:], grid[count:], strict=True):
            yield table_row([_text(cells[0])] if _is_across(cells, width) else texts + [""] * (width - len(texts)))


@dataclass(frozen=True, slots=True)
class _PastedCell:
    lines: list[str]
    columns: int
    rows: int
    align: str
    head: bool = False


def _text(cell: _PastedCell) -> str:
    return re.sub(r"\*\* \*\*", " ", " ".join(line.strip() for line in cell.lines))


def table_row(texts: Sequence[str]) -> str:
    """Return a row of a table in the markup of texts."""
    return "|" + "".join(f" {each} |" if each else " |" for each in texts)


def _is_across(row: Sequence[_PastedCell], width: int) -> bool:
    return len(row) == 1 < width == row[0].columns and bool(row[0].lines)


def _span(node: Any, name: str) -> int:
    value = (node.get(name) or "").strip()
    return min(max(int(value), 1), 200) if value.isdecimal() else 1


def _placed(rows: Sequence[Sequence[_PastedCell]]) -> Iterator[tuple[int, int, _PastedCell]]:
    """Yield each cell with its row and column, those of rows above that reach down left free."""
    covered: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while covered.get(column, 0) > number:
                column += 1
            yield number, column, cell
            for each in range(column, column + cell.columns):
                covered[each] = number + cell.rows
            column += cell.columns


def _grid(rows: Sequence[Sequence[_PastedCell]]) -> list[list[str]]:
    """Return the texts by row and column; what merged cells cover is empty."""
    grid: list[list[str]] = [[] for _row in rows]
    for number, column, cell in _placed(rows):
        for each in range(min(cell.rows, len(rows) - number)):
            line = grid[number + each]
            line.extend([""] * (column + cell.columns - len(line)))
        grid[number][column] = _text(cell)
    return grid


def _columns(head: Sequence[Sequence[_PastedCell]], width: int) -> list[list[str]]:
    """Return the texts over each column of a head, from above."""
    texts: list[list[str]] = [[] for _ in range(width)]
    for _number, column, cell in _placed(head):
        for each in range(column, min(column + cell.columns, width)):
            texts[each].append(_text(cell))
    return texts


def _aligned(rows: Sequence[Sequence[_PastedCell]], width: int) -> Iterator[str]:
    """Yield what stands for the alignment of each column: that of most of its cells."""
    seen: list[Counter[str]] = [Counter() for _ in range(width)]
    for _number, column, cell in _placed(rows):
        if cell.lines and cell.columns == 1:
            seen[column][cell.align if cell.align in ("center", "right") else ""] += 1
    for each in seen:
        yield {"center": ":-:", "right": "--:"}.get(each.most_common(1)[0][0] if each else "", "---")


def _styled(style: _TextLook, name: str, looks: Looks) -> _TextLook:
    """Return the style within an element: by its name, unless its looks say otherwise."""
    bold = style.bold or name in ("b", "strong", "th") or _HEADINGS.fullmatch(name) is not None
    weight = looks.get("font-weight", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
    italic = style.italic or name in ("i", "em", "cite", "dfn")
    slant = looks.get("font-style", "")
    if slant:
        italic = slant in ("italic", "oblique")
    kept = name in ("pre", "textarea") or style.kept_spaces
    spaces = looks.get("white-space") or looks.get("white-space-collapse")
    if spaces:
        kept = spaces.startswith(("pre", "break-spaces"))
    align = looks.get("text-align")
    centred = align == "center" if align else style.centred or name == "center"
    return _TextLook(bold, italic, kept, centred)


def _figure(kind: str, number: int) -> str:
    """Return a number of a list as it is seen; a letter has the bracket of a điểm."""
    if kind.endswith(("alpha", "latin")) and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter.upper()}. " if kind.startswith("upper") else f"{letter}) "
    if kind.endswith("roman") and number > 0:
        return f"{roman(number)}. " if kind.startswith("upper") else f"{roman(number).lower()}. "
    return f"{number}. "


def _is_numbered(text: str) -> bool:
    """Whether a line is a heading that the text centres itself, or has a number."""
    return any(each.pattern.match(text) for each in LEVELS)


def _numbered_evenly(mark: str, line: str) -> str:
    """Return a line after its number, which is bold where all of the line is and plain else: programs write it either
    way beside the same text.
    """
    if _COUNTED.fullmatch(mark) and _ALL_BOLD.fullmatch(line):
        return f"**{mark}{line[2:]}"
    alone = _BOLD_NUMBER.match(line)
    return f"{mark}{alone[1]} {line[alone.end() :]}" if alone else mark + line


def _safe(line: str) -> str:
    return f"\\{line}" if line.startswith("#") else line


def _lines(runs: Sequence[_LookRun]) -> list[str]:
    """Return the lines of a paragraph with stars for bold and italic."""
    lines: list[list[_LookRun]] = [[]]
    for run in runs:
        lines[-1].append(run) if run.text != "\n" else lines.append([])
    return [_line(each) for each in lines]


def _line(runs: Sequence[_LookRun]) -> str:
    joined = _joined(runs)
    literal = sum(run.text.count("*") for run in joined)
    escaped = literal > 1 or (literal and any(run.bold or run.italic for run in joined))
    out = ""
    for run in joined:
        text = run.text.replace("*", "\\*") if escaped else run.text
        stars = "*" * (2 * run.bold + (run.italic and "*" not in run.text))  # a star ends italics
        words = text.strip()
        before, _words, after = text.partition(words) if words else (text, "", "")
        out += f"{before}{stars}{words}{stars}{after}" if words else text
    return re.sub(" {2,}", " ", out).strip(" ")


def _joined(runs: Sequence[_LookRun]) -> list[_LookRun]:
    """Return the runs, those of one look as one; a space has the look before it, and what touches a run in another look
    without a space between, both not plain, has that one's.
    """
    joined: list[_LookRun] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is None or not run.text:
            joined.append(run)
            continue
        touching = not last.text[-1:].isspace() and not run.text[:1].isspace()
        both = (last.bold or last.italic) and (run.bold or run.italic)
        if last[1:] == run[1:] or not run.text.strip() or (touching and both):
            joined[-1] = last._replace(text=last.text + run.text)
        elif not last.text.strip():
            joined[-1] = run._replace(text=last.text + run.text)
        else:
            joined.append(run)
    return [run for run in joined if run.text]

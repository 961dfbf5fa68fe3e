"""Find and check the tags of a DOCX part as its author sees them: text, location (paragraph, or table, row and cell),
problems.

Why: Jinja sees one long line of XML. The author sees a paragraph, or a cell of a table, and may have made five
mistakes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateError, nodes

from congvan.core.messages import Message, foreign
from congvan.core.templating.diagnosis import did_you_mean
from congvan.core.templating.filters import wrong_arguments
from congvan.core.templating.tags import (
    CURLY_QUOTE,
    MIDDLES,
    PAIRS,
    TAG,
    almost,
    straighten_quotes,
    stray_marks,
    wide_tag,
)
from congvan.core.templating.typed import grouped_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LOCATED = ("p", "tc", "tr", "tbl", "sdt")
TagLocation = tuple[int, ...]  # (paragraph,) or (table, row, cell) or (table, row, cell, paragraph), counted from 1

_BLOCK = re.compile(r"\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(\w+)\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_PREFIX = re.compile(r"^(\{[{%])([-+]?)(?:tr|tc|p|r)\s")
_SPACED = re.compile(r"\{%[-+]?\s+(tr|tc|p|r)\s")
_DASHED = re.compile(r"\{%-(?:tr|tc|p|r)\s|\{[{%](?:tr|tc|p|r)\s.*-[}%]\}$", re.DOTALL)
_NAMES = r"(?!not\b)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_PLAIN = re.compile(
    rf"\{{\{{(?:(?:tr|tc|p|r)\s)?+\s*{_NAMES}\s*\}}\}}|\{{%(?:(?:tr|tc|p|r)\s)?+\s*(?:if|elif)\s+{_NAMES}\s*%\}}"
)
"""A tag that prints a value by its name, or asks whether it is there: most tags are, and none of them is wrong."""

_SINGLES = frozenset(["include", "import", "from", "extends", "cellbg", "colspan", "vm", "hm"])
# raised by Jinja and Python for a template: syntax, nesting too deep, a number too long
PARSE_ERRORS = (TemplateError, SyntaxError, RecursionError, ValueError, OverflowError)

_OTHER_FILES = re.compile(r"\{%[-+]?\s*(?:(?:tr|tc|p|r)\s+)?(?:include|import|from|extends)\b")
_OF_CELLS = ("cellbg", "colspan", "vm", "hm")
_OF_LOOPS = ("vm", "hm")
_MOST_SOUND = 4096
_sound: set[str] = set()  # texts of tags in which a strict template has nothing wrong; its environment is closed
_OPENED = re.compile(r"\{[{%#]")
_BLOCKS = sorted({*PAIRS, *PAIRS.values(), *MIDDLES})


class Tag(NamedTuple):
    """A tag as written, with its location."""

    text: str
    location: TagLocation

    @property
    def key(self) -> str:
        """The tag without what docxtpl removes: prefix, dashes, white space, curly quotes."""
        return re.sub(r"[-+\s]", "", straighten_quotes(_PREFIX.sub(r"\1 ", self.text)))


class TagProblem(NamedTuple):
    """A problem of a tag; becomes a `Problem` once file and part are known."""

    message: Message
    location: TagLocation = ()
    remedy: Message | None = None


def block_word(tag: str) -> str:
    """Return the first word of a statement that opens, divides or ends a block ("for", "else", "endif"); else ""."""
    block = _BLOCK.fullmatch(tag)
    return block[1] if block and not (block[1] == "set" and "=" in block[2]) else ""


def tag_letter(tag: str) -> str:
    """Return the letter of a tag ("p", "tr"); "" for one without."""
    found = _PREFIX.match(tag)
    return found[0][len(found[1] + found[2]) :].strip() if found else ""


def location_message(location: TagLocation) -> Message | str:
    """Return the location in words; "" for the part as a whole."""
    if len(location) == 1:
        return Message("at.paragraph", paragraph=location[0])
    if len(location) < 3:
        return ""
    names = ("table", "row", "cell", "paragraph")
    return Message(
        "at.table-cell" if len(location) == 3 else "at.table-cell-paragraph", **dict(zip(names, location, strict=False))
    )


def nearest(element: Any, tag: str) -> Any:
    """Return the element itself or its nearest ancestor of this tag; None if there is none."""
    return element if element.tag == W + tag else next(element.iterancestors(W + tag), None)


class Locations:
    """The locations of the elements of one part. Tables within tables count as they come; what is in a text box is at
    the paragraph that the box belongs to.

    What is in the copy of a drawing for older programs (`mc:Fallback`) is where it is in the drawing itself, and counts
    once: its author sees one text box.
    """

    def __init__(self, root: Any) -> None:
        self._root = root

    @cached_property
    def _tables(self) -> dict[Any, int]:
        tables = (table for table in self._root.iter(W + "tbl") if table not in self._copied)
        return {table: number for number, table in enumerate(tables, 1)}

    @cached_property
    def _free(self) -> dict[Any, int]:
        """The paragraphs that are in no cell, numbered."""
        own = (each for each in self._root.iter(W + "p") if each not in self._copied)
        free = (each for each in own if nearest(each, "tc") is None and nearest(each, "txbxContent") is None)
        return {paragraph: number for number, paragraph in enumerate(free, 1)}

    @cached_property
    def _copied(self) -> dict[Any, Any]:
        """What is in copies of drawings for older programs, with what it is a copy of, or the drawing as a whole."""
        copied: dict[Any, Any] = {}
        for copy in self._root.iter(_MC + "Fallback"):
            drawing = copy.getparent()
            shown = drawing.find(_MC + "Choice")
            for tag in _LOCATED if shown is not None else ():
                pairs = itertools.zip_longest(copy.iter(W + tag), shown.iter(W + tag))
                copied.update((each, drawing if like is None else like) for each, like in pairs if each is not None)
        return copied

    def copied(self, element: Any) -> Any:
        """Return what an element is in that is a copy for older programs; None where it is in none."""
        if not self._copied:
            return None
        return next((each for each in (element, *element.iterancestors()) if each in self._copied), None)

    def of(self, element: Any) -> TagLocation:
        """Return the location of an element: that of the paragraph, the cell or the row in which it is, or of the first
        paragraph in a content control; else ()."""
        copy = self.copied(element)
        element = element if copy is None else self._copied[copy]
        paragraph = nearest(_outside_boxes(element), "p")
        if paragraph is None and element.tag == W + "sdt":
            paragraph = next(element.iter(W + "p"), None)
        if paragraph is None:
            row = nearest(element, "tr")
            cell = next(row.iter(W + "tc"), None) if row is not None else None
            cell = cell if (own := nearest(element, "tc")) is None else own
            return () if cell is None else self._in_cell(cell, None)
        cell = nearest(paragraph, "tc")
        return (self._free[paragraph],) if cell is None else self._in_cell(cell, paragraph)

    def _in_cell(self, cell: Any, paragraph: Any) -> TagLocation:
        row, table = nearest(cell, "tr"), nearest(cell, "tbl")
        if row is None or table is None:
            return ()
        rows = [each for each in table.iter(W + "tr") if nearest(each, "tbl") is table]
        cells = [each for each in row.iter(W + "tc") if nearest(each, "tr") is row]
        location = (self._tables[table], rows.index(row) + 1, cells.index(cell) + 1)
        box = nearest(cell, "txbxContent")
        own = [each for each in cell.iter(W + "p") if each not in self._copied and nearest(each, "txbxContent") is box]
        return location if paragraph is None or len(own) < 2 else (*location, own.index(paragraph) + 1)


def _outside_boxes(element: Any) -> Any:
    """Return an element, or the text box that it is in, or the one around that; in a table of a box: the element."""
    while (box := nearest(element, "txbxContent")) is not None and nearest(element, "p") is not None:
        cell = nearest(element, "tc")
        if cell is not None and nearest(cell, "txbxContent") is box:
            break
        element = box.getparent()
    return element


def find_tags(root: Any) -> tuple[list[Tag], list[TagProblem]]:
    """Return the tags of a part in document order, and the problems of unbalanced delimiters."""
    tags: list[Tag] = []
    problems: list[TagProblem] = []
    comments: dict[str, list[TagLocation]] = {"{#": [], "#}": []}
    for location, text, in_paragraph in _texts(root):
        found_tags = TAG.findall(text)
        tags += [Tag(tag, location) for tag in found_tags]
        if in_paragraph and (like := almost(TAG.sub("", text))):
            hint = Message("brace-lost.hint", text=like.meant)
            problems.append(TagProblem(Message("brace-lost", text=like.text), location, hint))
        if in_paragraph and (wide := wide_tag(text)):
            problems.append(TagProblem(wide.message, location, wide.remedy))
            continue
        for mark in [] if any("raw" in tag for tag in found_tags) else stray_marks(text):
            if "#" in mark:  # a comment may span paragraphs
                comments[mark].append(location)
            elif in_paragraph or mark.startswith("{"):
                problems.append(_stray(mark, text, location))
    if len(comments["{#"]) != len(comments["#}"]):
        problems.append(TagProblem(Message("docx-tag-unclosed.comment"), max(comments.values(), key=len)[-1]))
    return tags, problems


def _stray(mark: str, text: str, location: TagLocation) -> TagProblem:
    opens = mark.startswith("{")
    excerpt = text[text.find(mark) :][:60] if opens else text[: text.find(mark) + 2][-60:]
    message = Message("docx-tag-unclosed.opened" if opens else "docx-tag-unclosed.closed", tag=excerpt)
    return TagProblem(message, location, _slips().crossed(excerpt))


def _texts(root: Any) -> Iterator[tuple[TagLocation, str, bool]]:
    """Yield location and text of each paragraph (text boxes separately); also of attributes with tags, and of other
    elements with text (the code of a field, an equation), for which the last value is False.
    """
    locations = Locations(root)
    for element in root.iter("*"):
        yield from ((locations.of(element), value, True) for value in element.attrib.values() if _OPENED.search(value))
        if element.tag == W + "p":
            yield locations.of(element), "".join(text.text or "" for text in paragraph_texts(element)), True
        elif element.tag != W + "t" and element.text and "{" in element.text:
            yield locations.of(element), element.text, False


def paragraph_texts(paragraph: Any) -> list[Any]:
    """Return the `w:t` elements of a paragraph, without those of text boxes anchored in it."""
    return [text for text in paragraph.iter(W + "t") if next(text.iterancestors(W + "p"), None) is paragraph]


def check_tags(tags: Sequence[Tag], env: Environment, *, strict: bool) -> list[TagProblem]:
    """Return every problem of the tags, one by one and as blocks."""
    problems: list[TagProblem] = []
    raw = False
    live: list[Tag] = []
    for tag in tags:
        block = _BLOCK.fullmatch(tag.text)
        word = block.group(1) if block else ""
        if not raw or word == "endraw":
            live.append(tag)
        raw = (raw or word == "raw") and word != "endraw"
    for tag in live:
        if tag.text.startswith("{#") or (strict and tag.text in _sound):
            continue
        found = [*_check_tag(tag, env, strict=strict)]
        if strict and not found and len(_sound) < _MOST_SOUND:
            _sound.add(tag.text)
        problems += found
    problems.extend(_check_blocks(live))
    return problems


def _check_tag(tag: Tag, env: Environment, *, strict: bool) -> Iterator[TagProblem]:
    if _PLAIN.fullmatch(tag.text):
        return
    if strict and CURLY_QUOTE.search(tag.text):
        yield TagProblem(Message("docx-tag-quotes", tag=tag.text), tag.location)
        return
    if tag.text.startswith("{%") and _SPACED.match(tag.text):
        yield TagProblem(
            Message("docx-tag-unknown.tag-space", tag=tag.text),
            tag.location,
            Message("docx-tag-unknown.hint-write-letters", right=_without_space(tag.text)),
        )
        return
    if strict and _DASHED.match(tag.text):
        yield TagProblem(Message("docx-tag-dash", tag=tag.text), tag.location)
        return
    if strict and (number := grouped_number(tag.text)):
        wrong = Message("number-in-tag", written=number, right=number.replace(".", ""))
        yield TagProblem(Message("docx-tag-syntax.tag", tag=tag.text, error=wrong), tag.location)
        return
    if strict and _OTHER_FILES.match(tag.text):
        yield TagProblem(Message("docx-tag-include", tag=tag.text), tag.location)
        return
    snippet = _standalone(tag)
    if snippet is None:
        return
    try:
        tree = env.parse(snippet)
    except PARSE_ERRORS as error:
        message = Message("docx-tag-syntax.tag", tag=tag.text, error=foreign(error))
        yield TagProblem(message, tag.location, _slips().remedy(straighten_quotes(tag.text)))
        return
    yield from _check_names(tag, tree, env, strict=strict)


def _without_space(text: str) -> str:
    return re.sub(r"^(\{%[-+]?)\s+", r"\1", text)


def _check_names(tag: Tag, tree: nodes.Template, env: Environment, *, strict: bool) -> Iterator[TagProblem]:
    for node in tree.find_all((nodes.Filter, nodes.Test, nodes.Getattr)):
        if isinstance(node, nodes.Getattr):
            if strict and node.attr.startswith("_"):
                yield TagProblem(Message("template-unsafe.tag", tag=tag.text, name=node.attr), tag.location)
        elif isinstance(node, (nodes.Filter, nodes.Test)):
            known = list(env.filters if isinstance(node, nodes.Filter) else env.tests)
            if node.name not in known:
                message = Message("docx-tag-unknown.tag-uses", tag=tag.text, name=node.name)
                near = _slips().other_filter(node.name) or did_you_mean(node.name, known)
                yield TagProblem(message, tag.location, near or Message("docx-tag-unknown.hint-known"))
    if strict and (wrong := wrong_arguments(tree)):
        yield TagProblem(Message("filter-arguments", name=wrong.name), tag.location, wrong.remedy)


def _standalone(tag: Tag) -> str | None:
    """Return the tag completed to a template that can be parsed alone; None if that makes no sense."""
    text = straighten_quotes(_PREFIX.sub(r"\1\2 ", tag.text))
    block = _BLOCK.fullmatch(text)
    if block is None:
        return text
    word, rest = block.groups()
    if word in ("colspan", "cellbg"):
        return f"{{{{ {rest} }}}}"
    if word == "elif" or (word == "else" and rest):
        return f"{{% if 1 %}}{text}{{% endif %}}"
    if word == "set" and "=" in rest:
        return text
    if word in ("raw", "block") or word not in PAIRS:
        return text if word in ("include", "import", "from") or (rest and word in PAIRS.values()) else None
    return f"{text}{{% {PAIRS[word]} %}}"


def _check_blocks(tags: Sequence[Tag]) -> Iterator[TagProblem]:
    open_: list[tuple[str, Tag]] = []
    with_else: set[int] = set()  # which of these very tags: equal ones may follow one another
    for tag in tags:
        block = _BLOCK.fullmatch(tag.text)
        if block is None or _SPACED.match(tag.text):
            continue
        word, rest = block.groups()
        if word in PAIRS and not (word == "set" and "=" in rest):
            open_.append((word, tag))
        elif word in PAIRS.values():
            yield from _close(word, tag, open_)
        elif word in MIDDLES:
            if not open_ or open_[-1][0] not in MIDDLES[word]:
                yield _unopened(tag, " / ".join(MIDDLES[word]))
            elif id(open_[-1][1]) in with_else:
                yield TagProblem(Message("docx-tag-else", tag=tag.text, opener=open_[-1][1].text), tag.location)
            elif word == "else":
                with_else.add(id(open_[-1][1]))
        elif word in _OF_CELLS:
            yield from _misplaced(word, tag, open_)
        elif word not in _SINGLES and word != "set":
            message = Message("docx-tag-unknown.tag-unknown", tag=tag.text)
            known = _word_meant(word, tag.text) or Message("docx-tag-unknown.hint-known")
            hint = Message("docx-tag-unknown.hint-alone") if word in ("tr", "tc", "p", "r") else known
            yield TagProblem(message, tag.location, hint)
    for word, tag in open_:
        yield _unclosed(word, tag)


def _word_meant(word: str, tag: str) -> Message | None:
    """Return the remedy for a tag whose first word is not known; None where nobody can tell."""
    other: Message | None = _slips().other_word(word, tag)
    return other or ((did_you_mean(word, _BLOCKS) or did_you_mean(word, _SINGLES)) if word.isascii() else None)


def _slips() -> Any:
    from congvan.core.templating import slips  # nothing for a template without any

    return slips


def _misplaced(word: str, tag: Tag, open_: Sequence[tuple[str, Tag]]) -> Iterator[TagProblem]:
    """Yield the problem of a tag for cells that is in none, or merges cells outside a loop."""
    if len(tag.location) < 3:
        yield TagProblem(Message("docx-tag-place.cell", tag=tag.text), tag.location)
    elif word in _OF_LOOPS and "for" not in (name for name, _tag in open_):
        yield TagProblem(Message("docx-tag-place.loop", tag=tag.text), tag.location)


def _close(word: str, tag: Tag, open_: list[tuple[str, Tag]]) -> Iterator[TagProblem]:
    opener = next(name for name, end in PAIRS.items() if end == word)
    if opener not in (name for name, _tag in open_):
        yield _unopened(tag, opener)
        return
    while open_[-1][0] != opener:
        yield _unclosed(*open_.pop())
    open_.pop()


def _unclosed(word: str, tag: Tag) -> TagProblem:
    letter = _PREFIX.match(tag.text)
    right = f"{letter.group().strip() if letter else '{%'} {PAIRS[word]} %}}"
    return TagProblem(
        Message("docx-tag-unclosed.tag-never", tag=tag.text),
        tag.location,
        Message("docx-tag-unclosed.hint-add-where", right=right),
    )


def _unopened(tag: Tag, opener: str) -> TagProblem:
    return TagProblem(
        Message("docx-tag-unclosed.tag-closes", tag=tag.text, opener=opener),
        tag.location,
        Message("docx-tag-unclosed.tag-closes.hint"),
    )

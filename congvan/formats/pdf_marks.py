"""The elements of a page whose contents differ between records: marked by `data-f`, or found by what they print.

Marks never change a page, they only save the time of laying it out again. They are noncharacters that no text may hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from congvan.locale import _
from congvan.problems import Place, Problem, Stop

MARK = "\ufdd0"  # a noncharacter of Unicode: no text in interchange holds it
_TOKEN = re.compile(
    r"\{#.*?#\}|<!--.*?-->|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|\{%.*?%\}|[^'\">])*)>",
    re.DOTALL,
)
_TITLE = re.compile(r"<title[^<>]*$", re.IGNORECASE)
_MARKED = re.compile(r"\sdata-f(?=[\s=/]|$)")
# Elements that may be marked without being asked: they hold text, and nothing but inline elements.
_INLINE = {"a", "b", "em", "i", "small", "span", "strong", "sub", "sup", "u"}
_HOLDERS = _INLINE | {"caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"}
_EMPTY = {"br", "wbr"}
_AT = re.compile(r' data-at="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Cut:
    """A rendered document: `fixed[0] value[0] fixed[1] … fixed[n]`; the title counts as a value."""

    fixed: tuple[str, ...]
    values: tuple[str, ...]

    def numbered(self) -> str:
        """The HTML, in which each marked element carries `data-n="k"`."""
        pieces = [self.fixed[0]]
        for k, value in enumerate(self.values):
            pieces += (str(k), '">', value, self.fixed[k + 1])
        return "".join(pieces)

    @property
    def title(self) -> int:
        """The number of the value that is the document's title; -1 where it has none."""
        return next((k for k, text in enumerate(self.fixed[:-1]) if _TITLE.search(text)), -1)


def mark(source: str, name: str, also: Collection[int] = ()) -> str:
    """The source with marks around the contents of `<… data-f>` elements and of `<title>`; lines stay where they were.

    `also`: where further elements begin that are marked as those are.

    Stop: a marked element that is not closed, or one inside another.
    """
    out: list[str] = []
    last, depth, element, start_line = 0, 0, "", 0
    for token in _TOKEN.finditer(source):
        tag = token["tag"]
        if tag is None:
            continue
        tag = tag.lower()
        marked = not token["close"] and (
            tag == "title" or token.start() in also or _MARKED.search(token["rest"]) is not None
        )
        if element:
            if marked:
                raise _wrong_mark(name, source, token.start(), _("an element marked data-f stands inside another one"))
            if tag == element:
                depth += -1 if token["close"] else not token["rest"].endswith("/")
                if depth == 0:
                    out += (source[last : token.start()], MARK)
                    last, element = token.start(), ""
        elif marked:
            rest = token["rest"].rstrip("/")
            out += (source[last : token.start()], f'<{token["tag"]}{rest} data-n="', MARK, '">', MARK)
            last, depth, element, start_line = token.end(), 1, tag, token.start()
    if element:
        raise _wrong_mark(
            name, source, start_line, _("the element <{tag}> marked data-f is not closed").format(tag=element)
        )
    return "".join([*out, source[last:]])


def _wrong_mark(name: str, source: str, at: int, message: str) -> Stop:
    hint = _("mark one element with data-f and close it in the same file")
    return Stop(Problem("template-mark", message, Place(name, source.count("\n", 0, at) + 1), hint))


# -- elements that are not marked --------------------------------------------------------------------------------------


def placed(source: str, name: str, also: Collection[int] = ()) -> str:
    """The source in which each element that could be marked says where it begins: `data-at="parts/foot.html:812"`.

    `also`: as for `mark`; these are marked.
    """
    out: list[str] = []
    last, until = 0, -1
    for start, tag_end, end in _candidates(source):
        if start in also:
            until = end
        elif start < until or any(start < inner < end for inner in also):
            continue
        out += (source[last:tag_end], " data-f" if start in also else f' data-at="{name}:{start}"')
        last = tag_end
    return "".join([*out, source[last:]])


def outermost(source: str, starts: Collection[int]) -> set[int]:
    """Of elements that begin there, those that stand in no other of them."""
    found, until = set[int](), -1
    for start, _tag_end, end in _candidates(source):
        if start in starts and start >= until:
            found.add(start)
            until = end
    return found


def _candidates(source: str) -> Iterator[tuple[int, int, int]]:
    """Where the elements begin that print something and may be marked, where their name ends, and they themselves."""
    tokens = [token for token in _TOKEN.finditer(source) if token["tag"]]
    marked_until = -1
    for n, token in enumerate(tokens):
        tag = token["tag"].lower()
        if token["close"] or token["rest"].endswith("/") or token.start() < marked_until:
            continue
        end, plain = _end_of(tokens, n)
        if tag == "title" or _MARKED.search(token["rest"]):
            marked_until = end
        elif tag in _HOLDERS and plain and end >= 0 and "{{" in source[token.end() : end]:
            yield token.start(), token.end("tag"), end


def _end_of(tokens: list[re.Match[str]], n: int) -> tuple[int, bool]:
    """Where an element ends (-1 where it is not closed), and whether it holds nothing but inline elements, unmarked."""
    tag, depth, plain = tokens[n]["tag"].lower(), 1, True
    for token in tokens[n + 1 :]:
        name = token["tag"].lower()
        if name == tag:
            depth += -1 if token["close"] else not token["rest"].endswith("/")
            if depth == 0:
                return token.start(), plain
        plain = plain and (name in _INLINE | _EMPTY) and not _MARKED.search(token["rest"])
    return -1, False


def open_at(html: str) -> list[tuple[str, int]]:
    """The elements of `placed` that are open where this beginning of a page ends, the innermost first: for each its
    template, and where it begins there."""
    if html.rfind("<") > html.rfind(">"):
        return []  # within an attribute
    elements = []
    for found in reversed([*_AT.finditer(html)]):
        start = html.rfind("<", 0, found.start())
        tag = re.match(r"<([a-zA-Z][\w:-]*)", html[start:])
        after = html[found.end() :]
        if tag and len(re.findall(rf"</{tag[1]}\s*>", after)) <= len(re.findall(rf"<{tag[1]}[\s>]", after)):
            name, __, at = found[1].rpartition(":")
            elements.append((name, int(at)))
    return elements


_FIELD = re.compile(r"""<[^<>]*\sdata-f(?:=(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?[^<>]*$""")


def field_name(before: str) -> str:
    """The name of a field, from the fixed text before its value: what `data-f` says, else the element."""
    found = _FIELD.search(before)
    if found is None:
        return "title"
    return found[1] or found[2] or found[3] or found[0].split(" data-n=")[0] + ">"

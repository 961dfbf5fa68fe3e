"""The elements of a page whose contents differ between records: marked by `data-f`, or of text that prints something.

Marks never change a page, they only save the time of laying it out again. They are noncharacters that no text may hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound

if TYPE_CHECKING:
    from jinja2 import nodes

MARK = "\ufdd0"  # a noncharacter of Unicode: no text in interchange holds it
_TOKEN = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|\{%.*?%\}|[^'\">])*)>",
    re.DOTALL,
)
_TITLE = re.compile(r"<title[^<>]*$", re.IGNORECASE)
_MARKED = re.compile(r"\sdata-f(?=[\s=/]|$)")
# Elements that may be marked without being asked: they hold text, and nothing but inline elements.
_INLINE = {"a", "b", "em", "i", "small", "span", "strong", "sub", "sup", "u"}
_HOLDERS = _INLINE | {"caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"}
_EMPTY = {"br", "wbr"}
# In these is no text of the page.
_FOREIGN = {
    "math",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
}  # no text of the page is in them
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)(.*?)%\}", re.DOTALL)
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
                raise _wrong_mark(name, source, token.start(), Message("template-mark.inside"))
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
        raise _wrong_mark(name, source, start_line, Message("template-mark.open", tag=element))
    return "".join([*out, source[last:]])


def _wrong_mark(name: str, source: str, at: int, message: Message) -> ProblemsFound:
    return ProblemsFound(Problem(message, Place(name, source.count("\n", 0, at) + 1)))


# -- elements that are marked without being asked ----------------------------------------------------------------------


def placed(source: str, name: str) -> str:
    """The source in which each element that could be marked says where it begins: `data-at="parts/foot.html:812"`."""
    out: list[str] = []
    last = 0
    for start, tag_end in _elements(source):
        out += (source[last:tag_end], f' data-at="{name}:{start}"')
        last = tag_end
    return "".join([*out, source[last:]])


def unasked(trees: Mapping[str, nodes.Template], sources: Mapping[str, str]) -> dict[str, set[int]]:
    """Of each file, where elements begin that are marked as those are that ask for it; `trees` are those of `placed`.

    Why so few: what is marked must follow from the templates alone, or the bytes of a record would depend on those
    before it. So no marks go where text is kept, which may be measured, or printed into another marked element.
    """
    from jinja2 import nodes

    kept: list[nodes.Node] = []  # what stands in text that is kept
    for tree in trees.values():
        for block in tree.find_all((nodes.AssignBlock, nodes.CallBlock, nodes.FilterBlock, nodes.For, nodes.Macro)):
            if not isinstance(block, nodes.For) or block.recursive:
                kept += block.find_all((nodes.TemplateData, nodes.Include))
        imports: list[nodes.Import | nodes.FromImport] = [
            *tree.find_all(nodes.Import),
            *tree.find_all(nodes.FromImport),
        ]
        for imported in imports:
            name = imported.template.value if isinstance(imported.template, nodes.Const) else ""
            kept += trees[name].find_all(nodes.TemplateData) if name in trees else [imported]
        kept += [name for name in tree.find_all(nodes.Name) if name.name in ("self", "super")]
    texts = [node.data for node in kept if isinstance(node, nodes.TemplateData)]
    if len(texts) < len(kept) or any(MARK in text for text in texts) or any(map(_holds_more, sources.values())):
        return {}
    inside = set(_AT.findall("".join(texts)))
    return {
        name: {start for start, _tag_end in _elements(source) if f"{name}:{start}" not in inside}
        for name, source in sources.items()
    }


def _holds_more(source: str) -> bool:
    """Whether an element that asks to be marked holds what stands elsewhere: a part, a block."""
    tokens = [token for token in _TOKEN.finditer(source) if token["tag"]]
    return any(
        not token["close"]
        and _MARKED.search(token["rest"]) is not None
        and not _whole(source[token.end() : _end_of(tokens, n)[0]])
        for n, token in enumerate(tokens)
    )


def _elements(source: str) -> Iterator[tuple[int, int]]:
    """Where the outermost elements begin that print something and could be marked, and where their name ends."""
    tokens = [token for token in _TOKEN.finditer(source) if token["tag"]]
    until = -1
    for n, token in enumerate(tokens):
        tag = token["tag"].lower()
        if token["close"] or token["rest"].endswith("/") or token.start() < until:
            continue
        end, plain = _end_of(tokens, n)
        if tag == "title" or tag in _FOREIGN or _MARKED.search(token["rest"]):
            until = end
        elif tag in _HOLDERS and plain and "{{" in (inner := source[token.end() : end]) and _whole(inner):
            until = end
            yield token.start(), token.end("tag")


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


def _whole(inner: str) -> bool:
    """Whether an element holds whole conditions and loops, and no part, block or kept text."""
    depth = 0
    for word, rest in _STATEMENT.findall(inner):
        if word in ("if", "for", "with"):
            depth += 1
        elif word in ("endif", "endfor", "endwith"):
            depth -= 1
        elif word not in ("elif", "else") and not (word == "set" and "=" in rest):
            return False
        if depth < (word in ("elif", "else")):
            return False
    return depth == 0


_FIELD = re.compile(r"""<[^<>]*\sdata-f(?:=(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?[^<>]*$""")


def field_name(before: str) -> str:
    """The name of a field, from the fixed text before its value: what `data-f` says, else the element."""
    found = _FIELD.search(before)
    if found is None:
        element = before[before.rfind("<") :].split(" data-n=")[0]
        return "title" if _TITLE.match(element) else element + ">"
    return found[1] or found[2] or found[3] or found[0].split(" data-n=")[0] + ">"

"""Mark the elements that differ between records: those with `data-f`, and those whose text prints values.

Marks never change a page, they only save laying it out again. They are noncharacters that no text may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.fastpath.field_plan import HTML, FieldPlan, ValuePrinter
from congvan.formats.fastpath.store import FastPath, FastPaths, Path
from congvan.formats.fastpath.stored_plans import from_bytes, trial_from_bytes

if TYPE_CHECKING:
    from jinja2 import nodes

SCHEME = "asset:"  # of the addresses of what a page may name
MARK = "\ufdd0"  # a noncharacter of Unicode: no text in interchange holds it
_TOKEN = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{\{.*?\}\}|\{%.*?%\}"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|\{%.*?%\}|[^'\">])*)>",
    re.DOTALL,
)
_MARKED = re.compile(r"\sdata-f(?=[\s=/]|$)")
# Elements that may be marked without `data-f`: they hold text, and nothing but inline elements.
_INLINE = {"a", "b", "em", "i", "small", "span", "strong", "sub", "sup", "u"}
_HOLDERS = _INLINE | {"caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"}
_EMPTY = {"br", "wbr"}
# Elements without text of the page.
_FOREIGN = {"math", "object", "script", "select", "style", "svg", "template", "textarea"}
_TITLE = re.compile(r"<title[^<>]*$", re.IGNORECASE)
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)(.*?)%\}", re.DOTALL)
_AT = re.compile(r' data-at="([^"]*)"')


def escaped(text: str) -> str:
    """Return a text as it stands in HTML, as Jinja escapes it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def unescaped(text: str) -> str:
    """Return the text that text of HTML stands for. The table of its entities is imported where there is one."""
    if "&" not in text:
        return text
    import html

    return html.unescape(text)


class SplitHtml(NamedTuple):
    """A rendered document split at its fields: `fixed[0] value[0] fixed[1] … fixed[n]`; the title counts as a value."""

    fixed: tuple[str, ...]
    values: tuple[str, ...]

    @classmethod
    def fast_path(cls, plan: FieldPlan) -> FastPath[SplitHtml]:
        """Return the fast path of a field plan: it fills the extracted values into the fixed text."""
        return plan, lambda values: cls(plan.fixed, values)

    def fields(self) -> int:
        """Return how many values the document shows in fields."""
        return len(self.values)

    def numbered(self) -> str:
        """Return the HTML, in which each marked element carries `data-n="k"`."""
        pieces = [self.fixed[0]]
        for k, value in enumerate(self.values):
            pieces += (str(k), '">', value, self.fixed[k + 1])
        return "".join(pieces)

    @property
    def title(self) -> int:
        """The number of the value that is the document's title; -1 if it has none."""
        return next((k for k, text in enumerate(self.fixed[:-1]) if _TITLE.search(text)), -1)


def stored_fast_paths(
    make: Callable[[dict[str, Any], frozenset[Path]], FastPath[SplitHtml] | None],
    function: Callable[[int], Callable[..., Any]],
    plans: bytes | None,
    trial: bytes | None,
    escaped: dict[str, str] | None = None,
    printing: ValuePrinter = HTML,
) -> FastPaths[SplitHtml]:
    """Return the fast paths of a template, with those that earlier runs stored: `plans` verified, `trial` on trial.

    `make`: as of `FastPaths`; `function`: as of `from_bytes`; `escaped`, `printing`: as of `FieldPlan`.
    """
    verified = from_bytes(plans, function, escaped, printing) if plans else []
    on_trial, records = trial_from_bytes(trial, function, escaped, printing) if trial else ([], [])
    return FastPaths(
        make,
        SplitHtml.__eq__,
        SplitHtml.fields,
        [*map(SplitHtml.fast_path, verified)],
        [*map(SplitHtml.fast_path, on_trial)],
        records,
    )


def mark_fields(source: str, name: str, also: Collection[int] = ()) -> str:
    """Mark the contents of `<… data-f>` elements and of `<title>`; line numbers do not change.

    `also`: offsets of further elements to mark.

    ProblemsFound: a marked element that is not closed, or one inside another.
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
                raise _mark_error(name, source, token.start(), Message("template-mark.inside"))
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
        raise _mark_error(name, source, start_line, Message("template-mark.open", tag=element))
    return "".join([*out, source[last:]])


def _mark_error(name: str, source: str, at: int, message: Message) -> ProblemsFound:
    return ProblemsFound(Problem(message, Place(name, source.count("\n", 0, at) + 1)))


# -- implicit fields ---------------------------------------------------------------------------------------------------


def with_positions(source: str, name: str) -> str:
    """Add the offset of each element that could be marked as an attribute: `data-at="parts/foot.html:812"`."""
    out: list[str] = []
    last = 0
    for start, tag_end in _elements(source):
        out += (source[last:tag_end], f' data-at="{name}:{start}"')
        last = tag_end
    return "".join([*out, source[last:]])


def implicit_fields(trees: Mapping[str, nodes.Template], sources: Mapping[str, str]) -> dict[str, set[int]]:
    """By file, the offsets of the elements to mark that do not carry `data-f`; `trees` as of `with_positions`.

    Why so few: what is marked must follow from the templates alone, or the bytes of a record would depend on those
    before it. So no marks go where text is kept, which may be measured, or printed into another marked element.
    """
    from jinja2 import nodes

    captured: list[nodes.Node] = []  # nodes inside captured text
    for tree in trees.values():
        for block in tree.find_all((nodes.AssignBlock, nodes.CallBlock, nodes.FilterBlock, nodes.For, nodes.Macro)):
            if not isinstance(block, nodes.For) or block.recursive:
                captured += block.find_all((nodes.TemplateData, nodes.Include))
        imports: list[nodes.Import | nodes.FromImport] = [
            *tree.find_all(nodes.Import),
            *tree.find_all(nodes.FromImport),
        ]
        for imported in imports:
            name = imported.template.value if isinstance(imported.template, nodes.Const) else ""
            captured += trees[name].find_all(nodes.TemplateData) if name in trees else [imported]
        captured += [name for name in tree.find_all(nodes.Name) if name.name in ("self", "super")]
    texts = [node.data for node in captured if isinstance(node, nodes.TemplateData)]
    if (
        len(texts) < len(captured)
        or any(MARK in text for text in texts)
        or any(map(_field_includes_parts, sources.values()))
    ):
        return {}
    inside = set(_AT.findall("".join(texts)))
    return {
        name: {start for start, _tag_end in _elements(source) if f"{name}:{start}" not in inside}
        for name, source in sources.items()
    }


def _field_includes_parts(source: str) -> bool:
    """Whether an element with `data-f` includes content from elsewhere: a part, a block."""
    tokens = [token for token in _TOKEN.finditer(source) if token["tag"]]
    return any(
        not token["close"]
        and _MARKED.search(token["rest"]) is not None
        and not _is_balanced(source[token.end() : _end_of(tokens, n)[0]])
        for n, token in enumerate(tokens)
    )


def _elements(source: str) -> Iterator[tuple[int, int]]:
    """Yield start, and end of the name, of the outermost elements that print something and could be marked."""
    tokens = [token for token in _TOKEN.finditer(source) if token["tag"]]
    until = -1
    for n, token in enumerate(tokens):
        tag = token["tag"].lower()
        if token["close"] or token["rest"].endswith("/") or token.start() < until:
            continue
        end, plain = _end_of(tokens, n)
        if tag == "title" or tag in _FOREIGN or _MARKED.search(token["rest"]):
            until = end
        elif tag in _HOLDERS and plain and "{{" in (inner := source[token.end() : end]) and _is_balanced(inner):
            until = end
            yield token.start(), token.end("tag")


def _end_of(tokens: list[re.Match[str]], n: int) -> tuple[int, bool]:
    """Return the end of an element (-1 if it is not closed), and whether it holds only unmarked inline elements."""
    tag, depth, plain = tokens[n]["tag"].lower(), 1, True
    for token in tokens[n + 1 :]:
        name = token["tag"].lower()
        if name == tag:
            depth += -1 if token["close"] else not token["rest"].endswith("/")
            if depth == 0:
                return token.start(), plain
        plain = plain and (name in _INLINE | _EMPTY) and not _MARKED.search(token["rest"])
    return -1, False


def _is_balanced(inner: str) -> bool:
    """Whether an element holds complete conditions and loops only, and no part, block or captured text."""
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

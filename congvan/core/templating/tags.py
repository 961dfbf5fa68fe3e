"""Find Jinja tags in text: {{ value }}, {% statement %}, {# comment #}."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.text import slug

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LIVE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""A tag that is no comment."""
CURLY_QUOTE = re.compile("[“”‘’„‚«»]")
"""Quotes that Word and Excel put in the place of those that Jinja reads."""
PAIRS = {
    "for": "endfor",
    "if": "endif",
    "set": "endset",
    "with": "endwith",
    "macro": "endmacro",
    "call": "endcall",
    "filter": "endfilter",
    "block": "endblock",
    "autoescape": "endautoescape",
    "raw": "endraw",
}
"""Statements that open a block, with what ends it."""
MIDDLES = {"elif": ("if",), "else": ("if", "for")}
"""Statements that divide a block, with what may open it."""
_WIDE = re.compile(r"[{｛][{｛%％][^{}｛｝%％]{1,99}[}｝%％][}｝]")  # where no tag is
_WIDE_BRACES = re.compile("[｛｝％]")
_PLAIN_BRACES = str.maketrans("｛｝％", "{}%")
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def stray_marks(text: str) -> list[str]:
    """Return the tag delimiters that are opened and not closed, or closed and not opened."""
    return _HALF.findall(TAG.sub("\0", text))


class WideTag(NamedTuple):
    """A tag whose braces are those of an East Asian keyboard: as it is, where, and as it was meant."""

    text: str
    offset: int
    meant: str

    @property
    def message(self) -> Message:
        return Message("brace-full-width", text=self.text)

    @property
    def remedy(self) -> Message:
        return Message("brace-lost.hint", text=self.meant)


def wide_tag(text: str) -> WideTag | None:
    """Return the first tag in full-width braces; None if there is none."""
    if not _WIDE_BRACES.search(text):
        return None
    rest = TAG.sub(lambda tag: "\0" * len(tag[0]), text)
    wide = (each for each in _WIDE.finditer(rest) if _WIDE_BRACES.search(each[0]))
    return next((WideTag(each[0], each.start(), each[0].translate(_PLAIN_BRACES)) for each in wide), None)


def refuse_wide_tags(source: str, name: str) -> None:
    """Raise ProblemsFound for the first tag in full-width braces of a template that is a text, with its line."""
    if wide := wide_tag(source):
        place = Place(name, source.count("\n", 0, wide.offset) + 1)
        raise ProblemsFound(Problem(wide.message, place, wide.remedy))


def straighten_quotes(tag: str) -> str:
    """Return the tag with straight quotes."""
    return tag.translate(_STRAIGHT)


_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_UNEVEN = re.compile(r"\{\{[^{}\n]{0,120}\}?|\{[^{}\n]{0,120}\}\}|[\w.]+(?:\|\w+)* *\}\}")
_SINGLE = re.compile(r"\{ *([a-z_]\w*)(?:\.\w+)*(?:\|\w+)* *\}")
_WORD_FIELD = re.compile(r"«(?:(?a:[A-Za-z_]\w*)|[^\W\d]\w*_\w*)»|<<[^\W\d][\w.]*>>|\[[a-z_]+(?:\.[a-z_]+)+\]")
_NAME = re.compile(r"[a-z_]\w*(?:\.\w+)+(?:\s*\|\s*\w+)*", re.ASCII)


_MAYBE = re.compile(r"[{}«\[]|<<")


class LostBrace(NamedTuple):
    """A place to fill in that is not written as one: what is there, where, and what was meant."""

    text: str
    offset: int
    meant: str


def lost_brace(text: str, known: Collection[str] | None = None) -> LostBrace | None:
    """Return the first place to fill in that lacks a brace, or is a field of Word (`«Ten»`); None if there is none.

    A name in single braces counts where it is a known one (None: always).
    """
    if not _MAYBE.search(text):
        return None
    rest = _VALUE.sub(lambda tag: "\0" * len(tag[0]), text)
    match = _UNEVEN.search(rest) or _WORD_FIELD.search(rest)
    if match is None:
        singles = (each for each in _SINGLE.finditer(rest) if known is None or each[1] in known)
        match = next(singles, None)
    if match is None:
        return None
    inner = " ".join(match[0].strip("{}«»<>[] ").split()[:6])
    if "«" in match[0]:
        inner = field_name(inner)
    if "}" not in match[0] and (name := _NAME.match(inner)):  # what follows a name that nothing closes is text
        inner = name[0].strip()
    return LostBrace(match[0].strip(), match.start(), f"{{{{ {inner or '…'} }}}}")


_LIKE_A_TAG = re.compile(
    r"(?<!\{)\{ *(?a:(?:(?:tr|tc|p|r) +)?[a-z_]\w+(?:\.\w+)*(?:\|\w+)*) *\}(?!\})"
    r"|« *[^\W\d][\w.]*(?: [\w.]+){0,5} *»|<[<‹][^\W\d][\w.]*[>›]?>"
)
_OF_BLOCKS = re.compile(r"\{ *(?:tr|tc|p|r) ")


def field_name(name: str) -> str:
    """Return the name that templates may give a field of Word: `Họ_và_tên` is `ho_va_ten`, `Ten` stays as it is."""
    return name if name.isascii() and name.isidentifier() else slug(name).replace("-", "_")


class AlmostTag(NamedTuple):
    """A place to fill in that would be printed as it is, and the tag that was meant."""

    text: str
    meant: str


def almost(text: str) -> AlmostTag | None:
    """Return the first place to fill in of a text without tags, `{ten}`, `«Họ và tên»`, `<<Tên>>`; None if there is
    none. Quotes are “ ” on Vietnamese paper: « » are fields of Word.
    """
    found = _LIKE_A_TAG.search(text)
    if found is None:
        return None
    inner = found[0].strip("{}«»<>‹› ")
    if "«" in found[0]:
        inner = field_name(inner)
    return AlmostTag(found[0], f"{{{{{inner} }}}}" if _OF_BLOCKS.match(found[0]) else f"{{{{ {inner} }}}}")

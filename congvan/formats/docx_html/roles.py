"""What paragraphs and tables are in the structure tree of pages: by the name of a paragraph's style, else by Word's own
outline and lists. The names are in the table beside this module; what a role says: `pdf.tagging.roles`.

A style that is not in the table is a paragraph. `order`: its place in a table without rules, which is there for its
layout; `joins`: lines that follow one another and join one word are one, and an item's word tells which items may
share a list; `starts`: begins again with such lines; `opens`: begins an appendix; `level`: of an item; `closes`: ends
the lists before it; `total`: of a row of sums; `titled`: what it is where it has a level in Word's outline, as an Điều
with a title does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import escape

from congvan.formats.docx_html.markup import W, attribute
from congvan.formats.docx_html.styles.paragraph_format import Border, ParagraphFormat
from congvan.formats.pdf.tagging.roles import ROLE

_TABLE = Path(__file__).with_suffix(".json")
_ACROSS = ("top", "bottom", "insideH")


class StyleRole(NamedTuple):
    """The role of a style's paragraphs, as it stands in `data-role`; `titled`: of one with a level in the outline."""

    plain: str = ""
    titled: str = ""


@lru_cache(maxsize=1)
def role_table() -> Mapping[str, StyleRole]:
    """Return the roles by the names of styles."""
    found = {}
    for name, entry in json.loads(_TABLE.read_text("utf-8")).items():
        titled, words = str(entry.pop("titled", "")), [str(entry.pop("role", "P"))]
        words += [key if value is True else f"{key}={value}" for key, value in entry.items()]
        found[name] = StyleRole(" ".join(words), titled or " ".join(words))
    return found


class ParagraphRoles:
    """The roles of the paragraphs of one document."""

    def __init__(self, styles: Any) -> None:
        self._styles = {} if styles is None else {each.get(W + "styleId"): each for each in styles.iter(W + "style")}
        self._found: dict[str, StyleRole] = {}

    def attribute(self, form: ParagraphFormat) -> str:
        """Return the attribute of a paragraph's element; "" for one that is just a paragraph."""
        known = self._of_style(form.style)
        role = known.titled if form.outline_level else known.plain
        if not role and form.outline_level:
            role = f"H{min(form.outline_level, 6)}"
        if not role and form.list_level is not None:
            role = f"LI joins=list-{form.list_level[0]} level={form.list_level[1] + 1}"
        return f' {ROLE}="{role}"' if role else ""

    def is_of_chart(self, form: ParagraphFormat | None) -> bool:
        """Whether a paragraph is a line of a chart: its title, or its drawing."""
        return form is not None and self._of_style(form.style).plain.startswith("Figure joins=chart")

    def _of_style(self, style: str) -> StyleRole:
        """Return the role of a style, or of the one that it is based on."""
        found = self._found.get(style)
        if found is None:
            found = self._found[style] = StyleRole()  # a style based on itself ends here
            element = self._styles.get(style)
            if element is not None:
                own = role_table().get(attribute(element, "name") or "")
                found = self._found[style] = own or self._of_style(attribute(element, "basedOn") or "")
        return found


def chart_role(words: str) -> str:
    """Return the attributes of the table that is the body of a chart; `words`: what a voice says of the whole chart."""
    return f' {ROLE}="Figure joins=chart" aria-label="{escape(words)}"'


def table_role(heads: int, rules: Mapping[str, Border], of_cells: Iterable[Mapping[str, Border]]) -> str:
    """Return the attribute of a table: one without headings and without rules across is there for its layout alone.

    `heads`: how many of its rows are heads; -1 for all.
    """
    if heads < 0:
        return f' {ROLE}="Table heads"'
    ruled = any(own[side].width for own in (rules, *of_cells) for side in _ACROSS if side in own)
    return "" if heads or ruled else f' {ROLE}="layout"'

"""Find Jinja tags in text: {{ value }}, {% statement %}, {# comment #}."""

from __future__ import annotations

import re

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
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def stray_delimiters(text: str) -> list[str]:
    """Return the tag delimiters that are opened and not closed, or closed and not opened."""
    return _HALF.findall(TAG.sub("\0", text))


def straighten_quotes(tag: str) -> str:
    """Return the tag with straight quotes."""
    return tag.translate(_STRAIGHT)

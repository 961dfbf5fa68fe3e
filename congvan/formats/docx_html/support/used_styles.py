"""The styles that a template's text is in: what other styles ask for is reported to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from congvan.core.messages import Message
from congvan.formats.docx_html.markup import W, attribute, child, is_on
from congvan.formats.docx_html.styles.stylesheet import BLOCK_STYLES


class UsedStyles:
    """The styles of a template; `roots`: its parts that hold text."""

    def __init__(self, styles: Any, roots: Iterable[Any]) -> None:
        self._root = styles
        found = styles.iter(W + "style") if styles is not None else ()
        self._styles: dict[str | None, Any] = {each.get(W + "styleId"): each for each in found}
        self._roots = list(roots)

    @property
    def never_hyphenates(self) -> bool:
        """LibreOffice turns hyphenation on in the settings, and off again for all paragraphs."""
        return is_on(child(self._root, "docDefaults/pPrDefault/pPr/suppressAutoHyphens"))

    @cached_property
    def _used(self) -> dict[str | None, None]:
        """The ids of the styles that are used, of those that they are based on, and of the defaults."""
        tags = [W + kind for kind in ("pStyle", "rStyle", "tblStyle")]
        used = {each.get(W + "val"): None for root in self._roots for each in root.iter(*tags)}
        for key, style in self._styles.items():
            if style.get(W + "default") in ("1", "true", "on") or (attribute(style, "name") or "").startswith(
                BLOCK_STYLES
            ):
                used[key] = None
        more = list(used)
        while more:
            base = attribute(self._styles.get(more.pop()), "basedOn")
            if base is not None and base not in used:
                used[base] = None
                more.append(base)
        return used

    def shown(self) -> Iterator[tuple[Message, Any]]:
        """Yield the defaults and the styles that are used, each with its place in words."""
        defaults = child(self._root, "docDefaults")
        if defaults is not None:
            yield Message("at.text-defaults"), defaults
        for key, style in self._styles.items():
            if key in self._used:
                yield Message("at.style", style=attribute(style, "name") or key or ""), style

    @cached_property
    def conditional(self) -> frozenset[str]:
        """The ids of table styles that say something of first rows, bands and the like."""
        own = {key for key, each in self._styles.items() if child(each, "tblStylePr") is not None}
        based = {key: attribute(each, "basedOn") for key, each in self._styles.items()}
        while more := {style for style, base in based.items() if base in own} - own:
            own |= more
        return frozenset(filter(None, own))

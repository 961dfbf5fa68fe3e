"""The styles that a template's text is in: what other styles ask for is reported to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from congvan.formats.docx_html.markup import W, attribute, child, is_on
from congvan.formats.docx_html.styles.stylesheet import BLOCK_STYLES
from congvan.messages import Message
from congvan.units import number

_ABOVE_BASELINE = 0.8  # of a line of exact height
_SINGLE = 240  # the height of lines in its 240ths


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

    def has_paragraph(self, style: str | None) -> bool:
        """Whether there is a paragraph style of this id."""
        found = self._styles.get(style)
        return found is not None and found.get(W + "type") == "paragraph"

    def clipped_line(self, properties: Any) -> int:
        """Return the height in twips that a picture has in a paragraph's lines, by its `w:pPr`; 0 for any height."""
        return _said(properties, _clipped_line, self._clipped)

    def hanging(self, properties: Any) -> int:
        """Return by how much the first line of a paragraph hangs out, in twips, by its `w:pPr`."""
        return _said(properties, _hanging, self._hanging)

    @cached_property
    def _clipped(self) -> dict[str | None, int]:
        return self._of_styles(_clipped_line)

    @cached_property
    def _hanging(self) -> dict[str | None, int]:
        return self._of_styles(_hanging)

    def _of_styles(self, read: Callable[[Any], int | None]) -> dict[str | None, int]:
        """Return what paragraph styles say, by themselves or those that they are based on; None: the default one."""
        every = {key: each for key, each in self._styles.items() if each.get(W + "type") == "paragraph"}
        said: dict[str | None, int] = {}
        for key, style in every.items():
            seen: set[Any] = set()
            while style is not None and style not in seen:
                seen.add(style)
                if (found := read(style.find(W + "pPr"))) is not None:
                    said[key] = found
                    break
                style = every.get(attribute(style, "basedOn"))
        default = next((key for key, style in every.items() if style.get(W + "default") == "1"), None)
        return said | {None: said.get(default, 0)}


def _said(properties: Any, read: Callable[[Any], int | None], of_styles: Mapping[str | None, int]) -> int:
    own = read(properties)
    style = None if properties is None else attribute(properties, "pStyle") or None
    return of_styles.get(style, 0) if own is None else own


def _clipped_line(properties: Any) -> int | None:
    """Return what a paragraph says of its lines: twips above the baseline of lines of exact height, hardly any in lines
    lower than single, 0 for any other, None for nothing.
    """
    spacing = child(properties, "spacing")
    if spacing is None or spacing.get(W + "line") is None:
        return None
    line, rule = number(spacing.get(W + "line")), spacing.get(W + "lineRule") or "auto"
    if rule == "exact":
        return int(_ABOVE_BASELINE * line)
    return 1 if rule == "auto" and line < _SINGLE else 0


def _hanging(properties: Any) -> int | None:
    """Return what a paragraph says of its first line: by how much it hangs out, 0 if it doesn't, None for nothing."""
    indent = child(properties, "ind")
    if indent is None or not {W + "hanging", W + "firstLine"} & {*indent.attrib}:
        return None
    return int(number(indent.get(W + "hanging")))

"""The formats without a template file: signs, print orders and plain texts, drawn from their content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from congvan.core.threads import one_at_a_time
from congvan.formats.fastpath.ways import LAID_OUT, WayCounter

Renderer = Callable[[Mapping[str, Any], Mapping[str, bytes]], bytes]


@dataclass(frozen=True, slots=True)
class PressTemplate:
    """The renderer of one such format, in the role of a compiled template; it reads no names from its content."""

    draw: Renderer
    assets: Mapping[str, bytes]
    ways: WayCounter = field(default_factory=WayCounter)

    @one_at_a_time
    def render(self, context: Mapping[str, Any]) -> bytes:
        """Render one record."""
        self.ways.count(LAID_OUT)
        return self.draw(context, self.assets)

    def names(self) -> frozenset[str]:
        """Return no names."""
        return frozenset()

    def bare_tags(self) -> tuple[()]:
        """Return no tags."""
        return ()


def _press(content: Mapping[str, Any], assets: Mapping[str, bytes]) -> bytes:
    from congvan.formats.press.pdfx import render

    return render(content, assets)


def _order(content: Mapping[str, Any], assets: Mapping[str, bytes]) -> bytes:
    from congvan.formats.press.order_table import render

    return render(content, assets)


def _text(content: Mapping[str, Any], assets: Mapping[str, bytes]) -> bytes:
    return str(content["text"]).encode()


RENDERERS: Mapping[str, Renderer] = {
    "sign": _press,
    "sign-tiles": _press,
    "sign-proof": _press,
    "sign-order": _order,
    "text": _text,
}


def compile_template(
    template: bytes, *, name: str = "", assets: Mapping[str, bytes] | None = None, **_unused: Any
) -> PressTemplate:
    """Return the renderer of the format `name`; `assets` holds typefaces and artwork by name."""
    return PressTemplate(RENDERERS[name], assets or {})

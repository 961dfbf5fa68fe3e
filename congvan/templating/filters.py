"""Filters for the texts of the data: capitals, and ids made of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from congvan.text import slug, upper


def first_upper(text: str) -> str:
    """Return the text with its first letter in capitals: huyện Cao Lộc → Huyện Cao Lộc."""
    return upper(text[:1]) + text[1:]


FILTERS: Mapping[str, Callable[[str], str]] = {"hoa_dau": first_upper, "hoa": upper, "ma": slug}
"""By the names that a clerk writes: `{{ name|ma }}`."""

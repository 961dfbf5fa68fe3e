"""What an answer answers: dispatch, form, the entry of each dimension, and the period. The version is no part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Keys = tuple[tuple[str, str], ...]
"""Entries by dimension, sorted by dimension; "" where the form was left open: it answers all that it has rows for."""


class AnswerId(NamedTuple):
    """The identity of an answer. Version 2 of a form answers the same as version 1."""

    dispatch: str
    form: str
    keys: Keys
    period: str = ""

    @property
    def entries(self) -> dict[str, str]:
        """The entries by dimension."""
        return dict(self.keys)

    @property
    def is_wide(self) -> bool:
        """Whether a dimension was left open."""
        return any(not entry for _name, entry in self.keys)

    @property
    def path(self) -> str:
        """How it is written in JSON and in acts: `form/xa=xa-cao-loc/ky=2026-t34`."""
        steps = [self.form, *(f"{name}={entry or '-'}" for name, entry in self.keys)]
        return "/".join([*steps, f"ky={self.period}"] if self.period else steps)


def keys_of(entries: Mapping[str, str]) -> Keys:
    """Return the keys of entries by dimension."""
    return tuple(sorted(entries.items()))

"""The layout record: a laid-out document as plain values, and its encoding on disk.

Why JSON: a cache is decoded without executing anything, whoever wrote it; a record of another shape is rebuilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from congvan.fonts.fontconfig import FontRequest
from congvan.formats.pdf.typeset import FieldBlock

VERSION = 4  # of the record's shape and of all that decides about it: raise it when either changes

FONTS = b"fonts"  # among a layout's objects: the dictionary of its fonts, as the groups of a page refer to it


@dataclass(frozen=True, slots=True)
class LineSlot:
    """The place of a line in a page's content: block, line, baseline as it is written."""

    unit: int
    line: int
    y: bytes


@dataclass(slots=True)
class PageRecord:
    """A page: its dictionary without /Contents, /Parent and /Resources, and its content cut at the slots."""

    entries: bytes
    content: list[bytes | LineSlot]


@dataclass(slots=True)
class LayoutRecord:
    """All that is needed to write a document, or another one of the same shape, without WeasyPrint."""

    pages: list[PageRecord]
    objects: list[tuple[bytes, bytes]]  # (dictionary entries or another object, stream); references count from 0
    resources: bytes  # entries of the one resource dictionary, but for /Font
    intents: bytes  # the value of /OutputIntents
    lang: str
    metadata: dict[str, str]
    wants: dict[str, FontRequest]  # resource name → the face that CSS requested
    shas: dict[str, str]  # resource name → SHA-256 of its file
    extra: dict[str, dict[int, str]] = field(default_factory=dict)  # resource name → glyphs outside the repertoire
    units: list[FieldBlock] = field(default_factory=list)
    masks: list[tuple[int, ...]] = field(default_factory=list)  # of each unit: the mask of each line
    pinned: dict[int, str] = field(default_factory=dict)


@cache
def _stored() -> Any:
    """Return the encoder and decoder of the layouts of one skeleton, with their version."""
    from pydantic import ConfigDict, TypeAdapter

    config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", strict=True)
    return TypeAdapter(tuple[int, list[LayoutRecord]], config=config)


def to_bytes(layouts: Sequence[LayoutRecord]) -> bytes:
    """Encode the layouts of one skeleton for the cache."""
    encoded: bytes = _stored().dump_json((VERSION, list(layouts)))
    return encoded


def from_bytes(data: bytes) -> list[LayoutRecord]:
    """Decode the layouts of a cache entry; none if it is of another version or invalid."""
    try:
        version, layouts = _stored().validate_json(data)
    except ValueError:
        return []
    return list(layouts) if version == VERSION else []

"""What a key is called, what is said of it and an example, in Vietnamese and English: ids of the catalogue.

`field.MODEL.KEY` is the label of a key of one model, `field.KEY` of the same key wherever else it is; `….help` is
said beside it, `….example` shows how it is written.
"""

from __future__ import annotations

import functools

from pydantic import BaseModel

from congvan.core.messages import Message, template


def label_of(model: type[BaseModel] | None, key: str) -> Message:
    """Return what a key is called."""
    return _text(model, key, "") or Message("verbatim", text=key)


def help_of(model: type[BaseModel] | None, key: str) -> Message | None:
    """Return what is said beside a key; None where its label says it."""
    return _text(model, key, ".help")


def example_of(model: type[BaseModel] | None, key: str) -> Message | None:
    """Return an example of a value; None for none."""
    return _text(model, key, ".example")


def choice_label(model: type[BaseModel] | None, key: str, value: str) -> Message:
    """Return what one of a few values is called."""
    return _text(model, key, f".is.{value}") or Message("verbatim", text=value)


@functools.lru_cache(8192)
def _text(model: type[BaseModel] | None, key: str, part: str) -> Message | None:
    """Return the text of a key of a model or of those that it is made of, else of the key alone."""
    named = [each.__name__ for each in model.__mro__ if issubclass(each, BaseModel)] if model else []
    for prefix in (*(f"{name}." for name in named), ""):
        if template(f"field.{prefix}{key}{part}", "en") is not None:
            return Message(f"field.{prefix}{key}{part}")
    return None

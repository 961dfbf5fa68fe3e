"""The language of whoever is spoken to, and the catalogues beside this file: messages by id, words by their English.

Imports the standard library alone, and reads a catalogue when something is first shown.

Why a context variable: one process may answer two people in two languages; a thread or task of its own has its own.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("vi", "en")
FOLDER = os.path.dirname(__file__)

_language: ContextVar[str] = ContextVar("language", default="en")
_catalogues: dict[tuple[str, str], gettext.NullTranslations] = {}


def language() -> str:
    """The language that is spoken now, one of `LANGUAGES`."""
    return _language.get()


@contextmanager
def using_language(chosen: str) -> Iterator[None]:
    """Within it everything is shown in this language."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def use_language(chosen: str) -> None:
    """Choose the language of all that follows in this thread or task: one of `LANGUAGES`."""
    _language.set(chosen)


def program() -> str:
    """What the reader typed, for messages that name it: `congvan` of a wheel, `build.py` of a checkout."""
    return "congvan" if os.path.basename(sys.argv[0]) == "congvan" else "build.py"


def catalogue(domain: str, chosen: str) -> gettext.NullTranslations:
    """The texts of a domain in a language; read once."""
    translations = _catalogues.get((domain, chosen))
    if translations is None:
        translations = gettext.translation(domain, FOLDER, languages=[chosen], fallback=True)
        _catalogues[domain, chosen] = translations
    return translations


def _(words: str) -> str:
    """Words that are shown where they are written, in the language of now; format them after: `_("…{x}…").format(x=…)`.

    What is shown elsewhere is a `congvan.messages.Message`.
    """
    spoken = _language.get()
    return catalogue("words", spoken).gettext(words) if words and spoken != "en" else words


def ngettext(singular: str, plural: str, count: int) -> str:
    """The words for `count` things, as `_`."""
    return catalogue("words", _language.get()).ngettext(singular, plural, count)

"""Current language, and the catalogues beside this file: messages by id, other texts by their English wording.

Imports the standard library only; a catalogue is read when its first text is shown.

Why a context variable: one process may serve two people in two languages; each thread or task has its own value.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TYPE_CHECKING = False  # `typing` would be all of it that `--help` imports
if TYPE_CHECKING:
    import gettext

LANGUAGES = ("vi", "en")
FOLDER = os.path.dirname(__file__)

_language: ContextVar[str] = ContextVar("language", default="en")
_catalogues: dict[tuple[str, str], gettext.NullTranslations] = {}


def language() -> str:
    """Return the current language, one of `LANGUAGES`."""
    return _language.get()


@contextmanager
def using_language(chosen: str) -> Iterator[None]:
    """Context manager: show all texts in the given language."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def use_language(chosen: str) -> None:
    """Set the language of the current thread or task: one of `LANGUAGES`."""
    _language.set(chosen)


def program() -> str:
    """Return what a user types to start the program: `congvan` if installed as a wheel, `python3 build.py` in a
    checkout.
    """
    return "congvan" if os.path.basename(sys.argv[0]) == "congvan" else "python3 build.py"


def catalogue(domain: str, chosen: str) -> gettext.NullTranslations:
    """Return the translations of a domain in a language; read once."""
    translations = _catalogues.get((domain, chosen))
    if translations is None:
        import gettext  # a process that writes a letter shows nothing

        translations = gettext.translation(domain, FOLDER, languages=[chosen], fallback=True)
        _catalogues[domain, chosen] = translations
    return translations


def _(words: str) -> str:
    """Translate a text into the current language; format afterwards: `_("…{x}…").format(x=…)`.

    Use `congvan.core.messages.Message` for texts that are shown elsewhere than where they are written.
    """
    spoken = _language.get()
    return catalogue("words", spoken).gettext(words) if words and spoken != "en" else words


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text with a plural form for `count`, as `_` does."""
    return catalogue("words", _language.get()).ngettext(singular, plural, count)

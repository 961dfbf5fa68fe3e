"""Messages: English in the code, Vietnamese in the gettext catalogue beside this file.

Imports the standard library alone.

Why: the language is chosen once per run (`--lang`, else the locale), long after modules are imported, so `_` looks the
catalogue up at each call; a module may therefore wrap only strings that are evaluated when they are shown.
"""

from __future__ import annotations

import gettext
import os
import sys

LANGUAGES = ("vi", "en")

current_language = "en"
_current: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Choose the language of all later messages: one of `LANGUAGES`."""
    global _current, current_language
    current_language = language
    if language == "en":
        _current = gettext.NullTranslations()
    else:
        _current = gettext.translation("congvan", catalogue(), languages=[language], fallback=True)


def program() -> str:
    """What the reader typed, for messages that name it: `congvan` of a wheel, `build.py` of a checkout."""
    return "congvan" if os.path.basename(sys.argv[0]) == "congvan" else "build.py"


def catalogue() -> str:
    """The folder of the catalogues."""
    return os.path.dirname(__file__)


def _(message: str) -> str:
    """The message in the chosen language; format it after translating: `_("…{x}…").format(x=…)`."""
    return _current.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The message for `count` things in the chosen language."""
    return _current.ngettext(singular, plural, count)

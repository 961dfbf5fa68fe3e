"""Ask a person at a terminal for the names of an office: agency, place, signer."""

from __future__ import annotations

import argparse
import os
import sys

from congvan.core.i18n import _, using_language
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.core.text import check_text, nfc
from congvan.editing.drafting.starting import Office, abbreviated

ASKED = ("agency", "place", "signer", "title")
"""The options that a neutral start can't do without."""


def office_of(args: argparse.Namespace, *, ask: bool) -> Office:
    """Return the names given as options; `ask`: ask for the missing ones. Raises `UsageError` for what is left."""
    names = {name: nfc(str(getattr(args, name)).strip()) for name in (*ASKED, "parent", "abbreviation")}
    english = "en" in (getattr(args, "lang", None), os.environ.get("CONGVAN_LANG"))
    if ask and not all(names[name] for name in ASKED):
        with using_language("en" if english else "vi"):  # an office is asked in Vietnamese, whatever the locale
            _ask(names)
    missing = [f"--{name}" for name in ASKED if not names[name]]
    if missing:
        raise UsageError(Problem(Message("init-names-missing", options=", ".join(missing))))
    return Office(**names, language="en" if english else "vi")


def _ask(names: dict[str, str]) -> None:
    """Fill in the names that are missing; stops at the end of the input."""
    questions = {
        "agency": _("Full name of the agency"),
        "parent": _("Superior body above the name (Enter: none)"),
        "abbreviation": _("Abbreviation of the agency in symbols"),
        "place": _("Place of issue, before the date"),
        "signer": _("Full name of the person who signs"),
        "title": _("Title of the person who signs"),
    }
    for name, question in questions.items():
        preset = abbreviated(names["agency"]) if name == "abbreviation" else ""
        while not names[name]:
            answer = _answer(f"{question} [{preset}]: " if preset else f"{question}: ")
            if answer is None:
                return
            names[name] = answer or preset
            if name == "parent":
                break


def _answer(question: str) -> str | None:
    """Return an answer without flaws, "" for an empty line, None at the end of the input."""
    while True:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            return None
        answer = nfc(line.strip())
        flaws = list(check_text(answer))
        if not flaws:
            return answer
        print(flaws[0].message, file=sys.stderr)

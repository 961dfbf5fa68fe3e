"""Scans and photographs: what they may be an answer to, by the names of their files; attachments of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from congvan.core.text import fold
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys
from congvan.returns.reading.identity import KnownForms, keys_by_name

TO_BE_TYPED, ATTACHED = "received, to be typed", "attached"


def evidence_of(file: str, known: KnownForms, only: str = "") -> tuple[str, dict[str, Any]]:
    """Return the dispatch ("" where it can't be told) and the body of the event of a scan.

    `attachment`, `row`: which file of an answer it is, by a name such as xa-mau--bao-cao--3.pdf.
    """
    body: dict[str, Any] = {"file": file, "state": TO_BE_TYPED, "form": "", "keys": {}, "period": ""}
    found = list(_meant(file, known, only))
    if len(found) > 1:
        named = [each for each in found if f"-{each[0].id}-" in _words(file)]
        found = named or found
    if len(found) != 1:
        return (_only_dispatch(known, only) if not found else ""), body
    form, keys = found[0]
    body |= {"form": form.id, "keys": dict(keys.entries), "period": keys.period}
    pieces = [_words(piece).strip("-") for piece in PurePath(file).stem.split("--")]
    for each in form.spec.attachments:
        if each.id in pieces:
            body["attachment"] = each.id
            number = next((piece for piece in pieces[pieces.index(each.id) + 1 :] if piece.isdecimal()), "")
            body |= {"row": int(number) if number else 0, "state": ATTACHED}
    return form.dispatch_id, body


def _meant(file: str, known: KnownForms, only: str) -> Iterator[tuple[DispatchForm, FormKeys]]:
    """Yield the forms that a name gives at least one entry of, with what it gives."""
    best = 0
    found: list[tuple[int, DispatchForm, FormKeys]] = []
    for form in known.all(only):
        keys = keys_by_name(form, known.calendar(form), file)
        count = sum(1 for entry in keys.entries.values() if entry)
        if count:
            found.append((count, form, keys))
            best = max(best, count)
    yield from ((form, keys) for count, form, keys in found if count == best)


def _words(file: str) -> str:
    stem = file.rpartition(".")[0] or file
    return f"-{re.sub(r'[^a-z0-9]+', '-', fold(stem)).strip('-')}-"


def _only_dispatch(known: KnownForms, only: str) -> str:
    """Return the only dispatch that asks for forms; "" where there are several."""
    asking = {form.dispatch_id for form in known.all(only)}
    return asking.pop() if len(asking) == 1 else ""

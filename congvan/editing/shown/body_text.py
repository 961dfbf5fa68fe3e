"""The toolbar over the text of a dispatch: numbering, dashes, bold, and facts to insert with their present value.

Each tool takes the text and what is selected in it, and returns both as they are afterwards; used again, it takes
back what it did.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from congvan.columns.dates import day_of
from congvan.documents.base.facts import day
from congvan.editing.shown.references import AGENCY, lists_of
from congvan.lazy import NamedTuple, pattern
from congvan.messages import Message
from congvan.model.directory import Agency
from congvan.model.field_types import DateWithGaps
from congvan.model.forms.scalars import name_of
from congvan.model.schema.labels import label_of
from congvan.project.assets import Assets
from congvan.project.yaml_reader import scan
from congvan.text.numerals import LETTERS

_MARK = pattern(r"(?:\d+\.|#\.|#\)|[a-zđ]\)|[-+•–]) +")


class SelectedText(NamedTuple):
    """A text, and what is selected in it: from a character to before another."""

    text: str
    start: int
    end: int


def numbered(selection: SelectedText) -> SelectedText:
    """Number the selected paragraphs 1., 2., …; they go on from the number above them."""
    return _marked(selection, r"\d+\.", lambda n, before: f"{_after(before, 1) + n}. ")


def lettered(selection: SelectedText) -> SelectedText:
    """Letter the selected paragraphs a), b), …, đ) after d)."""
    return _marked(selection, r"[a-zđ]\)", lambda n, _before: f"{LETTERS[min(n, len(LETTERS) - 1)]}) ")


def dashed(selection: SelectedText) -> SelectedText:
    """Put a dash before each selected paragraph."""
    return _marked(selection, "-", lambda _n, _before: "- ")


def bold(selection: SelectedText) -> SelectedText:
    """Set what is selected in bold: between two stars."""
    return _wrapped(selection, "**")


def italic(selection: SelectedText) -> SelectedText:
    """Set what is selected in italics: between stars."""
    return _wrapped(selection, "*")


def inserted(selection: SelectedText, name: str) -> SelectedText:
    """Put a fact in the place of what is selected: `{{ agency.name }}`."""
    new = f"{{{{ {name} }}}}"
    text = selection.text[: selection.start] + new + selection.text[selection.end :]
    return SelectedText(text, selection.start + len(new), selection.start + len(new))


TOOLS: Mapping[str, Callable[[SelectedText], SelectedText]] = {
    "numbered": numbered,
    "lettered": lettered,
    "dashed": dashed,
    "bold": bold,
    "italic": italic,
}
"""The tools by name; what each is called is `body-tool.NAME` in the catalogue."""


def _after(before: str, first: int) -> int:
    """Return the number that follows the last one above."""
    found = re.findall(r"(?m)^(\d+)\. ", before)
    return int(found[-1]) + 1 if found else first


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends: lines without a blank line between them."""
    for match in re.finditer(r"(?:^[^\S\n]*\S[^\n]*\n?)+", text, re.MULTILINE):
        yield match.start(), match.start() + len(match.group().rstrip("\n"))


def _marked(selection: SelectedText, pattern: str, mark: Callable[[int, str], str]) -> SelectedText:
    text, start, end = selection
    chosen = [(a, b) for a, b in _paragraphs(text) if (a < end or a <= start) and b >= start]
    if not chosen:
        new = mark(0, text[:start])
        return SelectedText(text[:start] + new + text[start:], start + len(new), start + len(new))
    own = re.compile(rf"{pattern} +")
    done = all(own.match(text, a) for a, _b in chosen)
    pieces, at = [], 0
    for number, (a, _b) in enumerate(chosen):
        old = _MARK.match(text, a)
        pieces += [text[at:a], "" if done else mark(number, text[: chosen[0][0]])]
        at = old.end() if old else a
    changed = "".join([*pieces, text[at:]])
    grown = len(changed) - len(text)
    return SelectedText(changed, chosen[0][0], max(chosen[-1][1], end) + grown)


def _wrapped(selection: SelectedText, mark: str) -> SelectedText:
    text, start, end = selection
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    size = len(mark)
    around = text[start - size : start] == mark == text[end : end + size] and start >= size
    if around and (mark != "*" or text[start - 2 : start] != "**"):
        changed = text[: start - size] + text[start:end] + text[end + size :]
        return SelectedText(changed, start - size, end - size)
    changed = text[:start] + mark + text[start:end] + mark + text[end:]
    return SelectedText(changed, start + size, end + size)


# -- facts -------------------------------------------------------------------------------------------------------------


class InsertableFact(NamedTuple):
    """A fact that the text may name: its name, its present value, the key of the group it belongs to, and what it is
    called.
    """

    name: str
    value: str
    group: str
    label: str


def facts(assets: Assets, file: str) -> list[InsertableFact]:
    """Return the facts that the text of a dispatch may name, with their present values."""
    data = scan(assets[file], file).data if file in assets else None
    dispatch: Mapping[str, Any] = data if isinstance(data, dict) else {}
    return [*_own(dispatch), *_of_agency(assets, dispatch), *_contacts(assets)]


def _own(dispatch: Mapping[str, Any]) -> Iterator[InsertableFact]:
    for key, value in (dispatch.get("facts") or {}).items() if isinstance(dispatch.get("facts"), dict) else ():
        if isinstance(value, str):
            yield InsertableFact(f"facts.{key}", value, "facts", key.replace("_", " "))
    for each in dispatch.get("deadlines") or ():
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            continue
        name, label = f"deadlines.{name_of(each['id'])}", str(each.get("what") or each["id"])
        date = day_of(each["date"]) if isinstance(each.get("date"), str) else None
        if date is not None:
            yield InsertableFact(f"{name}.short", day(date)["short"], "deadlines", label)
            yield InsertableFact(f"{name}.long", day(date)["long"], "deadlines", label)
        for key in ("time", "what"):
            if isinstance(each.get(key), str):
                yield InsertableFact(f"{name}.{key}", each[key], "deadlines", label)


def _of_agency(assets: Assets, dispatch: Mapping[str, Any]) -> Iterator[InsertableFact]:
    """Yield the names of the agency, those that it has on the day of the dispatch."""
    data: Any = scan(assets[AGENCY], AGENCY).data if AGENCY in assets else None
    if not isinstance(data, dict):
        return
    names, on = dict(data), _last_day(dispatch.get("date"))
    for each in data.get("later") or ():
        since = day_of(str(each.get("valid_from"))) if isinstance(each, dict) else None
        if since is not None and on is not None and since <= on:
            names |= each
    for key in ("name", "short_name", "abbreviation", "place", "parent"):
        if isinstance(names.get(key), str):
            yield InsertableFact(f"agency.{key}", names[key], "agency", str(label_of(Agency, key)))


def _last_day(date: Any) -> datetime.date | None:
    """Return the day of a dispatch, the latest that its gaps allow; None where it says nothing that reads as one."""
    try:
        if isinstance(date, dict):
            return DateWithGaps(**date).last_possible
        return day_of(date) if isinstance(date, str) else None
    except (ValueError, TypeError):
        return None


def _contacts(assets: Assets) -> Iterator[InsertableFact]:
    listed = lists_of(assets).get("contacts")
    for entry in listed.entries if listed else ():
        for key in ("name", "phone", "unit", "email"):
            if value := entry.values.get(key):
                yield InsertableFact(f"contacts.{name_of(entry.id)}.{key}", str(value), "contacts", entry.heading)


def tool_label(name: str) -> Message:
    """Return what a tool is called."""
    return Message(f"body-tool.{name}")

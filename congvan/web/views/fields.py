"""The fields of a data file as plain content: what the macros of fields.html draw."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import filterfalse
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.core.text import fold
from congvan.documents.letter.recipients import is_archive_line, stands_for_others
from congvan.editing.chips import chips_of, with_chips, with_codes
from congvan.editing.drafts import drafts_of
from congvan.editing.entries import NAMING
from congvan.editing.findings import unreadable
from congvan.editing.history import remember
from congvan.editing.named import BY_NAME, all_in_words, in_words, near_body
from congvan.editing.shapes import pointer
from congvan.editing.views.fields import Field, field_group, new_entry
from congvan.editing.views.references import choices, lists_of, names_of
from congvan.model.lists.entries import distinct
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_editor import MARK
from congvan.model.project.yaml_reader import KeyPath, scan
from congvan.values.columns.dates import written_day
from congvan.web.runs.outcomes import shown_problems
from congvan.web.views.lists import own_file
from congvan.web.visit import Content, Visit

MANY = BY_NAME
"""References that are typed by their names: there are too many of them for a list to open."""
LONG = ("body", "lines")
DAYS = ("date", "issue-date")
SINGLE = (
    *("text", "lines", "choice", "reference", "date", "issue-date", "number", "count", "integer", "decimal", "phone"),
    *("time", "id", "name", "condition", "yes-no"),
)
"""Kinds of fields that are one value, without a toolbar."""
BRIEF = ("text", "lines", "choice", "reference", "date", "number", "phone", "time")
"""Kinds of values that tell an entry of a list in its line."""
NUMERIC = ("number", "count", "integer")
CODES = ("id", "name", "condition")
"""Kinds of fields that only an administrator fills in."""
MOST_ADDED = 5
"""Fields of a new entry that are asked at once."""
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*(?:/[a-z0-9-]{2,})*")
"""What reads as an id or a path; “b/c” does not."""
DEEPEST = 3
"""Steps to a list or a group of keys that is offered while it is empty: those of an entry, `forms/0/columns`."""
BEGUN = re.compile(r".*/columns|/forms/\d+/per")
"""Lists and maps of an entry that are shown also while they are empty: without columns it says nothing, and most forms
are one for each body.
"""
_NAMING = ("name", "label", "subject", "title", "what", "text", "to", "each", "of", "reason", "check")
"""Keys that say what an entry of a list is: the first that it has."""

Names = Mapping[str, Mapping[str, str]]
"""What references are chosen from: names by id."""
CHIPS = "chips"
"""The key, among names of references, of what is shown for facts in texts."""


def files_of(visit: Visit) -> Assets:
    """Return the files of the project; none where one of them cannot be read, which the findings tell."""
    try:
        return assets.read(visit.settings.root)
    except ProblemsFound:
        return Assets({})


def in_words_of(visit: Visit, problems: list[Problem], file: str) -> list[Content]:
    """Return the findings of a data file as they are shown to who knows its names and no ids."""
    files = files_of(visit)
    return shown_problems(all_in_words(problems, scan(files[file], file)) if file in files else problems)


def form(
    visit: Visit,
    files: Assets,
    file: str,
    keys: Iterable[str],
    findings: list[Problem],
    always: Collection[str] | None = None,
) -> Content:
    """Return the fields of some keys of a file, in this order, with what is chosen from in them.

    Those that are empty and not among `always` (default: none is folded) are `more`: folded.
    """
    if unread := unread_form(visit, files, file):
        return {"form": unread}
    group = field_group(files, file, findings=findings)
    by_key = {each.key: each for each in group.fields}
    fields = [by_key[key] for key in keys if key in by_key]
    if group.fields and not group.fields[0].key:  # the file is a list
        fields = [Field((), "", "list", Message("field-entries"), given=True, fields=group.fields)]
    names: Names = {name: names_of(choices(files, name, file)) for name in sorted(_wanted(fields, file))}
    coded = any("{{" in each.value for field in fields for each in field.every())
    coded |= any(each.code == "line-none" for each in findings)
    names = {**names, CHIPS: chips_of(files, file) if coded else {}}
    typed = typed_in(visit, file)
    sources = [{"id": name, "entries": list(known.values())} for name, known in names.items() if name in MANY]
    made = [drawn(each, file, typed, names) for each in fields]
    shown = [each for each in made if always is None or each["key"] in always or _at_hand(each)]
    more = [each for each in made if each not in shown]
    head = {"file": file, "sha256": group.sha256, "readable": group.readable, "raw": {}, "lost": typed.get(None, [])}
    return {"form": {**head, "fields": shown, "more": more, "choices": sources}}


def unread_form(visit: Visit, files: Assets, file: str) -> Content:
    """Return what stands for the form of a file that has none: its text, to be saved as a whole, and the lines around
    its error; nothing of a file that is no text. {} for a file that has a form.
    """
    form = {"file": file, "sha256": "", "readable": False, "fields": [], "more": [], "choices": [], "raw": {}}
    if file not in files:
        return form
    wrong = unreadable(scan(files[file], file))
    if not wrong:
        return {}
    try:
        text = files[file].removeprefix(MARK).decode("utf-8")
    except UnicodeDecodeError:
        return form
    at = wrong[0].place.line
    around = [(n, line) for n, line in enumerate(text.splitlines(), 1) if abs(n - at) < _AROUND]
    lines = [{"n": n, "text": line, "wrong": n == at} for n, line in around]
    why = f"{wrong[0].text} {wrong[0].hint}".strip()
    raw = {"text": text, "lines": lines, "line": at, "why": why, "typed": unsaved(typed_in(visit, file), (), text)}
    return {**form, "sha256": remember(files[file]), "raw": raw}


_AROUND = 3
"""Lines above and below an error that are shown with it, and the line itself."""


Typed = Mapping[Any, list[Content]]
"""What was typed and not saved, by the path of the field: names and texts of drafts, the latest first."""


def typed_in(visit: Visit, file: str) -> Typed:
    """Return what was typed and not saved in a file; by None what belongs to entries that are there no more."""
    found: dict[Any, list[Content]] = {}
    for each in drafts_of(visit.settings.root, file):
        found.setdefault(each.path, []).append({"draft": each.draft, "text": each.text})
    return found


def unsaved(typed: Typed, path: KeyPath, shown: str) -> list[Content]:
    """Return what is offered beside a field that shows this."""
    return [each for each in typed.get(path, ()) if each["text"] != shown]


def _at_hand(field: Content) -> bool:
    """Whether a field is shown at once."""
    return bool(field["given"] or field["required"] or field["typed"] or field["problems"])


def _wanted(fields: Iterable[Field], file: str) -> set[str]:
    """Return what is chosen from in some fields, those of entries to be added among them."""
    every = [each for field in fields for each in field.every()]
    added = [each for field in every if field.kind == "list" for each in new_entry(file, field.path)]
    return {each.refers_to for each in (*every, *added) if each.refers_to}


def drawn(field: Field, file: str, typed: Typed, names: Names) -> Content:
    """Return a field as plain content; of a list the fields of an entry to be added too."""
    offered = _offered(field, names)
    content: Content = {
        "id": field_id(field.pointer),
        "path": field.pointer,
        "key": field.key,
        "kind": "choice" if offered and field.kind != "map" else field.kind,
        "label": str(field.label),
        "help": str(field.help or ""),
        "example": "" if offered else str(field.example or ""),
        "value": _value(field, names),
        "given": field.given,
        "required": field.required,
        "default": next((each["label"] for each in offered if each["value"] == field.default), field.default),
        "long": field.kind in LONG,
        "numeric": field.kind in NUMERIC,
        "choices": offered,
        "list": field.refers_to if field.refers_to in MANY else "",
        "typed": unsaved(typed, field.path, _value(field, names)),
        "words": {},
        "problems": shown_problems([in_words(each, field.refers_to) for each in field.findings]),
        "fields": [drawn(each, file, typed, names) for each in field.fields if _is_drawn(each, file)],
        "adds": [],
        "more": [],
        "ids": [],
    }
    if field.kind == "fact":
        content["problems"] += _of_entry(content["fields"], _said_whose(field, names))
        content["ids"] = [*filter(_is_hidden, content["fields"])]
        content["more"] = [each for each in content["fields"] if not _first(each) and not _is_hidden(each)]
        content["fields"] = [each for each in content["fields"] if _first(each)]
    if field.kind == "map":
        entries = [each | _of_map(each, offered) for each in content["fields"]]
        content |= {"ids": [*filter(_is_hidden, entries)], "fields": [*filterfalse(_is_hidden, entries)]}
    if field.kind == "list":
        content["adds"] = _added(field, file, names)
        for number, each in enumerate(content["fields"], 1):
            each |= _line(each, number)
    return content


def _added(field: Field, file: str, names: Names) -> list[Content]:
    """Return the fields of an entry to be added to a list; of many, those that are not required are folded."""
    entry = new_entry(file, field.path)
    asked = sorted(filter(_is_asked, entry) if len(entry) > 1 else entry, key=lambda each: not each.required)
    adds = [drawn(each, file, {}, names) for each in asked]
    named = any(each["key"] in NAMING for each in adds)
    adds = [each for each in adds if not _is_own_id(each) or not named]
    folds = len(adds) > MOST_ADDED
    return [
        {**each, "folded": folds and number >= MOST_ADDED and not each["required"]} for number, each in enumerate(adds)
    ]


def _said_whose(form: Field, names: Names) -> str:
    """Return the line that says whose a form is, of one that does not say it; "" for any other entry."""
    found = (each.remedy for inner in form.every() for each in inner.findings if each.code == "line-none")
    remedy = next(filter(None, found), None)
    text, chips = str(remedy.values["text"]) if remedy else "", names.get(CHIPS, {})
    shown = with_chips(text, chips)
    return shown if with_codes(shown, chips) == text else text  # a code without a name is typed as it is


def _is_own_id(field: Mapping[str, Any]) -> bool:
    """Whether a field is the id of the entry that it is in, not one that is chosen."""
    return bool(field["key"] == "id") and field["kind"] != "choice"


def _of_entry(fields: list[Content], whose: str) -> list[Content]:
    """Take the findings of an entry as a whole from its id, where its place begins; return it. `whose`: the line that
    is filled in where lines are added.
    """
    taken = []
    for each in fields:
        if whose and each["key"] == "lines" and each["adds"]:
            each["adds"][0]["value"] = whose
        if _is_own_id(each):
            taken += [problem for problem in each["problems"] if not problem["code"].startswith("id-")]
            each["problems"] = [problem for problem in each["problems"] if problem["code"].startswith("id-")]
    return taken


def _of_map(entry: Content, offered: list[Content]) -> Content:
    """Return how an entry of a map is shown: chosen from what the map refers to, and called by what is chosen; else by
    its key, as words.
    """
    if offered and entry["kind"] == "text":
        chosen = next((each["label"] for each in offered if each["value"] == entry["value"]), entry["label"])
        return {"kind": "choice", "choices": offered, "label": chosen}
    return {"label": _called(entry) or entry["label"].replace("_", " ")}


def in_own_words(files: Assets, file: str, path: KeyPath, line: Any) -> Content:
    """Return what is asked of a line of Kính gửi or Nơi nhận of words alone: which body they may mean, how many copies,
    the list that they can be added to; {} for any other line, and for one that stands for others.
    """
    said = {"text": line} if isinstance(line, str) else line if isinstance(line, dict) else {}
    text = str(said.get("text") or "")
    named = said.keys() & {"to", "each", "members"}
    if not text or named or stands_for_others(text) or is_archive_line(text) or "{{" in text:
        return {}
    counted = path[0] == "copies" and "copies" not in said
    near = near_body((each.name for each in choices(files, "bodies", file)), text)
    copies = f"{pointer(path)}/copies" if counted else ""
    return {**enlisting(files, text), "near": near, "copies": copies, "said": True, "whole": _whole_list(files, text)}


def _whole_list(files: Assets, words: str) -> Content:
    """Return the list that words of a line call by its name, or by what one entry is called: all its bodies may be
    meant; {} for none.
    """
    wanted = re.sub(r"^(?:cac|toan bo|tat ca) ", "", fold(words).lower())
    for listed in distinct(lists_of(files).values()):
        named = {fold(each).lower() for each in (listed.label, listed.head.one or "")}
        if wanted in named and listed.receivers and len({body.prefix for body in listed.receivers}) == 1:
            return {"id": listed.id, "label": listed.label, "count": len(listed.receivers)}
    return {}


def enlisting(files: Assets, name: str) -> Content:
    """Return the list of bodies that a name can be added to which no list has."""
    lists = lists_of(files)
    every = [each for each in (lists.get("bodies"), *lists.values()) if each is not None and each.receivers]
    own = (each for each in every if own_file(each.id, each.file) and not str(each.head.source or "").endswith(".xlsx"))
    listed = next(own, None)
    bare = re.sub(r"\s*\([^()]*\)$", "", name)
    named = {"listed": listed.id, "label": listed.label, "name": bare} if listed else {"listed": ""}
    return {**named, "near": "", "copies": "", "said": False, "whole": {}}


def field_id(pointer: str) -> str:
    """Return the id of the element of a field."""
    return "f" + pointer.replace("/", "-").replace("_", "-")


def _line(entry: Content, number: int) -> Content:
    """Return how an entry of a list is shown in its line: its name and what besides, and whether it is open."""
    if entry["kind"] != "fact":
        return {"label": str(number), "inline": False, "open": False, "brief": ""}
    called = _called(entry) or str(Message("field-entry", number=number))
    coded = any(each["given"] and not _is_own_id(each) for each in entry["ids"])
    typed = [each["default"] for each in entry["more"] if each["key"] == "type"]
    alone = len(entry["fields"]) == 1 and not coded and not typed and entry["fields"][0]["kind"] in SINGLE
    brief = [*typed, *(_shown(each) for each in entry["fields"] if each["kind"] in BRIEF)]
    brief = [each for each in brief if each[:80] != called and _is_said(each)]
    return {
        "label": f"{number}. {entry['fields'][0]['label'] if alone else called}",
        "inline": alone,
        "open": any(True for _each in found_in([entry])) or any(each["typed"] for each in entry["fields"]),
        "brief": " · ".join(each.partition("\n")[0][:60] for each in brief[:3]),
    }


def _value(field: Field, names: Names) -> str:
    """Return the value of a field as it is shown and typed (`saving` knows it again): a day as offices write it, a
    body by its name.
    """
    if field.refers_to in MANY:
        return names.get(field.refers_to, {}).get(field.value, field.value)
    if field.kind in ("text", *LONG):
        return with_chips(field.value, names.get(CHIPS, {}))
    return written_day(field.value) if field.kind in DAYS else field.value


def _offered(field: Field, names: Names) -> list[Content]:
    """Return the values that a field is chosen from, where it is; one that is none of them stays to be chosen."""
    if field.choices:
        return [{"value": each.value, "label": str(each.label)} for each in field.choices]
    known = names.get(field.refers_to, {})
    if not known or field.refers_to in MANY or not (_simple(field) or field.kind == "map"):
        return []
    if field.refers_to == "lists" and field.key == "each":
        known = {name: str(Message("field-each.all", list=called)) for name, called in known.items()}
    odd = {field.value: _odd(field.value, known)} if field.value and field.value not in known else {}
    return [{"value": each, "label": called} for each, called in {**known, **odd}.items()]


def _odd(value: str, known: Mapping[str, str]) -> str:
    """Return what a value is called that is none of those known: as its name is written elsewhere, else its words."""
    if value.startswith("-"):
        return str(Message("field-descending", name=known.get(value[1:]) or _odd(value[1:], known)))
    alike = {name.replace("_", "-"): called for name, called in known.items()}
    first, _, rest = value.replace("_", "-").partition(".")
    words = rest.replace("-", " ")
    called = alike.get(first) or first.replace("-", " ")
    return f"{called}: {words}" if words else called


def _called(entry: Mapping[str, Any]) -> str:
    """Return what an entry of a list is called in its form."""
    values = {each["key"]: _shown(each) for each in (*entry["fields"], *entry["more"])}
    return next((values[key] for key in _NAMING if _is_said(values.get(key, ""))), "")[:80]


def _is_said(text: str) -> bool:
    """Whether a text says something to a reader: no id, no name to be filled in alone."""
    return bool(text) and "{{" not in text and not _ID.fullmatch(text)


def _shown(field: Mapping[str, Any]) -> str:
    """Return the value of a drawn field in words."""
    chosen = (each["label"] for each in field["choices"] if each["value"] == field["value"])
    return str(next(chosen, field["value"]))


def _simple(field: Field) -> bool:
    return field.kind not in ("fact", "list", "map")


def _is_asked(field: Field) -> bool:
    """Whether a field of a new entry can be filled in at once; who sends a form is chosen once it is for somebody."""
    return _simple(field) and field.refers_to != "dimensions" and (field.required or field.kind not in CODES)


def _is_drawn(field: Field, file: str) -> bool:
    """Whether a field of a fact has its place in the form: an empty list deep in an entry only where its own entries
    are single values, as the choices of a column.
    """
    if _simple(field) or field.given or len(field.path) <= DEEPEST:
        return True
    return field.kind == "list" and len(new_entry(file, field.path)) == 1


def _first(field: Mapping[str, Any]) -> bool:
    """Whether a key of a fact is shown at once: it must be there, or it is; the others are folded."""
    if _is_hidden(field):
        return False
    begun = field["kind"] in ("list", "map") and BEGUN.fullmatch(field["path"]) is not None
    begun |= field["key"] == "lines" and any(each["value"] for each in field["adds"])  # filled in where it lacks one
    return bool(field["given"] or field["required"] or field["typed"] or begun)


def _is_hidden(field: Mapping[str, Any]) -> bool:
    """Whether a key is an id, a condition or a path, of which nobody needs to know who writes a paper: it is behind
    “Dành cho quản trị”.
    """
    text = field["kind"] == "text" and "." not in field["value"].rpartition("/")[2]  # a file is known by its name
    coded = field["kind"] in CODES or field["key"] == "path" or bool(text and _ID.fullmatch(field["value"]))
    return (_is_own_id(field) or (coded and field["kind"] != "choice")) and not (field["problems"] or field["typed"])


def found_in(fields: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the findings that are beside these fields and those within them."""
    for each in fields:
        yield from each["problems"]
        yield from found_in([*each["fields"], *each["more"]])

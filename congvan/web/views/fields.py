"""The fields of a data file as plain content: what the macros of fields.html draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from congvan.columns.dates import written_day
from congvan.editing.drafts import drafts_of
from congvan.editing.shown.fields import Field, field_group, new_entry
from congvan.editing.shown.references import choices
from congvan.problems import Problem, ProblemsFound
from congvan.project import assets
from congvan.project.assets import Assets
from congvan.web.runs.outcomes import shown_problems
from congvan.web.visit import Content, Visit

MANY = ("bodies",)
"""References that are typed, the name beside: there are too many of them for a list to open."""
LONG = ("body", "lines")
DAYS = ("date", "issue-date")
NUMERIC = ("number", "count", "integer")
_NAMING = ("name", "label", "subject", "title", "what", "text", "to", "each", "of", "reason", "check", "id")
"""Keys that say what an entry of a list is: the first that it has."""

Names = Mapping[str, Mapping[str, str]]
"""What references are chosen from: names by id."""


def files_of(visit: Visit) -> Assets:
    """Return the files of the project; none where one of them cannot be read, which the findings tell."""
    try:
        return assets.read(visit.settings.root)
    except ProblemsFound:
        return Assets({})


def form(visit: Visit, files: Assets, file: str, keys: Iterable[str], findings: list[Problem]) -> Content:
    """Return the fields of some keys of a file, in this order, with what is chosen from in them."""
    if file not in files:
        return {"form": {"file": file, "sha256": "", "readable": False, "fields": [], "choices": []}}
    group = field_group(files, file, findings=findings)
    by_key = {each.key: each for each in group.fields}
    fields = [by_key[key] for key in keys if key in by_key]
    names: Names = {
        name: {each.id: each.name for each in choices(files, name, file)} for name in sorted(_wanted(fields, file))
    }
    typed = {each.path: each.text for each in drafts_of(visit.settings.root, file) if each.path is not None}
    sources = [
        {"id": name, "entries": [{"value": each, "label": called} for each, called in known.items()]}
        for name, known in names.items()
        if name in MANY
    ]
    drawn_fields = [drawn(each, file, typed, names) for each in fields]
    made = {"file": file, "sha256": group.sha256, "readable": group.readable}
    return {"form": {**made, "fields": drawn_fields, "choices": sources}}


def _wanted(fields: Iterable[Field], file: str) -> set[str]:
    """Return what is chosen from in some fields, those of entries to be added among them."""
    every = [each for field in fields for each in field.every()]
    added = [each for field in every if field.kind == "list" for each in new_entry(file, field.path)]
    return {each.refers_to for each in (*every, *added) if each.refers_to}


def drawn(field: Field, file: str, typed: Mapping[Any, str], names: Names) -> Content:
    """Return a field as plain content; of a list the fields of an entry to be added too."""
    offered = _offered(field, names)
    content: Content = {
        "id": field_id(field.pointer),
        "path": field.pointer,
        "key": field.key,
        "kind": "choice" if offered else field.kind,
        "label": str(field.label),
        "help": str(field.help or ""),
        "example": str(field.example or ""),
        "value": _value(field),
        "named": names.get(field.refers_to, {}).get(field.value, ""),
        "given": field.given,
        "required": field.required,
        "default": next((each["label"] for each in offered if each["value"] == field.default), field.default),
        "long": field.kind in LONG,
        "numeric": field.kind in NUMERIC,
        "choices": offered,
        "list": field.refers_to if field.refers_to in MANY else "",
        "typed": typed.get(field.path, ""),
        "has_typed": field.path in typed and typed[field.path] != _value(field),
        "problems": shown_problems(field.findings),
        "fields": [drawn(each, file, typed, names) for each in field.fields if _simple(each) or each.given],
        "adds": [],
        "more": [],
    }
    if field.kind == "fact":
        content["more"] = [each for each in content["fields"] if not _first(each)]
        content["fields"] = [each for each in content["fields"] if _first(each)]
    if field.kind == "list":
        added = new_entry(file, field.path)
        content["adds"] = [drawn(each, file, {}, names) for each in added if _simple(each)]
        for number, each in enumerate(content["fields"], 1):
            each["label"] = f"{number}. {_called(each)}" if each["kind"] == "fact" else each["label"]
    return content


def field_id(pointer: str) -> str:
    """Return the id of the element of a field."""
    return "f" + pointer.replace("/", "-").replace("_", "-")


def _value(field: Field) -> str:
    """Return the value of a field as it is shown and typed: a day as offices write it (`saving` knows it again)."""
    return written_day(field.value) if field.kind in DAYS else field.value


def _offered(field: Field, names: Names) -> list[Content]:
    """Return the values that a field is chosen from, where it is; one that is none of them stays to be chosen."""
    if field.choices:
        return [{"value": each.value, "label": str(each.label)} for each in field.choices]
    known = names.get(field.refers_to, {})
    if not known or field.refers_to in MANY or not _simple(field):
        return []
    odd = {field.value: field.value} if field.value and field.value not in known else {}
    return [{"value": each, "label": called} for each, called in {**known, **odd}.items()]


def _called(entry: Mapping[str, Any]) -> str:
    """Return what an entry of a list is called in its form."""
    values = {each["key"]: each["named"] or each["value"] for each in (*entry["fields"], *entry["more"])}
    return next((values[key] for key in _NAMING if values.get(key)), "")[:80]


def _simple(field: Field) -> bool:
    return field.kind not in ("fact", "list", "map")


def _first(field: Mapping[str, Any]) -> bool:
    """Whether a key of a fact is shown at once: it must be there, or it is; the others are folded."""
    return bool(field["given"] or field["required"] or field["has_typed"])


def found_in(fields: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the findings that stand beside these fields and those within them."""
    for each in fields:
        yield from each["problems"]
        yield from found_in([*each["fields"], *each["more"]])

"""The fields of a data file as plain content: what the macro `field` of fields.html draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from congvan.editing.drafts import drafts_of
from congvan.editing.fields import Field, field_group, new_entry
from congvan.editing.references import choices
from congvan.problems import ProblemsFound
from congvan.project import assets
from congvan.project.assets import Assets
from congvan.web.runs.outcomes import shown_problems
from congvan.web.visit import Content, Visit

LONG = ("body", "lines")
NUMERIC = ("number", "count", "integer")


def files_of(visit: Visit) -> Assets:
    """Return the files of the project; none where one of them cannot be read, which the findings tell."""
    try:
        return assets.read(visit.settings.root)
    except ProblemsFound:
        return Assets({})


def form(visit: Visit, files: Assets, file: str, keys: Iterable[str], findings: Any = None) -> Content:
    """Return the fields of some keys of a file, in this order, with all that is chosen from in them."""
    if file not in files:
        return {"form": {"file": file, "sha256": "", "readable": False, "fields": [], "choices": []}}
    group = field_group(files, file, findings=findings)
    by_key = {each.key: each for each in group.fields}
    fields = [by_key[key] for key in keys if key in by_key]
    typed = {each.path: each.text for each in drafts_of(visit.settings.root, file) if each.path is not None}
    wanted = {each.refers_to for field in fields for each in field.every() if each.refers_to}
    wanted |= {each.refers_to for field in fields if field.kind == "list" for each in _added(file, field)}
    return {
        "form": {
            "file": file,
            "sha256": group.sha256,
            "readable": group.readable,
            "fields": [drawn(each, file, typed) for each in fields],
            "choices": [
                {
                    "id": name,
                    "entries": [{"value": each.id, "label": each.name} for each in choices(files, name, file)],
                }
                for name in sorted(wanted - {""})
            ],
        }
    }


def drawn(field: Field, file: str, typed: Mapping[Any, str]) -> Content:
    """Return a field as plain content; of a list the fields of an entry to be added too."""
    content: Content = {
        "id": "f" + field.pointer.replace("/", "-").replace("_", "-"),
        "path": field.pointer,
        "key": field.key,
        "kind": field.kind,
        "label": str(field.label),
        "help": str(field.help or ""),
        "example": str(field.example or ""),
        "value": field.value,
        "given": field.given,
        "required": field.required,
        "default": field.default,
        "long": field.kind in LONG,
        "numeric": field.kind in NUMERIC,
        "choices": [{"value": each.value, "label": str(each.label)} for each in field.choices],
        "list": field.refers_to,
        "typed": typed.get(field.path, ""),
        "has_typed": field.path in typed and typed[field.path] != field.value,
        "problems": shown_problems(field.findings),
        "fields": [drawn(each, file, typed) for each in field.fields if _shown(each, field)],
        "adds": [],
        "more": [],
    }
    if field.kind == "fact":
        content["more"] = [each for each in content["fields"] if not _first(each)]
        content["fields"] = [each for each in content["fields"] if _first(each)]
    if field.kind == "list":
        content["adds"] = [drawn(each, file, {}) for each in _added(file, field) if _simple(each)]
    return content


def _added(file: str, field: Field) -> tuple[Field, ...]:
    return new_entry(file, field.path)


def _simple(field: Field) -> bool:
    return field.kind not in ("fact", "list", "map")


def _shown(field: Field, _around: Field) -> bool:
    """Whether a field within another is drawn: facts and lists alone where the file has them."""
    return _simple(field) or field.given


def _first(field: Mapping[str, Any]) -> bool:
    """Whether a key of a fact is shown at once: it must be there, or it is; the others are folded."""
    return bool(field["given"] or field["required"] or field["has_typed"])


def found_in(fields: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the findings that stand beside these fields and those within them."""
    for each in fields:
        yield from each["problems"]
        yield from found_in([*each["fields"], *each["more"]])

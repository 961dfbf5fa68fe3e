"""Older dispatches: groups of receivers, signs, forms; what stood in data/reports.yaml; tables and assignments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from congvan.drafting.older.project import REPORTS, OlderProject, is_older_dispatch, is_older_form
from congvan.drafting.older.tables import filled, table
from congvan.drafting.older.text_edits import TextEdits
from congvan.model.lists.read import LISTS

FACILITIES = f"{LISTS}co-so-y-te.yaml"


def move_dispatches(project: OlderProject) -> None:
    """Bring every dispatch up to the keys of today."""
    for file, name, data in list(project.dispatches):
        if is_older_dispatch(data):
            project.put(file, _dispatch(project, file, name), file)
    if REPORTS in project.files:
        project.gone.add(REPORTS)


def _dispatch(project: OlderProject, file: str, name: str) -> bytes:
    edits = TextEdits(project.files[file], file)
    signs = edits.value(("signs",))
    if signs == "true":
        edits.replace(("signs",), "signage", name)
    elif signs is not None:
        edits.remove(("signs",))
    for index, line in enumerate(edits.value(("receivers",)) or ()):
        if isinstance(line, dict) and line.get("group") in table("dispatches")["groups"]:
            _group(edits, index, table("dispatches")["groups"][line["group"]])
    older = [
        n for n, form in enumerate(edits.value(("forms",)) or ()) if isinstance(form, dict) and is_older_form(form)
    ]
    for index in older:
        _form(project, edits, index, first=index == older[0])
    if older:
        _further(project, edits, str(edits.value(("forms", older[0], "id"))))
    return edits.result()


def _group(edits: TextEdits, index: int, meant: Mapping[str, str]) -> None:
    path = ("receivers", index, "group")
    edits.replace(path, "each", meant["each"])
    more = [(key, value) for key, value in meant.items() if key != "each"]
    if more:
        edits.add(path, *more)


def _form(project: OlderProject, edits: TextEdits, index: int, *, first: bool) -> None:
    """Bring one form up to the keys of today; the first was made for every district and enterprise."""
    at = ("forms", index)
    tables = table("dispatches")
    for n, column in enumerate(edits.value((*at, "columns")) or ()):
        _column(edits, (*at, "columns", n), column)
    if edits.value((*at, "rows_per_district")) is not None:
        edits.rename((*at, "rows_per_district"), "rows_each")
    title, hint = edits.value((*at, "signed_by")), edits.value((*at, "sign_hint"))
    if title is not None:
        words = filled(tables["signer"], {"title": title}).strip() if first else title
        signer = f'{{title: "{words}"' + (f', hint: "{hint}"}}' if hint else "}")
        edits.replace((*at, "signed_by"), "signers", f"[{signer}]")
    if hint is not None:
        edits.remove((*at, "sign_hint"))
    if first and edits.value((*at, "per")) is None:
        _asked_of_everybody(project, edits, at)


def _asked_of_everybody(project: OlderProject, edits: TextEdits, at: tuple[str | int, ...]) -> None:
    when, rows = project.owed("roster")
    deadline = next((each.get("id") for each in edits.value(("deadlines",)) or () if each.get("date")), None)
    words = {"owed": _owed(when, rows), "due": str(deadline or "")}
    pairs = [(key, filled(str(text), words).strip()) for key, text in table("dispatches")["form"].items()]
    edits.add((*at, "subject"), *((key, value) for key, value in pairs if value))
    ids = [column.get("id") for column in edits.value((*at, "columns")) or ()]
    if table("dispatches")["lead"] in ids:
        edits.add((*at, "columns"), ("checks", str(table("dispatches")["checks"])))


def _owed(when: str, rows: str) -> str:
    if not when:
        return '{when: "false"}'
    pairs = [f'when: "{when}"'] if when != "true" else []
    pairs += [f"rows: {rows}"] if rows else []
    return f"{{{', '.join(pairs)}}}" if pairs else ""


def _column(edits: TextEdits, at: tuple[str | int, ...], column: Mapping[str, Any]) -> None:
    """Give a column the type that its kind, or its id, stood for."""
    tables = table("dispatches")
    kind = column.get("kind")
    meant = dict(tables["kinds"].get(kind, {})) | {
        key: value for key, value in tables["columns"].get(column.get("id"), {}).items() if key not in column
    }
    if kind is not None:
        edits.replace((*at, "kind"), "type", str(meant.pop("type", kind)))
    if meant:
        last = list(column)[-1]
        edits.add((*at, last), *((key, str(value)) for key, value in meant.items()))


def _further(project: OlderProject, edits: TextEdits, roster: str) -> None:
    """Add the forms, tables and assignments that the program used to know by itself."""
    tables = table("dispatches")
    facts = edits.value(("facts",)) or {}
    union = "facts.so_nguoi_huyen_doan" if "so_nguoi_huyen_doan" in facts else "3"
    _when, members = project.owed("team_members")
    words = {
        "roster": roster,
        "form": project.report,
        "union": union,
        "union_words": f"{{{{ {union} }}}}" if union.startswith("facts.") else union,
        "members": members or "1",
    }
    dash = edits.indent(("forms", 0)) if edits.source.spans[("forms",)].style == "block" else "  "
    last = ("forms",)
    text = ""
    if project.report:
        text += filled(tables["report"], words | dict(_report_words(project)), dash)
    text += filled(tables["union"], words, dash)
    edits.add_lines(last, text.rstrip("\n").split("\n"))
    report_tables = filled(tables["report_tables"], words | dict(_figures(project))) if project.report else ""
    listed = {"report_tables": report_tables + filled(tables["team_tables"], words)}
    sections = [filled(tables["assignments"], words), filled(tables["tables"], words | listed)]
    edits.add_lines(last, ["", *"\n".join(sections).rstrip("\n").split("\n")])
    project.made.setdefault(FACILITIES, filled(tables["facilities"], {}).encode())


def paper_words(project: OlderProject) -> Iterator[tuple[str, str]]:
    """Yield the parts of papers that a project has the facts for: a deadline, a contact, a column for difficulties."""
    tables = table("dispatches")
    dated = [
        each for _file, _name, data in project.dispatches for each in data.get("deadlines") or () if each.get("date")
    ]
    deadline = str(dated[0]["id"]).replace("-", "_") if dated else ""
    yield "until", filled(tables["until"], {"deadline": deadline}).rstrip("\n") if deadline else ""
    contacts = [str(each.get("id", "")).replace("-", "_") for each in project.entries("contacts")]
    contact = "vuong_mac" if "vuong_mac" in contacts else contacts[0] if contacts else ""
    yield "contact", filled(tables["contact"], {"contact": contact}) if contact else ""
    yield "difficulties", str(tables["difficulties"]) if _texts(project) else ""


def _texts(project: OlderProject) -> list[str]:
    """Return the names of the fields of the daily report that hold words."""
    fields = (project.read(REPORTS) or {}).get("fields") or ()
    return [str(each["id"]) for each in fields if each.get("kind") == "text"]


def _figures(project: OlderProject) -> Iterator[tuple[str, str]]:
    fields = [
        each for each in (project.read(REPORTS) or {}).get("fields") or () if each.get("kind", "number") == "number"
    ]
    yield "figures", ", ".join(str(each["id"]) for each in fields)
    yield "added", ", ".join(str(each["id"]) for each in fields if each.get("cumulative") != "false")
    text = next(iter(_texts(project)), "")
    yield (
        "text_table",
        filled(table("dispatches")["text_table"], {"form": project.report, "text": text}) if text else "",
    )


def _report_words(project: OlderProject) -> Iterator[tuple[str, str]]:
    data = project.read(REPORTS)
    when, _rows = project.owed("report")
    yield "version", str(data.get("version", 1))
    yield "owed", _owed(when, "") or '{when: "true"}'
    days = [f"{new}: {data[old]}" for new, old in (("from", "first_day"), ("to", "last_day")) if old in data]
    yield "period", ", ".join(["each: day", *days, f"weekends: {data.get('weekends', 'true')}"])
    yield "before", str(data.get("before", "16h00"))
    yield "columns", "\n".join(_report_column(each) for each in data.get("fields") or ())


def _report_column(field: Mapping[str, Any]) -> str:
    number = field.get("kind", "number") == "number"
    label = str(field.get("label", ""))
    said = f'"{label}"' if re.search(r"[,:#\[\]{}]", label) else label
    pairs = [f"id: {str(field.get('id', '')).replace('_', '-')}", f"label: {said}"]
    pairs += ["type: integer"] if number else []
    pairs += ["sum: last"] if number and field.get("cumulative") == "false" else []
    pairs.append(f"mm: {field.get('mm', 22)}")
    return f"    - {{{', '.join(pairs)}}}"

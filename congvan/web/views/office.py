"""What belongs to the office: its names and signers as a form, and what was removed in the last thirty days."""

from __future__ import annotations

import datetime
from typing import Any

from congvan.bootstrap.root import AGENCY
from congvan.columns.dates import day_in_figures
from congvan.editing.undoing import bin_of
from congvan.messages import Message
from congvan.model.directory import Agency
from congvan.model.schema.labels import label_of
from congvan.project.yaml_reader import KeyPath
from congvan.web.runs.outcomes import shown_problems
from congvan.web.views import fields
from congvan.web.visit import Content, Visit


def agency(visit: Visit) -> Content:
    """Return the form of data/agency.yaml."""
    facts = visit.project.facts()
    files = fields.files_of(visit)
    content = fields.form(visit, files, AGENCY, list(Agency.model_fields), list(facts.problems))
    problems = shown_problems(facts.problems_of(AGENCY))
    shown = {(each["code"], each["line"]) for each in fields.found_in(content["form"]["fields"])}
    others = [each for each in problems if (each["code"], each["line"]) not in shown]
    return {**content, "file": AGENCY, "others": others, "started": facts.started}


def bin_(visit: Visit) -> Content:
    """Return what was removed and can be put back."""
    return {
        "removed": [
            {
                "record": each.record,
                "file": each.file,
                "what": _what(each.path, each.value),
                "where": _where(each.path),
                "time": _time(each.time),
            }
            for each in bin_of(visit.settings.root)
        ]
    }


def _what(path: KeyPath, value: Any) -> str:
    """Return what something was called, or what it said."""
    if isinstance(value, dict):
        keys = ("name", "label", "subject", "title", "what", "text", "to", "id")
        value = next(
            (value[key] for key in keys if isinstance(value.get(key), str)), "; ".join(map(str, value.values()))
        )
    if isinstance(value, list):
        value = "; ".join(str(each) for each in value if each)
    return str(value)[:200] or _where(path)


def _where(path: KeyPath) -> str:
    """Return which list or key something was of, in words."""
    named = [str(label_of(None, step)) for step in path if isinstance(step, str)]
    return " › ".join(named)


def _time(text: str) -> str:
    then = datetime.datetime.fromisoformat(text).astimezone()
    day = day_in_figures(then.date())
    return str(Message("web-bin.time", hour=then.hour, minute=f"{then.minute:02d}", day=day))

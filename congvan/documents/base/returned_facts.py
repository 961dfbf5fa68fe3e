"""Flags about what came back, for `when:` conditions."""

from __future__ import annotations

from collections import Counter

from congvan.documents.base.schema import ReturnedCounts, ReturnedFlags
from congvan.forms.calendar import calendar_of
from congvan.forms.form import forms_of
from congvan.model.dataset import Dataset
from congvan.model.forms.scalars import name_of
from congvan.returned import ReturnFacts, owes


def returned_facts(dataset: Dataset, dispatch_id: str) -> ReturnFacts:
    """Return what came back to a dispatch; {} if nothing did."""
    return dataset.returned.get(dispatch_id, {})


def returned_flags(dataset: Dataset, dispatch_id: str, period: str = "") -> ReturnedFlags:
    """Return the flags: `returned.anything`, `'tuan' in returned.forms`, `returned.register` …

    `period`: that of a paper, whose sheets alone are counted; "" counts those of all periods.
    """
    returned = returned_facts(dataset, dispatch_id)
    answers = returned.get("answers", [])
    return {
        "anything": bool(answers or returned.get("waiting")),
        "forms": list(dict.fromkeys(each["form"] for each in answers)),
        "owing": [each["form"] for each in returned.get("forms", []) if any(map(owes, each["standings"]))],
        "register": bool(returned.get("registered")),
        "assignments": [each["id"] for each in returned.get("assignments", [])],
        "counts": {
            name_of(each): _counts(returned, each, period if _has(dataset, dispatch_id, each, period) else "")
            for each in _forms(dataset, dispatch_id)
        },
    }


def _forms(dataset: Dataset, dispatch_id: str) -> list[str]:
    return [form.id for form in dataset.dispatches[dispatch_id].forms]


def _has(dataset: Dataset, dispatch_id: str, form: str, period: str) -> bool:
    """Whether a period is one of a form."""
    found = calendar_of(forms_of(dataset, dispatch_id)[form]).find(period) if period else None
    return found is not None and found.id == period


def _counts(returned: ReturnFacts, form: str, period: str) -> ReturnedCounts:
    """Return the number of sheets of a form in each state: of a period, or ("") of all."""
    status = next((each for each in returned.get("forms", []) if each["form"] == form), None)
    standings = status["standings"] if status else []
    standings = [each for each in standings if not period or each["period"] == period]
    states = Counter(each["state"] for each in standings)
    came = [each for each in standings if each["state"] != "missing"]
    return {
        "came": len(came),
        "late": sum(each["late"] == "late" for each in came),
        "senders": len({each["sender"] for each in came}),
        "complete": states["complete"],
        "nil": states["nil"],
        "incomplete": states["incomplete"] + states["asked"],
        "missing": states["missing"],
    }

"""Flags about what came back, for `when:` conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from congvan.core.returned import ReturnFacts, owes
from congvan.documents.common.schema import ReturnedCounts, ReturnedFlags
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm
from congvan.model.dataset import Dataset
from congvan.model.forms.scalars import name_of


def returned_facts(dataset: Dataset, dispatch_id: str) -> ReturnFacts:
    """Return what came back to a dispatch; {} if nothing did."""
    return dataset.returned.get(dispatch_id, {})


def returned_flags(
    dataset: Dataset, dispatch_id: str, forms: Mapping[str, DispatchForm] | None = None, period: str = ""
) -> ReturnedFlags:
    """Return the flags: `returned.anything`, `'tuan' in returned.forms`, `returned.register` …

    `period`: that of a paper, whose sheets alone are counted of the `forms` that have it; "" counts those of all.
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
            name_of(each.id): _counts(returned, each.id, period if forms and _has(forms[each.id], period) else "")
            for each in dataset.dispatches[dispatch_id].forms
        },
    }


def _has(form: DispatchForm, period: str) -> bool:
    """Whether a period is one of a form."""
    found = calendar_of(form).find(period)
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

"""Flags about what came back, for `when:` conditions."""

from __future__ import annotations

from congvan.documents.base.schema import ReturnedFlags
from congvan.model.dataset import Dataset
from congvan.returned import ReturnFacts


def returned_facts(dataset: Dataset, dispatch_id: str) -> ReturnFacts:
    """Return what came back to a dispatch; {} if nothing did."""
    return dataset.returned.get(dispatch_id, {})


def returned_flags(dataset: Dataset, dispatch_id: str) -> ReturnedFlags:
    """Return the flags: `returned.anything`, `'tuan' in returned.forms`, `returned.register` …"""
    returned = returned_facts(dataset, dispatch_id)
    answers = returned.get("answers", [])
    return {
        "anything": bool(answers or returned.get("waiting")),
        "forms": list(dict.fromkeys(each["form"] for each in answers)),
        "register": bool(returned.get("registered")),
        "assignments": [each["id"] for each in returned.get("assignments", [])],
    }

"""What came back as facts: lists that documents can be made for, and flags that a `when:` may ask."""

from __future__ import annotations

from typing import Any

from congvan.documents.base.schema import Asked, Flags
from congvan.model.dataset import Dataset
from congvan.returned import ReturnFacts, Team

RETURNED = ("report-days", "reported-days", "facilities")


def back(dataset: Dataset, dispatch_id: str) -> ReturnFacts:
    """What came back for a dispatch; empty where nothing did."""
    return dataset.returned.get(dispatch_id, {})


def proposed(dataset: Dataset, dispatch_id: str) -> list[Team]:
    """The teams that were proposed."""
    proposal = back(dataset, dispatch_id).get("teams")
    return proposal["teams"] if proposal else []


def flags(dataset: Dataset, dispatch_id: str) -> Flags:
    """What a `when:` may ask: `returned.people`, `district.id in returned.districts`, `returned.owing` …"""
    found = back(dataset, dispatch_id)
    people, owing = found.get("people", []), found.get("owing", [])
    anything = "picture" in found and found["picture"]["anything"]
    return {
        "anything": anything,
        "people": bool(people),
        "leads": any(person["lead"] for person in people),
        "districts": sorted({person["district"] for person in people}),
        "owing": sorted({cell["enterprise"] for cell in owing}) if anything else [],
        "register": bool(found.get("register")),
        "reports": bool(found.get("reports")),
        "facilities": sorted({facility["district"] for facility in found.get("facilities", [])}),
        "teams": sorted({team["district"] for team in proposed(dataset, dispatch_id)}),
    }


def asked(dataset: Dataset) -> Asked:
    """Whether daily reports are asked, and for which days."""
    days = [date.isoformat() for date in dataset.reports.days()] if dataset.reports else []
    return {"asked": bool(dataset.reports), "days": days}


def returned_lists(dataset: Dataset, dispatch_id: str) -> dict[str, list[dict[str, Any]]]:
    """By name: days on which reports are owed, days of which reports came, health facilities."""
    found = back(dataset, dispatch_id)
    came = sorted({report["day"] for report in found.get("reports", [])})
    return {
        "report-days": [_day(day) for day in asked(dataset)["days"]],
        "reported-days": [_day(day) for day in came],
        "facilities": [dict(facility) for facility in found.get("facilities", [])],
    }


def _day(day: str) -> dict[str, str]:
    return {"id": day, "name": short(day)}


def short(day: str) -> str:
    """`2020-08-21` as it is written: 21/8/2020; "" for none."""
    year, month, date = day.split("-") if day else ("", "0", "0")
    return f"{int(date)}/{int(month)}/{year}" if day else ""

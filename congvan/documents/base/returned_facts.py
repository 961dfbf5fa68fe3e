"""Facts from returned forms: lists that documents can loop over, and flags for `when:` conditions."""

from __future__ import annotations

from typing import Any

from congvan.documents.base.schema import ReportDays, ReturnedFlags
from congvan.model.dataset import Dataset
from congvan.returned import ReturnFacts, Team

RETURNED = ("report-days", "reported-days", "facilities")


def returned_facts(dataset: Dataset, dispatch_id: str) -> ReturnFacts:
    """Return the returned-form facts of a dispatch; {} if there are none."""
    return dataset.returned.get(dispatch_id, {})


def proposed_teams(dataset: Dataset, dispatch_id: str) -> list[Team]:
    """Return the proposed teams."""
    proposal = returned_facts(dataset, dispatch_id).get("teams")
    return proposal["teams"] if proposal else []


def returned_flags(dataset: Dataset, dispatch_id: str) -> ReturnedFlags:
    """Return the flags for `when:`: `returned.people`, `district.id in returned.districts`, `returned.owing` …"""
    returned = returned_facts(dataset, dispatch_id)
    people, owing = returned.get("people", []), returned.get("owing", [])
    anything = "picture" in returned and returned["picture"]["anything"]
    return {
        "anything": anything,
        "people": bool(people),
        "leads": any(person["lead"] for person in people),
        "districts": sorted({person["district"] for person in people}),
        "owing": sorted({cell["enterprise"] for cell in owing}) if anything else [],
        "register": bool(returned.get("register")),
        "forms": sorted({answer["form"] for answer in returned.get("answers", [])}),
        "reports": bool(returned.get("reports")),
        "facilities": sorted({facility["district"] for facility in returned.get("facilities", [])}),
        "teams": sorted({team["district"] for team in proposed_teams(dataset, dispatch_id)}),
    }


def report_request(dataset: Dataset) -> ReportDays:
    """Return whether daily reports are requested, and for which days."""
    days = [date.isoformat() for date in dataset.reports.days()] if dataset.reports else []
    return {"asked": bool(dataset.reports), "days": days}


def returned_lists(dataset: Dataset, dispatch_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return by name: days for which reports are due, days with reports, health facilities."""
    returned = returned_facts(dataset, dispatch_id)
    came = sorted({report["day"] for report in returned.get("reports", [])})
    return {
        "report-days": [_day(day) for day in report_request(dataset)["days"]],
        "reported-days": [_day(day) for day in came],
        "facilities": [dict(facility) for facility in returned.get("facilities", [])],
    }


def _day(day: str) -> dict[str, str]:
    return {"id": day, "name": short_date(day)}


def short_date(day: str) -> str:
    """Format `2020-08-21` as 21/8/2020; "" for ""."""
    year, month, date = day.split("-") if day else ("", "0", "0")
    return f"{int(date)}/{int(month)}/{year}" if day else ""

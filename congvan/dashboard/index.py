"""The index of all dispatches, outputs/index.html: their dashboard pages by year, the newest year open.

Each row is made from the manifest record of a dashboard page (`index_record`), so a run over one dispatch can rebuild
the whole index without reading the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from congvan.dashboard.schema import Index, IndexRow, IndexYear, Issuer
from congvan.decree.kinds import KINDS
from congvan.job import Job
from congvan.model.dispatch import Dispatch
from congvan.model.field_types import BLANK

TEMPLATE = "templates/muc-luc.html"
NAME = "index.html"
DOCUMENT = "index"
PER_COPY = "per-copy"
"""Replaces the number of a dispatch whose copies have numbers of their own."""
_WORDS = re.compile(r"number=(\S*) date=(\S*) kind=(\S*) subject=(.*)", re.DOTALL)


def index_record(dispatch: Dispatch, symbol: str, subject: str) -> str:
    """Return the manifest record of a dashboard page: `number=12/STTTT-BCVT date=2020-08-19 kind=… subject=…`

    A missing number and the blank parts of a date are omitted.
    """
    number = f"{dispatch.number}/{symbol}" if dispatch.has_number else PER_COPY if dispatch.numbers else ""
    date = ""
    for part in (dispatch.date.year, dispatch.date.month, dispatch.date.day):
        if part == BLANK:
            break
        date += f"-{int(part):02}"
    return f"number={number} date={date[1:]} kind={dispatch.kind} subject={subject}"


def job(agency: Issuer, screens: Iterable[tuple[str, str]]) -> Job:
    """Return the index as a job. `screens`: path and manifest record of each dashboard page, in order."""
    years: dict[str, list[IndexRow]] = {}
    for path, record in screens:
        match = _WORDS.fullmatch(record)
        if match:
            row = _row(path, *match.groups())
            years.setdefault(row["iso"][:4], []).append(row)
    content: Index = {
        "agency": agency,
        "years": [_year(year, years[year]) for year in sorted(years, reverse=True)],
        "dispatches": sum(map(len, years.values())),
    }
    return Job(NAME, DOCUMENT, "", "html", TEMPLATE, content)


def _row(path: str, number: str, iso: str, kind: str, subject: str) -> IndexRow:
    return {
        "href": quote(path),
        "number": number,
        "iso": iso,
        "date": "/".join(part.lstrip("0") for part in reversed(iso.split("-"))),
        "kind": KINDS[kind].name if kind in KINDS else kind,
        "subject": subject,
        "twice": False,
    }


def _year(year: str, rows: list[IndexRow]) -> IndexYear:
    """Return the dispatches of a year, newest first after those without a number; duplicate numbers are marked."""
    borne = Counter((row["kind"], serial) for row in rows if (serial := _serial(row)))
    for row in rows:
        row["twice"] = borne[row["kind"], _serial(row)] > 1
    rows.sort(key=lambda row: (not row["number"], row["iso"], _serial(row)), reverse=True)
    issued = sum(bool(row["number"]) for row in rows)
    return {"year": year, "issued": issued, "drafts": len(rows) - issued, "rows": rows}


def _serial(row: IndexRow) -> int:
    digits = row["number"].partition("/")[0]
    return int(digits) if digits.isdecimal() else 0

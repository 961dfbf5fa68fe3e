"""The findings on one paper with numbers, and pictures of its pages with the same numbers: for a page of a program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from congvan.i18n import _
from congvan.nd30.check import CheckReport, RuleResult, kind_name
from congvan.nd30.page_images import margin_of, marks_of, pictures, placed
from congvan.nd30.reports import closing, conversion_note, location_text
from congvan.problems import Severity

ORDER = list(Severity)


def marked_pages(path: Path, report: CheckReport, folder: Path, number: int) -> dict[str, Any]:
    """Return the findings and the pages of a paper as plain data; write its pictures, `<number>-<page>.png`.

    `folder` is made if it is not there; a `number` of 0 means no pictures.
    """
    findings = sorted(report.broken, key=lambda r: (ORDER.index(r.severity), r.page, r.line, r.id))
    sheets: list[dict[str, Any]] = []
    if number and findings and not report.unreadable:
        places, pdf = placed(path, findings)
        folder.mkdir(parents=True, exist_ok=True)
        for picture in pictures(pdf, places):
            name = f"{number}-{picture.page}.png"
            (folder / name).write_bytes(picture.png)
            sheet = {"page": picture.page, "file": name, "width": picture.width, "height": picture.height}
            marks = marks_of(picture.page, picture.height, places)
            sheets.append({**sheet, "margin": margin_of(marks), "marks": [each._asdict() for each in marks]})
    return {
        "path": str(path),
        "kind": kind_name(report.document_kind),
        "unreadable": str(report.unreadable or ""),
        "closing": closing(report),
        "notes": [*([conversion_note()] if report.converted else []), *_scanned(report)],
        "findings": [_finding(at, result) for at, result in enumerate(findings, 1)],
        "sheets": sheets,
    }


def _finding(number: int, result: RuleResult) -> dict[str, Any]:
    return {
        "number": number,
        "rule": result.id,
        "clause": str(result.clause),
        "severity": str(result.severity),
        "message": str(result.message),
        "hint": str(result.hint or ""),
        "where": location_text(result),
    }


def _scanned(report: CheckReport) -> list[str]:
    numbers = ", ".join(map(str, report.pictures))
    return [_("pages that are pictures (scans) were not read: {numbers}").format(numbers=numbers)] if numbers else []

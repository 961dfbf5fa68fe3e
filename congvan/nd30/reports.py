"""Write reports as text, JSON and SARIF 2.1.0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from congvan.core.i18n import _, ngettext
from congvan.core.messages import Message, shown_values
from congvan.core.problems import Problem, Severity
from congvan.nd30.check import PROFILES, CheckReport, RuleResult, kind_name
from congvan.nd30.rules.base import BROKEN, HOLDS, NOT_APPLICABLE, NOT_EVALUATED, manual_of, message_pattern

VERDICTS = (HOLDS, BROKEN, NOT_APPLICABLE, NOT_EVALUATED)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_KINDS = {HOLDS: "pass", BROKEN: "fail", NOT_APPLICABLE: "notApplicable", NOT_EVALUATED: "open"}


def to_json(reports: Iterable[CheckReport]) -> dict[str, Any]:
    """Return plain data: `files[]` with path, kind, pages, counts and `rules[]`, one entry per result."""
    return {"files": [_file(report) for report in reports]}


def _file(report: CheckReport) -> dict[str, Any]:
    counts = Counter(r.verdict for r in report.results)
    return {
        "path": report.path,
        "format": report.format,
        "profile": report.profile,
        "kind": report.document_kind,
        "pages": report.pages,
        "unreadable": _text_of(report.unreadable),
        "pictures": list(report.pictures),
        "converted": report.converted,
        "good": report.good,
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "rules": [
            {
                "id": r.id, "clause": str(r.clause), "verdict": r.verdict, "severity": str(r.severity),
                "reason": _text_of(r.reason), "page": r.page or None,
                "line": r.line or None, "where": str(r.where),
                "message": _text_of(r.message), "hint": _text_of(r.hint),
                "values": shown_values(r.message) if r.message else {},
            }
            for r in report.results
        ],
    }  # fmt: skip  # a table: what belongs together on a line


def _text_of(message: Message | None) -> str:
    return str(message) if message else ""


def location_text(result: RuleResult) -> str:
    """Describe the location of a result: "page 1, line 5" or "table 1, row 2, column 1"; "" if unknown."""
    if not result.page:
        return str(result.where)
    page = _("page {page}").format(page=result.page)
    return f"{page}, {_('line {line}').format(line=result.line)}" if result.line else page


def to_text(report: CheckReport, *, quiet: bool = False) -> str:
    """Return a report as lines for reading: one per violation with its page and line, its remedy below it, then counts.

    `quiet`: only errors, and nothing at all for a file without one.
    """
    findings = [r for r in report.broken if not quiet or r.severity is Severity.ERROR]
    if quiet and not findings and not report.unreadable:
        return ""
    lines = [_headline(report)]
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    for result in sorted(findings, key=lambda r: (r.page, r.line, order[r.severity], r.id)):
        where = location_text(result)
        severity = {"error": _("error"), "warning": _("warning"), "note": _("note")}[str(result.severity)]
        lines.append(f"  {where + ': ' if where else ''}{severity}: {result.message} [{result.id}; {result.clause}]")
        if result.hint:
            lines.append(f"      → {result.hint}")
    hints = [r for r in report.results if r.verdict == HOLDS and r.hint and not quiet]
    lines += [f"  {_('hint')}: {r.hint} [{r.id}]" for r in hints]
    lines.append(f"  {closing(report)}")
    if report.pictures:
        numbers = ", ".join(map(str, report.pictures))
        lines.append("  " + _("pages that are pictures (scans) were not read: {numbers}").format(numbers=numbers))
    if report.converted:
        lines.append(f"  {conversion_note()}")
    return "\n".join(lines)


def conversion_note() -> str:
    """Say what the way from a .doc to the judged DOCX may have changed."""
    return _(
        "a .doc, judged as LibreOffice converts it: drawn lines, text boxes and spacing may differ from what Word "
        "prints; save it as .docx in Word to be certain"
    )


def _headline(report: CheckReport) -> str:
    details = [kind_name(report.document_kind)]
    if report.pages:
        details.append(ngettext("{count} page", "{count} pages", report.pages).format(count=report.pages))
    inner = ", ".join(d for d in details if d)
    return f"{report.path}" + (f" ({inner})" if inner else "")


def closing(report: CheckReport) -> str:
    """Return the last line on a file: the counts of the verdicts, or why it was not judged."""
    if report.unreadable:
        return _("not evaluated: {reason}").format(reason=report.unreadable)
    reasons = {(r.verdict, r.reason) for r in report.results}
    if len(reasons) == 1 and (outside := next(iter(reasons)))[0] == NOT_APPLICABLE:
        return _("outside the scope of the decree: {reason}").format(reason=outside[1])
    counts = Counter(r.verdict for r in report.results)
    broken = len({r.id for r in report.broken})
    return _(
        "{holds} rules are met, {broken} are violated, {away} do not apply, {unread} could not be evaluated"
    ).format(holds=counts[HOLDS], broken=broken, away=counts[NOT_APPLICABLE], unread=counts[NOT_EVALUATED])


def to_sarif(reports: Iterable[CheckReport], problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """Return SARIF 2.1.0 with one run; every verdict is a result of kind pass, fail, notApplicable or open.

    `problems`: those of the files that could not be opened at all.
    """
    all_reports = list(reports)
    profile = PROFILES[all_reports[0].profile if all_reports and all_reports[0].profile in PROFILES else "nd30-2020"]
    index = {rule.id: i for i, rule in enumerate(profile.rules)}
    descriptors = [
        {
            "id": rule.id,
            "shortDescription": {"text": message_pattern(rule.id)},
            "fullDescription": {"text": manual_of(rule)},
            "help": {"text": message_pattern(f"{rule.id}.hint")},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"clause": str(rule.clause)},
        }
        for rule in profile.rules
    ]
    results = [_sarif_result(report, r, index) for report in all_reports for r in report.results]
    driver = {"name": "congvan", "informationUri": "https://vanban.chinhphu.vn/?docid=199378", "rules": descriptors}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "invocations": [_invocation(problems)],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _invocation(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return the SARIF invocation: whether every file could be opened, and why the others could not."""
    notifications = [
        {
            "level": "error",
            "descriptor": {"id": problem.code},
            "message": {"text": f"{problem.text}; {problem.hint}"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(problem.place.file)}}}],
        }
        for problem in problems
    ]
    return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}


def _sarif_result(report: CheckReport, result: RuleResult, index: dict[str, int]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.path)}}
    if result.line:
        physical["region"] = {"startLine": result.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    where = location_text(result)
    if where:
        location["message"] = {"text": where}
    text = _text_of(result.message or result.reason or result.hint) or _("the rule is met")
    entry: dict[str, Any] = {
        "ruleId": result.id,
        "ruleIndex": index.get(result.id, -1),
        "kind": _KINDS[result.verdict],
        "level": _LEVELS[result.severity] if result.verdict == BROKEN else "none",
        "message": {"text": text},
        "locations": [location],
        "properties": {
            "verdict": result.verdict,
            "clause": str(result.clause),
            "page": result.page,
            "hint": _text_of(result.hint),
        },
    }
    return entry


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(PurePath(path).as_posix(), safe="/")

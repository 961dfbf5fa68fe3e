"""`status`: who has answered and who has not, as tables and lines."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_returns, returns_of
from congvan.i18n import _, ngettext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from congvan.cli.output import Report
    from congvan.job import Outcome


def add_status(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    parser.add_argument("--history", action="store_true", help=_("list everything that came, in its order"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, report: Report) -> Outcome:
    from congvan.returns.acts import StatusRequest, status

    outcome = status(StatusRequest(**returns_of(args), history=args.history), report)
    if report.style == "text":
        pictures = outcome.data.get("dispatches", {})
        for name, shown in pictures.items():
            outcome.remarks += [name] if len(pictures) > 1 else []
            outcome.remarks += _lines(shown)
    outcome.remarks += [_history_line(line) for line in outcome.data.get("history", ())]
    return outcome


def _lines(shown: dict[str, Any]) -> Iterator[str]:
    """What there is to say of one dispatch."""
    from congvan.returns.answers.status import matrix, report_matrix

    yield from matrix(shown, _state_words())
    yield from _reasons(shown)
    yield _counts(shown, shown["days_left"])
    yield from report_matrix(shown, _("daily reports"), _report_words())
    for row in shown["report_questions"]:
        yield f"  {row['day']}, {row['enterprise']}, {row['cell']}: {'; '.join(row['why']) or ', '.join(row['codes'])}"
    yield from _scans(shown)


def _state_words() -> dict[str, str]:
    return {
        "complete": _("complete"),
        "incomplete": _("incomplete"),
        "missing": _("MISSING"),
        "not-owed": _("not owed"),
    }


def reason_words(code: str, count: int) -> str:
    """A reason in the chosen language."""
    words = {
        "people-few": ngettext("{count} person too few", "{count} people too few", count),
        "lead-missing": _("no contact is marked"),
        "rows-to-ask": ngettext("{count} row to ask about", "{count} rows to ask about", count),
        "to-be-typed": _("a scan was received, to be typed"),
    }
    return words.get(code, code).format(count=count)


def _reasons(shown: dict[str, Any]) -> list[str]:
    names = {item["id"]: item["name"] for item in [*shown["districts"], *shown["enterprises"]]}
    lines = []
    for cell in shown["cells"]:
        if cell["state"] == "incomplete" or cell["to_ask"]:
            head = f"  {names[cell['district']]}, {names[cell['enterprise']]}: "
            reasons = [reason_words(reason["code"], reason["count"]) for reason in cell["reasons"]]
            lines.append(head + ("; ".join(reasons) or reason_words("rows-to-ask", len(cell["to_ask"]))))
            lines += [f"    {finding['cell']}: {finding['text']}" for finding in cell["findings"]]
            lines += [
                f"    {row['cell']}: {'; '.join(filter(None, [row['words'], *row['why']]))}" for row in cell["to_ask"]
            ]
    return lines


def _scans(shown: dict[str, Any]) -> list[str]:
    words = {"typed": _("{file}: a scan, typed as {form}"), "": _("{file}: a scan, received, to be typed")}
    return [
        words[s["state"] if s["typed_as"] else ""].format(file=s["file"], form=s["typed_as"]) for s in shown["evidence"]
    ]


def _history_line(line: dict[str, str]) -> str:
    """`2020-08-20 14:00  cao-loc.xlsx  counts for …`."""
    states = {
        "counts": _("counts"),
        "replaced": _("replaced by {file}"),
        "typed": _("typed as {file}"),
        "to-be-typed": _("received, to be typed"),
        "refused": _("not taken"),
    }
    arrived = line["received"][:16].replace("T", " ") or _("arrival unknown")
    number = _("no. {number}").format(number=line["number"]) if line["number"] else ""
    state = states[line["state"]].format(file=line["by"])
    return "  ".join(filter(None, [arrived, number, line["file"], line["answers"], state]))


def _counts(shown: dict[str, Any], left: int | None) -> str:
    counts = shown["counts"]
    text = "; ".join(
        [
            _("{complete} complete, {incomplete} incomplete, {missing} missing").format(**counts),
            ngettext("{count} person", "{count} people", shown["people"]).format(count=shown["people"]),
            ngettext("{count} contact", "{count} contacts", shown["leads"]).format(count=shown["leads"]),
        ]
    )
    if left is None:
        return text
    if left < 0:
        return (
            text
            + "; "
            + ngettext("the deadline passed {count} day ago", "the deadline passed {count} days ago", -left).format(
                count=-left
            )
        )
    return (
        text + "; " + ngettext("{count} day to the deadline", "{count} days to the deadline", left).format(count=left)
    )


def _report_words() -> dict[str, str]:
    return {
        "in-time": _("in time"),
        "late": _("late"),
        "unknown": _("came"),
        "missing": _("MISSING"),
        "not-owed": _("not owed"),
    }

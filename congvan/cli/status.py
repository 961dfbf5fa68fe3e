"""`status`: show who has answered, as tables and lines."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_returns, returns_of
from congvan.i18n import _, ngettext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from congvan.cli.output import Reporter
    from congvan.job import Outcome
    from congvan.returned import DispatchStatus, RosterCell


def add_status(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    parser.add_argument("--history", action="store_true", help=_("list everything received, in order of receipt"))


def run_status(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.acts import StatusRequest, status

    outcome = status(StatusRequest(**returns_of(args), history=args.history), reporter)
    if reporter.style == "text":
        pictures = outcome.data.get("dispatches", {})
        for name, shown in pictures.items():
            outcome.remarks += [name] if len(pictures) > 1 else []
            outcome.remarks += _lines(shown, shown["days_left"])
    outcome.remarks += [_history_line(line) for line in outcome.data.get("history", ())]
    return outcome


def _lines(shown: DispatchStatus, left: int | None) -> Iterator[str]:
    """Yield the lines about one dispatch."""
    from congvan.returns.answers.status import matrix, report_matrix

    gone, absent = _("not required"), _("MISSING")
    states = {"complete": _("complete"), "incomplete": _("incomplete"), "missing": absent, "not-owed": gone}
    yield from matrix(shown, states)
    for cell in shown["cells"]:
        if cell["state"] == "incomplete" or cell["to_ask"]:
            yield from _cell(shown, cell)
    yield _counts(shown, left)
    states = {"in-time": _("in time"), "late": _("late"), "unknown": _("received"), "missing": absent, "not-owed": gone}
    yield from report_matrix(shown, _("daily reports"), states)
    for row in shown["report_questions"]:
        yield f"  {row['day']}, {row['enterprise']}, {row['cell']}: {'; '.join(map(str, row['why'] or row['codes']))}"
    typed, waiting = _("scan, entered as {form}: {file}"), _("scan, received, to be entered: {file}")
    for scan in shown["evidence"]:
        yield (typed if scan["typed_as"] else waiting).format(file=scan["file"], form=scan["typed_as"])


def _cell(shown: DispatchStatus, cell: RosterCell) -> Iterator[str]:
    """Yield why an answer is incomplete, and the questions to ask."""
    names = {item["id"]: item["name"] for item in [*shown["districts"], *shown["enterprises"]]}
    reasons = [_reason(reason["code"], reason["count"]) for reason in cell["reasons"]]
    why = "; ".join(reasons) or _reason("rows-to-ask", len(cell["to_ask"]))
    yield f"  {names[cell['district']]}, {names[cell['enterprise']]}: {why}"
    for finding in cell["findings"]:
        yield f"    {finding['cell']}: {finding['text']}"
    for row in cell["to_ask"]:
        yield f"    {row['cell']}: {'; '.join(filter(None, [row['words'], *map(str, row['why'])]))}"


def _reason(code: str, count: int) -> str:
    words = {
        "people-few": ngettext("{count} person too few", "{count} people too few", count),
        "lead-missing": _("no contact is marked"),
        "rows-to-ask": ngettext("{count} row to ask about", "{count} rows to ask about", count),
        "to-be-typed": _("a scan was received, to be entered"),
    }
    return words.get(code, code).format(count=count)


def _counts(shown: DispatchStatus, left: int | None) -> str:
    people, leads = shown["people"], shown["leads"]
    parts = [
        _("{complete} complete, {incomplete} incomplete, {missing} missing").format(**shown["counts"]),
        ngettext("{count} person", "{count} people", people).format(count=people),
        ngettext("{count} contact", "{count} contacts", leads).format(count=leads),
    ]
    if left is not None:
        ago = ngettext("the deadline passed {count} day ago", "the deadline passed {count} days ago", -left)
        ahead = ngettext("{count} day to the deadline", "{count} days to the deadline", left)
        parts.append((ago if left < 0 else ahead).format(count=abs(left)))
    return "; ".join(parts)


def _history_line(line: dict[str, str]) -> str:
    """`2020-08-20 14:00  cao-loc.xlsx  counts for …`."""
    states = {
        "counts": _("counts"),
        "replaced": _("replaced by {file}"),
        "typed": _("entered as {file}"),
        "to-be-typed": _("received, to be entered"),
        "refused": _("rejected"),
    }
    arrived = line["received"][:16].replace("T", " ") or _("time of receipt unknown")
    number = _("no. {number}").format(number=line["number"]) if line["number"] else ""
    state = states[line["state"]].format(file=line["by"])
    return "  ".join(filter(None, [arrived, number, line["file"], line["answers"], state]))

"""What the commands about returned forms do: each opens the project and its database, calls returns/, and tells."""

from __future__ import annotations

import argparse
import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.bootstrap import environment, no_op
from congvan.cli.output import Report
from congvan.i18n import _, ngettext
from congvan.job import Outcome
from congvan.problems import Exit, Place, Problem, Severity, Stop, blocking

if TYPE_CHECKING:
    from congvan.returned import Picture


def _open(words: argparse.Namespace) -> tuple[Any, Any, Path]:
    """The project's facts, its store, its folder."""
    environment.ensure_environment()
    from congvan.ledger.location import location
    from congvan.ledger.store import Store
    from congvan.model.loader import load
    from congvan.project import assets

    root = Path(no_op.root_of(words))
    dataset = load(assets.read(root))
    if words.dispatch is not None and words.dispatch not in dataset.dispatches:
        known = ", ".join(dataset.dispatches)
        message = _("no {kind} is called “{name}”").format(kind=_("dispatch"), name=words.dispatch)
        raise Stop(Problem("want-unknown", message, hint=_("known: {known}").format(known=known)))
    return dataset, Store.open(location(root, words.database)), root


def _one(dataset: Any, words: argparse.Namespace) -> str:
    """The dispatch that is meant; Stop where several could be."""
    if words.dispatch:
        return str(words.dispatch)
    names = [name for name, dispatch in dataset.dispatches.items() if dispatch.forms] or list(dataset.dispatches)
    if len(names) == 1:
        return str(names[0])
    hint = _("name one: {names}").format(names=", ".join(f"--dispatch {name}" for name in names))
    raise Stop(Problem("dispatch-which", _("there are several dispatches with forms"), Place(), hint))


def _who(words: argparse.Namespace) -> str:
    import getpass

    if words.who:
        return str(words.who)[:200]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _received(words: argparse.Namespace, offset: int) -> str:
    from congvan.returns.collect import moment

    if not words.received:
        return ""
    try:
        return moment(words.received, offset)
    except ValueError:
        message = _("“{value}” is no time").format(value=words.received)
        raise Usage(Problem("usage-received", message, hint=_("write it like --received “2020-08-20 15:30”"))) from None


class Usage(Stop):
    exit_code = Exit.USAGE


def collect(words: argparse.Namespace, report: Report) -> Outcome:
    """Read returned forms into the database."""
    dataset, store, root = _open(words)
    from congvan.returns.collect import Arrival
    from congvan.returns.collect import collect as run

    received = _received(words, dataset.reports.utc_offset if dataset.reports else 7)
    arrival = Arrival(received, _who(words), words.register, words.dispatch or "", words.typed_from)
    with store:
        inboxes = [path if path.is_absolute() else _inbox(path, root) for path in map(Path, words.inbox)]
        found, _state, problems = run(dataset, inboxes, store, arrival)
    files = [_file(read) for read in sorted(found, key=lambda read: read.file)]
    counts = {kind: sum(read.kind == kind for read in found) for kind in ("answer", "evidence", "refused")}
    good = sum(file.get("good", 0) for file in files)
    outcome = Outcome("collect", problems=problems, data={"files": files, "collected": counts | {"people": good}})
    said = [
        ngettext("{count} form taken", "{count} forms taken", counts["answer"]).format(count=counts["answer"]),
        ngettext("{count} good row", "{count} good rows", good).format(count=good),
        ngettext("{count} scan kept", "{count} scans kept", counts["evidence"]).format(count=counts["evidence"]),
        ngettext("{count} file not taken", "{count} files not taken", counts["refused"]).format(
            count=counts["refused"]
        ),
    ]
    outcome.remarks.append(", ".join(said))
    outcome.exit_code = Exit.FAILED if blocking(problems) else Exit.OK
    return outcome


def _file(read: Any) -> dict[str, Any]:
    """One file of the inbox as plain values."""
    told = {"file": read.file, "state": "received, to be typed" if read.kind == "evidence" else read.kind}
    told["sha256"] = read.sha256
    if read.identity:
        told |= {"answers": "/".join(filter(None, read.identity.slot)), "how": read.identity.how}
    if read.kind == "answer":
        told |= {"rows": len(read.body["rows"]), "good": sum(not row["ask"] for row in read.body["rows"])}
    return told


def _inbox(path: Path, root: Path) -> Path:
    return path if path.exists() else root / path


def status(words: argparse.Namespace, report: Report) -> Outcome:
    """Who has answered and who has not."""
    dataset, store, _root = _open(words)
    from congvan.returns.answers.status import days_left, history, matrix, picture, report_matrix
    from congvan.returns.state import by_dispatch, fold

    with store:
        events = store.events()
    state = by_dispatch(events)
    outcome = Outcome("status")
    names = [words.dispatch] if words.dispatch else [n for n, d in dataset.dispatches.items() if d.forms]
    offset = dataset.reports.utc_offset if dataset.reports else 7
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=offset))).date()
    for name in names:
        shown = picture(dataset, state(name), name)
        left = days_left(shown["deadline"], today)
        outcome.data.setdefault("dispatches", {})[name] = shown | {"days_left": left}
        if report.style == "json":
            continue
        if len(names) > 1:
            outcome.remarks.append(name)
        outcome.remarks += matrix(shown, _state_words())
        outcome.remarks += _reasons(shown)
        outcome.remarks.append(_counts(shown, left))
        outcome.remarks += report_matrix(shown, _("daily reports"), _report_words())
        outcome.remarks += [
            f"  {row['day']}, {row['enterprise']}, {row['cell']}: {'; '.join(row['why']) or ', '.join(row['codes'])}"
            for row in shown["report_questions"]
        ]
        outcome.remarks += _scans(shown)
    if words.history:
        lines = history(fold(events))
        outcome.data["history"] = lines
        outcome.remarks += [_history_line(line) for line in lines]
    return outcome


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


def _reasons(shown: Picture) -> list[str]:
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


def _scans(shown: Picture) -> list[str]:
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


def _counts(shown: Picture, left: int | None) -> str:
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


def report(words: argparse.Namespace, told: Report) -> Outcome:
    """One line for a report by telephone."""
    dataset, store, _root = _open(words)
    from congvan.returns.phone_report import enter

    dispatch = _one(dataset, words)
    received = _received(words, dataset.reports.utc_offset if dataset.reports else 7)
    with store:
        line = enter(
            dataset, store, dispatch, words.enterprise, words.day, words.figures, words.district, received, _who(words)
        )
    return Outcome("report", remarks=[line], data={"entered": line})


def import_(words: argparse.Namespace, report: Report) -> Outcome:
    """Take in the list of health facilities."""
    dataset, store, root = _open(words)
    from congvan.returns.facilities import take_in

    path = Path(words.file)
    with store:
        found, problems = take_in(
            dataset,
            store,
            path if path.is_absolute() else _inbox(path, root),
            _one(dataset, words),
            _received(words, 7),
            _who(words),
        )
    if blocking(problems):
        remark, code = _("nothing was taken in: first put this right"), Exit.FAILED
    else:
        remark, code = ngettext("{count} facility taken in", "{count} facilities taken in", len(found)), Exit.OK
    return Outcome(
        "import",
        problems=problems,
        remarks=[remark.format(count=len(found))],
        data={"facilities": found},
        exit_code=code,
    )


def teams(words: argparse.Namespace, report: Report) -> Outcome:
    """Propose teams."""
    dataset, store, _root = _open(words)
    from congvan.returns.answers.team_assignment import decide, propose

    dispatch = _one(dataset, words)
    with store:
        decide(dataset, store, dispatch, words.fix, words.free, _who(words))
        proposal, problems = propose(dataset, store, dispatch, _who(words))
    outcome = Outcome("teams", problems=problems, data={"proposal": proposal})
    outcome.remarks.append(
        ngettext(
            "{teams} team proposed, {full} complete; the district decides",
            "{teams} teams proposed, {full} of them complete; the districts decide",
            len(proposal["teams"]),
        ).format(teams=len(proposal["teams"]), full=sum(not team["short"] for team in proposal["teams"]))
    )
    return outcome


COMMANDS = {"collect": collect, "status": status, "report": report, "import": import_, "teams": teams}
__all__ = ["COMMANDS", "Severity", "reason_words"]

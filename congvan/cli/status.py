"""`status`: show who has answered, form by form: a matrix of any two dimensions, what is missing, whom to call."""

from __future__ import annotations

import argparse

from congvan.cli.options import add_returns, returns_of
from congvan.core.i18n import _, language, ngettext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from congvan.cli.output import Reporter
    from congvan.core.job import Outcome
    from congvan.core.returned import FormStatus, PeriodFacts, Standing

MOST_SHOWN = 20
"""Answers with something missing that are listed one by one; the others are counted."""
MOST_PERIODS = 8


def add_status(parser: argparse.ArgumentParser) -> None:
    add_returns(parser)
    add = parser.add_argument
    add("--form", default="", metavar=_("FORM"), help=_("only this form, by its id"))
    add("--rows", default="", metavar=_("NAME"), help=_("dimension of the lines: xa, or ky for the periods"))
    add("--columns", default="", metavar=_("NAME"), help=_("dimension of the columns; the others are counted"))
    add("--all", action="store_true", help=_("every line, also where many are equal, and everything that is missing"))
    add("--calls", action="store_true", help=_("whom to call about what, with the phone"))
    add("--history", action="store_true", help=_("list everything received, in order of receipt"))


def run_status(args: argparse.Namespace, reporter: Reporter) -> Outcome:
    from congvan.returns.overview import StatusRequest, status

    outcome = status(StatusRequest(**returns_of(args), form=args.form, history=args.history), reporter)
    if reporter.style == "text":
        pictures = outcome.data.get("dispatches", {})
        _check_names([form for shown in pictures.values() for form in shown["forms"]], args.rows, args.columns)
        for name, shown in pictures.items():
            outcome.remarks += [name] if len(pictures) > 1 else []
            outcome.remarks += _calls(shown) if args.calls else _dispatch(shown, args)
    outcome.remarks += [line for entry in outcome.data.get("history", ()) for line in _history(entry)]
    return outcome


def _check_names(forms: Sequence[FormStatus], *names: str) -> None:
    """Raise `UsageError` for a dimension that no form has."""
    from congvan.core.messages import Message
    from congvan.core.problems import Problem, UsageError
    from congvan.documents.returned.matrix import dimension_names

    known = dict.fromkeys(name for form in forms for name in dimension_names(form))
    for name in filter(None, names):
        if name not in known and forms:
            hint = Message("known-names", known=", ".join(known))
            raise UsageError(Problem(Message("dimension-unknown", name=name), remedy=hint))


def _dispatch(shown: dict[str, Any], args: argparse.Namespace) -> Iterator[str]:
    """Yield the lines about one dispatch."""
    if not shown["forms"]:
        yield _("This dispatch asks nobody to send a form back.")
    for form in shown["forms"]:
        yield from _form(form, args)
    for scan in shown["waiting"]:
        typed = _("scan, entered as {form}: {file}") if scan["typed_as"] else _("scan, received, to be entered: {file}")
        yield typed.format(file=scan["file"], form=scan["typed_as"])
    from congvan.core.problems import place_words

    for same in shown["same"]:
        line = _("{column} of {words} is in two places: {first}; {second}")
        first, second = place_words(same["first"]), place_words(same["second"])
        yield line.format(column=same["column"], words=same["words"], first=first, second=second)


def _form(form: FormStatus, args: argparse.Namespace) -> Iterator[str]:
    """Yield the lines about one form: its title and deadline, its matrix or periods, what is missing."""
    from congvan.documents.returned.matrix import as_text, dimension_names, matrix
    from congvan.documents.returned.wording import counted, counts_words, due_words

    head = " – ".join(filter(None, [form["ref"], form["title"]]))
    yield head + (f" ({_('due {day}').format(day=due_words(form['due'], language()))})" if form["due"] else "")
    standings = form["standings"]
    names = dimension_names(form)
    if form["periods"] and not (args.rows or args.columns):
        yield from _periods(form, everything=args.all)
    elif names:
        chosen = [name if name in names else "" for name in (args.rows, args.columns)]
        fold = None if args.all else 3
        yield from as_text(matrix(form, standings, *chosen, fold=fold, spoken=language()))
    yield from _details(form, standings, args)
    counts = counts_words(counted(standings), language())
    if counts and not form["periods"]:
        yield "; ".join([counts, *_days(form.get("days_left"))])


def _days(left: Any) -> Iterator[str]:
    if left is not None:
        ago = ngettext("the deadline passed {count} day ago", "the deadline passed {count} days ago", -left)
        ahead = ngettext("{count} day to the deadline", "{count} days to the deadline", left)
        yield (ago if left < 0 else ahead).format(count=abs(left))


def _periods(form: Any, *, everything: bool) -> Iterator[str]:
    """Yield a line for each of the last periods: how many came in time, late, with nothing to report, not at all."""
    from congvan.documents.returned.wording import due_words, punctual_counts

    words = {
        "in-time": _("in time"),
        "late": _("late"),
        "came": _("received"),
        "nil": _("nothing to report"),
        "missing": _("MISSING"),
    }
    by_period: dict[str, list[Standing]] = {}
    for each in form["standings"]:
        by_period.setdefault(each["period"], []).append(each)
    shown = form["periods"] if everything else form["periods"][-MOST_PERIODS:]
    if rest := len(form["periods"]) - len(shown):
        told = ngettext("{count} earlier period; --all shows it", "{count} earlier periods; --all shows them", rest)
        yield f"  {told.format(count=rest)}"
    for period in shown:
        found = by_period.get(period["id"], [])
        counts = dict(punctual_counts(found)) if found else {"missing": form["sheets"].get(period["id"], 0)}
        absent = _("to come") if period["id"] in form["open"] else words["missing"]
        said = ", ".join(f"{({**words, 'missing': absent})[name]} {count}" for name, count in counts.items() if count)
        due = f", {_('due {day}').format(day=due_words(period['due'], language()))}" if period["due"] else ""
        yield f"  {period['name']}{due}: {said or '–'}{_closing(period, found)}"


def _closing(period: PeriodFacts, found: Sequence[Standing]) -> str:
    """Return since when figures are closed, and how many changed since."""
    from congvan.values.columns.dates import written_day

    if not period["closed"]:
        return ""
    changed = sum(any(note["code"] == "changed-after-close" for note in each["notes"]) for each in found)
    late = sum(each["after_close"] for each in found)
    text = f"; {_('closed on {day}').format(day=written_day(period['closed']))}"
    if changed:
        text += "; " + ngettext("{count} changed since", "{count} changed since", changed).format(count=changed)
    if late:
        text += "; " + ngettext("{count} came after that", "{count} came after that", late).format(count=late)
    return text


def _details(form: FormStatus, standings: Sequence[Standing], args: argparse.Namespace) -> Iterator[str]:
    """Yield what is missing or asked of each answer that is not complete, and the questions."""
    from congvan.core.problems import place_words
    from congvan.documents.returned.matrix import sheet_name
    from congvan.documents.returned.wording import reasons_words

    doubtful = [each for each in standings if each["state"] in ("incomplete", "asked") or each["questions"]]
    shown = doubtful if args.all else doubtful[:MOST_SHOWN]
    for each in shown:
        why = reasons_words(each, language())
        yield f"  {sheet_name(form, each)}: {why or _('to ask about')}"
        for finding in each["findings"]:
            yield f"    {place_words(finding['cell'])}: {finding['text']}"
        for question in each["questions"]:
            words = "" if question["mask"] else question["words"]
            for cell in dict.fromkeys(question["cells"]):
                asked = zip(question["cells"], question["why"], strict=True)
                said = [words, *(str(each) for at, each in asked if at == cell)]
                yield f"    {place_words(cell)}: {'; '.join(filter(None, said))}"
    if len(shown) < len(doubtful):
        rest = len(doubtful) - len(shown)
        yield "  " + ngettext("{count} more; --all shows it", "{count} more; --all shows them", rest).format(count=rest)


def _calls(shown: dict[str, Any]) -> Iterator[str]:
    """Yield whom to call about what, each sender once, with the phone; equal periods in one line."""
    from congvan.documents.returned.owing import owed_words

    senders = {each["id"]: each for each in shown["senders"]}
    owing: dict[str, list[str]] = {}
    for form in shown["forms"]:
        for each, line in owed_words(form, language()):
            owing.setdefault(each["sender"], []).append(f"  {line}")
    for identifier, lines in owing.items():
        sender = senders.get(identifier, {"name": identifier, "phone": ""})
        yield f"{sender['name'] or '–'}: {sender['phone'] or _('no phone known')}"
        yield from lines


def _history(line: dict[str, Any]) -> Iterator[str]:
    """`2020-08-20 14:00  cao-loc.xlsx  counts for …`, and the decisions about it."""
    states = {
        "counts": _("counts"),
        "replaced": _("replaced by {file}"),
        "held": _("holds less than {file}, which counts: correct --accept takes this one"),
        "withdrawn": _("withdrawn"),
        "typed": _("entered as {file}"),
        "to-be-typed": _("received, to be entered"),
        "refused": _("rejected"),
    }
    arrived = line["received"][:16].replace("T", " ") or _("time of receipt unknown")
    number = _("no. {number}").format(number=line["number"]) if line["number"] else ""
    state = states[line["state"]].format(file=line["by"])
    yield "  ".join(filter(None, [arrived, number, line["file"], line["answers"], state]))
    done = {
        "withdrawn": _("withdrawn"),
        "corrected": _("corrected"),
        "reassigned": _("given to {answers}"),
        "arrival": _("arrival corrected"),
        "register": _("number corrected"),
        "told": _("corrected by a call"),
        "columns": _("columns chosen"),
    }
    for decision in line.get("acts", ()):
        cells = ", ".join(f"{cell}: {was} → {now}" for cell, was, now in decision.get("cells", ()))
        if decision["reason"] or decision["undo"] or cells or decision["kind"] in ("reassigned", "columns"):
            act = done[decision["kind"]].format(answers=decision.get("answers", ""))
            undone = _("taken back") if decision["undo"] else ""
            yield "    " + ": ".join(filter(None, [act, undone, decision["who"], decision["reason"], cells]))

"""What is still owed, as the source of a table, and how its periods are said in one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message
from congvan.core.returned import FormStatus, Standing, owes
from congvan.documents.common.context import ContentContext
from congvan.documents.returned.matrix import entries_name
from congvan.documents.returned.sources import entry_values, period_values, reference_column
from congvan.documents.returned.wording import PAPER, due_words, state_words, told
from congvan.documents.tables.sources import Row, Source, SourceColumn
from congvan.forms.form import DispatchForm, forms_of
from congvan.forms.keys import PERIOD
from congvan.model.forms.tables import OWING, OWING_COLUMNS, TableSpec
from congvan.values.columns.dates import written_day

MOST_LISTED, LEAST_RUN = 4, 3
"""How many periods are named one by one; how many that follow each other are said by the first and the last."""
_YEAR_DIGITS = 4
_PERIOD_NAME = re.compile(rf"\b{PERIOD}\b")


def owing_source(context: ContentContext, spec: TableSpec) -> Source | None:
    """Return what is still owed: one row for each answer that somebody has to send or to clear up. Periods of which the
    same is owed are in one row, unless the table is made by periods.
    """
    if spec.of != OWING:
        return None
    returned = context.returned
    senders = {each["id"]: each for each in returned.get("senders", [])}
    wanted = context.values.get("sender", {})
    only = str(wanted.get("id", "")) if isinstance(wanted, Mapping) else ""
    rows: list[Row] = []
    dimensions: dict[str, SourceColumn] = {}
    forms = forms_of(context.dataset, context.dispatch_id)
    about = context.facts.get("about") or list(forms)
    for form in forms.values():  # of forms that the paper is not about too: their entries are empty
        for dimension in form.dimensions:
            dimensions.setdefault(dimension.name, reference_column(dimension.name, dimension.listed, shown=False))
    called = Counter(status["name"] for status in returned.get("forms", []))
    for status in (each for each in returned.get("forms", []) if each["form"] in about):
        form = forms[status["form"]]
        what = status["name"] if called[status["name"]] == 1 else form.title
        owing = [each for each in status["standings"] if owes(each) and only in ("", each["sender"])]
        for together in alike(owing) if not _is_by_period(spec) else ([each] for each in owing):
            sender = senders.get(together[0]["sender"], {"id": "", "name": "", "phone": ""})
            rows.append({**dict.fromkeys(dimensions, ""), **_owing_row(form, status, together, dict(sender), what)})
    columns = {name: SourceColumn(name, Message(f"table-owing.{name}").text(PAPER)) for name in OWING_COLUMNS}
    columns["phone"] = SourceColumn("phone", Message("table-owing.phone").text(PAPER), "phone")
    hidden = {name: SourceColumn(name, name, shown=False) for name in ("form", "places")}
    hidden["ky"] = SourceColumn("ky", Message("table-owing.period").text(PAPER), shown=False)
    title = Message("table-title.owing").text(PAPER)
    return Source({**columns, **hidden, **dimensions}, rows, Message("table-row.owing").text(PAPER), title=title)


def _is_by_period(spec: TableSpec) -> bool:
    """Whether rows of a table are chosen, ordered, grouped or told apart by their period."""
    names = {*spec.group, *spec.by, *(name.lstrip("-") for name in spec.order), spec.across, *spec.per}
    computed = [str(column.value) for column in spec.columns if column.value]
    return PERIOD in names or any(_PERIOD_NAME.search(text) for text in [str(spec.where or ""), *computed])


def _owing_row(
    form: DispatchForm, status: FormStatus, together: Sequence[Standing], sender: Mapping[str, Any], name: str
) -> Row:
    """Return a row; `what` has the name of the form and the entries beside the sender's own, `why` what is missing or
    asked.
    """
    standing = together[0]
    entries = {each.name: entry_values(each.listed, standing["keys"].get(each.name, "")) for each in form.dimensions}
    own = [
        name
        for name, entry in entries.items()
        if (sender.get("entry"), sender.get("id")) != ("", "")
        and isinstance(entry, Mapping)
        and entry.get("id") == sender.get("entry")
    ]
    places = [str(e.get("sentence") or e.get("name")) for n, e in entries.items() if n not in own and e]
    names = [(each["period"], str(period_values(form, each["period"])["name"])) for each in together if each["period"]]
    period = periods_words(names, [each["id"] for each in status["periods"]])
    return {
        "sender": sender.get("name", ""),
        "what": ", ".join(filter(None, [name, *places, period])),
        "places": ", ".join(filter(None, [*places, period])),
        "ky": period,
        "why": told(standing),
        "state": state_words(standing["state"]),
        "due": due_words(standing["due"] or status["due"]),
        "phone": sender.get("phone", ""),
        "form": form.id,
        **entries,
    }


def owed_words(form: FormStatus, spoken: str = PAPER) -> Iterator[tuple[Standing, str]]:
    """Yield what bodies owe of a form, in a line each: its name, entries and periods, what is missing or asked, and
    one of the answers.
    """
    names = {each["id"]: each["name"] for each in form["periods"]}
    for together in alike(filter(owes, form["standings"])):
        one = together[0]
        owed = filter(None, (each["period"] for each in together))
        periods = [(each, names.get(each, written_day(each))) for each in owed]
        what = [form["name"], entries_name(form, one), periods_words(periods, [*names], spoken)]
        yield one, f"{', '.join(filter(None, what))}: {told(one, spoken)}"


def alike(standings: Iterable[Standing]) -> list[list[Standing]]:
    """Return answers in order, those of one body of which the same is owed together."""
    found: dict[tuple[Any, ...], list[Standing]] = {}
    for each in standings:
        key = each["sender"], *sorted(each["keys"].items()), each["state"], told(each)
        found.setdefault(key, []).append(each)
    return list(found.values())


def periods_words(periods: Sequence[tuple[str, str]], order: Sequence[str], spoken: str = PAPER) -> str:
    """Return periods, each with its id and name, in one line: `Tuần 32 (03/8–09/8)`, `ngày 21/8, 22/8/2026`, `12 kỳ, từ
    ngày 21/8 đến ngày 05/9/2026`. `order`: the ids of all periods, by which those are known that follow each other.
    """
    if len(periods) <= 1:
        return "".join(name for _id, name in periods)
    places = {each: at for at, each in enumerate(order)}
    names = _short_names([name for _id, name in periods])
    runs: list[list[str]] = []
    before = -2
    for (identifier, _name), name in zip(periods, names, strict=True):
        at = places.get(identifier, -2)
        if runs and at == before + 1 and before >= 0:
            runs[-1].append(name)
        else:
            runs.append([name])
        before = at
    if len(periods) <= MOST_LISTED:
        return _listed(names)
    said: list[str] = []
    for run in runs:
        if len(run) < LEAST_RUN:
            said += run
        else:
            said.append(Message("periods-owed.run", first=run[0], last=run[-1]).text(spoken))
    return Message("periods-owed", count=len(periods), periods=", ".join(said)).text(spoken)


def _short_names(names: Sequence[str]) -> list[str]:
    """Return names as they are said within a sentence: without days in brackets, the year with the last alone."""
    short = [name.partition(" (")[0] for name in names]
    short = [name[:1].lower() + name[1:] for name in short]
    years = {name.rpartition("/")[2] for name in short}
    if len(years) == 1 and all(name.count("/") for name in short) and len(min(years)) == _YEAR_DIGITS:
        short = [*(name.rpartition("/")[0] for name in short[:-1]), short[-1]]
    return short


def _listed(names: Sequence[str]) -> str:
    """Return names one behind the other; a word with which all begin is said once."""
    words = {name.partition(" ")[0] for name in names}
    rests = [name.partition(" ")[2] for name in names]
    if len(words) > 1 or not all(rests):
        return ", ".join(names)
    return f"{min(words)} {', '.join(rests)}"

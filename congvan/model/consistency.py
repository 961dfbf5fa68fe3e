"""Check the facts against each other: references, unique ids, dates, numbers. Problems name both places involved."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from congvan.messages import Message, verbatim
from congvan.model.field_types import BLANK, ID_PATTERN
from congvan.model.signage import dangling_references
from congvan.model.validation_errors import place_at
from congvan.model.validity import bodies_by_id
from congvan.problems import Place, Problem, Severity
from congvan.project.assets import Assets
from congvan.text import nearest

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.dispatch import Dispatch

LISTS_OF_FACTS = (
    *("districts", "communes", "enterprises", "contacts", "bodies", "receivers", "recipients"),
    *("certified-copies", "appendices"),
    *("report-days", "reported-days", "facilities"),
)


def cross_check(dataset: Dataset, assets: Assets) -> list[Problem]:
    """Return every problem between the data files."""
    problems = list(_ids(dataset))
    problems += _documents(dataset, assets)
    problems += _signs(dataset)
    for name in dataset.dispatches:
        problems += _dispatch(dataset, name)
    return problems


def _place(dataset: Dataset, file: str, *loc: str | int) -> Place:
    return place_at(file, dataset.sources.get(file), loc)


def _unique(dataset: Dataset, entries: Iterable[tuple[str, str, tuple[str | int, ...]]]) -> Iterator[Problem]:
    """Yield a problem for each repeated id among entries (id, file, place), with the place of the first."""
    seen: dict[str, Place] = {}
    for identifier, file, loc in entries:
        place = _place(dataset, file, *loc)
        if identifier in seen:
            yield Problem(
                Message("id-twice.id", id=identifier, place=seen[identifier]), place, also=(seen[identifier],)
            )
        else:
            seen[identifier] = place


def _ids(dataset: Dataset) -> Iterator[Problem]:
    """Report ids that are used twice, and records without an id."""
    receivers: list[tuple[str, str, tuple[str | int, ...]]] = []
    for index, district in enumerate(dataset.districts):
        if district.culture_office:
            receivers.append((district.culture_office.id, "data/districts.yaml", (index, "culture_office", "id")))
    for kind in ("enterprises", "bodies"):
        receivers += [(fact.id, f"data/{kind}.yaml", (i, "id")) for i, fact in enumerate(getattr(dataset, kind))]
    yield from _unique(dataset, receivers)
    for kind in ("districts", "communes", "contacts", "documents"):
        file = f"data/{kind}.yaml"
        yield from _unique(dataset, ((fact.id, file, (i, "id")) for i, fact in enumerate(getattr(dataset, kind))))
    signers = ((signer.id, "data/agency.yaml", ("signers", i, "id")) for i, signer in enumerate(dataset.agency.signers))
    yield from _unique(dataset, signers)
    for name, records in dataset.lists.items():
        file = f"data/lists/{name}.yaml"
        for i, record in enumerate(records):
            if not isinstance(record.get("id"), str):
                yield Problem(Message("id-missing"), _place(dataset, file, i))
        yield from _unique(dataset, ((str(r["id"]), file, (i, "id")) for i, r in enumerate(records) if "id" in r))


def _unknown(kind: Message, value: str, known: Iterable[str], place: Place) -> Problem:
    known = list(dict.fromkeys(known))
    similar = nearest(value, known)
    hint = Message("did-you-mean", found=similar) if similar else Message("known-names", known=", ".join(known[:20]))
    return Problem(Message("reference-unknown", kind=kind, value=value), place, hint)


def _documents(dataset: Dataset, assets: Assets) -> Iterator[Problem]:
    """Check lists, templates, parts and dispatches named in data/documents.yaml."""
    file = "data/documents.yaml"
    lists = [*LISTS_OF_FACTS, *dataset.lists]
    documents = {document.id: document for document in dataset.documents}
    dispatches = dict.fromkeys(dataset.known)
    for i, document in enumerate(dataset.documents):
        for name, listed in document.for_each.items():
            if listed not in lists:
                yield _unknown(Message("thing.list"), listed, lists, _place(dataset, file, i, "for_each", name))
        for format_, template in document.templates.items():
            if f"templates/{template}" not in assets:
                known = [name.removeprefix("templates/") for name in assets if name.startswith("templates/")]
                place = _place(dataset, file, i, "templates", format_)
                similar = nearest(template, known)
                yield Problem(
                    Message("template-missing", name=template),
                    place,
                    Message("did-you-mean", found=similar) if similar else Message("template-missing.hint-put-file"),
                )
        for j, part in enumerate(document.parts):
            if part.document not in documents:
                yield _unknown(
                    Message("thing.document"),
                    part.document,
                    documents,
                    _place(dataset, file, i, "parts", j, "document"),
                )
            elif documents[part.document].parts or "pdf" not in documents[part.document].templates:
                yield Problem(
                    Message("part-unfit", document=part.document), _place(dataset, file, i, "parts", j, "document")
                )
        for j, dispatch in enumerate(document.dispatches or ()):
            if dispatch not in dispatches:
                yield _unknown(
                    Message("thing.dispatch"), dispatch, dispatches, _place(dataset, file, i, "dispatches", j)
                )


def _signs(dataset: Dataset) -> Iterator[Problem]:
    """Check the references of signage and support points, and the ids used as folder names."""
    kinds = {kind: [fact.id for fact in getattr(dataset, kind)] for kind in ("districts", "enterprises", "contacts")}
    points = dataset.support_points
    if dataset.signage:
        for file, loc, kind, value in dangling_references(dataset.signage, points, kinds):
            yield _unknown(verbatim(kind), value, kinds[kind], _place(dataset, file, *loc))
    folders = [(e.id, "data/enterprises.yaml", (i, "id")) for i, e in enumerate(dataset.enterprises)]
    folders += [(point.id, "data/support_points.yaml", (i, "id")) for i, point in enumerate(points)]
    point_ids = {point.id for point in points}
    yield from _unique(dataset, (entry for entry in folders if entry[0] in point_ids))


def _dispatch(dataset: Dataset, name: str) -> Iterator[Problem]:
    """Check the references of one dispatch: signers, units, bodies, forms."""
    file, dispatch = f"data/dispatches/{name}.yaml", dataset.dispatches[name]
    bodies = bodies_by_id(dataset)

    def place(*loc: str | int) -> Place:
        return _place(dataset, file, *loc)

    if not re.fullmatch(ID_PATTERN, name):
        yield Problem(Message("dispatch-name", name=name), Place(file))
    signers = [signer.id for signer in dataset.agency.signers]
    if dispatch.signer not in signers:
        yield _unknown(Message("thing.signer"), dispatch.signer, signers, place("signer"))
    units = [unit.abbreviation for unit in dataset.agency.units]
    if units and dispatch.unit and dispatch.unit not in units:
        yield _unknown(Message("thing.unit"), dispatch.unit, units, place("unit"))
    for i, copied in enumerate(dispatch.certified_copies):
        if copied.signer not in signers:
            yield _unknown(Message("thing.signer"), copied.signer, signers, place("certified_copies", i, "signer"))
    for i, receiver in enumerate(dispatch.receivers):
        if receiver.to and receiver.to not in bodies:
            yield _unknown(Message("thing.receiver"), receiver.to, bodies, place("receivers", i, "to"))
        for j, member in enumerate(receiver.members or ()):
            if member not in bodies:
                yield _unknown(Message("thing.receiver"), member, bodies, place("receivers", i, "members", j))
    yield from _addressed_twice(dataset, dispatch, place)
    for i, copy in enumerate(dispatch.copies):
        if copy.to and copy.to not in bodies:
            yield _unknown(Message("thing.receiver"), copy.to, bodies, place("copies", i, "to"))
    for key in dispatch.numbers:
        if key not in bodies:
            yield _unknown(Message("thing.receiver"), key, bodies, place("numbers", key))
    for i, form in enumerate(dispatch.forms):
        shown = sum(not column.corrected_only for column in form.columns)
        for j, row in enumerate(form.as_issued_rows):
            if len(row) != shown:
                yield Problem(
                    Message("row-length", found=len(row), wanted=shown), place("forms", i, "as_issued_rows", j)
                )


def _addressed_twice(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report bodies addressed by two lines of Kính gửi."""
    groups = {
        "culture-offices": [d.culture_office.id for d in dataset.districts if d.culture_office],
        "enterprises": [enterprise.id for enterprise in dataset.enterprises],
    }
    seen: dict[str, Place] = {}
    for i, line in enumerate(dispatch.receivers):
        key = "to" if line.to else "members" if line.members else "group"
        bodies = [line.to] if line.to else line.members or groups.get(str(line.group), [])
        for body in bodies:
            line_place = place("receivers", i, key)
            if body in seen:
                yield Problem(Message("receiver-twice", body=body), line_place, also=(seen[body],))
            seen.setdefault(body, line_place)


def check_dates(dataset: Dataset, names: Sequence[str]) -> Iterator[Problem]:
    """Warn about dates and numbers of these dispatches; of two with the same number, about the later in `names`."""
    chosen = frozenset(names)
    numbers_used: _NumberRegister = {}
    for name in dataset.dispatches:
        if name not in chosen:
            _register_numbers(numbers_used, dataset.dispatches[name], name)
    for name in names:
        dispatch = dataset.dispatches[name]
        yield from _issue_date_warnings(dispatch, functools.partial(_place, dataset, f"data/dispatches/{name}.yaml"))
        yield from _numbers_used(dataset, name, numbers_used)
        _register_numbers(numbers_used, dispatch, name)


_NumberRegister = dict[tuple[str, str, int], list[tuple[str, tuple[str | int, ...]]]]
"""(kind, year, number) → the dispatches with that number, and the place where each states it."""


def _register_numbers(numbers_used: _NumberRegister, dispatch: Dispatch, name: str) -> None:
    """Register the numbers of a dispatch; those without a year are ignored."""
    if dispatch.date.year != BLANK:
        for number, place in _numbers(dispatch).items():
            numbers_used.setdefault((dispatch.kind, dispatch.date.year, number), []).append((name, place))


def _numbers_used(dataset: Dataset, name: str, numbers_used: _NumberRegister) -> Iterator[Problem]:
    """Warn if another dispatch of the same kind and year has the same number (Điều 15.1: unique within a year)."""
    dispatch = dataset.dispatches[name]
    for number, place in _numbers(dispatch).items():
        for other, other_place in numbers_used.get((dispatch.kind, dispatch.date.year, number), ()):
            yield Problem(
                Message("number-used", number=number, year=dispatch.date.year, other=other),
                _place(dataset, f"data/dispatches/{name}.yaml", *place),
                severity=Severity.WARNING,
                also=(_place(dataset, f"data/dispatches/{other}.yaml", *other_place),),
            )


def _numbers(dispatch: Dispatch) -> dict[int, tuple[str | int, ...]]:
    """Return the numbers of a dispatch and its addressed copies, with the place of each."""
    numbers = [(dispatch.number, ("number",)), *((number, ("numbers", to)) for to, number in dispatch.numbers.items())]
    return {int(number): where for number, where in reversed(numbers) if number != BLANK}


def _issue_date_warnings(dispatch: Dispatch, place: Any) -> Iterator[Problem]:
    """Warn if the date of issue is before that of a cited document or after a deadline."""
    earliest, latest = dispatch.date.known, dispatch.date.last_possible
    for i, cited in enumerate(dispatch.cites):
        if latest and cited.date > latest:
            yield Problem(
                Message("date-before-cited", what=cited.what, date=_day(cited.date)),
                place("date"),
                severity=Severity.WARNING,
                also=(place("cites", i, "date"),),
            )
    for i, deadline in enumerate(dispatch.deadlines):
        if earliest and deadline.date and deadline.date < earliest:
            yield Problem(
                Message("date-after-deadline", date=_day(deadline.date), what=deadline.what),
                place("date"),
                severity=Severity.WARNING,
                also=(place("deadlines", i, "date"),),
            )


def _day(date: datetime.date) -> str:
    return f"{date.day}/{date.month}/{date.year}"

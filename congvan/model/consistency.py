"""Check the facts against each other: references and unique ids. Problems name both places involved."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from congvan.expressions import ExpressionError
from congvan.messages import Message
from congvan.model.copies import check_copies
from congvan.model.document_specs import LIBREOFFICE, Document
from congvan.model.field_types import ID_PATTERN
from congvan.model.lists.choosing import chosen
from congvan.model.lists.older import MODELS, older_groups
from congvan.model.lists.receiving import OVERRIDING, bodies_by_id, member_ids, receiving
from congvan.model.signage import PICTURES, RESERVED, Signage
from congvan.problems import Place, Problem, ProblemsFound
from congvan.project.assets import Assets
from congvan.signs.svg.picture import read_picture
from congvan.text import did_you_mean

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.dispatch import Dispatch

LISTS_OF_A_DISPATCH = (
    *("receivers", "recipients", "certified-copies", "appendices"),
    *("report-days", "reported-days", "facilities"),
    *("forms", "tables", "senders", "periods", "answered-periods"),
)
"""What documents can loop over beside the lists of the project."""
FACTS = (
    *("edition", "agency", "signer", "dispatch", "deadlines", "facts", "reports", "returned"),
    *("forms", "appendices", "receivers", "recipients"),
)
"""Names that templates know already, so that no list may have them."""


CHECK = "data/check.yaml"
"""The rules that the office leaves out of the check."""


def cross_check(dataset: Dataset, assets: Assets) -> list[Problem]:
    """Return every problem between the data files."""
    problems = list(_ids(dataset))
    problems += _documents(dataset, assets)
    problems += _signs(dataset, assets)
    problems += unknown_rules(dataset.check, lambda rule: dataset.place(CHECK, rule))
    for name in dataset.dispatches:
        problems += _dispatch(dataset, name)
    return problems


def unknown_rules(left_out: Iterable[str], place_of: Callable[[str], Place]) -> Iterator[Problem]:
    """Report each rule left out of the check that doesn't exist, with the nearest that does."""
    wanted = list(left_out)
    if not wanted:
        return
    from congvan.nd30.rules import BY_ID

    for rule in wanted:
        if rule not in BY_ID:
            hint = did_you_mean(rule, BY_ID) or Message("rule-unknown.hint-explain-alone")
            yield Problem(Message("rule-unknown", rule=rule), place_of(rule), hint)


def _unique(entries: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    """Yield a problem for each repeated id among entries (id, place), with the place of the first."""
    seen: dict[str, Place] = {}
    for identifier, place in entries:
        first = seen.get(identifier)
        if first:
            yield Problem(Message("id-twice.id", id=identifier, place=first), place, also=(first,))
        else:
            seen[identifier] = place


def _ids(dataset: Dataset) -> Iterator[Problem]:
    """Report ids that are used twice, and lists with a name that is taken."""
    yield from _unique(_stated_receivers(dataset))
    place = dataset.place
    yield from _unique((one.id, place("data/documents.yaml", i, "id")) for i, one in enumerate(dataset.documents))
    signers = dataset.agency.signers
    yield from _unique((signer.id, place("data/agency.yaml", "signers", i, "id")) for i, signer in enumerate(signers))
    for name, listed in dataset.lists.items():
        if name.replace("-", "_") in FACTS:
            yield Problem(Message("list-name-taken", name=name), Place(listed.file))


def _stated_receivers(dataset: Dataset) -> Iterator[tuple[str, Place]]:
    """Yield id and place of every receiver, but of those that only a rule names: other files may name them too, and
    an entry that stands twice is told by itself.
    """
    overriding = dataset.lists.get(OVERRIDING)
    named = set(overriding.ids) if overriding else set()
    ruled: set[tuple[str, str]] = set()
    for listed, body in receiving(dataset.lists):
        if body.prefix and not body.at:
            if body.id in named or (listed.id, body.id) in ruled:
                continue
            ruled.add((listed.id, body.id))
        yield body.id, listed.place_of(body)


def _unknown(kind: Message, value: str, known: Iterable[str], place: Place) -> Problem:
    known = list(dict.fromkeys(known))
    hint = did_you_mean(value, known) or Message("known-names", known=", ".join(known[:20]))
    return Problem(Message("reference-unknown", kind=kind, value=value), place, hint)


def _documents(dataset: Dataset, assets: Assets) -> Iterator[Problem]:
    """Check lists, templates, parts and dispatches named in data/documents.yaml."""
    place = functools.partial(dataset.place, "data/documents.yaml")
    lists = [*LISTS_OF_A_DISPATCH, *MODELS, *dataset.lists]
    documents = {document.id: document for document in dataset.documents}
    templates = [name.removeprefix("templates/") for name in assets if name.startswith("templates/")]
    for i, document in enumerate(dataset.documents):
        for name, listed in document.for_each.items():
            if listed not in lists:
                yield _unknown(Message("thing.list"), listed, lists, place(i, "for_each", name))
        for format_, template in document.templates.items():
            if f"templates/{template}" not in assets and template != LIBREOFFICE:
                hint = did_you_mean(template, templates) or Message("template-missing.hint-put-file")
                yield Problem(Message("template-missing", name=template), place(i, "templates", format_), hint)
        yield from _made_of(dataset, document, functools.partial(place, i))
        for j, part in enumerate(document.parts):
            where = place(i, "parts", j, "document")
            if part.document not in documents:
                yield _unknown(Message("thing.document"), part.document, documents, where)
            elif documents[part.document].parts or documents[part.document].made.get("pdf", LIBREOFFICE) == LIBREOFFICE:
                yield Problem(Message("part-unfit", document=part.document), where)
        for j, dispatch in enumerate(document.dispatches or ()):
            if dispatch not in dataset.known:
                yield _unknown(Message("thing.dispatch"), dispatch, dataset.known, place(i, "dispatches", j))


def _made_of(dataset: Dataset, document: Document, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report a form or table that no dispatch has."""
    if dataset.unread:
        return
    dispatches = dataset.dispatches.values()
    forms = [form.id for dispatch in dispatches for form in dispatch.forms]
    tables = [table.id for dispatch in dispatches for table in dispatch.tables]
    for key, named, there, message in (
        ("form", document.form, forms, Message("form-missing", name=document.form)),
        ("table", document.table, tables, Message("table-missing", name=document.table)),
    ):
        if named and named not in there:
            hint = did_you_mean(named, there) or Message("known-names", known=", ".join(dict.fromkeys(there)))
            yield Problem(message, place(key), hint)


def _signs(dataset: Dataset, assets: Assets) -> Iterator[Problem]:
    """Check the signs of dispatches: their files, lists, contacts and pictures, and the ids that name folders."""
    for name, dispatch in dataset.dispatches.items():
        if dispatch.signage and dispatch.signage not in dataset.signage:
            place = dataset.dispatch_place(name, "signage")
            yield _unknown(Message("thing.signage"), dispatch.signage, list(dataset.signage), place)
    contacts = dataset.lists.get("contacts")
    for name, signage in dataset.signage.items():
        place_of = functools.partial(dataset.place, f"data/signage/{name}.yaml")
        contact, known = signage.delivery.contact, contacts.ids if contacts else ()
        if contact and contact not in known:
            yield _unknown(Message("thing.contact"), contact, list(known), place_of("delivery", "contact"))
        yield from _pictures(signage, assets, place_of)
        yield from _sets(dataset, signage, place_of)


def _pictures(signage: Signage, assets: Assets, place_of: Callable[..., Place]) -> Iterator[Problem]:
    """Report pictures that are not there, and what the press can't print of those that are."""
    for key in ("picture", "logo"):
        named = getattr(signage, key)
        if not named:
            continue
        if (asset := f"{PICTURES}{named}") not in assets:
            hint = did_you_mean(named, [n.removeprefix(PICTURES) for n in assets if n.startswith(PICTURES)])
            yield Problem(
                Message("picture-missing", name=asset), place_of(key), hint or Message("picture-missing.hint")
            )
            continue
        try:
            read_picture(assets[asset], asset, signage.inks_by_screen)
        except ProblemsFound as stop:
            yield from stop.problems


def _sets(dataset: Dataset, signage: Signage, place_of: Callable[..., Place]) -> Iterator[Problem]:
    """Report sets of unknown lists, conditions that are wrong, and entries whose folder would be another's."""
    folders: dict[str, str] = dict.fromkeys(RESERVED, "")
    for index, wanted in enumerate(signage.sets):
        listed = dataset.lists.get(wanted.each)
        if listed is None:
            yield _unknown(Message("thing.list"), wanted.each, list(dataset.lists), place_of("sets", index, "each"))
            continue
        entries = set(listed.ids)
        if wanted.where:
            try:
                entries &= chosen(listed, wanted.where, dataset.lists)
            except ExpressionError as error:
                yield error.problem(functools.partial(_at, place_of("sets", index, "where")))
                continue
        for entry in listed.entries:
            if entry.id in entries and folders.setdefault(entry.id, listed.id) != listed.id:
                yield Problem(Message("point-id", name=entry.id), entry.row.place("id"))


def _at(place: Place, _offset: int) -> Place:
    """Return the place of a text, whatever the character in it."""
    return place


def _dispatch(dataset: Dataset, name: str) -> Iterator[Problem]:
    """Check the references of one dispatch: signers, units, bodies, forms."""
    dispatch, place = dataset.dispatches[name], functools.partial(dataset.dispatch_place, name)
    if not re.fullmatch(ID_PATTERN, name):
        yield Problem(Message("dispatch-name", name=name), Place(place().file))
    known = {
        "signer": [signer.id for signer in dataset.agency.signers],
        "unit": [unit.abbreviation for unit in dataset.agency.units],
        "receiver": bodies_by_id(dataset.lists),
    }
    for thing, value, *loc in _references(dispatch):
        if value not in known[thing] and (thing != "unit" or known["unit"]):
            yield _unknown(Message(f"thing.{thing}"), value, known[thing], place(*loc))
    yield from _lists_addressed(dataset, dispatch, place)
    yield from _addressed_twice(dataset, dispatch, place)
    yield from check_copies(dataset, name)
    for i, form in enumerate(dispatch.forms):
        shown = sum(not column.corrected_only for column in form.all_sections[0].leaves)
        for j, row in enumerate(form.as_issued_rows):
            if len(row) != shown:
                where = place("forms", i, "as_issued_rows", j)
                yield Problem(Message("row-length", found=len(row), wanted=shown), where)


def _references(dispatch: Dispatch) -> Iterator[tuple[Any, ...]]:
    """Yield everything that a dispatch refers to: the kind of thing, its id, and its key path."""
    yield "signer", dispatch.signer, "signer"
    if dispatch.unit:
        yield "unit", dispatch.unit, "unit"
    for i, copied in enumerate(dispatch.certified_copies):
        yield "signer", copied.signer, "certified_copies", i, "signer"
    for i, receiver in enumerate(dispatch.receivers):
        if receiver.to:
            yield "receiver", receiver.to, "receivers", i, "to"
        for j, member in enumerate(receiver.members or ()):
            yield "receiver", member, "receivers", i, "members", j
    for i, copy in enumerate(dispatch.copies):
        if copy.to:
            yield "receiver", copy.to, "copies", i, "to"
    for key in dispatch.numbers:
        yield "receiver", key, "numbers", key


def _lists_addressed(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report lists and groups of Kính gửi that do not exist, and lists of which several bodies could be meant."""
    for i, line in enumerate(dispatch.receivers):
        if line.group and line.group not in older_groups():
            yield _unknown(Message("thing.group"), line.group, older_groups(), place("receivers", i, "group"))
        if not line.each:
            continue
        listed = dataset.lists.get(line.each)
        if listed is None:
            yield _unknown(Message("thing.list"), line.each, dataset.lists, place("receivers", i, "each"))
            continue
        yield from _condition(dataset, dispatch, place, i)
        prefixes = sorted({body.prefix for body in listed.receivers})
        if listed.entries and not prefixes:
            hint = Message("receives-none.hint", list=line.each)
            yield Problem(Message("receives-none", list=listed.label), place("receivers", i, "each"), hint)
        elif line.prefix and line.prefix not in prefixes:
            yield _unknown(Message("thing.receiver"), line.prefix, prefixes, place("receivers", i, "as"))
        elif not line.prefix and len(prefixes) > 1:
            hint = Message("receives-which.hint", prefixes=", ".join(prefixes))
            yield Problem(Message("receives-which", list=listed.label), place("receivers", i, "each"), hint)


def _condition(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place], index: int) -> Iterator[Problem]:
    """Report what is wrong with the condition of a line of Kính gửi, at the character."""
    line = dispatch.receivers[index]
    if not line.where or not line.each:
        return
    try:
        chosen(dataset.lists[line.each], line.where, dataset.lists)
    except ExpressionError as error:
        source, path = dataset.sources.get(place().file), ("receivers", index, "where")
        yield error.problem(lambda offset: source.place_in(path, offset) if source else place(*path))


def _addressed_twice(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report bodies addressed by two lines of Kính gửi."""
    seen: dict[str, Place] = {}
    for i, line in enumerate(dispatch.receivers):
        key = next((key for key in ("to", "members", "each") if getattr(line, key)), "group")
        for body in member_ids(dataset.lists, line):
            line_place = place("receivers", i, key)
            if body in seen:
                yield Problem(Message("receiver-twice", body=body), line_place, also=(seen[body],))
            seen.setdefault(body, line_place)

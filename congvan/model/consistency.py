"""Check the facts against each other: references and unique ids. Problems name both places involved."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from congvan.core.bootstrap.environment import starter
from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.core.text import did_you_mean, fold, same_words
from congvan.model.copies import check_copies
from congvan.model.document_specs import LIBREOFFICE, Document
from congvan.model.field_types import ID_PATTERN
from congvan.model.forms.consistency import check_dispatch
from congvan.model.kinds.options import OPTIONS
from congvan.model.lists.choosing import chosen, scopes
from congvan.model.lists.head import FACTS
from congvan.model.lists.receiving import bodies_by_id, member_ids, receiving
from congvan.model.project.assets import DISPATCHES, Assets, dispatch_id
from congvan.model.project.yaml_reader import KeyPath
from congvan.model.signage import PICTURES, RESERVED, Signage
from congvan.model.text_marks import marks_left
from congvan.model.validity import possible_days
from congvan.values.expressions import ExpressionError, condition_flaws, parse
from congvan.values.expressions.unmet import unmet

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.dispatch import Dispatch
    from congvan.model.lists.entries import EntryList

LISTS_OF_A_DISPATCH = (
    *("receivers", "recipients", "certified-copies", "appendices"),
    *("forms", "tables", "senders", "periods", "answered-periods"),
)
"""What documents can loop over beside the lists of the project."""


CHECK = "data/check.yaml"
"""The rules that the office leaves out of the check."""


def cross_check(dataset: Dataset, assets: Assets) -> list[Problem]:
    """Return every problem between the data files."""
    problems = list(_ids(dataset))
    problems += _documents(dataset, assets)
    problems += _signs(dataset, assets)
    problems += unknown_rules(dataset.check, lambda rule: dataset.place(CHECK, rule))
    problems += _papers(dataset)
    for name in dataset.dispatches:
        problems += _dispatch(dataset, name)
    for name, source in dataset.sources.items():
        if name.startswith((DISPATCHES, "data/papers/")) and name not in dataset.excluded:
            problems += marks_left(source)
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
            own = name != listed.id
            place_ = place(listed.file, "list", "also") if own else Place(listed.file)
            yield Problem(Message("list-name-taken.also" if own else "list-name-taken", name=name), place_)


def _stated_receivers(dataset: Dataset) -> Iterator[tuple[str, Place]]:
    """Yield id and place of every receiver, but of those that only a rule names: other files may name them too, and
    an entry that occurs twice is reported by itself.
    """
    named = {body.id for _listed, body in receiving(dataset.lists) if not body.prefix}
    ruled: set[tuple[str, str]] = set()
    for listed, body in receiving(dataset.lists):
        if not body.at:
            if (body.prefix and body.id in named) or (listed.id, body.id) in ruled:
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
    lists = [*LISTS_OF_A_DISPATCH, *dataset.lists]
    documents = {document.id: document for document in dataset.documents if dataset.is_made(document.id)}
    templates = [name.removeprefix("templates/") for name in assets if name.startswith("templates/")]
    for i, document in enumerate(dataset.documents):
        if not dataset.is_made(document.id):
            continue
        for name, listed in document.for_each.items():
            if listed not in lists:
                yield _unknown(Message("thing.list"), listed, lists, place(i, "for_each", name))
            if name in FACTS:
                yield Problem(Message("loop-name-taken", name=name), place(i, "for_each", name))
        yield from _order(document, dataset.lists, functools.partial(place, i))
        for format_, template in document.templates.items():
            if f"templates/{template}" not in assets and template != LIBREOFFICE:
                used = {each for other in dataset.documents for each in other.templates.values()}
                free = [name for name in templates if name not in used or abs(_letters(name) - _letters(template)) < 2]
                hint = _shipped(template) or did_you_mean(template, free)
                hint = hint or Message("template-missing.hint-put-file")
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


def _order(document: Document, lists: Mapping[str, EntryList], place: Callable[..., Place]) -> Iterator[Problem]:
    """Report fields of `order` that the one list of a document has not."""
    listed = lists.get(next(iter(document.for_each.values()), ""))
    if document.order and (listed is None or len(document.for_each) > 1):
        yield Problem(Message("order-one-list"), place("order"))
    elif listed is not None:
        for n, each in enumerate(document.order):
            of: EntryList | None = listed
            for step in each.removeprefix("-").split("."):
                fields = of.head.all_fields() if of is not None else {}
                free = {key for entry in of.entries for key in entry.values} if of and of.head.is_free else set[str]()
                if step not in {*fields, *free, "id"}:
                    yield _unknown(Message("thing.field"), step, [*fields, *sorted(free)], place("order", n))
                    break
                of = lists.get(fields[step].refers_to) if step in fields else None


def _shipped(template: str) -> Message | None:
    """Return where a template is that comes with the program; None for one that does not."""
    path = starter() / "templates" / template
    fits = re.fullmatch(r"[\w-]+\.\w+", template) is not None and path.is_file()
    return Message("template-missing.hint-shipped", path=path) if fits else None


def _letters(name: str) -> int:
    """Return how many letters and digits a file's name has: one that others use is meant if it has as many."""
    return len(re.sub(r"[\W_]", "", fold(name)))


def _made_of(dataset: Dataset, document: Document, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report a paper that is not there, a form or table that no dispatch has."""
    if document.paper and document.paper not in dataset.papers and dataset.dispatches:
        hint = did_you_mean(document.paper, dataset.papers) or Message("paper-unknown.hint", name=document.paper)
        yield Problem(Message("paper-unknown", name=document.paper), place("paper"), hint)
    if dataset.unread or any(map(dispatch_id, dataset.excluded)):
        return
    dispatches = dataset.dispatches.values()
    forms = [form.id for dispatch in dispatches for form in dispatch.forms]
    tables = [table.id for dispatch in dispatches for table in dispatch.tables]
    for key, named, there, message in (
        ("form", document.form, forms, Message("form-missing", name=document.form)),
        ("table", document.table, tables, Message("document-table-missing", name=document.table)),
    ):
        if named and there and named not in there:  # entries for a dispatch that is gone make nothing
            near = did_you_mean(named, there)
            hint = near or Message("known-names", known=", ".join(dict.fromkeys(there)))
            yield Problem(message, place(key), hint, Severity.ERROR if near else Severity.WARNING)


def _papers(dataset: Dataset) -> Iterator[Problem]:
    """Report receivers, copies, signers of papers that are in no list, and papers that have to name a receiver."""
    signers = [signer.id for signer in dataset.agency.signers]
    bodies = bodies_by_id(dataset.lists)
    for name, paper in dataset.papers.items():
        place = functools.partial(dataset.place, f"data/papers/{name}.yaml")
        for n, line in enumerate(paper.receivers):
            if line.to and "{{" not in line.to and line.to not in bodies:
                yield _unknown(Message("thing.receiver"), line.to, bodies, place("receivers", n, "to"))
        for n, copy in enumerate(paper.copies):
            named: list[tuple[str, KeyPath]] = [(copy.to, ("to",))] if copy.to else []
            named += [(member, ("members", j)) for j, member in enumerate(copy.members or ())]
            for body, key in named:
                if body not in bodies:
                    yield _unknown(Message("thing.receiver"), body, bodies, place("copies", n, *key))
            if copy.each and copy.each not in dataset.lists:
                yield _unknown(Message("thing.list"), copy.each, dataset.lists, place("copies", n, "each"))
        if paper.signer and paper.signer not in signers:
            yield _unknown(Message("thing.signer"), paper.signer, signers, place("signer"))
        if not paper.receivers and OPTIONS[paper.kind].addressed in ("always", "called"):
            yield Problem(Message("receivers-missing", kind=KINDS[paper.kind].name), place("kind"))


def _pictures(signage: Signage, assets: Assets, place_of: Callable[..., Place]) -> Iterator[Problem]:
    """Report pictures that are not there, and what the press can't print of those that are.

    Why the import is here: few projects have signs, and fontTools takes 30 ms.
    """
    from congvan.signs.svg.picture import read_picture

    for key in ("picture", "logo"):
        named = getattr(signage, key)
        if not named:
            continue
        if (asset := f"{PICTURES}{named}") not in assets:
            hint = did_you_mean(named, [n.removeprefix(PICTURES) for n in assets if n.startswith(PICTURES)])
            hint = hint or Message("picture-missing.hint")
            yield Problem(Message("picture-missing", name=asset), place_of(key), hint)
            continue
        try:
            read_picture(assets[asset], asset, signage.inks_by_screen)
        except ProblemsFound as stop:
            yield from stop.problems


def _idle(signage: Signage, place: Callable[..., Place]) -> Iterator[Problem]:
    """Warn of signs of which no copy is printed, and of words to be coloured that no message has."""
    for index, item in enumerate(signage.items):
        if not int(item.copies):
            yield Problem(
                Message("sign-idle.copies", name=item.name), place("items", index, "copies"), severity=Severity.WARNING
            )
    others = [*(each.message for each in signage.sets), *(each.message for each in signage.items)]
    messages = [signage.message, *filter(None, others)]
    if any("{" in each for each in messages):  # what is filled in may bring the words
        return
    said = [_spoken(each) for each in messages]
    for index, phrase in enumerate(signage.accent):
        if not any(_spoken(phrase) in each for each in said):
            message = Message("sign-idle.accent", text=phrase)
            yield Problem(message, place("accent", index), severity=Severity.WARNING)


def _spoken(text: str) -> str:
    """Return the words of a text in small letters, a space around each."""
    return f" {' '.join(re.findall(r'[^ .,;:!?…“”()]+', text.casefold()))} "


def _signs(dataset: Dataset, assets: Assets) -> Iterator[Problem]:
    """Check the lists, conditions, contacts and pictures of signs, and the ids used as folder names."""
    for name, signage in dataset.signage.items():
        place = functools.partial(dataset.place, f"data/signage/{name}.yaml")
        contacts = dataset.lists.get("contacts")
        known = contacts.ids if contacts else ()
        if signage.delivery.contact and signage.delivery.contact not in known:
            yield _unknown(Message("thing.contact"), signage.delivery.contact, known, place("delivery", "contact"))
        yield from _pictures(signage, assets, place)
        yield from _idle(signage, place)
        folders: list[tuple[str, Place]] = []
        for index, each in enumerate(signage.sets):
            listed = dataset.lists.get(each.each)
            if listed is None:
                yield _unknown(Message("thing.list"), each.each, dataset.lists, place("sets", index, "each"))
                continue
            wrong = list(_condition(dataset, listed, each.where, place().file, ("sets", index, "where")))
            yield from wrong
            there = chosen(listed, each.where, dataset.lists) if each.where and not wrong else listed.ids
            if each.where and listed.entries and not there:
                message = Message("none-meets.entries", total=len(listed.entries), list=listed.label)
                yield unmet(message, place("sets", index, "where"), parse(each.where), scopes(listed))
            folders += [(entry.id, entry.row.place("id")) for entry in listed.entries if entry.id in there]
        yield from _unique(folders)
        yield from (Problem(Message("point-id", name=id_), place_) for id_, place_ in folders if id_ in RESERVED)
    for name, dispatch in dataset.dispatches.items():
        if dispatch.signage and dispatch.signage not in dataset.signage:
            where = dataset.dispatch_place(name, "signage")
            yield _unknown(Message("thing.signage"), dispatch.signage, dataset.signage, where)


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
    yield from _said_twice(dispatch, place)
    yield from check_dispatch(dispatch, dataset.lists, dataset.sources.get(place().file))


def _references(dispatch: Dispatch) -> Iterator[tuple[Any, ...]]:
    """Yield everything that a dispatch refers to: the kind of thing, its id, and its key path."""
    yield "signer", dispatch.signer, "signer"
    if dispatch.unit:
        yield "unit", dispatch.unit, "unit"
    for i, copied in enumerate(dispatch.certified_copies):
        yield "signer", copied.signer, "certified_copies", i, "signer"
    for key, i, line in dispatch.lines():
        if line.to:
            yield "receiver", line.to, key, i, "to"
        for j, member in enumerate(line.members or ()):
            yield "receiver", member, key, i, "members", j
    for key in dispatch.numbers:
        yield "receiver", key, "numbers", key


def _lists_addressed(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report lists of Kính gửi and Nơi nhận that do not exist, and lists of which several bodies could be meant."""
    for key, i, line in dispatch.lines():
        if not line.each:
            continue
        listed = dataset.lists.get(line.each)
        if listed is None:
            yield _unknown(Message("thing.list"), line.each, dataset.lists, place(key, i, "each"))
            continue
        yield from _condition(dataset, listed, line.where, place().file, (key, i, "where"))
        prefixes = sorted({body.prefix for body in listed.receivers})
        if listed.entries and not prefixes:
            hint = Message("receives-none.hint", list=line.each)
            yield Problem(Message("receives-none", list=listed.label), place(key, i, "each"), hint)
        elif line.prefix and line.prefix not in prefixes:
            yield _unknown(Message("thing.receiver"), line.prefix, prefixes, place(key, i, "as"))
        elif not line.prefix and len(prefixes) > 1:
            hint = Message("receives-which.hint", prefixes=", ".join(prefixes))
            yield Problem(Message("receives-which", list=listed.label), place(key, i, "each"), hint)


def _said_twice(dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report lines of Kính gửi and Nơi nhận that occur twice."""
    addressed = ((("receivers", n), each.text or "") for n, each in enumerate(dispatch.receivers) if not each.named_by)
    copied = ((("copies", n), each.text or "") for n, each in enumerate(dispatch.copies))
    for lines in (addressed, copied):
        seen: dict[str, Place] = {}
        for path, said in lines:
            first = seen.setdefault(same_words(said), place(*path))
            if said and first != place(*path):
                yield Problem(Message("line-twice", text=said, place=first), place(*path), also=(first,))


def _condition(
    dataset: Dataset, listed: EntryList, where: str | None, file: str, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Report what is wrong with a condition over the entries of a list, at the character."""
    if not where:
        return
    try:
        chosen(listed, where, dataset.lists)
        wrong = list(condition_flaws(parse(where)))
    except ExpressionError as error:
        wrong = [error]
    source = dataset.sources.get(file)
    for each in wrong:
        yield each.problem(lambda offset: source.place_in(path, offset) if source else Place(file))


def _addressed_twice(dataset: Dataset, dispatch: Dispatch, place: Callable[..., Place]) -> Iterator[Problem]:
    """Report bodies that two lines of Kính gửi name, or two of Nơi nhận."""
    seen: dict[tuple[str, str], Place] = {}
    days = possible_days(dispatch.date)
    there = {name: listed.on(days) for name, listed in dataset.lists.items()}
    for key, i, line in dispatch.lines():
        for body in member_ids(there if line.each else dataset.lists, line):
            line_place = place(key, i, line.named_by)
            if (key, body) in seen:
                yield Problem(Message("receiver-twice", body=body), line_place, also=(seen[key, body],))
            seen.setdefault((key, body), line_place)

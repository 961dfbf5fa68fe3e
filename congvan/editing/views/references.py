"""What a reference can be chosen from: signers, bodies of the lists, kinds of documents, deadlines of a dispatch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.text import spoken
from congvan.model.dataset import PAPERS, SIGNAGE
from congvan.model.forms.tables import OWING, OWING_COLUMNS, REGISTER
from congvan.model.lists.entries import EntryList, distinct
from congvan.model.lists.read import read_lists
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.yaml_reader import scan
from congvan.values.columns.table import TYPES

AGENCY = "data/agency.yaml"


class Referable(NamedTuple):
    """Something that can be chosen: its id, what it is called, and of which list it is."""

    id: str
    name: str
    group: str = ""


def choices(assets: Assets, refers_to: str, file: str = "") -> list[Referable]:
    """Return what a field can be chosen from (`Field.refers_to`); `file`: the dispatch that it is in."""
    found = _FROM.get(refers_to)
    return list(found(assets, file)) if found else []


def names_of(found: Iterable[Referable]) -> dict[str, str]:
    """Return what is shown for each id: its name; of two with one name the group too, else the words of the id."""
    listed = list({each.id: each for each in found}.values())
    count = Counter(each.name for each in listed)
    grouped = Counter((each.name, each.group) for each in listed)
    names = {}
    for each in listed:
        more = each.group if grouped[each.name, each.group] == 1 and each.group else spoken(each.id)
        names[each.id] = each.name if count[each.name] == 1 else f"{each.name} ({more})"
    return names


def _data(assets: Assets, file: str) -> Any:
    return scan(assets[file], file).data if file in assets else None


def _listed(value: Any) -> Iterator[dict[str, Any]]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()


def _of_agency(key: str, identifier: str) -> Callable[[Assets, str], Iterator[Referable]]:
    def found(assets: Assets, _file: str) -> Iterator[Referable]:
        data = _data(assets, AGENCY)
        for each in _listed(data.get(key) if isinstance(data, dict) else None):
            if isinstance(each.get(identifier), str):
                title = f", {each['title']}" if each.get("title") else ""
                yield Referable(each[identifier], f"{each.get('name') or each[identifier]}{title}")

    return found


def lists_of(assets: Assets) -> Mapping[str, EntryList]:
    """Return the lists of a project as far as they can be read."""
    lists = read_lists(assets, {})
    return lists.lists


def _bodies(assets: Assets, _file: str) -> Iterator[Referable]:
    for listed in distinct(lists_of(assets).values()):
        yield from (Referable(body.id, body.name, listed.label) for body in listed.receivers)


def _contacts(assets: Assets, _file: str) -> Iterator[Referable]:
    listed = lists_of(assets).get("contacts")
    yield from (Referable(entry.id, entry.heading) for entry in (listed.entries if listed else ()))


def _lists(assets: Assets, _file: str) -> Iterator[Referable]:
    yield from (Referable(each.id, each.label) for each in distinct(lists_of(assets).values()))


def _column_types(assets: Assets, file: str) -> Iterator[Referable]:
    """Yield the types of values, then the lists: a column of a list is chosen from its entries."""
    yield from (Referable(name, str(Message(f"column-type.{name}"))) for name in TYPES)
    yield from _lists(assets, file)


def _kinds(_assets: Assets, _file: str) -> Iterator[Referable]:
    yield from (Referable(identifier, kind.name) for identifier, kind in KINDS.items())


def _files(folder: str) -> Callable[[Assets, str], Iterator[Referable]]:
    def found(assets: Assets, _file: str) -> Iterator[Referable]:
        for name in assets:
            if name.startswith(folder) and name.endswith(".yaml"):
                data = _data(assets, name)
                words = data.get("subject") or data.get("message") if isinstance(data, dict) else None
                yield Referable(PurePosixPath(name).stem, spoken(words or PurePosixPath(name).stem))

    return found


def _of_dispatches(key: str, *, own: bool = False) -> Callable[[Assets, str], Iterator[Referable]]:
    def found(assets: Assets, file: str) -> Iterator[Referable]:
        seen = set()
        for name in [file] if own else [each for each in assets if each.startswith(DISPATCHES)]:
            data = _data(assets, name)
            for each in _listed(data.get(key) if isinstance(data, dict) else None):
                identifier = each.get("id")
                if isinstance(identifier, str) and identifier not in seen:
                    seen.add(identifier)
                    words = each.get("subject") or each.get("what") or each.get("name")
                    yield Referable(identifier, str(words or _of_what(assets, name, str(each.get("of"))) or identifier))

    return found


def _of_what(assets: Assets, file: str, of: str) -> str:
    """Return what a table without a name is called: as that which it is of."""
    return next((each.name for each in _table_sources(assets, file) if each.id == of), "")


def _addressees(assets: Assets, file: str) -> Iterator[Referable]:
    """Yield to whom a paper beside a dispatch may go: whoever the record at hand is about, and the bodies."""
    yield Referable("{{ sender.id }}", str(Message("reference-sender")))
    yield from _bodies(assets, file)


def _dimensions(assets: Assets, file: str) -> Iterator[Referable]:
    """Yield for whom the forms of a dispatch are made, by the names that the forms give them."""
    labels = {each.id: each.name for each in _lists(assets, file)}
    for form in _own(assets, file, "forms"):
        per = form.get("per")
        for name, listed in per.items() if isinstance(per, dict) else ():
            yield Referable(str(name), labels.get(str(listed)) or spoken(name))


def _table_sources(assets: Assets, file: str) -> Iterator[Referable]:
    """Yield what a table of a dispatch can be of: its forms and their sections, what is owed, the register, lists."""
    for form in _own(assets, file, "forms"):
        called, sections = _form_title(form), list(_listed(form.get("sections")))
        yield Referable(str(form.get("id", "")), called)
        for section in sections if len(sections) > 1 else ():
            yield Referable(
                f"{form.get('id')}.{section.get('id')}", f"{called}: {section.get('title') or section.get('id')}"
            )
    for each in _own(assets, file, "assignments"):
        yield Referable(str(each.get("id", "")), str(each.get("name") or each.get("id")))
    yield from (Referable(name, str(Message(f"table-title.{name}"))) for name in (OWING, REGISTER))
    yield from _lists(assets, file)


def _table_columns(assets: Assets, file: str) -> Iterator[Referable]:
    """Yield the columns of what the tables of a dispatch are of."""
    lists = lists_of(assets)
    forms = {str(form.get("id")): form for form in _own(assets, file, "forms")}
    for of in dict.fromkeys(str(each.get("of", "")) for each in _own(assets, file, "tables")):
        form, listed = forms.get(of.partition(".")[0]), lists.get(of)
        if form is not None:
            per = form.get("per")
            for name, identifier in per.items() if isinstance(per, dict) else ():
                yield Referable(str(name), lists[str(identifier)].label if str(identifier) in lists else spoken(name))
            for section in (form, *_listed(form.get("sections"))):
                yield from _columns(section, _form_title(form))
        elif of == OWING:
            yield from (Referable(name, str(Message(f"table-owing.{name}"))) for name in OWING_COLUMNS)
        elif listed is not None:
            yield from (
                Referable(name, each.label or spoken(name), listed.label)
                for name, each in listed.head.all_fields().items()
            )


def _columns(above: Mapping[str, Any], group: str) -> Iterator[Referable]:
    for each in _listed(above.get("columns")):
        if isinstance(each.get("id"), str):
            yield Referable(each["id"], str(each.get("label") or spoken(each["id"])), group)
        yield from _columns(each, group)


def _own(assets: Assets, file: str, key: str) -> Iterator[dict[str, Any]]:
    data = _data(assets, file)
    return _listed(data.get(key) if isinstance(data, dict) else None)


def _form_title(form: Mapping[str, Any]) -> str:
    return " ".join(str(form[key]) for key in ("name", "subject") if form.get(key)) or str(form.get("id"))


_FROM: Mapping[str, Callable[[Assets, str], Iterator[Referable]]] = {
    "signers": _of_agency("signers", "id"),
    "units": _of_agency("units", "abbreviation"),
    "bodies": _bodies,
    "addressees": _addressees,
    "dimensions": _dimensions,
    "contacts": _contacts,
    "lists": _lists,
    "kinds": _kinds,
    "column-types": _column_types,
    "signage": _files(SIGNAGE),
    "papers": _files(PAPERS),
    "dispatches": _files(DISPATCHES),
    "forms": _of_dispatches("forms"),
    "tables": _of_dispatches("tables"),
    "table-sources": _table_sources,
    "table-columns": _table_columns,
    "deadlines": _of_dispatches("deadlines", own=True),
}

"""The list of health facilities that arrives from the health department: XLSX, CSV or YAML → facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import Facility
from congvan.problems import Place, Problem, ProblemsFound, blocking
from congvan.returns.collect import _bytes, recogniser
from congvan.returns.files import csv, docx, xlsx
from congvan.returns.files.intake import Package, kind_of, refusing
from congvan.returns.files.sheet import HEAD_LINES, Filled
from congvan.returns.forms.recognise import Recogniser, flat
from congvan.text import check_text, slug

#: The titles that a column may have, flat, by the key it fills.
TITLES = {
    "name": ("ten co so", "ten co so y te", "co so y te", "ten don vi", "don vi", "ten", "name"),
    "district": ("huyen/thanh pho", "huyen, thanh pho", "huyen", "dia ban", "district"),
    "address": ("dia chi", "address"),
    "teams": ("so to", "so to/nhom", "so nhom", "teams"),
    "id": ("ma", "id"),
}


def take_in(
    dataset: Dataset, store: Store, path: Path, dispatch: str, received: str, who: str
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read the list and keep it as the one that counts; nothing is kept when anything in it is wrong."""
    name = path.name
    known = recogniser(dataset)
    data = _bytes(path, name)
    if name.endswith((".yaml", ".yml")):
        records, problems = _from_yaml(data, name, known)
    else:
        records, problems = _from_table(_read(data, name), known)
    if not records and not problems:
        problems.append(Problem(Message("facilities-none.list-holds"), Place(name)))
    if not blocking(problems):
        body = {"facilities": records, "file": name}
        with store.change() as change:
            before = [event for event in change.events if event.kind == "facilities" and event.dispatch == dispatch]
            if not before or before[-1].body["facilities"] != records:
                change.add(Event("facilities", dispatch, body, dispatch, received, who))
    return records, problems


def _read(data: bytes, name: str) -> Filled:
    kind = kind_of(data, name)
    if kind == "csv":
        return csv.read(data, name)
    if kind != "zip":
        raise ProblemsFound(Problem(Message("file-kind.list"), Place(name)))
    with refusing(name):
        package = Package(data, name)
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


def _from_table(filled: Filled, known: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    records: list[dict[str, Any]] = []
    problems: list[Problem] = list(filled.problems)
    taken: set[str] = set()
    titles = {title: key for key, names in TITLES.items() for title in names}
    for grid in filled.grids:
        columns: dict[int, str] = {}
        for line in grid.lines:
            found = {n: titles[flat(c.text)] for n, c in line.cells.items() if flat(c.text) in titles}
            if not columns and grid.lines.index(line) < HEAD_LINES and {"name", "district"} <= set(found.values()):
                columns = found
                continue
            values = {key: line.cells[n] for n, key in columns.items() if n in line.cells}
            if line.hidden or not {"name", "district"} & set(values):
                continue
            if "name" not in values:
                problems.append(Problem(Message("name-missing"), grid.place(line.number)))
                continue
            where = {key: grid.place(line.number, n) for n, key in columns.items()}
            plain = {key: cell.text.removesuffix(".0") if key == "teams" else cell.text for key, cell in values.items()}
            for key, cell in values.items():
                if cell.kind in ("formula", "error", "date"):
                    problems.append(Problem(Message(f"cell-{cell.kind}.facility"), where[key]))
            _add(plain, where, known, records, taken, problems)
    if not records and not problems:
        problems.append(Problem(Message("facilities-titles"), Place(filled.file)))
    return records, problems


def _from_yaml(data: bytes, name: str, known: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    from congvan.project.yaml_reader import scan

    source = scan(data, name)
    problems = list(source.problems)
    records: list[dict[str, Any]] = []
    taken: set[str] = set()
    if not isinstance(source.data, list):
        return [], problems or [
            Problem(Message("facilities-form.file"), Place(name), verbatim("- name: …\n  district: …"))
        ]
    for index, item in enumerate(source.data):
        if not isinstance(item, dict):
            problems.append(Problem(Message("facilities-form.entry"), source.place((index,))))
            continue
        where = {key: source.place((index, key)) for key in item}
        plain = {key: str(value) for key, value in item.items() if not isinstance(value, (list, dict))}
        _add(
            plain,
            where | {"": source.place((index,))},
            known,
            records,
            taken,
            problems,
            days=[str(day) for day in item.get("days") or []],
        )
    return records, problems


def _add(
    values: dict[str, str],
    where: dict[str, Place],
    known: Recogniser,
    records: list[dict[str, Any]],
    taken: set[str],
    problems: list[Problem],
    days: list[str] | None = None,
) -> None:
    """One facility through the model of our own data."""
    from pydantic import ValidationError

    from congvan.model.validation_errors import message_of

    place = where.get("name", where.get("", Place()))
    district = known.district(values.get("district", ""))
    if not district:
        near = known.nearest_district(values.get("district", ""))
        message = Message("district-unknown", text=values.get("district", ""))
        hint = Message("did-you-mean", found=near) if near else None
        problems.append(Problem(message, where.get("district", place), hint))
        return
    for key, text in values.items():
        problems += [Problem(flaw.message, where.get(key, place)) for flaw in check_text(text)[:1]]
    name = values.get("name", "")
    identifier = values.get("id") or slug(name)
    if identifier in taken and not any((r["name"], r["district"]) == (name, district) for r in records):
        identifier = f"{identifier}-{district}"  # another one of this name, elsewhere
    record = {"id": identifier, "name": name, "district": district, "teams": values.get("teams") or "1"}
    if values.get("address"):
        record["address"] = values["address"]
    try:
        fact = Facility.model_validate({**record, "days": tuple(days or ())})
    except ValidationError as error:
        item = error.errors(include_url=False)[0]
        problems.append(Problem(Message("facility-wrong", why=message_of(item)), where.get(str(item["loc"][0]), place)))
        return
    if identifier in taken:
        problems.append(Problem(Message("id-twice.stands", name=name), place))
        return
    taken.add(identifier)
    records.append(fact.model_dump(mode="json", exclude_none=True))

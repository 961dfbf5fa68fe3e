"""The list of health facilities that arrives from the health department: XLSX, CSV or YAML → facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import Facility
from congvan.problems import Place, Problem, Stop, blocking
from congvan.returns.collect import read_bytes, recogniser
from congvan.returns.files import csv, docx, xlsx
from congvan.returns.files.intake import ReturnedPackage, kind_of, unreadable_as_refused
from congvan.returns.files.sheet import HEAD_LINES, ReturnedFile
from congvan.returns.forms.recognise import Recogniser, normalised
from congvan.text import check_text, slug

#: The titles that a column may have, flat, by the key it fills.
TITLES = {
    "name": ("ten co so", "ten co so y te", "co so y te", "ten don vi", "don vi", "ten", "name"),
    "district": ("huyen/thanh pho", "huyen, thanh pho", "huyen", "dia ban", "district"),
    "address": ("dia chi", "address"),
    "teams": ("so to", "so to/nhom", "so nhom", "teams"),
    "id": ("ma", "id"),
}


def import_facility_list(
    dataset: Dataset, store: Store, path: Path, dispatch: str, received: str, who: str
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read the list and keep it as the one that counts; nothing is kept when anything in it is wrong."""
    name = path.name
    known = recogniser(dataset)
    data = read_bytes(path, name)
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


def _read(data: bytes, name: str) -> ReturnedFile:
    kind = kind_of(data, name)
    if kind == "csv":
        return csv.read(data, name)
    if kind != "zip":
        raise Stop(Problem(Message("file-kind.list"), Place(name)))
    with unreadable_as_refused(name):
        package = ReturnedPackage(data, name)
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


def _from_table(filled: ReturnedFile, known: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    records: list[dict[str, Any]] = []
    problems: list[Problem] = list(filled.problems)
    used_ids: set[str] = set()
    titles = {title: key for key, names in TITLES.items() for title in names}
    for grid in filled.grids:
        columns: dict[int, str] = {}
        for line in grid.lines:
            header = {n: titles[normalised(c.text)] for n, c in line.cells.items() if normalised(c.text) in titles}
            if not columns and grid.lines.index(line) < HEAD_LINES and {"name", "district"} <= set(header.values()):
                columns = header
                continue
            values = {key: line.cells[n] for n, key in columns.items() if n in line.cells}
            if line.hidden or not {"name", "district"} & set(values):
                continue
            if "name" not in values:
                problems.append(Problem(Message("name-missing"), grid.place(line.number)))
                continue
            places = {key: grid.place(line.number, n) for n, key in columns.items()}
            texts = {key: cell.text.removesuffix(".0") if key == "teams" else cell.text for key, cell in values.items()}
            for key, cell in values.items():
                if cell.kind in ("formula", "error", "date"):
                    problems.append(Problem(Message(f"cell-{cell.kind}.facility"), places[key]))
            _add(texts, places, known, records, used_ids, problems)
    if not records and not problems:
        problems.append(Problem(Message("facilities-titles"), Place(filled.file)))
    return records, problems


def _from_yaml(data: bytes, name: str, known: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    from congvan.project.yaml_reader import scan

    source = scan(data, name)
    problems = list(source.problems)
    records: list[dict[str, Any]] = []
    used_ids: set[str] = set()
    if not isinstance(source.data, list):
        return [], problems or [
            Problem(Message("facilities-form.file"), Place(name), verbatim("- name: …\n  district: …"))
        ]
    for index, item in enumerate(source.data):
        if not isinstance(item, dict):
            problems.append(Problem(Message("facilities-form.entry"), source.place((index,))))
            continue
        places = {key: source.place((index, key)) for key in item}
        texts = {key: str(value) for key, value in item.items() if not isinstance(value, (list, dict))}
        _add(
            texts,
            places | {"": source.place((index,))},
            known,
            records,
            used_ids,
            problems,
            days=[str(day) for day in item.get("days") or []],
        )
    return records, problems


def _add(
    values: dict[str, str],
    places: dict[str, Place],
    known: Recogniser,
    records: list[dict[str, Any]],
    used_ids: set[str],
    problems: list[Problem],
    days: list[str] | None = None,
) -> None:
    """One facility through the model of our own data."""
    from pydantic import ValidationError

    from congvan.model.validation_errors import message_of

    place = places.get("name", places.get("", Place()))
    district = known.district(values.get("district", ""))
    if not district:
        near = known.nearest_district(values.get("district", ""))
        message = Message("district-unknown", text=values.get("district", ""))
        hint = Message("did-you-mean", found=near) if near else None
        problems.append(Problem(message, places.get("district", place), hint))
        return
    for key, text in values.items():
        problems += [Problem(flaw.message, places.get(key, place)) for flaw in check_text(text)[:1]]
    name = values.get("name", "")
    identifier = values.get("id") or slug(name)
    if identifier in used_ids and not any((r["name"], r["district"]) == (name, district) for r in records):
        identifier = f"{identifier}-{district}"  # another one of this name, elsewhere
    record = {"id": identifier, "name": name, "district": district, "teams": values.get("teams") or "1"}
    if values.get("address"):
        record["address"] = values["address"]
    try:
        fact = Facility.model_validate({**record, "days": tuple(days or ())})
    except ValidationError as error:
        error_item = error.errors(include_url=False)[0]
        problems.append(
            Problem(Message("facility-wrong", why=message_of(error_item)), places.get(str(error_item["loc"][0]), place))
        )
        return
    if identifier in used_ids:
        problems.append(Problem(Message("id-twice.stands", name=name), place))
        return
    used_ids.add(identifier)
    records.append(fact.model_dump(mode="json", exclude_none=True))

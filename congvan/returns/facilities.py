"""Import the health department's list of facilities from XLSX, DOCX, CSV or YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.grids import csv, docx, xlsx
from congvan.grids.grid import HEAD_LINES, GridFile
from congvan.grids.intake import OfficePackage, kind_of, unreadable_as_refused
from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.model.returned_forms import Facility
from congvan.problems import Place, Problem, ProblemsFound, blocking
from congvan.returns.collect import read_bytes
from congvan.returns.forms.kinds import normalised
from congvan.returns.forms.recognise import Recogniser
from congvan.text import check_text, slug

#: Accepted column titles (normalised), by the key that the column fills.
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
    """Read the list and store it as the current one; store nothing if it has any error."""
    name = path.name
    known = Recogniser(dataset)
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


def _read(data: bytes, name: str) -> GridFile:
    """Parse a list in CSV, XLSX or DOCX; raise `ProblemsFound` for other kinds of files."""
    kind = kind_of(data, name)
    if kind == "csv":
        return csv.read(data, name)
    if kind != "zip":
        raise ProblemsFound(Problem(Message("file-kind.list"), Place(name)))
    with unreadable_as_refused(name):
        package = OfficePackage(data, name)
        return xlsx.read(package) if package.kind == "xlsx" else docx.read(package)


@dataclass(slots=True)
class _FacilityList:
    """The list being read: validated records, their ids, and problems."""

    recogniser: Recogniser
    problems: list[Problem]
    records: list[dict[str, Any]] = field(default_factory=list)
    used_ids: set[str] = field(default_factory=set)

    def add(self, texts: dict[str, str], places: dict[str, Place], days: Sequence[str] = ()) -> None:
        """Validate one facility by the model of the data files; `places` by key, that of the entry under ""."""
        place = places.get("name", places.get("", Place()))
        district = self._district(texts.get("district", ""), places.get("district", place))
        if not district:
            return
        for key, text in texts.items():
            self.problems += [Problem(flaw.message, places.get(key, place)) for flaw in check_text(text)[:1]]
        name = texts.get("name", "")
        identifier = texts.get("id") or slug(name)
        same = any((record["name"], record["district"]) == (name, district) for record in self.records)
        if identifier in self.used_ids and not same:
            identifier = f"{identifier}-{district}"  # a facility of the same name in another district
        record: dict[str, Any] = {"id": identifier, "name": name, "district": district}
        record |= {"teams": texts.get("teams") or "1", "days": tuple(days)}
        if texts.get("address"):
            record["address"] = texts["address"]
        facility = self._validated(record, places, place)
        if facility is None:
            return
        if identifier in self.used_ids:
            self.problems.append(Problem(Message("id-twice.listed", name=name), place))
            return
        self.used_ids.add(identifier)
        self.records.append(facility.model_dump(mode="json", exclude_none=True))

    def _district(self, text: str, place: Place) -> str:
        """Return the id of a district; "" with a problem if it is unknown."""
        district = self.recogniser.district(text)
        if not district:
            hint = self.recogniser.similar_district(text)
            self.problems.append(Problem(Message("district-unknown", text=text), place, hint))
        return district

    def _validated(self, record: dict[str, Any], places: dict[str, Place], place: Place) -> Facility | None:
        from pydantic import ValidationError

        from congvan.model.validation import message_of

        try:
            return Facility.model_validate(record)
        except ValidationError as error:
            item = error.errors(include_url=False)[0]
            message = Message("facility-wrong", why=message_of(item))
            self.problems.append(Problem(message, places.get(str(item["loc"][0]), place)))
            return None


def _from_table(filled: GridFile, recogniser: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read facilities from the rows below the title row of each grid; return records and problems."""
    facilities = _FacilityList(recogniser, list(filled.problems))
    problems = facilities.problems
    titles = {title: key for key, names in TITLES.items() for title in names}
    for grid in filled.grids:
        columns: dict[int, str] = {}
        for line in grid.lines:
            header = {n: titles[normalised(c.text)] for n, c in line.cells.items() if normalised(c.text) in titles}
            if not columns and grid.lines.index(line) < HEAD_LINES and {"name", "district"} <= set(header.values()):
                columns = header
                continue
            cells = {key: line.cells[n] for n, key in columns.items() if n in line.cells}
            if line.hidden or not {"name", "district"} & set(cells):
                continue
            if "name" not in cells:
                problems.append(Problem(Message("name-missing"), grid.place(line.number)))
                continue
            places = {key: grid.place(line.number, n) for n, key in columns.items()}
            texts = {key: cell.text.removesuffix(".0") if key == "teams" else cell.text for key, cell in cells.items()}
            for key, cell in cells.items():
                if cell.kind in ("formula", "error", "date"):
                    problems.append(Problem(Message(f"cell-{cell.kind}.facility"), places[key]))
            facilities.add(texts, places)
    if not facilities.records and not problems:
        problems.append(Problem(Message("facilities-titles"), Place(filled.file)))
    return facilities.records, problems


def _from_yaml(data: bytes, name: str, recogniser: Recogniser) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read facilities from a YAML list; return records and problems."""
    from congvan.project.yaml_reader import scan

    source = scan(data, name)
    facilities = _FacilityList(recogniser, list(source.problems))
    problems = facilities.problems
    if not isinstance(source.data, list):
        hint = verbatim("- name: …\n  district: …")
        return [], problems or [Problem(Message("facilities-form.file"), Place(name), hint)]
    for index, item in enumerate(source.data):
        if not isinstance(item, dict):
            problems.append(Problem(Message("facilities-form.entry"), source.place((index,))))
            continue
        places = {key: source.place((index, key)) for key in item} | {"": source.place((index,))}
        texts = {key: str(value) for key, value in item.items() if not isinstance(value, (list, dict))}
        facilities.add(texts, places, [str(day) for day in item.get("days") or []])
    return facilities.records, problems

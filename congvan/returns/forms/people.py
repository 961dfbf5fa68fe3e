"""People named on forms: the columns that identify them, and duplicates within and across forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.columns import phone_numbers as phones
from congvan.messages import Message, as_plain
from congvan.model.dataset import Dataset
from congvan.model.forms.before import OlderColumn
from congvan.model.returned_forms import LEAD
from congvan.problems import Place, Problem, Severity
from congvan.returns.forms.kinds import UNION, FormKind, normalised
from congvan.returns.state import Answer, ReturnsState


@dataclass(slots=True)
class FormEntry:
    """One row of a form: values by column id, district, cell, and open issues (message codes)."""

    values: dict[str, str]
    district: str
    cell: str
    lead: bool = False
    issues: list[str] = field(default_factory=list)
    cell_texts: dict[str, str] = field(default_factory=dict)  # by issue, the text of the cell in question
    messages: list[Message] = field(default_factory=list)  # the issues as messages

    def plain(self) -> dict[str, Any]:
        return {
            "values": self.values,
            "district": self.district,
            "cell": self.cell,
            "lead": self.lead,
            "ask": list(self.issues),
            "said": dict(self.cell_texts),
            "why": [as_plain(message) for message in self.messages],
        }


def roles(columns: Sequence[OlderColumn]) -> tuple[str, str, str]:
    """Return the ids of the name, title and phone columns: the first two texts, the first phone; "" if none."""
    texts = [column.id for column in columns if column.kind == "text" and column.id != LEAD]
    phone = next((column.id for column in columns if column.kind == "phone"), "")
    return (texts[0] if texts else columns[0].id), (texts[1] if len(texts) > 1 else ""), phone


def check_duplicates(entries: list[FormEntry], kind: FormKind, file: str, problems: list[Problem]) -> None:
    """Ignore a repeated person's second row; warn about a shared phone number."""
    name, _title, phone = roles(kind.columns)
    by_phone: dict[str, FormEntry] = {}
    for entry in entries:
        key = phones.digits(entry.values.get(phone, ""))
        if not key:
            continue
        first = by_phone.setdefault(key, entry)
        if first is entry:
            continue
        same = normalised(first.values.get(name, "")) == normalised(entry.values.get(name, ""))
        sheet, _bang, cell = entry.cell.rpartition("!")
        place = Place(file, sheet=sheet, cell=cell) if sheet else Place(file, where=entry.cell)
        person_name = entry.values.get(name, "")
        if same and entry.district == first.district:
            entry.issues.append("person-twice")
            message = Message("person-twice", name=person_name, first=first.cell)
            entry.messages.append(message)
            problems.append(Problem(message, place))
        elif same:
            message = Message("person-elsewhere", name=person_name, first=first.cell)
            problems.append(Problem(message, place, severity=Severity.WARNING))
        else:
            other = first.values.get(name, "")
            message = Message("phone-shared", name=person_name, other=other, first=first.cell)
            problems.append(Problem(message, place, severity=Severity.WARNING))


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person named on an answer that counts for the district."""

    answer: Answer
    row: dict[str, Any]
    name: str
    title: str
    phone: str
    enterprise: str
    district: str


def people(dataset: Dataset, state: ReturnsState, kinds: Iterable[FormKind]) -> Iterator[NamedPerson]:
    """Yield everybody named on the rosters among these forms, ordered by enterprise, district and row."""
    for kind in (kind for kind in kinds if kind.is_roster):
        columns = roles(kind.columns)
        for enterprise in dataset.enterprises:
            for district in dataset.districts:
                answer = state.of(kind.dispatch, kind.form, enterprise.id, district.id)
                if answer is None:
                    continue
                for row in answer.good(district.id):
                    name, title, phone = (row["values"].get(column, "") for column in columns)
                    yield NamedPerson(answer, row, name, title, phone, enterprise.id, district.id)


def union_people(state: ReturnsState, dispatch: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, title, phone, district) of everybody named by the unions."""
    for slot, answer in state.current.items():
        if slot[:2] == (dispatch, UNION):
            for row in answer.good():
                values = row["values"]
                yield values.get("ho-ten", ""), values.get("chuc-vu", ""), values.get("dien-thoai", ""), row["district"]


def duplicates_across_forms(named: Iterable[NamedPerson]) -> list[tuple[str, NamedPerson, NamedPerson]]:
    """Return (code, first, second) for people named on two forms and for phone numbers shared by two people."""
    by_phone: dict[str, NamedPerson] = {}
    duplicates = []
    for person in named:
        key = phones.digits(person.phone)
        if not key:
            continue
        first = by_phone.setdefault(key, person)
        if first is person:
            continue
        if normalised(first.name) == normalised(person.name):
            duplicates.append(("person-elsewhere", first, person))
        elif (first.enterprise, first.district) != (person.enterprise, person.district):
            duplicates.append(("phone-shared", first, person))
    return duplicates

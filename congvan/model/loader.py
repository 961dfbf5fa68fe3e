"""Load the data files into one dataset; report every problem in one pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_origin

from pydantic import TypeAdapter, ValidationError

from congvan.messages import Message
from congvan.model.consistency import cross_check
from congvan.model.dataset import Dataset, FreeList
from congvan.model.directory import Agency, Body, Commune, Contact, District, Enterprise
from congvan.model.dispatch import Dispatch
from congvan.model.document_specs import Document
from congvan.model.returned_forms import DailyReports
from congvan.model.signage import Signage, SupportPoint
from congvan.model.validation_errors import empty_values, explain
from congvan.problems import Place, Problem, ProblemsFound, blocking
from congvan.project.assets import Assets
from congvan.project.yaml_reader import YamlSource, scan


@dataclass(frozen=True, slots=True)
class DataFile:
    """A kind of data file: the name of its schema, its model, and whether it is required."""

    schema: str
    model: Any
    required: bool = True


FILES: Mapping[str, DataFile] = {
    "data/agency.yaml": DataFile("agency", Agency),
    "data/districts.yaml": DataFile("districts", tuple[District, ...], required=False),
    "data/communes.yaml": DataFile("communes", tuple[Commune, ...], required=False),
    "data/enterprises.yaml": DataFile("enterprises", tuple[Enterprise, ...], required=False),
    "data/contacts.yaml": DataFile("contacts", tuple[Contact, ...], required=False),
    "data/bodies.yaml": DataFile("bodies", tuple[Body, ...], required=False),
    "data/documents.yaml": DataFile("documents", tuple[Document, ...]),
    "data/signage.yaml": DataFile("signage", Signage, required=False),
    "data/support_points.yaml": DataFile("support_points", tuple[SupportPoint, ...], required=False),
    "data/reports.yaml": DataFile("reports", DailyReports, required=False),
}
"""The data files by path; dispatches and free lists are in folders of their own."""

DISPATCHES = "data/dispatches/"
LISTS = "data/lists/"


def needed_for(dispatches: Collection[str]) -> Callable[[str], bool]:
    """Return a predicate: whether a run over these dispatches (by id; none named: all) needs a file."""
    ids = frozenset(dispatches)
    return lambda name: not ids or not _is_dispatch(name) or _stem(name) in ids


def load(assets: Assets) -> Dataset:
    """Parse and validate every data file that was read; raise `ProblemsFound` with all problems of all files."""
    slots = _slots(assets)
    problems = [_stray(name) for name in assets if name not in slots and _is_yaml(name, "data/", ".yaml", ".yml")]
    facts: dict[str, Any] = {}
    sources: dict[str, YamlSource] = {}
    for name, (data_file, keep) in slots.items():
        if name not in assets:
            if data_file.required:
                problems.append(_missing(name))
            elif get_origin(data_file.model) is tuple:
                keep(facts, ())
            continue
        source = sources[name] = scan(assets[name], name)
        problems += blocking(source.problems)
        if source.data is not None:
            try:
                keep(facts, _validate(source, data_file.model))
            except ProblemsFound as stop:
                problems += stop.problems
    unread = tuple(_stem(name) for name in assets.unread if _is_dispatch(name))
    if not facts.setdefault("dispatches", {}) and not unread and not problems:
        problems.append(_missing(DISPATCHES + "….yaml"))
    if problems:
        raise ProblemsFound(problems)
    dataset = Dataset(**facts, sources=sources, unread=unread)
    problems += cross_check(dataset, assets)
    if problems:
        raise ProblemsFound(problems)
    return dataset


def load_dispatch(data: bytes, name: str) -> tuple[Dispatch, YamlSource]:
    """Parse and validate one dispatch file; raise `ProblemsFound` with all its problems."""
    source = scan(data, name)
    problems = blocking(source.problems)
    if problems:
        raise ProblemsFound(problems)
    return _validate(source, Dispatch), source


Keep = Callable[[dict[str, Any], Any], None]


def _slots(assets: Assets) -> dict[str, tuple[DataFile, Keep]]:
    """Return every existing or optional data file, with the function that stores its facts."""
    slots = {name: (data_file, _keep_as(data_file.schema)) for name, data_file in FILES.items()}
    for name in assets:
        if _is_dispatch(name):
            slots[name] = (DataFile("dispatch", Dispatch), _keep_under("dispatches", _stem(name)))
        elif _is_yaml(name, LISTS):
            slots[name] = (DataFile("list", FreeList), _keep_under("lists", _stem(name)))
    return slots


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _is_dispatch(name: str) -> bool:
    return _is_yaml(name, DISPATCHES)


def _is_yaml(name: str, folder: str, *endings: str) -> bool:
    return name.startswith(folder) and name.endswith(endings or ".yaml")


def _keep_as(key: str) -> Keep:
    def keep(facts: dict[str, Any], value: Any) -> None:
        facts[key] = value

    return keep


def _keep_under(key: str, stem: str) -> Keep:
    def keep(facts: dict[str, Any], value: Any) -> None:
        facts.setdefault(key, {})[stem] = value

    return keep


def _validate(source: YamlSource, model: Any) -> Any:
    problems = list(empty_values(source))
    try:
        facts = TypeAdapter(model).validate_python(source.data)
    except ValidationError as error:
        problems += [p for p in explain(error, source, model) if not any(p.place == q.place for q in problems)]
    if problems:
        raise ProblemsFound(problems)
    return facts


def _stray(name: str) -> Problem:
    """Report a YAML file under data/ that is not read: an unknown name, or the ending .yml."""
    from congvan.text import nearest

    if name.endswith(".yml"):
        right = f"{name.removesuffix('.yml')}.yaml"
        return Problem(Message("file-ending"), Place(name), Message("file-ending.hint-rename", name=right))
    similar = nearest(name, FILES)
    return Problem(
        Message("file-unknown"),
        Place(name),
        Message("did-you-mean", found=similar)
        if similar
        else Message("file-unknown.hint-list-your", folder=LISTS, dispatches=DISPATCHES),
    )


def _missing(name: str) -> Problem:
    return Problem(Message("file-missing", name=name), Place(name))

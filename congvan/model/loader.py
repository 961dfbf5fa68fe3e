"""Load the data files into one dataset; report every problem in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_origin

from congvan.messages import Message
from congvan.model.consistency import CHECK, cross_check, unknown_rules
from congvan.model.dataset import Dataset
from congvan.model.directory import Agency, Body, Commune, Contact, District, Enterprise
from congvan.model.dispatch import Dispatch
from congvan.model.document_specs import Document
from congvan.model.field_types import Text
from congvan.model.lists.read import LISTS, ProjectLists
from congvan.model.returned_forms import DailyReports
from congvan.model.signage import Signage, SupportPoint
from congvan.model.validation import validate
from congvan.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.project.assets import DISPATCHES, Assets, dispatch_id, read_one
from congvan.project.yaml_reader import YamlSource, scan
from congvan.text import did_you_mean, fold


@dataclass(frozen=True, slots=True)
class DataFile:
    """A kind of data file: the name of its facts in the dataset, its model, and whether it is required."""

    facts: str
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
    "data/support_points.yaml": DataFile("support_points", tuple[SupportPoint, ...], required=False),
    "data/check.yaml": DataFile("check", dict[str, Text], required=False),
    "data/reports.yaml": DataFile("reports", DailyReports, required=False),
}
"""The data files by path; dispatches and free lists are in folders of their own."""

_DISPATCH = DataFile("dispatches", Dispatch)
SIGNAGE = "data/signage/"
_SIGNAGE = DataFile("signage", Signage)


def load(assets: Assets) -> Dataset:
    """Parse and validate every data file that was read; raise `ProblemsFound` with all problems of all files."""
    problems = list(_stray(assets))
    facts: dict[str, Any] = {"dispatches": {}, "signage": {}}
    sources: dict[str, YamlSource] = {}
    for name, file in _data_files(assets).items():
        if name in assets:
            source = sources[name] = scan(assets[name], name)
            try:
                value = validate(source, file.model)
            except ProblemsFound as stop:
                problems += stop.problems
                continue
            if name in FILES:
                facts[file.facts] = value
            else:
                facts[file.facts][Path(name).stem] = value
        elif file.required:
            problems.append(_missing(name))
        elif get_origin(file.model) is tuple:
            facts[file.facts] = ()
    lists = ProjectLists(assets, sources, facts)
    lists.read()
    problems += blocking(lists.problems)
    if not facts["dispatches"] and not assets.unread and not problems:
        problems.append(_missing(DISPATCHES + "….yaml"))
    if problems:
        raise ProblemsFound(_with_ids_meant(problems, sources))
    told = tuple(problem for problem in lists.problems if problem.severity is not Severity.ERROR)
    named = [name for signage in facts["signage"].values() for name in signage.pictures]
    facts["pictures"] = {name: assets[name] for name in named if name in assets}
    dataset = Dataset(**facts, lists=lists.lists, warnings=told, sources=sources, unread=assets.unread)
    problems = list(dict.fromkeys([*lists.clashes, *cross_check(dataset, assets)]))
    if problems:
        raise ProblemsFound(problems)
    return dataset


def _with_ids_meant(problems: list[Problem], sources: Mapping[str, YamlSource]) -> Iterator[Problem]:
    """Yield the problems; where a name was written for an id, the remedy is the id of that name."""
    named = {fold(name): identifier for source in sources.values() for identifier, name in _named(source.data)}
    for problem in problems:
        meant = named.get(fold(str(problem.message.values.get("value", "")))) if problem.code == "id-form" else None
        yield replace(problem, remedy=Message("id-form.hint-meant", id=meant)) if meant else problem


def _named(data: Any) -> Iterator[tuple[str, str]]:
    """Yield id and name of everything in plain data that has both."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and isinstance(data.get("name"), str):
            yield data["id"], data["name"]
        data = list(data.values())
    for each in data if isinstance(data, list) else ():
        yield from _named(each)


def load_left_out(root: Path) -> Mapping[str, str]:
    """Return the rules that the office leaves out of the check, with the reasons; {} for none. Raises ProblemsFound."""
    if not (root / CHECK).exists():
        return {}
    source = scan(read_one(root, CHECK), CHECK)
    left_out: Mapping[str, str] = validate(source, FILES[CHECK].model)
    problems = list(unknown_rules(left_out, lambda rule: source.place((rule,), of_key=True)))
    if problems:
        raise ProblemsFound(problems)
    return left_out


def _data_files(assets: Assets) -> dict[str, DataFile]:
    """Return every existing or optional data file by its path, but the lists of data/lists/."""
    signs = [name for name in assets if name.startswith(SIGNAGE) and name.endswith(".yaml")]
    return {**FILES, **dict.fromkeys(filter(dispatch_id, assets), _DISPATCH), **dict.fromkeys(signs, _SIGNAGE)}


def _stray(assets: Assets) -> Iterator[Problem]:
    """Report every YAML file under data/ that is not read: an unknown name, or the ending .yml."""
    known = _data_files(assets)
    for name in assets:
        right = _right_ending(name)
        if right:
            yield Problem(Message("file-ending"), Place(name), Message("file-ending.hint-rename", name=right))
        elif name.startswith("data/") and name.endswith(".yaml") and name not in known and not name.startswith(LISTS):
            listed = Message("file-unknown.hint-list-your", folder=LISTS, dispatches=DISPATCHES)
            yield Problem(Message("file-unknown"), Place(name), did_you_mean(name, FILES) or listed)


_ENDING = re.compile(r"\.(?:yml|ya?ml\.(?:txt|ya?ml|doc)|yaml[. _-]*\(\d+\)|YAML|YML)$")


def _right_ending(name: str) -> str:
    """Return what a data file under a wrong ending should be called (Notepad adds .txt, browsers add “(1)”); "" if its
    ending is right.
    """
    match = _ENDING.search(name) if name.startswith("data/") else None
    return f"{name[: match.start()]}.yaml" if match else ""


def _missing(name: str) -> Problem:
    return Problem(Message("file-missing", name=name), Place(name))

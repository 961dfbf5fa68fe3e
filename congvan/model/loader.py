"""Load the data files into one dataset; report every problem in one pass."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.core.text import fold, nearest, slug
from congvan.model.consistency import CHECK, cross_check, unknown_rules
from congvan.model.dataset import DOCUMENTS, PAPERS, SIGNAGE, Dataset
from congvan.model.directory import Agency
from congvan.model.dispatch import Dispatch
from congvan.model.document_specs import Document
from congvan.model.field_types import Text
from congvan.model.forms.consistency import check_stated
from congvan.model.isolation import Isolation
from congvan.model.lists.read import LISTS, read_lists
from congvan.model.papers import Paper
from congvan.model.project.assets import DISPATCHES, Assets, dispatch_id, read_one
from congvan.model.project.yaml_reader import YamlSource, scan
from congvan.model.signage import Signage
from congvan.model.validation import validate


@dataclass(frozen=True, slots=True)
class DataFile:
    """A kind of data file: the name of its facts in the dataset, its model, and whether it is required."""

    facts: str
    model: Any
    required: bool = True


FILES: Mapping[str, DataFile] = {
    "data/agency.yaml": DataFile("agency", Agency),
    "data/documents.yaml": DataFile("documents", tuple[Document, ...]),
    "data/check.yaml": DataFile("check", dict[str, Text], required=False),
}
"""The data files by path; dispatches and free lists are in folders of their own."""

OF_0_2_0 = ("data/bodies.yaml", "data/contacts.yaml", "data/reports.yaml", "data/signage.yaml")
"""Files that only projects of congvan 0.2.0 have; this version reads nothing of such a project."""

_DISPATCH = DataFile("dispatches", Dispatch)
_SIGNAGE = DataFile("signage", Signage)
_PAPER = DataFile("papers", Paper)


def load(assets: Assets) -> Dataset:
    """Return the dataset of a project without an error; raise `ProblemsFound` with all problems of all files."""
    dataset = load_sound(assets)
    if dataset.excluded:
        raise ProblemsFound(dataset.faults)
    return dataset


def load_sound(assets: Assets) -> Dataset:
    """Return the dataset of what is sound; what has an error, and what needs it, is in `excluded`.

    Raises `ProblemsFound` with all problems of all files where one concerns the project as a whole.
    """
    if older := next((name for name in OF_0_2_0 if name in assets), ""):
        raise ProblemsFound(Problem(Message("data-old"), Place(older)))
    facts: dict[str, Any] = {"dispatches": {}, "signage": {}, "papers": {}}
    sources: dict[str, YamlSource] = {}
    problems = [*_stray(assets), *_read(assets, facts, sources)]
    lists = read_lists(assets, sources)
    wrong_lists = blocking([*lists.problems, *lists.clashes])
    problems += wrong_lists
    for name in [name for name in sources if dispatch_id(name) not in ("", *facts["dispatches"])]:
        problems += [] if wrong_lists else check_stated(sources[name], lists.lists)
    if not facts["dispatches"] and not assets.unread and not problems:
        problems.append(_missing(DISPATCHES + "….yaml"))
    isolation = Isolation(assets, sources, {*FILES, DISPATCHES + "….yaml"})
    if problems:
        isolation.leave_out([*_with_ids_meant(problems, sources)])
    told = tuple(problem for problem in lists.problems if problem.severity is not Severity.ERROR)
    facts["lists"] = isolation.leave_out_lists(lists.lists)
    facts["pictures"] = _pictures(facts["signage"].values(), assets)
    return _checked(Dataset(**facts, warnings=told, sources=sources, unread=assets.unread), assets, isolation)


def _read(assets: Assets, facts: dict[str, Any], sources: dict[str, YamlSource]) -> Iterator[Problem]:
    """Read every data file but lists into `facts` and `sources`; yield what is wrong with each."""
    for name, file in _data_files(assets).items():
        if name in assets:
            source = sources[name] = scan(assets[name], name)
            try:
                value = validate(source, file.model)
            except ProblemsFound as stop:
                yield from stop.problems
                continue
            if name in FILES:
                facts[file.facts] = value
            else:
                facts[file.facts][Path(name).stem] = value
        elif file.required:
            yield _missing(name)


def _checked(dataset: Dataset, assets: Assets, isolation: Isolation) -> Dataset:
    """Return the dataset without what has an error in what its files say of each other, or needs such a file."""
    again = False
    isolation.whole.remove(DOCUMENTS)  # its entries can be told apart from here on
    while True:
        sound: dict[str, Any] = {"lists": isolation.leave_out_lists(dataset.lists)}
        for kind, folder in (("dispatches", DISPATCHES), ("papers", PAPERS), ("signage", SIGNAGE)):
            facts = getattr(dataset, kind).items()
            sound[kind] = {name: each for name, each in facts if f"{folder}{name}.yaml" not in isolation.excluded}
        dataset = replace(dataset, **sound, excluded=dict(isolation.excluded))
        problems = list(dict.fromkeys(cross_check(dataset, assets)))
        if not blocking(problems):
            return replace(dataset, warnings=(*dataset.warnings, *problems))
        isolation.leave_out([*_with_ids_meant(blocking(problems), dataset.sources)], again=again)
        again = True


def _pictures(signage: Iterable[Signage], assets: Assets) -> dict[str, bytes]:
    """Return the pictures that signs name, as far as they are there."""
    named = [name for each in signage for name in each.pictures]
    return {name: assets[name] for name in named if name in assets}


def _with_ids_meant(problems: list[Problem], sources: Mapping[str, YamlSource]) -> Iterator[Problem]:
    """Yield the problems; where a name was written for an id, the remedy is the id of that name."""
    named = {fold(name): identifier for source in sources.values() for identifier, name in _named(source.data)}
    lists = (PurePosixPath(name).stem for name in sources if name.startswith("data/lists/"))
    named |= {each.replace("-", " "): each for each in lists}
    for problem in problems:
        value = str(problem.message.values.get("value", "")) if problem.code == "id-form" else ""
        meant = named.get(fold(value))
        if meant:
            yield problem._replace(remedy=Message("id-form.hint-meant", id=meant))
        elif value and problem.remedy is None and slug(value, 80):
            yield problem._replace(remedy=Message("id-form.hint-form", id=slug(value, 80)))
        else:
            yield problem


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
    signs = {name: _SIGNAGE for name in assets if name.startswith(SIGNAGE) and name.endswith(".yaml")}
    papers = {name: _PAPER for name in assets if name.startswith(PAPERS) and name.endswith(".yaml")}
    return {**FILES, **{name: _DISPATCH for name in assets if dispatch_id(name)}, **signs, **papers}


def _stray(assets: Assets) -> Iterator[Problem]:
    """Report every YAML file under data/ that is not read: an unknown name, or the ending .yml."""
    known = _data_files(assets)
    folders = (LISTS, PAPERS, SIGNAGE)
    there = {name for name in assets if name.startswith(folders) and name.endswith(".yaml")}
    for name in sorted(there):
        if not _right_ending(name) and not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", PurePosixPath(name).stem):
            yield Problem(Message("list-name", name=PurePosixPath(name).stem), Place(name), _name_meant(name, there))
    for name in assets:
        right = _right_ending(name) or _typed_as_text(name, assets)
        if right:
            yield Problem(Message("file-ending"), Place(name), Message("file-ending.hint-rename", name=right))
        elif name.startswith("data/") and name.endswith(".yaml") and name not in known and not name.startswith(LISTS):
            yield Problem(Message("file-unknown"), Place(name), _file_meant(name))


def _file_meant(name: str) -> Message:
    """Return the remedy for a file of data/ that nobody reads: its right name, or the folder where it belongs."""
    named = {PurePosixPath(each).stem: each for each in FILES}
    near = nearest(PurePosixPath(name).stem, named)
    if near is not None:
        return Message("did-you-mean", found=named[near])
    return Message("file-unknown.hint-list-your", folder=LISTS, dispatches=DISPATCHES)


_ENDING = re.compile(
    r"\.(?:yml|(?<=agency\.)txt|(?<=documents\.)txt|ya?ml\.(?:txt|ya?ml|doc)|yaml[. _-]*\(\d+\)|YAML|YML)$"
)


def _right_ending(name: str) -> str:
    """Return what a data file under a wrong ending should be called (Notepad adds .txt, browsers add “(1)”); "" if its
    ending is right.
    """
    match = _ENDING.search(name) if name.startswith("data/") else None
    return f"{name[: match.start()]}.yaml" if match else ""


def _typed_as_text(name: str, assets: Assets) -> str:
    """Return what a data file should be called that an editor of texts saved as .txt; "" for any other file."""
    inside = name.startswith((DISPATCHES, PAPERS, SIGNAGE, LISTS)) and name.endswith(".txt")
    return (
        f"{name[:-4]}.yaml" if inside and re.search(rb"(?m)^(?:kind|subject|list|message|- id):", assets[name]) else ""
    )


_COPIED = re.compile(r"^(?:copy of|bản sao của) |[ _-]*(?:\(\d+\)|- ?copy.*|- ?bản sao.*)$", re.IGNORECASE)


def _name_meant(name: str, there: Collection[str]) -> Message:
    """Return the remedy for a name that is no id: of a copy that another file was made into, else the id."""
    path = PurePosixPath(name)
    plain = f"{path.parent}/{slug(_COPIED.sub('', path.stem), 80)}{path.suffix}"
    if plain in there and plain != name:
        return Message("list-name.hint-copy", name=plain)
    return Message("file-ending.hint-rename", name=plain)


def _missing(name: str) -> Problem:
    return Problem(Message("file-missing", name=name), Place(name))

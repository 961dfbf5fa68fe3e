"""References by name: a form shows “Tỉnh đoàn Lạng Sơn”, the file keeps its id; acts of editing take either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.core.text import fold, nfc
from congvan.editing.chips import chips_of, with_chips, with_codes
from congvan.editing.findings import by_path
from congvan.editing.shapes import LISTS, bare, is_model, model_of, type_at
from congvan.editing.views.kinds import refers_to
from congvan.editing.views.references import Referable, choices, lists_of, names_of
from congvan.model.lists.entries import EntryList
from congvan.model.lists.read import head_of
from congvan.model.project import assets
from congvan.model.project.assets import Assets, read_one
from congvan.model.project.yaml_reader import KeyPath, YamlSource, scan

BODY_KEYS = ("successor",)
"""Keys of the entries of every list whose value is a body."""
BY_NAME = ("bodies", "addressees")
"""What is shown by its name and typed so; other references are chosen, and come as ids."""


def as_kept(root: Path, file: str, path: KeyPath, value: Any) -> Any:
    """Return a value as the file keeps it: of an entry each of its keys, the name of a body as its id."""
    if isinstance(value, dict):
        return {key: as_kept(root, file, (*path, key), each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_kept(root, file, (*path, index), each) for index, each in enumerate(value)]
    if not isinstance(value, str) or not value:
        return value
    try:
        known = _names(root, file, path)
        value = with_codes(value, chips_of(assets.read(root), file)) if "‹" in value else value
    except ProblemsFound:  # a file that can't be read names nothing
        return value
    text = nfc(value).strip()
    return next((identifier for identifier, name in known.items() if name == text), value)


def as_shown(root: Path, file: str, path: KeyPath, value: Any) -> Any:
    """Return a value as a form shows it: the id of a body by its name, codes in a text as chips."""
    if not isinstance(value, str) or not value:
        return value
    try:
        named = _names(root, file, path)
        if "{" in value and not named:
            return with_chips(value, chips_of(assets.read(root), file))
        return named.get(value, value)
    except ProblemsFound:
        return value


def body_line(root: Path, file: str, path: KeyPath, line: Mapping[str, Any], said: str) -> dict[str, Any] | str:
    """Return a line of Kính gửi or Nơi nhận that says what was typed for its `to` at a path: a body by its name, with
    what is in brackets behind it as its purpose, or else the words as they stand. `line`: as it was.
    """
    known, words = _names(root, file, path), _AROUND.sub("", nfc(said).strip())
    by_name = {name: identifier for identifier, name in known.items()}
    own = ("to",) if line.get("to") else ("to", "text")  # the words beside a body stay, those alone are replaced
    rest = {key: value for key, value in line.items() if key not in own}
    if said in known or "{{" in said:
        return {"to": said, **rest}
    name, purpose = _parted(words)
    if words in by_name:
        return {"to": by_name[words], **rest}
    if name in by_name and "purpose" not in rest and type_at(model_of(file), (*path[:-1], "purpose")):
        return {"to": by_name[name], "purpose": purpose, **rest}
    rest.pop("text", None)
    return {"text": words, **rest} if rest else words


def names_nobody(root: Path, file: str, path: KeyPath, value: Any) -> bool:
    """Whether a value that is to name a body of a list names none."""
    return referred(file, path) in BY_NAME and isinstance(value, str) and value not in {*_names(root, file, path), ""}


def near_body(names: Iterable[str], words: str) -> str:
    """Return the name of a body that words of a line may mean, with what they have in brackets behind it: they differ
    in marks, case, an abbreviation, one or two letters; "" for none.
    """
    said, purpose = _parted(words)
    wanted, best = _spelt(said), ("", _MOST_LETTERS + 1)
    for name in names:
        far = letters_apart(wanted, _spelt(name), min(_MOST_LETTERS, len(wanted) // _LETTERS_FOR_ONE, best[1] - 1))
        best = (name, far) if far is not None else best
    return f"{best[0]} ({purpose})" if best[0] and purpose else best[0]


_AROUND = re.compile(r"^[-–+•]\s+|\s*[;.]$")
"""Signs around a line on paper: - Sở Tài chính;"""
_MOST_LETTERS, _LETTERS_FOR_ONE = 2, 6
"""Letters in which a name that is meant may differ, one for each six."""
_SHORT_FOR = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "vp": "van phong",
    "tp": "thanh pho",
    "tx": "thi xa",
    "ttr": "thanh tra",
    "ca": "cong an",
    "bch": "ban chi huy",
    "khcn": "khoa hoc va cong nghe",
    "gddt": "giao duc va dao tao",
    "tttt": "thong tin va truyen thong",
}


def _parted(words: str) -> tuple[str, str]:
    """Return the words of a line without what is in brackets behind them, and that."""
    match = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", words)
    return (match[1], match[2]) if match else (words, "")


def _spelt(name: str) -> str:
    """Return a name as names are compared: without marks, case and signs, its abbreviations written out."""
    return " ".join(_SHORT_FOR.get(word, word) for word in re.findall(r"\w+", fold(name)))


def letters_apart(one: str, other: str, most: int) -> int | None:
    """Return how many letters have to be changed, added or left out to make one text of another; None for more."""
    if abs(len(one) - len(other)) > most:
        return None
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for n, there in enumerate(other, 1):
            before, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, before + (letter != there))
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def in_words(problem: Problem, refers_to: str) -> Problem:
    """Return what is wrong with a reference that is typed by its name, or chosen: whoever does it knows no ids."""
    if problem.code not in ("id-form", "reference-unknown") or not refers_to:
        return problem
    value = problem.message.values["value"]
    if refers_to in BY_NAME:
        return problem._replace(message=Message("body-unlisted", value=value), remedy=Message("body-unlisted.hint"))
    return problem._replace(message=Message("choice-gone", value=value), remedy=Message("choice-gone.hint"))


def all_in_words(problems: Iterable[Problem], source: YamlSource) -> list[Problem]:
    """Return the findings of a file, those of references in words."""
    found = by_path(source, problems)
    return [in_words(each, referred(source.file, path)) for path, those in found.items() for each in those]


def successor_names(files: Assets, listed: str) -> dict[str, str]:
    """Return what is shown for the entries that come after one of a list, by their ids."""
    own = lists_of(files).get(listed)
    return entry_names(own) if own else {}


def entry_names(listed: EntryList) -> dict[str, str]:
    """Return what is shown for each entry of a list, by its id."""
    return names_of(Referable(each.id, each.heading) for each in listed.entries)


def _names(root: Path, file: str, path: KeyPath) -> Mapping[str, str]:
    """Return the names that the value at a path may be typed by, by their ids; {} where it is no such reference."""
    if file.startswith(LISTS) and file.endswith(".yaml") and path[:1] == ("entries",):
        if path[-1] in BODY_KEYS:
            return successor_names(assets.read(root), PurePosixPath(file).stem)
        head, _problems = head_of(scan(read_one(root, file), file))
        field = head.all_fields().get(str(path[-1])) if head else None
        listed = lists_of(assets.read(root)).get(field.refers_to) if field and field.refers_to else None
        return entry_names(listed) if listed else {}
    named = referred(file, path)
    return names_of(choices(assets.read(root), named, file)) if named in BY_NAME else {}


def referred(file: str, path: KeyPath) -> str:
    """Return what the value at a path refers to by the data model; "" for nothing."""
    if not path:
        return ""
    keys = path[:-1] if isinstance(path[-1], int) else path
    owner = bare(type_at(model_of(file), keys[:-1])) if keys else None
    return refers_to(owner, str(keys[-1])) if is_model(owner) else ""

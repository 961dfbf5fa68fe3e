"""An older project: its files, and what of them the new keys of dispatches and documents are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from congvan.drafting.older.tables import table
from congvan.lazy import dataclass
from congvan.model.lists.older import file_of, older_lists
from congvan.model.lists.read import LISTS
from congvan.project.assets import DISPATCHES
from congvan.project.yaml_reader import parse

REPORTS, SIGNAGE, DOCUMENTS = "data/reports.yaml", "data/signage.yaml", "data/documents.yaml"


@dataclass
class OlderProject:
    """The files of a project, and those that it becomes. `gone`: old files; `moved`: new file → old one."""

    files: Mapping[str, bytes]
    made: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> Any:
        """Return the data of a file; None if it is not there."""
        return parse(self.files[name], name).data if name in self.files else None

    def put(self, name: str, data: bytes, old: str = "") -> None:
        """Write a file in place of another, or of itself."""
        self.made[name] = data
        if old:
            self.moved[name] = old
            if old != name:
                self.gone.add(old)

    @property
    def dispatches(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield file, id and data of every dispatch."""
        for name in self.files:
            if name.startswith(DISPATCHES) and name.endswith(".yaml"):
                data = self.read(name)
                if isinstance(data, dict):
                    yield name, name.removeprefix(DISPATCHES).removesuffix(".yaml"), data

    def entries(self, listed: str) -> list[dict[str, Any]]:
        """Return the entries of an older list, in its own file or moved already."""
        data = self.read(file_of(listed))
        if data is None:
            moved = self.read(f"{LISTS}{older_lists()[listed].id}.yaml")
            data = moved.get("entries") if isinstance(moved, dict) else None
        return [each for each in data or () if isinstance(each, dict)]

    def owed(self, key: str) -> tuple[str, str]:
        """Return who owes something, as an expression, and how much at least; ("", "") for nobody.

        A condition on their kind where all of one kind owe it and nobody else, otherwise their ids.
        """
        owing = {
            each["id"]: str(each["owes"][key]) for each in self.entries("enterprises") if key in each.get("owes", {})
        }
        owing = {name: much for name, much in owing.items() if much != "false"}
        if not owing:
            return "", ""
        numbers = [int(much) for much in owing.values() if much.isdigit()]
        return self._those(set(owing)), str(min(numbers)) if numbers else ""

    def _those(self, ids: set[str]) -> str:
        entries = self.entries("enterprises")
        if ids == {each["id"] for each in entries}:
            return "true"
        for kind in dict.fromkeys(str(each.get("kind", "")) for each in entries):
            if ids == {each["id"] for each in entries if each.get("kind") == kind}:
                return f"doanh_nghiep.kind == '{kind}'"
        return f"doanh_nghiep in [{', '.join(repr(each['id']) for each in entries if each['id'] in ids)}]"

    @cached_property
    def roster(self) -> str:
        """The id of the form that every district and enterprise had; "" where no dispatch has one."""
        for _file, _name, data in self.dispatches:
            for form in data.get("forms") or ():
                if isinstance(form, dict) and is_older_form(form):
                    return str(form.get("id", ""))
        return ""

    @cached_property
    def report(self) -> str:
        """The id of the form of daily reports."""
        data = self.read(REPORTS)
        return str(data.get("form", "bao-cao-ngay")) if isinstance(data, dict) else ""


def is_older_form(form: Mapping[str, Any]) -> bool:
    """Whether a form has keys that only older forms have."""
    columns = [each for each in form.get("columns") or () if isinstance(each, dict)]
    return bool({"rows_per_district", "signed_by", "sign_hint"} & form.keys()) or any(
        "kind" in each for each in columns
    )


def is_older_dispatch(data: Mapping[str, Any]) -> bool:
    """Whether a dispatch has keys that only older dispatches have."""
    grouped = any(isinstance(each, dict) and "group" in each for each in data.get("receivers") or ())
    forms = any(isinstance(each, dict) and is_older_form(each) for each in data.get("forms") or ())
    return "signs" in data or grouped or forms


def older_contents() -> Mapping[str, Any]:
    """Return the older contents with what they become."""
    found: Mapping[str, Any] = table("documents")["contents"]
    return found

"""The files of a dispatch by task: what a clerk does with them, not the folders they lie in.

Within a task a document without a loop is a tile. Documents whose first loop value is the same stand together as rows,
one for each value, and what loops further is folded into its row. A set of signs is shown by sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from congvan.documents.sets import SETS
from congvan.model.dataset import Dataset
from congvan.plan.planner import Entry

TASKS = ("sign", "issue", "forms", "print-shop", "returns")
SHOWN = 200
"""Rows of a list, and files folded into one of them; of a larger merge the rest is counted."""

State = Callable[[Entry, str], tuple[str, str]]
"""(record, path) → (SHA-256 of the file or "", "" | "stale" | "missing")."""


def shown_files(tasks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], bool]]:
    """The files that are there and shown by themselves, and whether as a picture; what is folded away is left out."""
    found: list[tuple[dict[str, Any], bool]] = []
    for block in (block for task in tasks for block in task["blocks"]):
        tiles = [block] if block["kind"] == "tile" else block["sheets"] if block["kind"] == "set" else []
        rows = block["rows"] if block["kind"] == "list" else []
        pictured = [*tiles, *(block["documents"] if rows else block["signs"] if block["kind"] == "set" else [])]
        found += [(file, False) for tile in tiles for file in tile["files_of"]]
        found += [(file, False) for row in rows for document in row["direct"] for file in document["files"]]
        found += [(each["sample"], True) for each in pictured if each["sample"]]
    yield from ((file, picture) for file, picture in found if file["sha256"])


class Listing:
    """The tasks of one dispatch, filled entry by entry; `tasks` gives them as plain values."""

    def __init__(self, dataset: Dataset, folder: str, state: State) -> None:
        self._dataset, self._folder, self._state = dataset, folder, state
        self._tasks: dict[str, dict[str, dict[str, Any]]] = {task: {} for task in TASKS}
        self._rows: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self.copies = ""  # the sum of the send list: how many are made of the letter

    def tasks(self) -> list[dict[str, Any]]:
        """`{id, files, missing, stale, blocks}` of every task, in the order of the work."""
        found = []
        for task, blocks in self._tasks.items():
            count = {name: sum(block[name] for block in blocks.values()) for name in ("files", "missing", "stale")}
            for name in {key for key in self._rows if key[0] == task}:
                blocks[name[1]]["rows"] = list(self._rows[name].values())
            found.append({"id": task, **count, "blocks": list(blocks.values())})
        return found

    def add(self, entry: Entry) -> None:
        """Take in one record of one document."""
        document = entry.document
        loop = next(iter(document.for_each), "")
        if document.content and document.content in SETS:
            block = self._block(
                document.task, f"set:{document.id}", kind="set", name=document.name, sheets=[], signs=[]
            )
            self._add_set(block, entry)
        elif not loop:
            block = self._block(document.task, document.id, kind="tile", name=document.name)
            block["files_of"] = self._files(block, entry, entry.paths)
            block["sample"] = _pdf(block["files_of"])
            if document.content == "send-list":
                self.copies = next((str(job.content["total"][2]) for job in entry.jobs()), "")
        else:
            block = self._block(document.task, f"loop:{loop}", kind="list", loop=loop, documents=[], more=0)
            self._add_row(block, entry, loop)

    def _block(self, task: str, key: str, **fields: Any) -> dict[str, Any]:
        return self._tasks[task].setdefault(key, {**fields, "files": 0, "missing": 0, "stale": 0})

    def _files(self, block: dict[str, Any], entry: Entry, paths: Iterable[str]) -> list[dict[str, Any]]:
        """The files of a record, each with what became of it."""
        found = []
        for path in paths:
            sha, state = self._state(entry, path)
            name = path.removeprefix(f"{self._folder}/")
            format_ = path.rpartition(".")[2].upper()
            judged = not entry.values and entry.document.content == "letter" and format_ in ("PDF", "DOCX")
            found.append(
                {
                    "path": path,
                    "href": quote(name),
                    "format": format_,
                    "sha256": sha,
                    "state": state,
                    "note": "",
                    "judged": judged,
                    "look": {},
                }
            )
            block["files"] += 1
            if state:
                block[state] += 1
        found.sort(key=lambda file: file["format"] != "PDF")  # what is printed comes first
        return found

    def _add_row(self, block: dict[str, Any], entry: Entry, loop: str) -> None:
        document, value = entry.document, entry.values[loop]
        known = next((each for each in block["documents"] if each["id"] == document.id), None)
        if known is None:
            known = {
                "id": document.id,
                "name": document.name,
                "count": 0,
                "sample": {},
                "pack": bool(document.parts),
                "duplex": document.duplex,
            }
            block["documents"].append(known)
        known["count"] += 1
        rows = self._rows.setdefault((document.task, f"loop:{loop}"), {})
        if value["id"] not in rows and len(rows) >= SHOWN:
            block["more"] += len(entry.paths)
            block["files"] += len(entry.paths)
            return
        row = rows.setdefault(value["id"], {"name": _name(value), "direct": [], "nested": []})
        if len(entry.values) == 1:
            files = self._files(block, entry, entry.paths)
            row["direct"].append({"name": document.name, "pack": bool(document.parts), "files": files})
        else:
            files = self._add_nested(block, row, entry)
        if not known["sample"]:
            known["sample"] = _pdf(files)

    def _add_nested(self, block: dict[str, Any], row: dict[str, Any], entry: Entry) -> list[dict[str, Any]]:
        inside = next((each for each in row["nested"] if each["id"] == entry.document.id), None)
        if inside is None:
            inside = {"id": entry.document.id, "name": entry.document.name, "count": 0, "rows": []}
            row["nested"].append(inside)
        inside["count"] += 1
        if inside["count"] > SHOWN:
            block["files"] += len(entry.paths)
            return []
        name = ", ".join(_name(value) for value in list(entry.values.values())[1:])
        files = self._files(block, entry, entry.paths)
        inside["rows"].append({"name": name, "files": files})
        return files

    def _add_set(self, block: dict[str, Any], entry: Entry) -> None:
        """Signs by item, each with the sets it belongs to; what stands beside the sets is a sheet."""
        data = self._dataset
        items = data.signage.items if data.signage else ()
        owners = {each.id: each.name for each in data.enterprises} | {
            each.id: each.name for each in data.support_points
        }
        signs: dict[str, dict[str, Any]] = {}
        base = len(f"{self._folder}/{entry.document.path}/")
        for file in self._files(block, entry, entry.paths):
            owner, _slash, name = file["path"][base:].rpartition("/")
            stem = name.rpartition(".")[0]
            fitting = [item for item in items if stem == item.id or stem.startswith(f"{item.id}-")]
            if not fitting or owner == "tiles" or not owner:
                cut = fitting[0].name if fitting else ""
                block["sheets"].append({"id": name, "item": cut, "files_of": [file], "sample": _pdf([file])})
                continue
            item = max(fitting, key=lambda each: len(each.id))
            file["note"] = stem[len(item.id) + 1 :]
            sign = signs.setdefault(item.id, _sign(item))
            kept = sign["owners"].setdefault(owner, {"id": owner, "name": owners.get(owner, owner), "files": []})
            kept["files"].append(file)
            sign["sample"] = sign["sample"] or _pdf([file])
        for sign in signs.values():
            sign["owners"] = list(sign["owners"].values())
            sign["total"] = f"{int(sign['copies']) * len(sign['owners']):,}".replace(",", ".")
        block["signs"] += list(signs.values())


def _sign(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "size": f"{_cm(item.width)} × {_cm(item.height)} cm",
        "wide": item.width > item.height,
        "copies": str(item.copies),
        "material": item.material or "",
        "owners": {},
        "sample": {},
    }


def _cm(mm: float) -> str:
    """Millimetres in centimetres, with a decimal comma: 148 → 14,8."""
    return f"{float(mm) / 10:g}".replace(".", ",")


def _pdf(files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The file that a picture is drawn from."""
    return next((dict(file) for file in files if file["format"] == "PDF" and file["sha256"]), {})


def _name(value: Any) -> str:
    """The name of a loop value at the start of a line."""
    if not isinstance(value, Mapping):
        return str(value)
    return str(value.get("heading_name") or value.get("name") or value["id"])

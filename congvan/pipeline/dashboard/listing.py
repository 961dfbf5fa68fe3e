"""Group the files of a dispatch by task, that is by what a clerk does with them, not by folder.

Within a task, a document without a loop is a tile. Documents that share their first loop value are rows of a list, one
for each value; further loops are nested in the row. A set of signs is grouped by sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from congvan.core.templating.declared import empty
from congvan.documents.common.context import ContentContext
from congvan.documents.file_sets import FILE_SETS, FileSet, signage_of
from congvan.documents.signage import wording
from congvan.model.document_specs import Document
from congvan.model.signage import SignItem
from congvan.pipeline.dashboard.schema import (
    FileCounts,
    Identified,
    ListBlock,
    ListedDocument,
    ListRow,
    OwnerFiles,
    SetBlock,
    ShownFile,
    ShownSign,
    Task,
    TaskBlock,
    TileBlock,
)
from congvan.pipeline.plan.planner import PlanEntry
from congvan.publishing.opening import OPENED

TASKS = ("sign", "issue", "forms", "print-shop", "returns")
SHOWN = 200
"""Maximum rows of a list, and nested files in a row; the rest is only counted."""

_NO_FILES = empty(FileCounts)

State = Callable[[PlanEntry, str], tuple[str, str]]
"""(record, path) → (SHA-256 of the file or "", "" | "stale" | "missing")."""


def shown_files(tasks: Iterable[Task]) -> Iterator[tuple[ShownFile, bool]]:
    """Yield the existing files that are displayed individually, and whether as a thumbnail; nested ones are not."""
    for block in (block for task in tasks for block in task["blocks"]):
        files, samples = _shown(block)
        yield from ((file, False) for file in files if file["sha256"])
        yield from ((sample, True) for sample in samples if sample)


def _shown(block: TaskBlock) -> tuple[list[ShownFile], list[ShownFile | None]]:
    """Return the files that a block displays individually, and those that it displays as thumbnails."""
    if block["kind"] == "list":
        direct = [document for row in block["rows"] for document in row["direct"]]
        whole = [f for each in block["together"] for f in each["files"]]
        return [*whole, *(f for document in direct for f in document["files"])], [
            d["sample"] for d in block["documents"]
        ]
    if block["kind"] == "tile":
        return block["files_of"], [block["sample"]]
    sheets = block["sheets"]
    samples = [*(sheet["sample"] for sheet in sheets), *(sign["sample"] for sign in block["signs"])]
    return [file for sheet in sheets for file in sheet["files_of"]], samples


class Listing:
    """Collects the tasks of one dispatch, entry by entry; `tasks` returns them as plain values."""

    def __init__(self, context: ContentContext, folder: str, state: State) -> None:
        self._context, self._folder, self._state = context, folder, state
        self._tasks: dict[str, dict[str, TaskBlock]] = {task: {} for task in TASKS}
        self._rows: dict[tuple[str, str], dict[str, ListRow]] = {}
        self._sets: dict[str, SetBlock] = {}
        self._lists: dict[tuple[str, str], ListBlock] = {}
        self._together: dict[tuple[str, str], str] = {}  # (task, document of all records in one file) → loop
        self.copies = ""  # total of the send list: number of copies of the letter
        self.opened = 0  # files that this program published, which it opened before

    def tasks(self) -> list[Task]:
        """Return every task in the order of the work."""
        return [
            {
                "id": task,
                "files": sum(block["files"] for block in blocks.values()),
                "missing": sum(block["missing"] for block in blocks.values()),
                "stale": sum(block["stale"] for block in blocks.values()),
                "blocks": self._blocks(task, blocks),
            }
            for task, blocks in self._tasks.items()
        ]

    def _blocks(self, task: str, blocks: Mapping[str, TaskBlock]) -> list[TaskBlock]:
        """Return the blocks of a task; a file that holds all records of a list is at the head of that list."""
        moved = {name: f"loop:{loop}" for (of, name), loop in self._together.items() if of == task}
        moved = {name: loop for name, loop in moved.items() if loop in blocks}
        shown: list[TaskBlock] = []
        for name, block in blocks.items():
            if name in moved:
                continue
            if block["kind"] == "list":
                tiles = (blocks[each] for each, loop in moved.items() if loop == name)
                whole = [each for each in tiles if each["kind"] == "tile"]
                block = {**block, "together": [{"name": each["name"], "files": each["files_of"]} for each in whole]}
            shown.append(block)
        return shown

    def add(self, entry: PlanEntry) -> None:
        """Add one record of one document."""
        document = entry.document
        loop = "" if document.together else next(iter(document.for_each), "")
        if document.content and document.content in FILE_SETS:
            self._add_set(entry, FILE_SETS[document.content])
        elif loop:
            self._add_row(entry, loop)
        else:
            if document.together:
                self._together[self._task(entry), document.id] = next(iter(document.for_each), "")
            self._add_tile(entry)

    def _add_tile(self, entry: PlanEntry) -> None:
        document = entry.document
        tile: TileBlock = {**_NO_FILES, "kind": "tile", "name": document.name, "files_of": [], "sample": None}
        tile["files_of"] = self._files(tile, entry)
        tile["sample"] = _pdf(tile["files_of"])
        self._tasks[self._task(entry)][document.id] = tile
        if document.content == "send-list":
            self.copies = next((str(job.content["total"][2]) for job in entry.jobs()), "")

    def _task(self, entry: PlanEntry) -> str:
        """Return the task of a record: that of its document, but a table of a list is printed, it didn't come back."""
        document = entry.document
        name = document.table or str(entry.values.get("table", {}).get("id", ""))
        shown = next((each.of for each in self._context.dispatch.tables if each.id == name), "")
        of_list = document.content == "table" and shown in self._context.dataset.lists
        return "forms" if of_list and document.task == "returns" else document.task

    def _list(self, document: Document, task: str, loop: str) -> ListBlock:
        """Return the block of all documents of a task that share the name of their first loop value."""
        if (task, loop) not in self._lists:
            listed = self._context.dataset.lists.get(document.for_each[loop])
            made: ListBlock = {
                **_NO_FILES,
                "kind": "list",
                "loop": loop,
                "of": document.for_each[loop],
                "label": (listed.head.label or "") if listed else "",
                "documents": [],
                "more": 0,
                "together": [],
                "rows": [],
            }
            self._lists[task, loop] = self._tasks[task][f"loop:{loop}"] = made
        return self._lists[task, loop]

    def _files(self, block: TaskBlock, entry: PlanEntry) -> list[ShownFile]:
        """Return the files of a record with their states."""
        files: list[ShownFile] = []
        for path in entry.paths:
            sha, state = self._state(entry, path)
            self.opened += bool(sha) and path.endswith(OPENED)
            name = path.removeprefix(f"{self._folder}/")
            format_ = path.rpartition(".")[2].upper()
            judged = not entry.values and entry.document.content == "letter" and format_ in ("PDF", "DOCX")
            file: ShownFile = {
                **empty(ShownFile),
                "path": path,
                "href": quote(name),
                "format": format_,
                "judged": judged,
            }
            files.append({**file, "sha256": sha, "state": state})
            block["files"] += 1
            if state == "missing":
                block["missing"] += 1
            elif state:
                block["stale"] += 1
        files.sort(key=lambda file: file["format"] != "PDF")  # the printable file first
        return files

    def _add_row(self, entry: PlanEntry, loop: str) -> None:
        document, task, value = entry.document, self._task(entry), entry.values[loop]
        block = self._list(document, task, loop)
        listed = _listed(block, document)
        listed["count"] += 1
        rows = self._rows.setdefault((task, loop), {})
        if value["id"] not in rows:
            if len(rows) >= SHOWN:
                block["more"] += len(entry.paths)
                block["files"] += len(entry.paths)
                return
            rows[value["id"]] = {"name": _name(value), "direct": [], "nested": []}
            block["rows"].append(rows[value["id"]])
        row = rows[value["id"]]
        if len(entry.values) == 1:
            files = self._files(block, entry)
            row["direct"].append({"name": document.name, "pack": bool(document.parts), "files": files})
        else:
            files = self._add_nested(block, row, entry)
        if not listed["sample"]:
            listed["sample"] = _pdf(files)

    def _add_nested(self, block: ListBlock, row: ListRow, entry: PlanEntry) -> list[ShownFile]:
        document = entry.document
        inside = next((each for each in row["nested"] if each["id"] == document.id), None)
        if inside is None:
            inside = {"id": document.id, "name": document.name, "count": 0, "rows": []}
            row["nested"].append(inside)
        inside["count"] += 1
        if inside["count"] > SHOWN:
            block["files"] += len(entry.paths)
            return []
        name = ", ".join(_name(value) for value in list(entry.values.values())[1:])
        files = self._files(block, entry)
        inside["rows"].append({"name": name, "files": files})
        return files

    def _add_set(self, entry: PlanEntry, kind: FileSet) -> None:
        """Add signs by item, each with the sets it belongs to; files outside the sets are sheets."""
        document = entry.document
        if document.id not in self._sets:
            made: SetBlock = {**_NO_FILES, "kind": "set", "name": document.name, "sheets": [], "signs": []}
            self._sets[document.id] = self._tasks[document.task][f"set:{document.id}"] = made
        block = self._sets[document.id]
        signage = signage_of(self._context)
        items = {item.id: item for item in signage.items} if signage else {}
        members = {member.path: member for member in kind.members(self._context, True)}
        signs: dict[str, ShownSign] = {}
        owners: dict[tuple[str, str], OwnerFiles] = {}
        base = len(f"{self._folder}/{document.path}/")
        for file in self._files(block, entry):
            member = members[file["path"][base:]]
            owner = member.owner
            if not owner:
                name, cut = PurePosixPath(member.path).name, items[member.item].name if member.item else ""
                block["sheets"].append({"id": name, "item": cut, "files_of": [file], "sample": _pdf([file])})
                continue
            item = items[member.item]
            file["note"] = member.variant
            sign = signs.setdefault(item.id, _sign(item))
            if (item.id, owner) not in owners:
                owners[item.id, owner] = {"id": owner, "name": member.owner_name or owner, "files": []}
                sign["owners"].append(owners[item.id, owner])
            owners[item.id, owner]["files"].append(file)
            sign["sample"] = sign["sample"] or _pdf([file])
        for sign in signs.values():
            sign["total"] = f"{int(sign['copies']) * len(sign['owners']):,}".replace(",", ".")
        block["signs"] += list(signs.values())


def _listed(block: ListBlock, document: Document) -> ListedDocument:
    """Return the entry of a document in a list, adding it if needed."""
    listed = next((each for each in block["documents"] if each["id"] == document.id), None)
    if listed is None:
        known: Identified = {"id": document.id, "name": document.name}
        listed = {**known, "count": 0, "sample": None, "pack": bool(document.parts), "duplex": document.duplex}
        block["documents"].append(listed)
    return listed


def _sign(item: SignItem) -> ShownSign:
    return {
        "id": item.id,
        "name": item.name,
        "size": wording.size(item),
        "wide": item.width > item.height,
        "copies": str(item.copies),
        "material": item.material or "",
        "owners": [],
        "sample": None,
        "total": "",
    }


def _pdf(files: Iterable[ShownFile]) -> ShownFile | None:
    """Return the file whose first page is the thumbnail."""
    return next((file.copy() for file in files if file["format"] == "PDF" and file["sha256"]), None)


def _name(value: Any) -> str:
    """Return the display name of a loop value."""
    if not isinstance(value, Mapping):
        return str(value)
    return str(value.get("heading") or value.get("name") or value["id"])

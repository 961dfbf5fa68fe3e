"""`migrate`: lists that an older project keeps in files of their own move to data/lists/, comments and all.

The entries stay byte by byte as they are: the head is written above them, so that nothing is lost or reordered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from congvan.i18n import program
from congvan.job import Outcome, Output, Progress, act
from congvan.messages import Message
from congvan.model.lists.older import OlderList, file_of, older_lists
from congvan.model.lists.read import LISTS
from congvan.model.loader import load
from congvan.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.project import assets
from congvan.project.assets import Assets
from congvan.project.atomic_write import write_file
from congvan.project.yaml_reader import parse

_SCHEMA = re.compile(r"# yaml-language-server: \$schema=\S+[ \t]*(?:\r\n|\n)?")


@dataclass(frozen=True, slots=True)
class MigrateRequest:
    """`root`: the project's folder; `dry_run`: say what would move, and move nothing."""

    root: Path
    dry_run: bool = False


@act("migrate")
def migrate(request: MigrateRequest, progress: Progress) -> Outcome:
    """Move the older lists of a project to data/lists/. Nothing is moved unless all of it reads as before."""
    files = assets.read(request.root)
    before = load(files)
    moves = list(_moves(files))
    outcome = Outcome("migrate", where=str(request.root))
    if not moves:
        outcome.remarks.append(Message("migrate.nothing"))
        return outcome
    gone = {old for old, _new, _data in moves}
    kept = {name: files[name] for name in files if name not in gone}
    after = load(Assets({**kept, **{new: data for _old, new, data in moves}}, files.unread))
    for name, listed in before.lists.items():
        if after.lists[name].entries != listed.entries:
            raise ProblemsFound(Problem(Message("migrate-differs", name=name), Place(listed.file)))
    progress.check()
    if not request.dry_run:
        _write(request.root, moves)
    status = "would-build" if request.dry_run else "built"
    outcome.outputs = [Output(new, status, Message("migrate.from", old=old)) for old, new, _data in moves]
    outcome.remarks += [Message("migrate.moved", old=old, new=new) for old, new, _data in moves]
    outcome.remarks.append(Message("number.build-again-print", program=program()))
    return outcome


def _moves(files: Assets) -> Iterator[tuple[str, str, bytes]]:
    """Yield the old name, the new name and the new bytes of every list that moves. Raises ProblemsFound."""
    for identifier, older in older_lists().items():
        old, new = file_of(identifier), f"{LISTS}{older.id}.yaml"
        if old not in files:
            continue
        if new in files:
            raise ProblemsFound(Problem(Message("list-moved", other=new), Place(old)))
        yield old, new, _with_head(files[old], old, identifier, older)


def _with_head(data: bytes, name: str, identifier: str, older: OlderList) -> bytes:
    """Return the file with the head of its list above its entries."""
    source = parse(data, name)
    newline = "\r\n" if "\r\n" in source.text else "\n"
    text = _SCHEMA.sub(f"# yaml-language-server: $schema=../schema/list.json{newline}", source.text, count=1)
    start = source.spans[()].start + len(text) - len(source.text)
    flow = source.spans[()].style == "flow"
    head = newline.join(_head_lines(identifier, older))
    entries = "entries: " if flow else f"entries:{newline}"
    start = start if flow else _line_start(text, start)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + f"{text[:start]}{head}{newline}{newline}{entries}{text[start:]}".encode()


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _head_lines(identifier: str, older: OlderList) -> Iterator[str]:
    """Yield the lines of a head: what the list is called, how its entries read, its name of before."""
    yield "list:"
    yield f"  also: {identifier}"
    for key in ("label", "one"):
        yield f"  {key}: {getattr(older.list, key)}"
    for key in ("heading", "sentence"):
        if key in older.list.model_fields_set:
            yield f'  {key}: "{getattr(older.list, key)}"'
    receives = older.list.receives
    if isinstance(receives, str):
        yield f'  receives: "{receives}"'
    elif receives:
        each = ", ".join(f'{prefix}: "{text}"' for prefix, text in receives.items())
        yield f"  receives: {{{each}}}"


def _write(root: Path, moves: list[tuple[str, str, bytes]]) -> None:
    """Write the new files, then remove the old ones. Raises EnvironmentFault; then the old ones are still there."""
    written: list[Path] = []
    try:
        (root / LISTS).mkdir(parents=True, exist_ok=True)
        for _old, new, data in moves:
            write_file(root / new, data)
            written.append(root / new)
        for old, _new, _data in moves:
            (root / old).unlink()
    except OSError as error:
        if all((root / old).exists() for old, _new, _data in moves):
            for path in written:
                path.unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(str(root / LISTS)))) from None

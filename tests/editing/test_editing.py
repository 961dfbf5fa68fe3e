"""Many hands at one file, and hands that are cut off: nothing that was said to be saved is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from congvan.core.job import Outcome
from congvan.editing import history
from congvan.editing.drafting.number import NumberRequest, number
from congvan.editing.entries import AddRequest, MoveRequest, RemoveRequest, add, move, remove
from congvan.editing.saving import SaveRequest, save
from congvan.editing.undoing import UndoRequest, undo
from congvan.model.project.yaml_reader import KeyPath, scan
from tests.editing.files import AGENCY, DISPATCH, sha, value_in
from tests.sample_project import HOME

LONG = os.environ.get("CONGVAN_LONG") == "1"
INTERLEAVINGS = 10_000 if LONG else 25
FILE = "data/lists/x.yaml"
START = """\
# danh sách
list: {label: X, one: Y}
entries:
- {id: a, name: A, phone: '1'}   # a
- id: b
  name: B

- id: c   # c
  name: C
  address: |
    Một
"""


@dataclass
class Editor:
    """Somebody with a page that may be behind: the hash and the entries that it shows, each under its identity."""

    version: str = ""
    label: str = ""
    entries: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@dataclass
class Office:
    """What the file must hold by what was acknowledged, kept beside it: entries by an identity of their own."""

    root: Path
    label: str = "X"
    entries: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    count: int = 0

    def look(self, editor: Editor) -> None:
        editor.version, editor.label = sha(self.root, FILE), self.label
        editor.entries = [(number, dict(entry)) for number, entry in self.entries]

    def fresh(self) -> str:
        self.count += 1
        return f"giá trị {self.count}"

    def act(self, editor: Editor, luck: random.Random) -> None:
        """Do one thing that a page can do, and keep what was acknowledged."""
        kind = luck.choice(["label", "save", "save", "save", "add", "remove", "move", "look"])
        if kind == "look" or not editor.version:
            self.look(editor)
        elif kind == "label":
            self._label(editor)
        elif kind == "add":
            index = luck.choice([None, luck.randint(0, len(editor.entries))])
            entry = {"id": f"n{self.count}", "name": self.fresh()}
            told = add(AddRequest(self.root, FILE, ("entries",), dict(entry), index, editor.version))
            assert told.exit_code in (0, 1)
            if told.exit_code == 0:
                self.entries.insert(int(told.data["path"].rpartition("/")[2]), (self.count, entry))
        elif editor.entries:
            index = luck.randrange(len(editor.entries))
            {"save": self._save, "remove": self._remove, "move": self._move}[kind](editor, index, luck)

    def _label(self, editor: Editor) -> None:
        new = self.fresh()
        told = save(SaveRequest(self.root, FILE, ("list", "label"), editor.label, new, editor.version))
        assert told.exit_code == (0 if editor.label == self.label else 1)
        if told.exit_code == 0:
            self.label = editor.label = new

    def _save(self, editor: Editor, index: int, luck: random.Random) -> None:
        identity, shown = editor.entries[index]
        key, new = luck.choice(["name", "phone", "address"]), luck.choice([self.fresh(), f"{self.fresh()}\nhai"])
        there = dict(self.entries).get(identity)
        told = save(SaveRequest(self.root, FILE, ("entries", index, key), shown.get(key, ""), new, editor.version))
        assert told.exit_code == (0 if there is not None and there.get(key) == shown.get(key) else 1), told.problems
        if told.exit_code == 0 and there is not None:
            there[key] = shown[key] = new

    def _remove(self, editor: Editor, index: int, luck: random.Random) -> None:
        identity, shown = editor.entries[index]
        there = dict(self.entries).get(identity)
        told = remove(RemoveRequest(self.root, FILE, ("entries", index), dict(shown), editor.version))
        assert told.exit_code == (0 if there in (None, shown) else 1)
        if told.exit_code == 0:
            self.entries = [each for each in self.entries if each[0] != identity]

    def _move(self, editor: Editor, index: int, luck: random.Random) -> None:
        identity, _shown = editor.entries[index]
        to = luck.randrange(len(editor.entries))
        told = move(MoveRequest(self.root, FILE, ("entries", index), to, editor.version))
        assert (told.exit_code == 0) == (identity in dict(self.entries))
        if told.exit_code == 0:
            moved = next(each for each in self.entries if each[0] == identity)
            self.entries.remove(moved)
            self.entries.insert(int(told.data["path"].rpartition("/")[2]), moved)

    def check(self) -> None:
        data: Any = scan((self.root / FILE).read_bytes(), FILE).data
        assert data["list"]["label"] == self.label
        assert data["entries"] == [entry for _number, entry in self.entries]


def test_two_editors_lose_nothing_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand orders with CONGVAN_LONG=1, each of eight acts of two pages that may both be behind."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)  # no power cut here
    for seed in range(INTERLEAVINGS):
        luck, root = random.Random(seed), tmp_path / str(seed % 50) / str(seed)
        (root / "data/lists").mkdir(parents=True)
        (root / FILE).write_text(START, "utf-8")
        entries: Any = scan(START.encode(), FILE).data
        office = Office(root, entries=[(-n - 1, dict(each)) for n, each in enumerate(entries["entries"])])
        editors = (Editor(), Editor())
        for _ in range(8):
            office.act(luck.choice(editors), luck)
            office.check()
        text = (root / FILE).read_text("utf-8")
        assert text.startswith("# danh sách\n"), seed


def test_a_page_that_is_behind_an_edit_by_hand_and_a_restart_asks(root: Path) -> None:
    seen = sha(root, DISPATCH)
    (root / DISPATCH).write_bytes((root / DISPATCH).read_bytes().replace(b"  - to: ubnd-tinh\n    purpose: b/c\n", b""))
    history._SEEN.clear()  # the program was started again
    told = save(SaveRequest(root, DISPATCH, ("copies", 2, "purpose"), "p/h", "x", seen))
    assert told.exit_code == 1
    assert save(SaveRequest(root, DISPATCH, ("medium",), "paper", "electronic", seen)).exit_code == 0


def begun(work: Callable[[], None]) -> int:
    """Begin something in a process of its own; return its id."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 3
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def forked(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return how it ended."""
    return os.waitpid(begun(work), 0)[1]


ROOMS = ("/editing/writing.py", "/editing/history.py", "/project/atomic_write.py", "/project/data_lock.py")


def killed_at(line: int, work: Callable[[], Outcome]) -> Callable[[], None]:
    """Return work that is killed before the so-manieth line of the modules that write."""

    def run() -> None:
        left = line

        def trace(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.endswith(ROOMS):
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        work()
        sys.settrace(None)

    return run


@pytest.mark.every(2)
@pytest.mark.parametrize("kind", ["save", "remove"])
def test_a_kill_at_any_point_leaves_the_old_file_or_the_new_one(root: Path, kind: str) -> None:
    def work() -> Outcome:
        if kind == "save":
            return save(SaveRequest(root, AGENCY, ("place",), "Lạng Sơn", "Cao Bằng"))
        return remove(RemoveRequest(root, AGENCY, ("signers", 0)))

    old = (root / AGENCY).read_bytes()
    work()
    new = (root / AGENCY).read_bytes()
    (root / AGENCY).write_bytes(old)
    seen, step = set(), 1 if LONG else 7
    for line in range(0, 400, step):
        ended = forked(killed_at(line, work))
        found = (root / AGENCY).read_bytes()
        assert found in (old, new)
        seen.add(found)
        told = save(SaveRequest(root, AGENCY, ("short_name",), "Sở TT&TT", "Sở"))  # the lock is free, and history reads
        assert told.exit_code == 0
        if found == new:
            assert undo(UndoRequest(root, AGENCY, told.data["record"])).exit_code == 0
            assert undo(UndoRequest(root, AGENCY)).exit_code == 0
            assert (root / AGENCY).read_bytes() == old
        (root / AGENCY).write_bytes(old)
        if ended == 0:
            break
        assert os.WIFSIGNALED(ended)
    else:
        pytest.fail("the act never ended by itself")
    assert seen == {old, new}


def test_processes_and_the_command_line_wait_for_one_another(root: Path) -> None:
    """Four pages and `number` write at once: every value is there in the end."""
    shutil.copytree(HOME / "templates", root / "templates")

    def page(name: str) -> Callable[[], None]:
        def work() -> None:
            for step in range(6):
                told = save(SaveRequest(root, DISPATCH, ("facts", name), str(step - 1) if step else "", str(step)))
                assert told.exit_code == 0, told.problems

        return work

    def command() -> None:
        assert number(NumberRequest(root, "123", None, "bluezone-2020")).exit_code == 0

    children = [begun(work) for work in (*(page(name) for name in "abcd"), command)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 5
    path: KeyPath = ("facts",)
    facts = value_in(root, DISPATCH, path)
    assert [facts[name] for name in "abcd"] == ["5"] * 4
    assert value_in(root, DISPATCH, ("number",)) == "123"

"""A copy of the project's data and templates to work on, and the command run on it in a process of its own."""

from __future__ import annotations

import contextlib
import enum
import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.cache import FOLDER, DiskCache, MemoryCache, program
from tests import warm

HOME = Path(__file__).resolve().parent.parent
KEPT = HOME / ".cache/tests"


@dataclass(frozen=True)
class Run:
    """What a run of the command left: exit code, standard output and error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.json["problems"]]


@dataclass(frozen=True)
class Project:
    """A project folder."""

    root: Path

    def run(self, *words: str, env: dict[str, str] | None = None, cwd: Path | None = None) -> Run:
        words = (*words, "--root", str(self.root))
        folder = cwd or self.root
        if env is None:
            done = Run(*warm.run(words, folder, {**os.environ, "LC_ALL": "C.UTF-8"}))
        else:  # some of it is read by the start of Python
            done = _started(words, folder, {**os.environ, "LC_ALL": "C.UTF-8", **env})
        assert "Traceback" not in done.err + done.out, done.err + done.out
        return done

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{name} holds no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def tree(self) -> dict[str, bytes]:
        """Every file under outputs/ by its path from there."""
        folder = self.root / "outputs"
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _started(words: Sequence[str], folder: Path, env: dict[str, str]) -> Run:
    command = [sys.executable, str(HOME / "build.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=env, check=False)
    return Run(done.returncode, done.stdout, done.stderr)


def new_project(folder: Path, *, cold: bool = False) -> Project:
    """The sample project, copied, with its templates compiled and laid out already but where `cold`."""
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, folder / name)
    if not cold:
        warm_up(folder)
    return Project(folder)


def warm_up(folder: Path) -> None:
    """Give a project what the sample's templates are compiled to; it has none of its own yet."""
    shutil.copytree(_compiled(), folder / FOLDER, dirs_exist_ok=True)


def built_project(folder: Path) -> Project:
    """The sample project, copied, as a whole build leaves it: no test builds it again only to look at it."""
    project = new_project(folder)
    shutil.copytree(_built(), folder / "outputs")
    return project


def letter_alone(project: Project) -> None:
    """Leave the letter as the only document: `validate` tries a record of each template of each dispatch."""
    name = "data/documents.yaml"
    before, letter, rest = project.read(name).partition("- id: letter\n")
    project.write(name, before + letter + rest[: rest.index("\n- id:")])


@functools.cache
def _compiled() -> Path:
    """What a whole build of the sample leaves compiled, made once for each state of templates and formats.

    An entry is found by the hash of all it was made from (congvan/core/cache.py), so that a change is compiled anew.
    """
    with _kept(_Made.COMPILED) as made:
        if not made.exists():
            _build(cold=True)
    return made


@functools.cache
def _built() -> Path:
    """What a whole build of the sample writes, made once for each state of its files, of the code and of libraries."""
    _compiled()  # which most often comes from the same build
    with _kept(_Made.BUILT) as made:
        if not made.exists():
            _build(cold=False)
    return made


class _Made(enum.StrEnum):
    """What is kept of a whole build: the name of its folder."""

    COMPILED = "compiled"
    BUILT = "built"


@contextlib.contextmanager
def _kept(kind: _Made) -> Iterator[Path]:
    """Where that is kept, or is to be; no other process makes it until this one has."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield _place(kind)


def _place(kind: _Made) -> Path:
    """One folder for each state of what it is made from."""
    state = hashlib.sha256(program() if kind == _Made.COMPILED else _code())
    for path in sorted(path for folder in ("templates", "data") for path in (HOME / folder).rglob("*")):
        if path.is_file():
            state.update(hashlib.sha256(path.read_bytes()).digest())
    return KEPT / kind / state.hexdigest()


def _code() -> bytes:
    """A hash of all code and tables of the package, of Python and the installed libraries by their versions."""
    libraries = sorted(found.name for folder in map(Path, sys.path) for found in folder.glob("*.dist-info"))
    state = hashlib.sha256("\0".join([sys.version, *libraries]).encode())
    for path in sorted((HOME / "congvan").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            state.update(b"\0%s\0%s" % (str(path).encode(), path.read_bytes()))
    return state.digest()


def _build(*, cold: bool) -> None:
    """Keep what a whole build writes; where `cold`, also what that and `validate` compile."""
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        project = new_project(Path(folder), cold=cold)
        for words in [["-q", "-j", "2"], ["validate"]] if cold else [["-q"]]:  # others wait for a cold one
            run = project.run(*words)
            assert run.code == 0, run.out + run.err
        made = {_Made.BUILT: project.root / "outputs", _Made.COMPILED: project.root / FOLDER}
        for entry in [entry for entry in made[_Made.COMPILED].iterdir() if entry.is_file()]:
            entry.unlink()  # what that folder's files looked like: not of another's
        for kind in [*_Made][not cold :]:
            place = _place(kind)
            shutil.rmtree(place.parent, ignore_errors=True)  # what files of before were made to
            place.parent.mkdir()
            made[kind].rename(place)


class Compiled:
    """The sample's templates compiled already, for renderers of this process; what they compile besides stays in it."""

    def __init__(self) -> None:
        self._kept, self._more = DiskCache(_compiled()), MemoryCache()

    def get(self, kind: str, key: str) -> bytes | None:
        return self._more.get(kind, key) or self._kept.get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._more.put(kind, key, data)

    def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
        return self._more.alone(kind, key)


@functools.cache
def compiled() -> Compiled:
    """The cache of this process."""
    return Compiled()


def docx_words(data: bytes | Path) -> list[str]:
    """The words of a DOCX's body in the order of its paragraphs."""
    import io
    import re

    from lxml import etree

    source = io.BytesIO(data) if isinstance(data, bytes) else data
    with zipfile.ZipFile(source) as package:
        tree = etree.fromstring(package.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = []
    for paragraph in tree.iter(f"{w}p"):
        if any(a.tag.endswith("}txbxContent") for a in paragraph.iterancestors()):
            continue
        pieces = []
        for node in paragraph.iter(f"{w}t", f"{w}tab", f"{w}br", f"{w}noBreakHyphen"):
            pieces.append({f"{w}t": node.text or "", f"{w}noBreakHyphen": "-"}.get(node.tag, " "))
        paragraphs.append("".join(pieces))
    return re.split(r"\s+", " ".join(paragraphs).strip())


def pdf_words(data: bytes | Path) -> list[str]:
    """The words of a PDF in the order of its content, as PDFium reads them; page numbers are left out, and what a voice
    says of a gap for the pen.
    """
    import re

    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = []
    for index, page in enumerate(document):
        reader = page.get_textpage()
        text = reader.get_text_range().replace("\ufffe", "-").replace("\x02", "-").replace(" để trống ", " ")
        texts.append(re.sub(r"\s+\d\s*$", "", text) if index else text)  # the number in the margin is painted last
        reader.close()
        page.close()
    document.close()
    return re.split(r"\s+", re.sub(r"- (?=VP\))", "-", " ".join(texts)).strip())

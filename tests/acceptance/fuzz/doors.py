"""The doors through which bytes come in, each as a function of bytes that must return, whatever the bytes are.

A door gives what it gives for any file: data, verdicts, rows, a finished document, or Problems. No exception but those
that a run turns into Problems, no process, no connection, no file that takes more than SECONDS.
"""

from __future__ import annotations

import atexit
import functools
import io
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from congvan import nd30
from congvan.core.bootstrap import fingerprint
from congvan.core.cache import DiskCache, MemoryCache
from congvan.core.job import Artifact, Job
from congvan.core.problems import Problem, ProblemsFound
from congvan.formats import compile_template
from congvan.formats.fastpath import stored_plans
from congvan.formats.pdf import layout_record
from congvan.model.loader import load
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.limits import limited
from congvan.pipeline.rendering.renderer import Renderer, render_each
from congvan.publishing.paths import is_safe
from congvan.publishing.publisher import Publisher
from congvan.returns.inboxes import ArrivalDetails, collect
from congvan.returns.ledger.store import Event, Store
from congvan.returns.records.fold import fold
from tests.acceptance.fuzz.edits import file_of, package_of
from tests.acceptance.fuzz.pieces import HTML, JSON, PDF, TAGS, TEXT, XML, YAML
from tests.acceptance.promises.line import docx_text, first_form, made, pdf_text, problems_of, sample, warm
from tests.formats.docx_dialect import DIALECT
from tests.formats.pdf_samples import page
from tests.planned import jobs_of
from tests.returns.filling import blank, dataset, fill, people, read_path

SECONDS = 10.0  # of the processor, for one input
#: What no door may ask of the system: a connection, another program.
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system", "os.posix_spawn")
_inside = False


def _watch(event: str, words: tuple[Any, ...]) -> None:
    if _inside and event in FORBIDDEN:
        raise AssertionError(f"{event}: {words[:2]!r:.200}")


@functools.cache
def _watched() -> None:
    """Watch from now on, to the end of the process."""
    sys.addaudithook(_watch)


@functools.cache
def folder() -> Path:
    """A folder of this process for doors that open files by name."""
    made = Path(tempfile.mkdtemp(prefix="congvan-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@functools.cache
def letter(format_: str) -> bytes:
    found = made({}, Selection(["letter"], {}, [format_]), warm())
    return next(artifact.data for artifact in found if artifact.job.document == "letter")


@functools.cache
def sources() -> list[tuple[str, bytes]]:
    return [(name, data) for name, data in sorted(sample().items()) if name.endswith(".yaml")]


def _told(problems: Iterable[Problem]) -> None:
    assert all(problem.text and problem.code for problem in problems)


def source(recipe: bytes) -> None:
    """The YAML source, the model and the plan: data, or Problems with a place that exists."""
    name, sound = sources()[recipe[0] % len(sources()) if recipe else 0]
    data = file_of([sound], recipe[1:], YAML)
    lines = re.split(rb"\r\n|\r|\n", data)
    for problem in problems_of({name: data}):
        assert problem.text
        assert problem.place.file
        assert problem.place.file != name or 0 <= problem.place.line <= len(lines), problem


def docx_view(recipe: bytes) -> None:
    """The view of a DOCX: verdicts, or a word why there are none."""
    assert nd30.check(
        package_of([letter("docx"), blank("viettel-lang-son", "cao-loc", "docx")], recipe, XML), "a.docx"
    ).results


def pdf_view(recipe: bytes) -> None:
    """The view of a PDF: verdicts, or a word why there are none."""
    assert nd30.check(file_of([letter("pdf")], recipe, PDF), "a.pdf").results


@functools.cache
def filled() -> list[bytes]:
    form = blank("viettel-lang-son", "cao-loc")
    return [fill(form, people(3, 3)), form, fill(blank("viettel-lang-son"), people(4, 2))]


def _returned(data: bytes, name: str) -> None:
    path = folder() / name
    path.write_bytes(data)
    read = read_path(path, name)
    assert read.kind in ("answer", "evidence") or read.problems
    _told(read.problems)
    assert "file can't be read: RecursionError" not in repr(read.problems)
    json.dumps(read.body)


def returned_xlsx(recipe: bytes) -> None:
    """A returned workbook: rows or Problems."""
    _returned(package_of(filled(), recipe, XML), "a.xlsx")


def returned_docx(recipe: bytes) -> None:
    """A returned document: rows or Problems."""
    _returned(package_of([blank("viettel-lang-son", "cao-loc", "docx")], recipe, XML), "a.docx")


@functools.cache
def as_text() -> list[bytes]:
    """A filled form as a spreadsheet saves it with separators, in several of their ways."""
    sheet = openpyxl.load_workbook(io.BytesIO(filled()[0])).active
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    texts = [mark.join('"' + x.replace('"', '""') + '"' for x in row) for row in rows for mark in (",",)]
    plain = "\r\n".join(texts)
    return [plain.encode("utf-8-sig"), plain.replace('","', '"\t"').encode("utf-16"), plain.replace('"', "").encode()]


def returned_csv(recipe: bytes) -> None:
    """A returned text file with separators: rows or Problems."""
    _returned(file_of(as_text(), recipe, TEXT), "a.csv")


def _template(data: bytes, job: Job, files: dict[str, bytes]) -> None:
    """A template compiled, and one document made with it: it opens, or Problems."""
    (found,) = render_each(Renderer({**files, job.template: data}), [job])
    if not isinstance(found, Artifact):
        _told(found.problems)
    elif found.job.format == "docx":
        docx_text(found.data)
    else:
        openpyxl.load_workbook(io.BytesIO(found.data)).close()


def docx_template(recipe: bytes) -> None:
    """The template compiler for DOCX, from a template of each tag: a template, or Problems; what it makes opens."""
    content = {name: value for _template, context in DIALECT.values() for name, value in context.items()}
    sound = [template for template, _context in DIALECT.values()]
    _template(package_of(sound, recipe, XML + TAGS), Job("a.docx", "a", "", "docx", "a.docx", content), {})


@functools.cache
def form() -> Job:
    """The first blank form as a workbook."""
    return next(job for job in jobs_of(plan(load(sample()), first_form(only=["xlsx"]))) if job.format == "xlsx")


def xlsx_template(recipe: bytes) -> None:
    """The template compiler for XLSX."""
    _template(package_of([sample()[form().template]], recipe, XML + TAGS), form(), sample())


def html_template(recipe: bytes) -> None:
    """The template compiler for PDF: compiled only, since a layout of it takes a second."""
    data = file_of([sample()["templates/bia-tap.html"]], recipe, HTML)
    assets = {name.removeprefix("templates/"): text for name, text in sample().items() if name.startswith("templates/")}
    with suppress(ProblemsFound):
        compile_template("pdf", data, name="templates/bia-tap.html", assets=assets)


PAGE = page(
    "<h1 data-f>{{ a }}</h1>{% if b %}<p data-f>{{ b }} và <b>{{ a }}</b></p>{% endif %}"
    "<table>{% for r in rows %}<tr><td data-f>{{ r }}</td><td>x</td></tr>{% endfor %}</table>"
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>',
    "h1 { color: #123; margin: 2mm } @page { size: 80mm 60mm; margin: 5mm } td { border: 1px solid }",
)


def html_page(recipe: bytes) -> None:
    """A small HTML template, laid out: a PDF that opens, or Problems."""
    job = Job("x.pdf", "x", "r", "pdf", "t", {"a": "Tràng Định", "b": "& <01>", "rows": ["một", "hai"]})
    (found,) = render_each(Renderer({"t": file_of([PAGE], recipe, HTML)}), [job])
    if hasattr(found, "data"):
        pdf_text(found.data)
    else:
        _told(found.problems)


@functools.cache
def published() -> tuple[bytes, bytes]:
    """The manifest and the journal of a build."""
    top = folder() / "sound"
    top.mkdir()
    with Publisher(top / "outputs", sync=False) as publisher:
        for number in range(3):
            publisher.add(f"a/{number}.docx", b"x" * number, key=str(number))
        publisher.commit(["a/"])
    journal = json.dumps({"a/1.docx": ["0" * 64], "a/x.docx": ["1" * 64]}).encode()
    return (top / "outputs/manifest.json").read_bytes(), journal


def manifest(recipe: bytes) -> None:
    """The manifest, and the journal that an ended build left: rows, or a Problem; nothing is lost."""
    journal = bool(recipe[:1] and recipe[0] & 1)
    data = file_of([published()[journal]], recipe[1:], JSON)
    top = folder() / "publish"
    shutil.rmtree(top, ignore_errors=True)
    (top / "outputs/a").mkdir(parents=True)
    (top / "outputs/a/1.docx").write_bytes(b"mine")
    (top / ".outputs.work").mkdir()
    (top / "outputs/manifest.json").write_bytes(published()[0] if journal else data)
    if journal:
        (top / ".outputs.work/journal.json").write_bytes(data)
    try:
        with Publisher(top / "outputs", sync=False) as publisher:
            publisher.add("a/0.docx", b"new", key="k")
            publisher.commit(["a/"])
    except ProblemsFound as stop:
        _told(stop.problems)
    else:
        rows = json.loads((top / "outputs/manifest.json").read_bytes())["outputs"]
        assert all(map(is_safe, rows))
    assert (top / "outputs/a/1.docx").read_bytes() == b"mine" or b"1e3bb2" in data
    assert sorted(p.name for p in top.iterdir()) in (["outputs"], [".outputs.work", "outputs"])


@functools.cache
def kept() -> dict[str, bytes]:
    """What a build leaves in its cache: a layout, a program, the record of a no-op."""
    cache, found = MemoryCache(), {}
    content = {"a": "Tràng Định", "b": "x", "rows": ["một", "hai"]}
    template = compile_template("pdf", PAGE, name="t", cache=cache)
    for word in ("một", "hai", "ba", "bốn"):
        template.render({**content, "a": word})
    for (kind, _key), data in cache._entries.items():
        found[kind] = data
    before = fingerprint.snapshot(str(folder()), ["no such file", str(Path(__file__))])
    fingerprint.remember(str(folder() / "record"), before._replace(settled=True), ["a"], "about", "note")
    return {**found, "record": (folder() / "record").read_bytes()}


def cached(recipe: bytes) -> None:
    """What a run keeps for the next one: of the right shape, or passed over and made again."""
    names = ["pdf", "pdf-program", "record", "pdf-trial"]
    name = names[recipe[0] % 4] if recipe else names[0]
    data = file_of([kept()[name]], recipe[1:], JSON)
    if name == "record":
        (folder() / "again").write_bytes(data)
        assert fingerprint.recall(str(folder() / "again"), "about") is None or b"note" in data or data.count(b"\n") > 2
    elif name == "pdf":
        layout_record.from_bytes(data)
        disk = DiskCache(folder())
        disk.put("kind", "key", kept()[name])
        with suppress(OSError):
            entry = folder() / "kind/key"
            entry.write_bytes(file_of([entry.read_bytes()], recipe[1:], JSON))
        assert disk.get("kind", "key") in (None, kept()[name])
    else:
        plans = stored_plans.from_bytes(data) if name == "pdf-program" else stored_plans.trial_from_bytes(data)[0]
        for one in plans:
            one.extract({"a": "Tràng Định", "b": "x", "rows": ["một", "hai"]})


@functools.cache
def database_file() -> bytes:
    """A database with an answer, evidence and a number in it."""
    top = folder() / "store"
    top.mkdir()
    (top / "a.xlsx").write_bytes(filled()[0])
    (top / "viettel.pdf").write_bytes(b"%PDF-1.4 scan")
    with Store.open(f"sqlite:///{top / 'r.db'}") as store:
        collect(dataset(), [top], store, ArrivalDetails("2020-08-20", "test", 12))
    return (top / "r.db").read_bytes()


def database(recipe: bytes) -> None:
    """The database of what came back: its events, or a Problem."""
    path = folder() / "r.db"
    path.with_name("r.db-journal").unlink(missing_ok=True)
    path.write_bytes(
        file_of([database_file()], recipe, [b"\0", b"\xff", b"null", b"{}", b"[]", b'"', b"answer", b"event"])
    )
    try:
        with Store.open(f"sqlite:///{path}") as store:
            fold(store.events())
            with store.change() as change:
                change.add(Event("register", "x", {"number": 1, "first": 1}))
            store.file("0" * 64)
    except ProblemsFound as stop:
        _told(stop.problems)


@dataclass(frozen=True)
class Door:
    """A door by its name, and whether a look through it is so dear that few are taken in the short run."""

    enter: Callable[[bytes], None]

    @property
    def name(self) -> str:
        return self.enter.__name__

    def __call__(self, recipe: bytes) -> None:
        """Enter; AssertionError where the door does what none may."""
        global _inside
        _watched()
        began, _inside = time.process_time(), True
        try:
            with limited():
                self.enter(recipe)
        finally:
            _inside = False
        took = time.process_time() - began
        assert took < SECONDS, f"{took:.1f} s"


DOORS = {
    door.name: door
    for door in map(
        Door,
        [
            source,
            docx_view,
            pdf_view,
            returned_xlsx,
            returned_docx,
            returned_csv,
            docx_template,
            xlsx_template,
            html_template,
            html_page,
            manifest,
            cached,
            database,
        ],
    )
}

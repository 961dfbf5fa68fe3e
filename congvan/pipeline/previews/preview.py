"""Show the pages of one record of a template: PDF and PNG in a folder of their own, once or whenever a file changes.

A session keeps what is slow to make: the data, the plan's contents, the libraries, the template's layout.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.job import Artifact, Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, UsageError
from congvan.formats.docx import compiled_macros
from congvan.formats.docx.template import KIND as COMPILED
from congvan.formats.pdf.template import FONTS
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.model.project.atomic_write import write_file
from congvan.pipeline.dashboard.thumbnails import page_images
from congvan.pipeline.previews.preview_record import record_of
from congvan.pipeline.previews.preview_request import PreviewRequest
from congvan.pipeline.rendering.renderer import Renderer
from congvan.publishing.errors import unwritable
from congvan.publishing.manifest import OUTPUTS

__all__ = ["PreviewRequest", "PreviewSession", "preview", "watch"]

PREVIEW = "preview"
"""Folder beside data/ for pages that nobody publishes."""
POLL = 0.03
"""Seconds between two looks at the files."""
SETTLE = 0.15
"""Seconds within which a file that is being saved may be unreadable."""
_SHARED = (compiled_macros.KIND, compiled_macros.PARTS, FONTS)


@act("preview")
def preview(request: PreviewRequest, _progress: Progress) -> Outcome:
    """Make the pages of one record of a template, as PDF and as a PNG for each page."""
    return PreviewSession(request).outcome()


def watch(request: PreviewRequest, progress: Progress, show: Callable[[Outcome], None]) -> None:
    """Make the pages, and make them again after each change of the template or the data, until cancelled.

    `show` is given every outcome; one with errors does not end the watch.
    """
    session: PreviewSession | None = None
    seen: Mapping[str, object] = {}
    while not progress.cancelled:
        now = _stamps(request)
        time.sleep(POLL)
        if now == seen or now != _stamps(request):  # nothing new, or still being saved
            continue
        first = not seen
        data_changed = session is None or any(now.get(n) != seen.get(n) for n in {*now, *seen} if n.startswith("data/"))
        seen = now
        try:
            session = PreviewSession(request) if data_changed or session is None else session
            outcome = session.settled()
        except ProblemsFound as stop:
            outcome = Outcome("preview", problems=list(stop.problems), exit_code=stop.exit_code)
        show(outcome)
        if first:  # what is there by now stays, and need not be walked by each collection of garbage
            gc.collect()
            gc.freeze()


def _stamps(request: PreviewRequest) -> dict[str, object]:
    """Return what tells that a file of the project, or the template elsewhere, was saved; locks of editors are none."""
    found: dict[str, object] = {}
    for name in assets.names(request.root):
        found[name] = _stamp(request.root / name)
    outside = Path(request.template)
    if outside.suffix.lower() == ".docx":
        found[request.template] = _stamp(outside)
    return found


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class _NotKept(Exception):
    """Raised for a template that no run has compiled yet."""


class _KeptTemplates:
    """The cache of builds, for templates that one of them has compiled."""

    def __init__(self, cache: DiskCache) -> None:
        self._cache = cache

    def get(self, kind: str, key: str) -> bytes | None:
        data = self._cache.get(kind, key)
        if data is None and kind == COMPILED:
            raise _NotKept
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._cache.put(kind, key, data)

    def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
        return self._cache.alone(kind, key)


class _Shared:
    """The cache of builds, for what the versions of a template that is being edited have in common, nothing else."""

    def __init__(self, cache: DiskCache) -> None:
        self._cache = cache

    def get(self, kind: str, key: str) -> bytes | None:
        return self._cache.get(kind, key) if kind in _SHARED else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        if kind in _SHARED:
            self._cache.put(kind, key, data)

    def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
        return nullcontext()


class PreviewSession:
    """One record of one document with its content; a change of the template alone makes its pages again."""

    def __init__(self, request: PreviewRequest) -> None:
        self.request = request
        self.files = assets.read(request.root)
        self.cache = DiskCache(request.root / FOLDER)
        self.found = record_of(request, self.files, self.cache)
        self.job = self.found.job
        self.folder = request.folder or request.root / PREVIEW / self.job.document
        if self.folder.resolve().is_relative_to((request.root / OUTPUTS).resolve()):
            raise UsageError(Problem(Message("preview-outputs"), Place(str(self.folder))))

    def settled(self) -> Outcome:
        """Return the outcome for the files as they are now; a template that is just being saved is read again."""
        try:
            return self.outcome()
        except ProblemsFound:
            time.sleep(SETTLE)
        return self.outcome()

    def outcome(self) -> Outcome:
        """Make the pages and write them."""
        started = time.perf_counter()
        outcome = Outcome("preview", where=str(self.folder))
        artifact, renderer = self._made()
        made: list[str] = []
        try:
            for name in self._written(artifact.data):
                made.append(name)
                if len(made) == 1:
                    outcome.data["first_page_seconds"] = round(time.perf_counter() - started, 3)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        if self.job.template.lower().endswith(".docx"):
            outcome.problems += renderer.notes(self.job.template)
        outcome.problems += artifact.problems
        outcome.outputs = [Output(name, "built") for name in made]
        outcome.data["record"], outcome.data["pages"] = self.job.record, len(made) - 1
        outcome.seconds = time.perf_counter() - started
        return outcome

    def _written(self, pdf: bytes) -> Iterator[str]:
        """Write the files of the preview and yield their names; then remove the pages that there are no more."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stem, made = Path(self.job.path).stem, set[str]()
        for name, data in _files(stem, pdf, self.request.dpi):
            write_file(self.folder / name, data, sync=False)
            made.add(name)
            yield name
        for old in self.folder.glob(f"{stem}-*.png"):
            if old.name not in made and old.stem.removeprefix(f"{stem}-").isdecimal():
                old.unlink()

    def _made(self) -> tuple[Artifact, Renderer]:
        """Return the PDF of the record with the template as it is on disk, and what has rendered it."""
        name = self.job.template
        path = self.found.path
        within = path == self.request.root / name
        data = assets.read_one(*((self.request.root, name) if within else (path.parent, path.name)))
        read: dict[str, bytes] = {n: d for n, d in self._templates().items() if n != name}
        files = {**read, name: data}
        if name.lower().endswith(".docx"):
            with suppress(_NotKept):
                return self._rendered(Renderer(files, _KeptTemplates(self.cache)))
            return self._rendered(Renderer(files, _Shared(self.cache)))
        return self._rendered(Renderer(files, self.cache))

    def _rendered(self, renderer: Renderer) -> tuple[Artifact, Renderer]:
        return renderer.render(self.job), renderer

    def _templates(self) -> Assets | dict[str, bytes]:
        """Return the project's files; those under templates/ that pages may name as they are on disk."""
        if self.job.template.lower().endswith(".docx"):
            return self.files
        named = [name for name in assets.names(self.request.root) if name.startswith("templates/")]
        return {**self.files, **{name: assets.read_one(self.request.root, name) for name in named}}


def _files(stem: str, pdf: bytes, dpi: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a preview by name, the first page before all others."""
    for number, png in enumerate(page_images(pdf, dpi), 1):
        yield f"{stem}-{number}.png", png
        if number == 1:
            yield f"{stem}.pdf", pdf

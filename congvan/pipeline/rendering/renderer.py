"""Render jobs into artifacts: templates are compiled once, records rendered here or in chunks by an executor.

Why chunks: rendering a job is cheaper than sending it to another process. A renderer is pure: the bytes do not depend
on the number of workers or on earlier jobs.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from congvan.core import libreoffice
from congvan.core.cache import Cache, DiskCache
from congvan.core.job import BY_LIBREOFFICE, MARK, Artifact, BoundDocument, Job, Pack, Ways
from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.templating.pictures import pictures_given
from congvan.core.threads import one_at_a_time
from congvan.formats import FOLLOWED, LongTemplate, Template, compile_template
from congvan.formats.fastpath.ways import LAID_OUT
from congvan.pipeline.rendering.batches import tables_in_texts
from congvan.pipeline.rendering.inspection import told_of_layout
from congvan.pipeline.rendering.limits import LimitExceeded, limited
from congvan.publishing.opening import opening_fault

if TYPE_CHECKING:
    from congvan.formats.pdf.layout_record import ClippedRow


MOST_CELLS = 100_000
"""Cells of the tables in the texts of a Word paper: more come to more text than one template may."""


class Renderer:
    """Render jobs from the bytes of the templates; compiled templates are kept."""

    def __init__(self, files: Mapping[str, bytes], cache: Cache | None = None, *, texts_vary: bool = False) -> None:
        """`texts_vary`: the texts are being written, so that records share none for long."""
        self.files, self._cache, self._texts_vary = files, cache, texts_vary
        self._assets = {n.removeprefix("templates/"): data for n, data in files.items() if n.startswith("templates/")}
        self._compiled: dict[tuple[str, str], Template] = {}
        self._drawings: dict[str, Template] = {}
        self._failed_templates: dict[tuple[str, str], ProblemsFound] = {}
        self._reported: dict[tuple[str, str], tuple[Counter[str], int]] = {}

    def template(self, name: str, format_: str) -> Template:
        """Return the compiled template. Raises ProblemsFound with all its problems, found once for all records."""
        key = (name, format_)
        if key in self._failed_templates:
            raise self._failed_templates[key].with_traceback(None)
        if key not in self._compiled:
            template = self.files.get(name, b"")
            try:
                self._compiled[key] = compile_template(
                    format_,
                    template,
                    name=name,
                    assets=self._assets,
                    cache=self._cache,
                    texts_vary=self._texts_vary,
                )
            except ProblemsFound as stop:
                self._failed_templates[key] = stop
                raise
        return self._compiled[key]

    def notes(self, name: str) -> tuple[Problem, ...]:
        """Return what the pages of a DOCX template can't follow of it. Raises ProblemsFound as `template`."""
        if self._cache is not None and self._cache.get(FOLLOWED, hashlib.sha256(self.files[name]).hexdigest()):
            return ()
        from congvan.formats.pdf.template import PdfTemplate

        template = self.template(name, "pdf")
        return template.notes if isinstance(template, PdfTemplate) else ()

    def _drawing(self, format_: str) -> Template:
        """Return the renderer of a format that has no template."""
        if format_ not in self._drawings:
            from congvan.signs.typeface import installed

            assets = {**self.files, **installed()}
            self._drawings[format_] = compile_template(format_, b"", name=format_, assets=assets)
        return self._drawings[format_]

    def render(self, job: Job, read: Callable[[], None] | None = None) -> Artifact:
        """Render the file of one job; `read`: as of `LongTemplate`.

        Raises ProblemsFound with problems that name its record.
        """
        try:
            _check_tables(job)
            with pictures_given(self._assets):
                data = self._bytes_of(job, read)
            found = _inspect(job.path, data, self.page_source(job)) if job.judged else ()
            return Artifact(job, data, (*found, *told_of_layout(job.path, self._told())), tuple(self._ways()))
        except ProblemsFound as stop:
            self._told()
            record = f"{job.document} {job.record}".strip()
            located = [self._located_in_data(problem) for problem in stop.problems]
            raise type(stop)([p if p.record else p._replace(record=record) for p in located]) from None

    def prepare(self, jobs: Iterable[Job]) -> None:
        """Have LibreOffice convert the documents of these jobs together; what fails here, `render` does alone."""
        from congvan.formats.docx_html.by_libreoffice import LibreOfficePages, convert_together

        def records() -> Iterator[tuple[LibreOfficePages, Mapping[str, Any]]]:
            for job in jobs:
                if job.sheet or job.counted is not None:
                    continue
                with suppress(ProblemsFound):
                    if isinstance(template := self.template(job.template, job.format), LibreOfficePages):
                        yield template, job.content

        if libreoffice.program():
            with suppress(LimitExceeded, RecursionError, MemoryError), limited(), pictures_given(self._assets):
                convert_together(records())

    def page_source(self, job: Job) -> bytes:
        """Return the DOCX template whose pages a file of this job has; b"" if it has none."""
        return self.files.get(job.template, b"") if job.template.lower().endswith(".docx") else b""

    def _bytes_of(self, job: Job, read: Callable[[], None] | None) -> bytes:
        if job.pack:
            return self._bind_pack(job, job.pack)
        if job.sheet and job.template.lower().endswith(".docx"):
            return self._on_sheets(job, job.sheet)
        if job.counted is not None:
            return self._template_for(job).render(with_counts(job.content, [self._pages(part) for part in job.counted]))
        template = self._template_for(job)
        if read is None or job.format not in ("pdf", "xlsx"):
            return template.render(job.content)
        return cast(LongTemplate, template).render(job.content, read)

    def _pages(self, part: BoundDocument) -> int:
        """Return how many pages a document has."""
        pages = page_count(self.template(part.template, "pdf").render(part.content))
        self._told()  # of that document's own file
        return pages

    def _on_sheets(self, job: Job, sheet: tuple[int, int]) -> bytes:
        """Return many records on sheets: the body of the template repeats with the names that it reads of a record."""
        from congvan.formats.docx.sheets import SheetLayout, on_sheets

        records = job.content["records"]
        read = {name.partition(".")[0] for name in self.template(job.template, job.format).names()}
        names = tuple(sorted(read & set(records[0]))) or tuple(sorted(records[0]))[:1]
        key = (f"{job.template} {sheet} {names}", job.format)
        if key not in self._compiled:
            made = on_sheets(self.files[job.template], SheetLayout(*sheet, names), job.template)
            self._compiled[key] = compile_template(
                job.format, made, name=job.template, assets=self._assets, cache=self._cache
            )
        return self._compiled[key].render({**job.content, "rows": _sheet_rows(records, names, sheet[0])})

    def _template_for(self, job: Job) -> Template:
        return self._drawing(job.format) if job.drawn else self.template(job.template, job.format)

    def _located_in_data(self, problem: Problem) -> Problem:
        """For a character that no font has, replace the place by those in data and template where it is typed."""
        if problem.code != "glyph-missing":
            return problem
        missing = {chr(int(code, 16)) for code in _CODE.findall(str(problem.message.values["characters"]))}
        places = [
            Place(name, number, line.index(character) + 1)
            for name in sorted(self.files)
            if name.startswith("data/") and name.endswith(".yaml")
            for number, line in enumerate(self.files[name].decode("utf-8-sig", "replace").split("\n"), 1)
            for character in sorted(missing)
            if character in line
        ]
        if (template := problem.place.file).lower().endswith(".docx") and template in self.files:
            from congvan.formats.docx_html.support.typed_places import typed_places

            places += typed_places(self.files[template], template, missing)
        return problem._replace(place=places[0], also=tuple(places[1:6])) if places else problem

    def _ways(self) -> Iterator[Ways]:
        """Yield the render paths of the records rendered since the last call."""
        for key, template in self._compiled.items():
            ways, (counts, reported) = template.ways, self._reported.get(key, (Counter(), 0))
            if ways.counts != counts:
                self._reported[key] = ways.counts.copy(), len(ways.why)
                faces, symbols = (tuple(sorted(getattr(template, of, {}).items())) for of in ("faces", "symbols"))
                yield Ways(_told_as(*key), dict(ways.counts - counts), tuple(ways.why)[reported:], faces, symbols)

    def _told(self) -> list[ClippedRow]:
        """Return what is told of the layouts of the records rendered since the last call."""
        found: list[ClippedRow] = []
        for template in self._compiled.values():
            if told := getattr(template, "told", None):
                found += told
                told.clear()
        return found

    def _bind_pack(self, job: Job, pack: Pack) -> bytes:
        from congvan.formats.pdf.pack import PackDocument, bind
        from congvan.formats.pdf.template import PdfTemplate

        title, lang = pack.title or job.content["title"], job.content.get("lang", "vi")
        cover = () if pack.title else (BoundDocument(job.template, job.content, title),)

        def parts() -> Iterator[PackDocument]:
            for part in (*cover, *pack.parts):
                template = self.template(part.template, "pdf")
                assert isinstance(template, PdfTemplate)
                yield PackDocument(template, part.content, part.bookmark, "")

        return bind(parts(), title=title, lang=lang, duplex=pack.duplex, tagged=pack.tagged)


def _sheet_rows(records: Sequence[Mapping[str, Any]], names: Sequence[str], across: int) -> list[dict[str, Any]]:
    """Return the records row by row, the last row with its blanks; a record of several names is a list."""
    cards = [[each[name] for name in names] if len(names) > 1 else each[names[0]] for each in records]
    rows = [cards[at : at + across] for at in range(0, len(cards), across)]
    return [{"cards": row, "blanks": [0] * (across - len(row))} for row in rows]


def _told_as(template: str, format_: str) -> str:
    """Return how a report names a template: a DOCX template is one for PDF too, with counts of its own."""
    return f"{template} → PDF" if format_ == "pdf" and template.lower().endswith(".docx") else template


def _inspect(path: str, data: bytes, template: bytes) -> tuple[Problem, ...]:
    from congvan.pipeline.rendering.inspection import decree_problems

    return decree_problems(path, data, template)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that could not be rendered, and the reasons."""

    job: Job
    problems: tuple[Problem, ...]


Rendered = Artifact | FailedJob

_TOGETHER = 50  # files that LibreOffice converts in one process
_CODE = re.compile(r"U\+([0-9A-F]{4,6})")


def render_each(renderer: Renderer, jobs: Iterable[Job]) -> Iterator[Rendered]:
    """Render in this process, one job after the other; a failed record does not stop the others."""
    source = iter(jobs)
    for first in source:
        group = [first]
        if first.format == BY_LIBREOFFICE:
            group += itertools.islice(source, _TOGETHER - 1)
            renderer.prepare(group)
        for job in group:
            yield _render_one(renderer, job)


def _render_one(renderer: Renderer, job: Job) -> Rendered:
    return attempt(job, lambda: opened(renderer.render(job)))


def attempt(job: Job, make: Callable[[], Artifact]) -> Rendered:
    """Return what is made of a job within the limits, or why it failed."""
    try:
        with limited():
            return make()
    except ProblemsFound as stop:
        return FailedJob(job, tuple(stop.problems))
    except LimitExceeded as error:
        return FailedJob(job, (_render_failure(job, str(error)),))
    except (RecursionError, MemoryError) as error:
        return FailedJob(job, (_render_failure(job, type(error).__name__),))


def opened(made: Artifact) -> Artifact:
    """Return a file that opens. Raises ProblemsFound for one that does not: it is not published."""
    job = made.job
    stamped = job.format == "pdf" and not job.pack and not any(LAID_OUT in ways.counts for ways in made.ways)
    if fault := opening_fault(job.path, made.data, stamped=stamped):
        record = f"{job.document} {job.record}".strip()
        message = Message("output-not-opened", path=job.path, why=foreign(fault.why))
        raise ProblemsFound(Problem(message, Place(job.path, page=fault.page), record=record))
    return made


def _check_tables(job: Job) -> None:
    """Raise ProblemsFound if the tables in the texts of a paper hold more cells than a template can set."""
    if not job.template.lower().endswith(".docx"):
        return
    tables = tables_in_texts(job.content)
    rows = sum(len(table["rows"]) for table in tables)
    cells = sum(len(table["rows"]) * len(table["columns"]) for table in tables)
    if cells > MOST_CELLS:
        from congvan.formats.pdf.tables.table_rows import check_rows  # most papers have no such table

        check_rows(job.path, rows, cells, MOST_CELLS)


def _render_failure(job: Job, why: str | Message) -> Problem:
    return Problem(Message("render-gave-up", path=job.path, why=why), record=job.record)


_worker: Renderer | None = None


def start_worker(files: Mapping[str, bytes], cache_folder: str | None) -> None:
    """Initialize a worker process: the templates are sent once, not with every chunk."""
    global _worker
    _worker = Renderer(files, DiskCache(Path(cache_folder)) if cache_folder else None)


def render_chunk(jobs: list[Job]) -> list[Rendered]:
    """Render one chunk in a worker prepared by `start_worker`."""
    if _worker is None:
        raise RuntimeError("start_worker was not called in this process")
    return list(render_each(_worker, jobs))


def lost(job: Job, error: str = "") -> FailedJob:
    """Return a job whose worker raised an error that no record explains, or ended while it had the job."""
    return FailedJob(job, (_render_failure(job, error or Message("renderer.process-ended-maybe")),))


# Contents that count the pages of another document: the marks in them are replaced when that is laid out.

_MARK = re.compile(MARK)
UNKNOWN = "……"
"""Stands for a count that is not known, to be written by hand."""


@one_at_a_time
def page_count(data: bytes) -> int:
    """Return how many pages a PDF has, by PDFium, which is loaded to check the file in any case."""
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        return int(pdfium.FPDF_GetPageCount(document))
    finally:
        pdfium.FPDF_CloseDocument(document)


def with_counts(content: Any, pages: Sequence[int]) -> Any:
    """Return a content with every mark replaced by its count."""
    if isinstance(content, str):
        return _MARK.sub(lambda mark: _count(mark, pages), content)
    if isinstance(content, dict):
        return {key: with_counts(value, pages) for key, value in content.items()}
    if isinstance(content, list):
        return [with_counts(value, pages) for value in content]
    return content


def _count(mark: re.Match[str], pages: Sequence[int]) -> str:
    part = int(mark[2])
    if part >= len(pages):
        return UNKNOWN
    each = pages[part]
    return str((each if mark[1] == "pages" else (each + 1) // 2) * int(mark[3]))

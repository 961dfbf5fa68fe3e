"""The pages of a dispatch as its files are now, for somebody who is writing it: nothing is published or kept.

A `DraftPages` keeps what is slow to make (the libraries, compiled templates, layouts), so that a changed value costs
reading the data, one content and one file.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.job import BY_LIBREOFFICE, Job
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, UsageError, blocking
from congvan.model.dataset import Dataset
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.yaml_reader import YamlSource, scan
from congvan.pipeline.dashboard.thumbnails import page_images
from congvan.pipeline.notices import needing
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.dispatch_plan import DispatchPlan, PlanEntry
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.previews.draft_findings import DraftFinding, data_fields, draft_findings
from congvan.pipeline.rendering.renderer import Renderer
from congvan.pipeline.request import BuildRequest

MOST_RECORDS = 300
"""Records of a document that are offered."""
KEPT = 8
"""Files whose pages can still be asked for."""


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """Where the pages differ first from those before: the page from 1, and how far down, from 0 to 1."""

    page: int
    down: float


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file of a dispatch. `version`: a hash of its bytes; `sizes`: of its pages, in points; `texts`: of each page.

    `documents`: what the dispatch has, id → name; `records`: those of this document, each by what it is
    called; `source`: the dispatch's file; `left_out`: ids of rules of the decree that are not applied.
    """

    version: str
    dispatch: str
    pdf: bytes
    job: Job
    documents: Mapping[str, str]
    records: Mapping[str, str]
    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]
    source: YamlSource
    problems: tuple[Problem, ...] = ()
    changed: ChangedPlace | None = None
    left_out: Collection[str] = ()

    @property
    def first_shown(self) -> int:
        """The page that is looked at first: the one that has changed."""
        return self.changed.page if self.changed else 1


class DraftPages:
    """The pages of the dispatches of one project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache = DiskCache(root / FOLDER)
        self._templates: Mapping[str, str] = {}
        self._renderer: Renderer | None = None
        self._files: dict[str, DraftFile] = {}
        self._signs: tuple[str, list[str], Mapping[str, Job]] | None = None
        self._last: dict[tuple[str, str, str], str] = {}

    def show(self, dispatch: str, document: str = "", record: str = "") -> DraftFile:
        """Make a file of a dispatch from the files of the project as they are.

        `document`: the first that has pages, if none is named. Raises ProblemsFound for errors in data or templates,
        UsageError for a name that is none.
        """
        files = assets.read(self.root)
        selection = Selection(dispatches=[dispatch], documents=[document] if document else [])
        dataset, problems = parse(files, BuildRequest(self.root, selection=selection))
        whole = plan(dataset, Selection(dispatches=[dispatch], formats=["pdf"]))
        planned, left_out = whole.for_dispatch(dispatch), whole.explained_rules
        documents = _documents(dataset, planned)
        document = document or next(iter(documents), "")
        if document not in documents:
            raise UsageError(Problem(Message("draft-no-document", document=document)))
        job, records = _job(planned, (document, documents[document]), record)
        try:
            pdf = self._renderer_for(files).render(replace(job, judged=False)).data
        except ProblemsFound as stop:
            raise ProblemsFound(needing(dataset, stop.problems)) from None
        version = hashlib.sha256(pdf).hexdigest()[:16]
        sizes, texts = _read(pdf)
        asked = (dispatch, document, job.record)
        changed = self._changed(asked, pdf, texts)
        source = dataset.sources[f"{DISPATCHES}{dispatch}.yaml"]
        problems = [each for each in problems if each.place.file == source.file]
        made = DraftFile(
            version, dispatch, pdf, job, documents, records, sizes, texts, source, tuple(problems), changed, left_out
        )
        self._keep(asked, made)
        return made

    def sign(self, dispatch: str, name: str) -> bytes:
        """Return the press file of a sign as the data have it now, `name`: “chung/poster-a2.pdf”. Raises KeyError for
        one that there is not, ProblemsFound as `show`.
        """
        files = assets.read(self.root)
        version = [files.digest(each) for each in files]
        if self._signs is None or self._signs[:2] != (dispatch, version):
            dataset = parse(files, BuildRequest(self.root, selection=Selection(dispatches=[dispatch])))[0]
            planned = plan(dataset, Selection(dispatches=[dispatch])).for_dispatch(dispatch)
            self._signs = (dispatch, version, dict(_sign_jobs(planned)))
        return self._renderer_for(files).render(self._signs[2][name]).data

    def page(self, version: str, number: int, dpi: int) -> bytes:
        """Return a page, counted from 1, as a PNG. Raises KeyError for one that is not kept."""
        made = self._files[version]
        if not 1 <= number <= len(made.sizes):
            raise KeyError(number)
        return next(page_images(made.pdf, dpi, first=number))

    def last(self, dispatch: str, document: str = "", record: str = "") -> DraftFile | None:
        """Return the file of a dispatch that was shown last, while it can't be made anew; None for none."""
        for made in reversed(self._files.values()):
            if made.dispatch == dispatch and document in ("", made.job.document) and record in ("", made.job.record):
                return made
        return None

    def file(self, version: str) -> DraftFile:
        """Return a file that was shown. Raises KeyError for one that is not kept any more."""
        return self._files[version]

    def findings(self, version: str) -> tuple[DraftFinding, ...]:
        """Return what is doubtful in the data of a file that was shown, and what the decree's check finds in it, where
        it is a document of the decree. Raises KeyError as `page`.
        """
        made = self._files[version]
        template = self._renderer.page_source(made.job) if self._renderer else b""
        return draft_findings(
            made.pdf,
            made.job.path if made.job.judged else "",
            made.sizes,
            made.problems,
            made.source,
            made.left_out,
            template=template,
        )

    def fields(self, dispatch: str, problems: Sequence[Problem]) -> dict[Problem, str]:
        """Return the pointers of the values of a dispatch's file that problems are about."""
        file = f"{DISPATCHES}{dispatch}.yaml"
        try:
            return data_fields(problems, scan(assets.read_one(self.root, file), file))
        except ProblemsFound:
            return {}

    def _renderer_for(self, files: Assets) -> Renderer:
        """Return the renderer of the templates as they are: another one only where one of them has changed."""
        templates = {name: files.digest(name) for name in files if not name.startswith("data/")}
        if self._renderer is None or templates != self._templates:
            self._renderer, self._templates = Renderer(files, self._cache, texts_vary=True), templates
        return self._renderer

    def _changed(self, asked: tuple[str, str, str], pdf: bytes, texts: tuple[str, ...]) -> ChangedPlace | None:
        before = self._files.get(self._last.get(asked, ""))
        if before is None or before.pdf == pdf:
            return None
        return _first_difference(pdf, before.texts, texts)

    def _keep(self, asked: tuple[str, str, str], made: DraftFile) -> None:
        self._files.pop(made.version, None)
        self._files[made.version] = made
        self._last[asked] = made.version
        while len(self._files) > KEPT:
            del self._files[next(iter(self._files))]


def _sign_jobs(planned: DispatchPlan) -> Iterator[tuple[str, Job]]:
    """Yield the jobs of the signs of a dispatch, each by owner and sign. Raises ProblemsFound."""
    for document in planned.documents:
        for entry in planned.entries(document.id) if document.content == "signage" else ():
            for job in entry.jobs():
                yield "/".join(PurePosixPath(job.path).parts[-2:]), replace(job, judged=False)
    if problems := blocking(planned.take_problems()):
        raise ProblemsFound(problems)


def _documents(dataset: Dataset, planned: DispatchPlan) -> dict[str, str]:
    """Return the documents of a dispatch that have pages, id → name; the letter first, as the data list them."""
    made = {document.id for document in planned.made() if not document.parts}
    return {each.id: each.name for each in dataset.documents if each.id in made and "pdf" in each.made}


def _job(planned: DispatchPlan, document: tuple[str, str], record: str) -> tuple[Job, dict[str, str]]:
    """Return the job of a record of a document (its id and name), of the first where it is gone or none is named, and
    the records that there are.

    Why one: the contents of hundreds of records take longer than the pages of one.
    """
    records: dict[str, PlanEntry] = {}
    for entry in planned.entries(document[0]):
        records.setdefault(entry.record, entry)
    for name in sorted(records, key=lambda name: name != record):
        job = next((each for each in records[name].jobs() if _has_pages(each)), None)
        if problems := blocking(planned.take_problems()):
            raise ProblemsFound(problems)
        if job is not None:
            first = itertools.islice(records.items(), MOST_RECORDS)
            return job, {each: entry.called or each for each, entry in first}
    raise UsageError(Problem(Message("draft-nothing", document=document[1]), Place("data/documents.yaml")))


def _has_pages(job: Job) -> bool:
    return job.format in ("pdf", BY_LIBREOFFICE) and job.pack is None


def _read(pdf: bytes) -> tuple[tuple[tuple[float, float], ...], tuple[str, ...]]:
    """Return the size and the text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes, texts = [], []
        for page in document:
            sizes.append(page.get_size())
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        return tuple(sizes), tuple(texts)
    finally:
        document.close()


def _first_difference(pdf: bytes, before: tuple[str, ...], after: tuple[str, ...]) -> ChangedPlace | None:
    """Return where the text of the pages differs first."""
    import pypdfium2

    for number, text in enumerate(after):
        old = before[number] if number < len(before) else ""
        if text == old:
            continue
        at = next((n for n, (a, b) in enumerate(zip(text, old, strict=False)) if a != b), min(len(text), len(old)))
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[number]
            words = page.get_textpage()
            count = words.count_chars()
            high = page.get_size()[1]
            _left, _bottom, _right, top = words.get_charbox(min(at, count - 1)) if count else (0, 0, 0, high)
            words.close()
            page.close()
            return ChangedPlace(number + 1, min(max((high - top) / high, 0.0), 1.0))
        finally:
            document.close()
    return None

"""The dashboard page of a dispatch, outputs/<dispatch>/index.html: self-contained, grouped by task.

It is an output like any other: its content holds the hashes of the files it shows, so its key tells whether it is up to
date. Thumbnails are drawn only if it is not.
"""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from congvan.core.cache import Cache
from congvan.core.job import Job
from congvan.core.messages import Message
from congvan.core.privacy import mask_unless_needed
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.core.templating.declared import empty
from congvan.documents.returned.schema import Panel
from congvan.documents.text.interpolate import merge
from congvan.documents.text.outline import labels_of, merge_and_refer
from congvan.model.dispatch import Dispatch
from congvan.model.field_types import BLANK
from congvan.model.project.assets import Assets
from congvan.pipeline.dashboard.listing import Listing, State, shown_files
from congvan.pipeline.dashboard.schema import Screen, ScreenHead, ShownDeadline, ShownProblem
from congvan.pipeline.dashboard.search import search_script
from congvan.pipeline.dashboard.thumbnails import preview
from congvan.pipeline.plan.planner import Plan, folder_of
from congvan.pipeline.rendering.build_key import BuildKeys

_FOLDER = "templates/"
TEMPLATE = f"{_FOLDER}man-hinh.html"
NAME = "index.html"
DOCUMENT = "screen"
LANGUAGE = "vi"
"""The language of the page: that of the dispatch."""

NOT_UPDATED = "\nnot-updated="
"""Begins, in the manifest record of a page, why the files that it shows are not updated."""
PER_COPY = "per-copy"
"""Replaces the number of a dispatch whose copies have numbers of their own."""
ProblemsLater = Callable[[], Iterable[Problem]]
Inspect = Callable[[str, bytes], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class PageInputs:
    """Plan, templates, build keys and cache; with `rebuild` pages are made even if they are up to date."""

    planned: Plan
    files: Assets
    keys: BuildKeys
    cache: Cache
    rebuild: bool = False


def path_of(dispatch_id: str, edition: str) -> str:
    """Return the path of a dispatch's dashboard page below outputs/."""
    return f"{folder_of(dispatch_id, edition)}/{NAME}"


def job(planned: Plan, dispatch_id: str, state: State, problems: ProblemsLater, returned: Panel | None = None) -> Job:
    """Return the dashboard page as a job. `planned` is the complete plan; `problems` is called after all files are
    listed.
    """
    import importlib.metadata  # imported here: it takes longer than a page that is up to date

    edition = planned.selection.edition
    planning = planned.for_dispatch(dispatch_id)
    listing = Listing(planning.context({}), folder_of(dispatch_id, edition), state)
    for entry in planning.entries():
        listing.add(entry)
    facts = planning.facts
    head = _head(planned, dispatch_id, facts)
    record = index_record(planned.dataset.dispatches[dispatch_id], facts["dispatch"]["symbol"], head["subject"])
    content: Screen = {
        "lang": LANGUAGE,
        "engine": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pypdfium2", "pillow")),
        "as_issued": edition == "as-issued",
        **head,
        "copies": listing.copies,
        "opened": listing.opened,
        "tasks": listing.tasks(),
        "returned": returned or empty(Panel),
        "problems": _shown_problems(problems()),
        "search": search_script(),
    }
    return Job(path_of(dispatch_id, edition), DOCUMENT, record, "html", TEMPLATE, content)


def index_record(dispatch: Dispatch, symbol: str, subject: str) -> str:
    """Return the manifest record of a dashboard page: `number=12/STTTT-BCVT date=2020-08-19 kind=… subject=…`

    A missing number and the blank parts of a date are omitted.
    """
    number = f"{dispatch.number}/{symbol}" if dispatch.has_number else PER_COPY if dispatch.numbers else ""
    date = ""
    for part in (dispatch.date.year, dispatch.date.month, dispatch.date.day):
        if part == BLANK:
            break
        date += f"-{int(part):02}"
    return f"number={number} date={date[1:]} kind={dispatch.kind} subject={subject}"


def render(
    made: Job,
    files: Mapping[str, bytes],
    read: Callable[[str], bytes],
    cache: Cache,
    inspect: Inspect = lambda _p, _d: (),
) -> bytes:
    """Render the page: add a preview to every displayed file and check the letter.

    `files`: those of the project; `read` returns a file's bytes by its path below outputs/. Raises ProblemsFound if the
    template is wrong.
    """
    content = cast(Screen, copy.deepcopy(dict(made.content)))
    problems: list[Problem] = []
    for file, picture in shown_files(content["tasks"]):
        if file["format"] == "PDF":
            data = partial(read, file["path"])
            file["look"] = preview(data, file["sha256"], content["engine"], picture=picture, cache=cache)
        if file["judged"] and not picture:
            problems += inspect(file["path"], read(file["path"]))
    content["problems"] += _shown_problems(problems)
    content["problems"].sort(key=lambda each: ("error", "warning").index(each["severity"]))
    return page(files, TEMPLATE, content)


_MAIN = re.compile(r"<main\b[^>]*>")
_MARK = re.compile(r'<p class="warn" data-not-updated>.*?</p>\n', re.DOTALL)


def marked(page: bytes, why: str) -> bytes:
    """Return a page that was published before, which says above its files why they are not updated."""
    line = f'<p class="warn" data-not-updated>{html.escape(why, quote=False)}</p>\n'
    return _MAIN.sub(lambda begin: f"{begin[0]}{line}", _MARK.sub("", page.decode()), count=1).encode()


def page(files: Mapping[str, bytes], name: str, content: Mapping[str, Any] | None) -> bytes:
    """Render a page template of a project with a content; None: read it alone. Raises ProblemsFound if it, or one it
    includes, is wrong.
    """
    from jinja2 import FunctionLoader, TemplateError

    from congvan.core.templating.environment import jinja_environment

    def source(part: str) -> str | None:
        data = files.get(_FOLDER + part)
        return None if data is None else data.decode("utf-8-sig")

    environment = jinja_environment(autoescape=True)
    environment.loader = FunctionLoader(source)
    try:
        template = environment.get_template(name.removeprefix(_FOLDER))
        return template.render(content).encode() if content is not None else b""
    except (TemplateError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise ProblemsFound(_template_problem(error, name)) from None


def _template_problem(error: Exception, name: str) -> Problem:
    """Return what is wrong with a page template, at the file and line that Jinja names."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateNotFound):
        return Problem(Message("template-part", name=error.name), Place(name))
    why = getattr(error, "message", None) or str(error)
    if isinstance(error, TemplateSyntaxError):
        file = _FOLDER + error.name if error.name else name
        return Problem(Message("screen-template", why=why), Place(file, error.lineno))
    return Problem(Message("screen-template", why=why), Place(name))


def _head(planned: Plan, dispatch_id: str, facts: Mapping[str, Any]) -> ScreenHead:
    """Return number and date, subject, deadlines and notes to the signer."""
    dispatch = planned.dataset.dispatches[dispatch_id]
    subject = merge_and_refer(dispatch.subject, facts, labels_of(dispatch), [], lambda _offset: Place())
    deadlines: list[ShownDeadline] = []
    for due in facts["deadlines"].values():
        what = merge(due["what"], facts, [], lambda _offset: Place())
        when = " ".join(part for part in (due["time"], due["short"]) if part)
        deadlines.append({"what": what, "when": when, "time": due["time"], "iso": due["iso"], "daily": not due["iso"]})
    return {
        "agency": {"parent": facts["agency"].get("parent") or "", "name": facts["agency"]["name"]},
        "kind": facts["dispatch"]["kind"],
        "subject": subject,
        "number": facts["dispatch"]["number"],
        "number_line": f"Số:{facts['dispatch']['number_text']}/{facts['dispatch']['symbol']}",
        "date_line": f"{facts['agency']['place']}, {facts['dispatch']['date_text']}",
        "per_copy": dispatch.numbering == "per-copy" and bool(dispatch.numbers),
        "deadlines": sorted(deadlines, key=lambda due: (due["daily"], due["iso"])),
        "notes": list(dispatch.notes_to_signer),
    }


def _shown_problems(problems: Iterable[Problem]) -> list[ShownProblem]:
    """Return errors and warnings as plain values, without repetitions, sorted by place."""
    unique: dict[tuple[str, str], ShownProblem] = {}
    for problem in sorted(problems, key=Problem.sort_key):
        message, place = mask_unless_needed(problem, problem.text), str(problem.place)
        if problem.severity is not Severity.NOTE and (message, place) not in unique:
            hint = mask_unless_needed(problem, problem.hint)
            unique[message, place] = {
                "severity": str(problem.severity),
                "message": message,
                "hint": hint,
                "place": place,
            }
    return list(unique.values())

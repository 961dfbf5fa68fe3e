"""The child process that makes previews: it stays, so that what is slow to make is made once.

It is asked by a line of JSON and answers with one; a picture follows its line as bytes. Every answer has `problems` in
the current language; an act that fails has them alone. What is doubtful (the decree's check) is asked for afterwards,
so that the picture does not wait for it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from congvan.core.i18n import using_language
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.editing.named import in_words, referred
from congvan.editing.shapes import path_of
from congvan.web.runs.outcomes import fault, ranked, shown_problem, shown_problems

_LATER = ("congvan.nd30", "congvan.formats.pdf.tables.long_table", "congvan.formats.docx_html.converter", "weasyprint")
GONE = "gone"
"""What is answered for a version whose pages are not kept any more."""


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """What the child is started with. `memory`: its address space in bytes."""

    root: Path
    language: str
    memory: int


Answer = tuple[dict[str, Any], bytes]
Question = Mapping[str, Any]


def serve(order: PreviewOrder, questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more questions."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (order.memory, hard))
    from congvan.pipeline.previews.draft_pages import DraftPages

    pages = DraftPages(order.root)
    with using_language(order.language):
        for count, line in enumerate(questions):
            answer, data = _answered(pages, json.loads(line))
            answers.write(json.dumps({**answer, "bytes": len(data)}).encode() + b"\n" + data)
            answers.flush()
            if count == 0:
                _prepare()


def _prepare() -> None:
    """Import what the next questions need, once the first has its answer; what is there by then stays.

    Why frozen: all that was imported would be walked by each collection of garbage, half a picture's time.
    """
    for module in _LATER:
        import_module(module)
    gc.collect()
    gc.freeze()


def _answered(pages: Any, question: Question) -> Answer:
    try:
        return _QUESTIONS[question["do"]](pages, question)
    except ProblemsFound as stop:
        fields = pages.fields(question.get("dispatch", ""), stop.problems)
        return {"problems": _shown(stop.problems, fields)}, b""
    except KeyError:
        return {"problems": [], GONE: True}, b""
    except Exception as error:
        return {"problems": shown_problems([fault(error)])}, b""


def _shown(problems: Sequence[Problem], fields: Mapping[Problem, str]) -> list[dict[str, Any]]:
    """Return problems as they are shown, each with the pointer of the value that it leads to."""
    return [{**_worded(each, fields.get(each, "")), "field": fields.get(each, "")} for each in ranked(problems)]


def _worded(problem: Problem, pointer: str) -> dict[str, Any]:
    """Return a problem as it is shown; one of a reference in words."""
    path = path_of(pointer, None)
    return shown_problem(in_words(problem, referred(problem.place.file, path)) if path else problem)


def _show(pages: Any, question: Question) -> Answer:
    """Return what a file is, and the picture of the page that has changed; while it can't be made, the one before."""
    asked = (question["dispatch"], question.get("document", ""), question.get("record", ""))
    problems: list[dict[str, Any]] = []
    try:
        made = pages.show(*asked)
    except ProblemsFound as stop:
        made = pages.last(*asked)
        if made is None:
            raise
        problems = _shown(stop.problems, pages.fields(asked[0], stop.problems))
    changed = {"page": made.changed.page, "down": round(made.changed.down, 4)} if made.changed else {}
    dpi = question.get("dpi", 0)
    return {
        "version": made.version,
        "document": made.job.document,
        "record": made.job.record,
        "documents": dict(made.documents),
        "records": dict(made.records),
        "pages": [{"number": n, "wide": w, "high": h} for n, (w, h) in enumerate(made.sizes, 1)],
        "drawn": made.first_shown,
        "changed": changed,
        "problems": problems,
        "stale": bool(problems),
    }, pages.page(made.version, made.first_shown, dpi) if dpi else b""


def _page(pages: Any, question: Question) -> Answer:
    return {"problems": []}, pages.page(question["version"], question["page"], question["dpi"])


def _text(pages: Any, question: Question) -> Answer:
    return {"problems": [], "texts": list(pages.file(question["version"]).texts)}, b""


def _findings(pages: Any, question: Question) -> Answer:
    """Return the findings, those that keep a paper back first, with their places and the fields they lead to."""
    found = {each.problem: each for each in pages.findings(question["version"])}
    problems = [
        {
            **_worded(problem, found[problem].field),
            "field": found[problem].field,
            "on": found[problem].page,
            "down": round(found[problem].down, 4),
            "across": round(found[problem].across, 4),
        }
        for problem in ranked([*found])
    ]
    shown = pages.file(question["version"])
    return {"problems": problems, "dispatch": shown.dispatch, "judged": shown.job.judged}, b""


def _sign(pages: Any, question: Question) -> Answer:
    from congvan.pipeline.printing.sign_pictures import sign_picture

    return {"problems": []}, sign_picture(pages.root, question["path"], question["wide"])


def _draft_sign(pages: Any, question: Question) -> Answer:
    from congvan.pipeline.printing.sign_pictures import picture_of

    pdf = pages.sign(question["dispatch"], question["path"])
    return {"problems": []}, picture_of(pdf, question["wide"])


_QUESTIONS: Mapping[str, Callable[[Any, Question], Answer]] = {
    "show": _show,
    "page": _page,
    "text": _text,
    "findings": _findings,
    "sign": _sign,
    "draft-sign": _draft_sign,
}


def main() -> None:
    """Serve previews in the child."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    first = json.loads(sys.stdin.buffer.readline())
    order = PreviewOrder(Path(first["root"]), first["language"], first["memory"])
    serve(order, sys.stdin.buffer, answers)


def no_answer() -> dict[str, Any]:
    """Return the answer in place of a child that gave none."""
    return {"problems": shown_problems([Problem(Message("web-preview.broken"))])}

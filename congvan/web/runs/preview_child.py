"""The child process that makes previews: it stays, so that what is slow to make is made once.

It is asked by a line of JSON and answers with one; a picture follows its line as bytes. Every answer has `problems` in
the current language; an act that fails has them alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from congvan.i18n import using_language
from congvan.messages import Message
from congvan.problems import Problem, ProblemsFound
from congvan.web.runs.outcomes import fault, shown_problems

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
        for line in questions:
            answer, data = _answered(pages, json.loads(line))
            answers.write(json.dumps({**answer, "bytes": len(data)}).encode() + b"\n" + data)
            answers.flush()


def _answered(pages: Any, question: Question) -> Answer:
    try:
        return _QUESTIONS[question["do"]](pages, question)
    except ProblemsFound as stop:
        return {"problems": shown_problems(stop.problems)}, b""
    except KeyError:
        return {"problems": [], GONE: True}, b""
    except Exception as error:
        return {"problems": shown_problems([fault(error)])}, b""


def _show(pages: Any, question: Question) -> Answer:
    made = pages.show(question["dispatch"], question.get("document", ""), question.get("record", ""))
    changed = {"page": made.changed.page, "down": round(made.changed.down, 4)} if made.changed else {}
    return {
        "version": made.version,
        "document": made.job.document,
        "record": made.job.record,
        "documents": dict(made.documents),
        "records": list(made.records),
        "pages": [{"number": n, "wide": w, "high": h} for n, (w, h) in enumerate(made.sizes, 1)],
        "changed": changed,
        "problems": shown_problems(made.problems),
    }, b""


def _page(pages: Any, question: Question) -> Answer:
    return {"problems": []}, pages.page(question["version"], question["page"], question["dpi"])


def _text(pages: Any, question: Question) -> Answer:
    return {"problems": [], "texts": list(pages.file(question["version"]).texts)}, b""


def _findings(pages: Any, question: Question) -> Answer:
    return {"problems": shown_problems(pages.findings(question["version"]))}, b""


def _sign(pages: Any, question: Question) -> Answer:
    from congvan.pipeline.printing.sign_pictures import sign_picture

    return {"problems": []}, sign_picture(pages.root, question["path"], question["wide"])


_QUESTIONS: Mapping[str, Callable[[Any, Question], Answer]] = {
    "show": _show,
    "page": _page,
    "text": _text,
    "findings": _findings,
    "sign": _sign,
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

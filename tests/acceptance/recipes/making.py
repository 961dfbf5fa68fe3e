"""What an edited template makes of the sample: the documents with their pages."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from congvan.formats import compile_template
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.recipes import officer
from tests.acceptance.templates.pages import Pages, read
from tests.planned import jobs_of
from tests.sample_project import HOME

LETTER, LIST, ENVELOPE = "van-ban", "danh-sach-gui", "bi-van-ban"
DOCUMENTS = {LETTER: "letter", LIST: "send-list", ENVELOPE: "envelopes"}


@dataclass(frozen=True)
class Made:
    """What a changed template made of the sample, with the letter of an urgent dispatch beside it."""

    names: frozenset[str]
    docx: Any
    pages: Pages
    pdf: bytes
    urgent: Pages | None

    @property
    def words(self) -> str:
        return "\n".join(each.text for each in officer.paragraphs(self.docx))


@functools.cache
def content(document: str) -> Any:
    name = "data/dispatches/bluezone-2020.yaml"
    files = assets.read(HOME)
    files = assets.Assets({**files, name: files[name] + b"\nenvelopes: true\n"})
    planned = plan(load(files), Selection(documents=[document], formats=["docx"]))
    return next(iter(jobs_of(planned))).content


def made_by(template: str, data: bytes) -> Made:
    """What an edited template makes."""
    record = content(DOCUMENTS[template])
    as_docx = compile_template("docx", data, name=f"{template}.docx")
    as_pdf = compile_template("pdf", data, name=f"{template}.docx")
    pdf = as_pdf.render(record)
    urgent = read(as_pdf.render({**record, "urgency": "KHẨN"})) if template == LETTER else None
    return Made(as_docx.names(), officer.opened(as_docx.render(record)), read(pdf), pdf, urgent)


def same_words(made: Made, words: str) -> None:
    assert words in made.words
    made.pages.find(words)

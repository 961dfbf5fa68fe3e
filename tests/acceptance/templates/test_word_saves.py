"""A template that Word or LibreOffice has saved makes the same documents: the same words in the same styles.

Word is not there; tests/formats/fake_word.py does to every tag what Word does.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from congvan.documents.letter.ready_lines import with_ready_lines
from congvan.formats import compile_template as pages_of
from congvan.formats.docx.template import compile_template
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.templates import making
from tests.acceptance.templates.pages import read
from tests.formats.docx_told import problems
from tests.formats.fake_word import paragraphs_of, placed_paragraphs, saved_by_word, with_track_changes
from tests.planned import jobs_of
from tests.sample_project import HOME

SAMPLES = {"van-ban": (*making.LETTERS, "roster"), "danh-sach-gui": ("send_list",)}


def template(name: str) -> bytes:
    return (making.TEMPLATES / f"{name}.docx").read_bytes()


@functools.cache
def content(sample: str) -> Mapping[str, Any]:
    if sample != "send_list":
        return with_ready_lines(making.content(sample))
    planned = plan(load(assets.read(HOME)), Selection(documents=["send-list"], formats=["docx"]))
    return next(jobs_of(planned)).content


@functools.cache
def of_the_original(sample: str) -> list[tuple[str, str]]:
    return paragraphs_of(making.make_docx(content(sample), sample))


@pytest.mark.parametrize("name", SAMPLES)
def test_saved_by_word_it_makes_the_same_documents(name: str) -> None:
    saved: Any = compile_template(saved_by_word(template(name)), name=f"{name}.docx")
    assert saved.names() == making.docx_template(name).names()
    for sample in SAMPLES[name]:
        assert paragraphs_of(saved.render(content(sample))) == of_the_original(sample), sample


@pytest.mark.parametrize("name", SAMPLES)
def test_with_track_changes_it_is_refused(name: str) -> None:
    found = problems(with_track_changes(template(name)))
    assert {problem.code for problem in found} == {"docx-tracked"}
    assert all(str(problem.place.where) for problem in found)
    assert "Accept All Changes" in found[0].hint


@pytest.mark.full("LibreOffice")
def test_saved_by_libreoffice_it_makes_the_same_documents() -> None:
    files = making.saved_docx({name: (making.TEMPLATES / f"{name}.docx").read_bytes() for name in SAMPLES})
    for name, samples in SAMPLES.items():
        saved = compile_template(files[name], name=f"{name}.docx")
        assert saved.names() == making.docx_template(name).names()
        if name == "van-ban":
            assert_the_same_lines(files[name])
        for sample in samples:
            printed = in_the_body(saved.render(content(sample)))
            assert printed == in_the_body(making.make_docx(content(sample), sample)), sample


def in_the_body(data: bytes) -> list[tuple[str, str]]:
    """Style and text of what is printed on the page itself; LibreOffice numbers pages and adds empty headers."""
    return [(style, text) for part, style, text in placed_paragraphs(data) if part == "word/document.xml" and text]


def assert_the_same_lines(saved: bytes) -> None:
    """The ruled lines of the head are where they were: LibreOffice leaves an empty run in the paragraph of each."""
    both = (template("van-ban"), saved)
    pages = [read(pages_of("pdf", each, name="van-ban.docx").render(content("corrected"))) for each in both]
    heads = [[rule for rule in page.rules if not rule.page] for page in pages]
    lines = [[(round(rule.left), round(rule.length), round(rule.y)) for rule in head] for head in heads]
    assert lines[0]
    assert lines[0] == lines[1]

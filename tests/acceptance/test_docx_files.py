"""Every DOCX of the sample and of the kinds is as Word's accessibility checker asks: headings, heads of tables, words
of pictures, language, title, no empty paragraphs for space.
"""

from __future__ import annotations

import functools
import io
import zipfile

import pytest

from congvan.core.job import Job
from congvan.model.loader import load
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.docx_access import docx_faults, headings_of
from tests.acceptance.kinds import making
from tests.acceptance.promises.line import sample, warm

KINDS = (*making.samples(), *making.more())


def test_every_docx_of_the_sample() -> None:
    jobs = [item for item in plan(load(sample()), Selection(formats=["docx"])).expand() if isinstance(item, Job)]
    first = {job.document: job for job in reversed(jobs)}  # the records of a document differ in words alone
    assert first.keys() >= {"letter", "letters", "rosters", "send-list"}
    found = {
        job.path: docx_faults(warm().render(job).data, headed="envelope" not in name) for name, job in first.items()
    }
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.every(3)
@pytest.mark.parametrize("name", KINDS)
def test_every_kind(name: str) -> None:
    assert docx_faults(making.make(name)["docx"]) == []


def test_headings_are_the_title_chapters_sections_and_titled_articles() -> None:
    found = headings_of(making.make("quy-che")["docx"])
    assert found[0][0] == 1
    chapter = next(at for at, (_level, text) in enumerate(found) if text.startswith("Chương I"))
    assert [level for level, _text in found[chapter : chapter + 3]] == [2, 2, 3]
    assert found[chapter + 2][1].startswith("Điều 1. ")
    assert not any(text.endswith(".") for _level, text in found)  # an Điều that is a sentence is none


@functools.cache
def _letter() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(making.make("quy-che")["docx"])) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("docProps/core.xml", b"dc:title>", b"dc:subject>", "no title"),
        ("word/styles.xml", b'<w:lang w:val="vi-VN"', b'<w:lang w:val="en-US"', "not said to be Vietnamese"),
        ("word/styles.xml", b'<w:outlineLvl w:val="0"/>', b"", "the first heading"),
        ("word/document.xml", b'<w:outlineLvl w:val="2"/>', b'<w:outlineLvl w:val="4"/>', "a level is skipped"),
        ("word/document.xml", b"<w:sectPr>", b"<w:p/><w:p/><w:p><w:r><w:t>x</w:t></w:r></w:p><w:sectPr>", "two empty"),
    ],
)
def test_what_is_wrong_is_seen(part: str, old: bytes, new: bytes, fault: str) -> None:
    changed = _letter()[part].replace(old, new)
    assert changed != _letter()[part]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, data in (_letter() | {part: changed}).items():
            package.writestr(name, data)
    assert any(each.startswith(fault) for each in docx_faults(written.getvalue()))

"""Traced = rendered, always: generated templates of each format that mix what a trace sees with what it can't see."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.formats.docx import template as docx
from congvan.formats.pdf.html_source import Source
from congvan.formats.pdf.marks import Cut
from congvan.formats.xlsx import template as xlsx
from congvan.problems import ProblemsFound
from tests.formats.docx_samples import docx as document
from tests.formats.docx_samples import p
from tests.formats.fastpath.templates import RECORDS, bodies, changed
from tests.formats.xlsx_samples import workbook

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def varied(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for record in records for each in (record, *(changed(record, f"a{n}", n) for n in range(4)), record)]


def unmarked(cut: Cut) -> str:
    """The page alone: which elements are marked depends on what has differed so far, and changes no page."""
    return re.sub(r' data-n="[0-9]+"', "", cut.numbered())


@QUICK
@given(bodies(with_markup=True), st.lists(RECORDS, min_size=1, max_size=3))
def test_pages(body: str, records: list[dict[str, Any]]) -> None:
    template = f"<title>{{{{ a }}}}</title><p data-f>{body}</p><i>{{{{ b }}}}</i><div><p>{body}</p></div>".encode()
    traced, plain = Source(template, "t.html", True, {}), Source(template, "t.html", True, {})
    for record in varied(records):
        try:
            expected = plain._run(record)
        except ProblemsFound:
            return
        assert unmarked(traced.cut(record)) == unmarked(expected)
    assert not traced.traces.wrong


@QUICK
@given(bodies(with_markup=False), st.lists(RECORDS, min_size=1, max_size=3))
def test_workbooks(body: str, records: list[dict[str, Any]]) -> None:
    template = workbook({"A1": body, "B1": "{{ a }}", "C1": "{{ n }}"})
    try:
        traced, plain = xlsx.compile_template(template), xlsx.compile_template(template)
    except ProblemsFound:
        return
    plain._traces = None
    for record in varied(records):
        try:
            expected = plain._run(record)
        except ProblemsFound:
            return
        given_ = traced._run(record)
        assert given_ == expected
        assert [*map(type, given_[1])] == [*map(type, expected[1])]
    assert traced._traces is not None
    assert not traced._traces.wrong


@QUICK
@given(bodies(with_markup=True), st.lists(RECORDS, min_size=1, max_size=3))
def test_documents(body: str, records: list[dict[str, Any]]) -> None:
    try:
        template = document(p(body.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "")))
        traced, plain = docx.compile_template(template), docx.compile_template(template)
    except ProblemsFound:
        return
    plain._traces = None
    for record in varied(records):
        try:
            expected = plain.render(record)
        except ProblemsFound:
            return
        assert traced.render(record) == expected
    assert traced._traces is not None
    assert not traced._traces.wrong

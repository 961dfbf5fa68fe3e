"""Every DOCX and XLSX of the sample passes the schemas of ISO/IEC 29500; those of the kinds: kinds/test_kinds.py."""

from __future__ import annotations

import re

import pytest

from congvan.core.job import Job
from congvan.formats.docx.template import compile_template
from congvan.model.loader import load
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.kinds import making
from tests.acceptance.package_judge import FALSE_ALARMS, faults
from tests.acceptance.promises.line import sample, warm
from tests.formats.docx_samples import cell, p, row, table
from tests.package import parts_of, zipped


@pytest.mark.full("long runs")
def test_every_document_of_the_sample_passes_the_schemas() -> None:
    """The first record of each document and format."""
    planned = plan(load(sample()), Selection(formats=["docx", "xlsx"]))
    first: dict[tuple[str, str], Job] = {}
    for item in planned.expand():
        if isinstance(item, Job):
            first.setdefault((item.document, item.path.rpartition(".")[2]), item)
    assert {suffix for _document, suffix in first} == {"docx", "xlsx"}
    for (document, suffix), job in first.items():
        assert faults(warm().render(job).data, f".{suffix}") == [], document


def real(*body: str) -> bytes:
    """A package of the project whose body is replaced by this one."""
    parts = parts_of(making.make("cong-van")["docx"])
    text = parts["word/document.xml"].decode()
    start, end = text.index("<w:body>") + len("<w:body>"), text.rindex("<w:sectPr")
    whole = f"{text[:start]}{''.join(body)}{text[end:]}".replace(' w:rsidR="00A1"', "")
    return zipped(parts | {"word/document.xml": whole.encode()})


RUN = {
    "text": "x",
    "font": "Arial",
    **dict.fromkeys(("bold", "italic", "strike", "rtl", "subscript"), True),
    "color": "FF0000",
    "size": 28,
    "underline": "wave",
    "highlight": "#FFFF00",
    "lang": "vi-VN",
}


def test_rich_text_and_the_tags_of_cells_pass_the_schemas() -> None:
    grid = table(
        row("{% cellbg c %}x", "{% colspan 2 %}y"),
        row("{%tr for r in rows %}", "", ""),
        row("{% vm %}v", "b", "c"),
        row("{%tr endfor %}", "", ""),
        row(cell(p("{%p if no %}") + p("x") + p("{%p endif %}")), "b", "c"),
        columns=3,
    )
    no_rsid = [each.replace(' w:rsidR="00A1"', "") for each in (p("{{r a }}"), grid, p("{{p b }}"))]
    context = {
        "a": {"_docx": "richtext", "runs": [RUN]},
        "b": {"_docx": "paragraphs", "paragraphs": [{"runs": [RUN]}]},
        "c": "FF0000",
        "rows": ["1", "2"],
        "no": False,
    }
    assert faults(compile_template(real(*no_rsid)).render(context), ".docx") == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<w:p><w:r><w:rPr><w:sz w:val="20"/><w:b/></w:rPr><w:t>x</w:t></w:r></w:p>', "Unexpected element"),
        ('<w:p><w:r><w:rPr><w:shd w:fill="FF0000"/></w:rPr><w:t>x</w:t></w:r></w:p>', "Required attribute 'val'"),
        ("<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl><w:p/>", ""),
    ],
)
def test_the_judge_sees_what_is_wrong(body: str, fault: str) -> None:
    assert any(fault in each for each in faults(real(body), ".docx"))


def test_every_false_alarm_has_its_reason() -> None:
    assert all(re.compile(pattern) and reason for pattern, reason in FALSE_ALARMS)

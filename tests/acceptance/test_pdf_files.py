"""Every PDF of the sample but the signs passes what it claims: PDF/A-2a and PDF/UA-1, packs PDF/A-2u.

Those of the kinds: kinds/test_kinds.py.
"""

from __future__ import annotations

import io
import os

import docx
import docx.oxml
import docx.shared
import pikepdf
import pytest

from congvan.core.cache import MemoryCache
from congvan.core.job import Job
from congvan.editing.drafting.scaffolding import InitRequest, init
from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.objects import PdfObject, deflated_stream
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.acceptance.kinds import making
from tests.acceptance.pdf_judge import TAGGED, UNTAGGED, pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults, tree
from tests.acceptance.poppler_tree import needs_poppler, poppler_faults
from tests.acceptance.promises.line import sample, warm
from tests.examples import FULL
from tests.formats.docx_dialect import PNG
from tests.formats.docx_html.page_samples import long_notes


def test_every_pdf_of_the_sample_passes_what_it_claims() -> None:
    """`make test` judges the first two files of each document."""
    planned = plan(load(sample()), Selection(formats=["pdf"]))
    jobs = [item for item in planned.expand() if isinstance(item, Job) and not item.drawn]
    if not FULL:
        jobs = [job for at, job in enumerate(jobs) if [each.document for each in jobs[:at]].count(job.document) < 2]
    assert {job.document for job in jobs} >= {"letter", "letters", "rosters", "send-list", "packs-by-enterprise"}
    made = {job.path: warm().render(job).data for job in jobs}
    assert {path: found for path, data in made.items() if (found := pdf_faults(data))} == {}
    tagged = {job.path: made[job.path] for job in jobs if not job.pack}
    assert {path: found for path, data in tagged.items() if (found := structure_faults(data))} == {}
    packs = [made[job.path] for job in jobs if job.pack]
    assert not any(b"/StructParents" in data or pdf_faults(data, *UNTAGGED) for data in packs)


ENTRIES = (("xa", "xa-cao-loc"), ("don_vi", "don-vi-mau-a"))


@pytest.fixture(scope="module")
def of_another(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A PDF of each document of another dispatch."""
    root = tmp_path_factory.mktemp("another") / "p"
    assert init(InitRequest(root, "to-cong-nghe-so-2026")).exit_code == 0
    files = assets.read(root)
    dataset = load(files)
    asked = [Selection(["letter", "send-list"], formats=["pdf"])]
    asked += [Selection(["bieu"], {each: [id_]}, formats=["pdf"]) for each, id_ in ENTRIES]
    jobs = [item for each in asked for item in plan(dataset, each).expand() if isinstance(item, Job)]
    first = {item.path.split("/")[2 if item.document == "bieu" else -1]: item for item in reversed(jobs)}
    assert first.keys() == {"cong-van.pdf", "danh-sach-gui.pdf", "thanh-vien", "ds-thon", "th-don-vi", "tuan"}
    renderer = Renderer(files, MemoryCache())
    return {name: renderer.render(item).data for name, item in first.items()}


@pytest.mark.full("long runs")
def test_a_pdf_of_each_document_of_another_dispatch(of_another: dict[str, bytes]) -> None:
    found = {name: [*pdf_faults(data), *structure_faults(data)] for name, data in of_another.items()}
    assert not any(found.values()), found


@needs_poppler
def test_another_reader_tells_each_of_them_whole(of_another: dict[str, bytes]) -> None:
    asked = of_another if os.environ.get("CONGVAN_FULL") == "1" else ("thanh-vien", "ds-thon", "tuan")  # the quick ones
    found = {name: poppler_faults(of_another[name]) for name in asked}
    assert not any(found.values()), found


def test_an_office_template_of_its_own() -> None:
    """As Word leaves it: its language that of Windows, a picture without words, a head of two rows."""
    word = docx.Document()
    for style in word.styles:
        if style.type == 1:
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()
            style.font.name = "Times New Roman"
    word.add_heading("Thông báo về {{ a }}", 1)
    word.add_heading("Nội dung", 3)
    word.add_paragraph("Đề nghị các đơn vị: ").add_run().add_picture(io.BytesIO(PNG), width=docx.shared.Mm(20))
    for style in ("List Bullet", "List Number"):
        word.add_paragraph("một", style=style)
    table = word.add_table(3, 3)
    table.style = "Table Grid"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Nhóm"
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(docx.oxml.OxmlElement("w:tblHeader"))
    table.cell(1, 1).text, table.cell(1, 2).text, table.cell(2, 0).text = "a", "b", "1"
    word.sections[0].footer.paragraphs[0].text = "Chân trang"
    saved = io.BytesIO()
    word.save(saved)
    data = compile_template(saved.getvalue(), name="rieng.docx", strict=False).render({"a": "KT. GIÁM ĐỐC"})
    assert pdf_faults(data) == structure_faults(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("vi", "Thông báo về KT. GIÁM ĐỐC")
    said = [line.strip() for line in outline(data)[1:]]
    assert said[:2] == ["H1 Thông báo về KT. GIÁM ĐỐC", "H2 Nội dung"]
    assert [line for line in said if line.startswith("TH ")] == [
        "TH RowSpan=2 Scope=Column TT", "TH ColSpan=2 Scope=Column Nhóm", "TH Scope=Column a", "TH Scope=Column b"
    ]  # fmt: skip  # a table: what belongs together on a line


def test_the_judge_sees_what_is_wrong() -> None:
    made = making.make("cong-van")["pdf"]
    assert pdf_faults(made) == pdf_faults(made, *TAGGED) == []
    assert pdf_faults(made.replace(b"pdfaid:part>2", b"pdfaid:part>3"))
    assert pdf_faults(
        made.replace(b"/StructTreeRoot", b"/StructTreeRxxt").replace(b"pdfuaid:part>1", b"pdfuaid:part>2")
    )


def test_a_footnote_that_goes_on_on_the_next_page_is_one_note() -> None:
    made = compile_template(long_notes()).render({})
    assert sum(each.kind == "Note" for each in tree(made)) == 5
    assert pdf_faults(made) == list(structure_faults(made)) == []


@pytest.mark.parametrize("stream", [b"abc\r", b"abc\n", b"abc", b"\r"])
def test_a_stream_is_as_long_as_it_says_whatever_its_last_byte(stream: bytes) -> None:
    """A reader that takes CR LF before endstream as one end of line finds the stream's own bytes."""
    written = PdfObject(7, b"/X 1", stream).serial()
    held = written.split(b"stream\n", 1)[1].rsplit(b"endstream", 1)[0]
    end = b"\r\n" if held.endswith(b"\r\n") else b"\n"
    assert held.removesuffix(end) == stream
    assert b"/Length %d>>" % len(stream) in written


def test_deflated_streams_that_end_in_a_carriage_return_occur() -> None:
    """The last byte of a deflated stream belongs to its checksum, so that any text may give one."""
    ending = [n for n in range(90_000, 100_000) if deflated_stream(1, b"", b"%d" % n).stream.endswith(b"\r")]
    assert ending
    for n in ending[:3]:
        assert deflated_stream(1, b"", b"%d" % n).serial().endswith(b"\r\r\nendstream\nendobj\n")

"""Packs: many documents in one file."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from congvan.core.problems import ProblemsFound
from congvan.formats.pdf.pack import PackDocument, bind, bind_to
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.examples import FULL, examples
from tests.formats.pdf_samples import ASSETS, TEMPLATE, assert_pdfa_2, content, furthest, page, streams, text
from tests.sample_project import HOME


@pytest.fixture(scope="module")
def cover() -> PdfTemplate:
    return compile_template(page("<p data-f>{{ a }}</p>"), name="cover.html")


def parts(template: PdfTemplate, count: int) -> Iterator[PackDocument]:
    for n in range(count):
        yield PackDocument(template, content(receiver=f"Đơn vị {n}", title=f"Biểu {n}"), f"Biểu số {n} (mẫu)", f"B{n}-")


def test_a_pack_is_pdf_a(template: PdfTemplate, cover: PdfTemplate) -> None:
    data = bind([PackDocument(cover, {"a": "Bìa"}, "Bìa", ""), *parts(template, 3)], title="Tập <1> & 2")
    assert_pdfa_2(data, "Tập <1> & 2", "U")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_bookmarks_labels_and_odd_pages(template: PdfTemplate, cover: PdfTemplate) -> None:
    two = content(rows=[[str(n), "x", ""] for n in range(40)])
    order = [
        PackDocument(cover, {"a": "Bìa"}, "Bìa", ""),
        PackDocument(template, two, "Hai trang", "A-"),
        PackDocument(template, content(), "Một trang", "B-"),
    ]
    for duplex, starts, count in ((True, [0, 2, 4], 5), (False, [0, 1, 3], 4)):
        with pikepdf.open(io.BytesIO(bind(order, title="x", duplex=duplex))) as pdf, pdf.open_outline() as outline:
            assert len(pdf.pages) == count
            assert [item.title for item in outline.root] == ["Bìa", "Hai trang", "Một trang"]
            assert [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root] == starts
            assert [pdf.pages[n].label for n in starts] == ["1", "A-1", "B-1"]
            assert pdf.pages[starts[1] + 1].label == "A-2"
            blank = [n for n, p in enumerate(pdf.pages) if "/Contents" not in p.obj]
            assert blank == ([1] if duplex else [])


def test_the_outline_is_a_chain_and_the_file_ends_as_it_should(template: PdfTemplate, cover: PdfTemplate) -> None:
    data = bind([PackDocument(cover, {"a": "Bìa"}, "Bìa", ""), *parts(template, 2)], title="x")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        outline = pdf.Root.Outlines
        items = [outline.First]
        while "/Next" in items[-1]:
            items.append(items[-1].Next)
        assert [str(item.Title) for item in items] == ["Bìa", "Biểu số 0 (mẫu)", "Biểu số 1 (mẫu)"]
        assert outline.Count == 3
        assert outline.Last.objgen == items[-1].objgen
        assert "/Prev" not in items[0]
        assert [item.Prev.objgen for item in items[1:]] == [item.objgen for item in items[:-1]]
        assert {item.Parent.objgen for item in items} == {outline.objgen}
        blank = next(page for page in pdf.pages if "/Contents" not in page.obj)
        assert list(blank.MediaBox) == list(pdf.pages[0].MediaBox)
    end = re.search(rb"\nstartxref\n(\d+)\n%%EOF\n$", data)
    assert end
    assert re.match(rb"\d+ 0 obj\n?<</Type/XRef", data[int(end[1]) :])


def test_pages_are_those_of_the_files(template: PdfTemplate) -> None:
    data = bind(parts(template, 70), title="x", duplex=False)  # more than one node of the page tree
    alone = [template.untagged(part.context) for part in parts(template, 70)]
    assert streams(data) == [pages for one in alone for pages in streams(one)]
    assert text(data) == [pages for one in alone for pages in text(one)]
    assert (
        furthest(bind(parts(template, 2), title="x", duplex=False), bind(parts(template, 2), title="y", duplex=False))
        == 0
    )


def test_what_is_shared_is_written_once(template: PdfTemplate, cover: PdfTemplate) -> None:
    few, many = (len(bind(parts(template, n), title="x", duplex=False)) for n in (10, 110))
    assert (many - few) / 100 < 1536  # a page with a paragraph, a table and ten fields
    data = bind([*parts(template, 5), PackDocument(cover, {"a": "x"}, "x", "")], title="x")
    assert len(re.findall(rb"/N 3[ /]", data)) == 1  # the colour profile
    with pikepdf.open(io.BytesIO(data)) as pdf:
        files = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o]
    assert len(files) == 3  # regular, bold, italic


def test_each_document_of_a_pack_says_its_letters_outside_the_repertoire() -> None:
    """A face that one layout widens is not the face of another."""
    made = [compile_template(page(f"<p data-f>{{{{ a }}}}</p><p>{letter}</p>"), name="t.html") for letter in "ßж"]
    data = bind([PackDocument(template, {"a": "x"}, "x", "") for template in made], title="x", duplex=False)
    assert ["".join(said.split()) for said in text(data)] == ["xß", "xж"]


def test_same_in_same_out(template: PdfTemplate) -> None:
    assert bind(parts(template, 5), title="x") == bind(parts(template, 5), title="x")
    fresh = compile_template(TEMPLATE, name="t.html", assets=ASSETS)
    assert bind(parts(fresh, 5), title="x") == bind(parts(template, 5), title="x")
    assert bind(parts(template, 5), title="x") != bind(parts(template, 5), title="y")


@pytest.mark.parametrize("duplex", [True, False])
def test_a_file_is_printed_in_its_size_and_a_pack_on_the_sides_it_is_made_for(
    template: PdfTemplate, duplex: bool
) -> None:
    bound = bind(parts(template, 2), title="Bộ in", duplex=duplex)
    with pikepdf.open(io.BytesIO(bound)) as pack, pikepdf.open(io.BytesIO(template.render(content()))) as alone:
        said, plain = pack.Root.ViewerPreferences, alone.Root.ViewerPreferences
        assert str(said.PrintScaling) == str(plain.PrintScaling) == "/None"
        assert str(said.get("/Duplex", "")) == ("/DuplexFlipLongEdge" if duplex else "")
        assert "/Duplex" not in plain


# -- whatever is bound, every reader reads it --------------------------------------------------------------------------

_BODIES = (
    "<p data-f>{{ a }}</p>{% for line in lines %}<p data-f>{{ line }}</p>{% endfor %}",
    '<h1 data-f>{{ a }}</h1><p><img src="asset:{{ lines|length }}.png" alt="ảnh mẫu"></p>'
    "{% for line in lines %}<p><b data-f>{{ line }}</b></p>{% endfor %}",
    '<p style="font-size: 9pt" data-f>{{ a }}</p><table>{% for line in lines %}<tr><td data-f>{{ line }}</td></tr>'
    '{% endfor %}</table><p style="break-before: page" data-f>{{ a }}</p>',
)


_LINES = 5


def _picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), (shade, 90, 0)).save(file, "PNG")
    return file.getvalue()


@cache
def _template(body: int) -> PdfTemplate:
    pictures = {f"{n}.png": _picture(n) for n in range(_LINES + 1)}
    return compile_template(page(_BODIES[body], "@page { size: A6 }"), name=f"{body}.html", assets=pictures)


def _document(number: int, body: int, lines: int) -> PackDocument:
    words = [f"dòng {n} của bản {number}" for n in range(lines)]
    return PackDocument(_template(body), {"a": f"Bản {number}", "lines": words}, f"Bản {number}", "")


def _words(part: PackDocument) -> list[str]:
    title, lines = part.context["a"], part.context["lines"]
    return " ".join([title, *lines, *([title] if part.template is _template(2) else [])]).split()


def _faults(data: bytes, file: Path) -> list[str]:
    """What pikepdf says against a file, in full qpdf and Poppler too."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = list(pdf.check_pdf_syntax())
    file.write_bytes(data)
    for command in (["qpdf", "--check", str(file)], ["pdftotext", str(file), "-"]):
        if FULL and shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            said += [done.stderr] if done.stderr or done.returncode else []
    return said


@settings(max_examples=examples(50))
@given(
    count=st.integers(1, 80 if FULL else 24),
    duplex=st.booleans(),
    tagged=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_every_reader_reads_every_page_of_what_is_bound(
    tmp_path_factory: pytest.TempPathFactory, count: int, duplex: bool, tagged: bool, chance: Random
) -> None:
    kinds = [(chance.randrange(len(_BODIES)), chance.randint(0, _LINES)) for _n in range(count)]
    bound = [_document(n, *kind) for n, kind in enumerate(kinds)]
    data = bind(bound, title="Tập mẫu", duplex=duplex, tagged=tagged)
    assert _faults(data, tmp_path_factory.getbasetemp() / "pack.pdf") == []
    assert " ".join(text(data)).split() == [word for part in bound for word in _words(part)]


def test_an_empty_pack_is_a_file(cover: PdfTemplate) -> None:
    with pikepdf.open(io.BytesIO(bind([PackDocument(cover, {"a": ""}, "", "")], title="x"))) as pdf:
        assert len(pdf.pages) == 1


def test_an_error_says_its_template(template: PdfTemplate) -> None:
    record = content()
    del record["sign"]
    with pytest.raises(ProblemsFound) as stop:
        bind([PackDocument(template, record, "x", "")], title="x")
    assert stop.value.problems[0].place.file == "t.html"


MEMORY = """
import io, resource, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from congvan.core.cache import DiskCache
from congvan.formats.pdf.template import compile_template
from congvan.formats.pdf.pack import bind_to
from tests.formats.pdf_samples import ASSETS, TEMPLATE
from tests.formats.pdf.test_pack import parts
class Sink(io.RawIOBase):
    def write(self, data): return len(data)
template = compile_template(TEMPLATE, assets=ASSETS, cache=DiskCache(Path({cache!r})))
bind_to(Sink(), parts(template, int(sys.argv[1])), title="x")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.full("long runs")
def test_memory_is_flat(tmp_path: Path) -> None:
    """3,000 records take at most 1.2 times the memory of 100."""
    code = MEMORY.format(root=str(HOME), cache=str(tmp_path))
    peaks = []
    for count in ("1", "100", "3000"):
        done = subprocess.run([sys.executable, "-c", code, count], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[2] <= 1.2 * peaks[1]


def test_streams_to_a_file(template: PdfTemplate, tmp_path: Path) -> None:
    with (tmp_path / "x.pdf").open("wb") as file:
        bind_to(file, parts(template, 3), title="x")
    assert (tmp_path / "x.pdf").read_bytes() == bind(parts(template, 3), title="x")

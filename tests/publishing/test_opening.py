"""What is published opens: each kind of file, sound and with the faults that a writer may have."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from congvan.formats.pdf import pack, writer
from congvan.formats.pdf.pack import PackDocument, bind
from congvan.formats.pdf.template import PdfTemplate, compile_template
from congvan.publishing.opening import OpeningFault, opening_fault
from tests.formats.pdf_samples import page

_BODY = '<h1 data-f>{{ name }}</h1><p style="break-before: page" data-f>{{ name }}</p>' * 2
_END = re.compile(rb"startxref\n(\d+)")


@pytest.fixture(scope="module")
def template() -> PdfTemplate:
    return compile_template(page(_BODY, "@page { size: A6 }"), name="t.html")


@pytest.fixture(params=["tagged", "untagged"])
def stamp(request: pytest.FixtureRequest) -> Callable[[PdfTemplate], bytes]:
    """Stamp a record; a new template would keep what it wrote of a layout before a fault."""

    def stamped(template: PdfTemplate) -> bytes:
        for each in template._forms.values():
            for prepared in each:
                prepared.writers.clear()
        return (template.render if request.param == "tagged" else template.untagged)({"name": "Xã mẫu"})

    return stamped


def bound(template: PdfTemplate) -> bytes:
    parts = [PackDocument(template, {"name": name}, name, "") for name in ("Xã A", "Xã B", "Xã C")]
    return bind(parts, title="Tập mẫu")


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(file)
    return file.getvalue()


def references(data: bytes) -> OpeningFault | None:
    return opening_fault("a.pdf", data, stamped=True)


# -- stamped ----------------------------------------------------------------------------------------------------------


def test_what_is_stamped_opens(template: PdfTemplate, stamp: Callable[[PdfTemplate], bytes]) -> None:
    data = stamp(template)
    assert references(data) is None
    assert opening_fault("a.pdf", data, drawn=True) is None


@pytest.mark.parametrize("off", [-1, 1, 300])
def test_a_stamped_file_with_an_object_elsewhere_does_not_open(
    template: PdfTemplate, stamp: Callable[[PdfTemplate], bytes], monkeypatch: pytest.MonkeyPatch, off: int
) -> None:
    row = writer.row_of
    monkeypatch.setattr(writer, "row_of", lambda at: row(at + off))
    assert references(stamp(template))


def test_a_stamped_file_whose_objects_have_other_numbers_does_not_open(
    template: PdfTemplate, stamp: Callable[[PdfTemplate], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = writer.row_within
    monkeypatch.setattr(writer, "row_within", lambda stream, index: row(stream, index and index - 1))
    assert references(stamp(template))


def test_a_stamped_file_that_counts_other_pages_does_not_open(
    template: PdfTemplate, stamp: Callable[[PdfTemplate], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = writer.object_stream

    def counted(number: int, held: list[writer.PdfObject], level: int) -> writer.PdfObject:
        return objects(number, [one._replace(body=one.body.replace(b"/Count 3", b"/Count 4")) for one in held], level)

    monkeypatch.setattr(writer, "object_stream", counted)
    assert references(stamp(template)) == OpeningFault("/Count")


def test_a_stamped_file_that_is_cut_or_names_another_end_does_not_open(
    template: PdfTemplate, stamp: Callable[[PdfTemplate], bytes]
) -> None:
    data = stamp(template)
    elsewhere = _END.sub(lambda end: b"startxref\n%d" % (int(end[1]) + 1), data)
    longer = data.replace(b"\nendstream\nendobj\n", b" \nendstream\nendobj\n", 1)
    for wrong in (elsewhere, longer, data[:-9], data[: len(data) // 2], b""):
        assert references(wrong)


# -- packs, and whatever else pikepdf opens ---------------------------------------------------------------------------


def test_a_pack_whose_objects_have_other_numbers_does_not_open(
    template: PdfTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opening_fault("a.pdf", bound(template), drawn=True) is None
    objects = pack.object_stream
    monkeypatch.setattr(
        pack,
        "object_stream",
        lambda number, held, level: objects(number, [one._replace(number=one.number + 1) for one in held], level),
    )
    fault = opening_fault("a.pdf", bound(template))
    assert fault
    assert "object at 0x" not in fault.why


def test_a_file_that_is_damaged_does_not_open(template: PdfTemplate) -> None:
    data = bound(template)

    def without_content(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].obj.Contents = pdf.make_indirect(pikepdf.Dictionary())

    def without_pages(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[:]

    assert opening_fault("a.pdf", changed(data, without_content)) == OpeningFault("/Contents", 2)
    assert opening_fault("a.pdf", changed(data, without_pages)) == OpeningFault("/Count")
    for wrong in (data[:-300], data[: len(data) // 2], b""):
        assert opening_fault("a.pdf", wrong)


def test_a_page_that_is_not_drawn_is_named(template: PdfTemplate, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_page(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids[0].Kids[2] = 5

    data = changed(bound(template), without_page)
    monkeypatch.setattr("congvan.publishing.opening._pdf_fault", lambda _data: None)
    fault = opening_fault("a.pdf", data, drawn=True)
    assert fault
    assert fault.page == 3


# -- DOCX and XLSX ----------------------------------------------------------------------------------------------------


def package(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        made.writestr("word/document.xml", "<w>Công văn mẫu</w>" * 20)
        made.writestr("word/styles.xml", "<w/>")
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_a_package_with_a_wrong_checksum_does_not_open(name: str, method: int) -> None:
    data = package(method)
    assert opening_fault(name, data) is None
    assert opening_fault("a.txt", b"") is None
    directory = data.index(b"PK\1\2")
    checksum = data[: directory + 16] + bytes(4) + data[directory + 20 :]
    assert opening_fault(name, checksum) == OpeningFault("word/document.xml")
    part = data.index(b"word/document.xml") + len("word/document.xml") + 5
    for wrong in (data[:part] + b"\xaa" + data[part + 1 :], data[:-30], data[: len(data) // 2], b""):
        assert opening_fault(name, wrong)

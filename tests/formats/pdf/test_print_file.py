"""Files for the printer: the pages, blank sides between parts, what the print dialog begins with."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from congvan.formats.pdf.print_file import BoundPages, bind_pages, parts_of, sides_of
from tests.made_pdf import pack_pdf, plain_pdf


def test_a_whole_file_is_one_part(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(plain_pdf(3, blank=[2]))
    (part,) = parts_of(tmp_path / "a.pdf")
    assert (part.title, part.first, part.pages, part.inked, part.size) == ("", 0, 3, 2, (210, 297))


def test_a_pack_has_a_part_for_each_document(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pack_pdf({"Bìa": 1, "Biểu A": 2, "Biểu B": 1}))
    found = [(each.title, each.first, each.pages, each.inked) for each in parts_of(tmp_path / "a.pdf")]
    assert found == [("Bìa", 0, 2, 1), ("Biểu A", 2, 2, 2), ("Biểu B", 4, 1, 1)]


def test_what_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(ValueError, match=r".+"):
        parts_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(("two_sided", "starts", "count"), [(True, [0, 2], 4), (False, [0, 1], 3)])
def test_each_part_begins_on_a_sheet_of_its_own(tmp_path: Path, two_sided: bool, starts: list[int], count: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain_pdf(5, marked=True))
    bound = bind_pages(
        [BoundPages(path, 0, 1, "Một"), BoundPages(path, 3, 2, "Hai")], title="In", two_sided=two_sided, copies=3
    )
    with pikepdf.open(io.BytesIO(bound)) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == count
        at = [pdf.pages.index(pikepdf.Page(each.destination[0])) for each in outline.root]
        assert (at, [each.title for each in outline.root]) == (starts, ["Một", "Hai"])
        said = pdf.Root.ViewerPreferences
        assert (str(said.PrintScaling), int(said.NumCopies)) == ("/None", 3)
        assert str(said.Duplex) == ("/DuplexFlipLongEdge" if two_sided else "/Simplex")
        assert not [page for page in pdf.pages if "/StructParents" in page.obj or "/Annots" in page.obj]
        assert b"page 3" in pdf.pages[starts[1]].Contents.read_bytes()
    (tmp_path / "b.pdf").write_bytes(bound)
    assert sides_of(tmp_path / "b.pdf") == (count, two_sided)
    with pikepdf.open(io.BytesIO(bind_pages([BoundPages(path, 0, 1, "")], title="x", two_sided=two_sided))) as pdf:
        assert "/NumCopies" not in pdf.Root.ViewerPreferences

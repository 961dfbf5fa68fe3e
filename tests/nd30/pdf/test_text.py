"""The text of a page is what is on paper: what a tagged file says of a gap for the pen is none of it."""

from __future__ import annotations

import io

import pikepdf

from congvan import nd30
from congvan.formats.pdf.template import compile_template
from congvan.nd30.opening import read_view
from tests.acceptance.pdf_tree import tree
from tests.formats.pdf_samples import page
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf

GAP = "\u00a0" * 5


def test_what_is_said_of_a_gap_is_not_read() -> None:
    body = f"<p>Lạng Sơn, ngày{GAP}tháng{GAP}năm 2020</p><p>Số:{GAP}/STTTT</p>"
    template = compile_template(page(body), name="t.html")
    tagged, untagged = template.render({}), template.untagged({})
    assert [each.said for each in tree(tagged) if each.said] == [(" để trống ",) * 2, (" để trống ",)]
    found = [
        {(each.id, each.verdict, str(each.message)) for each in nd30.check(data, "a.pdf").results}
        for data in (tagged, untagged)
    ]
    assert found[0] == found[1]
    assert not any("để trống" in message for _id, _verdict, message in found[0])


def test_a_letter_named_otherwise_than_it_is_drawn_is_read_as_drawn() -> None:
    """Word names the glyphs of Ư and ư U+01A2 and U+01A3."""
    data, out = to_pdf(letters.dispatch()), io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for font in (each for each in document.objects if isinstance(each, pikepdf.Dictionary)):
            if "/ToUnicode" in font:
                names = font.ToUnicode.read_bytes().lower()
                font.ToUnicode.write(names.replace(b"<01b0>", b"<01a3>").replace(b"<01af>", b"<01a2>"))
        document.save(out)
    named = read_view(out.getvalue())
    assert "hướng dẫn, hỗ trợ người dân" in " ".join(p.text for p in named.paragraphs)

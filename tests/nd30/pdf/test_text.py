"""The text of a page is what is on paper: what a tagged file says of a gap for the pen is none of it."""

from __future__ import annotations

from congvan import nd30
from congvan.formats.pdf.template import compile_template
from tests.acceptance.pdf_tree import tree
from tests.formats.pdf_samples import page

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

"""What a voice reads of Word documents: by styles, by Word's own outline and lists; tables that are for layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from congvan.documents.common.chart import chart
from congvan.formats.docx_html.roles import role_table
from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.tagging.roles import _written
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults, tree
from tests.acceptance.poppler_tree import needs_poppler, poppler_faults
from tests.formats.docx_html.word_parts import cell, par, row, table, word_document
from tests.formats.docx_html.word_samples import SAMPLES


def read(body: str, **parts: str) -> list[str]:
    data = compile_template(word_document(body, **parts), name="mau.docx").render({})
    assert pdf_faults(data) == structure_faults(data) == []
    return outline(data)[1:]


@pytest.mark.every(15)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_passes_both_judges(name: str) -> None:
    data = compile_template(SAMPLES[name](), name="mau.docx").render({})
    assert pdf_faults(data) == []
    assert structure_faults(data) == []


def test_headings_are_words_own_or_named_in_the_table() -> None:
    named = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="Riêng"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Khác"/><w:basedOn w:val="T"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="CV Tên loại"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="D"><w:name w:val="CV Điều"/></w:style>'
    )

    def styled(text: str, style_id: str, more: str = "") -> str:
        return par(text, f'<w:pStyle w:val="{style_id}"/>{more}')

    body = (
        styled("một", "B")
        + styled("hai", "H2")
        + styled("ba", "O")
        + styled("Điều 1", "D", '<w:outlineLvl w:val="3"/>')
    )
    said = read(body + styled("Điều 2", "D", "<w:keepNext/>") + par("thường"), styles=named)
    assert said == ["  H1 một", "  H2 hai", "  H3 ba", "  H4 Điều 1", "  P Điều 2", "  P thường"]


def test_a_table_without_rules_and_headings_is_there_for_its_layout() -> None:
    cells = row(cell(par("a"), 2000), cell(par("b"), 2000))
    assert read(table([2000, 2000], cells, properties="")) == ["  P a", "  P b"]
    ruled = read(table([2000, 2000], cells))
    assert [line.strip() for line in ruled] == ["Table", "TBody", "TD a", "TD b"]
    headed = table(
        [2000, 2000], row(cell(par("A"), 2000), cell(par("B"), 2000), properties="<w:tblHeader/>"), cells, properties=""
    )
    assert "TH Scope=Column A" in [line.strip() for line in read(headed)]


def _with_charts() -> Callable[[int, int], bytes]:
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("T", "CV Tên biểu đồ"), ("B", "CV Biểu đồ"), ("G", "CV Biểu đồ giữa"), ("K", "CV Khoản"))
    )
    template = compile_template(word_document(par("{{p x }}"), styles=named), name="mau.docx")

    def printed(figure: int, days: int) -> bytes:
        clauses = [{"style": "khoan", "runs": [{"text": f"{n}. Kết quả"}]} for n in (1, 2)]
        bars = chart("Lượt <cài>", "bars", [{"label": f"Xã {who}", "value": figure} for who in "AB"])
        curve = chart("Theo ngày", "curve", [{"label": f"{n + 1}/8", "value": n} for n in range(days)])
        charts = [{"style": "bieu_do", "runs": [], "chart": each} for each in (bars, curve, chart("Gì", "bars", []))]
        return template.render({"x": [clauses[0], *charts, clauses[1]]})

    return printed


def test_a_chart_is_one_picture_that_says_what_it_shows_and_parts_no_list() -> None:
    printed = _with_charts()
    for figure in (5, 6):  # bars of one length
        data = printed(figure, 2)
        assert pdf_faults(data) == structure_faults(data) == []
        read = tree(data)[1:]
        kinds = [(each.depth, each.kind) for each in read]
        inside = [(4, "Figure"), (4, "Figure"), (4, "P")]
        item = [(2, "LI"), (3, "Lbl"), (3, "LBody")]
        assert kinds == [(1, "L"), *item, *inside, *item]
        bars, curve, nothing = read[4:7]
        assert bars.attributes["Alt"] == f"Biểu đồ Lượt <cài>: Xã A {figure}; Xã B {figure}"
        assert curve.attributes["Alt"] == "Biểu đồ Theo ngày: 1/8: 0; 2/8: 1"
        assert nothing.text.split() == ["Gì", "Chưa", "có", "số", "liệu"]


@needs_poppler
def test_poppler_reads_charts_as_pictures_too() -> None:
    printed = _with_charts()
    assert [poppler_faults(printed(figure, 2)) for figure in (5, 6)] == [[], []]


def test_the_table_of_roles_says_what_is_known() -> None:
    """Each role of the table is read as it is meant, and the styles that it names are those of the sample templates."""
    for name, role in role_table().items():
        for written in role:
            known = _written(written)
            assert known.kind in ("P", "LI", "H1", "H2", "H3", "H4", "H5", "H6", "Figure") or known.total, name
            assert set(written.split()[1:]) == {
                *(f"order={known.order}" for _ in [0] if "order" in written),
                *(f"level={known.level}" for _ in [0] if "level" in written),
                *(f"joins={known.joins}" for _ in [0] if known.joins),
                *(word for word in ("starts", "opens", "closes", "total") if getattr(known, word)),
            }, name

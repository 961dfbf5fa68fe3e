"""What a voice reads of Word documents: by styles, by Word's own outline and lists; tables that are for layout."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.roles import role_table
from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.tagging.roles import _written
from tests.acceptance.pdf_judge import pdf_faults
from tests.acceptance.pdf_tree import outline, structure_faults
from tests.formats.docx_html.word_parts import cell, par, row, table, word_document
from tests.formats.docx_html.word_samples import SAMPLES


def read(body: str, **parts: str) -> list[str]:
    data = compile_template(word_document(body, **parts), name="mau.docx").render({})
    assert pdf_faults(data) == structure_faults(data) == []
    return outline(data)[1:]


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


def test_the_table_of_roles_says_what_is_known() -> None:
    """Each role of the table is read as it is meant, and the styles that it names are those of the sample templates."""
    for name, role in role_table().items():
        for written in role:
            known = _written(written)
            assert known.kind in ("P", "LI", "H1", "H2", "H3", "H4", "H5", "H6") or known.total, name
            assert set(written.split()[1:]) == {
                *(f"order={known.order}" for _ in [0] if "order" in written),
                *(f"level={known.level}" for _ in [0] if "level" in written),
                *(f"joins={known.joins}" for _ in [0] if known.joins),
                *(word for word in ("starts", "opens", "closes", "total") if getattr(known, word)),
            }, name

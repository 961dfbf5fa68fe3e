"""A block that begins in one cell and ends in another is refused with both places; whole cells and rows may be kept."""

from __future__ import annotations

import pytest

from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import cell, docx, p, row, table, text_of
from tests.formats.docx_told import problems


@pytest.mark.parametrize(
    ("template", "where", "other", "letter"),
    [
        (docx(table(row("{% if a %}x", "y{% endif %}"))), "row 1, cell 1", "row 1, cell 2", "%tc"),
        (docx(table(row("{% if a %}x", "y"), row("z", "{% endif %}"))), "row 1, cell 1", "row 2, cell 2", "%tr"),
        (docx(table(row("{% for b in a %}x", "y{% endfor %}"))), "row 1, cell 1", "row 1, cell 2", "%tc"),
        (
            docx(table(row("{% if a %}x", "y{% else %}z"), row("{% endif %}", ""))),
            "row 1, cell 1",
            "row 1, cell 2",
            "%tc",
        ),
        (
            docx(table(row(cell(p("{%p if a %}") + p("x")), cell(p("y") + p("{%p endif %}"))))),
            "row 1, cell 1, paragraph 1",
            "row 1, cell 2, paragraph 2",
            "%tc",
        ),
        (docx(table(row("{%tc if a %}", "x"), row("y", "{%tc endif %}"))), "row 1, cell 1", "row 2, cell 2", "%tr"),
        (
            docx(table(row("{%tr if a %}", "")), p("x"), table(row("y", "z"), row("{%tr endif %}", ""))),
            "table 1, row 1, cell 1",
            "table 2, row 2, cell 1",
            "%p",
        ),
        (docx(table(row("{% if a %}x", "y")), p("{% endif %}")), "row 1, cell 1", "paragraph 1", "%p"),
    ],
)
def test_a_block_over_several_cells_is_told_with_both_ends(
    template: bytes, where: str, other: str, letter: str
) -> None:
    first, *_others = problems(template)
    assert first.code == "docx-tag-torn"
    assert where in str(first.place)
    assert other in first.text
    assert f"{{{letter} … %}}" in first.hint
    compile_template(template, strict=False)  # the rule of docxtpl


@pytest.mark.parametrize(
    ("template", "kept", "dropped"),
    [
        (docx(table(row("{% if a %}x{% endif %}", "y"))), "x\ny", "\ny"),
        (docx(table(row("{%tc if a %}", "x", "{%tc endif %}", "y"), columns=4)), "x\ny", "y"),
        (
            docx(table(row("{%tr if a %}", ""), row("x", "y"), row("{%tr endif %}", ""), row("z", ""))),
            "x\ny\nz\n",
            "z\n",
        ),
        (docx(p("{% if a %}x"), p("y"), p("z{% endif %} w")), "x\ny\nz w", " w"),
        (docx(p("{%p if a %}"), table(row("x", "y")), p("{%p endif %}"), p("z")), "x\ny\nz", "z"),
        (docx(table(row("{%tr if a %}", ""), row("{% if b %}x{% endif %}", "y"), row("{%tr endif %}", ""))), "\ny", ""),
        (docx(p("{% raw %}{% if x %}{% endraw %}"), p("z")), "{% if x %}\nz", "{% if x %}\nz"),
    ],
)
def test_whole_cells_rows_and_paragraphs_may_be_kept_or_dropped(template: bytes, kept: str, dropped: str) -> None:
    compiled = compile_template(template)
    assert text_of(compiled.render({"a": True, "b": False})) == kept
    assert text_of(compiled.render({"a": False, "b": False})) == dropped

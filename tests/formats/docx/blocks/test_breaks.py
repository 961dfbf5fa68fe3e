"""A break in the paragraph of a tag goes to the paragraph below, as LibreOffice meant it."""

from congvan.core.opc.reader import read_members
from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import docx, p, row, run, table, text_of
from tests.formats.docx_told import problems
from tests.package import parts_of

END = p("{%p endif %}")


def test_a_section_break_in_the_paragraph_of_a_tag_stands_below_it() -> None:
    section = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:pPr><w:r><w:t>{%p if a %}</w:t></w:r></w:p>'
    template = compile_template(docx(section, END))
    made = [read_members(template.render({"a": a}), name="") for a in (True, False)]
    xml = [next(each.content() for each in members if each.name == "word/document.xml") for members in made]
    assert [b'<w:pgSz w:w="1"/>' in each for each in xml] == [True, False]


def test_a_page_break_at_the_end_of_the_paragraph_of_a_tag_is_one_before_the_paragraph_below() -> None:
    """As LibreOffice saves "page break before" of that paragraph."""
    broken = p(run("{{p body }}"), '<w:r><w:br w:type="page"/></w:r>')
    below = '<w:p><w:pPr><w:keepNext/><w:jc w:val="both"/></w:pPr><w:r><w:t>y</w:t></w:r></w:p>'
    for after in (below, p("y")):
        made = compile_template(docx(broken, after)).render({"body": ["a", "b"]})
        assert text_of(made) == "a\nb\ny"
        xml = next(each.content() for each in read_members(made, name="") if each.name == "word/document.xml")
        assert xml.count(b"<w:pageBreakBefore/>") == 1
        assert b'w:type="page"' not in xml
    assert b"<w:pageBreakBefore/><w:jc" in xml


def test_a_page_break_between_two_tags_of_blocks_stands_between_them() -> None:
    broken = p(run("{{p a }}"), '<w:r><w:br w:type="page"/></w:r>')
    made = compile_template(docx(broken, p("{{p body }}"))).render({"a": ["a", "b"], "body": ["c", "d"]})
    xml = parts_of(made)["word/document.xml"].decode()
    assert xml.count("<w:pageBreakBefore/>") == 1
    assert xml.index(">b<") < xml.index("<w:pageBreakBefore/>") < xml.index(">c<")
    assert 'w:type="page"' not in xml


def test_a_page_break_above_a_table_is_one_before_its_first_paragraph() -> None:
    """As LibreOffice saves "page break before" of that table; a row that is a tag can't have it."""
    broken = p(run("{{p body }}"), '<w:r><w:br w:type="page"/></w:r>')
    made = compile_template(docx(broken, table(row("a", "b")))).render({"body": ["x", "y"]})
    xml = parts_of(made)["word/document.xml"].decode()
    assert xml.count("<w:pageBreakBefore/>") == 1
    assert xml.index(">y<") < xml.index("<w:pageBreakBefore/>") < xml.index(">a<")
    assert 'w:type="page"' not in xml
    rows = table(row("{%tr for a in b %}", ""), row("a", "b"), row("{%tr endfor %}", ""))
    assert [each.message.id for each in problems(docx(broken, rows))] == ["docx-tag-lost.beside"]


def test_a_page_break_before_a_tag_that_goes_is_refused_as_ever() -> None:
    (problem,) = problems(
        docx(p(run("{{p a }}"), '<w:r><w:br w:type="page"/></w:r>'), p(run("{%p if a %}")), p("y"), END)
    )
    assert problem.message.id == "docx-tag-lost.beside"

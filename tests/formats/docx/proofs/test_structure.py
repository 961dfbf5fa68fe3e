"""What loops and conditions may do to the structure of a part: what documents would be damaged by is mended or told."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from congvan.formats.docx.proofs.structure import may_change_tables
from congvan.formats.docx.proofs.wellformedness import prove
from congvan.formats.docx.template import compile_template
from tests.formats.docx_dialect import PNG
from tests.formats.docx_samples import cell, docx, p, row, run, table
from tests.formats.docx_told import problems
from tests.package import parts_of

ENV = Environment(autoescape=True)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GRID = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
FULL = "<w:tr><w:tc>1</w:tc><w:tc>2</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("inner", "changes"),
    [
        (GRID + FULL, False),
        (GRID + FULL + "{% for x in y %}" + FULL + "{% endfor %}", False),
        (GRID + "{% for x in y %}" + FULL + "{% endfor %}", True),
        (GRID + FULL + "<w:tr>{% for x in y %}<w:tc/>{% endfor %}</w:tr>", True),
        (GRID + FULL + "<w:tr><w:tc/><w:tc/><w:tc/></w:tr>", True),
        (GRID + "<w:tr><w:tc/></w:tr>", True),
        (GRID + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:tc></w:tr>', False),
        (GRID + FULL + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{{ x }}"/></w:tcPr></w:tc></w:tr>', True),
        (GRID + FULL + "<w:tr><w:tc>{% if x %}a{% endif %}</w:tc><w:tc/></w:tr>", False),
        (GRID + FULL + "<w:tr><w:tc>{% for x in y %}</w:tc><w:tc>{% endfor %}</w:tc></w:tr>", True),
        (
            GRID + "<w:tr><w:tc><w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>" + FULL + "</w:tbl></w:tc><w:tc/></w:tr>",
            True,
        ),
        ("<w:tblGrid>{% for x in y %}<w:gridCol/>{% endfor %}</w:tblGrid>" + FULL, True),
        ("<w:tblGrid/><w:tr/>", False),
        ("", True),
    ],
)
def test_tables_that_can_not_change_are_known(inner: str, changes: bool) -> None:
    events, _outside = prove(ENV.parse(f'<w:body xmlns:w="urn:w"><w:tbl>{inner}</w:tbl></w:body>'))
    assert may_change_tables(events) is changes


def body_of(data: bytes, part: str = "document") -> Any:
    from lxml import etree

    return etree.fromstring(parts_of(data)[f"word/{part}.xml"])


def hollow(root: Any) -> list[str]:
    """The containers without a block, cells that don't end in a paragraph, and rows without a cell."""
    names = ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "tr")
    found = []
    for name in names:
        for each in root.iter(W + name):
            inner = [child.tag.removeprefix(W) for child in each if not child.tag.endswith("Pr")]
            if not inner or (name == "tc" and inner[-1] != "p"):
                found.append(name)
    return found


IF, END = p("{%p if a %}"), p("{%p endif %}")
BOX = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
CASES = {
    "a cell": table(row(cell(IF + p("x") + END), "y")),
    "a cell without properties": table(f"<w:tr><w:tc>{IF}{p('x')}{END}</w:tc></w:tr>"),
    "a cell with a table": table(row(cell(table(row("x"), columns=1) + IF + p("x") + END), "y")),
    "a cell with a value": table(row(cell(p("{{p b }}")), "y")),
    "a cell with either": table(row(cell(IF + p("x") + p("{%p else %}") + p("y") + END), "y")),
    "a row": table(row("{%tc if a %}", "x", "{%tc endif %}"), row("x", "y")),
    "a text box": BOX.format(IF + p("x") + END),
}


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_what_is_left_empty_keeps_a_paragraph(case: str, strict: bool) -> None:
    template = compile_template(docx(CASES[case], p("{{ c }}")), strict=strict)
    filled = {"_docx": "paragraphs", "paragraphs": [{"runs": [{"text": "x"}]}]}
    for n in range(12):  # also by the fast path
        on = n % 5 == 4
        context = {"a": on, "b": filled if on else "", "c": str(n)}
        xml = template.render(context)
        assert hollow(body_of(xml)) == []
        if n > 8:
            assert xml == compile_template(docx(CASES[case], p("{{ c }}")), strict=strict).render(context)


@pytest.mark.parametrize("part", ["header1", "footer1", "footnotes", "endnotes"])
def test_a_header_or_a_note_left_empty_keeps_a_paragraph(part: str) -> None:
    inner = IF + p("x") + END
    if part.endswith("notes"):
        inner = f'<w:{part[:-1]} w:id="1">{inner}</w:{part[:-1]}>'
    template = compile_template(docx(p("x"), **{part: inner}))
    assert hollow(body_of(template.render({"a": False}), part)) == []
    assert not any(each.hollow for each in compile_template(docx(p("x"), header1=p("{{ a }}"))).parts)


def test_a_record_that_docxtpl_merges_keeps_its_paragraphs_too() -> None:
    template = compile_template(docx(CASES["a cell"], p("{{ b }}")))
    assert hollow(body_of(template.render({"a": False, "b": {"_docx": "image", "data": PNG}}))) == []


MARKED = (
    '<w:p><w:bookmarkStart w:id="3" w:name="dich"/><w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>'
    f'{run("{{ r }}")}</w:sdtContent></w:sdt><w:bookmarkEnd w:id="3"/></w:p>'
)


def ids_of(root: Any) -> list[list[str]]:
    return [
        [each.get(W + "id") for each in root.iter(W + "bookmarkStart")],
        [each.get(W + "name") for each in root.iter(W + "bookmarkStart")],
        [each.get(W + "val") for each in root.iter(W + "id")],
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "b"]), max_size=4), min_size=1, max_size=6), st.booleans())
def test_ids_and_names_are_unique_however_often_a_loop_runs(records: list[list[str]], strict: bool) -> None:
    body = p("{%p for r in rows %}") + MARKED + p("{%p endfor %}")
    other = '<w:p><w:bookmarkStart w:id="0" w:name="dich_2"/><w:bookmarkEnd w:id="0"/></w:p>'
    template = compile_template(docx(body, other), strict=strict)
    for rows in records:
        root = body_of(template.render({"rows": rows}))
        for ids in ids_of(root):
            assert len(set(ids)) == len(ids)
        ends = [each.get(W + "id") for each in root.iter(W + "bookmarkEnd")]
        assert ends == ids_of(root)[0]
        assert not rows or ids_of(root)[1][0] == "dich"


def test_the_name_of_a_bookmark_stays_within_forty_characters() -> None:
    body = p("{%p for r in rows %}") + MARKED.replace("dich", "d" * 40) + p("{%p endfor %}")
    names = ids_of(body_of(compile_template(docx(body)).render({"rows": ["1"] * 12})))[1]
    assert len(set(names)) == 12
    assert {len(name) for name in names} == {40}


def test_a_name_that_the_data_make_is_unique_too() -> None:
    body = p("{%p for r in rows %}") + MARKED.replace("dich", "{{ r }}") + p("{%p endfor %}")
    template = compile_template(docx(body))
    for rows in (["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"], ["i", "i"], ["k", "l"]):
        names = ids_of(body_of(template.render({"rows": rows})))[1]
        assert len(set(names)) == 2
        assert names[0] == rows[0]


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, MIDDLE, LAST = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
CODE = "<w:r><w:instrText> PAGE </w:instrText></w:r>"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (p(BEGIN, CODE, MIDDLE, run("{% if a %}1"), LAST, run("{% endif %}")), "paragraph 1"),
        (p(run("{% if a %}"), BEGIN, CODE, run("{% endif %}"), MIDDLE, run("1"), LAST), "paragraph 1"),
        (p("x") + IF + p(BEGIN, CODE, MIDDLE, run("1")) + END + p(run("2"), LAST), "paragraph 2"),
        (p("x") + p("{%p for x in b %}") + p(LAST) + p("{%p endfor %}"), ""),
    ],
)
def test_a_field_torn_by_a_condition_is_refused(body: str, place: str) -> None:
    if not place:
        assert compile_template(docx(body))
        return
    (problem,) = problems(docx(body))
    assert (problem.message.id, str(problem.place.where)) == ("docx-structure.tears-field", place)
    assert problem.hint


def test_a_field_within_a_condition_and_a_condition_within_a_field_pass() -> None:
    whole = p(run("{% if a %}"), BEGIN, CODE, MIDDLE, run("1"), LAST, run("{% endif %}"))
    within = p(BEGIN, CODE, MIDDLE, run("{% if a %}1{% endif %}"), LAST)
    assert compile_template(docx(whole, within)).render({"a": 1})


def test_a_comment_in_a_loop_is_refused() -> None:
    mark = '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    (problem,) = problems(docx(p("x"), p("{%p for x in b %}"), p(mark.format(run("x"))), p("{%p endfor %}")))
    assert (problem.message.id, str(problem.place.where)) == ("docx-structure.repeats-comment", "paragraph 2")
    assert compile_template(docx(p("{%p if a %}"), p(mark.format(run("x"))), p("{%p endif %}")))


@pytest.mark.parametrize("torn", ["<w:commentRangeEnd w:id='1'/>", "<w:r><w:commentReference w:id='1'/></w:r>"])
def test_a_comment_torn_by_a_condition_is_refused(torn: str) -> None:
    body = p("<w:commentRangeStart w:id='1'/>", "x {% if a %}", torn, "{% endif %}")
    (problem,) = problems(docx(p("y"), body))
    assert (problem.message.id, str(problem.place.where)) == ("docx-structure.tears-comment", "paragraph 2")
    assert problem.hint


def test_the_end_of_a_bookmark_that_a_loop_repeats_is_written_once() -> None:
    start = p('<w:bookmarkStart w:id="1" w:name="m"/>', "x")
    body = start + p("{%p for r in rows %}") + p("{{ r }}", '<w:bookmarkEnd w:id="1"/>') + p("{%p endfor %}")
    root = body_of(compile_template(docx(body)).render({"rows": ["1", "2", "3"]}))
    assert [each.get(W + "id") for each in root.iter(W + "bookmarkEnd")] == ["1"]


@pytest.mark.parametrize("kind", ["bookmark", "perm"])
@pytest.mark.parametrize("inside", ["Start", "End"])
@pytest.mark.parametrize("shown", [True, False])
def test_a_condition_leaves_no_end_without_a_start(kind: str, inside: str, shown: bool) -> None:
    start, end = p(f'<w:{kind}Start w:id="1"/>', "x"), p(f'<w:{kind}End w:id="1"/>', "y")
    if inside == "Start":
        body = p("{%p if a %}") + start + p("{%p endif %}") + end
    else:
        body = start + p("{%p if a %}") + end + p("{%p endif %}")
    root = body_of(compile_template(docx(body)).render({"a": shown}))
    ends = [each.tag.removeprefix(W + kind) for each in root.iter(W + f"{kind}Start", W + f"{kind}End")]
    assert ends == (["Start", "End"] if shown else ["Start"] if inside == "End" else [])


def test_word_numbers_no_paragraph_twice() -> None:
    namespace = "http://schemas.microsoft.com/office/word/2010/wordml"
    row = p("{{ r }}").replace("<w:p ", f'<w:p xmlns:w14="{namespace}" w14:paraId="1A2B3C4D" w14:textId="77777777" ', 1)
    template = compile_template(docx(p("{%p for r in rows %}") + row + p("{%p endfor %}")))
    assert b"paraId" not in parts_of(template.render({"rows": ["1", "2"]}))["word/document.xml"]

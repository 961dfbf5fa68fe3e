"""The proof that every render of a part is well-formed: what it accepts always is, what it refuses may not be."""

from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from congvan.formats.docx.printed.postprocess import fix_tables, number_drawings, resolve_breaks, tables_fit
from congvan.formats.docx.proofs.wellformedness import NotProved, prove
from tests.examples import examples
from tests.formats.docx_samples import canonical

ENV = Environment(autoescape=True)


def proved(source: str) -> bool:
    try:
        prove(ENV.parse(source))
    except NotProved:
        return False
    return True


@pytest.mark.parametrize(
    "source",
    [
        "<a>{{ x }}</a>",
        "<a>{% for x in y %}<b>{{ x }}</b>{% else %}<c/>{% endfor %}</a>",
        "<a>{% if x %}<b>{% elif y %}<b>{% else %}<b>{% endif %}</b></a>",
        '<a b="{{ x }}-{{ y }}" c="d"/>',
        '<a b="{% if x %}1{% else %}2{% endif %}">x</a>',
        "<a><b>{% for x in y %}</b><b>{% endfor %}</b></a>",
        "<a>{% set z = 1 %}{% with q = 2 %}{{ q }}{% endwith %}</a>",
        "<?xml version='1.0'?><!-- c --><a/>",
        '<p:a xmlns:p="u"><p:b p:c="1"/></p:a>',
        "<a>{{ x|e }} &amp; &#10;</a>",
        "<a>{% if false %}</b>{% else %}<c/>{% endif %}</a>",
        "<a b=\"c{{ '\\x22><b>'|safe }}{% for z in y %}<d/>{% endfor %}{{ '</b>'|safe }}</a>",
    ],
)
def test_balanced_parts_are_proved(source: str) -> None:
    assert proved(source)


@pytest.mark.parametrize(
    "source",
    [
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "x<a/>",
        "{{ x }}<a/>",
        "<a>{% if x %}<b>{% endif %}</a>",
        "<a>{% if x %}<b>{% endif %}{% if x %}</b>{% endif %}</a>",
        "<a>{% for x in y %}<b>{% endfor %}</a>",
        "<a>{% for x in y %}{% else %}<b>{% endfor %}</a>",
        "<a>{{ x|safe }}</a>",
        "<a>{{ (x|e)[:3] }}</a>",
        "<a>{% macro m() %}<b>{% endmacro %}{{ m() }}</a>",
        "<a>{% set x %}<b>{% endset %}{{ x }}</a>",
        "<a>{% autoescape false %}{{ x }}{% endautoescape %}</a>",
        "<a>{% filter upper %}x{% endfilter %}</a>",
        "<a>{% for x in y recursive %}{{ loop(x) }}{% endfor %}</a>",
        "<a {{ x }}/>",
        "<{{ x }}/>",
        "<a b={{ x }}/>",
        "<!-- {{ x }} --><a/>",
        '<a b="1" b="2"/>',
        "<p:a/>",
        "<a>]]></a>",
        "<a>&b;</a>",
        "<a>{% include 'x' %}</a>",
        "",
    ],
)
def test_what_may_break_is_not_proved(source: str) -> None:
    assert not proved(source)


MARKUP = ["<b>", "</b>", "<c/>", "x", "&amp;", '<d e="', '"/>', '">', "</d>"]
LOOPS = ["{% if x %}", "{% if y %}", "{% else %}", "{% endif %}", "{% for z in y %}", "{% endfor %}"]
PIECES = st.sampled_from([*MARKUP, *LOOPS, "{{ x }}", "{{ z }}", "{{ x|e }}"])


@settings(max_examples=examples(400), deadline=None)
@given(
    st.lists(PIECES, max_size=12), st.lists(st.text("<>&\"'a", max_size=4), max_size=3), st.text("<>&\"'a]", max_size=5)
)
def test_whatever_is_proved_renders_well_formed(pieces: list[str], rows: list[str], value: str) -> None:
    source = "<a>" + "".join(pieces) + "</a>"
    try:
        tree = ENV.parse(source)
    except Exception:
        return
    try:
        prove(tree)
    except NotProved:
        return
    for context in ({"x": value, "y": rows}, {"x": "", "y": rows}, {"x": value, "y": []}, {"x": "", "y": []}):
        expat.ParserCreate(namespace_separator=" ").Parse(ENV.from_string(source).render(context), True)


def test_a_certain_break_is_told_from_a_doubt() -> None:
    certain = "<a>{% if x %}<b>{% endif %}</a>"
    cases = [
        (certain, 1),
        ("<a>\n{% for x in y %}<b>{% endfor %}</a>", 2),
        ("<a>\n</b></a>", 1),
        ("<a/>{% if x %}\n{% endif %}<b/>", 2),
        ("\n{{ x }}<a/>", 2),
        ("{% if x %}1{% endif %}<a/>", 1),
        ("<a>", 0),  # nowhere in particular
        ("", 0),
        ("<a>{% if x %}<b>{% endif %}{% if y %}</b>{% endif %}</a>", 1),
        ("<a>{% if x %}<b>{% endif %}{% if x %}</b>{% endif %}</a>", None),
        ("<a>{{ x|safe }}</a>", None),
        (certain + "{{ ''|safe }}", None),
    ]
    for source, broken in cases:
        with pytest.raises(NotProved) as unproved:
            prove(ENV.parse(source))
        assert unproved.value.broken == broken, source


def test_values_beside_runs_are_found() -> None:
    source = '<w:p xmlns:w="urn:w">{{ a }}<w:r><w:t>{{ b }}</w:t>{{ c }}</w:r><w:x w:y="{{ d }}"/></w:p>'
    _events, outside = prove(ENV.parse(source))
    assert [expression.name for expression in outside] == ["a", "c"]


PARAGRAPHS = ["<w:p>", '<w:p w:a="b">', "</w:p>", "<w:p/>", "<w:pPr><w:jc/></w:pPr>"]
RUNS = ["<w:r>", "</w:r>", "<w:rPr><w:b/></w:rPr>", "<w:t>", '<w:t xml:space="preserve">', "</w:t>", "<w:t/>"]


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.sampled_from([*PARAGRAPHS, *RUNS, *"\n\t\a\fa"]),
        max_size=25,
    )
)
def test_breaks_are_resolved_as_docxtpl_does(pieces: list[str]) -> None:
    from docxtpl import DocxTemplate

    xml = "".join(pieces)
    nobody: Any = None
    assert resolve_breaks(xml) == DocxTemplate.resolve_listing(nobody, xml)


def test_drawings_are_numbered_in_order() -> None:
    xml = '<wp:docPr id="1" name="a"/><wp:docPr name="b"/><wp:docPr name="c" id=\'9\'></wp:docPr>'
    assert number_drawings(xml) == (
        '<wp:docPr id="1001" name="a"/><wp:docPr name="b" id="1002"/><wp:docPr name="c" id="1003"></wp:docPr>'
    )


GRID = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
FULL = "<w:tr><w:tc>1</w:tc><w:tc>2</w:tc></w:tr>"
CELL, WIDE = "<w:tc/>", '<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tc>'
INNER = "<w:tbl>" + GRID + FULL + "</w:tbl>"


@pytest.mark.parametrize(
    ("inner", "fits"),
    [
        (GRID + FULL, True),
        (GRID + FULL + f"<w:tr>{CELL}</w:tr>", True),
        (GRID + f"<w:tr>{CELL}</w:tr>", False),
        (GRID + FULL + f"<w:tr>{CELL * 3}</w:tr>", False),
        (GRID + f"<w:tr>{CELL * 3}</w:tr>" + FULL, False),
        ("<w:tblGrid>" + "<w:gridCol/>" * 3 + f"</w:tblGrid><w:tr>{WIDE}</w:tr>", True),
        ("<w:tblGrid>" + "<w:gridCol/>" * 3 + f"</w:tblGrid>{FULL}", False),
        ("<w:tblGrid>" + "<w:gridCol></w:gridCol>" * 2 + f"</w:tblGrid>{FULL}", True),
        (GRID + FULL + f"<w:tr>{WIDE}</w:tr>", True),  # docxtpl widens a grid for more cells, not for wider ones
        (GRID + f"<w:tr><w:tc>{INNER}</w:tc>{CELL}</w:tr>", True),
        (GRID + f"<w:tr><w:tc>{INNER}</w:tc>{CELL}</w:tr>" + f"<w:tr>{CELL * 3}</w:tr>", False),
        (GRID + f"<w:tr><w:tc>{INNER}</w:tc></w:tr>", True),  # docxtpl counts the inner rows for the outer table too
        (GRID + f"<w:tr><w:tc><w:tbl>{FULL}</w:tbl></w:tc>{CELL}</w:tr>", False),
        # where docxtpl may count otherwise, the answer is no
        ("<w:tblGrid><w:gridCol/></w:tblGrid>", False),
        ("<w:tblGrid></w:tblGrid>", True),
        (GRID + FULL + "<w:tr/>", False),
        (GRID + FULL + "<w:tbl/>", False),
        (GRID + FULL.replace("<w:tc>1", "<w:tc><w:tbl/>"), False),
        (GRID + FULL + "<w:tr><w:tc><w:tcPr><w:gridSpan/></w:tcPr></w:tc></w:tr>", False),
        (GRID + FULL + '<w:tr><w:gridSpan w:val="1"/></w:tr>', False),
        (GRID + FULL + "<w:tr><w:tc><w:tcPr><w:tcPrChange><w:tcPr/></w:tcPrChange></w:tcPr></w:tc></w:tr>", False),
        (GRID.replace("</w:tblGrid>", "<w:tblGridChange/></w:tblGrid>") + FULL, False),
        ("<w:tblGrid><w:tblGridChange><w:gridCol/><w:gridCol/></w:tblGridChange></w:tblGrid>" + FULL, False),
    ],
)
def test_a_table_fits_a_grid_as_wide_as_its_widest_row(inner: str, fits: bool) -> None:
    assert tables_fit(f'<w:body xmlns:w="urn:w"><w:tbl>{inner}</w:tbl><w:p/></w:body>') is fits


@st.composite
def tables(draw: st.DrawFn, depth: int = 2) -> str:
    grid = "<w:gridCol/>" * draw(st.integers(1, 3))
    rows = []
    for _row in range(draw(st.integers(0, 3))):
        cells = []
        for _cell in range(draw(st.integers(0, 3))):
            span = draw(st.sampled_from(["", '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>']))
            change = draw(st.sampled_from(["", "", "<w:tcPr><w:tcPrChange><w:tcPr/></w:tcPrChange></w:tcPr>"]))
            inner = draw(tables(depth - 1)) if depth and draw(st.booleans()) else ""
            cells.append(f"<w:tc>{span or change}{inner}</w:tc>" if draw(st.integers(0, 5)) else "<w:tc/>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f'<w:tbl><w:tblGrid w:x="1">{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(tables(), max_size=2))
def test_tables_that_fit_are_left_alone_and_others_are_seen(made: list[str]) -> None:
    xml = f'<w:body xmlns:w="urn:w">{"".join(made)}</w:body>'.replace("<w:gridCol/>", '<w:gridCol w:w="900"/>')
    unchanged = canonical(fix_tables(xml.encode())) == canonical(xml.encode())
    assert tables_fit(xml) is unchanged or (unchanged and "Change" in xml)

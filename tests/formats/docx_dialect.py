"""Templates of the DOCX dialect: one for each of its tags, and generated ones with their contexts."""

import base64
import re
from typing import Any

from hypothesis import strategies as st

from tests.formats.docx_samples import cell, docx, p, row, run, table
from tests.package import parts_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="a"/></wp:inline></w:drawing></w:r></w:p>'
SPACED = parts_of(docx(p("TEXT"), p("x")))["word/document.xml"].decode().replace("><", ">\n  <")
ROWS = [{"x": "1", "y": "2"}, {"x": "3 & <4>", "y": ""}]
NASTY = "& < > \" ' {{ 7*7 }} {% if %} ${x} ]]> <w:p> </w:t> &amp; Đặng Thị Ệ 😀"

# name → (template, context): every tag of the dialect, each compared with docxtpl
DIALECT: dict[str, tuple[bytes, dict[str, Any]]] = {
    "values in every part": (
        docx(
            p("Kính gửi {{ a }} và {{ b|upper }}"),
            header1=p("{{ a }}"),
            footer1=p("trang"),
            footnotes=f'<w:footnote w:id="1">{p("{{ a }} x")}</w:footnote>',
        ),
        {"a": NASTY, "b": "đ\nx\ty"},
    ),
    "rows": (
        docx(
            table(row("a", "b"), row("{%tr for r in rows %}", ""), row("{{ r.x }}", "{{ r.y }}"), row("{%tr endfor %}"))
        ),
        {"rows": ROWS},
    ),
    "no rows": (
        docx(table(row("{%tr for r in rows %}", ""), row("{{ r.x }}", "{{ r.y }}"), row("{%tr endfor %}", ""))),
        {"rows": []},
    ),
    "more cells": (docx(table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"))), {"rows": ROWS * 2}),
    "fewer cells": (
        docx(table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"), columns=6)),
        {"rows": ROWS},
    ),
    "a condition between cells": (
        docx(table(row("a", "{%tc if a %}", "b", "{%tc endif %}"), row("c", "d"))),
        {"a": ""},
    ),
    "paragraphs": (
        docx(
            *(p("{%p if a %}"), p("x {{ a }}"), p("{%p else %}"), p("none"), p("{%p endif %}")),
            *(p("{%p for r in rows %}"), p("- {{ r.x }};"), p("{%p endfor %}")),
        ),
        {"a": "1", "rows": ROWS},
    ),
    "runs": (docx(p(run("a"), run("{%r if a %}"), run("b"), run("{%r endif %}"), run("c"))), {"a": "1"}),
    "dashes join paragraphs": (
        docx(p("Hello {% if a %}"), p("{%- if a -%}"), p("in {{ a }}"), p("{%- endif -%}"), p("tail {% endif %} end")),
        {"a": "1"},
    ),
    "cellbg and colspan": (
        docx(table(row("{% cellbg a %}{{ a }}", "{% colspan n %}b"), row("1", "2", "3"))),
        {"a": "FF0000", "n": 2},
    ),
    "hm": (
        docx(
            table(
                row("{%tc for r in rows %}", "{% hm %}H", "{%tc endfor %}"),
                row("{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}"),
                columns=3,
            )
        ),
        {"rows": ROWS},
    ),
    "vm": (
        docx(table(row("{%tr for r in rows %}", ""), row("{% vm %}V{{ a }}", "{{ r.x }}"), row("{%tr endfor %}", ""))),
        {"a": "q", "rows": ROWS},
    ),
    "a table in a cell": (
        docx(
            table(
                row(
                    "a", cell(table(row("{%tr for r in rows %}"), row("{{ r.x }}", "2"), row("{%tr endfor %}")) + p(""))
                )
            )
        ),
        {"rows": ROWS},
    ),
    "ids of drawings": (docx(DRAWING, p("{%p for r in rows %}"), DRAWING, p("{%p endfor %}")), {"rows": ROWS}),
    "a tag torn over runs": (
        docx(
            p(
                run("Hi {"),
                run("{ a"),
                '<w:proofErr w:type="spellStart"/>',
                run(" |"),
                run("upper }"),
                run("} you", "<w:b/>"),
            )
        ),
        {"a": "v"},
    ),
    "a bookmark in a tag": (
        docx(p(run("{{ a"), '<w:bookmarkStart w:id="0" w:name="b"/>', run(".x }} z"), '<w:bookmarkEnd w:id="0"/>')),
        {"a": {"x": "1"}},
    ),
    "braces": (docx(p("{_{ a }_} {_% x %_} {{ a }}")), {"a": "v"}),
    "macro": (docx(p("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(a) }}")), {"a": "<&"}),
    "a macro beside a table that grows": (
        docx(
            p("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(a) }}"),
            table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}")),
        ),
        {"a": "1", "rows": ROWS * 2},
    ),
    "set and with": (docx(p("{% set n = 2 %}{% with k = n * 2 %}{{ k }}{% endwith %}")), {}),
    "comments": (docx(p("{#p hidden #}"), p("{# hidden #}x{{ a }}")), {"a": "v"}),
    "tables and drawings of a header": (
        docx(p("x"), header1=table(row("a", "{%tc for r in rows %}", "{{ r.x }}", "{%tc endfor %}")) + DRAWING),
        {"rows": ROWS * 2},
    ),
    "blank text between the elements": (
        docx(p("x"), files={"word/document.xml": SPACED.replace("TEXT", "{{ a }}")}),
        {"a": "1"},
    ),
    "comparison": (docx(p("{% if n &lt; 3 and n &gt; 1 %}{{ n }}{% endif %}")), {"n": 2}),
}


LETTERS = st.text(st.sampled_from("ab &<>\"'{}%$]đệ😀\n\t"), max_size=8)
CONTEXTS = st.fixed_dictionaries(
    {
        "a": LETTERS,
        "b": st.one_of(LETTERS, st.integers(), st.booleans()),
        "flag": st.booleans(),
        "fill": st.sampled_from(["FF0000", "00ff00"]),
        "rows": st.lists(st.fixed_dictionaries({"x": LETTERS, "y": LETTERS}), max_size=3),
    }
)
CONSTANTS = st.sampled_from(["Kính gửi: ", " ", "", "&amp;", "(1) ", "&lt;w:p&gt;"])
VALUES = st.sampled_from(
    ["{{ a }}", "{{b}}", "{{ a|upper }}", "{{ a|e }}", "{{ rows|length }}", "{{ b ~ a }}", "{{ a if flag else b }}"]
)
INNER = st.sampled_from(
    [
        "{% if flag %}có {{ a }}{% endif %}",
        "{% if flag %}1{% elif a %}2{% else %}3{% endif %}",
        "{% for r in rows %}{{ r.x }}, {% endfor %}",
        "{% for r in rows %}{{ loop.index }}{% else %}không{% endfor %}",
        "{# ghi chú #}",
        "{_{ a }_}",
    ]
)
NOISE = st.sampled_from(["", '<w:proofErr w:type="spellStart"/>', '<w:bookmarkStart w:id="1" w:name="n"/>'])


@st.composite
def paragraphs(draw: st.DrawFn, loop: bool = False) -> str:
    """A paragraph whose text is cut into runs anywhere, tags or not, as Word does."""
    more = st.sampled_from(["{{ r.x }}", "{{ r.y }} {{ loop.index0 }}"]) if loop else INNER
    text = "".join(draw(st.lists(st.one_of(CONSTANTS, VALUES, INNER, more), max_size=4)))
    letters = re.findall(r"&\w+;|.", text)
    pieces = []
    while letters:
        size = draw(st.integers(1, 30))
        pieces.append(run("".join(letters[:size]), draw(st.sampled_from(["", "<w:b/>"]))) + draw(NOISE))
        letters = letters[size:]
    return p(*pieces) if pieces else p("")


@st.composite
def tables(draw: st.DrawFn) -> str:
    inner = [row(draw(paragraphs(loop=True)), "{{ r.y }}")]
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return table(row("a", "b"), row("{%tr for r in rows %}", ""), *inner, row("{%tr endfor %}", ""))
    if kind == 1:
        return table(
            row("{%tr for r in rows %}", ""), *inner, row("{%tr endfor %}", ""), columns=draw(st.integers(1, 3))
        )
    if kind == 2:
        return table(row("a", "{%tc for r in rows %}", draw(paragraphs(loop=True)), "{%tc endfor %}"), row("1", "2"))
    if kind == 3:
        return table(row("{% cellbg fill %}x", "{% colspan 2 %}{{ a }}"), row("1", "2", "3"), columns=3)
    if kind == 4:
        return table(
            row("{%tr if flag %}", ""), row("1", "2", "3"), row("{%tr endif %}", ""), row("x", draw(paragraphs()))
        )
    return table(
        row(draw(paragraphs()), cell(table(row("{%tr for r in rows %}"), *inner, row("{%tr endfor %}")) + p(""))),
        row("a", "b"),
    )


@st.composite
def blocks(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return p("{%p for r in rows %}") + draw(paragraphs(loop=True)) + DRAWING + p("{%p endfor %}")
    if kind == 1:
        return p("{%p if flag %}") + draw(paragraphs()) + p("{%p else %}") + draw(paragraphs()) + p("{%p endif %}")
    if kind == 2:
        return draw(tables())
    if kind == 3:
        return p("x {% if flag %}") + p("{%- if a -%}") + draw(paragraphs()) + p("{%- endif -%}") + p("{% endif %}")
    return draw(paragraphs())


@st.composite
def templates(draw: st.DrawFn) -> bytes:
    body = draw(st.lists(blocks(), min_size=1, max_size=4))
    return docx(*body, header1=draw(paragraphs()), footnotes=f'<w:footnote w:id="1">{draw(paragraphs())}</w:footnote>')

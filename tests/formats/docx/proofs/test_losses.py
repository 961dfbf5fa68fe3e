"""What docxtpl's preparation of a template would drop is refused with its place; everything else is printed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.formats.docx.template import compile_template
from tests.examples import examples
from tests.formats.docx_samples import cell, docx, p, row, run, table, text_of
from tests.formats.docx_told import places, problems
from tests.package import parts_of

PICTURE = "<w:r><w:drawing/></w:r>"
END = p("{%p endif %}")


def told(template: bytes) -> list[tuple[str, str]]:
    return [(problem.message.id, str(problem.place.where)) for problem in problems(template)]


@pytest.mark.parametrize(
    ("beside", "content"),
    [
        (run("chữ"), "docx-content.text"),
        (run("{{ a }}"), "docx-content.text"),
        (PICTURE, "docx-content.drawing"),
        ('<w:r><w:br w:type="column"/></w:r>', "docx-content.break"),
        ('<w:r><w:footnoteReference w:id="1"/></w:r>', "docx-content.note"),
        ('<w:fldSimple w:instr="PAGE"/>', "docx-content.field"),
        ('<w:r><w:sym w:char="F0A7"/></w:r>', "docx-content.character"),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "docx-content.comment"),
    ],
)
def test_what_stands_beside_a_paragraph_tag_is_refused(beside: str, content: str) -> None:
    for first in (p(run("{%p if a %}"), beside), p(beside, run("{%p if a %}"))):
        (problem,) = problems(docx(p("x"), first, p("y"), END))
        assert (problem.message.id, str(problem.place)) == (
            "docx-tag-lost.beside",
            "mau.docx, body, paragraph 2",
        )
        assert problem.message.values["tag"] == "{%p if a %}"
        lost = problem.message.values["lost"]
        assert lost.id == content
        assert problem.hint


@pytest.mark.parametrize(
    ("beside", "remedy"),
    [
        ("<w:r><w:drawing/></w:r>", "move the anchor of the drawing to another paragraph"),
        ('<w:r><w:commentReference w:id="1"/></w:r>', "delete the comment"),
        (run("x"), "leave the tag alone in its paragraph"),
    ],
)
def test_the_remedy_is_that_of_what_is_lost(beside: str, remedy: str) -> None:
    (problem,) = problems(docx(p(run("{%p if a %}"), beside), p("y"), END))
    assert problem.hint.startswith(remedy)


def test_the_text_of_a_box_beside_a_tag_is_lost_by_that_tag() -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{p('hộp')}</w:txbxContent></w:drawing></w:r>"
    found = [problem.message for problem in problems(docx(p(run("{%p if a %}"), box), END))]
    assert {message.id for message in found} == {"docx-tag-lost.beside"}
    assert {message.values["tag"] for message in found} == {"{%p if a %}"}


def test_spaces_and_marks_that_print_nothing_may_stand_beside_a_tag() -> None:
    quiet = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:proofErr w:type="spellStart"/><w:r><w:tab/></w:r>'
    template = docx(p(run("  "), quiet, run("{%p if a %}"), run(" ")), p("x"), END)
    assert text_of(compile_template(template).render({"a": True})) == "x"


def test_the_other_cells_of_the_row_of_a_tag_are_looked_at() -> None:
    template = docx(
        table(
            row("a", "b"),
            row(cell(p("{%tr for r in rows %}") + p("dưới")), "{{ r.x }}"),
            row("{{ r.x }}", "y"),
            row("{%tr endfor %}", cell(p(PICTURE))),
        )
    )
    assert told(template) == [
        ("docx-tag-lost.beside", "table 1, row 2, cell 1, paragraph 2"),
        ("docx-tag-lost.beside", "table 1, row 2, cell 2"),
        ("docx-tag-lost.beside", "table 1, row 4, cell 2"),
    ]


def test_a_loop_and_its_end_in_one_row_are_told_by_both_tags() -> None:
    problem = problems(docx(table(row("{%tr for r in rows %}", "{{ r.x }}", "{%tr endfor %}"))))[0]
    assert (problem.message.id, str(problem.place.where)) == ("docx-tag-lost.two", "table 1, row 1, cell 1")
    assert problem.message.values["tag"] == "{%tr endfor %}"
    assert "{%tr for r in rows %}" in problem.text
    assert "a row of its own" in problem.hint


@pytest.mark.parametrize("text", ["{%p if a %}{%p endif %}", "{{p a }}{{p b }}", "{{p a }} {{p a }}"])
def test_two_paragraph_tags_in_one_paragraph_are_refused(text: str) -> None:
    assert told(docx(p(text))) == [("docx-tag-lost.two", "paragraph 1")]


@pytest.mark.parametrize(
    ("tag", "message", "place"),
    [
        ("{%tr if n % 2 %}", "docx-tag-sign", "table 1, row 1, cell 1"),
        ("{%tr for r in {'a': 1} %}", "docx-tag-sign", "table 1, row 1, cell 1"),
        ("{%tc if n % 2 %}", "docx-tag-sign", "table 1, row 1, cell 1"),
    ],
)
def test_a_sign_that_a_tag_with_a_letter_can_not_hold_is_told(tag: str, message: str, place: str) -> None:
    letter, word = tag[2:4], tag.split()[1]
    end = f"{{%{letter} end{word} %}}"
    rows = (row(tag, "x", end),) if letter == "tc" else (row(tag, ""), row("x", ""), row(end, ""))
    assert told(docx(table(*rows)))[0] == (message, place)


def test_a_tag_outside_of_what_it_repeats_is_told() -> None:
    assert told(docx(p("{%tr if a %}"), p("{%tr endif %}"))) == [
        ("docx-tag-outside", "paragraph 1"),
        ("docx-tag-outside", "paragraph 2"),
    ]
    assert "row" in problems(docx(p("{%tr if a %}"), p("{%tr endif %}")))[0].text


@pytest.mark.parametrize("tag", ["{%-p if a %}", "{%p if a -%}", "{%-tr if a %}"])
def test_a_letter_and_a_dash_do_not_go_together(tag: str) -> None:
    assert ("docx-tag-dash", "paragraph 1") in told(docx(p(tag), p("x"), END))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ((p("a"), p("b {%- if a %}"), p("x{% endif %}")), "paragraph 2"),
        ((p("{% if a %}x"), p("{% endif -%} b"), p("c")), "paragraph 2"),
        ((p("a"), p(PICTURE), p("{%- if a %}"), p("x{% endif %}")), "paragraph 2"),
        ((p("a"), table(row("{{ a }}", "b")), p("{%- if a %}"), p("x{% endif %}")), ""),
    ],
)
def test_what_a_dash_would_take_along_is_refused(body: tuple[str, ...], place: str) -> None:
    found = told(docx(*body))
    assert found
    assert not place or found == [("docx-tag-lost.dash", place)]


def test_a_foreign_template_is_served_as_docxtpl_does_all_the_same() -> None:
    compiled = compile_template(docx(p("{%p if a %} mất"), p("x"), END), strict=False)
    assert text_of(compiled.render({"a": 1})) == "x"


def test_a_template_may_hold_the_characters_of_the_marks() -> None:
    text = "\ufdd7a\ufdd8 \ufdd7"
    assert text_of(compile_template(docx(p(f"{text}{{{{ a }}}}"))).render({"a": "x"})) == f"{text}x"


WORDS = st.sampled_from(["", "", "", "§", " § ", "§{{ a }}", "{{ a }}"])


@st.composite
def besides(draw: st.DrawFn) -> tuple[str, int]:
    """Blocks in which words stand anywhere beside tags; each § becomes a word of its own. All conditions hold."""
    around = lambda tag: draw(WORDS) + tag + draw(WORDS)  # noqa: E731 - a word for what each branch does
    blocks = []
    for _number in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 4))
        if kind == 0:
            blocks += [p(around("{%p if a %}")), p(around("{{ a }}")), p(around("{%p endif %}"))]
        elif kind == 1:
            rows = [row(around("{%tr for r in rows %}"), draw(WORDS)), row(draw(WORDS), "{{ r }}")]
            blocks.append(table(*rows, row(draw(WORDS), around("{%tr endfor %}"))))
        elif kind == 2:
            cells = [around("{%tc for r in rows %}"), around("{{ r }}"), around("{%tc endfor %}")]
            blocks.append(table(row("z", *cells), columns=2))
        elif kind == 3:
            blocks += [p(around("z")), p(around("{%- if a %}")), p(around("{% endif -%}")), p("z")]
        else:
            blocks.append(p(run(around("{%r if a %}")), run(around("z")), run(around("{%r endif %}"))))
    pieces = "".join(blocks).split("§")
    return "".join(f"{piece}§{number}." for number, piece in enumerate(pieces[:-1])) + pieces[-1], len(pieces) - 1


@settings(max_examples=examples(150), deadline=None)
@given(besides())
def test_every_word_is_printed_or_refused_with_its_place(drawn: tuple[str, int]) -> None:
    body, words = drawn
    try:
        text = text_of(compile_template(docx(body)).render({"a": "x", "rows": ["1"]}))
    except ProblemsFound as stop:
        assert [each for each in stop.problems if not (str(each.place.where) and each.hint)] == []  # noqa: PT017 - it need not be raised
    else:
        assert [number for number in range(words) if f"§{number}." not in text] == []


def test_losses_of_several_parts_come_in_one_stop() -> None:
    beside = p("{%p if a %}x") + p("y") + END
    assert places(docx(beside, header1=beside)) == [
        ("docx-tag-lost", "body", "paragraph 1"),
        ("docx-tag-lost", "header of section 1", "paragraph 1"),
    ]


def test_what_stands_inside_a_tag_is_printed_after_it() -> None:
    data = compile_template(docx(p("x"), p(run("{{ a"), PICTURE, run(" }}")))).render({"a": "y"})
    assert text_of(data).split() == ["x", "y"]
    assert b"<w:drawing/>" in parts_of(data)["word/document.xml"]

"""What a DOCX template can't print is told when it is merged, with tag, place and remedy."""

import io
import sys
from functools import partial
from typing import Any

import pytest

from congvan.core.opc.reader import Limits, read_members
from congvan.core.problems import EnvironmentFault, Place, ProblemsFound
from congvan.formats.docx import docxtpl_fallback
from congvan.formats.docx.template import compile_template
from tests.formats.docx_dialect import PNG
from tests.formats.docx_samples import docx, p, row, table, text_of
from tests.formats.docx_told import places, problems


def test_every_value_that_is_missing_is_named_with_its_place_and_the_nearest_name() -> None:
    template = docx(
        p("{{ dispatch.numbr }} {{ placee }}"),
        table(
            row("h", "h"), row("{%tr for r in rows %}", ""), row("{{ r.phnoe }}", "{{ r.y }}"), row("{%tr endfor %}")
        ),
        p("{% for x in rwos %}{{ x }}{% endfor %}{% if falg %}{% endif %}"),
        header1=p("{{ agenci }}"),
        title="{{ titel }}",
    )
    context = {
        "dispatch": {"number": "1"},
        "place": "x",
        "rows": [{"phone": "1", "y": None}, {"phone": "1", "y": "a\x0bb"}],
        "agency": "",
        "title": "",
        "flag": True,
    }
    found = problems(template, context)
    assert [(each.code, str(each.place)) for each in found] == [
        ("template-undefined", "mau.docx, body, paragraph 1"),
        ("template-undefined", "mau.docx, body, paragraph 1"),
        ("template-undefined", "mau.docx, body, paragraph 2"),
        ("template-undefined", "mau.docx, body, paragraph 2"),
        ("template-undefined", "mau.docx, body, table 1, row 3, cell 1"),
        ("value-character", "mau.docx, body, table 1, row 3, cell 2"),
        ("value-missing", "mau.docx, body, table 1, row 3, cell 2"),
        ("template-undefined", "mau.docx, document properties"),
        ("template-undefined", "mau.docx, header of section 1, paragraph 1"),
    ]
    hints = [each.hint for each in found]
    for right in ("number", "place", "rows", "flag", "phone", "title", "agency"):
        assert any(f"“{right}”" in hint for hint in hints)
    assert "{{ r.phnoe }}" in found[4].text


def test_a_name_that_a_tag_of_another_part_sets_is_told_as_such() -> None:
    body = p("{%p for r in rows %}") + p("{{ r }}{% set x = 1 %}") + p("{%p endfor %}")
    note = p("{{ r }} {{ x }} {{ known }} {{ lacking }}{% for y in rows %}{{ y }}{% endfor %}")
    found = problems(docx(body, header1=note), {"rows": ["a"], "known": "b"})
    told = {(each.message.id, each.message.values["name"]) for each in found}
    assert told == {
        (f"template-undefined{end}", n) for end, n in ((".other-part", "r"), (".other-part", "x"), ("", "lacking"))
    }


@pytest.mark.parametrize(
    "use",
    [
        "{{ m|length }}{% if m|length %}{{ other }}{% endif %}",
        "{% if m or m == 1 or 1 in m %}{{ other }}{% endif %}",
        "{% if m &lt; 1 or m &lt;= 1 or m &gt; 1 or m &gt;= 1 or m != 1 %}{{ other }}{% endif %}",
        "{% for x in m %}{{ other }}{% endfor %}",
        "{{ m.a.b }}{{ m['a'] }}{{ m.a() }}{{ m }}",
        "{{ m + 1 }}{{ 1 + m }}{{ m - 1 }}{{ 1 - m }}{{ m * 2 }}{{ 2 * m }}{{ m / 2 }}{{ 2 / m }}",
        "{{ m // 2 }}{{ 2 // m }}{{ m % 2 }}{{ -m }}{{ +m }}",
        "{% for key, value in m|dictsort %}{{ other }}{% endfor %}",
        "{{ {m: 1}|length }}",
    ],
)
def test_a_missing_value_is_empty_and_false_so_that_the_next_one_is_named_too(use: str) -> None:
    found = problems(docx(p(use), p("{{ nn }}")), {})
    missing = [problem.text.partition(" (")[0] for problem in found if problem.code == "template-undefined"]
    assert set(missing) == {"“m” is not defined in the data", "“nn” is not defined in the data"}
    assert {problem.code for problem in found} == {"template-undefined"}
    assert {str(problem.place.where) for problem in found} == {"paragraph 1", "paragraph 2"}


def test_a_block_of_rows_is_sent_to_a_loop() -> None:
    found = problems(docx(p("{{p rows }}")), {"rows": [{"ten": "Việc"}]})
    assert [problem.code for problem in found] == ["docx-value-block"]
    assert "{%p for" in found[0].hint


def test_a_name_that_is_tested_first_is_no_error() -> None:
    template = docx(p("{{ b|default('d') }}{% if c is defined %}{{ c }}{% endif %}{{ 'x' if a }}"))
    assert text_of(compile_template(template).render({"a": False})) == "d"


@pytest.mark.parametrize("character", [*"\x00\x07\x08\x0b\x0c\r\x1f\x7f\x85\x9f\ufffe\uffff", "\ud800"])
def test_a_character_that_no_paper_carries_is_refused_by_name(character: str) -> None:
    (problem,) = problems(docx(p("[{{ a }}]"), p("sau")), {"a": f"Bế{character}Văn"})
    assert problem.code == "value-character"
    assert f"U+{ord(character):04X}" in problem.text
    assert "{{ a }}" in problem.text
    assert "Bế" in problem.hint
    if character not in "\x07\x0c\r\x7f\x85\x9f":
        (problem,) = problems(docx(p("x"), p("[{{ a }}]")), {"a": character}, strict=False)
        assert (problem.code, str(problem.place.where)) == ("value-character", "paragraph 2")


@pytest.mark.parametrize("value", [[1], {"a": 1}, (1,), b"x", {1}])
def test_a_value_that_is_no_text_is_refused(value: Any) -> None:
    assert problems(docx(p("{{ a }}")), {"a": value})[0].code == "value-type"


def test_rich_and_plain_text_stand_where_word_shows_them() -> None:
    rich = {"_docx": "richtext", "runs": [{"text": "x"}]}
    assert places(docx(p("{{r a }}"), p("{{ rich }}")), {"a": "chữ", "rich": rich}) == [
        ("docx-value-place", "body", "paragraph 1"),
        ("docx-value-place", "body", "paragraph 2"),
    ]
    assert text_of(compile_template(docx(p("{{r a }}"))).render({"a": ""})) == ""
    for kind in ("richtext", "drawing", "paragraphs", "subdoc"):
        assert places(docx(p("{{ a }}")), {"a": {"_docx": kind}}) == [("docx-value-place", "body", "paragraph 1")]
    assert places(docx(p("{{r a }}")), {"a": None}) == [("value-missing", "body", "paragraph 1")]
    assert places(docx(p("{{r a }}")), {}) == [("template-undefined", "body", "paragraph 1")]
    (problem,) = problems(docx(p("{{r a }}")), {"a": "chữ"})
    assert problem.hint == "remove the r or p after the braces"


@pytest.mark.parametrize(
    "value",
    [
        {"_docx": "richtext", "runs": [{"text": "x", "blod": True}]},
        {"_docx": "picture"},
        {"_docx": "image", "data": b"not an image"},
        {"_docx": "image", "data": "not base64!"},
    ],
)
def test_a_rich_record_that_is_wrong_is_refused(value: Any) -> None:
    tag = "{{r a }}" if value["_docx"] == "richtext" else "{{ a }}"
    (problem,) = problems(docx(p(tag)), {"a": value})
    assert (problem.code, str(problem.place.where)) == ("value-type", "paragraph 1")


HUGE = PNG[:16] + (20_000).to_bytes(4, "big") * 2 + PNG[24:]
TOO_MANY = "a picture of 20000 × 20000 points is more than can be drawn; save it no larger than 2500 points across"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ({"_docx": "image", "data": b"x"}, "cannot read the image", "use a PNG, JPEG, GIF, BMP or TIFF file"),
        ({"_docx": "image"}, "cannot read the image", "use a PNG, JPEG, GIF, BMP or TIFF file"),
        ({"_docx": "image", "data": "%"}, "the data of a rich record is neither bytes nor base64", ""),
        ({"_docx": "image", "data": 7}, "the data of a rich record is neither bytes nor base64", ""),
        ({"_docx": "image", "data": PNG[:40]}, "cannot read the image", "use a PNG, JPEG, GIF, BMP or TIFF file"),
        ({"_docx": "image", "data": HUGE}, TOO_MANY, ""),
        ({"_docx": "subdoc"}, "the file is empty", "copy the file again"),
        ({"_docx": "subdoc", "data": b"%PDF-"}, "not a DOCX file: another file type was renamed", "Word"),
    ],
)
def test_what_a_record_brings_is_refused_with_a_remedy_where_it_can_not_be_read(
    value: Any, message: str, hint: str
) -> None:
    (problem,) = problems(docx(p("{{p a }}" if value["_docx"] == "subdoc" else "{{ a }}")), {"a": value})
    tag = "{{p a }}" if value["_docx"] == "subdoc" else "{{ a }}"
    assert (problem.code, problem.text) == ("value-type", f"{message} (in the tag {tag})")
    assert hint in problem.hint
    assert str(problem.place.where) == "paragraph 1"


IMAGE, SUBDOC = {"_docx": "image", "data": PNG}, {"_docx": "subdoc", "data": docx(p("x"))}
LINK = {"_docx": "richtext", "runs": [{"text": "x", "url": "https://example.org"}]}


@pytest.mark.parametrize(
    ("part", "tag", "value", "what"),
    [
        ("footnotes", "{{ a }}", IMAGE, "an image"),
        ("endnotes", "{{ a }}", IMAGE, "an image"),
        ("endnotes", "{{r a }}", LINK, "a link"),
        ("endnotes", "{{p a }}", SUBDOC, "a sub-document"),
        ("title", "{{ a }}", IMAGE, "an image"),
    ],
)
def test_what_brings_its_own_parts_is_refused_where_it_can_not_stand(
    part: str, tag: str, value: Any, what: str
) -> None:
    inner = tag if part == "title" else f'<w:{part[:-1]} w:id="1">{p(tag)}</w:{part[:-1]}>'
    (problem,) = problems(docx(p("x"), **{part: inner}), {"a": value})
    assert problem.code == "docx-value-place"
    assert problem.text.startswith(f"{what} cannot be used")
    assert problem.hint == "move it to the body"
    assert str(problem.place.part) == ("document properties" if part == "title" else part)


def test_docxtpls_own_image_is_refused_where_it_can_not_stand() -> None:
    from docxtpl import DocxTemplate, InlineImage

    image = InlineImage(DocxTemplate(io.BytesIO(docx(p("x")))), io.BytesIO(PNG))
    (problem,) = problems(docx(p("x"), title="{{ a }}"), {"a": image}, strict=False)
    assert problem.text.startswith("an image cannot be used")


def test_a_document_that_outgrows_what_a_file_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    template = compile_template(docx(p("{{ a }}")), name="mau.docx")
    small = partial(read_members, limits=Limits(entries=99, total=1000))
    monkeypatch.setattr(docxtpl_fallback, "read_members", small)
    with pytest.raises(ProblemsFound) as stop:
        template.render({"a": IMAGE})
    assert [problem.text for problem in stop.value.problems] == ["the file is too large for a document"]


def test_a_broken_image_of_a_foreign_template_is_a_problem_of_the_file() -> None:
    from docxtpl import DocxTemplate, InlineImage

    template = docx(p("{{ a }}"))
    image = InlineImage(DocxTemplate(io.BytesIO(template)), io.BytesIO(b"no image"))
    (problem,) = problems(template, {"a": image}, strict=False)
    assert (problem.code, str(problem.place)) == ("template-render", "mau.docx")
    assert problem.text.endswith("(in the template)")


def test_a_missing_name_is_named_beside_an_image_too() -> None:
    image = {"_docx": "image", "data": PNG}
    (problem,) = problems(docx(p("{{ i }}"), p("{{ nmae }}")), {"i": image, "name": ""})
    assert (problem.code, str(problem.place.where)) == ("template-undefined", "paragraph 2")


@pytest.mark.parametrize(
    ("tag", "code", "message", "hint"),
    [
        ("{{ 9 ** 9 }}", "template-unsafe", "not allowed in a template: powers are not allowed", "use a field"),
        ("{{ 1 // 0 }}", "template-render", "cannot merge the template: integer division", "compare the tag"),
        (
            "{{ a.b.c }}",
            "template-undefined",
            "“b” is not defined in the data",
            "correct the name, or add it to the data",
        ),
        (
            "{{ ''|first }}",
            "template-undefined",
            "“{{ ''|first }}” is not defined in the data (in the tag",
            "correct the name",
        ),
        ("{{ a() }}", "template-render", "cannot merge the template: 'str' object is not callable", "compare"),
        ("{% for x in 5 %}{% endfor %}", "template-render", "cannot merge the template: 'int' object", "compare"),
    ],
)
def test_what_ends_a_part_is_named_at_its_tag(tag: str, code: str, message: str, hint: str) -> None:
    (problem,) = problems(docx(p("mở"), table(row("a", tag))), {"a": "x"})
    assert (problem.code, str(problem.place.where)) == (code, "table 1, row 1, cell 2")
    assert problem.text.startswith(message)
    assert tag.partition("%}")[0] in problem.text
    assert problem.hint.startswith(hint)


def test_markup_that_breaks_the_part_is_refused() -> None:
    (problem,) = problems(docx(p("{{ a|safe }}")), {"a": "</w:t>"})
    assert (problem.code, str(problem.place.part)) == ("docx-malformed", "body")
    assert problem.text.startswith("the document is malformed after merging: mismatched tag")
    assert problem.hint.startswith("remove “|safe”")


def test_a_package_that_subdocuments_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docxcompose", None)
    for module in [name for name in sys.modules if name.startswith(("docxtpl.subdoc", "docxcompose."))]:
        monkeypatch.delitem(sys.modules, module)
    template = compile_template(docx(p("{{p a }}")), name="mau.docx")
    with pytest.raises(EnvironmentFault) as stop:
        template.render({"a": {"_docx": "subdoc", "data": docx(p("x"))}})
    (problem,) = stop.value.problems
    assert problem.code == "package-missing"
    assert "docxcompose" in problem.text
    assert problem.place == Place(file="mau.docx")
    assert "docxtpl[subdoc]" in problem.hint


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("by_docxtpl", [False, True])
def test_a_fault_that_does_not_come_again_is_told_in_its_words(strict: bool, by_docxtpl: bool) -> None:
    """Looked at once more, nothing is wrong: what was raised is told."""
    calls: list[int] = []

    def once() -> str:
        calls.append(1)
        if len(calls) == 1 + by_docxtpl:
            raise ValueError("hỏng")
        return "x"

    tags = (p("{{ a }}"), p("{{ f() }}")) if not by_docxtpl else (p("{{ f() }}"), p("{{ a }}"))
    context = {"a": {"_docx": "image", "data": PNG} if by_docxtpl else "x", "f": once}
    with pytest.raises(ProblemsFound) as stop:
        compile_template(docx(*tags), name="mau.docx", strict=strict).render(context)
    (problem,) = stop.value.problems
    assert (problem.code, problem.place) == ("template-render", Place(file="mau.docx"))
    assert "hỏng" in problem.text


@pytest.mark.parametrize(
    ("tag", "remedy"),
    [
        ("{%p if a.tien > 0 %}", "{%p if a.tien and a.tien > 0 %}"),
        ("{%p if a.tien<=b %}", "{%p if a.tien and a.tien<=b %}"),
        ("{%p if not a.tien > 0 %}", "compare the tag"),
    ],
)
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_value_that_is_compared_is_told_with_its_tag_and_remedy(tag: str, remedy: str, empty: Any) -> None:
    template = docx(p("x"), p(tag.replace("<", "&lt;").replace(">", "&gt;")), p("y"), p("{%p endif %}"))
    (problem,) = problems(template, {"a": {"tien": empty}, "b": 7})
    assert (problem.code, str(problem.place.where)) == ("template-render", "paragraph 2")
    assert tag in problem.text
    assert "x and x > 0" in problem.text
    assert remedy in problem.hint


def test_rows_of_a_second_list_are_told_how_to_be_picked() -> None:
    template = docx(p("{% for k in ho.khoan %}{{ k.tien }}{% endfor %}"))
    ho = {"id": "h1", "name": "Hộ mẫu"}
    (found,) = problems(template, {"ho": ho, "khoan": [{"id": "k1", "ho": ho, "tien": "1"}]})
    assert "khoan|selectattr('ho.id', 'equalto', ho.id)|list" in found.hint
    (found,) = problems(template, {"ho": ho, "khoan": [{"id": "k1", "tien": "1"}]})
    assert found.hint.startswith("others have khoan")

"""What foreign templates ask of docxtpl beside tags is given as docxtpl gives it, and the caller's values stay."""

import copy
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from congvan.core.cache import DiskCache
from congvan.core.problems import ProblemsFound
from congvan.formats.docx.foreign import Replacements, own_copy, url_id
from congvan.formats.docx.template import compile_template
from tests.formats.docx_dialect import CONTEXTS, LETTERS, PNG, blocks, paragraphs
from tests.formats.docx_samples import docx, p, row, table, text_of
from tests.formats.docx_told import problems
from tests.package import parts_of
from tools.docxtpl_suite import differing

OTHER = PNG + b"\0"


def link_targets(data: bytes, part: str) -> list[str]:
    from congvan.core.opc.reader import relationships

    links = relationships(parts_of(data)[f"word/_rels/{part}.xml.rels"], f"word/{part}.xml")
    return [link.target for link in links if link.kind == "hyperlink" and link.external]


def test_a_link_of_a_rich_text_belongs_to_the_part_that_prints_it() -> None:
    from docxtpl import RichText

    url = "https://vidu.vn/?a=1&b=“2”"
    rich = RichText("xem")
    rich.add(" đây", url_id=url_id(url))
    template = compile_template(docx(p("{{r a }}"), header1=p("{{r a }}")), strict=False)
    for _turn in range(2):
        data = template.render({"a": rich})
        assert link_targets(data, "document") == link_targets(data, "header1") == [url]
        assert text_of(data) == "xem đây"
        assert url_id(url).encode() in parts_of(data)["word/document.xml"]


@given(st.text(min_size=1))
def test_an_id_of_a_link_is_a_name_and_one_to_one(url: str) -> None:
    try:
        url.encode()
    except UnicodeEncodeError:
        return
    assert url_id(url).replace("-", "").replace("_", "").isalnum()
    assert url_id(url) != url_id(url + "a")


def test_the_callers_environment_is_used_and_left_as_it_was() -> None:
    environment = Environment(extensions=["jinja2.ext.do"])
    environment.filters["shout"] = lambda text: f"{text}!"
    before = dict(environment.filters)
    template = compile_template(
        docx(p("{{ a|shout }}{% do b.append(1) %}{{ b|length }}")), strict=False, environment=environment
    )
    rows: list[int] = []
    assert text_of(template.render({"a": "x & <y>", "b": rows})) == "x & <y>!1"
    assert rows == []
    assert environment.filters == before
    assert environment.autoescape is False
    assert environment.finalize is None
    with pytest.raises(ProblemsFound, match="paragraph 1"):
        template.render({"a": "\x00", "b": rows})


def test_a_strict_template_takes_no_environment(tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="strict=False"):
        compile_template(docx(p("x")), environment=Environment())
    one, other = Environment(), Environment()
    one.filters["f"], other.filters["f"] = (lambda _text: "1"), (lambda _text: "2")
    cache = DiskCache(tmp_path)
    for environment, text in ((one, "1"), (other, "2")):
        template = compile_template(docx(p("{{ a|f }}")), strict=False, environment=environment, cache=cache)
        assert text_of(template.render({"a": ""})) == text


PLAIN = st.recursive(
    st.one_of(LETTERS, st.integers(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(LETTERS, inner, max_size=3)),
    max_leaves=8,
)


@given(PLAIN)
def test_a_copy_is_equal_and_shares_no_list(value: Any) -> None:
    copied = own_copy(value)
    assert copied == value
    assert copied is not value or not isinstance(value, (list, dict))


def test_a_list_that_holds_itself_is_copied() -> None:
    value: list[Any] = []
    value.append(value)
    copied = own_copy(value)
    assert copied[0] is copied


def test_the_values_of_the_caller_stay_as_they_were() -> None:
    from docxtpl import DocxTemplate, InlineImage

    template = docx(p("{{ image }}{{ rows.append('x') or '' }}{{ m.update({'k': 2}) or '' }}{{ rows|length }}"))
    document = DocxTemplate(io.BytesIO(template))
    context = {"rows": ["a"], "m": {"k": 1}, "image": InlineImage(document, io.BytesIO(PNG))}
    before = copy.deepcopy({key: context[key] for key in ("rows", "m")})
    compiled = compile_template(template, strict=False)
    for _turn in range(2):
        assert text_of(compiled.render(context)).endswith("2")
        assert {key: context[key] for key in ("rows", "m")} == before
        assert context["image"].tpl is document


DRAWN = (
    '<w:r><w:drawing><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="dau.png" descr="con dấu" title="dấu"/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rId5"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></w:drawing></w:r>'
)
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId5" Type="{IMAGE}" Target="media/image1.png"/>'
    f'<Relationship Id="rId6" Type="{IMAGE[:-5]}package" Target="embeddings/a.bin"/></Relationships>'
)


def with_picture() -> bytes:
    files = {"word/_rels/document.xml.rels": LINKS, "word/media/image1.png": PNG, "word/embeddings/a.bin": b"old"}
    types = parts_of(docx(p("x")))["[Content_Types].xml"].decode()
    types = types.replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)
    types = types.replace("<Override", '<Default Extension="bin" ContentType="application/octet-stream"/><Override', 1)
    return docx(p("{{ a }}", DRAWN), files=files | {"[Content_Types].xml": types})


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "replacements",
    [
        *(Replacements(pictures={name: OTHER}) for name in ("dau.png", "con dấu", "dấu")),
        Replacements(contents={PNG: OTHER}),
        Replacements(members={"word/media/image1.png": OTHER}),
    ],
)
def test_a_picture_is_replaced_as_asked_for(replacements: Replacements, strict: bool) -> None:
    template = compile_template(with_picture(), strict=strict)
    parts = parts_of(template.render({"a": "x"}, replacements))
    assert parts["word/media/image1.png"] == OTHER
    assert parts["word/embeddings/a.bin"] == b"old"
    assert parts_of(template.render({"a": "x"}))["word/media/image1.png"] == PNG


def test_an_embedded_file_is_replaced() -> None:
    data = compile_template(with_picture()).render({"a": "x"}, Replacements(contents={b"old": b"new"}))
    assert parts_of(data)["word/embeddings/a.bin"] == b"new"


@pytest.mark.parametrize(
    ("replacements", "name"),
    [
        (Replacements(pictures={"x.png": OTHER}), "x.png"),
        (Replacements(members={"word/x.bin": b""}), "word/x.bin"),
        (Replacements(contents={b"none": b""}), "4 bytes"),
    ],
)
def test_what_is_not_there_to_replace_is_told(replacements: Replacements, name: str) -> None:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(with_picture(), name="mau.docx").render({"a": "x"}, replacements)
    (problem,) = stop.value.problems
    assert (problem.message.id, problem.message.values["name"]) == ("docx-replacement", name)
    assert problem.place.file == "mau.docx"


def test_pictures_are_replaced_as_docxtpl_replaces_them() -> None:
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(with_picture()))
    document.render({"a": "x"}, autoescape=True)
    document.replace_pic("dau.png", io.BytesIO(OTHER))
    theirs = io.BytesIO()
    document.save(theirs)
    ours = compile_template(with_picture(), strict=False)
    assert differing(ours.render({"a": "x"}, Replacements(pictures={"dau.png": OTHER})), theirs.getvalue()) == []


RUN = st.fixed_dictionaries(
    {"text": LETTERS.map(lambda text: text.replace("\n", ""))},
    optional={
        "bold": st.booleans(),
        "color": st.just("FF0000"),
        "highlight": st.just("#00ff00"),
        "font": st.just("Arial"),
        "url": st.sampled_from(["https://vidu.vn/?a&b", "mailto:a@vidu.vn"]),
    },
)


@st.composite
def foreign_templates(draw: st.DrawFn) -> bytes:
    """Templates with links of rich texts, filters of the caller and tags that change lists."""
    extra = st.sampled_from(
        [p("{{r rich }}"), p("{{ a|shout }}"), p("{{ rows.append({'x': a, 'y': 'z'}) or '' }}{{ rows|length }}")]
    )
    body = draw(st.lists(st.one_of(blocks(), extra), min_size=1, max_size=4))
    return docx(*body, table(row("{{ a|shout }}", "{{r rich }}")), footer1=draw(paragraphs()))


@settings(max_examples=30, deadline=None)
@given(foreign_templates(), CONTEXTS, st.lists(RUN, max_size=3))
def test_generated_foreign_templates_give_docxtpls_xml(
    template: bytes, context: dict[str, Any], runs: list[dict[str, Any]]
) -> None:
    from docxtpl import DocxTemplate, RichText

    def rich(link: Any) -> RichText:
        text = RichText()
        for run in runs:
            named = {key: value for key, value in run.items() if key not in ("text", "url")}
            text.add(run["text"], url_id=link(run["url"]) if "url" in run else None, **named)
        return text

    def environment(**settings: Any) -> Environment:
        made = Environment(**settings)
        made.filters["shout"] = str.upper
        return made

    document = DocxTemplate(io.BytesIO(template))
    document.render({**copy.deepcopy(context), "rich": rich(document.build_url_id)}, environment(autoescape=True))
    theirs = io.BytesIO()
    document.save(theirs)
    before = copy.deepcopy(context)
    ours = compile_template(template, strict=False, environment=environment())
    data = ours.render({**context, "rich": rich(url_id)})
    assert context == before
    assert differing(data, theirs.getvalue()) == []


def test_a_foreign_template_with_a_slip_is_refused_too() -> None:
    (problem,) = problems(docx(p("{% for x in y %}"), p("{{ x }}")), strict=False)
    assert (problem.code, str(problem.place.where)) == ("docx-tag-unclosed", "paragraph 1")


@pytest.mark.parametrize("quotes", ["“”", "‘’", "””"])
def test_curly_quotes_of_a_foreign_template_count_as_straight_ones(quotes: str) -> None:
    one, other = quotes
    good = f"{{{{ a|default({one}x{other}) }}}}"
    (problem,) = problems(docx(p(good), p("{{ a b }}")), strict=False)
    assert (problem.code, str(problem.place.where)) == ("docx-tag-syntax", "paragraph 2")
    (problem,) = problems(docx(p("x"), p(good)), {"a": "\x00"}, strict=False)
    assert (problem.code, str(problem.place.where)) == ("value-character", "paragraph 2")

"""What a template must not carry into a letter is refused with its place; what is harmless passes."""

from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.formats.docx.template import compile_template
from tests.formats.docx_samples import NS, docx, p, row, run, table, text_of
from tests.formats.docx_told import problems
from tests.package import parts_of

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
UNC = r"\\may-chu\chung\x.png"


def linked(kind: str, target: str, *body: str, part: str = "document", external: bool = True, **more: Any) -> bytes:
    """A template with one relationship, named by rId9."""
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rId9" Type="{OFFICE}{kind}" Target="{target}"{mode}/>'
    files = {f"word/_rels/{part}.xml.rels": RELATIONS.format(link), **more.pop("files", {})}
    return docx(*(body or (p("x"),)), files=files, **more)


def told(template: bytes, *, strict: bool = True) -> list[tuple[str, str, str]]:
    return [
        (each.message.id, str(each.place.part), str(each.place.where)) for each in problems(template, strict=strict)
    ]


def field(*codes: str, result: str = "x") -> str:
    """A complex field whose code is cut into runs, as Word writes it."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inner = "".join(code if code.startswith("<") else f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return f"{mark.format('begin')}{inner}{mark.format('separate')}{run(result)}{mark.format('end')}"


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("codes", "name"),
    [
        ((' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"',), "DDEAUTO"),
        ((" D", "D", 'E "x" "y"'), "DDE"),
        ((' INCLUDETEXT "\\\\\\\\host\\\\a.docx"',), "INCLUDETEXT"),
        ((' includepicture "http://host/a.png"',), "INCLUDEPICTURE"),
        ((' LINK Excel.Sheet.12 "c:\\\\a.xlsx"',), "LINK"),
        ((" QUOTE 68 68 69 65 85 84 79 32 99",), "DDEAUTO"),
    ],
)
def test_a_field_that_reaches_out_is_refused_with_its_place(codes: tuple[str, ...], name: str, strict: bool) -> None:
    template = docx(p("x"), table(row("a", "b"), row("c", p(field(*codes)))))
    (problem,) = problems(template, strict=strict)
    assert (problem.message.id, str(problem.place.where)) == ("docx-hostile.field", "table 1, row 2, cell 2")
    assert problem.message.values["field"] == name
    (problem,) = problems(docx(p("x"), footer1=p('<w:fldSimple w:instr="DDE x"/>')))
    assert (problem.message.id, str(problem.place.part)) == ("docx-hostile.field", "footer of section 1")


@pytest.mark.parametrize(
    ("name", "shown", "said"),
    [
        ("Ho_ten", "Nguyễn Văn A", "docx-tag-unfilled.merge-field"),
        ('"Họ và tên"', "Nguyễn Văn A", "docx-tag-unfilled.merge-field"),
        ("Họ_và_tên", "", "docx-tag-unfilled.merge-field"),
        ("Ho_ten", "{{ ten }}", "docx-tag-unfilled.merge-tag"),
        ("Đơn_vị", "Ông {{ ten }}", "docx-tag-unfilled.merge-tag"),
        ("Ho_ten", "«Ho_ten»", "brace-lost"),
        ("Đơn_vị", "«Đơn_vị»", "brace-lost"),
        ('"Họ và tên"', "«Họ và tên»", "brace-lost"),
    ],
)
def test_every_mail_merge_field_is_refused(name: str, shown: str, said: str) -> None:
    code = f"MERGEFIELD {name} \\* MERGEFORMAT"
    simple = f"<w:fldSimple w:instr={quoteattr(code)}>{run(shown)}</w:fldSimple>"
    for made in (field(f" {code[:14]}", f"{code[14:]} ", result=shown), simple):
        (problem,) = problems(docx(p("x"), p(run("Gửi: "), made, run("{{ x }} và"))))
        assert (problem.message.id, str(problem.place.where)) == (said, "paragraph 2")
        assert "{{ ho_va_ten }}" in problem.hint or "Họ" not in name


def test_a_field_that_only_mail_merge_knows_is_refused() -> None:
    (problem,) = problems(docx(p(field(" NEXT "))))
    assert (problem.message.id, problem.message.values["field"]) == ("docx-tag-unfilled.merge-field", "NEXT")


def test_a_field_whose_name_another_field_makes_is_refused() -> None:
    assert told(docx(p(field(" ", field(" QUOTE 65 66 "), " x")))) == [
        ("docx-hostile.field-made", "body", "paragraph 1")
    ]
    nested = p(field(" IF ", field(" PAGE "), ' = 1 "a" "b"'))
    assert text_of(compile_template(docx(nested)).render({}))


@pytest.mark.parametrize(
    "code", [" PAGE ", " REF dich \\h ", ' HYPERLINK "https://vidu.vn" ', ' DATE \\@ "dd/MM" ', ""]
)
def test_other_fields_pass(code: str) -> None:
    assert text_of(compile_template(docx(p(field(code), run("{{ a }}")))).render({"a": "y"})) == "xy"


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("attachedTemplate", "docx-hostile.attachedTemplate"),
        ("image", "docx-hostile.image"),
        ("oleObject", "docx-hostile.oleObject"),
        ("frame", "docx-hostile.other"),
        ("subDocument", "docx-hostile.other"),
        ("mailMergeSource", "docx-hostile.other"),
        ("aFChunk", "docx-hostile.other"),
    ],
)
@pytest.mark.parametrize("target", ["https://vidu.vn/a", UNC, "file://may-chu/a"])
def test_what_word_would_fetch_is_refused(kind: str, message: str, target: str, strict: bool) -> None:
    body = p("x"), p('<w:r><w:object r:id="rId9"/></w:r>')
    (problem,) = problems(linked(kind, target, *body), strict=strict)
    assert (problem.message.id, str(problem.place)) == (message, "mau.docx, body, paragraph 2")
    assert problem.message.values["target"] == target


def test_a_link_of_another_part_is_named_by_that_part() -> None:
    template = linked("image", UNC, part="header1", header1=p('<w:r><w:pict r:id="rId9"/></w:r>'))
    links = parts_of(docx(p("x"), header1=""))["word/_rels/document.xml.rels"]
    files = {"word/_rels/document.xml.rels": links, "word/_rels/header1.xml.rels": ""}
    files |= {name: text for name, text in parts_of(template).items() if name.endswith("header1.xml.rels")}
    assert told(docx(p("x"), header1=p('<w:r><w:pict r:id="rId9"/></w:r>'), files=files)) == [
        ("docx-hostile.image", "header of section 1", "paragraph 1")
    ]


@pytest.mark.parametrize("target", ["file:///C:\\Users\\a\\Normal.dotm", "C:/a/Normal.dotm", "Normal.dotm"])
def test_a_template_of_the_same_machine_may_be_attached(target: str) -> None:
    assert compile_template(linked("attachedTemplate", target)).render({})


@pytest.mark.parametrize(
    "target",
    ["https://vidu.vn", "mailto:a@vidu.vn", "C:\\a.docx", "file:///C:/a.docx", "a.docx", "https://vidu.vn/a.exe"],
)
def test_a_link_that_is_clicked_passes(target: str) -> None:
    assert compile_template(linked("hyperlink", target)).render({})


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "target",
    [
        "javascript:a()",
        "JavaScript:a()",
        "vbscript:a",
        "ms-msdt:/id",
        "java%0Ascript:a()",
        "file:///C:/x.exe",
        "x%2Eexe",
    ],
)
def test_a_link_that_runs_something_is_refused(target: str, strict: bool) -> None:
    (problem,) = problems(linked("hyperlink", target, p('<w:hyperlink r:id="rId9"/>')), strict=strict)
    assert (problem.message.id, str(problem.place.where)) == ("docx-hostile.link", "paragraph 1")
    if "%" not in target:
        assert told(docx(p("x"), p(field(f'HYPERLINK "{target}" \\t "_blank"')))) == [
            ("docx-hostile.link", "body", "paragraph 2")
        ]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("aFChunk", "docx-hostile.chunk"),
        ("control", "docx-hostile.control"),
        ("vbaProject", "docx-hostile.macros"),
        ("oleObject", "docx-hostile.embedded"),
        ("extensibility", "docx-hostile.ribbon"),
    ],
)
def test_what_runs_inside_the_file_is_refused(kind: str, message: str) -> None:
    template = linked(kind, "x.bin", p('<w:altChunk r:id="rId9"/>'), external=False, files={"word/x.bin": b"x"})
    assert told(template) == [(message, "body", "paragraph 1")]


def test_macros_are_found_without_a_relationship() -> None:
    assert told(docx(p("x"), files={"word/vbaProject.bin": b"x"}), strict=False) == [
        ("docx-hostile.macros", "word/vbaProject.bin", "")
    ]


@pytest.mark.parametrize(
    "change",
    [
        '<w:ins w:id="1" w:author="a"><w:r><w:t>x</w:t></w:r></w:ins>',
        '<w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del>',
        '<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>x</w:t></w:r>',
        '<w:moveFrom w:id="1" w:author="a"/>',
    ],
)
def test_tracked_changes_are_refused_once_for_each_place(change: str) -> None:
    template = docx(p("x"), p(change, change), p(change), header1=p(change))
    assert told(template) == [
        ("docx-tracked", "body", "paragraph 2"),
        ("docx-tracked", "body", "paragraph 3"),
        ("docx-tracked", "header of section 1", "paragraph 1"),
    ]
    assert compile_template(template, strict=False).render({})


def test_a_changed_row_is_named_by_its_first_cell() -> None:
    changed = '<w:tr><w:trPr><w:ins w:id="1" w:author="a"/></w:trPr>'
    rows = table(row("a"), row("b"), columns=1)
    at = rows.rindex("<w:tr>")
    template = docx(p("x"), rows[:at] + changed + rows[at + len("<w:tr>") :])
    assert told(template) == [("docx-tracked", "body", "table 1, row 2, cell 1")]


@pytest.mark.parametrize("target", ["{{ url }}", "%7B%7B%20url%20%7D%7D", "https://vidu.vn/{%25 if a %25}"])
def test_a_tag_in_the_address_of_a_link_is_refused(target: str) -> None:
    template = linked("hyperlink", target, p("x"), p('<w:hyperlink r:id="rId9"><w:r><w:t>x</w:t></w:r></w:hyperlink>'))
    assert told(template) == [("docx-tag-unfilled.link", "body", "paragraph 2")]
    assert compile_template(template, strict=False).render({})


CHART = '<c:title xmlns:c="c" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p></c:title>'


def test_a_tag_in_a_part_that_is_not_filled_in_is_refused() -> None:
    for halves in (("{{ ten }}", ""), ("{{ te", "n }}"), ("a {", "{ ten }}")):
        template = docx(p("x"), files={"word/charts/chart1.xml": CHART.format(*halves)})
        assert told(template) == [("docx-tag-unfilled.part", "word/charts/chart1.xml", "")]
    comments = f'<w:comments {NS}><w:comment w:id="1">{p("a")}{p("{{ ten }}")}</w:comment></w:comments>'
    assert told(docx(p("x"), files={"word/comments.xml": comments})) == [
        ("docx-tag-unfilled.part", "word/comments.xml", "paragraph 2")
    ]
    assert compile_template(docx(p("x"), files={"word/comments.xml": comments}), strict=False).render({})


def test_braces_that_are_no_tag_pass() -> None:
    guid = '<ds:x xmlns:ds="ds" ds:itemID="{0F1E}">{"a": {"b": 1}}</ds:x>'
    assert compile_template(docx(p("x"), files={"customXml/item1.xml": guid})).render({})


@pytest.mark.parametrize("tag", ["{{ url }}", "{% if a %}"])
def test_a_tag_in_the_code_of_a_field_is_refused(tag: str) -> None:
    simple = f'<w:fldSimple w:instr="HYPERLINK {tag}"/>'
    for body in (field(f' HYPERLINK "{tag}" '), field(f' HYPERLINK "{tag[:3]}', f'{tag[3:]}" '), simple):
        assert told(docx(p("x"), p(body))) == [("docx-tag-unfilled.field", "body", "paragraph 2")]


def test_the_application_properties_are_filled_in() -> None:
    """Word repeats the title of the document there."""
    app = f'<Properties xmlns="{OFFICE[:-14]}extended-properties"><T>{{{{ a }}}}</T></Properties>'
    kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    types = parts_of(docx(p("x")))["[Content_Types].xml"].decode()
    types = types.replace("</Types>", f'<Override PartName="/docProps/app.xml" ContentType="{kind}"/></Types>')
    template = docx(p("x"), files={"docProps/app.xml": app, "[Content_Types].xml": types})
    assert b"<T>1 &amp; 2</T>" in parts_of(compile_template(template).render({"a": "1 & 2"}))["docProps/app.xml"]


def test_alternative_text_is_filled_in() -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="{{ a }}"/></wp:inline></w:drawing></w:r>'
    xml = parts_of(compile_template(docx(p(picture))).render({"a": '1 & "2"'}))["word/document.xml"]
    assert b'descr="1 &amp; &#34;2&#34;"' in xml


def test_a_damaged_part_that_is_not_filled_in_is_told() -> None:
    assert told(docx(p("x"), files={"word/comments.xml": "<w:ins {"})) == [
        ("docx-broken.part-damaged", "word/comments.xml", "")
    ]


@given(st.text(st.sampled_from("{} %#ab"), max_size=12))
def test_no_tag_of_a_chart_is_printed(text: str) -> None:
    """A part beside the text either has no whole tag, or stops the template."""
    template = docx(p("x"), files={"word/charts/chart1.xml": CHART.format(text[:5], text[5:])})
    if any(start in text and end in text[text.index(start) + 2 :] for start, end in (("{{", "}}"), ("{%", "%}"))):
        assert {each[0] for each in told(template)} == {"docx-tag-unfilled.part"}
    else:
        assert compile_template(template).render({})


@pytest.mark.parametrize("where", ["", "w15"])
def test_a_tag_in_a_control_bound_to_data_is_refused(where: str) -> None:
    word = ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"' if where else ""
    bound = f'<{where or "w"}:dataBinding{word} w:xpath="/a" w:storeItemID="{{}}"/>'
    control = f"<w:sdt><w:sdtPr>{bound}</w:sdtPr><w:sdtContent>{p('{{ a }}')}</w:sdtContent></w:sdt>"
    (problem,) = problems(docx(p("x"), control))
    assert (problem.message.id, str(problem.place)) == ("docx-tag-unfilled.bound", "mau.docx, body, paragraph 2")
    assert problem.hint
    compile_template(docx(p("{{ a }}"), control.replace("{{ a }}", "chữ")))


def test_a_part_is_known_by_its_content_type_not_by_its_name() -> None:
    chart = "<c:c xmlns:c='urn:c'><c:t>{{ a }}</c:t></c:c>"
    types = parts_of(docx(p("x")))["[Content_Types].xml"].decode()
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    types = types.replace("</Types>", f'<Override PartName="/word/c.xm_" ContentType="{kind}"/></Types>')
    (problem,) = problems(docx(p("x"), files={"word/c.xm_": chart, "[Content_Types].xml": types}))
    assert problem.message.id == "docx-tag-unfilled.part"


@pytest.mark.parametrize("attribute", ["src", "o:href"])
def test_a_picture_of_an_old_drawing_that_names_its_file_is_refused(attribute: str) -> None:
    spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    drawn = f'<w:r><w:pict {spaces}><v:shape><v:imagedata {attribute}="http://x/a.png"/></v:shape></w:pict></w:r>'
    for strict in (True, False):
        (problem,) = problems(docx(p("x"), p(drawn)), strict=strict)
        assert (problem.message.id, str(problem.place.where)) == ("docx-hostile.image", "paragraph 2")


def test_a_sub_document_must_not_hold_what_a_template_must_not() -> None:
    field = '<w:p><w:fldSimple w:instr=" DDEAUTO x "/></w:p>'
    record = {"_docx": "subdoc", "data": docx(field)}
    for strict in (True, False):
        (problem,) = problems(docx(p("x"), p("{{p a }}")), {"a": record}, strict=strict)
        assert str(problem.place.where) == "paragraph 2"
        assert "DDEAUTO" in problem.text

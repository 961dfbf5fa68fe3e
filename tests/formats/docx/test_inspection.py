"""A template inspected: every tag with its place, everything wrong in one run, and what would surprise."""

import pytest

from congvan.core.problems import Severity
from congvan.formats.docx.inspection import inspect_template
from tests.formats.docx_samples import cell, docx, p, row, table
from tests.formats.fake_word import with_track_changes
from tests.package import parts_of, zipped

SETTINGS = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:trackRevisions{}/></w:settings>"
)


def told(template: bytes, severity: Severity) -> list[tuple[str, str]]:
    found = inspect_template(template, "mau.docx").problems
    return [(each.code, str(each.place.where)) for each in found if each.severity is severity]


def test_every_tag_has_its_place() -> None:
    found = inspect_template(
        docx(p("{{ a }} {# x #}"), table(row("1", cell("{{p b }}"))), header1=p("{{ c }}"), title="{{ d }}"), "mau.docx"
    )
    assert [(tag, str(place)) for tag, place in found.tags] == [
        ("{{ a }}", "mau.docx, body, paragraph 1"),
        ("{{p b }}", "mau.docx, body, table 1, row 1, cell 2"),
        ("{{ c }}", "mau.docx, header of section 1, paragraph 1"),
        ("{{ d }}", "mau.docx, document properties"),
    ]
    assert [tag for tag, _place in found.blocks] == ["{{p b }}"]


def test_tracked_changes_do_not_hide_the_other_errors() -> None:
    template = with_track_changes(docx(p("{% forr x in y %}"), p("{{ a b }}"), p("{{ c }}")))
    assert sorted(told(template, Severity.ERROR)) == [
        ("docx-tag-syntax", "paragraph 2"),
        ("docx-tag-unknown", "paragraph 1"),
        ("docx-tracked", "paragraph 3"),
    ]


def test_curly_quotes_are_told_as_a_note_at_their_place() -> None:
    template = docx(p("“{{ a|default(“x”) }}”"), p("{{ b|default('“y”') }}"), p("{{ c|default('z') }}"))
    assert told(template, Severity.NOTE)[:1] == [("template-curly", "paragraph 1")]
    assert told(template, Severity.ERROR) == []


def test_track_changes_that_are_on_are_a_warning() -> None:
    parts = parts_of(docx(p("x")))
    on = zipped({**parts, "word/settings.xml": SETTINGS.format("").encode()})
    off = zipped({**parts, "word/settings.xml": SETTINGS.format(' w:val="0"').encode()})
    assert told(on, Severity.WARNING) == [("template-tracking", "")]
    assert told(off, Severity.WARNING) == []


def test_editing_that_is_restricted_is_a_warning() -> None:
    parts = parts_of(docx(p("x")))
    for value, found in (("1", [("template-protected", "")]), ("0", [])):
        settings = SETTINGS.replace("<w:trackRevisions{}/>", f'<w:documentProtection w:enforcement="{value}"/>')
        assert told(zipped({**parts, "word/settings.xml": settings.encode()}), Severity.WARNING) == found


def test_words_in_square_brackets_are_told_and_no_numbers() -> None:
    template = docx(p("Kính mời [Tên] dự"), p("[Họ và tên]"), p("theo [1], [a1], […], [ ] và {{ a['b'] }}"))
    found = [("template-brackets", f"paragraph {n}") for n in (1, 2)]
    assert told(template, Severity.WARNING) == found


def test_a_tag_in_hidden_text_is_told() -> None:
    hidden = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>"
    template = docx(
        p(hidden.format("", "{{ a }}")),
        p(hidden.format(' w:val="0"', "{{ a }}")),
        p(hidden.format("", "ghi chú")),
        p(hidden.format("", "{%p if a %}")),
        p(hidden.format("", "{%p endif %}")),
    )
    assert told(template, Severity.WARNING) == [("template-hidden", "paragraph 1")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [("template-picture-words", "paragraph 1")]),
        (' descr=" "', [("template-picture-words", "paragraph 1")]),
        (' descr="Biểu trưng"', []),
    ],
)
def test_a_picture_without_words_is_a_warning(words: str, found: list[tuple[str, str]]) -> None:
    namespaces = {name: f"http://schemas.openxmlformats.org/drawingml/2006/{path}" for name, path in DRAWING}
    said = " ".join(f'xmlns:{name}="{address}"' for name, address in namespaces.items())
    frame = f'<wp:inline {said}><wp:docPr id="1" name="a"{words}>{{}}</wp:docPr><pic:pic/></wp:inline>'
    decorative = '<d:decorative xmlns:d="urn:any" val="1"/>'
    for inner, expected in (("", found), (decorative, [])):
        template = docx(f"<w:p><w:r><w:drawing>{frame.format(inner)}</w:drawing></w:r></w:p>")
        assert told(template, Severity.WARNING) == expected


def test_one_picture_of_several_headers_and_footers_is_told_once_with_their_count() -> None:
    """LibreOffice writes a header for each section and kind of page: one logo was told eight times."""
    namespaces = " ".join(
        f'xmlns:{name}="http://schemas.openxmlformats.org/drawingml/2006/{at}"' for name, at in DRAWING
    )
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="p"/>'
    frame = f'<wp:inline {namespaces}><wp:docPr id="1" name="a"/><pic:pic>{blip}</pic:pic></wp:inline>'
    logo = f"<w:p><w:r><w:drawing>{frame}</w:drawing></w:r></w:p>"
    links = '<Relationships><Relationship Id="p" Type="/image" Target="media/{}.png"/></Relationships>'.format
    for other, shown in (("a", [("several", "2")]), ("b", [("", ""), ("", "")])):
        files = {"word/_rels/header1.xml.rels": links("a"), "word/_rels/footer1.xml.rels": links(other)}
        template = docx(p("x"), header1=logo, footer1=logo, files=files)
        found = [
            each for each in inspect_template(template, "mau.docx").problems if each.code == "template-picture-words"
        ]
        assert [
            (each.message.id.partition(".")[2], str(each.message.values.get("count", ""))) for each in found
        ] == shown
        assert str(found[0].place.part) == "header of section 1"
        assert found[0].hint


def test_a_picture_that_holds_far_more_than_a_page_shows_is_a_warning_by_its_header() -> None:
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    parts = parts_of(docx(p("x")))
    for side, found in ((1000, []), (6000, ["word/media/a.png"])):
        picture = header + side.to_bytes(4, "big") * 2
        inspected = inspect_template(zipped({**parts, "word/media/a.png": picture}), "mau.docx").problems
        assert [str(each.place.part) for each in inspected if each.code == "template-picture-large"] == found


DRAWING = (("wp", "wordprocessingDrawing"), ("pic", "picture"))


def test_a_comment_and_a_bound_control_are_warnings() -> None:
    bound = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x"/></w:sdtPr><w:sdtContent><w:r><w:t>{{ a }}</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )
    template = docx(p("x", '<w:r><w:commentReference w:id="0"/></w:r>'), f"<w:p>{bound}</w:p>")
    assert told(template, Severity.WARNING) == [("template-comment", "paragraph 1"), ("template-bound", "paragraph 2")]


def test_styles_that_blocks_miss() -> None:
    found = inspect_template(docx(p("{{p body }}")), "mau.docx")
    assert found.missing_styles(["khoan", "bang", "dieu"]) == ["CV Khoản", "CV Điều"]

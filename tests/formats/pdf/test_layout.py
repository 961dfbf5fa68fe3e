"""Layouts: what is taken over from a document that WeasyPrint painted; stamped equals laid out."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import pytest

from congvan.core.problems import EnvironmentFault, ProblemsFound
from congvan.formats.docx_html import template as docx_html
from congvan.formats.pdf import layout, page_pieces
from congvan.formats.pdf.layout_record import LineSlot
from congvan.formats.pdf.lines.typeset import TypesetLine, Typesetter
from congvan.formats.pdf.page_pieces import tidy_bytes
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.acceptance.templates import making
from tests.formats.face_samples import face
from tests.formats.pdf_samples import furthest, streams, text
from tests.sample_project import HOME


@pytest.fixture(scope="module")
def template() -> PdfTemplate:
    return docx_html.compile_template((HOME / "templates/van-ban.docx").read_bytes(), name="van-ban.docx")


@pytest.mark.every(5)
@pytest.mark.parametrize("name", ["addressed", "as_issued", "corrected", "quyet_dinh", "roster"])
def test_stamped_equals_laid_out(template: PdfTemplate, name: str) -> None:
    content = making.ready(making.content(name))
    stamped, laid_out = template.untagged(content), template.lay_out(content)
    assert streams(stamped) == streams(laid_out)
    assert text(stamped) == text(laid_out)


def test_addressed_letters_share_one_layout(template: PdfTemplate) -> None:
    content = making.ready(making.content("addressed"))
    template.render(content)
    other = copy.deepcopy(content)
    other["title"] = "Công văn mẫu"
    other["head"]["number"] = "Số: 1207/STTTT-BCVT"
    other["head"]["place_date"] = "Lạng Sơn, ngày 19 tháng 8 năm 2020"
    other["kinh_gui"][0]["text"] = "Kính gửi: VNPT mẫu"
    before = dict(template.stats)
    data = template.untagged(other)
    assert dict(template.stats) == {**before, "stamped": before["stamped"] + 1}
    assert streams(data) == streams(template.lay_out(other))
    assert furthest(data, template.lay_out(other)) == 0


def test_roster_forms_share_one_layout(template: PdfTemplate) -> None:
    content = making.ready(making.content("roster"))
    template.render(content)
    other = copy.deepcopy(content)
    form = other["attachments"][0]
    form["facts"] = [f"{line.partition(':')[0]}: Huyện mẫu" for line in form["facts"]]
    form["foot"]["sign"][0] = "Doanh nghiệp mẫu"
    form["table"]["rows"][0] = [cell or "x" for cell in form["table"]["rows"][0]]
    template.render(other)  # a first row with entries is a layout of its own
    form["table"]["rows"][0] = ["z" if cell == "x" else cell for cell in form["table"]["rows"][0]]
    before = dict(template.stats)
    data = template.untagged(other)
    assert dict(template.stats) == {**before, "stamped": before["stamped"] + 1}
    assert streams(data) == streams(template.lay_out(other))


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><g opacity="0.5">
<text x="5" y="20" font-family="Times New Roman">hinh</text></g></svg>"""


def compiled(body: str, head: str = "", strict: bool = True, **assets: bytes) -> PdfTemplate:
    """A template of one page, with assets by name with `_` for the full stop."""
    source = (
        f'<html lang="vi"><head><title>x</title>{head}<style>html {{ font: 12pt "Times New Roman" }}</style></head>'
    )
    named = {name.replace("_", "."): data for name, data in assets.items()}
    return compile_template(f"{source}<body>{body}</body></html>".encode(), name="t.html", assets=named, strict=strict)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        (b"[<0102>] TJ", b"[<0102>] TJ"),
        (b"[<01>0<02>] TJ", b"[<0102>] TJ"),
        (b"[<01>-0<02>0] TJ", b"[<0102>] TJ"),
        (b"[<01>-20<02>] TJ", b"[<01>-20<02>] TJ"),
        (b"[<01>20<><02>] TJ", b"[<01>20<02>] TJ"),
        (b"[<01>20<>30<02>] TJ", b"[<01>20 30<02>] TJ"),
        (b"[<01>10<02>] TJ", b"[<01>10<02>] TJ"),
    ],
)
def test_what_is_shown_is_said_in_one_way(written: bytes, tidy: bytes) -> None:
    assert tidy_bytes(written) == tidy


# -- the document -----------------------------------------------------------------------------------------------------

META = (
    '<meta name="author" content="Sở mẫu"><meta name="author" content="Phòng mẫu">'
    '<meta name="description" content="Về việc mẫu"><meta name="keywords" content="một, hai">'
)


def test_what_a_document_says_of_itself() -> None:
    with opened(compiled("<p data-f>{{ a }}</p>", META).render({"a": "x"})) as pdf:
        said = {key: str(value) for key, value in pdf.docinfo.items()}
        assert str(pdf.Root.Lang) == "vi"
    assert said.pop("/Producer")
    assert said == {
        "/Title": "x",
        "/Author": "Sở mẫu, Phòng mẫu",
        "/Subject": "Về việc mẫu",
        "/Keywords": "một, hai",
    }


def test_a_document_that_says_nothing() -> None:
    template = compile_template(b'<style>p { font-family: "Times New Roman" }</style><p data-f>{{ a }}</p>')
    with opened(template.untagged({"a": "x"})) as pdf:
        assert not {"/Title", "/Author", "/Subject", "/Keywords"} & set(pdf.docinfo.keys())
        assert "/Lang" not in pdf.Root
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_a_page_has_its_box_and_its_content() -> None:
    style = "<style>@page { size: 300px 200px; margin: 9px }</style>"
    template = compiled('<p data-f>{{ a }}</p><p style="opacity: 0.5">nửa</p>', style)
    form, _ = template.prepared(template.split({"a": "x"}))
    assert re.findall(rb"/(\w+)", form.layout.pages[0].entries) == [b"MediaBox", b"TrimBox", b"BleedBox"]
    with opened(template.render({"a": "y"})) as pdf:
        (page,) = pdf.pages
        assert [float(value) for value in page.obj.MediaBox] == [0, 0, 225, 150]
        assert {"/Font", "/ExtGState", "/XObject"} <= set(page.obj.Resources.keys())


def test_links_and_their_goal_survive() -> None:
    body = '<p id="z" data-f>{{ a }}</p><p><a href="#z">tới</a> <a href="https://example.com/">xa</a></p>'
    data = compiled(body).render({"a": "x"})
    with opened(data) as pdf:
        (page,) = pdf.pages
        links = list(page.obj.Annots)
        assert [str(link.Subtype) for link in links] == ["/Link", "/Link"]
        assert str(links[1].A.URI) == "https://example.com/"


def test_text_in_a_group_is_text() -> None:
    """Its fonts are named anew inside of what a page refers to, too."""
    data = compiled('<p data-f>{{ a }}</p><p style="opacity: 0.5">nửa trong</p>').render({"a": "x"})
    assert text(data)[0].split() == ["x", "nửa", "trong"]
    with opened(data) as pdf:
        resources = pdf.pages[0].obj.Resources
        assert resources.XObject.x0.Resources.Font.keys() == resources.Font.keys()  # no face is there twice
    assert names_of(data) == names_of(compiled("<p data-f>{{ a }}</p>").render({"a": "x"}))


def test_a_field_in_a_group_is_printed() -> None:
    template = compiled('<div style="opacity: 0.5"><p data-f>{{ a }}</p></div>')
    for word in ("một", "hai"):
        data = template.untagged({"a": word})
        assert text(data)[0].split() == [word]
        assert furthest(data, template.lay_out({"a": word})) == 0


def test_a_picture_with_text() -> None:
    data = compiled('<p data-f>{{ a }}</p><img src="asset:a.svg">', a_svg=SVG).render({"a": "x"})
    assert text(data)[0].split() == ["x", "hinh"]


# -- faces ------------------------------------------------------------------------------------------------------------

OWN = '<style>@font-face {{ font-family: Thu; src: url("asset:{0}") }} b {{ font-family: Thu }}</style>'


def names_of(data: bytes) -> set[str]:
    with opened(data) as pdf:
        return {str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].obj.Resources.Font.values()}


@pytest.mark.parametrize(("name", "curves"), [("z_ttf", False), ("Z_TTF", False), ("z_otf", True)])
def test_a_face_of_the_template(name: str, curves: bool) -> None:
    head = OWN.format(name.replace("_", "."))
    made = face(curves=curves)
    template = compiled("<p data-f>{{ a }}</p><b>AVfi</b>", head, strict=not curves, **{name: made})
    data = template.render({"a": "x"})
    assert "Thu-Regular" in names_of(data)
    assert text(data)[0].split() == ["x", "AVfi"]
    assert template.render({"a": "x"}) == data
    template.render({"a": "y"})
    assert dict(template.stats) == {"laid out": 1, "stamped": 2, "fallbacks": 0}


def test_a_face_of_the_template_sets_no_field() -> None:
    template = compiled("<b data-f>{{ a }}</b>", OWN.format("z.ttf"), z_ttf=face())
    for word in ("A", "V"):
        assert text(template.render({"a": word}))[0].strip() == word
    assert template.stats["stamped"] == 0


def test_letters_outside_the_repertoire_have_their_text() -> None:
    template = compiled("<p data-f>{{ a }}</p><p>ß ж</p>")
    template.render({"a": "x"})
    data = template.untagged({"a": "y"})
    assert template.stats["stamped"] == 1
    assert text(data)[0].split() == ["y", "ß", "ж"]
    assert furthest(data, template.lay_out({"a": "y"})) == 0


def test_all_missing_faces_are_told() -> None:
    body = '<p style="font-family: Mot">x</p><p style="font-family: Hai">x</p><p data-f>{{ a }}</p>'
    with pytest.raises(EnvironmentFault) as stop:
        compiled(body).render({"a": "x"})
    assert [p.message.values["family"] for p in stop.value.problems] == ["Hai", "Mot"]


def test_a_face_that_only_a_field_asks_for_is_kept() -> None:
    """An empty field paints nothing; what it asks for has to be there for the next record."""
    template = compiled("<p>x</p><p><i data-f>{{ a }}</i></p>")
    template.render({"a": ""})
    data = template.render({"a": "nghiêng"})
    assert text(data)[0].split() == ["x", "nghiêng"]
    assert any("Italic" in name for name in names_of(data))


# -- many boxes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("boxes", "stamped"), [(6, 1), (7, 0)])
def test_a_block_of_many_pieces(monkeypatch: pytest.MonkeyPatch, boxes: int, stamped: int) -> None:
    for module in (layout, page_pieces):
        monkeypatch.setattr(module, "MAX_BOXES", 6)
    fixed = "".join("<i>x</i>" if n % 2 else "<b>x</b>" for n in range(boxes - 1))
    template = compiled(f"<p data-f>{{{{ a }}}}</p><p>{fixed}<span data-f>{{{{ a }}}}</span></p>")
    for word in ("a", "b"):
        assert text(template.render({"a": word}))[0].split() == [word, "x" * (boxes - 1) + word]
    assert template.stats["stamped"] == stamped


def test_a_field_is_a_slot_of_its_page() -> None:
    template = compiled("<p>x</p><p data-f>{{ a }}</p>")
    form, lines = template.prepared(template.split({"a": "y"}))
    (page,), (unit,) = form.layout.pages, form.layout.units
    assert [item.field for item in unit.items] == [1]  # 0 is the title
    (slot,) = [piece for piece in page.content if isinstance(piece, LineSlot)]
    assert (slot.unit, slot.line) == (0, 0)
    assert len(lines.operators) == 1


def test_a_warning_of_the_layout_is_told() -> None:
    with pytest.raises(ProblemsFound):
        compiled("<p data-f>{{ a }}</p>", "<style>p { colour: red }</style>").render({"a": "x"})


# -- where this program would do otherwise ----------------------------------------------------------------------------

Change = Callable[[tuple[TypesetLine, ...]], tuple[TypesetLine, ...]]


def last(**changes: Any) -> Change:
    """The last run of the first line, changed."""
    return lambda lines: (
        lines[0]._replace(runs=(*lines[0].runs[:-1], lines[0].runs[-1]._replace(**changes))),
        *lines[1:],
    )


def moved(by: float) -> Change:
    return lambda lines: last(x=lines[0].runs[-1].x + by)(lines)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (lambda lines: lines, True),
        (moved(0.0049), True),
        (moved(0.0051), False),
        (moved(-0.0051), False),
        (last(show="<0001>"), False),
        (last(style=0), False),
        (lambda lines: (lines[0]._replace(runs=lines[0].runs[:-1]),), False),
        (lambda lines: (lines[0]._replace(runs=lines[0].runs[:-1]), lines[0]._replace(runs=lines[0].runs[-1:])), False),
        (lambda lines: (*lines, lines[0]._replace(runs=())), False),
        (lambda lines: (lines[0]._replace(runs=()), lines[0]), False),
        (lambda lines: None, False),
    ],
)
def test_what_is_set_otherwise_than_weasyprint_did_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch, change: Change, kept: bool
) -> None:
    class Other(Typesetter):
        def lines(self, values: Sequence[str]) -> tuple[TypesetLine, ...] | None:
            lines = super().lines(values)
            return lines and change(lines)

    template = compiled("<p>Kính gửi: <b data-f>{{ a }}</b></p>")
    alone = template.lay_out({"a": "AVx"})
    monkeypatch.setattr(layout, "Typesetter", Other)
    form, _ = template.prepared(template.split({"a": "AVx"}))
    assert list(form.layout.pinned.values()) == ([] if kept else ["AVx"])
    assert furthest(template.untagged({"a": "AVx"}), alone) == 0


def test_what_is_painted_between_the_pieces_of_a_line_stays_there() -> None:
    """… and the units about it are numbered anew."""
    between = '<p>c <b style="background: #ff0">d</b> <span data-f>{{ c }}</span></p>'
    template = compiled(f"<p data-f>{{{{ a }}}}</p><p data-f>{{{{ b }}}}</p><p data-f>{{{{ d }}}}</p>{between}")
    form, _ = template.prepared(template.split({"a": "A", "b": "ß", "c": "C", "d": "D"}))
    assert list(form.layout.pinned.values()) == ["ß", "C"]
    slots = [piece for piece in form.layout.pages[0].content if isinstance(piece, LineSlot)]
    assert [(slot.unit, slot.line) for slot in slots] == [(0, 0), (1, 0)]
    other = {"a": "Một", "b": "ß", "c": "C", "d": "Hai"}
    data = template.untagged(other)
    assert template.stats["stamped"] == 1
    assert furthest(data, template.lay_out(other)) == 0

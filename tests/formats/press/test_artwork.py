"""Artwork from outside: what is told of it, what stops it, and where it lands."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from congvan.core.problems import Place, ProblemsFound, Severity
from congvan.formats.press.artwork import MAX_DEPTH, font_names, inspect_artwork, place_artwork
from congvan.formats.press.painter import Painter
from tests.formats.artwork_samples import SIZE, Fill, art, form, image, in_root, profile, saved, whole


def told(data: bytes, *, size: tuple[float, float] = SIZE, bleed: float = 0) -> list[tuple[str, str]]:
    """(code, message) of what is told of artwork."""
    found = inspect_artwork(data, "templates/logo.pdf", size=size, bleed=bleed)
    assert all((each.severity, each.place) == (Severity.WARNING, Place("templates/logo.pdf")) for each in found)
    assert all(each.hint for each in found)
    return [(each.code, each.text) for each in found]


# -- pictures and colours ---------------------------------------------------------------------------------------------


RGB = ("artwork-rgb", "artwork: the artwork contains RGB colours")


@pytest.mark.parametrize(
    ("space", "rgb"),
    [
        (lambda pdf: None, False),  # a mask has no colours of its own
        (lambda pdf: Name.DeviceRGB, True),
        (lambda pdf: Name.DeviceCMYK, False),
        (lambda pdf: Name.DeviceGray, False),
        (lambda pdf: Array([Name.DeviceRGB]), True),
        (lambda pdf: Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))]), True),
        (lambda pdf: Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))]), False),
        (lambda pdf: profile(pdf, 3), True),
        (lambda pdf: profile(pdf, 4), False),
        (lambda pdf: Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, b""))]), False),
        (lambda pdf: Array([Name.Indexed, Name.DeviceRGB, 1, b"abcdef"]), True),
        (lambda pdf: Array([Name.Indexed, Name.DeviceCMYK, 1, b"abcdefgh"]), False),
        (lambda pdf: Array([Name.Indexed, profile(pdf, 3), 1, b"abcdef"]), True),
        (lambda pdf: Array([Name.Separation, Name.Do, Name.DeviceRGB]), False),
        *((lambda pdf, broken=broken: Array(broken), False) for broken in ([], [Name.Indexed], [Name.ICCBased])),
    ],
)
def test_which_pictures_are_in_rgb(space: Callable[[pikepdf.Pdf], Any], rgb: bool) -> None:
    data = art(b"72 0 0 72 0 0 cm /Im Do", lambda pdf: {"XObject": {"/Im": image(pdf, space(pdf))}})
    assert told(data) == [RGB] * rgb


@pytest.mark.parametrize(
    ("stream", "rgb"),
    [
        (b"1 0 0 rg 0 0 9 9 re f", True),
        (b"1 0 0 RG 0 0 9 9 re S", True),
        (b"0 1 0 0 k 0 G 1 g 0 0 9 9 re f", False),
        (b"/None Do 1 0 0 rg", True),
        (b"/Ps Do", False),
        (b"/Im Do 1 0 0 rg", True),
        (b"/Fm Do 1 0 0 rg", True),
        (b"/Outer Do", True),
        (b"Q Q 1 0 0 rg", True),
    ],
)
def test_colours_are_found_after_all_that_is_shown_and_within_it(stream: bytes, rgb: bool) -> None:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        shown = {
            "/Im": image(pdf, Name.DeviceCMYK),
            "/Fm": form(pdf, b"0 1 0 0 k", {}),
            "/Ps": Stream(pdf, b"1 0 0 rg", Subtype=Name.Other),
            "/Inner": form(pdf, b"1 0 0 rg"),
            "/Outer": form(pdf, b"/Inner Do"),  # what it names is among the resources of the page
        }
        return {"XObject": shown}

    assert told(art(stream, fill)) == [RGB] * rgb


def test_a_page_that_names_what_it_does_not_hold() -> None:
    assert told(art(b"/Im Do 1 0 0 rg")) == [RGB]


UNSEEN = ("artwork-broken", "artwork: part of the artwork cannot be read and was not checked")


@pytest.mark.parametrize(
    "stream", [b"1 0 0 1 cm", b"/a 0 0 1 0 0 cm", b"Do", b"/None Do", b"/Flat Do", b"/Bare Do"], ids=str
)
def test_what_is_broken_within_is_told(stream: bytes) -> None:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        bare = Stream(pdf, b"", Subtype=Name.Image, ColorSpace=Name.DeviceCMYK)
        return {"XObject": {"/Flat": image(pdf, Name.DeviceCMYK, width=0), "/Bare": bare}}

    assert told(art(stream + b" 0 1 0 0 k", fill)) == ([] if stream == b"/None Do" else [UNSEEN])


def test_a_form_that_shows_itself_comes_to_an_end() -> None:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        return {"XObject": {"/Fm": pdf.make_indirect(form(pdf, b"/Fm Do"))}}

    assert told(art(b"/Fm Do", fill)) == []


@pytest.mark.parametrize(
    ("stream", "entries", "found"),
    [
        (b"72 0 0 72 0 0 cm /Im Do", {}, 100),
        (b"0 72 -72 0 72 0 cm /Im Do", {}, 100),  # turned
        (b"0.6 0.8 -0.8 0.6 0 0 cm 43.2 57.6 -57.6 43.2 0 0 cm /Im Do", {}, 100),  # turned, and turned on
        (b"0.6 -0.8 0.8 0.6 0 0 cm 43.2 57.6 -57.6 43.2 0 0 cm /Im Do", {}, 100),  # turned, and turned back
        (b"144 0 0 72 0 0 cm /Im Do", {}, 50),
        (b"72 0 0 144 0 0 cm /Im Do", {}, 50),
        (b"2 0 0 2 0 0 cm 36 0 0 36 9 9 cm /Im Do", {}, 100),
        (b"q 9 0 0 9 0 0 cm Q 72 0 0 72 0 0 cm /Im Do", {}, 100),
        (b"q 72 0 0 72 0 0 cm q 2 0 0 2 0 0 cm Q /Im Do Q", {}, 100),
        (b"72 0 0 72 0 0 cm /Im Do 2 0 0 2 0 0 cm /Im Do", {}, 50),
        (b"72 0 0 72 0 0 cm /Im Do 0.5 0 0 0.5 0 0 cm /Im Do", {}, 100),
        (b"36 0 0 36 0 0 cm /Fm Do", {"Matrix": Array([2, 0, 0, 2, 5, 5])}, 100),
        (b"36 0 0 36 0 0 cm /Fm Do", {"Matrix": Array([0, 3, -3, 0, 0, 0])}, 67),
        (b"72 0 0 72 0 0 cm /Fm Do", {}, 100),
        (b"0 0 0 0 0 0 cm /Im Do", {}, None),  # a picture of no size shows nothing
        (b"48 0 0 48 0 0 cm /Im Do", {}, None),  # 150 pixels an inch
        (b"", {}, None),
    ],
)
def test_how_fine_a_picture_is_as_it_stands(stream: bytes, entries: dict[str, Any], found: int | None) -> None:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        picture = image(pdf, Name.DeviceGray, 100, 100)
        return {"XObject": {"/Im": picture, "/Fm": form(pdf, b"/Im Do", {"Im": picture}, **entries)}}

    message = f"artwork: a picture has {found} pixels per inch at the size of the sign; at least 150 are needed"
    assert told(art(stream, fill)) == ([("artwork-coarse", message)] if found else [])


@pytest.mark.parametrize(
    ("size", "pixels", "least"),
    [((25.4, 25.4), 149, 150), ((25.4, 600), 149, 150), ((25.4, 600.1), 71, 72), ((25.4, 600.1), 72, 0)],
)
def test_a_large_sign_is_read_from_afar(size: tuple[float, float], pixels: int, least: int) -> None:
    data = art(
        b"72 0 0 72 0 0 cm /Im Do", lambda pdf: {"XObject": {"/Im": image(pdf, Name.DeviceGray, pixels, pixels)}}
    )
    wanted = [f"artwork: a picture has {pixels} pixels per inch at the size of the sign; at least {least} are needed"]
    assert [message for _code, message in told(data, size=size)] == wanted * bool(least)


# -- bleed and faces --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("boxes", "bleed", "found"),
    [
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0, 0, 92, 92]}, 10, None),
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0.5, 0, 92, 92]}, 10, None),  # half a millimetre may lack
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0.625, 0, 92, 92]}, 10, 9),
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0, 7, 92, 92]}, 10, 3),
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0, 0, 84, 92]}, 10, 2),
        ({"TrimBox": [10, 10, 82, 82], "MediaBox": [0, 0, 92, 83]}, 10, 1),
        ({"TrimBox": [82, 82, 10, 10], "MediaBox": [92, 92, 0, 0]}, 10, None),  # corners may be told the other way
        ({"TrimBox": [82, 82, 10, 10], "MediaBox": [84, 92, 0, 0]}, 10, 2),
        ({"TrimBox": [0, 0, 72, 72], "MediaBox": [2, 0, 72, 72]}, 3, 0),  # it does not even reach its trim
    ],
)
def test_bleed_is_what_the_narrowest_side_has(boxes: dict[str, list[float]], bleed: float, found: int | None) -> None:
    data = art(**{name: Array(box) for name, box in boxes.items()})
    message = f"artwork: the artwork bleeds {found} mm beyond its trim; the sign needs {bleed} mm"
    assert told(data, size=(72, 72), bleed=bleed) == ([] if found is None else [("artwork-bleed", message)])


def test_bleed_is_measured_at_the_size_of_the_sign() -> None:
    data = art(beyond=10)
    assert told(data, size=(144, 144), bleed=20) == []
    assert [code for code, _message in told(data, size=(36, 36), bleed=20)] == ["artwork-bleed"]


def face(name: str, kind: str, held: str = "", *, described: bool = True) -> Fill:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        made = Dictionary(Type=Name.Font, Subtype=Name(f"/{kind}"), BaseFont=Name(f"/{name}"))
        if described:
            made.FontDescriptor = Dictionary(Type=Name.FontDescriptor)
            if held:
                made.FontDescriptor[f"/{held}"] = pdf.make_indirect(Stream(pdf, b""))
        return {"Font": {"/F1": pdf.make_indirect(made)}}

    return fill


@pytest.mark.parametrize(
    ("fill", "loose"),
    [
        (face("Helvetica", "Type1", described=False), True),
        (face("Arial", "TrueType"), True),
        (face("Arial", "CIDFontType2"), True),
        (face("Arial", "Type1", "FontFile"), False),
        (face("Arial", "TrueType", "FontFile2"), False),
        (face("Arial", "CIDFontType0", "FontFile3"), False),
        (face("Arial", "Type0", described=False), False),  # its descendant holds the face
        (face("Arial", "Type3", described=False), False),  # its letters are drawings
    ],
)
def test_which_faces_are_not_embedded(fill: Fill, loose: bool) -> None:
    name = "Helvetica" if "Helvetica" in repr(told(art(fill=fill))) else "Arial"
    assert told(art(fill=fill)) == [("artwork-fonts", f"artwork: fonts are not embedded: /{name}")] * loose


def test_all_faces_that_are_not_embedded_are_named() -> None:
    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        made = [face(name, "Type1")(pdf)["Font"]["/F1"] for name in ("Verdana", "Arial")]
        return {"Font": {"/F1": made[0], "/F2": made[1]}}

    (found,) = inspect_artwork(art(fill=fill), "a.pdf", size=SIZE, bleed=0)
    assert found.text == "artwork: fonts are not embedded: /Arial, /Verdana"
    assert found.hint == "export it again with embedded fonts or with text as outlines"


def test_fonts_are_found_in_forms_within_forms() -> None:
    with pikepdf.new() as pdf:
        inner = form(pdf, b"")
        inner.Resources = Dictionary(Font=Dictionary(F3=Dictionary()))
        outer = form(pdf, b"", {"Fm": pdf.make_indirect(inner), "Im": image(pdf)})
        outer.Resources.Font = Dictionary(F2=Dictionary())
        own = Dictionary(Font=Dictionary(F1=Dictionary()), XObject=Dictionary(Fm=pdf.make_indirect(outer)))
        assert font_names(own) == ["/F1", "/F2", "/F3"]
        inner.Subtype = Name.Image
        assert font_names(own) == ["/F1", "/F2"]
        assert font_names(None) == font_names(Dictionary()) == []


def test_fonts_are_found_in_the_deepest_form() -> None:
    with pikepdf.new() as pdf:
        resources = Dictionary(Font=Dictionary(F1=Dictionary()))
        for _ in range(2000):
            above = form(pdf, b"")
            above.Resources = resources
            resources = Dictionary(XObject=Dictionary(Fm=pdf.make_indirect(above)))
        assert font_names(resources) == ["/F1"]


def test_fonts_of_a_form_that_holds_itself_come_to_an_end() -> None:
    with pikepdf.new() as pdf:
        itself = pdf.make_indirect(form(pdf, b"", {}))
        itself.Resources.Font = Dictionary(F1=Dictionary())
        itself.Resources.XObject.Fm = itself
        assert set(font_names(itself.Resources)) == {"/F1"}


def test_forms_that_share_their_resources_are_looked_into_once() -> None:
    """J: each of thirty forms holds all thirty."""
    with pikepdf.new() as pdf:
        shared = pdf.make_indirect(Dictionary(Font=Dictionary(F1=Dictionary()), XObject=Dictionary()))
        for n in range(30):
            made = form(pdf, b"")
            made.Resources = shared
            shared.XObject[f"/Fm{n}"] = pdf.make_indirect(made)
        assert set(font_names(shared)) == {"/F1"}


@pytest.mark.parametrize(
    ("moves", "levels", "found"),
    [
        ((b"", b""), MAX_DEPTH, "artwork-rgb"),
        ((b"", b""), MAX_DEPTH + 1, "artwork-broken"),  # deeper than is looked
        ((b"1 0.1 0 1 0 0 cm ", b"1 0 0.1 1 0 0 cm "), MAX_DEPTH, "artwork-broken"),  # in ever other shapes
    ],
)
def test_forms_that_show_one_another_many_times_come_to_an_end(
    moves: tuple[bytes, bytes], levels: int, found: str
) -> None:
    """J: each of twenty forms shows the next one ten times; what was not looked at is told."""

    def fill(pdf: pikepdf.Pdf) -> dict[str, Any]:
        inner = form(pdf, b"1 0 0 rg", {})
        for n in range(levels - 1):
            inner = form(pdf, (moves[n % 2] + b"/Fm Do ") * 10, {"Fm": pdf.make_indirect(inner)})
        return {"XObject": {"/Fm": pdf.make_indirect(inner)}}

    assert [code for code, _message in told(art(b"/Fm Do", fill))] == [found]


# -- placing ----------------------------------------------------------------------------------------------------------


def refused(data: bytes, *, outlines: bool = False, **op: Any) -> tuple[str, str, str]:
    """(code, message, hint) of the problem that stops artwork."""
    with pikepdf.new() as pdf, pytest.raises(ProblemsFound) as caught:
        place_artwork(pdf, data, {"asset": "logo.pdf", "w": 72, "h": 72, **op}, outlines=outlines)
    (problem,) = caught.value.problems
    assert (problem.place, problem.severity) == (Place("logo.pdf"), Severity.ERROR)
    return problem.code, problem.text, problem.hint


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(art())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))


def test_what_can_not_be_opened() -> None:
    told_of = ("artwork-broken", "artwork: the artwork is not a readable PDF", "export it as PDF again")
    for data in (b"", b"no pdf", locked(), saved(pikepdf.new())):
        assert refused(data) == told_of
        assert inspect_artwork(data, "logo.pdf", size=SIZE, bleed=3) == []
    for entries in ({"TrimBox": Array([0, 0, 0, 0])}, {"TrimBox": Array([1, 2])}, {"Rotate": Name.Up}):
        assert refused(art(**entries)) == told_of


def test_what_does_not_fit_the_sign() -> None:
    turned = ("artwork-turned", "artwork: the page of the artwork is rotated", "export it without rotation")
    assert refused(art(Rotate=90)) == refused(art(Rotate=-90)) == turned
    size = ("artwork-size", "artwork: the artwork does not have the proportions of the sign (80 × 72 mm)")
    assert refused(art(), w=80.2) == (*size, "request artwork of that size")
    for w in (72 * 1.011, 72 / 1.011):
        assert refused(art(), w=w)[0] == "artwork-size"
    with pikepdf.new() as pdf:
        for w in (72 * 1.009, 72 / 1.009):
            place_artwork(pdf, art(Rotate=360), {"asset": "a", "w": w, "h": 72}, outlines=False)


def test_faces_where_text_is_to_be_outlines() -> None:
    data = art(fill=face("Arial", "Type1", "FontFile"))
    expected = (
        "artwork-fonts",
        "artwork: the artwork contains fonts; its text must be outlines",
        "request a copy with text as outlines",
    )
    assert refused(data, outlines=True) == expected
    with pikepdf.new() as pdf:
        place_artwork(pdf, art(), {"asset": "a", "w": 72, "h": 72}, outlines=True)


def test_the_trim_of_the_artwork_lands_on_that_of_the_sign() -> None:
    data = art(b"0 1 0 0 k 0 0 99 99 re f", beyond=9)
    op = {"op": "artwork", "asset": "logo.pdf", "x": 10, "y": 20, "w": 144, "h": 144}
    with pikepdf.new() as pdf:
        made, trim = place_artwork(pdf, data, op, outlines=False)
        assert trim == (9, 9, 81, 81)
        assert list(map(float, made.BBox)) == [0, 0, 90, 90]
        assert made.read_bytes() == b"0 1 0 0 k 0 0 99 99 re f"
        painter, resources = Painter(pdf, {}, {"logo.pdf": data}), {}
        for bleed, clip in ((3, "7 17 150 150"), (0, "10 20 144 144")):
            drawn = painter.draw([{**op, "bleed": bleed} if bleed else op], resources)
            assert drawn == ["q", f"{clip} re W n", "2 0 0 -2 -8 182 cm", "/Fm0 Do", "Q"]
        assert list(resources["XObject"]) == ["Fm0"]


def test_a_file_cut_short_is_told() -> None:
    data = art(b"0 0 9 9 re f")
    assert told(data) == []
    assert [code for code, _text in told(data[: len(data) // 2])] == ["artwork-broken"]
    assert [code for code, _text in told(data.replace(b"startxref\n", b"startxref\n9"))] == ["artwork-broken"]


def test_pages_that_are_not_printed_are_told() -> None:
    (found,) = told(whole(lambda pdf: pdf.add_blank_page()))
    assert found == ("artwork-pages", "artwork: it has 2 pages; the first is printed")


def test_layers_that_are_none_are_a_broken_file() -> None:
    data = whole(in_root(OCProperties=Dictionary(D=Dictionary(OFF=True))))
    assert [code for code, _text in told(data)] == ["artwork-broken"]
    with pytest.raises(ProblemsFound, match=r"a\.pdf"):
        place_artwork(pikepdf.new(), data, {"asset": "a.pdf", "w": 10, "h": 10}, outlines=False)

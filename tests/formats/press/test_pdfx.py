"""The press renderer: boxes, units, inks, layers, outlines, artwork, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.fonts.faces import Face
from congvan.core.problems import ProblemsFound, Severity
from congvan.core.units import mm_to_pt
from congvan.formats.press import artwork as press_artwork
from congvan.formats.press import pdfx
from congvan.formats.press.fonts import PressFont
from congvan.signs.typeface import BOLD, HEAVY, installed
from tests.examples import examples
from tests.sample_project import new_project

FACES = installed()
BLACK = [0, 0, 0, 100]
BLUE = [100, 68, 0, 8]


def page(**changes: Any) -> dict[str, Any]:
    ops = [
        {"op": "rect", "x": -3, "y": -3, "w": 426, "h": 600, "fill": BLUE},
        {"op": "text", "x": 20, "y": 60, "size": 40, "face": HEAVY, "fill": BLACK, "text": "Ễ Ặ COVID-19"},
        {"op": "text", "x": 20, "y": 160, "size": 20, "face": BOLD, "fill": BLACK, "text": "Điểm hỗ trợ, AVA"},
    ]
    return {"size": [420, 594], "bleed": 3, "carry": 3, "margin": 10, "scale": 1, "ops": ops} | changes


def content(*pages: dict[str, Any], **changes: Any) -> dict[str, Any]:
    base = {
        "title": "Thử <&>",
        "lang": "vi",
        "date": "2020-08-19",
        "spots": {"GiaCong": [0, 90, 0, 0]},
        "pages": list(pages),
    }
    return base | changes


def opened(made: dict[str, Any], **assets: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdfx.render(made, {**FACES, **assets})))


def operators(pdf: pikepdf.Pdf) -> Iterator[tuple[str, list[Any]]]:
    """Every operator of every page and every form in the file."""
    streams: list[Any] = list(pdf.pages)
    streams += [
        thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
    ]
    for stream in streams:
        for step in pikepdf.parse_content_stream(stream):
            yield str(step.operator), list(step.operands)


def box_mm(pdf_page: pikepdf.Page, name: str) -> list[float]:
    unit = float(pdf_page.obj.get("/UserUnit", 1))
    return [float(side) * unit * 25.4 / 72 for side in pdf_page.obj[name]]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.floats(min_value=20, max_value=12_000),
    st.floats(min_value=20, max_value=12_000),
    st.floats(min_value=0, max_value=30),
    st.floats(min_value=0, max_value=100),
)
def test_boxes_are_true_to_a_hundredth_of_a_millimetre(width: float, height: float, bleed: float, carry: float) -> None:
    made = opened(content(page(size=[width, height], bleed=bleed, carry=carry, ops=[])))
    media, outer, trim = (box_mm(made.pages[0], name) for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
    assert trim[2] - trim[0] == pytest.approx(width, abs=0.01)
    assert trim[3] - trim[1] == pytest.approx(height, abs=0.01)
    for side, sign in ((0, -1), (1, -1), (2, 1), (3, 1)):
        assert outer[side] == pytest.approx(trim[side] + sign * bleed, abs=0.01)
        assert media[side] == pytest.approx(trim[side] + sign * (max(bleed, carry) + 10), abs=0.01)
    assert max(float(side) for side in made.pages[0].obj.MediaBox) <= pdfx.MAX_SIDE


def test_large_pages_count_in_tens_and_others_in_ones() -> None:
    made = opened(content(page(size=[6000, 1000]), page(size=[3000, 800])))
    assert made.pages[0].obj.UserUnit == 10
    assert "/UserUnit" not in made.pages[1].obj


def test_the_twin_is_exactly_a_tenth() -> None:
    """Of a page with UserUnit 10 the twin has the very same numbers, in boxes and drawing."""
    full = opened(content(page(size=[6000, 1000], bleed=20, carry=40)))
    twin = opened(content(page(size=[6000, 1000], bleed=20, carry=40, scale=0.1)))
    for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
        assert list(full.pages[0].obj[name]) == list(twin.pages[0].obj[name])
    assert full.pages[0].Contents.read_bytes() == twin.pages[0].Contents.read_bytes()
    assert "/UserUnit" not in twin.pages[0].obj
    assert box_mm(twin.pages[0], "/TrimBox")[2] - box_mm(twin.pages[0], "/TrimBox")[0] == pytest.approx(600, abs=0.001)


def test_a_twin_of_a_page_in_ones_is_a_tenth_too() -> None:
    full, twin = (opened(content(page(scale=scale))) for scale in (1, 0.1))
    for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
        for whole, part in zip(full.pages[0].obj[name], twin.pages[0].obj[name], strict=True):
            assert float(part) == pytest.approx(float(whole) / 10, abs=1e-5)


def test_only_cmyk_and_named_spot_inks_are_used() -> None:
    made = opened(
        content(page(finishing=[{"op": "circle", "x": 5, "y": 5, "r": 2, "stroke": "GiaCong", "width": 0.1}]))
    )
    used = {name for name, _operands in operators(made)}
    assert "k" in used
    assert not used & {"rg", "RG", "g", "G", "sh", "sc", "SC"}
    spaces = [space for thing in made.objects if isinstance(thing, pikepdf.Array) and thing for space in [thing[0]]]
    assert pikepdf.Name.Separation in spaces
    assert pikepdf.Name.DeviceRGB not in spaces


@pytest.mark.parametrize("colour", [[100, 100, 100, 1], [101, 0, 0, 0], [0, 0, 0], [-1, 0, 0, 0]])
def test_ink_that_does_not_dry_or_is_no_cmyk_is_refused(colour: list[float]) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        opened(content(page(ops=[{"op": "rect", "x": 0, "y": 0, "w": 1, "h": 1, "fill": colour}])))
    assert stopped.value.problems[0].code in ("press-ink", "press-colour")


def test_three_hundred_per_cent_is_still_printed() -> None:
    opened(content(page(ops=[{"op": "rect", "x": 0, "y": 0, "w": 1, "h": 1, "fill": [100, 100, 100, 0]}])))


def test_text_is_text_and_can_be_read_back() -> None:
    import pypdfium2

    data = pdfx.render(content(page()), FACES)
    words = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "Ễ Ặ COVID-19" in words
    assert "Điểm hỗ trợ, AVA" in words
    pdf = pikepdf.open(io.BytesIO(data))
    fonts = [thing for thing in pdf.objects if is_font(thing)]
    assert sorted(str(font.BaseFont)[8:] for font in fonts) == ["BeVietnamPro-Bold", "BeVietnamPro-ExtraBold"]
    assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def is_font(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0"


def test_outlines_leave_nothing_of_a_font() -> None:
    made = opened(content(page(), outlines=True))
    assert not {name for name, _operands in operators(made)} & {"BT", "Tf", "TJ", "Tj"}
    for thing in made.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert thing.get("/Type") not in ("/Font", "/FontDescriptor")
            assert "/Font" not in thing


def test_outlines_look_like_the_text() -> None:
    text, paths = (raster(pdfx.render(content(page(), outlines=outlines), FACES), 36) for outlines in (False, True))
    from PIL import ImageChops, ImageStat

    assert ImageStat.Stat(ImageChops.difference(text, paths)).mean[0] < 0.3
    assert ImageStat.Stat(text).stddev[0] > 10


def raster(data: bytes, dpi: float) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(data)[0].render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")


def test_finishing_stands_in_a_layer_that_neither_shows_nor_prints() -> None:
    mark = {"op": "rect", "x": 100, "y": 300, "w": 200, "h": 200, "fill": "GiaCong"}
    plain, marked = (pdfx.render(content(page(finishing=finishing)), FACES) for finishing in ([], [mark]))
    made = pikepdf.open(io.BytesIO(marked))
    group = made.Root.OCProperties.OCGs[0]
    assert group.Usage.Print.PrintState == "/OFF"
    assert group.objgen in [hidden.objgen for hidden in made.Root.OCProperties.D.OFF]
    assert raster(plain, 36).tobytes() == raster(marked, 36).tobytes()
    assert "BDC" in {name for name, _operands in operators(made)}
    with pikepdf.open(io.BytesIO(plain)) as made:
        assert "/OCProperties" not in made.Root


def test_it_calls_itself_pdf_x_4_and_names_its_printing_condition() -> None:
    made = opened(content(page()))
    intent = made.Root.OutputIntents[0]
    assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
    profile = intent.DestOutputProfile.read_bytes()
    assert (profile[12:16], profile[16:20]) == (b"prtr", b"CMYK")
    xmp = made.Root.Metadata.read_bytes().decode()
    assert ">PDF/X-4</pdfxid:GTS_PDFXVersion>" in xmp
    assert "Thử &lt;&amp;&gt;" in xmp
    assert str(made.docinfo["/Title"]) == "Thử <&>"
    assert made.docinfo["/Trapped"] == "/False"
    assert made.pdf_version == "1.6"
    assert "/ID" in made.trailer


def test_the_same_content_gives_the_same_bytes() -> None:
    one, other = (pdfx.render(content(page()), FACES) for _ in range(2))
    assert one == other
    assert pdfx.render(content(page(), title="Khác"), FACES) != one


def test_a_character_without_a_glyph_is_named() -> None:
    with pytest.raises(ProblemsFound) as stopped:
        opened(
            content(page(ops=[{"op": "text", "x": 0, "y": 9, "size": 9, "face": BOLD, "fill": BLACK, "text": "a漢"}]))
        )
    assert "U+6F22" in stopped.value.problems[0].text


def test_a_missing_asset_is_named() -> None:
    with pytest.raises(ProblemsFound) as stopped:
        opened(content(page(ops=[{"op": "artwork", "asset": "x.pdf", "x": 0, "y": 0, "w": 1, "h": 1}])))
    assert "x.pdf" in stopped.value.problems[0].text


def test_a_form_is_held_once_and_shown_many_times() -> None:
    forms = {"face": {"box": [0, 0, 420, 594], "ops": page()["ops"]}}
    shown = [{"op": "form", "name": "face", "x": 10 * step, "y": 0, "scale": 0.1} for step in range(5)]
    made = opened(content(page(ops=shown), page(ops=shown), forms=forms))
    assert (
        sum(1 for thing in made.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form") == 1
    )
    assert [name for name, _operands in operators(made)].count("Do") == 10


def test_modules_of_a_code_are_drawn_where_they_are_dark() -> None:
    rows = ["0110", "1111", "0000", "1001"]
    made = opened(content(page(ops=[{"op": "modules", "rows": rows, "x": 10, "y": 10, "side": 40, "fill": BLACK}])))
    found = [[float(side) for side in operands] for name, operands in operators(made) if name == "re"]
    assert found == [[20, 10, 20, 10], [10, 20, 40, 10], [10, 40, 10, 10], [40, 40, 10, 10]]


def artwork(width: float, height: float, stream: bytes = b"0 1 0 0 k 0 0 9999 9999 re f", **boxes: Any) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(mm_to_pt(width), mm_to_pt(height)))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, stream)
    for name, box in boxes.items():
        pdf.pages[0].obj[f"/{name}"] = pikepdf.Array([round(mm_to_pt(side), 3) for side in box])
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def art_op(width: float, height: float) -> dict[str, Any]:
    return {"op": "artwork", "asset": "art.pdf", "x": 0, "y": 0, "w": width, "h": height, "bleed": 3}


def test_artwork_lands_on_the_trim_and_stays_cmyk() -> None:
    """A page with its own trim inside: trim on trim, bleed shown, nothing beyond."""
    art = artwork(226, 313, TrimBox=[8, 8, 218, 305])
    data = pdfx.render(content(page(ops=[art_op(420, 594)])), {**FACES, "art.pdf": art})
    made = pikepdf.open(io.BytesIO(data))
    assert ("k", [0, 1, 0, 0]) in [
        (name, [int(value) for value in operands]) for name, operands in operators(made) if name == "k"
    ]
    picture = raster(data, 72)
    assert picture.getpixel((picture.width // 2, picture.height // 2)) != (255, 255, 255)
    inside, outside = mm_to_pt(13 - 2.5), mm_to_pt(13 - 3.5)
    assert picture.getpixel((int(inside), 400)) != (255, 255, 255)
    assert picture.getpixel((int(outside), 400)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("art", "code"),
    [
        (b"no pdf", "artwork-broken"),
        (artwork(210, 210), "artwork-size"),
        (artwork(210, 297, TrimBox=[0, 0, 297, 210]), "artwork-size"),
    ],
)
def test_artwork_that_cannot_be_placed_is_refused(art: bytes, code: str) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        opened(content(page(ops=[art_op(420, 594)])), **{"art.pdf": art})
    assert stopped.value.problems[0].code == code


def test_artwork_with_fonts_cannot_become_outlines() -> None:
    art = pdfx.render(content(page(margin=0, bleed=0, carry=0)), FACES)
    opened(content(page(ops=[art_op(420, 594)])), **{"art.pdf": art})
    with pytest.raises(ProblemsFound) as stopped:
        opened(content(page(ops=[art_op(420, 594)]), outlines=True), **{"art.pdf": art})
    assert stopped.value.problems[0].code == "artwork-fonts"


def picture_art(pixels: int, space: str) -> bytes:
    """An A4 page with 3 mm of bleed that a picture fills, within a form."""
    pdf = pikepdf.open(io.BytesIO(artwork(216, 303, b"q 0.5 0 0 0.5 0 0 cm /Fm Do Q", TrimBox=[3, 3, 213, 300])))
    size = {"Width": pixels, "Height": pixels, "BitsPerComponent": 8, "ColorSpace": pikepdf.Name(space)}
    image = pikepdf.Stream(pdf, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, **size)
    side = round(mm_to_pt(303) * 2, 3)
    form = pikepdf.Stream(pdf, f"{side} 0 0 {side} 0 0 cm /Im Do".encode(), Subtype=pikepdf.Name.Form)
    form.BBox = pikepdf.Array([0, 0, 2000, 2000])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


WITH_BLEED = {"TrimBox": [3, 3, 213, 300]}


@pytest.mark.parametrize(
    ("art", "size", "codes"),
    [
        (artwork(216, 303, **WITH_BLEED), (210, 297), []),
        (artwork(216, 303, b"1 0 0 rg 0 0 9 9 re f", **WITH_BLEED), (210, 297), ["artwork-rgb"]),
        (artwork(210, 297), (210, 297), ["artwork-bleed"]),
        (artwork(216, 303, **WITH_BLEED), (105, 148.5), ["artwork-bleed"]),
        (picture_art(1800, "/DeviceCMYK"), (210, 297), []),
        (picture_art(1780, "/DeviceCMYK"), (210, 297), ["artwork-coarse"]),
        (picture_art(1800, "/DeviceCMYK"), (420, 594), ["artwork-coarse"]),
        (picture_art(3600, "/DeviceRGB"), (420, 594), ["artwork-rgb"]),
        (picture_art(3600, "/DeviceCMYK"), (840, 1188), []),
        (b"no pdf", (210, 297), []),
    ],
)
def test_what_a_print_shop_objects_to_in_artwork_is_warned_of(
    art: bytes, size: tuple[float, float], codes: list[str]
) -> None:
    found = press_artwork.inspect_artwork(art, "art.pdf", size=size, bleed=3)
    assert [problem.code for problem in found] == codes
    assert all(problem.severity is Severity.WARNING and problem.hint and problem.place.file for problem in found)


@pytest.mark.full("long runs")
def test_a_build_and_validate_tell_of_artwork(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    folder = project.root / "templates/signage"
    (folder / "mau.pdf").write_bytes(artwork(148, 210))
    signage = project.root / "data/signage/bluezone-2020.yaml"
    text = signage.read_text("utf-8")
    signage.write_text(text.replace("- id: to-roi-a5\n", "- id: to-roi-a5\n    artwork: mau.pdf\n"), "utf-8")
    assert signage.read_text("utf-8") != text
    unmade = "- {id: signage, name: Biển, task: print-shop, content: signage, when: 'false', templates: {}, path: s}"
    (project.root / "data/documents.yaml").write_text(unmade, "utf-8")
    for words in (("signage", "--dry-run"), ("validate",)):
        assert project.run(*words, "--format", "json").codes() == ["artwork-bleed"]


@pytest.mark.parametrize("words", ["ĐIỂM HỖ TRỢ CÀI ĐẶT", "COVID-19", "Truyền thông – UBND", "AVA To Ty"])
def test_letters_are_as_wide_on_paper_as_they_were_measured(words: str) -> None:
    """The two rooms shape by themselves; that they agree is what fitting rests on."""
    for name, data in FACES.items():
        run = PressFont(name, data, "F1").shape(words)
        assert sum(glyph.advance for glyph in run) / 1000 == pytest.approx(Face(data).advance(words))

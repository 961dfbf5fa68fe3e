"""What a file for the press says of itself, and a page of which little is told."""

from __future__ import annotations

import io
import re
import time
import zlib
from typing import Any

import pikepdf
import pytest

from congvan.core.units import mm_to_pt
from congvan.formats.press import pdfx
from congvan.formats.press.pdfx import LAYER, MAX_SIDE, page_boxes, render, user_unit

XMP = "{http://ns.adobe.com/xap/1.0/"
RECT = {"op": "rect", "x": 0, "y": 0, "w": 10, "h": 10, "fill": [0, 0, 0, 100]}
CONTENT: dict[str, Any] = {
    "title": "Thử <&>", "lang": "en", "date": "2020-08-19", "spots": {}, "pages": [{"size": [100, 50], "ops": [RECT]}],
}  # fmt: skip  # a table: what belongs together on a line


def opened(**changes: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render({**CONTENT, **changes}, {})))


def test_the_title_the_dates_and_the_standard() -> None:
    made = opened()
    assert made.pdf_version == "1.6"
    assert {name: str(value) for name, value in made.docinfo.items()} == {
        "/Title": "Thử <&>",
        "/CreationDate": "D:20200819000000+00'00",
        "/ModDate": "D:20200819000000+00'00",
        "/GTS_PDFXVersion": "PDF/X-4",
        "/Trapped": "/False",
        **{name: str(value) for name, value in made.docinfo.items() if name == "/Producer"},
    }
    assert (str(made.Root.Metadata.Type), str(made.Root.Metadata.Subtype)) == ("/Metadata", "/XML")
    said = dict(made.open_metadata())
    assert said.pop(f"{XMP}mm/}}DocumentID").startswith("uuid:")
    assert said == {
        "{http://purl.org/dc/elements/1.1/}title": "Thử <&>",
        "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion": "PDF/X-4",
        "{http://ns.adobe.com/pdf/1.3/}Trapped": "False",
        **{f"{XMP}}}{name}Date": "2020-08-19T00:00:00Z" for name in ("Create", "Modify", "Metadata")},
        f"{XMP}mm/}}RenditionClass": "default",
        f"{XMP}mm/}}VersionID": "1",
    }
    assert b'<rdf:li xml:lang="x-default">' in made.Root.Metadata.read_bytes()
    assert str(made.Root.Lang) == "en"
    assert made.Root.ViewerPreferences.DisplayDocTitle is True
    assert "/PrintScaling" not in made.Root.ViewerPreferences
    own = opened(own_printer=True)
    assert str(own.Root.ViewerPreferences.PrintScaling) == "/None"


def test_the_same_sign_is_the_same_document_and_another_is_another() -> None:
    def identity(**changes: Any) -> str:
        made = opened(**changes)
        found = re.findall(r"uuid:([0-9a-f-]+)<", made.Root.Metadata.read_bytes().decode())
        assert len(found) == 1
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", found[0])
        return str(found[0])

    assert identity() == identity() != identity(title="Khác")
    made = render(CONTENT, {})
    time.sleep(1.01)
    assert render(CONTENT, {}) == made


def test_objects_are_packed_and_each_says_what_it_is() -> None:
    """As they stand in the file: what reads it mends a page that does not say that it is one."""
    packed = re.findall(rb"/Type /ObjStm.*?stream\n(.*?)\nendstream", render(CONTENT, {}), re.DOTALL)
    kinds = [kind for stream in packed for kind in re.findall(rb"/Type /(\w+)", zlib.decompress(stream))]
    assert sorted(kinds) == [b"Catalog", b"OutputIntent", b"Page", b"Pages"]


def test_the_condition_of_printing() -> None:
    made = opened()
    (intent,) = made.Root.OutputIntents
    assert (str(intent.Type), str(intent.S)) == ("/OutputIntent", "/GTS_PDFX")
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert str(intent.OutputCondition) == str(intent.Info) == "Coated FOGRA39 (ISO 12647-2:2004)"
    assert str(intent.RegistryName) == "http://www.color.org"
    assert int(intent.DestOutputProfile.N) == 4
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_a_content_that_says_neither_language_nor_date() -> None:
    bare = {key: value for key, value in CONTENT.items() if key not in ("lang", "date")}
    made = pikepdf.open(io.BytesIO(render(bare, {})))
    assert str(made.Root.Lang) == "vi"
    assert str(made.docinfo["/CreationDate"]) == "D:19800101000000+00'00"


def test_a_page_that_tells_its_size_alone() -> None:
    page = {"size": [100, 50]}
    whole = (0, 0, mm_to_pt(100), mm_to_pt(50))
    assert page_boxes(page) == {"MediaBox": whole, "BleedBox": whole, "TrimBox": whole}
    file = opened()
    made = file.pages[0]
    assert str(made.obj.Type) == "/Page"
    assert [float(side) for side in made.obj.MediaBox] == pytest.approx(whole, abs=1e-4)
    assert made.Contents.read_bytes().startswith(b"q\n2.83464567 0 0 -2.83464567 0 141.73228 cm\n")


def test_bleed_carry_and_margin_are_in_millimetres_of_the_page() -> None:
    page = {"size": [100, 50], "bleed": 3, "carry": 5, "margin": 10}
    for scale, found in ((1, page_boxes(page)), (0.1, page_boxes({**page, "scale": 0.1}))):
        for name, sides in (
            ("MediaBox", (0, 0, 130, 80)),
            ("BleedBox", (12, 12, 118, 68)),
            ("TrimBox", (15, 15, 115, 65)),
        ):
            assert found[name] == pytest.approx([mm_to_pt(side * scale) for side in sides])


@pytest.mark.parametrize(("points", "unit"), [(MAX_SIDE, 1), (MAX_SIDE + 1, 10)])
def test_a_page_of_more_than_14400_points_counts_in_tens(
    points: float, unit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfx, "mm_to_pt", lambda mm: mm)
    assert user_unit({"size": [points, 10]}) == user_unit({"size": [10, points]}) == unit


def test_the_layer_of_finishing_is_hidden_and_not_printed() -> None:
    without = opened()
    assert "/OCProperties" not in without.Root
    made = opened(pages=[{"size": [100, 50], "ops": [RECT], "finishing": [RECT]}])
    properties = made.Root.OCProperties
    (group,) = properties.OCGs
    assert str(group.Name) == LAYER
    assert (str(group.Usage.Print.Subtype), str(group.Usage.Print.PrintState)) == ("/Technical", "/OFF")
    default = properties.D
    assert (str(default.Name), str(default.BaseState), str(default.ListMode)) == ("In", "/ON", "/AllPages")
    assert [each.objgen for each in default.Order] == [each.objgen for each in default.OFF] == [group.objgen]
    assert list(default.ON) == []
    page = made.pages[0]
    assert page.obj.Resources.Properties.Finishing.objgen == group.objgen
    assert re.search(rb"/OC /Finishing BDC\n.*\nEMC\nQ\n$", page.Contents.read_bytes(), re.S)

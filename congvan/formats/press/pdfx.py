"""Drawings for the press: plain operations in millimetres → PDF/X-4 in CMYK with true boxes.

Content:

    title, lang, date       document metadata; `date` (year-month-day) is a fact of the data, never the clock
    outlines                true: text becomes outlines and no font is left
    spots                   {name: [c, m, y, k]}: spot inks and how they look
    forms                   {name: [operations]}: drawings shown many times
    pages                   a list of {size: [w, h], bleed, carry, margin, scale, ops, finishing}

A page's `size` is its trim in mm; the face is carried `carry` mm beyond it, of which `bleed` is in the BleedBox, and
the MediaBox lies `margin` mm further out. `scale` 0.1 makes the whole page a tenth. `finishing` is drawn into a layer
that is hidden and never printed. Operations are described in `painter`.

Why not WeasyPrint: it caps the bleed box at 10 pt and knows neither UserUnit, layers, spot inks nor outlines.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from congvan.core.units import mm_to_pt
from congvan.formats.press.painter import Painter, number

MAX_SIDE = 14_400  # units of a page side in viewers that keep to PDF 1.4 to 1.6 limits
LARGE_UNIT = 10  # UserUnit of larger pages, so that they count like their 1:10 twin
DIGITS = 5  # of a point: the drawing starts from the boxes as they are written
LAYER = "Gia công – không in"


def render(content: Mapping[str, Any], assets: Mapping[str, bytes]) -> bytes:
    """Render a content to PDF. `assets` holds typefaces and artwork by the names that the operations use.

    Raises `ProblemsFound` for missing assets, characters without a glyph, more than 300 % of ink, and broken artwork.
    """
    import pikepdf

    with pikepdf.new() as pdf:
        painter = Painter(pdf, content, assets)
        layer = _layer(pdf) if any(page.get("finishing") for page in content["pages"]) else None
        for page in content["pages"]:
            _add_page(pdf, painter, page, layer)
        painter.finish()
        write_metadata(pdf, content)
        out = io.BytesIO()
        pdf.save(
            out,
            force_version="1.6",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def page_boxes(page: Mapping[str, Any]) -> dict[str, tuple[float, float, float, float]]:
    """Return MediaBox, BleedBox and TrimBox of a page in points at full unit, from the MediaBox's lower left corner."""
    width, height = (mm_to_pt(side * page.get("scale", 1)) for side in page["size"])
    bleed, carry, margin = (mm_to_pt(page.get(key, 0) * page.get("scale", 1)) for key in ("bleed", "carry", "margin"))
    edge = max(bleed, carry) + margin
    trim = (edge, edge, edge + width, edge + height)
    return {
        "MediaBox": (0, 0, width + 2 * edge, height + 2 * edge),
        "BleedBox": (edge - bleed, edge - bleed, edge + width + bleed, edge + height + bleed),
        "TrimBox": trim,
    }


def user_unit(page: Mapping[str, Any]) -> int:
    """Return 1, or 10 for a page with a side of more than 14,400 points."""
    return LARGE_UNIT if max(page_boxes(page)["MediaBox"]) > MAX_SIDE else 1


def _add_page(pdf: Any, painter: Painter, page: Mapping[str, Any], layer: Any) -> None:
    from pikepdf import Array, Dictionary, Name, Page, Stream

    unit = user_unit(page)
    sides = {name: [round(side / unit, DIGITS) for side in box] for name, box in page_boxes(page).items()}
    _left, _bottom, _right, top = sides["TrimBox"]
    scale = mm_to_pt(page.get("scale", 1)) / unit
    resources = painter.resources()
    operators = painter.draw(page["ops"], resources)
    if page.get("finishing"):
        properties = resources.setdefault("Properties", {})
        properties["Finishing"] = layer
        operators += ["/OC /Finishing BDC", *painter.draw(page["finishing"], resources), "EMC"]
    matrix = " ".join(number(value, 8) for value in (scale, 0, 0, -scale, sides["TrimBox"][0], top))
    stream = "\n".join(["q", f"{matrix} cm", *operators, "Q", ""]).encode("ascii")
    dictionary = Dictionary(Type=Name.Page, Contents=Stream(pdf, stream), Resources=painter.dictionary(resources))
    for name, box in sides.items():
        dictionary[f"/{name}"] = Array([_decimal(side) for side in box])
    if unit != 1:
        dictionary.UserUnit = unit
    pdf.pages.append(Page(pdf.make_indirect(dictionary)))


def _layer(pdf: Any) -> Any:
    """Create the layer of finishing marks: hidden when the file is opened, and not printed even if shown."""
    from pikepdf import Array, Dictionary, Name, String

    usage = Dictionary(
        Print=Dictionary(Subtype=Name("/Technical"), PrintState=Name.OFF),
    )
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(LAYER), Usage=usage))
    default = Dictionary(
        Name=String("In"),
        Order=Array([group]),
        ON=Array(),
        OFF=Array([group]),
        BaseState=Name.ON,
        ListMode=Name.AllPages,
    )
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)
    return group


def _decimal(value: float) -> Decimal:
    return Decimal(number(value, DIGITS))


# Make the drawing a PDF/X-4 (ISO 15930-7): output intent, XMP, document information.
#
# The printing condition is FOGRA39 (offset on coated paper, ISO 12647-2:2004), embedded as the profile that PDF/X-4
# requires: `fogra39l-coated.icc`, from colord's profiles (CC0).

CONDITION = "FOGRA39"
CONDITION_NAME = "Coated FOGRA39 (ISO 12647-2:2004)"
REGISTRY = "http://www.color.org"
PROFILE = "fogra39l-coated.icc"


def write_metadata(pdf: Any, content: Mapping[str, Any]) -> None:
    """Write title, language, dates, identity and output intent into the PDF."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    title, date = content["title"], content.get("date", "1980-01-01")
    profile = Stream(pdf, _profile(), N=4, Filter=Name.FlateDecode)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String(CONDITION_NAME),
        RegistryName=String(REGISTRY),
        Info=String(CONDITION_NAME),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = String(content.get("lang", "vi"))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if content.get("own_printer"):
        pdf.Root.ViewerPreferences.PrintScaling = Name("/None")  # the only entry about printing of PDF 1.6
    _metadata(pdf, title, f"{date}T00:00:00Z", _identity(content))
    pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"
    pdf.docinfo["/Trapped"] = Name("/False")


@lru_cache(maxsize=1)
def _profile() -> bytes:
    """Return the profile, deflated once for all files."""
    return zlib.compress((files("congvan.formats.press") / PROFILE).read_bytes(), 9)


def _identity(content: Mapping[str, Any]) -> str:
    """Derive a UUID from the content, so that the same sign is the same document on every day."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _metadata(pdf: Any, title: str, moment: str, identity: str) -> None:
    """Write the XMP, and the fields of the document information that have a counterpart there."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp.register_xml_namespace("http://www.npes.org/pdfx/ns/id/", "pdfxid")
        xmp["dc:title"] = title
        xmp["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        xmp["pdf:Trapped"] = "False"
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = xmp["xmp:MetadataDate"] = moment
        xmp["xmpMM:DocumentID"] = f"uuid:{identity}"
        xmp["xmpMM:RenditionClass"] = "default"
        xmp["xmpMM:VersionID"] = "1"

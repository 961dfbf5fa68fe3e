"""Make the drawing a PDF/X-4 (ISO 15930-7): output intent, XMP, document information.

The printing condition is FOGRA39 (offset on coated paper, ISO 12647-2:2004), embedded as the profile that PDF/X-4
requires: `fogra39l-coated.icc`, from colord's profiles (CC0).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

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

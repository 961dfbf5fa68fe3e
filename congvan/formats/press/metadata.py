"""What makes the drawing a PDF/X-4 (ISO 15930-7): output intent, XMP, document information.

The printing condition is FOGRA39 (offset on coated paper, ISO 12647-2:2004), embedded as the profile that PDF/X-4 asks
for: `fogra39l-coated.icc`, from colord's profiles (CC0).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

CONDITION = "FOGRA39"
CONDITION_NAME = "Coated FOGRA39 (ISO 12647-2:2004)"
REGISTRY = "http://www.color.org"
PROFILE = "fogra39l-coated.icc"


def describe(pdf: Any, content: Mapping[str, Any]) -> None:
    """Give the PDF its title, language, dates, identity and output intent."""
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
    metadata = Stream(pdf, _xmp(title, date, _identity(content)))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)
    stamp = f"D:{date.replace('-', '')}000000Z"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp
    pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-4"
    pdf.docinfo["/Trapped"] = Name("/False")


@lru_cache(maxsize=1)
def _profile() -> bytes:
    """The profile, deflated once for all files."""
    return zlib.compress((files("congvan.formats.press") / PROFILE).read_bytes(), 9)


def _identity(content: Mapping[str, Any]) -> str:
    """A UUID that follows from the content, so that the same sign is the same document on every day."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _xmp(title: str, date: str, identity: str) -> bytes:
    moment = f"{date}T00:00:00Z"
    fields = {
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        "pdf:Trapped": "False",
        "xmp:CreateDate": moment,
        "xmp:ModifyDate": moment,
        "xmp:MetadataDate": moment,
        "xmpMM:DocumentID": f"uuid:{identity}",
        "xmpMM:RenditionClass": "default",
        "xmpMM:VersionID": "1",
    }
    lines = "".join(f"   <{name}>{escape(value)}</{name}>\n" for name, value in fields.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">\n'
        f'   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>\n'
        f"{lines}"
        '  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>\n'
    ).encode()

"""Embed a face in a PDF as a composite font (Type 0): its subset and the ToUnicode map (ISO 32000-1, 9.7).

The subset keeps the glyph ids, so that the same text gives the same bytes whatever else a file contains.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from congvan.core.fonts.faces import Face

_DROPPED = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"LTSH", b"STAT", b"kern")
"""Tables that a PDF has no use for: its text is shaped already."""


def font_objects(face: Face, texts: Mapping[int, str]) -> list[tuple[bytes, bytes]]:
    """Return the objects of the font as (dictionary entries, stream or b""); references count from 0, the Type 0 font.

    `texts`: the glyphs to embed, and the text of each.
    """
    data = _subset(face, texts)
    otto = data[:4] == b"OTTO"
    name = b"/%s+%s" % (bytes(65 + b % 26 for b in hashlib.sha256(data).digest()[:6]), _postscript(face))
    composite = b"/Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[1 0 R]/ToUnicode 4 0 R" % name
    inner = (
        b"/Type/Font/Subtype/CIDFontType%d/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/CIDToGIDMap/Identity/DW 0/W[%s]/FontDescriptor 2 0 R"
        % (0 if otto else 2, name, _widths(face, sorted(texts)))
    )
    file = b"/FontFile%d 3 0 R" % (3 if otto else 2)
    return [
        (composite, b""),
        (inner, b""),
        (b"/Type/FontDescriptor/FontName%s%s%s" % (name, _descriptor(face), file), b""),
        (b"/Subtype/OpenType" if otto else b"/Length1 %d" % len(data), data),
        (b"", _to_unicode(texts)),
    ]


def _widths(face: Face, glyphs: list[int]) -> bytes:
    """Return the entries of /W, consecutive glyphs in one run."""
    out = b""
    for n, glyph in enumerate(glyphs):
        start = n == 0 or glyph != glyphs[n - 1] + 1
        out += b"%s%d[" % (b"]" if n else b"", glyph) if start else b" "
        out += b"%d" % face.width(glyph)
    return out + b"]"


def _subset(face: Face, texts: Mapping[int, str]) -> bytes:
    """Return the font file with only these glyphs: ids kept, hints and layout tables dropped."""
    import uharfbuzz as hb

    options = hb.SubsetInput()
    options.glyph_set.update(set(texts))
    options.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE
    options.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update({int.from_bytes(tag, "big") for tag in _DROPPED})
    data: bytes = hb.subset(face.hb_face, options).blob.data
    return data


def _postscript(face: Face) -> bytes:
    """Return the PostScript name, ASCII letters, digits and hyphens only."""
    name = face.hb_face.get_name(6, "en") or "Face"
    return re.sub(rb"[^A-Za-z0-9-]", b"", name.encode("ascii", "ignore")) or b"Face"


def _descriptor(face: Face) -> bytes:
    """Return the entries of the font descriptor."""
    extents = face.design.get_font_extents("ltr")
    k = 1000 / face.upem
    ascent, descent = round(extents.ascender * k), round(extents.descender * k)
    name = _postscript(face).lower()
    italic = b"italic" in name or b"oblique" in name
    serif = any(word in name for word in (b"serif", b"times", b"tinos"))
    return b"/Flags %d/FontBBox[-500 %d 2000 %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight 660/StemV %d" % (
        *(4 | 2 * serif | 64 * italic, descent, ascent),
        *(-12 * italic, ascent, descent, 120 if b"bold" in name else 80),
    )


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """Return the CMap from glyphs to text, a hundred entries a block (Adobe Technical Note 5014)."""
    lines = [
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)"
        b"/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000> <ffff> "
        b"endcodespacerange"
    ]
    items = sorted(texts.items())
    for at in range(0, len(items), 100):
        batch = items[at : at + 100]
        lines.append(b"%d beginbfchar" % len(batch))
        lines += [b"<%04x> <%s>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in batch]
        lines.append(b"endbfchar")
    lines.append(b"endcmap CMapName currentdict/CMap defineresource pop end end")
    return b"\n".join(lines)

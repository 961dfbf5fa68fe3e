"""A face whose every measure is known, of 2000 units to the em."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable

EM = 2000
WIDTHS = {"A": 1200, "V": 1101, "W": 1500, "U": 900, "H": 1400, "hyphen": 600, "f": 700, "i": 500}
UNCODED = {"hyphen.case": 620, "f_i": 1150}
MANY = {f"han{n}": 2000 for n in range(120)}  # U+4E00 and on
GLYPHS = {".notdef": 1000, **WIDTHS, **UNCODED, **MANY}
FEATURES = """
languagesystem DFLT dflt;
feature kern { pos A V -101; pos W <40 0 0 0>; pos U <0 30 0 0>; } kern;
feature liga { sub f i by f_i; } liga;
feature case { sub hyphen by hyphen.case; } case;
table GDEF { GlyphClassDef [A V], , , ; } GDEF;
"""


@lru_cache(maxsize=16)
def face(name: str = "Thu-Regular", *, curves: bool = False) -> bytes:
    """A font file; its glyphs are boxes as high as 1430 units, `curves`: as PostScript draws them.

    The W is moved by 40, the U is raised, A and V come nearer by 101, f and i are one, capitals have a dash of theirs.
    """
    builder = FontBuilder(EM, isTTF=not curves)
    builder.setupGlyphOrder(list(GLYPHS))
    letters = {0x2D if glyph == "hyphen" else ord(glyph): glyph for glyph in WIDTHS}
    builder.setupCharacterMap(letters | {0x4E00 + n: glyph for n, glyph in enumerate(MANY)})
    if curves:
        builder.setupCFF(name, {}, {glyph: _box(T2CharStringPen(1000, None)) for glyph in GLYPHS}, {})
    else:
        builder.setupGlyf(dict.fromkeys(GLYPHS, _box(TTGlyphPen(None))))
    builder.setupHorizontalMetrics({glyph: (width, 0) for glyph, width in GLYPHS.items()})
    builder.setupHorizontalHeader(ascent=1901, descent=-501)
    builder.setupOS2(sTypoAscender=1901, sTypoDescender=-501, sTypoLineGap=0, usWinAscent=1901, usWinDescent=501)
    builder.setupNameTable({"familyName": "Thu", "styleName": "Regular", "psName": name})
    builder.setupPost()
    addOpenTypeFeaturesFromString(builder.font, FEATURES)
    builder.setupStat([{"tag": "wght", "name": "Weight", "values": [{"value": 400, "name": "Regular"}]}])
    builder.font["gasp"] = gasp = newTable("gasp")
    gasp.gaspRange = {0xFFFF: 15}
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()


def _box(pen: Any) -> Any:
    pen.moveTo((0, 0))
    for corner in ((0, 1430), (400, 1430), (400, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.getCharString() if isinstance(pen, T2CharStringPen) else pen.glyph()

"""WeasyPrint's own profile of sRGB, which every PDF/A holds, as it stands in its file.

Why: WeasyPrint has Pillow read the profile and write it again; to import Pillow takes a tenth of the time of a letter.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

_HEADER, _ENTRY = 128, 12  # bytes of a profile's header, and of an entry of the table behind it


class ColourProfile:
    """What `ColorProfile` of WeasyPrint gives of a profile: its bytes and its name."""

    def __init__(self, file: BinaryIO, src: str, rendering_intent: str, components: Any) -> None:
        with file:
            self.content = file.read()
        self.name = device_model(self.content)
        self.src, self.rendering_intent, self.components = src, rendering_intent, components
        self.pdf_reference: Any = None


def use_own_profile() -> None:
    """Have WeasyPrint take its profile from its file."""
    from weasyprint import pdf

    pdf.ColorProfile = ColourProfile


def device_model(profile: bytes) -> str:
    """Return the model of the device that an ICC profile (version 2) describes; "" if it says none."""
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    for at in range(_HEADER + 4, _HEADER + 4 + count * _ENTRY, _ENTRY):
        tag, start, _size = struct.unpack_from(">4sII", profile, at)
        if tag == b"dmdd":
            kind, length = struct.unpack_from(">4s4xI", profile, start)
            text = profile[start + 12 : start + 12 + length]
            return text.rstrip(b"\0").decode("ascii", "replace") if kind == b"desc" else ""
    return ""

"""Bring text into composed Unicode (TCVN 6909:2001), and say how it was coded otherwise.

Why here: so every other rule judges the words, and a paper in an old face gets one finding instead of hundreds.
"""

from __future__ import annotations

import unicodedata

from congvan.core.text.legacy_encodings import tcvn3_to_unicode, vni_to_unicode

OLD_FACE, DECOMPOSED, ETH = "old-face", "decomposed", "eth"
"""How a text was coded: for a TCVN3 or VNI face; letters and marks apart; Đ as the Icelandic Ð (U+00D0)."""
_ETH_TABLE = str.maketrans("Ðð", "Đđ")


def is_old_face(face: str) -> bool:
    """Return whether a face belongs to the old encodings TCVN3 (.Vn…, ABC) or VNI."""
    return face.lower().startswith((".vn", "vni", "vntime", "abc"))


def in_unicode(text: str, face: str) -> tuple[str, tuple[str, ...]]:
    """Return a text in composed Unicode, and each way in which it was coded otherwise; () for none."""
    if is_old_face(face) and all(char <= "ÿ" or char in _CP1252 for char in text):
        return _from_old_face(text, face), (OLD_FACE,)
    if text.isascii():
        return text, ()
    flaws: tuple[str, ...] = ()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        flaws = (DECOMPOSED,)
    if "Ð" in text or "ð" in text:
        return text.translate(_ETH_TABLE), (*flaws, ETH)
    return text, flaws


_CP1252 = frozenset("“”‘’–—…•€™")  # beyond U+00FF in Windows-1252, in both encodings as themselves


def _from_old_face(text: str, face: str) -> str:
    if face.lower().startswith("vni"):
        return unicodedata.normalize("NFC", vni_to_unicode(text))
    decoded = unicodedata.normalize("NFC", tcvn3_to_unicode(text))
    return decoded.upper() if face.rstrip().endswith("H") else decoded  # .VnTimeH prints capitals

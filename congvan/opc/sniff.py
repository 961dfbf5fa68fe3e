"""Recognise the kind of a file by its bytes, whatever its name."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Compound File Binary: old Office, and the wrapping of an encrypted package
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"II*\0": "tif", b"MM\0*": "tif", b"GIF8": "gif", b"BM": "bmp"}
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"{\\rtf")
IMAGES = frozenset(_IMAGES.values()) | {"heic", "webp"}


def kind_of(data: bytes) -> str:
    """Return the kind by the first bytes.

    "empty"; "zip"; "old-office" or "encrypted" (a compound file); "pdf"; one of `IMAGES`; "markup" (HTML, XML or RTF);
    "text"; "unknown".
    """
    if not data:
        return "empty"
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old-office"
    if b"%PDF-" in data[:2048]:  # readers allow for some bytes before it
        return "pdf"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "heic"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    for start, kind in _IMAGES.items():
        if data.startswith(start):
            return kind
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "markup"
    return "text" if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" not in data[:4096] else "unknown"

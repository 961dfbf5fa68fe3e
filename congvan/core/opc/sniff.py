"""Recognise the kind of a file by its bytes, whatever its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Compound File Binary: old Office, and the wrapping of an encrypted package
_OF_OUTLOOK = ("__properties_version1.0", "__nameid_version1.0", "__substg1.0_")  # streams of a mail kept as .msg
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")  # RAR, 7z and gzip
_TNEF = b"\x78\x9f\x3e\x22"  # a mail that Outlook wrapped as winmail.dat
_OF_GOOGLE = b"https://docs.google.com/", b'"doc_id"'  # in .gsheet and .gdoc, which hold an address alone
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"II*\0": "tif", b"MM\0*": "tif", b"GIF8": "gif"}
_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # sizes of the header behind that of the file
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table")
_HEIF_BRANDS = {"heic": "heic", "heix": "heic", "heim": "heic", "heis": "heic", "hevc": "heic", "hevx": "heic"} | {
    "mif1": "heic", "msf1": "heic", "avif": "avif", "avis": "avif",
}  # fmt: skip  # a table: what belongs together on a line
_MAIL_HEADER = re.compile(
    rb"(from|to|cc|reply-to|sender|subject|date|received|delivered-to|return-path|message-id|in-reply-to|references|"
    rb"mime-version|content-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|thread-[\w-]+|x-[\w-]+):"
)
_MAIL_LINES = 2  # headers at least, for a text to be a mail
IMAGES = frozenset(_IMAGES.values()) | {"bmp", "heic", "avif", "webp"}


def kind_of(data: bytes) -> str:
    """Return the kind by the first bytes.

    "empty"; "zip"; "iwork" (a zip of Numbers or Pages); "archive" (RAR, 7z, gzip); "old-office", "encrypted" or
    "outlook" (a compound file); "tnef" (winmail.dat); "pdf"; one of `IMAGES`; "rtf"; "markup" (HTML or XML); "google"
    (the address of a sheet on Google Drive); "mail" (a message with its headers); "text"; "unknown".
    """
    if not data:
        return "empty"
    if data.startswith(_ZIP):
        return "iwork" if b".iwa" in data and _holds_iwork(data) else "zip"
    if data.startswith(_ARCHIVES):
        return "archive"
    if data.startswith(_TNEF):
        return "tnef"
    if data.startswith(_OLE):
        return _compound(data)
    if b"%PDF-" in data[:2048]:  # readers allow for some bytes before it
        return "pdf"
    return _image(data) or _text(data)


def _holds_iwork(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.endswith(".iwa") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _compound(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "outlook" if any(each.encode("utf-16-le") in data for each in _OF_OUTLOOK) else "old-office"


def _image(data: bytes) -> str:
    """Return the kind of a picture; "" for anything else."""
    if data[4:8] == b"ftyp":
        brands = [data[at : at + 4].decode("latin-1") for at in (8, *range(16, min(_number(data, 0, "big"), 64), 4))]
        return next((_HEIF_BRANDS[brand] for brand in brands if brand in _HEIF_BRANDS), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:2] == b"BM" and data[6:10] == bytes(4) and _number(data, 14, "little") in _BITMAP_HEADERS:
        return "bmp"
    return next((kind for start, kind in _IMAGES.items() if data.startswith(start)), "")


def _number(data: bytes, at: int, order: Literal["big", "little"]) -> int:
    return int.from_bytes(data[at : at + 4], order)


def _text(data: bytes) -> str:
    """Return the kind of text; "unknown" for what is none."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(_MARKUP):
        return "markup"
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" in data[:4096]:
        return "unknown"
    if start.startswith(b"{") and any(each in start for each in _OF_GOOGLE):
        return "google"
    headers = [line for line in start.splitlines() if not line.startswith((b" ", b"\t"))][:_MAIL_LINES]
    is_mail = len(headers) == _MAIL_LINES and all(map(_MAIL_HEADER.match, headers))
    return "mail" if is_mail else "text"

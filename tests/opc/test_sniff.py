"""The kind of a file goes by its bytes."""

import pytest

from congvan.opc.sniff import kind_of
from tests.package import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (zipped({"a": b"1"}), "zip"),
        (zipped({}), "zip"),
        (b"PK", "text"),
        (zipped({"%PDF-": b"1"}), "zip"),
        (OLE + bytes(600), "old-office"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7", "pdf"),
        (bytes(2043) + b"%PDF-1.7", "pdf"),
        (bytes(2044) + b"%PDF-1.7", "unknown"),
        (bytes(4) + b"ftypheic", "heic"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
        (b"RIFF\0\0\0\0WAVE", "unknown"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n", "png"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
        (b"GIF89a", "gif"),
        (b"BM\0", "bmp"),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", "markup"),
        (b"<TABLE>", "markup"),
        (b"{\\rtf1", "markup"),
        (b'<?xml version="1.0"?>', "markup"),
        ("Họ và tên;Số".encode(), "text"),
        ("Họ và tên".encode("utf-16"), "text"),
        (b"a\0b", "unknown"),
    ],
)
def test_the_kind_goes_by_the_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind

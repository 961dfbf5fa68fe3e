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
        (OLE + bytes(600) + "__properties_version1.0".encode("utf-16-le"), "outlook"),
        (OLE + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le"), "outlook"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "archive"),
        (b"\x1f\x8b\x08\0", "archive"),
        (bytes(4) + b"ftypheic", "heic"),
        (bytes(4) + b"ftypmsf1", "heic"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf", "avif"),
        (b"\0\0\0\x1cftypMiHB\0\0\0\0MiHEheix", "heic"),
        (b"\0\0\0\x18ftypMiHB\0\0\0\0MiHEMiHDheic", "unknown"),
        (b"\0\0\0\x1cftypmp42\0\0\0\0mp41isom", "unknown"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
        (b"RIFF\0\0\0\0WAVE", "unknown"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n", "png"),
        (b"II*\0", "tif"),
        (b"MM\0*", "tif"),
        (b"GIF89a", "gif"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "bmp"),
        (b"BM" + bytes(12) + b"\x29\0\0\0", "unknown"),
        ("BM;Họ và tên;Số điện thoại".encode(), "text"),
        (b"From: a@b.vn\r\nSubject: Danh\r\n sach\r\n\r\nx", "mail"),
        (b"Received: from x\r\n\tby y;\r\nDate: Fri\r\n\r\nx", "mail"),
        (b"Delivered-To: a@b.vn\r\nReceived: by x;\r\n Fri\r\n\r\nx", "mail"),
        (b"DKIM-Signature: v=1;\r\n d=x\r\nMIME-Version: 1.0\r\n\r\nx", "mail"),
        (b"Subject: x", "text"),
        ("From: a\nHọ và tên;Số".encode(), "text"),
        (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", "markup"),
        (b"<TABLE>", "markup"),
        (b"{\\rtf1", "rtf"),
        (b'<?xml version="1.0"?>', "markup"),
        ("Họ và tên;Số".encode(), "text"),
        ("Họ và tên".encode("utf-16"), "text"),
        (b"a\0b", "unknown"),
    ],
)
def test_the_kind_goes_by_the_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind

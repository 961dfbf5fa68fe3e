"""Office packages as zips: read back as written, the same bytes on every day."""

import io
import struct
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from congvan.core.opc import writer
from congvan.core.opc.reader import read_members
from congvan.core.opc.writer import CONTENT_TYPES, PackageWriter, ZipMember, deflate, store, write_zip
from tests.package import zipped

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\:"), min_size=1, max_size=20)


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=6), st.integers(0, 9))
def test_what_is_written_is_read_back(files: dict[str, bytes], level: int) -> None:
    data = write_zip(deflate(name, content, level) for name, content in files.items())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == files
    assert {member.name: member.content() for member in read_members(data)} == files


def test_unchanged_members_keep_their_deflated_bytes() -> None:
    source = zipped({"a": b"x" * 5000, "b": b"hello"})
    first = read_members(source)
    again = read_members(write_zip(first))
    assert again == first
    assert all(member.data in source for member in first)


def test_stored_members_stay_stored_and_other_methods_are_deflated() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("image.png", b"\x89PNG", zipfile.ZIP_STORED)
        file.writestr("b", b"b" * 99, zipfile.ZIP_BZIP2)
    stored, other = read_members(out.getvalue())
    assert stored == ZipMember("image.png", b"\x89PNG", zlib.crc32(b"\x89PNG"), 4, writer.STORED)
    assert other.method == writer.DEFLATED
    assert_sound(write_zip([stored, other]))
    assert other.content() == b"b" * 99


def test_a_member_that_is_stored_is_read_as_it_was_given() -> None:
    with zipfile.ZipFile(io.BytesIO(write_zip([store("docProps/core.xml", "tiêu đề".encode())]))) as found:
        assert found.testzip() is None
        assert found.read("docProps/core.xml").decode() == "tiêu đề"
        assert found.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_content_types_come_first_and_no_clock_is_written() -> None:
    data = write_zip([deflate("word/document.xml", b"1"), deflate(CONTENT_TYPES, b"2")])
    assert_sound(data)
    infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert [info.filename for info in infos] == [CONTENT_TYPES, "word/document.xml"]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.external_attr, info.create_system) for info in infos} == {(0, 0)}


def assert_sound(data: bytes) -> None:
    """Each file is announced as it is listed, and nothing follows the list."""
    listed, infos = data.index(b"PK\1\2"), zipfile.ZipFile(io.BytesIO(data)).infolist()
    end = (0x06054B50, 0, 0, len(infos), len(infos), len(data) - 22 - listed, listed, 0)
    assert struct.unpack("<IHHHHIIH", data[-22:]) == end
    for info in infos:
        name = info.filename.encode()
        sizes = (info.CRC, info.compress_size, info.file_size, len(name), 0)
        assert struct.unpack_from("<IHHHHHIIIHH", data, info.header_offset) == (
            *(0x04034B50, 20, info.flag_bits, info.compress_type, 0, 33),
            *sizes,
        )
        assert data[info.header_offset + 30 :].startswith(name)
        assert (info.flag_bits == 0x800) is not info.filename.isascii()
        assert (info.extract_version, info.create_version) == (20, 20)
        assert (info.extra, info.comment, info.volume, info.internal_attr) == (b"", b"", 0, 0)


def test_a_package_adds_what_varies_at_the_end() -> None:
    package = PackageWriter([deflate("b", b"2"), deflate(CONTENT_TYPES, b"1")])
    assert package.write([deflate("c", b"3")]) == write_zip(
        [deflate(CONTENT_TYPES, b"1"), deflate("b", b"2"), deflate("c", b"3")]
    )


def test_names_beyond_ascii_are_marked_as_utf8() -> None:
    data = write_zip([deflate("Huyện Đình Lập.txt", b""), deflate("b", b"1" * 99)])
    assert_sound(data)
    assert [member.name for member in read_members(data)] == ["Huyện Đình Lập.txt", "b"]
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["Huyện Đình Lập.txt", "b"]

"""Packages of strangers: broken, encrypted and oversized ones are refused, relationships and types read as they say."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.core.messages import Message
from congvan.core.opc.reader import (
    CHUNK,
    Limits,
    PackageReader,
    Relationship,
    content_types,
    read_members,
    relationships,
    relationships_part,
    type_of,
)
from congvan.core.opc.writer import deflate, write_zip
from congvan.core.opc.xml_stream import Unreadable
from congvan.core.problems import ProblemsFound
from tests.package import zipped

WIDE = Limits(entries=9, total=1 << 20)


def code(data: bytes, limits: Limits = WIDE, *, part: str = "") -> str:
    """Why a package, or a part of it, is not read; "" where it is."""
    try:
        package = PackageReader(data, limits)
        if part:
            package.read(part)
    except Unreadable as error:
        return error.code
    return ""


def why(data: bytes, limits: Limits = WIDE) -> str:
    """The id of the problem for which a package is refused."""
    with pytest.raises(ProblemsFound) as stop:
        read_members(data, limits=limits)
    return stop.value.problems[0].message.id


def test_folders_are_left_out() -> None:
    assert [m.name for m in read_members(zipped({"word/": b"", "word/a": b"1"}))] == ["word/a"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-30],
        lambda data: data.replace(b"hello", b"jello"),
        lambda data: b"\xd0\xcf\x11\xe0" + bytes(600),
        lambda data: b"<html></html>",
        lambda data: b"",
    ],
)
def test_a_broken_zip_is_refused_by_name(damage) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a", b"hello")
    with pytest.raises(ProblemsFound) as stop:
        read_members(damage(out.getvalue()), name="mau.docx")
    (problem,) = stop.value.problems
    assert problem.code == "zip-broken"
    assert problem.place.file == "mau.docx"
    assert problem.hint


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(ProblemsFound) as stop:
        read_members(write_zip([deflate("b", b"1"), deflate("a", b"1"), deflate("a", b"2")]), name="mau.docx")
    (problem,) = stop.value.problems
    assert (problem.message, problem.place.file) == (Message("zip-broken.twice", value="a"), "mau.docx")


def test_a_password_is_refused() -> None:
    data = bytearray(zipped({"a": b"1"}))
    data[6] |= 1
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1
    assert why(bytes(data)) == "zip-broken.encrypted"


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    data = bytearray(zipped({"a": b"1"}))
    struct.pack_into("<I", data, data.find(b"PK\1\2") + 24, 2**31)
    assert why(bytes(data)) == "zip-broken.large"
    data = zipped({"a": b"123", "b": b"1234"})
    assert len(read_members(data, limits=Limits(2, 7))) == 2
    for limits in (Limits(1, 7), Limits(2, 6)):
        assert why(data, limits) == "zip-broken.large"


@given(st.data())
def test_a_flipped_byte_gives_members_or_a_problem(draw: st.DataObject) -> None:
    data = bytearray(zipped({"a": b"hello" * 9, "b": b"x"}))
    at = draw.draw(st.integers(0, len(data) - 1))
    data[at] ^= draw.draw(st.integers(1, 255))
    codes = set()
    try:
        read_members(bytes(data))
    except ProblemsFound as stop:
        codes = {problem.code for problem in stop.problems}
    assert codes <= {"zip-broken"}


def test_a_package_passes_at_its_limits_and_not_beyond() -> None:
    data = zipped({"a": b"123", "b": b"1234"})
    assert code(data, Limits(2, 7)) == ""
    assert code(data, Limits(1, 7)) == "entries"
    assert code(data, Limits(2, 6)) == "total"
    assert code(data, Limits(2, 7, part=4), part="b") == ""
    assert code(data, Limits(2, 7, part=3), part="b") == "part"


def test_a_part_packed_too_often_is_not_inflated() -> None:
    data = zipped({"a": bytes(3 * CHUNK)})
    packed = zipfile.ZipFile(io.BytesIO(data)).getinfo("a").compress_size
    ratio = 3 * CHUNK // packed
    assert code(data, Limits(9, 1 << 20, ratio=ratio + 1, thin=9), part="a") == ""
    assert code(data, Limits(9, 1 << 20, ratio=ratio - 1, thin=9), part="a") == "ratio"
    assert code(data, Limits(9, 1 << 20, ratio=ratio - 1, thin=3 * CHUNK), part="a") == ""


def test_a_part_is_found_by_its_name_with_and_without_a_slash() -> None:
    package = PackageReader(zipped({"/word/a.xml": b"1"}), WIDE)
    assert package.read("word/a.xml") == b"1"
    assert package.read("word/b.xml") is None
    assert package.relationships("word/a.xml") == []
    assert code(write_zip([deflate("/a", b"1"), deflate("a", b"2")])) == "twice"


def test_large_parts_come_in_pieces() -> None:
    content = bytes(range(256)) * 300
    pieces = list(PackageReader(zipped({"a": content}), WIDE).chunks("a"))
    assert len(pieces) == 2
    assert b"".join(pieces) == content


@pytest.mark.parametrize(
    ("part", "target", "found"),
    [
        ("", "word/document.xml", "word/document.xml"),
        ("word/document.xml", "header1.xml", "word/header1.xml"),
        ("word/document.xml", "/word/header1.xml", "word/header1.xml"),
        ("word/document.xml", "../customXml/./item1.xml", "customXml/item1.xml"),
        ("word/document.xml", "../../../etc/passwd", "etc/passwd"),
    ],
)
def test_a_target_is_a_part_of_the_package(part: str, target: str, found: str) -> None:
    xml = f'<r:Relationships xmlns:r="x"><r:Relationship Id="a" Type="urn:b/c" Target="{target}"/></r:Relationships>'
    assert relationships(xml.encode(), part) == [Relationship("a", "c", found)]


def test_what_leads_out_is_told_and_left_as_it_is() -> None:
    link = b'<Relationship Type="x/image" Target="http://a/../b?c&amp;d" TargetMode="External"/>'
    assert relationships(b"<a>" + link + b"<!-- <Relationship/> --></a>", "") == [
        Relationship("", "image", "http://a/../b?c&d", external=True)
    ]


def test_relationships_lie_beside_their_part() -> None:
    assert relationships_part("") == "_rels/.rels"
    assert relationships_part("word/document.xml") == "word/_rels/document.xml.rels"


def test_a_type_is_of_the_part_or_of_the_end_of_its_name() -> None:
    override = b'<Override PartName="/w/b.xml" ContentType="b"/><Override ContentType="c"/>'
    types = content_types(b'<T><Default Extension="XML" ContentType="a"/>' + override + b"</T>")
    assert [type_of(part, types) for part in ("w/a.xml", "w/b.xml", "w/c.png", "xml")] == ["a", "b", "", "a"]
    assert set(types.values()) == {"a", "b"}

"""XML of strangers: what declares entities is refused, whatever its encoding."""

import pytest

from congvan.core.opc.reader import (
    content_types,
    parse,
    relationships,
)
from congvan.core.opc.xml_stream import Unreadable, stream

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str) -> None:
    with pytest.raises(Unreadable) as told:
        parse(DOCTYPE.encode(encoding))
    assert told.value.code in ("doctype", "damaged")


@pytest.mark.parametrize("read", [content_types, lambda data: relationships(data, "")])
def test_types_and_relationships_declare_no_entity(read) -> None:
    for data, why in ((DOCTYPE.encode(), "doctype"), (b"<a>", "damaged"), (b"", "damaged")):
        with pytest.raises(Unreadable) as told:
            read(data)
        assert told.value.code == why


@pytest.mark.parametrize(
    ("wanted", "said"), [(None, ["a", "b1", "c2", "x", "/c", "/b", "/a"]), ({"c"}, ["c2", "x", "/c"])]
)
def test_elements_that_nobody_heeds_are_passed_over(wanted: set[str] | None, said: list[str]) -> None:
    told: list[str] = []
    stream(
        [b'<w:a xmlns:w="u"><w:b w:n="1"><w:c w:n="2">x</w:c></w:b></w:a>'],
        lambda tag, attributes: told.append(tag + attributes.get("n", "")),
        lambda tag: told.append(f"/{tag}"),
        told.append,
        wanted,
    )
    assert told == said

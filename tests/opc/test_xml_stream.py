"""XML of strangers: what declares entities is refused, whatever its encoding."""

import pytest

from congvan.opc.reader import (
    content_types,
    parse,
    relationships,
)
from congvan.opc.xml_stream import Unreadable

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

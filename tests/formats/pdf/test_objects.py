"""Text strings and metadata, read again by pikepdf."""

from __future__ import annotations

import re

import pikepdf
import pytest

from congvan.formats.pdf.objects import PRODUCER, info_entries, text_string, xmp

TEXTS = ["", "Plain (x) \\ y", "Ệ", "č ( \\ )", "\r\n\t", "a\u010da\u280d\u5c5c", "😀", "ÿþ"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_string_says_the_text(text: str) -> None:
    assert str(pikepdf.Object.parse(text_string(text))) == text


def test_information_and_xmp_say_the_same() -> None:
    metadata = {"author": "A", "subject": "B & C", "keywords": "d, e"}
    assert info_entries("T", metadata) == (
        b"/Title (T)/Author (A)/Subject (B & C)/Keywords (d, e)/Producer (%s)" % PRODUCER.encode()
    )
    assert info_entries("", {}) == b"/Producer (%s)" % PRODUCER.encode()
    said = xmp("<T>", metadata).decode()
    for part in (
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">&lt;T&gt;</rdf:li></rdf:Alt></dc:title>',
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">B &amp; C</rdf:li></rdf:Alt></dc:description>',
        "<dc:creator><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></dc:creator><pdf:Keywords>d, e</pdf:Keywords>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
    ):
        assert part in said
    bare = xmp("", {}).decode()
    assert re.sub(r"<[^>]+>", " ", bare).split() == ["2", "U", *PRODUCER.split()]
    assert not any(name in bare for name in ("dc:title", "dc:description", "dc:creator", "pdf:Keywords"))
    assert bare.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta')
    assert bare.endswith("""</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>""")

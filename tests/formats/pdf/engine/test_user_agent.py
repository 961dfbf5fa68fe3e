"""A document under the rules of WeasyPrint's own sheet that it can come under is laid out as under all of them."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf.engine.user_agent import _marks, attributes_of, elements_of, narrowed
from congvan.formats.pdf.weasy import asset_fetcher, weasyprint


def page_source(text: str, fetcher: Any, assets: dict[str, bytes]) -> Any:
    return narrowed(weasyprint().HTML(string=text, url_fetcher=fetcher), text, assets)


PAGES = {
    "a letter": "<h1>Công văn</h1><p>Kính gửi: <b>Sở</b> <a href='https://a.vn'>a</a></p><table><tr><td>1<td>2</table>",
    "lists": "<ol><li>một<li>hai<ul><li>ba</ul></ol><ol style='list-style-type: thai'><li>bốn</ol>",
    "fallbacks": "<style>@counter-style tiếng { system: extends japanese-formal }"
    "li { list-style-type: tiếng }</style><ol><li value=12345>một",
    "escaped": "<style>li { list-style-type: \\74 hai }</style><ul><li>một<li>hai</ul>",
    "a form": "<form><select><option selected>a<option>b</select><input value=c><textarea>d</textarea></form>",
    "others": "<blockquote dir=rtl><q>a</q><br>b<wbr><sub>c</sub></blockquote><hr><pre>d</pre><center>e</center>",
    "attributes": "<table rules=all frame=box><tr><td>1</table><abbr title=b>a</abbr><p DIR=rtl>c<a name=d>e</a>",
    "list items": "<style>.a { display: LIST-ITEM }</style><p class=a>a<p>b",
    "notes": "<style>i { float: footnote }</style><p>a<i>b</i><p>c",
    "margins": "<style>@page { @TOP-left { content: 'a'; border: 1px solid } @bottom-center { content: counter(page) }"
    "@right-top { content: 'b' } }</style><p>a<p style='break-before: page'>b",
    "hidden": "<p hidden>a<p>b<template>c</template><svg xmlns='http://www.w3.org/2000/svg'><rect width='9'/></svg>",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_pages_are_the_same(body: str) -> None:
    text = f"<!DOCTYPE html><html lang=vi><title>a</title><body>{body}"
    fetcher = asset_fetcher({}, [])
    whole = weasyprint().HTML(string=text, url_fetcher=fetcher)
    options = {"pdf_identifier": b"a", "pdf_variant": "pdf/a-2u", "uncompressed_pdf": True}
    assert page_source(text, fetcher, {}).write_pdf(**options) == whole.write_pdf(**options)


def test_marks_are_styled_where_a_document_may_show_them() -> None:
    letter, notes = frozenset({"html", "p"}), {"footnote-call", "footnote-marker", "note-call", "note-marker"}
    assert _marks(letter, ["p { display: block }"]) == set()
    assert _marks(letter, ["p { display: list-item }"]) == _marks(letter | {"li"}, []) == {"marker"}
    assert _marks(letter, ["p { float: footnote }"]) == {*notes, "note-callback"}
    every = _marks(letter, ["p { float: foot\\6eote }"])
    assert every > {*notes, "note-callback", "marker", "top-left-corner", "right-middle"}
    assert len(every) == 6 + 16
    assert _marks(letter, ["@page { @bottom-center { content: counter(page) } }"]) == {"bottom-center"}


def test_styles_of_counters_are_found_in_style_sheets() -> None:
    sheet = {"a.css": b"li { list-style-type: hiragana }"}
    source = page_source("<ol><li>a</ol>", asset_fetcher(sheet, []), sheet)
    assert "hiragana" in source._ua_counter_style()[0]
    assert "hiragana" not in page_source("<ol><li>a</ol>", asset_fetcher({}, []), {})._ua_counter_style()[0]


@pytest.mark.parametrize(
    ("selector", "elements"),
    [
        ("select:not(:has(option[selected])) p:first-of-type", {"select", "p"}),
        (":is(dir, menu) ul", {"dir", "menu", "ul"}),
        (":link", set()),
        ("[hidden]", set()),
        (":not(p)", set()),
        ("h1", {"h1"}),
        ("q::before", {"q"}),
    ],
)
def test_elements_that_a_selector_needs(selector: str, elements: set[str]) -> None:
    assert elements_of(selector) == elements


@pytest.mark.parametrize(
    ("selector", "attributes"),
    [
        ("[hidden]", {"hidden"}),
        (":is(col, tr)[hidden]", {"hidden"}),
        ("table[rules]:is([rules=all i], [rules=none i]) > :is(thead, tfoot) > :is(td, th)", {"rules"}),
        ("table:is([rules], [frame])", {"rules", "frame"}),
        (':is(input, input[value=""])', set()),
        (":is(a, b):is(i, [dir])", set()),
        ("select:not([multiple]) option", set()),
        (":link", {"href"}),
        ("p:first-of-type", set()),
    ],
)
def test_attributes_that_a_selector_needs(selector: str, attributes: set[str]) -> None:
    assert attributes_of(selector) == attributes

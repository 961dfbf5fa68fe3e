"""What expat reads of a document is what the parser of HTML reads, or it is left to that."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.engine.plain_html import plain_tree, read_html

HEAD = '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title data-n="0">A &amp; B</title>'
HEAD += '<style>p{margin:0}td>p{top:"x"}</style></head><body>'


def shape(element: Any) -> Any:
    """Return an element as plain values, with all below it."""
    return element.tag, dict(element.attrib), element.text or "", element.tail or "", [shape(each) for each in element]


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<div class="s0"><p class="p c1">Một &lt;hai&gt; &quot;ba&#34; &#39;<b>bốn</b><br>năm</p> sáu</div>',
        '<table class="t"><col class="a"><col><thead><tr><th>1</th></tr></thead><tbody><tr><td colspan="2"><p>2</p>'
        "<table><tbody><tr><td>3</td></tr></tbody></table></td></tr></tbody></table>",
        '<p><span data-n="1">một</span><a href="https://x.vn/?a=1&amp;b=2">hai</a><img src="a.png" alt="b"></p>',
    ],
)
def test_plain_html_is_read_as_html(body: str) -> None:
    text = f"{HEAD}{body}</body></html>"
    quick, slow = read_html(text, None), weasy.weasyprint().HTML(string=text)
    assert plain_tree(text) is not None
    assert shape(quick.etree_element) == shape(slow.etree_element)
    assert (quick.base_url, quick.media_type) == (slow.base_url, slow.media_type)
    assert vars(quick).keys() == vars(slow).keys()


@pytest.mark.parametrize(
    "text",
    [
        "<p>Một",
        f"{HEAD}<p>Một<p>Hai</body></html>",
        f"{HEAD}<p>Một<div>hai</div></p></body></html>",
        f"{HEAD}<p><span><table><tbody></tbody></table></span></p></body></html>",
        f"{HEAD}<a href='x'><b><a href='y'>hai</a></b></a></body></html>",
        f"{HEAD}<table><tr><td>1</td></tr></table></body></html>",
        f"{HEAD}<table><tbody>chữ<tr><td>1</td></tr></tbody></table></body></html>",
        f"{HEAD}<table><tbody></tbody><col></table></body></html>",
        f"{HEAD}<tr><td>1</td></tr></body></html>",
        f"{HEAD}<svg></svg></body></html>",
        f"{HEAD}<p>a&nbsp;b</p></body></html>",
        f"{HEAD}<p>a\nb</p></body></html>",
        f"{HEAD}<p/>a</body></html>",
        f"{HEAD}<!-- a --></body></html>",
        f"{HEAD}<p Class='a'>b</p></body></html>",
        f"{HEAD}<P>b</P></body></html>",
        f'{HEAD}<img alt="a>b"></body></html>',
        f"{HEAD}<p>\ufffe</p></body></html>",
        HEAD.replace("top", "a&amp;b") + "</body></html>",
        HEAD.replace("<style>", "<p>a</p><style>") + "</body></html>",
    ],
)
def test_all_else_is_left_to_the_parser_of_html(text: str) -> None:
    assert plain_tree(text) is None
    assert shape(read_html(text, None).etree_element) == shape(weasy.weasyprint().HTML(string=text).etree_element)

"""What is put into the files of each kind: pieces of their languages, sound and unsound."""

from __future__ import annotations

XML = [
    b"<",
    b">",
    b"&",
    b"&x;",
    b'"',
    b"</w:p>",
    b"<w:p/>",
    b"<w:tbl>",
    b"\0",
    b"-1",
    b"99999999999",
    b"{{ a }}",
    b"]]>",
]
XML += [b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"0", b"1.5", b"true", b"<w:tab/>", b"<c r='XFD1048576'/>", b"\xed\xa0\x80"]
XML += [b"xmlns:w='x'", "Đ".encode(), b"&#0;", b"&#65;", b"''"]
TAGS = [
    b"{{ head.number }}",
    b"{% if x %}",
    b"{% endif %}",
    b"{%p endfor %}",
    b"{{",
    b"}}",
    b"{%tr for r in rows %}",
    b"{#",
]
TAGS += [
    b"{% for x in body %}",
    b"{% endfor %}",
    b"{% set x = 1 %}",
    b"|safe",
    b"{% raw %}",
    b"{%- ",
    b"{{r x }}",
    b"loop.index",
]
HTML = [
    *TAGS,
    b"<",
    b">",
    b"<style>",
    b"</p>",
    b"asset:x",
    b"<table>",
    b"<td colspan=9>",
    b"<svg>",
    b"data-f",
    b"<img src=x>",
]
HTML += [
    b"http://127.0.0.1:1/x",
    b"file:///etc/passwd",
    b"url(",
    b"@import",
    b"<link rel=attachment href=x>",
    b"position: fixed",
]
PDF = [
    b"<<",
    b">>",
    b"endobj",
    b"0 R",
    b"/Kids",
    b"/Length 9",
    b"stream",
    b"%%EOF",
    b"-1",
    b"999999999",
    b"/Parent 1 0 R",
]
PDF += [b"BT", b"ET", b"Tj", b"q", b"Q", b"cm", b"[", b"]", b"/F1", b"(", b"<00>"]
YAML = [
    b": ",
    b"- ",
    b"&a ",
    b"*a",
    b"! ",
    b"|\n",
    b"{",
    b"[",
    b"? ",
    b"<<: ",
    b"\t",
    b"\0",
    b"\r",
    b"\xff",
    b"\xef\xbb\xbf",
]
YAML += [b"\n", b"  ", b"blank", b"0", b"-1", b"2020-02-30", b"{{ facts.x }}", b"{{", b"'", b'"', b"# ", b"1e999", b"~"]
JSON = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"0",
    b"-1",
    b"1e999",
    b'"',
    b",",
    b":",
    b"true",
    b'"../x"',
    b"\xff",
    b"[" * 5000,
]
TEXT = [b",", b";", b"\t", b'"', b"\r", b"\n", b"\0", b"=1", b"\xff", b"x", b"0942215080", b"'", b"|", b"\xef\xbb\xbf"]

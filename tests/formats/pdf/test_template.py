"""congvan.formats.pdf.template: what a template and a record give, and what is refused."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from congvan.core.cache import DiskCache, MemoryCache
from congvan.core.problems import EnvironmentFault, ProblemsFound
from congvan.formats.pdf import template as template_module
from congvan.formats.pdf.layout_record import VERSION
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.formats.pdf_samples import ASSETS, TEMPLATE, assert_pdfa_2, content, fonts_of, page, streams, text
from tests.sample_project import HOME


def test_a_document_is_pdf_a(template: PdfTemplate) -> None:
    assert_pdfa_2(template.render(content(title="Công văn <12> & (hai)")), "Công văn <12> & (hai)")


def test_a_title_needs_no_layout(template: PdfTemplate) -> None:
    template.render(content())
    before = template.stats["laid out"]
    assert_pdfa_2(template.render(content(title="Khác")), "Khác")
    assert template.stats["laid out"] == before


def test_embedded_faces_are_the_allowed_ones(template: PdfTemplate) -> None:
    with pikepdf.open(io.BytesIO(template.render(content()))) as pdf:
        names = {str(font.BaseFont).partition("+")[2] for font in fonts_of(pdf)}
    allowed = ("TimesNewRoman", "LiberationSerif", "Tinos")
    assert names
    assert all(name.startswith(allowed) for name in names)


def test_values_are_printed_as_typed(template: PdfTemplate) -> None:
    odd = "A & B <c> \"d\" 'e' {{ f }} {% g %} ${h}"
    assert odd in text(template.render(content(sign="x", receiver=odd)))[0].replace("\r\n", " ")


def test_values_stand_in_reading_order(template: PdfTemplate) -> None:
    (said,) = text(template.render(content(receiver="Một", place="Hai", sign="Ba")))
    order = [said.index(word) for word in ("Kính gửi:", "Một", "Hai", "Đoạn thứ nhất", "Lưu: VT", "Họ và tên", "Ba")]
    assert order == sorted(order)


def test_nothing_is_read_of_a_long_record_once_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source, context = page("<p>{{ text }}</p>"), {"text": "ấ"}
    expected = compile_template(source).render({"text": "ấ"})
    monkeypatch.setattr(template_module, "_MOST_KEPT_VALUES", 0)
    assert compile_template(source).render(context, context.clear) == expected
    assert not context


@pytest.mark.full("long runs")
def test_bytes_do_not_depend_on_what_came_before() -> None:
    """Whatever the order, each record gives the same bytes: also as the first, the second and with a warm cache."""
    records = [
        content(),
        content(receiver="VNPT", sign=""),
        content(copies=["- Như trên;"] * 9),
        content(paragraph="Ngắn.", sign="ß"),  # ß: outside the repertoire
        content(place="một nơi có tên dài đến mức dòng này phải sang hàng thứ hai của đoạn văn bản"),
    ]
    first: dict[int, bytes] = {}
    for order in itertools.islice(itertools.permutations(range(len(records))), 0, 120, 29):
        cache = MemoryCache()
        for template in (compile_template(TEMPLATE, assets=ASSETS, cache=cache) for _ in range(2)):
            for n in order:
                assert template.render(records[n]) == first.setdefault(n, template.render(records[n])), (order, n)


def test_another_character_gets_its_own_layout(template: PdfTemplate) -> None:
    template.render(content())
    before = template.stats["fallbacks"]
    data = template.untagged(content(sign="Straße ß"))
    assert template.stats["fallbacks"] == before + 1
    assert "Straße ß" in text(data)[0]
    assert streams(data) == streams(template.lay_out(content(sign="Straße ß")))


def test_rows_that_differ_in_number_are_another_layout(template: PdfTemplate) -> None:
    rows = [[str(n), "Nguyễn Văn A", ""] for n in range(40)]
    pages = text(template.render(content(rows=rows)))
    assert len(pages) == 2
    assert pages[1].endswith("2")  # the page number


def test_a_template_without_marks_works() -> None:
    template = compile_template(page("<p>{{ a }}</p>"))
    assert [text(template.render({"a": word}))[0].strip() for word in ("một", "hai", "một")] == ["một", "hai", "một"]


# -- names and errors -------------------------------------------------------------------------------------------------


def test_a_template_says_which_names_it_reads(template: PdfTemplate) -> None:
    assert {"title", "receiver", "number", "rows", "copies"} <= template.names()
    assert compile_template(page("{{ a.b }} {% for r in c.d %}{{ r.e }}{% endfor %}")).names() == {"a.b", "c.d"}


def problems(template: bytes, record: dict[str, Any] | None = None, **options: Any) -> list[Any]:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(template, name="t.html", **options).render(record or {})
    return list(stop.value.problems)


def test_unknown_names_all_at_once_with_lines() -> None:
    found = problems(b"<p>{{ a.hono }}</p>\n<p>{{ a.adress }}</p>", {"a": {"address": "x", "honor": "y"}})
    assert [(p.code, p.place.file, p.place.line) for p in found] == [
        ("template-name", "t.html", 1),
        ("template-name", "t.html", 2),
    ]
    assert "honor" in found[0].hint
    assert "address" in found[1].hint


def test_what_this_record_does_not_ask_for_is_not_told() -> None:
    template = b"""{% macro m(a) %}{{ a.form }}{% endmacro %}
<p>{{ a.adress }}</p>{% if b %}{{ b.nothing }}{% endif %}{% if a.extra %}{{ m(a.extra) }}{% endif %}
<p>{{ a.hono }}</p>"""
    found = problems(template, {"a": {"address": "x", "honor": "y", "extra": {}}, "b": {}})
    assert [(p.message.values["name"], p.place.line) for p in found] == [("adress", 2), ("hono", 3)]


def test_a_mistake_in_a_style_sheet_stands_in_its_line() -> None:
    assets = {"a.css": b"p { color: red }\n\nb { font-size: 3 lots }\n"}
    head = b'<link rel="stylesheet" href="asset:a.css"><style>i { colour: red }</style>'
    found = problems(page("<p>x</p>").replace(b"</head>", head + b"</head>"), assets=assets)
    assert [(p.place.file, p.place.line, p.place.column) for p in found] == [("a.css", 3, 5), ("t.html", 0, 0)]


def test_errors_in_a_part_name_the_part() -> None:
    assets = {"parts/x.html": b"<i>\n{{ nope }}</i>"}
    (found,) = problems(b'{% include "parts/x.html" %}', {"a": 1}, assets=assets)
    assert (found.place.file, found.place.line) == ("parts/x.html", 2)


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        (b"a\n{% if %}", "template-syntax", 2),
        (b"a\n{% for x in y %}", "template-syntax", 2),
        (b'{% include "parts/none.html" %}', "template-part", 0),
        (b"a\n<p data-f><span data-f></span></p>", "template-mark", 2),
        (b"a\n<p data-f>", "template-mark", 2),
        (b"a\xff", "template-encoding", 1),
        ("a\n｛｛ x ｝｝".encode(), "brace-full-width", 2),
        (b"a\n{{ x }}", "template-value", 2),
        (b"{{ ''.__class__.__mro__ }}", "template-value", 1),
        (b"a\n{{ 'a' * 10000000 }}", "template-value", 2),
    ],
)
def test_faults_of_the_template(template: bytes, code: str, line: int) -> None:
    found = problems(template, {"x": None})
    assert [p.code for p in found] == [code]
    assert not line or found[0].place.line == line


def test_a_value_may_not_hold_the_mark() -> None:
    assert problems(b"<p data-f>{{ a }}</p>", {"a": "x\ufdd0y"})[0].code == "template-mark"


REFUSED = {
    "img http": page('<img src="http://127.0.0.1:9/x.png">'),
    "img file": page('<img src="file:///etc/hostname">'),
    "img data": page('<img src="data:image/png;base64,AAAA">'),
    "attachment": page("x", head='<link rel="attachment" href="file:///etc/hostname">'),
    "stylesheet": page("x", head='<link rel="stylesheet" href="http://127.0.0.1:9/x.css">'),
    "import": page("x", head='<style>@import "file:///etc/hostname";</style>'),
    "font-face": page(
        "x", '@font-face { font-family: z; src: url("file:///usr/share/fonts/x.ttf") } p { font-family: z }'
    ),
    "background": page("<p>x</p>", "p { background: url(http://127.0.0.1:9/x.png) }"),
    "object": page('<object data="http://127.0.0.1:9/x.svg"></object>'),
    "embed": page('<embed src="http://127.0.0.1:9/x.svg">'),
    "base": page('<img src="x.png">', head='<base href="http://127.0.0.1:9/">'),
    "list image": page("<ul><li>x</ul>", "li { list-style-image: url(http://127.0.0.1:9/x.png) }"),
    "content": page("<p>x</p>", "p::before { content: url(http://127.0.0.1:9/x.png) }"),
    "unknown asset": page('<img src="asset:none.png">'),
    "above": page('<img src="asset:../secret.png">'),
    "svg image": page('<img src="asset:evil.svg">'),
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
EVIL = {
    "evil.svg": SVG.format('<image width="9" height="9" xlink:href="http://127.0.0.1:9/x.png"/>').encode(),
    "use.svg": SVG.format('<use xlink:href="http://127.0.0.1:9/x.svg#a"/>').encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_address_but_assets(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """J1: nothing is asked of the network or the disk; a Problem says which address."""

    def fail(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.create_connection", fail)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", fail)
    (found, *_) = problems(REFUSED[name], assets=EVIL)
    assert found.code == ("template-asset" if name in ("unknown asset", "above") else "template-url")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "JavaScript:x", "file:///etc/passwd", "data:text/html,x"])
def test_a_link_that_runs_or_opens_a_file_is_refused(target: str) -> None:
    """J1: also where it comes from a value; a link to a place, a page of the web, an address is put into the PDF."""
    template = compile_template(page("<p><a href='{{ to }}'>x</a> <a href='#y'>y</a> <b id='y'>z</b></p>"))
    with pytest.raises(ProblemsFound) as stopped:
        template.render({"to": target})
    assert [(p.code, p.message.values["url"]) for p in stopped.value.problems] == [("template-link", target)]
    for allowed in ("https://www.langson.gov.vn/", "mailto:a@b.vn", "tel:0205"):
        with pikepdf.open(io.BytesIO(template.render({"to": allowed}))) as pdf:
            assert [str(link.A.URI) for link in pdf.pages[0].Annots if "/A" in link] == [allowed]


def test_an_svg_reaches_nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_: pytest.fail("an address was opened"))
    assert compile_template(page('<img src="asset:use.svg">'), assets=EVIL).render({})


def test_an_asset_is_served() -> None:
    svg = SVG.format('<rect width="9" height="9" fill="red"/>').encode()
    data = compile_template(page('<img src="asset:a%20b.svg"><p>x</p>'), assets={"a b.svg": svg}).render({})
    assert any(operator[0] == "re" for operators in streams(data) for operator in operators)


@pytest.mark.parametrize(
    "template",
    [
        page("<p>x</p>", "p { colour: red }"),
        page('<img src="x.png">'),
        page("<p>x</p>", head='<link rel="stylesheet" href="a.css">'),
    ],
    ids=["unknown property", "relative image", "relative sheet"],
)
def test_warnings_are_problems(template: bytes) -> None:
    """J2."""
    assert {p.code for p in problems(template)} == {"template-warning"}


def test_foreign_templates_are_served_leniently() -> None:
    data = compile_template(page("<p>a{{ nope }}b</p>", "p { colour: red }"), strict=False).render({})
    assert text(data)[0].strip() == "ab"


@pytest.mark.parametrize("value", ["漢", "😀", "a\u0301\u2fff"])
def test_no_tofu(value: str) -> None:
    """D4: a character without a glyph is named, whether or not some other face of the machine has it."""
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(page("<p data-f>{{ a }}</p>")).render({"a": value})
    (found,) = stop.value.problems
    assert found.code == "glyph-missing"
    assert f"U+{ord(value[-1]):04X}" in found.text


@pytest.mark.parametrize("family", ['"No Such Face"', "cursive"])
def test_no_face_but_the_one_named(family: str) -> None:
    with pytest.raises(EnvironmentFault) as stop:
        compile_template(page("<p>x</p>", f"p {{ font-family: {family} }}")).render({})
    assert stop.value.problems[0].code == "font-missing"


def test_a_machine_without_faces(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
    code = """
from congvan.formats.pdf.template import compile_template
from congvan.core.problems import EnvironmentFault
try:
    compile_template(b'<style>html{font-family:"Times New Roman"}</style><p>x</p>').render({})
except EnvironmentFault as stop:
    print(stop.problems[0].code)
"""
    assert run(code, FONTCONFIG_FILE=str(config)) == "font-missing"


# -- the cache --------------------------------------------------------------------------------------------------------


def run(code: str, **environment: str) -> str:
    """The last line that a fresh process prints."""
    where = os.pathsep.join([str(HOME), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": where, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


COLD = """
import hashlib, sys
from pathlib import Path
from congvan.core.cache import DiskCache
from congvan.formats.pdf.template import compile_template
from tests.formats.pdf_samples import ASSETS, TEMPLATE, content
template = compile_template(TEMPLATE, name="t.html", assets=ASSETS, cache=DiskCache(Path(FOLDER)))
data = b"".join(template.render(content(sign=f"VNPT {n}")) for n in range(5))
print(hashlib.sha256(data).hexdigest(), "weasyprint" in sys.modules, template.stats["laid out"])
"""


def test_a_warm_cache_needs_no_weasyprint(tmp_path: Path) -> None:
    code = f"FOLDER = {str(tmp_path)!r}\n{COLD}"
    digest, imported, laid_out = run(code).split()
    assert (imported, laid_out) == ("True", "1")
    assert run(code, PYTHONHASHSEED="5") == f"{digest} False 0"


def test_a_damaged_cache_is_rebuilt(tmp_path: Path) -> None:
    def render() -> tuple[bytes, int]:
        template = compile_template(TEMPLATE, name="t.html", assets=ASSETS, cache=DiskCache(tmp_path))
        return template.render(content()), template.stats["laid out"]

    sound, _ = render()
    for damage in (lambda b: b[:-7], lambda b: b"", lambda b: b[:40] + b"x" + b[41:], lambda b: os.urandom(len(b))):
        for entry in (e for e in tmp_path.rglob("*") if e.is_file()):
            entry.write_bytes(damage(entry.read_bytes()))
        assert render() == (sound, 1)
    assert render() == (sound, 0)


class Lying(MemoryCache):
    """A cache whose entries verify and say something else."""

    older = False

    def get(self, kind: str, key: str) -> bytes | None:
        data = super().get(kind, key)
        old = f"[{VERSION}, [".encode()
        return data and data.replace(b'"shas": {"', b'"shas": {"x').replace(old, b"[0, [" if self.older else old, 1)


@pytest.mark.parametrize("older", [False, True])
def test_entries_of_another_shape_are_rebuilt(older: bool) -> None:
    cache = Lying()
    cache.older = older
    for _ in range(2):
        template = compile_template(TEMPLATE, assets=ASSETS, cache=cache)
        template.render(content())
        assert template.stats["laid out"] == 1


def test_other_css_is_another_layout(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    compile_template(TEMPLATE, assets=ASSETS, cache=cache).render(content())
    changed = compile_template(
        TEMPLATE, assets={**ASSETS, "a.css": ASSETS["a.css"] + b" p { margin-left: 5mm }"}, cache=cache
    )
    changed.render(content())
    assert changed.stats["laid out"] == 1


def test_the_import_leaves_ctypes_as_it_was() -> None:
    code = """
import ctypes.util
before = ctypes.util.find_library
from congvan.formats.pdf.weasy import weasyprint
weasyprint()
print(ctypes.util.find_library is before)
"""
    assert run(code) == "True"


def test_what_another_process_lays_out_meanwhile_is_not_laid_out_again(tmp_path: Path) -> None:
    other = compile_template(TEMPLATE, assets=ASSETS, cache=DiskCache(tmp_path))

    class Later(DiskCache):
        def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
            other.render(content())
            return super().alone(kind, key)

    template = compile_template(TEMPLATE, assets=ASSETS, cache=Later(tmp_path))
    assert template.render(content()) == other.render(content())
    assert dict(template.stats) == {"laid out": 0, "stamped": 1, "fallbacks": 0}

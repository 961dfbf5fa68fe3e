"""Which blocks are set by this program, and which are left to WeasyPrint; the page is the same either way."""

from __future__ import annotations

import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.formats.pdf_samples import streams

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
HTML = (
    '<html lang="vi"><head><title>x</title><style>@page {{ size: A6; margin: 9mm }}'
    ' html {{ font: 12pt "Times New Roman" }} {style}</style></head><body>{body}</body></html>'
)
GRID = ".g { display: grid; grid-template-columns: 30mm 40mm } "
CELLS = '<div class="g"><p data-f>{{ a }}</p><p class="i">x</p></div>'
TABLE = "<table><tr><td data-f>{{ a }}</td><td>x</td></tr></table>"
PLAIN = "<p data-f>{{ a }}</p>"
PARTED = "@page { size: 60mm 40mm } "  # with LESS: on two pages
LESS = "<p data-f>" + "một hai ba " * 15 + "{{ a }}</p>"
LONG = "<p data-f>" + "một hai ba " * 150 + "{{ a }}</p>"  # on three pages


def compiled(style: str, body: str) -> PdfTemplate:
    return compile_template(HTML.format(style=style, body=body).encode(), name="t.html", assets={"a.svg": SVG})


def pinned(style: str, body: str) -> list[str]:
    """The values that belong to a layout."""
    template = compiled(style, body)
    form, _ = template.prepared(template.split({"a": "một"}))
    return list(form.layout.pinned.values())


STAMPED = [
    ("", PLAIN),
    ("", "<p><b data-f>{{ a }}</b> và <!-- x --><i>b</i> c</p>"),
    ("", "<p><b data-f style='font-size:18pt;vertical-align:2pt;--drop:2pt'>{{ a }}</b> và</p>"),
    ("", "<p>\n  <span>Kính gửi: <b data-f>{{ a }}</b></span>\t.\n</p>"),
    ("", '<img style="display: block" src="asset:a.svg">' + PLAIN),
    ("", "<div><div><p data-f>{{ a }}</p></div></div>"),
    ("", LONG),
    (PARTED, LESS),
    ("p { text-indent: 10% }", PLAIN),
    ("p { white-space: nowrap }", PLAIN),
    ("@page { @bottom-center { content: counter(page) } }", PLAIN),
    (".n { position: fixed; bottom: 0; font-family: Arial }", PLAIN + '<p class="n">x</p>'),
    ("table { table-layout: fixed; width: 60mm }", TABLE),
    (GRID, CELLS),
    (GRID + ".g { justify-items: stretch; justify-content: start }", CELLS),
    (GRID + ".i { grid-column-start: 2; justify-self: stretch }", CELLS),
    (GRID + ".i { justify-self: normal }", CELLS),
    (GRID + ".i { grid-column-start: 1 }", CELLS),
]


@pytest.mark.parametrize(("style", "body"), STAMPED)
def test_blocks_that_are_stamped(style: str, body: str) -> None:
    assert not pinned(style, body)


@pytest.mark.every(4)
@pytest.mark.parametrize(("style", "body"), STAMPED)
def test_what_is_stamped_is_as_it_would_be_laid_out(style: str, body: str) -> None:
    template = compiled(style, body)
    template.render({"a": "một"})
    data = template.untagged({"a": "hai"})
    assert template.stats["stamped"] == 1
    assert streams(data) == streams(template.lay_out({"a": "hai"}))


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("style", "body"),
    [
        ("p { float: left }", PLAIN),
        (".f { float: left }", '<div class="f">x</div>' + PLAIN),
        ("div { display: flex }", f"<div>{PLAIN}</div>"),
        ("div { columns: 2 }", f"<div>{PLAIN}</div>"),
        ("div { position: absolute }", f"<div>{PLAIN}</div>"),
        ("div { opacity: 0.5 }", f"<div>{PLAIN}</div>"),
        ("body { opacity: 0.99 }", f"<div>{PLAIN}</div>"),
        ("p::first-letter { color: red }", PLAIN),
        ("p::first-line { color: red }", PLAIN),
        ("p::before { content: '→' }", PLAIN),
        ("p::before { content: '→'; display: block }", PLAIN),
        ("p::before { content: ''; display: block; width: 9mm; height: 2mm }", PLAIN),
        ("p { string-set: s content() }", PLAIN),
        ("p { float: footnote }", f"<div>x{PLAIN}</div>"),
        ("div { float: footnote }", f"<section>x<div>{PLAIN}</div></section>"),
        ("p { position: running(r) } @page { @top-left { content: element(r) } }", PLAIN + "x"),
        ("", "<div data-f>{{ a }}<p>x</p></div>"),
        ("", "<p data-f>{{ a }}<br>x</p>"),
        ("", "<p data-f>{{ a }} <i>x</i></p>"),
        ("", "<p>x <u data-f>{{ a }}</u></p>"),
        ("", '<p id="x"><a href="#x"><b data-f>{{ a }}</b></a></p>'),
        ("", '<p><img src="asset:a.svg"> <b data-f>{{ a }}</b></p>'),
        ("", "<p>ß <b data-f>{{ a }}</b></p>"),
        ("b { color: red }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { padding-left: 1mm }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { margin-right: 1mm }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { border-left: 1px solid }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { position: relative; top: 1mm }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { vertical-align: super }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("b { background: yellow }", "<p>x <b data-f>{{ a }}</b></p>"),
        ("p { letter-spacing: 1pt }", PLAIN),
        ("p { word-spacing: 1pt }", PLAIN),
        ("p { text-transform: uppercase }", PLAIN),
        ("p { white-space: pre-wrap }", PLAIN),
        ("p { font-variant-caps: small-caps }", PLAIN),
        ("p { hyphens: auto }", PLAIN),
        ("table { width: 60mm }", TABLE),
        ("table { table-layout: fixed }", TABLE),
        (".g { display: grid }", CELLS),
        (GRID + ".g { grid-template-columns: 1fr 40mm }", CELLS),
        (GRID + ".g { grid-template-columns: auto 40mm }", CELLS),
        (GRID + ".g { justify-items: center }", CELLS),
        (GRID + ".g { justify-content: center }", CELLS),
        (GRID + ".i { justify-self: end }", CELLS),
        (GRID + ".i { grid-column-start: 3 }", CELLS),
        (GRID + ".i { grid-column-start: -1 }", CELLS),
        (GRID + ".i { grid-column-start: span 2 }", CELLS),
        (GRID + ".i { grid-column-start: name }", CELLS),
        (GRID + ".i { grid-column-end: span 2 }", CELLS),
        # parts of a block on pages of other margins or widths
        (PARTED + "@page :left { margin-left: 9.1mm; margin-right: 8.9mm }", LESS),
        (PARTED + "@page :left { margin-right: 9.1mm }", LESS),
    ],
)
def test_blocks_that_are_left_to_weasyprint(style: str, body: str) -> None:
    assert pinned(style, body)


def test_a_text_box_without_room_for_its_text_is_told_whatever_was_laid_out_before() -> None:
    """Values of the same number of lines share a layout; one of more lines has one of its own."""
    box = '<div style="--boxed:1;height:16pt;width:30mm"><p data-f style="margin:0">{{ a }}</p></div><p>sau</p>'
    template = compiled("", box)
    for fitting in ("ngắn", "cũng ngắn"):
        assert template.render({"a": fitting})
    with pytest.raises(ProblemsFound) as caught:
        template.render({"a": "dài đến mức phải xuống dòng"})
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("text-box-full", "t.html")
    assert problem.message.id == "text-box-full"
    assert str(problem.message.values["box"]).startswith("dài đến")
    assert str(problem.message.values["text"]).endswith("dòng")
    assert problem.hint


def test_a_text_box_as_high_as_its_text_is_told_where_it_goes_on_below_its_page() -> None:
    box = (
        '<div style="--boxed:2;display:inline-block;width:30mm"><p data-f style="margin:0">{{ a }}</p></div><p>sau</p>'
    )
    template = compiled("@page { size: 60mm }", box)
    assert template.render({"a": "dài " * 3})
    with pytest.raises(ProblemsFound) as caught:
        template.render({"a": "dài " * 400})
    assert [problem.message.id for problem in caught.value.problems] == ["text-box-full.page"]

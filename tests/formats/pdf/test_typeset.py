"""Stamped equals laid out: the law on which everything about PDF rests."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.formats.pdf.shaping import tidy_operand, width
from congvan.formats.pdf.template import PdfTemplate, compile_template
from congvan.formats.pdf.typeset import _may_break, compact, distance, number
from tests.formats.pdf_samples import ASSETS, TEMPLATE, content, furthest, streams, text

TEXT = (
    "Sở Thông tin và Truyền thông đề nghị các địa phương phối hợp triển khai cài đặt ứng dụng chống Covid-19 tại điểm "
    "hỗ trợ huyện Cao Lộc Văn Lãng AV To Tr Va Wa Ty LT fi ffi office 0942.215.080 16h00 19/8/2020 507/STTTT-BCVT 11 "
    "(Kèm theo) “Tổ nhóm” - – — … 5% 1.000.000 A&B x<y tháng; năm! sao? Ỵ Ặ Ễ V. T. P, Y, F. W: L' d'A"
)
WORDS = TEXT.split()
PAGE = (
    '<html lang="vi"><head><title>x</title><link rel="stylesheet" href="asset:a.css">'
    '<style>html{{font-family:"Times New Roman"}} .w{{font-size:12pt;width:{width}pt}}</style>'
    "</head><body>{body}</body></html>"
)
VALUES = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" "] * 12 + ["\u00a0", "  ", "\n"])), max_size=30
).map(lambda pairs: "".join(word + space for word, space in pairs).strip(" \n"))
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def narrow() -> PdfTemplate:
    """One field in each kind of block; few shapes, so that most records are stamped on another one's layout."""
    body = (
        '<p class="j" data-f>{{ a }}</p><p class="c" data-f>{{ b }}</p><p class="n" data-f>{{ c }}</p>'
        '<p class="r" data-f>{{ d }}</p>'
        '<p class="j">Kính gửi: <b data-f>{{ b }}</b>, <i>và</i> <span data-f>{{ d }}</span>.</p>'
    )
    return compile_template(PAGE.format(width=0, body=body).encode(), name="narrow.html", assets=ASSETS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(a=VALUES, b=NAMES, c=VALUES, d=NAMES)
def test_operators_are_weasyprints(narrow: PdfTemplate, a: str, b: str, c: str, d: str) -> None:
    """Every glyph, kern and place in a stamped page is the one that WeasyPrint writes."""
    record = {"a": a, "b": b, "c": c, "d": d}
    assert streams(narrow.render(record)) == streams(narrow.lay_out(record))


def test_most_records_are_stamped(narrow: PdfTemplate) -> None:
    """The property above is about stamping: it must not hold only because nothing is stamped."""
    narrow.render({"a": "một", "b": "hai", "c": "ba", "d": "bốn"})
    before = narrow.stats["stamped"]
    for word in ("AV", "To", "ffi", "Ễ", "x"):
        narrow.render({"a": word, "b": word, "c": word, "d": word})
    assert narrow.stats["stamped"] == before + 5


def test_lines_that_are_spread_over_the_width_are_stamped(narrow: PdfTemplate) -> None:
    texts = [" ".join(WORDS[n : n + 30]) for n in (0, 1, 2)]
    narrow.render({"a": texts[0], "b": "hai", "c": "ba", "d": "bốn"})
    before = narrow.stats["stamped"]
    for words in texts[1:]:
        record = {"a": words, "b": "hai", "c": "ba", "d": "bốn"}
        assert streams(narrow.render(record)) == streams(narrow.lay_out(record))
    assert narrow.stats["stamped"] == before + 2


LONG = (
    "Sở Thông tin và Truyền thông đề nghị các cơ quan thông báo kịp thời những khó khăn, vướng mắc trong quá trình "
    "thực hiện để được hướng dẫn, giải quyết theo quy định của pháp luật"
)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "Số:\u00a0\u00a0\u00a0\u00a0\u00a0/STTTT-BCVT", "receiver": "VNPT AV To Tr", "paragraph": LONG},
        {"place": "office ffi fi", "copies": ["- A;", LONG + ";", "- Lưu."], "sign": "Ặ Ỵ Ễ"},
        {"rows": [["1", "Trần Thị B", ""], ["2", "", "0900"]], "date": "ngày 1 tháng 2"},
        {"receiver": "A & <B>", "paragraph": "", "number": ""},
    ],
)
def test_pixels_words_and_text(changes: dict[str, object]) -> None:
    """Against WeasyPrint's own file: no pixel differs by more than 96 of 255 at 150 dpi, the text is the same."""
    from congvan.formats.pdf.weasy import asset_fetcher, weasyprint

    template = compile_template(TEMPLATE, name="t.html", assets=ASSETS)
    shape = {key: value if isinstance(value, list) else ("x" if value else "") for key, value in changes.items()}
    template.render(content(**shape))
    record = content(**changes)
    ours = template.render(record)
    theirs = (
        weasyprint().HTML(string=template.split(record).numbered(), url_fetcher=asset_fetcher(ASSETS, [])).write_pdf()
    )
    assert furthest(ours, theirs) <= 96
    assert text(ours) == text(theirs)


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ("Sở", "Thông", True),
        ("tin,", "“Truyền", True),
        ("của", "(Kèm", True),
        ("là", "1.000.000", True),
        ("là", "19/8/2020", False),
        ("chống", "Covid-19", False),
        ("(", "a", False),
        ("a", ")", False),
        ("a", "năm!", False),
        ("a", "x…y", False),
    ],
)
def test_only_sure_breaks(before: str, after: str, sure: bool) -> None:
    assert _may_break(before, after) is sure


def test_near_the_edge_weasyprint_decides() -> None:
    """A line that fits by less than 0.05 pt, or just does not, is laid out."""
    body = '<p class="w" data-f>{{ v }}</p>'
    record = {"v": "mmmm mmmm mmmm"}
    probe = compile_template(PAGE.format(width=400, body=body).encode(), assets=ASSETS)
    probe.render(record)
    (form,) = next(iter(probe._forms.values()))
    wide = width(form.typesetters[0]._words[0].of(record["v"])) * 0.75
    for offset, certain in ((0.2, True), (0.02, False), (-0.02, False)):
        template = compile_template(PAGE.format(width=wide + offset, body=body).encode(), assets=ASSETS)
        template.render({"v": "m"})
        template.render(record)
        assert (template.stats["stamped"] == 1) is certain, offset
        assert streams(template.render(record)) == streams(template.lay_out(record))


def test_tidy_keeps_numbers_apart() -> None:
    assert tidy_operand("<0001>55<><>-4.1<0003>0<0004>") == "<0001>55 -4.1<00030004>"
    assert re.fullmatch(r"<0001>", tidy_operand("<0001><>"))


@pytest.mark.parametrize(
    ("value", "written"),
    [(12.0, "12"), (100.0, "100"), (-3.25, "-3.25"), (0.5, "0.5"), (1 / 3, "0.333333"), (0.0, "0")],
)
def test_numbers_are_written_as_weasyprint_writes_them(value: float, written: str) -> None:
    assert number(value) == written


def test_strings_are_written_as_bytes_with_their_signs_escaped() -> None:
    assert (
        compact("<00280029>-5<005c000d>12.5<0041>")
        == rb"(" + b"\0\\(\0\\)" + rb")-5(" + b"\0\\\\\0\\r" + rb")12.5(" + b"\0A)"
    )


@pytest.mark.parametrize(
    ("here", "there", "way"),
    [("0", "12.5", b"12.5"), ("12.5", "0", b"-12.5"), ("0.1", "0.4", b"0.3"), ("5", "105", b"100"), ("3", "3", b"0")],
)
def test_a_step_is_exact(here: str, there: str, way: bytes) -> None:
    assert distance(Decimal(here), Decimal(there)) == way

"""Stamped equals laid out: the law on which everything about PDF rests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.formats.pdf.lines.shaping import tidy_operand, width
from congvan.formats.pdf.lines.typeset import (
    BLANK,
    MAX_REMEMBERED,
    BrokenText,
    FieldBlock,
    InlineItem,
    TypesetMemory,
    Typesetter,
    compact,
    distance,
    in_millionths,
    number,
)
from congvan.formats.pdf.template import PdfTemplate, compile_template
from tests.examples import examples
from tests.formats.pdf_grid import FACES, Spaced, lines, said, unit
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
        '<p class="j" style="font-kerning: none" data-f>{{ a }}</p>'
    )
    return compile_template(PAGE.format(width=0, body=body).encode(), name="narrow.html", assets=ASSETS)


@pytest.mark.full("long runs")
@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(a=VALUES, b=NAMES, c=VALUES, d=NAMES)
def test_operators_are_weasyprints(narrow: PdfTemplate, a: str, b: str, c: str, d: str) -> None:
    """Every glyph, kern and place in a stamped page is the one that WeasyPrint writes."""
    record = {"a": a, "b": b, "c": c, "d": d}
    assert streams(narrow.untagged(record)) == streams(narrow.lay_out(record))


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
        assert streams(narrow.untagged(record)) == streams(narrow.lay_out(record))
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
    ours = template.untagged(record)
    theirs = (
        weasyprint().HTML(string=template.split(record).numbered(), url_fetcher=asset_fetcher(ASSETS, [])).write_pdf()
    )
    assert furthest(ours, theirs) <= 96
    assert text(ours) == text(theirs)


def test_near_the_edge_weasyprint_decides() -> None:
    """A line that fits by less than 0.05 pt, or just does not, is laid out."""
    body = '<p class="w" data-f>{{ v }}</p>'
    record = {"v": "mmmm mmmm mmmm"}
    probe = compile_template(PAGE.format(width=400, body=body).encode(), assets=ASSETS)
    probe.render(record)
    (form,) = next(iter(probe._forms.values()))
    wide = width(form.stamper(False).typesetters[0].words[0].of(record["v"])) * 0.75
    for offset, certain in ((0.2, True), (0.02, False), (-0.02, False)):
        template = compile_template(PAGE.format(width=wide + offset, body=body).encode(), assets=ASSETS)
        template.render({"v": "m"})
        template.render(record)
        assert (template.stats["stamped"] == 1) is certain, offset
        assert streams(template.untagged(record)) == streams(template.lay_out(record))
        assert template.stats["fallbacks"] == 0  # once it is laid out, its lines are known
        template.render({"v": "m"})
        laid_out = template.stats["laid out"]
        template.render(record)
        assert template.stats["laid out"] == laid_out


def test_known_lines_are_taken() -> None:
    made, texts = unit(width=60.0), ["aaa bbb cccc", "aaa bbb cccc dd"]
    known = {BrokenText(texts[0], made.styles[0], 60.0, 0.0): ("aaa bbb", "cccc")}
    setter = Typesetter(made, FACES, breaks=known)
    assert [setter.masks([text]) for text in texts] == [(1, 1), None]
    assert [said(line.runs[0].show) for line in setter.lines(texts[:1]) or ()] == ["aaa bbb", "cccc"]
    assert Typesetter(unit(width=60.01), FACES, breaks=known).masks(texts) is None  # another measure


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
    assert distance(in_millionths(here), in_millionths(there)) == way


FIELD, BOLD = InlineItem(0, 0, ""), InlineItem(1, 1, "")


@pytest.mark.parametrize(
    ("made", "text", "placed"),
    [
        # lines break where the next word has no room: twelve letters of 5 px
        (unit(), "aaa bbb ccc", [(100, "aaa bbb ccc")]),
        (unit(), "aaa bbb ccc ddd", [(100, "aaa bbb ccc"), (100, "ddd")]),
        (unit(), "aaaa bbbb ccc ddddddddddd e", [(100, "aaaa bbbb"), (100, "ccc"), (100, "ddddddddddd"), (100, "e")]),
        (unit(indent=10.0), "aaa bbb ccc ddd", [(110, "aaa bbb"), (100, "ccc ddd")]),
        (unit(indent=-10.0), "aaa bbb ccc dd ee ff gg", [(90, "aaa bbb ccc dd"), (100, "ee ff gg")]),
        # the last line is aligned as the others unless it has an alignment of its own
        (unit(align="center"), "ab cd", [(118, "ab cd")]),
        (unit(align="center", indent=10.0), "ab cd", [(123, "ab cd")]),
        (unit(align="right"), "aaa bbb ccc ddd", [(106, "aaa bbb ccc"), (146, "ddd")]),
        (unit(align="end"), "ab", [(151, "ab")]),
        (unit(align="start"), "ab", [(100, "ab")]),
        (unit(align="justify", align_last="right"), "aaa bbb ccc ddd", [(100, "aaa bbb ccc"), (146, "ddd")]),
        (unit(align="justify"), "ab", [(100, "ab")]),  # no space to spread
        # white space is one space, none at the edges of the block; what is escaped is a letter
        (unit(), " \n ab \t cd", [(100, "ab cd")]),
        (unit(), "a &amp; &lt;", [(100, "a & <")]),
        (unit(), "a\u00a0b", [(100, "a\u00a0b")]),
        (unit(), "\u00a0", []),
        (unit(InlineItem(0, -1, "x "), FIELD), " ab", [(100, "x "), (110, "ab")]),
        (unit(FIELD, InlineItem(0, -1, " ")), "ab", [(100, "ab")]),
    ],
)
def test_where_a_value_stands(made: FieldBlock, text: str, placed: list[tuple[float, str]]) -> None:
    found = lines(made, text)
    assert found is not None
    assert Typesetter(made, FACES).masks([text]) == Typesetter(made, FACES).typeset([text])[0]
    assert [(x, said) for line in found for _style, x, said in line] == placed


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (unit(), "<b>x</b>"),
        (unit(), "a 漢"),
        (unit(width=60.0), "aaa bbb cccc"),  # as wide as the block, to the digit
        (unit(width=60.05), "aaa bbb cccc"),
        (unit(width=59.95), "aaa bbb cccc"),
        (unit(width=60.0), "aaa bbb cccc ddd"),
        (unit(wraps=False), "aaa bbb ccc ddd"),
        (unit(), "aaa bbb ccc ddd "),
        (unit(InlineItem(0, -1, "x"), FIELD), "aaa bbb ccc ddd"),  # two boxes in more than a line
        (unit(), "aaaaaaaaaaaaaaa"),  # a word wider than the block
        (unit(), "aaa bbbb ccc-ddd e"),  # a word with a break of its own
        (unit(), "aaa bbb ccc) ) d"),
        (unit(align="justify"), "ab cd "),
        (unit(align="justify"), "a\u00a0 b"),  # spaces side by side
    ],
)
def test_what_is_not_sure_is_left_to_weasyprint(made: FieldBlock, text: str) -> None:
    setter = Typesetter(made, FACES)
    assert setter.lines([text]) is None
    assert setter.masks([text]) is None
    assert setter.typeset([text]) == (None, (), ())
    assert setter.typeset(["ab"])[0] == (1,)


@pytest.mark.parametrize(("wide", "broken"), [(57.5, None), (58.045, None), (58.1, ["aaa bbb ccc", "ddd"])])
def test_a_line_is_measured_alone_and_before_its_space(wide: float, broken: list[str] | None) -> None:
    """Alone it is 57 px wide, with a space behind it 58: both have to have room."""
    faces: Any = {"R": Spaced(), "B": Spaced()}
    found = Typesetter(unit(width=wide), faces).lines(["aaa bbb ccc ddd"])
    assert broken == (found and [said(line.runs[0].show) for line in found])


@pytest.mark.parametrize(
    ("made", "values", "masks", "operators"),
    [
        (unit(), ["ab"], (1,), [b"100 0 Td[(\0a\0b)]TJ -100 0 Td\n"]),  # of one style: its font is left to who calls
        (unit(InlineItem(1, 0, "")), ["ab"], (2,), [b"100 0 Td[(\0a\0b)]TJ -100 0 Td\n"]),
        (unit(), ["aaa bbb ccc ddd"], (1, 1), None),
        (
            unit(FIELD, BOLD),
            ["a ", "b"],
            (3,),
            [b"/R 10 Tf 100 0 Td[(\0a\0 )]TJ /B 10 Tf 10 0 Td[(\0b)]TJ -110 0 Td\n"],
        ),
        (
            unit(InlineItem(1, 1, ""), FIELD, InlineItem(0, -1, "!")),
            ["a ", "b"],
            (3,),
            [b"/B 10 Tf 100 0 Td[(\0b)]TJ /R 10 Tf 5 0 Td[(\0a\0 )]TJ 10 0 Td[(\0!)]TJ -115 0 Td\n"],
        ),
        (unit(), ["\u00a0"], (1 | BLANK,), [b""]),
        (unit(FIELD, BOLD), ["", "b"], (2,), [b"100 0 Td[(\0b)]TJ -100 0 Td\n"]),
        (unit(), [""], (), []),
        (
            unit(align="justify"),  # 11 px for the space: 1100 thousandths, half of them before it
            ["aaaaa bbbb"],
            (1,),
            [b"100 0 Td[(\0a\0a\0a\0a\0a)-563.2(\0 )-536(\0b\0b\0b\0b)]TJ -100 0 Td\n"],
        ),
    ],
)
def test_what_is_written(
    made: FieldBlock, values: list[str], masks: tuple[int, ...], operators: list[bytes] | None
) -> None:
    setter = Typesetter(made, FACES)
    assert setter.typeset(values)[0] == masks
    if operators is not None:
        assert list(setter.typeset(values)[1]) == operators
    assert setter.typeset(values) is setter.typeset(list(values))  # remembered


def test_a_line_that_is_spread_fills_the_block() -> None:
    found = Typesetter(unit(align="justify", indent=10.0), FACES).lines(["aa bb cc dd ee ff"])
    assert found is not None
    first, last = found
    assert first.runs[0].x == 110
    assert b"-" in first.operators[0].split(b"[")[1].split(b"]")[0]
    assert last.runs[0].x == 100


def test_units_that_say_the_same_remember_together() -> None:
    shared: TypesetMemory = {}
    one, other, bold = (
        Typesetter(made, FACES, shared) for made in (unit(), unit(InlineItem(0, 7, "")), unit(InlineItem(1, 7, "")))
    )
    values = [str(n) for n in range(8)]
    assert one.typeset(["7"]) is other.typeset(values)
    assert bold.typeset(values) is not other.typeset(values)
    assert (one.fields, other.fields) == ((0,), (7,))
    many = [one.typeset([str(n)]) for n in range(3 * MAX_REMEMBERED)]
    assert len(one.memory) <= MAX_REMEMBERED
    assert one.typeset([str(3 * MAX_REMEMBERED - 1)]) is many[-1]
    assert one.typeset(["7"]) == many[7]


def test_rows_that_are_asked_for_their_masks_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shared: TypesetMemory = {}
    asked = Typesetter(unit(), FACES, shared)
    many = [[str(n)] for n in range(2 * MAX_REMEMBERED)]
    masks = [asked.masks(values) for values in many]
    written = Typesetter(unit(), {**FACES}, shared)
    monkeypatch.setattr(written, "lines", None)  # nothing is set again
    assert [written.typeset(values)[0] for values in many] == masks


def test_two_fields_are_remembered_by_both_values() -> None:
    setter = Typesetter(unit(FIELD, InlineItem(0, 2, "")), FACES)
    values: list[Any] = [["a", "x", "b"], ["a", "y", "b"], ["a", "x", "c"], ["b", "x", "b"]]
    assert setter.typeset(values[0]) is setter.typeset(values[1])  # the second is not its own
    assert len({setter.typeset(each) for each in values}) == 3

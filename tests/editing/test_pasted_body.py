"""What is pasted into the text of a paper: clipboards of programs as they write them, each with the text wanted.

`clipboards/NAME.html` and `NAME.txt` are the two forms of one clipboard (all of them invented), `NAME.wanted` the text,
then what is told of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.i18n import using_language
from congvan.core.problems import Place, Problem
from congvan.documents.text.blocks import blocks
from congvan.editing.pasted_body import listed, pasted_body, saved_text

CLIPBOARDS = Path(__file__).parent / "clipboards"
NAMES = sorted({path.stem for path in CLIPBOARDS.iterdir()})
TOLD = "\n--- "


def clipboard(name: str) -> tuple[str, str]:
    """The HTML and the text of a clipboard; "" where it has none."""
    html, text = (CLIPBOARDS / f"{name}.{suffix}" for suffix in ("html", "txt"))
    return tuple(each.read_bytes().decode() if each.exists() else "" for each in (html, text))  # type: ignore[return-value]  # two


def as_printed(text: str) -> tuple[list[str], list[Problem]]:
    """What a paper prints of a text, block by block, and what is wrong with it; of a table its cells."""
    problems: list[Problem] = []
    made = blocks(text, {}, problems, lambda _offset: Place())
    out = []
    for block in made:
        out.append("".join(run["text"] for run in block["runs"]))
        if "table" in block:
            out += [column["label"] for column in block["table"]["columns"]]
            for row in block["table"]["rows"]:
                out += ["".join(run["text"] for run in row["across"])]
                out += ["".join(run["text"] for run in cell["runs"]) for cell in row["cells"]]
    return out, problems


@pytest.mark.parametrize("name", NAMES)
def test_a_clipboard_becomes_the_text_wanted(name: str) -> None:
    with using_language("vi"):
        made = pasted_body(*clipboard(name))
        assert (
            f"{made.text}\n{TOLD}{listed(made.told) if made.told else ''}\n"
            == (CLIPBOARDS / f"{name}.wanted").read_text()
        )


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"own-text"}))
def test_a_paper_prints_it_without_an_error(name: str) -> None:
    printed, problems = as_printed(pasted_body(*clipboard(name)).text)
    assert problems == []
    assert not [text for text in printed if "**" in text and "hai sao" not in text]


def test_there_are_clipboards_of_all_programs() -> None:
    programs = {name.partition("-")[0] for name in NAMES}
    assert {"word", "excel", "libreoffice", "google", "chrome", "firefox", "outlook", "zalo"} <= programs
    assert len(NAMES) >= 25


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<ol><li><b>Rà soát</b></li><li>Gửi</li><li><b>Báo</b> cáo</li></ol>", "**1. Rà soát** 2. Gửi 3. **Báo** cáo"),
        ("<p><b>1. Rà soát</b><p><b>2.</b> Gửi<p><b>a)</b> <i>Thôn</i> nộp", "**1. Rà soát** 2. Gửi a) *Thôn* nộp"),
        ("<ul><li><b>Xã</b></li></ul>", "- **Xã**"),
    ],
)
def test_a_number_is_bold_where_all_of_its_line_is(html: str, wanted: str) -> None:
    assert pasted_body(html, "").text.replace("\n\n", " ") == wanted


WORDS = st.sampled_from(("xã", "2*3", "**", "thôn;", "m²", "(a)", "Đ", "_b_", "*"))
RUNS = st.lists(st.tuples(WORDS, st.booleans(), st.booleans(), st.sampled_from(("", " "))), min_size=1, max_size=7)


@given(RUNS)
@settings(max_examples=50)
def test_bold_and_italic_print_the_words_alone(runs: list[tuple[str, bool, bool, str]]) -> None:
    html = "".join(f"{'<b>' * b}{'<i>' * i}{word}{'</i>' * i}{'</b>' * b}{space}" for word, b, i, space in runs)
    plain = "".join(word + space for word, _b, _i, space in runs).strip()
    printed, problems = as_printed(pasted_body(f"<p>x {html}", "").text)
    assert (printed, problems) == ([f"x {plain}"], [])


TAGS = ("p", "div", "b", "span", "ul", "li", "ol", "table", "tr", "td", "x-y", "h2", "pre", "font", "thead", "caption")
NODES = st.recursive(
    st.just("W"),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=3)).map(
        lambda node: f"<{node[0]}>{' '.join(node[1])}</{node[0]}>"
    ),
    max_leaves=12,
)


@given(st.lists(NODES, max_size=4))
@settings(max_examples=50)
def test_no_word_of_any_markup_is_dropped(nodes: list[str]) -> None:
    html, count = "".join(nodes), 0
    while "W" in html:
        html, count = html.replace("W", f"chữ{count}", 1), count + 1
    made = pasted_body(html, "").text
    assert sorted(re.findall(r"chữ\d+", made)) == sorted(f"chữ{number}" for number in range(count))


def test_html_that_lacks_words_of_the_text_is_not_taken() -> None:
    assert pasted_body("<img src=x>", "Chữ trong hình").text == "Chữ trong hình"
    assert pasted_body("<p>Một dòng</p>", "Một dòng\nHai dòng khác").text == "Một dòng\n\nHai dòng khác"
    assert pasted_body("<p>Một <img src=x>dòng</p>", "Một dòng\nHai dòng khác").text == "Một dòng\n\nHai dòng khác"
    hidden = '<p><b>Một</b> <span style="display:none">chữ ẩn </span>dòng</p>'
    assert pasted_body(hidden, "Một chữ ẩn dòng").text == "**Một** dòng"


def test_a_sign_alone_is_no_letter_of_an_old_font() -> None:
    assert pasted_body("", "· Thành viên\nLâm Đồng · Đà Lạt").text == "- Thành viên\n\nLâm Đồng · Đà Lạt"
    assert pasted_body("<p>· Thành viên</p>", "").text == "- Thành viên"


def test_lines_that_were_joined_can_be_paragraphs() -> None:
    made = pasted_body("", "Đề nghị các thôn\nrà soát danh sách\nXin cảm ơn")
    assert made.text == "Đề nghị các thôn rà soát danh sách\n\nXin cảm ơn"
    assert made.lines == "Đề nghị các thôn\n\nrà soát danh sách\n\nXin cảm ơn"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Đề nghị:\n1. Rà soát.\na) Thôn;", "Đề nghị:\n\n1. Rà soát.\n\na) Thôn;"),
        ("Tổ.\n- Hai;\nĐiều 2. Khác", "Tổ.\n\n- Hai;\n\nĐiều 2. Khác"),
        ("1.\tRà soát,\tbáo cáo", "1. Rà soát, báo cáo"),
        ("A\tB\n1\t2", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        ("Bảng\n| A | B |\n|---|---|\n| 1 | 2 |\nHết", "Bảng\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\nHết"),
        ("Câu dài được\nxuống dòng tại\nĐiều 5 của Luật", "Câu dài được\nxuống dòng tại\nĐiều 5 của Luật"),
        ("Chia thành\nPhần lớn và\nMục tiêu", "Chia thành\nPhần lớn và\nMục tiêu"),
        ("Tổ 5\u00a0người", "Tổ 5 người"),
    ],
)  # fmt: skip  # each text beside what is kept of it
def test_a_body_is_kept_with_its_paragraphs(typed: str, kept: str) -> None:
    assert saved_text(typed, "", body=True).text.strip() == kept
    assert saved_text(kept, "", body=True) == saved_text(kept, kept, body=True) == (kept, (), "")


def test_what_was_so_before_stays() -> None:
    before = "Đề nghị\n- Tổ 5\u00a0người"
    assert saved_text(f"{before}\nmới", before, body=True).text == f"{before}\nmới"
    assert saved_text("Họ\tvà\u00a0tên\n- x", "", body=False).text == "Họ và tên\n- x"

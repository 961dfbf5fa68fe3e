"""Small Word documents whose lines end where CSS would not end them, in columns of many widths."""

from __future__ import annotations

import math
from collections.abc import Callable

from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.run_format import RunFormat
from tests.formats.docx_html.word_parts import BOTH, PLAIN, cell, par, row, spacing, style, table, word_document, words

_TAB, _BREAK = "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"
_WORDS = (
    "Để triển khai nhiệm vụ được giao, các đơn|vị chủ|động xây dựng kế hoạch thực|hiện|nhiệm vụ theo Công văn số "
    "3424/CVT-VP giai|đoạn 2019-2020 trước|ngày quy|định|để tổng hợp, ban hành Quyết định số 12/QĐ-UBND."
)


def _columns(*lines: str, properties: str = "", widths: int = 4) -> str:
    """Paragraphs in columns of several widths."""
    return "".join(
        f'<w:p><w:pPr><w:ind w:right="{2600 + 617 * n + 97 * m}"/>{properties}</w:pPr>{line}</w:p>'
        for m, line in enumerate(lines)
        for n in range(widths)
    )


def _spaced_letters(mode: int = 14) -> bytes:
    """Letter spacing and italics at the ends of lines."""
    text = PLAIN.strip() + " " + _WORDS[:96].replace("|", " ")
    kinds = ('<w:spacing w:val="-6"/>', '<w:spacing w:val="10"/>', "<w:i/>")
    lines = [words(text, kind) for kind in kinds]
    close = words(" ", '<w:spacing w:val="-12"/>')  # not closer where texts of several formats meet
    lines += [close.join(map(words, text.split()))] if mode == 14 else []
    return word_document(_columns(*lines) + _columns(*lines, properties=BOTH) + par("cuối"), mode=mode)


def _shrunk() -> bytes:
    """Justified lines of Word 2013: tabs before them, words longer than their line, faces of several kinds."""
    text = _WORDS.replace("|", " ")
    halves = text[:60], text[60:]
    lines = [
        _TAB + words("1. ") + words(text),
        words("a)") + _TAB + words(text, '<w:spacing w:val="-4"/>'),
        words(halves[0], "<w:b/>") + words(halves[1], "<w:i/>"),
    ]
    narrow = "".join(
        f'<w:p><w:pPr><w:ind w:right="{8400 + 89 * n}"/>{BOTH}</w:pPr>{words(text)}</w:p>' for n in range(3)
    )
    return word_document(_columns(*lines, properties=BOTH) + narrow + par("cuối"), mode=15)


def _shrunk_edges() -> bytes:
    """Lines that take in one more word, and those of columns that are a twip narrower, which don't."""
    body = ""
    for size, indent in ((26, 6053), (26, 2076), (28, 3701), (28, 1517)):
        for more in (0, 1):
            properties = f'<w:ind w:right="{indent + more}"/>{BOTH}'
            body += par(PLAIN, properties, f'<w:sz w:val="{size}"/>')
    letters = words("Về Tây An: ", '<w:b/><w:i/><w:kern w:val="2"/>') + words(" ", '<w:b/><w:kern w:val="2"/>')
    letters += words("Tại " + 6 * "AV. CP, Tạ Vy ", '<w:kern w:val="2"/>')  # pairs of letters closer together
    body += _columns(*6 * [letters], properties=BOTH)
    blanks = words("Xét đề nghị tại Tờ trình số /TTr ngày   /Q và ý kiến tại văn bản số   /SNV ngày ) , gửi lại.")
    body += _columns(*6 * [blanks], properties=BOTH)  # no line begins with a stroke or a stop
    return word_document(body + par("cuối"), mode=15)


def _portions() -> bytes:
    """Lines of runs that look alike: behind a tab they shrink where another language or a bookmark parts them, and the
    width of each counts in whole twips."""
    text = "Phối hợp với các địa phương, tổ chức, cá nhân cần sự trợ giúp để xây dựng và thực hiện các chương trình."
    german, mark = '<w:lang w:val="de-DE"/>', '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
    begins = [words("e) "), words("e) ", german), words("e) ", "<w:bCs/>"), mark.format(1, "dau") + words("e) ")]
    begins += [mark.format(2, "_Toc2") + words("e) "), words("e) ") + mark.format(3, "giua")]
    body = "".join(f"<w:p><w:pPr>{BOTH}</w:pPr>{_TAB}{begin}{words(text)}</w:p>" for begin in begins)
    parts = (
        "c) ",
        "Chủ trì các phiên họp của Ban ",
        "C",
        "hấp hành",
        ", chỉ đạo chuẩn bị, triệu tập và chủ trì các cuộc họp",
    )
    runs = "".join(words(part, german * (n % 2)) for n, part in enumerate(parts))
    for right in (842, 843, 844):
        body += f'<w:p><w:pPr><w:ind w:right="{right}"/>{BOTH}</w:pPr>{runs}</w:p>'
    return word_document(body + par("cuối"), mode=15)


def _blank_lines() -> bytes:
    """Lines of tabs, spaces or nothing, of another size than the mark of their paragraph, on a page and in cells."""
    body = ""
    for mark, run in ((8, 28), (28, 8), (16, 40)):
        size = f'<w:rPr><w:sz w:val="{run}"/></w:rPr>'
        kinds = (_TAB, words("  "), words("\u00a0"), _BREAK, "")
        lines = [
            f'<w:p><w:pPr><w:rPr><w:sz w:val="{mark}"/></w:rPr></w:pPr>'
            + inner.replace("<w:rPr></w:rPr>", "").replace("<w:r>", f"<w:r>{size}")
            + "</w:p>"
            for inner in kinds
        ]
        body += "".join(line + par("giữa") for line in lines)
        body += "".join(table([3000], row(cell(line, 3000)), properties="") + par("sau") for line in lines)
    low = '<w:spacing w:line="200" w:lineRule="auto"/><w:rPr><w:sz w:val="40"/></w:rPr>'
    return word_document(body + f"<w:p><w:pPr>{low}</w:pPr></w:p>" + par("cuối"))


def _blank_lines_of_breaks() -> bytes:
    """Lines between breaks that hold nothing but tabs and spaces: as high as these, the last one as the mark."""
    body = ""
    for text, blank in ((18, 28), (36, 22), (26, 36)):
        size, other = (f'<w:sz w:val="{each}"/>' for each in (text, blank))
        tab = f"<w:r><w:rPr>{other}</w:rPr><w:tab/></w:r>"
        for middle in (tab, words("  ", other), tab + words("  ", size)):
            inner = words("a", size) + _BREAK + middle + _BREAK + words("b", size) + _BREAK + tab
            body += f"<w:p>{middle}{_BREAK}{inner}</w:p>" + par("giữa")
    return word_document(body)


def _last_hyphens() -> bytes:
    """No-break hyphens at the end of justified lines of Word 2013, whose spaces don't shrink for one."""
    text = "vụ được giao trong chức giao cáo năm, theo văn kế trong hiện và báo cáo kết"
    lines = (
        f"{text} {'i' * n} {end}" for n in range(4, 12) for end in ("\u2011 khi", "iii\u2011 khi", "a\u2011bc khi")
    )
    return word_document("".join(par(line, BOTH) for line in lines) + par("cuối"), mode=15)


def _tabs_behind_the_edge() -> bytes:
    """Tab stops behind the indent on the right: what is there goes on in its line."""
    stop = '<w:tabs><w:tab w:val="left" w:pos="4498"/></w:tabs><w:ind w:right="5220"/>'
    line = words("- Như trên;") + _TAB + words("     CHÁNH VĂN PHÒNG", "<w:b/>")
    return word_document(f"<w:p><w:pPr>{stop}</w:pPr>{line}</w:p>" + par("cuối"), mode=15)


_COLUMN = 9354  # twips between the margins of PAGE


def _slants() -> bytes:
    """Italic text and others in lines of Word 2013 that are centred, on the right and on the left."""
    text = _WORDS.replace("|", " ")
    lines = [words(text, "<w:i/>"), words(text[:70]) + words(text[70:], "<w:i/>"), words(text[:70], "<w:i/>")]
    kinds = (f'<w:jc w:val="{kind}"/>' for kind in ("center", "right", "left"))
    return word_document("".join(_columns(*lines, properties=each, widths=5) for each in kinds) + par("cuối"), mode=15)


def _low_lines() -> bytes:
    """Lines lower than single ones, whose first is lower still, below spaces of both kinds and none."""
    spaces = ((120, 0), (0, 120), (120, 120), (60, 120), (0, 0))
    kinds = [(percent, *each) for percent in (85, 90) for each in spaces]
    lines = (par(_WORDS.replace("|", " "), spacing(above, below, percent * 12 // 5)) for percent, above, below in kinds)
    blank = "".join(
        f"<w:p><w:pPr>{align}{spacing(line=216)}</w:pPr></w:p>" + par("giữa")
        for align in ("", BOTH, '<w:jc w:val="center"/>')
    )
    return word_document("".join(each * 2 for each in lines) + blank + par("cuối"))


def _cell_ends() -> bytes:
    """Rows whose last lines are of several times the single height, in styles of many sizes."""
    sizes, lines = (21, 24, 26, 27, 30), (300, 360)
    styles = "".join(
        style(f"C{size}x{line}", spacing(line=line), f'<w:sz w:val="{size}"/>') for size in sizes for line in lines
    )
    rows = (row(cell(par("ô", f'<w:pStyle w:val="C{size}x{line}"/>'), 3000)) * 6 for line in lines for size in sizes)
    return word_document("".join(table([3000], each) + par("giữa") for each in rows), styles=styles)


def _shares() -> bytes:
    """Lines of several times the single height, or of less, that is no whole percents, as Word's own styles have it."""
    times = (245, 254, 259, 278, 282, 289, 294, 332, 380, 222)
    body = "".join(
        par(_WORDS.replace("|", " "), spacing(line=each), f'<w:sz w:val="{size}"/>')
        for each in times
        for size in (26, 28)
    )
    return word_document(body + par("cuối"))


def _shrunk_to_the_twip() -> bytes:
    """Justified lines that take in a word more, or none, for a twip of their column."""
    text = "Khung kiến trúc số cấp tỉnh bảo đảm"
    least = math.ceil(20 * text_width(text, RunFormat(size=14.0))) - 7 * 70 // 4
    rooms = range(least - 4, least + 4)
    body = (par(f"{text} kịp thời, đúng quy định", f'<w:ind w:right="{_COLUMN - room}"/>{BOTH}') for room in rooms)
    return word_document("".join(body) + par("cuối"), mode=15)


LINE_SAMPLES: dict[str, Callable[[], bytes]] = {
    "spaced-letters": _spaced_letters,
    "spaced-letters-15": lambda: _spaced_letters(15),
    "shrunk-15": _shrunk,
    "shrunk-edges-15": _shrunk_edges,
    "portions-15": _portions,
    "slants-15": _slants,
    "shares": _shares,
    "shrunk-to-the-twip-15": _shrunk_to_the_twip,
    "blank-lines": _blank_lines,
    "blank-lines-of-breaks": _blank_lines_of_breaks,
    "last-hyphens-15": _last_hyphens,
    "tabs-behind-the-edge-15": _tabs_behind_the_edge,
    "low-lines": _low_lines,
    "cell-ends": _cell_ends,
}

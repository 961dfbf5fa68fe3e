"""Small Word documents with what papers of offices mix: lists that skip a level, tabs behind their labels, small
capitals, pictures that the end of a line leaves alone, frames behind page breaks,
symbols and several spaces in lines."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html.section_samples import GOES_ON, LISTED, STOP, end
from tests.formats.docx_html.word_parts import BOTH, NUMBER, PAGE, TEXT, par, spacing, word_document
from tests.formats.docx_html.word_parts import words as run

_SMALL = "<w:smallCaps/>"
_LOW = TEXT.lower().replace("3424/cvt-vp ", "")


def _levels(*texts: str, indent: str = '<w:ind w:left="720" w:hanging="360"/>') -> str:
    """A list, by the texts of its levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/>'
        f"<w:pPr>{indent}</w:pPr></w:lvl>"
        for n, text in enumerate(texts)
    )
    return (
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )


def _skipped_levels() -> bytes:
    """Items of a deeper level before any of those above it, which count."""
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(par("mục", level.format(n)) for n in (1, 1, 0, 2, 1, 0, 2, 2, 0))
    return word_document(body, numbering=_levels("%1.", "%2)", "%3-"))


def _tabs_behind_labels() -> bytes:
    """Tab stops of several kinds, with and without leaders, behind the label of a list; a tab behind centred text."""
    tab = "<w:r><w:tab/></w:r>"
    body = ""
    for kind in ("left", "center", "right"):
        for leader in ("none", "dot"):
            stop = f'<w:tabs><w:tab w:val="{kind}" w:leader="{leader}" w:pos="4200"/></w:tabs>'
            listed = LISTED.format(1) + stop
            body += par("ngắn", listed) + par(TEXT, listed) + par(TEXT, listed + BOTH)
            body += f"<w:p><w:pPr>{listed}</w:pPr>{run('một')}{tab}{run('hai')}</w:p>"
            body += f"<w:p><w:pPr>{stop}</w:pPr>{tab}{run('một')}{tab}{run('hai')}</w:p>"
    return word_document(body, numbering=_levels("Điều %1.", indent='<w:ind w:left="0" w:firstLine="0"/>'))


def _small_capitals() -> bytes:
    """Lines of small capitals alone are as high as their size says."""
    body = ""
    for line, rule in ((240, "auto"), (312, "auto"), (400, "exact"), (300, "atLeast")):
        form = spacing(line=line, rule=rule)
        body += par("chức báo", form, _SMALL) + par(_LOW * 2, form + BOTH, _SMALL) + par("sau")
        body += f"<w:p><w:pPr>{form}</w:pPr>{run(_LOW)}{run('chức báo theo', _SMALL)}</w:p>" + par("sau")
    return word_document(body)


def _frames_behind_page_breaks() -> bytes:
    """A page break within a ruled paragraph, in a section that goes on; the end of a section that is all it holds."""
    ruled = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
    body = par("đầu") + end(section=PAGE) + end("", "<w:r><w:cr/></w:r>") + par("a")
    return word_document(body + f"<w:p><w:pPr>{ruled}</w:pPr>{run('x')}{STOP}{run('chữ')}</w:p>" + par("b"), GOES_ON)


def _low_empty_lines() -> bytes:
    """Empty lines lower than single ones: those at the left edge are not."""
    body = par("đầu")
    for align in ("", BOTH, LISTED.format(1)):
        body += par("", align + spacing(line=220)) + par("sau")
    return word_document(body, numbering=_levels("%1."))


def _shrunk_sans() -> bytes:
    """Justified lines of mode 15 in a face whose space is no whole twips wide."""
    text = "theo Công văn số 3424/CVT-VP giai đoạn 2019-2020 trước ngày quy định để tổng hợp. "
    more = (
        "Để triển khai các nhiệm vụ được giao trong năm, đề nghị các đơn vị chủ động xây dựng kế hoạch, tổ chức thực "
        "hiện và báo cáo kết quả theo Công văn số mới trước ngày quy định để tổng hợp. "
    )
    face = '<w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans"/><w:sz w:val="24"/>'
    return word_document(par(text + more * 2, BOTH, face) + par("sau"), mode=15)


def _marks_within_words() -> bytes:
    """Justified lines of Word 2013 that end at marks within words, or don't."""
    word = "abcdefgh"
    marks = ("?", "!", "|", "—", "…", "}", "–", ")(", "%(", ".(", "?(", "!“", "”(", ")", ";", "(", "—(", "–1", "-1")
    texts = (f"Theo quy định {word}{mark}{word}{mark}{word} mới ban" for mark in marks)
    columns = [f'<w:ind w:right="{n}"/>{BOTH}' for n in range(4400, 6800, 330)]
    body = "".join(par(text, column) for text in texts for column in columns)
    return word_document(body + par("sau"), mode=15)


def _kept_stretches() -> bytes:
    """Justified paragraphs with line breaks at the end of a page: two of their lines are kept together."""
    line, short = "<w:r><w:br/></w:r>", TEXT[:60]
    contents = (
        (42, run(TEXT + short) + line),
        (41, run(TEXT + short) + line + run("hết")),
        (43, run("đầu") + line + run(TEXT + short)),
        (40, run(TEXT + short) + line + run(TEXT + short)),
        (44, run("đầu") + line + run("hai") + line + run(TEXT)),
        (42, run("đầu") + line + run("hai") + line + run(TEXT)),
    )
    body = ""
    for count, inner in contents:
        body += par("trang", "<w:pageBreakBefore/>" * bool(body)) + par("chữ") * (count - 1)
        body += f"<w:p><w:pPr>{BOTH}</w:pPr>{inner}</w:p>" + par("sau")
    return word_document(body)


def _first_section_goes_on() -> bytes:
    """A first section that says it goes on: its numbers do not begin anew, and rules at the top of its pages are twice
    as far from their text."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="000000"/>' for side in ("top", "bottom"))
    ruled, header = f"<w:pBdr>{sides}</w:pBdr>", '<w:headerReference w:type="default" r:id="header1"/>'
    first = f'{header}{PAGE}<w:type w:val="continuous"/><w:pgNumType w:start="5"/>'
    body = par("một", ruled) + par("hai", "<w:pageBreakBefore/>" + ruled) + par("ba") + end(section=first) + par("sau")
    return word_document(body, header + PAGE, header1=f"<w:p>{NUMBER}</w:p>")


PAPER_SAMPLES: dict[str, Callable[[], bytes]] = {
    "marks-within-words-15": _marks_within_words,
    "low-empty-lines": _low_empty_lines,
    "shrunk-sans": _shrunk_sans,
    "skipped-levels": _skipped_levels,
    "tabs-behind-labels": _tabs_behind_labels,
    "small-capitals": _small_capitals,
    "frames-behind-page-breaks": _frames_behind_page_breaks,
    "kept-stretches": _kept_stretches,
    "first-section-goes-on": _first_section_goes_on,
}

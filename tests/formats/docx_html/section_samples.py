"""Small Word documents whose sections, pages and tables begin as LibreOffice has them, and lines of several texts."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.formats.docx_html.drawing_samples import anchored, inline
from tests.formats.docx_html.word_parts import NUMBER, PAGE, TEXT, cell, par, row, spacing, table, word_document
from tests.formats.docx_html.word_parts import words as run

GOES_ON = PAGE + '<w:type w:val="continuous"/>'
STOP = '<w:r><w:br w:type="page"/></w:r>'
NEW_PAGE = "<w:pageBreakBefore/>"
AUTO = '<w:spacing w:before="100" w:beforeAutospacing="1" w:after="100" w:afterAutospacing="1"/>'
_CELL = table([3000], row(cell(par("ô"), 3000)))
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'


def end(properties: str = "", inner: str = "", section: str = GOES_ON) -> str:
    """A paragraph with the end of a section."""
    return f"<w:p><w:pPr>{properties}<w:sectPr>{section}</w:sectPr></w:pPr>{inner}</w:p>"


def _section_ends() -> bytes:
    """Paragraphs that are there for their section break alone have no line; those with anything else have one."""
    kept = (run(" "), "<w:r><w:tab/></w:r>", run("ẩn", "<w:vanish/>"), NUMBER)
    empty = ("", "<w:r><w:rPr/></w:r>", "<w:r><w:t></w:t></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:cr/></w:r>")
    body = "".join(par("chữ") + end("", inner) for inner in (*kept, *empty))
    body += par("chữ", spacing(0, 400)) + end(spacing(200, 300)) + par("sau", spacing(240)) + end() + end()
    body += _CELL + end() + _CELL + end('<w:rPr><w:sz w:val="72"/></w:rPr>') + par("chữ") + end(LISTED.format(1))
    body += end(LISTED.format(1)) + par("mục", LISTED.format(1)) + par("tự động", AUTO) + end()
    within = f"<w:sdt><w:sdtPr/><w:sdtContent>{end()}</w:sdtContent></w:sdt>"
    body += par("tự động", AUTO) + within + par("cuối")
    return word_document(body, GOES_ON, numbering=numbered_lists(("decimal", "%1.", "")))


def _last_breaks() -> bytes:
    """Line breaks at the end of a section, several of them, before drawings, spaces and page breaks; those that go
    below what is beside the text."""
    broken, text, drawn = "<w:r><w:br/></w:r>", run("chữ"), anchored("wrapNone", 0)
    ends = (
        text + broken,
        text + broken * 2,
        broken * 2,
        broken * 3,
        text + broken + run(" "),
        text + "<w:r><w:cr/></w:r>",
    )
    ends += (text + broken + drawn, text + broken * 2 + drawn + text, text + broken + inline(400000), drawn + broken)
    ends += (
        text + broken.replace("<w:br/>", '<w:br w:clear="all"/>'),
        STOP + text + broken,
        text + STOP + text + broken,
    )
    body = "".join(par("trước") + end("", inner) for inner in ends)
    return word_document(body + par("x") + end("", text + broken, PAGE) + par("sau"), GOES_ON)


def _other_margins() -> bytes:
    """Sections that go on with other margins at the sides: those of the page hold for them."""
    body = par(TEXT) + end(section=PAGE)
    for side in ('w:right="1701"', 'w:right="500"'):
        inner = run(TEXT[:60], '<w:spacing w:val="20"/>') + run(TEXT)
        body += f"<w:p>{inner}</w:p>" + par("giữa") + end(section=GOES_ON.replace('w:right="851"', side))
    return word_document(body + par("cuối"), GOES_ON)


def _full_pages() -> bytes:
    """On a page that is full the end of a section needs no room."""
    page = par("chữ") * 45 + end()
    return word_document(page + page + end(section=PAGE) + page + par("sau"))


def _alike_starts() -> bytes:
    """Paragraphs that are alike at the beginning of the text, and of a section, of which one keeps its space."""
    after, both = spacing(0, 280), spacing(280, 280)
    body = par("đầu", after) + par("hai", both) + par("ba", both)
    return word_document(body + end(section=PAGE) + body)


def _automatic_spaces() -> bytes:
    """Spaces that are left to the program: none within a list and at the ends of a cell, and those of a header."""
    lists = numbered_lists(*[("decimal", "%1.", "")] * 2)
    body = "".join(par("mục", AUTO + listed) for listed in ("", *map(LISTED.format, (1, 1, 2, 2)), ""))
    body += table([3000], row(cell(par("a", AUTO) + par("b", AUTO), 3000)), row(cell(par("c", AUTO), 3000)))
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    return word_document(body + par("cuối"), section, numbering=lists, header1=par("một", AUTO) + par("hai", AUTO))


def _low_lines() -> bytes:
    """Lines lower than single ones, in cells too."""
    body = par(TEXT * 4, spacing(line=216), '<w:sz w:val="26"/>')
    body += table([6000], *(row(cell(par(TEXT, spacing(line=line)), 6000)) for line in (120, 235)))
    return word_document(body + par("cuối"))


def numbered_lists(*kinds: tuple[str, str, str]) -> str:
    """Lists of one level, by the format, text and run properties of their labels; numbers from 1."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr><w:rPr>{properties}</w:rPr>'
        "</w:lvl></w:abstractNum>"
        for n, (form, text, properties) in enumerate(kinds, 1)
    )
    numbers = range(1, len(kinds) + 1)
    return lists + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in numbers)


def _labels() -> bytes:
    """Labels of other sizes and faces than their text: symbols, letters of the face for code; one without text."""
    face = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:hint="default"/>'
    kinds = [("•", face.format("Symbol")), ("•", face.format("Wingdings")), ("o", face.format("Courier New"))]
    kinds += [("•", face.format("Arial")), ("–", '<w:sz w:val="40"/>')]
    small = '<w:sz w:val="24"/>'
    body = ""
    for n in range(len(kinds)):
        listed = LISTED.format(n + 1)
        body += (
            par("mục", listed) * 5
            + par("vừa", listed, '<w:sz w:val="26"/>') * 5
            + par("nhỏ", listed, small) * 5
            + par("thưa", listed + spacing(line=360)) * 5
            + par("ít nhất", listed + spacing(line=300, rule="atLeast")) * 5
        )
        body += f"<w:p><w:pPr>{listed}</w:pPr></w:p>"
    numbering = numbered_lists(*(("bullet", *kind) for kind in kinds))
    return word_document(body + par("cuối"), numbering=numbering)


def _papers() -> bytes:
    """Pages that are nearly as wide and high as a paper, one of no paper, and those that say no size, or half of it."""
    sizes = ((11907, 16840), (11909, 16834), (11900, 16840), (16840, 11907), (12240, 15842), (12472, 6236))
    pages = [re.sub("w:w=.*?/>", f'w:w="{wide}" w:h="{high}"/>', PAGE, count=1) for wide, high in sizes]
    pages += [re.sub("<w:pgSz.*?/>", size, PAGE) for size in ("", "<w:pgSz/>", '<w:pgSz w:w="11906"/>')]
    return word_document("".join(par("chữ") + end(section=page) for page in pages) + par("cuối"))


def _listed_margins() -> bytes:
    """Headers and footers count their lists together, apart from the text."""
    listed = par("mục", LISTED.format(1))
    refs = "".join(f'<w:{each}Reference w:type="default" r:id="{each}1"/>' for each in ("header", "footer"))
    lists = numbered_lists(("decimal", "%1.", ""))
    return word_document(listed * 2 + par("cuối"), refs + PAGE, numbering=lists, header1=listed * 2, footer1=listed)


def _alike_even_pages() -> bytes:
    """Even pages with the header of the others, in a section and the next that has none of its own."""
    refers = '<w:headerReference w:type="{}" r:id="{}"/>'.format
    section = refers("default", "header1") + refers("even", "header2") + PAGE
    text = par("dòng") * 90
    body = f"{text}<w:p><w:pPr><w:sectPr>{section}</w:sectPr></w:pPr></w:p>{text}"
    return word_document(body, settings="<w:evenAndOddHeaders/>", header1=par("đầu"), header2=par("đầu"))


SECTION_SAMPLES: dict[str, Callable[[], bytes]] = {
    "section-ends": _section_ends,
    "other-margins": _other_margins,
    "last-breaks": _last_breaks,
    "full-pages": _full_pages,
    "alike-even-pages": _alike_even_pages,
    "alike-starts": _alike_starts,
    "automatic-spaces": _automatic_spaces,
    "low-lines": _low_lines,
    "labels": _labels,
    "papers": _papers,
    "listed-margins": _listed_margins,
}

"""Papers with footnotes: their marks, their lines, and those of records that leave marks out or repeat them."""

from __future__ import annotations

from collections.abc import Callable

from congvan.formats.docx.template import compile_template
from tests.formats.docx_html.word_parts import (
    par,
    style,
    word_document,
    words,
)

RAISED = '<w:rPr><w:rStyle w:val="raised"/></w:rPr>'
NUMBERS = '<w:style w:type="character" w:styleId="raised"><w:name w:val="footnote reference"/>'
NUMBERS += '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'


def noted(number: int, text: str = "câu", properties: str = "") -> str:
    """A paragraph with the mark of a note."""
    mark = f'<w:r>{RAISED}<w:footnoteReference w:id="{number}"/></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{words(text)}{mark}{words(' tiếp')}</w:p>"


def note(number: int, *texts: str) -> str:
    """A note of some paragraphs."""
    label = f"<w:r>{RAISED}<w:footnoteRef/></w:r>{words(' ')}"
    inner = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr>{label * (not n)}{words(text)}</w:p>'
        for n, text in enumerate(texts)
    )
    return f'<w:footnote w:id="{number}">{inner}</w:footnote>'


def styles(properties: str = "") -> str:
    return NUMBERS + style("Note", properties, '<w:sz w:val="20"/>')


def _of_records() -> bytes:
    """A condition leaves out a mark, a loop repeats another, and the file has the notes in another order."""
    flows = [par(f"{{%p {tag} %}}") for tag in ("if a", "endif", "for b in c", "endfor")]
    body = flows[0] + noted(1) + flows[1] + noted(4) + flows[2] + noted(3, "{{ b }}") + flows[3] + noted(2)
    notes = "".join(note(number, f"chú thích {number} " * number) for number in (1, 2, 3, 4))
    template = compile_template(word_document(body, styles=styles(), footnotes=notes))
    return template.render({"a": False, "c": ["x", "y"]})


def _high_marks() -> bytes:
    """A mark that is larger than the text of its line makes it as high as text of its size."""
    marks, body = "", ""
    for number, (size, own) in enumerate(((26, 0), (24, 0), (20, 40), (24, 24), (32, 0)), 1):
        properties = f'<w:rStyle w:val="raised"/><w:sz w:val="{own}"/>' if own else '<w:rStyle w:val="raised"/>'
        mark = f'<w:r><w:rPr>{properties}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
        text = f'<w:sz w:val="{size}"/>'
        body += f"<w:p>{words('câu', text)}{mark}{words(' tiếp', text)}</w:p>" + par("dòng")
        marks += note(number, "ngắn")
    return word_document(body, styles=styles(), footnotes=marks)


def _commented() -> bytes:
    """Comments of the XML, which no program shows, within texts and between them."""
    notes = (
        f"<!-- x -->{note(1, 'lời thứ<!-- x --> nhất')}{note(2, 'lời', 'hai').replace('</w:p>', '<!-- x --></w:p>')}"
    )
    return word_document(noted(1, "câu<!-- x --> một") + noted(2), styles=styles(), footnotes=notes)


NOTE_SAMPLES: dict[str, Callable[[], bytes]] = {
    "high-marks": _high_marks,
    "notes-of-records": _of_records,
    "xml-comments": _commented,
}

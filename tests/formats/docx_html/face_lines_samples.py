"""Small Word documents of how high lines are: of cuts and sizes of faces, and of raised text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.formats.docx_html.word_parts import PLAIN, TEXT, par, spacing, word_document
from tests.formats.docx_html.word_parts import words as run

_LOW = spacing(line=200, rule="atLeast")


def _face(name: str, second: str = "") -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{second or name}"/>'


def _mixed(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def _cuts() -> bytes:
    """Bold and other text of a face whose bold letters reach higher."""
    plain, bold = _face("DejaVu Serif"), _face("DejaVu Serif") + "<w:b/>"
    body = ""
    for rule in ("", _LOW):
        body += _mixed(run("Đậm ", bold), run(PLAIN * 2, plain), properties=rule) * 2
        body += _mixed(run(PLAIN, plain), run("đậm", bold), run(" " + PLAIN, plain), properties=rule)
        body += par("đậm", rule, bold) + f"<w:p><w:pPr>{rule}<w:rPr>{bold}</w:rPr></w:pPr></w:p>"
    return word_document(body + par("sau"))


def _sizes() -> bytes:
    """Sizes of which a line is a twip higher or lower where ascent and descent are rounded apart."""
    sizes = (*range(5, 40), 45, 51, 57, 70, 96)
    names = ("Liberation Serif", "Liberation Sans", "Liberation Mono")
    return word_document("".join(par("x", run=f'{_face(name)}<w:sz w:val="{n}"/>') for name in names for n in sizes))


def _first_face() -> bytes:
    """Another face for letters with marks: all are drawn in the first one."""
    marked_alone = '<w:rFonts w:hAnsi="Liberation Sans"/>'
    return word_document(par(TEXT, run=marked_alone) + par(TEXT, run=_face("Liberation Mono", "Liberation Sans")))


FACE_LINES_SAMPLES: Mapping[str, Callable[[], bytes]] = {
    "cuts-of-a-face": _cuts,
    "sizes-of-faces": _sizes,
    "first-face": _first_face,
}

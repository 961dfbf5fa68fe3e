"""A letter as HTML and as PDF."""

# ruff: noqa: E501 - HTML and sentences

from __future__ import annotations

import functools
import html
from dataclasses import replace
from typing import Any

from tests.nd30.letters import FACE, Letter, P

Rows = list[tuple[list[P], list[P]]]
_FORMS = {"decimal": "", "upperRoman": ", upper-roman", "lower-roman": ", lower-roman"}


def to_html(letter: Letter) -> str:
    """The letter as HTML for WeasyPrint, one element a paragraph, nothing but inline setting."""
    top, right, bottom, left = letter.margins
    place = f"@{letter.number}-{'center' if letter.number_align == 'centre' else letter.number_align}"
    style = letter.number_style
    box = (
        f"{place} {{ content: counter(page{_FORMS[letter.number_form]}); "
        f"font: {'italic ' if style.italic else ''}{style.size}pt 'Liberation Serif'; }}"
        if letter.number
        else ""
    )
    first = "" if letter.number_first or not letter.number else f"@page :first {{ {place} {{ content: none }} }}"
    parts = [
        f"<style>@page {{ size: {letter.width}mm {letter.height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm; {box} }}",
        first,
        f"@page phu {{ {place} {{ content: none }} }}" if letter.number else "",
        f"@page :first {{ counter-reset: page {letter.number_start} }}" if letter.number_start != 1 else "",
        "p { margin: 0 } body { margin: 0 } td { vertical-align: top; padding: 0 } table { border-collapse: collapse; width: 100% }",
        ".r::after { content: ''; display: block; border-top: .75pt solid #000; margin: 2.5pt auto 0 auto } .r { display: inline-block }",
        ".lien { position: absolute; bottom: 0; left: 0; right: 0; border-top: .75pt solid #000 }",
        ".phu { page: phu; break-before: page; counter-reset: page 1 } .khung { border-color: #c00 !important; display: inline-block; box-sizing: border-box; text-align: center }",
        "</style>",
    ]
    parts += [_p(p) for p in letter.marks]
    parts += _table(letter.head, (74, 91))
    parts += [_p(p) for p in (*letter.middle, *letter.body)]
    if letter.pair[0]:
        widths = (82, 83) if len(letter.pair) == 2 else (55, 55, 55)
        parts += _table([letter.pair], widths, "margin-top: 12pt; break-inside: avoid")
    if letter.foot[0] or letter.foot[1]:
        parts += _table([letter.foot], (74, 91), "margin-top: 12pt; break-inside: avoid")
    if letter.contact:
        parts.insert(parts.index("</style>") + 1, "<div class=lien>" + "".join(map(_p, letter.contact)) + "</div>")
    if letter.appendix:
        kind = "class=phu" if letter.apart else "style='break-before: page'"
        parts.append(f"<div {kind}>" + "".join(_p(replace(p, new_page=False)) for p in letter.appendix) + "</div>")
    return "".join(parts)


def _table(rows: Rows, widths: tuple[float, ...], style: str = "") -> list[str]:
    """Rows of columns without lines."""
    parts = [f"<table style='{style}'>"]
    for cells in rows:
        columns = (f"<td style='width:{w}mm'>{''.join(map(_p, ps))}</td>" for ps, w in zip(cells, widths, strict=True))
        parts.append(f"<tr>{''.join(columns)}</tr>")
    return [*parts, "</table>"]


def _p(p: P) -> str:
    face = "Liberation Serif" if p.face == FACE else p.face
    align = {"centre": "center"}.get(p.align, p.align)
    style = (
        f"font: {'italic ' if p.italic else ''}{'bold ' if p.bold else ''}{p.size}pt/{1.15 * p.spacing:.3f} '{face}'; color: #{p.colour};"
        f"text-align: {align}; text-indent: {p.first}mm; margin-left: {p.left}mm; margin-top: {p.before}pt;"
    )
    if p.new_page:
        style += "break-before: page;"
    text = f"<b>{html.escape(p.lead)}</b>" * bool(p.lead) + html.escape(p.text).replace("  ", " &nbsp;")
    if p.underline:
        text = f"<u>{text}</u>"
    if p.framed:
        wide, high = p.frame
        text = f"<span class=khung style='border: {p.border}; width: {wide}mm; height: {high}mm; line-height: {high - 1}mm'>{text}</span>"
    if p.rule:
        line = "dashed" if p.dashed else "solid"
        text = (
            f"<span style='display:inline-block'>{text}<span style='display:block;width:{100 * p.rule:.1f}%;margin:2.5pt auto -3.2pt auto;"
            f"border-top:.75pt {line} #000'></span></span>"
        )
    return f'<p style="{style}">{text}</p>'


def to_pdf(letter: Letter) -> bytes:
    """The letter as a PDF with text, by WeasyPrint in Liberation Serif."""
    return printed(to_html(letter))


@functools.cache
def printed(page: str) -> bytes:
    """HTML as a PDF, made once: many tests begin with the same letter."""
    import weasyprint

    source = weasyprint.HTML(string=page, **({} if "data:" in page else {"url_fetcher": _refuse}))
    data: bytes = source.write_pdf(font_config=_faces(), uncompressed_pdf=True)
    return data


@functools.cache
def _faces() -> Any:
    """The faces of this machine, looked for once."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _refuse(url: str) -> Any:
    """Open no address. Why: WeasyPrint's own fetcher reads all certificates of the machine first, in 20 ms."""
    raise ValueError(url)

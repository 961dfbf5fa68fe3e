"""Many records on one sheet: what a template holds becomes a cell that repeats across and down the page.

Labels and name cards are drawn in Word as one card; its page is the sheet that is cut. The cells share the text area of
the page exactly, so that a sheet of labels fits where its margins are those of the page.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.core.units import number
from congvan.formats.docx.tags import W

ROWS = "rows"
"""The name under which the content of such a document holds its records, row by row."""
_REST = 30  # twips left below the last row, for the paragraph that Word wants there
_PADDING = 113  # twips at the left and right of a card: 2 mm
_MAIN = "word/document.xml"


class SheetLayout(NamedTuple):
    """How many records go across and down a sheet, and the names that a record gives."""

    across: int
    down: int
    names: tuple[str, ...]


def on_sheets(template: bytes, layout: SheetLayout, name: str) -> bytes:
    """Return the template with its body as a cell of a table over `rows`. Raises ProblemsFound for several sections."""
    source = zipfile.ZipFile(io.BytesIO(template))
    root = etree.fromstring(source.read(_MAIN), etree.XMLParser(resolve_entities=False, no_network=True))
    body = root.find(f"{W}body")
    section = body.find(f"{W}sectPr")
    inside = [each for each in body if each is not section]
    if section is None or any(next(each.iter(f"{W}sectPr"), None) is not None for each in inside):
        raise ProblemsFound(Problem(Message("sheet-sections"), Place(file=name)))
    for each in inside:
        body.remove(each)
    body.insert(0, _table(inside, _text_area(section), layout))
    body.insert(1, _thin_paragraph())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            data = source.read(member) if member.filename != _MAIN else etree.tostring(root, encoding="UTF-8")
            target.writestr(member, data)
    return out.getvalue()


def _text_area(section: Any) -> tuple[int, int]:
    """Return width and height of the text of a page in twips."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    width, height = (int(number(size.get(f"{W}{key}"))) for key in ("w", "h"))
    sides = {key: abs(int(number(margins.get(f"{W}{key}")))) for key in ("left", "right", "top", "bottom")}
    return width - sides["left"] - sides["right"], height - sides["top"] - sides["bottom"]


def _table(inside: Sequence[Any], area: tuple[int, int], layout: SheetLayout) -> Any:
    width, height = area[0] // layout.across, (area[1] - _REST) // layout.down
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _n in range(layout.across))
    sides = "".join(f'<w:{side} w:w="{_PADDING}" w:type="dxa"/>' for side in ("left", "right"))
    names = ", ".join(layout.names)
    opened = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
    card = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{{}}</w:tc>'
    xml = (
        f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr><w:tblW w:w="{width * layout.across}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr>{_tag(f'{{%tr for row_ in {ROWS} %}}')}</w:tr>"
        f"{opened}{_tag(f'{{%tc for {names} in row_.cards %}}')}{card.format('')}{_tag('{%tc endfor %}')}"
        f"{_tag('{%tc for blank_ in row_.blanks %}')}{card.format('<w:p/>')}{_tag('{%tc endfor %}')}</w:tr>"
        f"<w:tr>{_tag('{%tr endfor %}')}</w:tr></w:tbl>"
    )
    table = etree.fromstring(xml)
    cell = table.findall(f"{W}tr")[1].findall(f"{W}tc")[1]
    cell.extend(copy.deepcopy(each) for each in inside)
    if not inside or inside[-1].tag != f"{W}p":
        cell.append(_thin_paragraph())
    return table


def _tag(text: str) -> str:
    return f'<w:tc><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'


def _thin_paragraph() -> Any:
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr>{spacing}<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>')

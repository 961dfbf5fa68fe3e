"""Cut a workbook with tokens into a shape: the places that vary, and those of rows that were not drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.core.opc.reader import read_members
from congvan.core.opc.writer import PackageWriter, ZipMember, deflate
from congvan.formats.xlsx.fill import CellXml, FormulaXml, TokenFiller, VaryingPart, WorkbookShape
from congvan.formats.xlsx.rows.repeats import NotAlike, UndrawnRows, moved

_ROW = re.compile(r'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.S)
_PIECE = "\0"  # between the pieces of a row; no XML holds it


def cut_at_tokens(
    data: bytes, tokens: TokenFiller, places: list[tuple[int, str]], repeated: Sequence[UndrawnRows] = ()
) -> WorkbookShape:
    """Cut a workbook with tokens into a shape. `repeated`: of each sheet the rows that are not drawn.

    Raises NotAlike.
    """
    rows = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(repeated, 1) if each.like}
    fixed: list[ZipMember] = []
    parts: list[VaryingPart] = []
    for member in read_members(data):
        if not member.name.endswith(".xml"):
            fixed.append(member)
            continue
        xml = _plain_characters(member.content().decode())
        cut = _PartCutter(tokens)
        if member.name in rows:
            _cut_rows(cut, xml, rows[member.name])
        elif tokens.is_in(xml):
            cut.add(xml)
        if cut.fixed:
            parts.append(cut.part(member.name))
        else:
            fixed.append(deflate(member.name, (cut.rest or xml).encode(), 9))
    return WorkbookShape(PackageWriter(fixed), fixed, parts, tokens.row_heights, places)


def _plain_characters(xml: str) -> str:
    """Shorten XML: characters in UTF-8 instead of references, empty cells without a type."""
    xml = xml.replace(' t="n"></c>', "/>")
    xml = re.sub(r"&#(\d+);", lambda m: chr(int(m.group(1))) if int(m.group(1)) > 159 else m.group(), xml)
    return re.sub(r"""(<\?xml[^>]*encoding=['"])[\w-]+""", r"\1UTF-8", xml, count=1)


def _cut_rows(cut: _PartCutter, xml: str, rows: UndrawnRows) -> None:
    """Cut a sheet with all its rows. Raises NotAlike."""
    found = [*_ROW.finditer(xml)]
    drawn = {int(match[1]): match[0] for match in found}
    patterns = {row: _CutRow(drawn[row], row, cut.tokens) for row in rows.last.values() if row in drawn}
    for row, like in rows.last.items():
        if (row in drawn) != (like in drawn):
            raise NotAlike
        if row in drawn:
            patterns[like].compare(drawn[row], row, rows.shift(row, like))
    cut.add(xml[: found[0].start()] if found else xml)
    for row in sorted({*drawn, *rows.like}):
        if row in drawn:
            cut.add(drawn[row])
        elif (like := rows.like[row]) in patterns:
            patterns[like].repeat(cut, row, rows.shift(row, like))
    cut.add(xml[found[-1].end() :] if found else "")


class _PartCutter:
    """A part that is being cut: what is fixed, the gaps in it, and the text behind the last one."""

    def __init__(self, tokens: TokenFiller) -> None:
        self.tokens = tokens
        self.rest = ""
        self.fixed: list[str] = []
        self.cells: list[tuple[int, int, CellXml | FormulaXml]] = []
        self.texts: list[tuple[int, int, str]] = []
        self.heights: list[tuple[int, int]] = []

    def add(self, xml: str) -> None:
        """Add a text, and the gaps where its tokens are."""
        at, tokens = 0, self.tokens
        for match in tokens.gap.finditer(xml):
            gap = len(self.fixed) + 1
            self.fixed += (self.rest + xml[at : match.start()], "")
            self.rest, at = "", match.end()
            if match["cell"]:
                index = int(match["cell"])
                self.cells.append((gap, index, tokens.cell_xml(index)))
            elif match["height"]:
                self.heights.append((gap, tokens.height_number(match["height"])))
            else:
                index = int(match["run"] or match["quoted"] or match["text"])
                kind = tokens.kinds[index]
                self.texts.append((gap, index, "quoted" if match["quoted"] and kind == "title" else kind))
        self.rest += xml[at:]

    def part(self, name: str) -> VaryingPart:
        """Return the part."""
        return VaryingPart(name, self.fixed, self.cells, self.texts, self.heights, self.rest.encode())


class _CutRow:
    """A row that was drawn, cut, as others are to be."""

    def __init__(self, xml: str, row: int, tokens: TokenFiller) -> None:
        cut = _PartCutter(tokens)
        cut.add(xml)
        text = _PIECE.join([*cut.fixed, cut.rest]).replace("%", "%%")
        self._text, self._count = re.subn(rf'(?<= r=")([A-Z]*){row}(?=")', r"\1%d", text)
        self._cut = cut

    def compare(self, xml: str, row: int, shift: int) -> None:
        """Raise NotAlike if another row was drawn otherwise than it would be written."""
        drawn, written, heights = (
            _PartCutter(self._cut.tokens),
            _PartCutter(self._cut.tokens),
            self._cut.tokens.row_heights,
        )
        known = len(heights)
        drawn.add(xml)
        self.repeat(written, row, shift)
        if _said(drawn) != _said(written):
            raise NotAlike
        del heights[known:]

    def repeat(self, cut: _PartCutter, row: int, shift: int) -> None:
        """Add another row, whose values have numbers so much larger."""
        first, *rest = (self._text % ((row,) * self._count)).split(_PIECE)
        if not rest:
            cut.rest += first
            return
        at, mine = len(cut.fixed), self._cut
        cut.fixed.append(cut.rest + first)
        cut.rest = rest.pop()
        cut.fixed += rest
        cut.cells += [
            (at + gap, index + shift, FormulaXml(look.style, row, look.column) if type(look) is FormulaXml else look)
            for gap, index, look in mine.cells
        ]
        cut.texts += [(at + gap, index + shift, kind) for gap, index, kind in mine.texts]
        for gap, number in mine.heights:
            heights = cut.tokens.row_heights
            cut.heights.append((at + gap, len(heights)))
            heights.append(moved(heights[number], shift))


def _said(cut: _PartCutter) -> tuple[object, ...]:
    """Return all that a part says, to be compared with another."""
    looks = [
        (gap, index, (look.style, look.row, look.column) if isinstance(look, FormulaXml) else id(look))
        for gap, index, look in cut.cells
    ]
    fits = [(gap, cut.tokens.row_heights[number]) for gap, number in cut.heights]
    return cut.fixed, cut.rest, looks, cut.texts, [(gap, fit.least, fit.texts) for gap, fit in fits]

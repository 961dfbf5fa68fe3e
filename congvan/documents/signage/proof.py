"""The proof: every sign to scale on A4, with everything that approver and print shop must agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from congvan.core.fonts.faces import Face
from congvan.documents.signage import wording
from congvan.documents.signage.schema import PressDocument
from congvan.documents.signage.sheet import GREY, A4Sheet
from congvan.model.directory import Agency
from congvan.model.signage import Colour, Signage
from congvan.signs import finishing, operations
from congvan.signs.legibility import scanning_distance
from congvan.signs.rect import Rect

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign

SCALES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300)
STAGE = Rect(36, 36, 159, 101)  # where the large drawing is, at most
CELLS, MORE = 6, 18  # further sets on the first page of a sign, and on those that follow
LABEL = 10.0  # mm under a small drawing for its words
FOOT = 268.0  # where the approval begins


def proof(signage: Signage, agency: Agency, signs: Sequence[Sign], faces: Mapping[str, Face]) -> PressDocument:
    """Return the content of duyet-mau.pdf: one page for every kind of sign, or more if there are many sets."""
    from congvan.documents.signage.sign import document, form_of

    ordered = sorted(signs, key=lambda sign: [item.id for item in signage.items].index(sign.item.id))
    kinds = [list(group) for _id, group in groupby(ordered, key=lambda sign: sign.item.id)]
    pages: list[A4Sheet] = []
    for kind in kinds:
        pages += _pages(signage, agency, kind, faces)
    for index, sheet in enumerate(pages, 1):
        sheet.text(f"Tờ {index}/{len(pages)}", Rect(150, 15, 45, 6), 10, side=1)
    forms = {sign.name: form_of(sign) for sign in signs}
    made = document(signage, "Duyệt mẫu biển", [sheet.content for sheet in pages], forms)
    return {**made, "own_printer": True}


def _pages(signage: Signage, agency: Agency, kind: list[Sign], faces: Mapping[str, Face]) -> list[A4Sheet]:
    first, others = kind[0], kind[1:]
    sheet = _head(first, agency, faces)
    y = _stage(sheet, first)
    y = _facts(sheet, signage, first, kind, y)
    _cells(sheet, others[:CELLS], y + 3, 2)
    _approve(sheet)
    sheets = [sheet]
    for start in range(CELLS, len(others), MORE):
        more = _head(first, agency, faces)
        _cells(more, others[start : start + MORE], STAGE.y, 6)
        _approve(more)
        sheets.append(more)
    return sheets


def _head(sign: Sign, agency: Agency, faces: Mapping[str, Face]) -> A4Sheet:
    sheet = A4Sheet(faces)
    sheet.text("DUYỆT MẪU", Rect(15, 15, 120, 8), 18, bold=True)
    sheet.text(f"{sign.item.name} – {agency.name}", Rect(15, 24.5, 180, 6), 11)
    sheet.line(15, 31, 195, 31, width=0.4)
    return sheet


def _stage(sheet: A4Sheet, sign: Sign) -> float:
    """Draw the sign to scale with its finishing and dimensions; return the y where the page continues."""
    item, edge = sign.item, float(sign.page["carry"])
    scale = next(
        each
        for each in SCALES
        if (item.width + 2 * edge) / each <= STAGE.w and (item.height + 2 * edge) / each <= STAGE.h
    )
    box = STAGE.centred(item.width / scale, item.height / scale)
    box = Rect(box.x, STAGE.y + edge / scale + 2, box.w, box.h)
    sheet.ops.append(operations.form(sign.name, x=box.x, y=box.y, scale=1 / scale, clip=sign.layout.face))
    sheet.ops.append(operations.rect(box, stroke=GREY, width=0.1))
    safe = box.inset(item.safe / scale)
    top, bottom = [(safe.x, safe.y), (safe.right, safe.y)], [(safe.right, safe.bottom), (safe.x, safe.bottom)]
    corners = [*top, *bottom, top[0]]
    sheet.ops.append(operations.line(corners, [100, 0, 0, 0], 0.12, dash=(0.8, 0.8)))
    work = finishing.marks(item.width, item.height, item.finishing.model_dump(), 0.2 * scale)
    sheet.ops.append(operations.group(work, x=box.x, y=box.y, scale=1 / scale))
    out = edge / scale + 3
    sheet.dimension(box.x, box.bottom + out, box.right, box.bottom + out, f"{wording.number(item.width / 10)} cm")
    sheet.dimension(box.x - out, box.y, box.x - out, box.bottom, f"{wording.number(item.height / 10)} cm")
    key = "Nét hồng: đường xén và gia công, không in lên biển. Nét xanh đứt: vùng an toàn."
    note = f"Tỷ lệ 1:{wording.number(scale)}. {key}"
    sheet.text(note, Rect(15, box.bottom + out + 8, 180, 4), 8, side=0.5)
    return box.bottom + out + 14


def _facts(sheet: A4Sheet, signage: Signage, sign: Sign, kind: Sequence[Sign], y: float) -> float:
    """Draw the table of facts from `y` on; return the y where it ends."""
    item = sign.item
    total = sum(int(each.item.copies) for each in kind)
    code = sign.drawing.code
    number = wording.number
    scan = f"{number(code.w / 10)} cm, quét từ {number(scanning_distance(code.w))} m trở lại" if code else "không có"
    if code and item.qr_from_ground:
        low, high = ((item.height - y) / 1000 for y in (code.bottom, code.y))
        scan += f"; cách mặt đất {number(low, 2)}–{number(high, 2)} m"
    rows = (
        ("Thành phẩm", f"{wording.size(item)}; tràn nền {number(item.bleed)} mm; vùng an toàn {number(item.safe)} mm"),
        ("Vật liệu", item.material),
        ("Gia công", wording.finishing(item)),
        ("Số bản", f"{item.copies} bản mỗi bộ, {len(kind)} bộ, tổng {total} bản"),
        ("Chữ hoa", wording.letter_height(sign.item, sign.legibility)),
        ("Mã QR", scan),
        ("Màu", "; ".join(_colour(colour) for colour in signage.colours.values())),
    )
    for name, value in rows:
        sheet.line(15, y - 1.2, 195, y - 1.2, ink=GREY)
        sheet.text(name, Rect(15, y, 28, 5), 9, bold=True)
        y += max(sheet.text(value, Rect(44, y, 151, 8), 9), 3.4) + 2.6
    sheet.line(15, y - 1.2, 195, y - 1.2, ink=GREY)
    return y


def _colour(colour: Colour) -> str:
    """Return `vàng 0/18/95/0` without line breaks."""
    return "\u00a0".join((*colour.name.split(), "/".join(wording.number(ink) for ink in colour.cmyk)))


def _cells(sheet: A4Sheet, signs: Sequence[Sign], top: float, rows: int) -> None:
    """Draw the other sets small: drawing, name, letter height and distances."""
    if not signs:
        return
    gap, column = 4.0, (180 - 2 * 6) / 3
    wanted = column * signs[0].item.height / signs[0].item.width + LABEL
    height = min(wanted, (FOOT - 3 - top - (rows - 1) * gap) / rows)
    whole = Rect(15, top, 180, rows * height + (rows - 1) * gap)
    grid = [cell for row in whole.rows([1] * rows, gap) for cell in row.columns([1, 1, 1], gap=6)]
    for cell, sign in zip(grid, signs, strict=False):
        item = sign.item
        scale = min(cell.w / item.width, (cell.h - LABEL) / item.height)
        box = Rect(cell.x, cell.y, cell.w, cell.h - LABEL).centred(item.width * scale, item.height * scale)
        sheet.ops.append(operations.form(sign.name, x=box.x, y=box.y, scale=scale, clip=sign.layout.face))
        sheet.ops.append(operations.rect(box, stroke=GREY, width=0.1))
        sheet.text(sign.owner.name, Rect(cell.x, cell.bottom - 7.6, cell.w, 3.6), 8, bold=True, side=0.5)
        height_words = wording.letter_height(sign.item, sign.legibility)
        sheet.text(height_words, Rect(cell.x, cell.bottom - 3.8, cell.w, 3.6), 7, side=0.5)


def _approve(sheet: A4Sheet) -> None:
    sheet.line(15, FOOT, 195, FOOT, width=0.4)
    sheet.text("Người duyệt", Rect(15, 271, 40, 5), 11, bold=True)
    sheet.text("(ký, ghi rõ họ tên)", Rect(15, 276.5, 40, 4), 9)
    sheet.dashed(55, 280, 125, 280)
    sheet.text("Ngày", Rect(132, 276, 15, 5), 11)
    sheet.dashed(145, 280, 195, 280)

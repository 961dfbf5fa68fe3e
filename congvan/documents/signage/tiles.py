"""A poster tiled on A4 sheets for an office printer: assembly map, then the sheets with cut marks and labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from congvan.documents.signage import wording
from congvan.documents.signage.schema import PressDocument, PressPage
from congvan.documents.signage.sheet import GREY, A4Sheet
from congvan.fonts.faces import Face
from congvan.model.signage import Signage
from congvan.signs import operations
from congvan.signs.rect import Rect
from congvan.signs.tiling import OVERLAP, Tile, Tiling, tile_sign

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign

NAME = "sign"


def tiles(signage: Signage, sign: Sign, faces: Mapping[str, Face]) -> PressDocument:
    """Return the content of tiles/…-a4.pdf."""
    from congvan.documents.signage.sign import document, form_of, title

    cutting = tile_sign(sign.item.width, sign.item.height)
    pages = [_map(sign, cutting, faces)] + [_sheet(sign, cutting, tile, faces) for tile in cutting.tiles]
    forms = {NAME: form_of(sign)}
    made = document(signage, f"{title(sign)}, cắt thành {len(cutting.tiles)} tờ A4", pages, forms)
    return {**made, "own_printer": True}


def label(tile: Tile) -> str:
    """Return `B2` for second row, second column."""
    return f"{chr(ord('A') + tile.row)}{tile.column + 1}"


def _map(sign: Sign, cutting: Tiling, faces: Mapping[str, Face]) -> PressPage:
    sheet = A4Sheet(faces)
    item = sign.item
    sheet.text("SƠ ĐỒ GHÉP", Rect(15, 15, 180, 9), 20, bold=True)
    count = f"{len(cutting.tiles)} tờ A4, {cutting.rows} hàng × {cutting.columns} cột"
    about = f"{item.name} ({wording.size(item)}) từ {count}"
    sheet.text(about, Rect(15, 26, 180, 6), 12)
    scale = min(150 / item.width, 195 / item.height)
    left, top = (210 - item.width * scale) / 2, 38
    sheet.ops.append(operations.form(NAME, x=left, y=top, scale=scale, clip=sign.layout.face))
    for tile in cutting.tiles:
        box = tile.window
        x, y = left + box.x * scale, top + box.y * scale
        sheet.ops.append(operations.rect(Rect(x, y, box.w * scale, box.h * scale), stroke=GREY, width=0.3))
        badge = Rect(x, y, box.w * scale, box.h * scale).centred(13, 9)
        sheet.ops.append(operations.rect(badge, [0, 0, 0, 0], radius=2, stroke=GREY, width=0.3))
        sheet.text(label(tile), Rect(badge.x, badge.y + 2, badge.w, 6), 14, bold=True, side=0.5)
    overlap = wording.number(OVERLAP)
    steps = (
        "1. In mọi tờ ở tỷ lệ 100 % (cỡ thật), không chọn “vừa khổ giấy”.",
        "2. Cắt mỗi tờ theo dấu cắt ở bốn góc.",
        f"3. Ghép từ trái sang phải, từ trên xuống dưới: tờ sau đè lên tờ trước {overlap} mm, tới vạch đứt nét.",
        "4. Kiểm tra: ghép xong, tấm biển đo được " + wording.size(item) + ".",
    )
    y = top + item.height * scale + 8
    for step in steps:
        y += sheet.text(step, Rect(15, y, 180, 12), 11) + 2
    return sheet.content


def _sheet(sign: Sign, cutting: Tiling, tile: Tile, faces: Mapping[str, Face]) -> PressPage:
    sheet = A4Sheet(faces, *cutting.sheet)
    window = tile.window
    sheet.ops.append(operations.form(NAME, x=tile.x - window.x, y=tile.y - window.y, clip=window))
    shown = Rect(tile.x, tile.y, window.w, window.h)
    for x, outward in ((shown.x, -1), (shown.right, 1)):
        for y, upward in ((shown.y, -1), (shown.bottom, 1)):
            sheet.line(x + outward * 1, y, x + outward * 6, y)
            sheet.line(x, y + upward * 1, x, y + upward * 6)
    if tile.column + 1 < cutting.columns:
        x = shown.right - OVERLAP
        for y, upward in ((shown.y, -1), (shown.bottom, 1)):
            sheet.dashed(x, y + upward * 1, x, y + upward * 6)
    if tile.row + 1 < cutting.rows:
        y = shown.bottom - OVERLAP
        for x, outward in ((shown.x, -1), (shown.right, 1)):
            sheet.dashed(x + outward * 1, y, x + outward * 6, y)
    number = tile.row * cutting.columns + tile.column + 1
    where = f"tờ {number}/{len(cutting.tiles)}, hàng {tile.row + 1}, cột {tile.column + 1}"
    words = f"{label(tile)} – {where} – {sign.item.name}, in 100 %"
    sheet.text(words, Rect(shown.x + 8, max(4.0, shown.y - 6), shown.w - 16, 4), 9, bold=True)
    return sheet.content

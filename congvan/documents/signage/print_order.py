"""The order for the print shop, and the texts for a sign painter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from congvan.documents.signage import wording
from congvan.documents.signage.schema import Order, OrderRow
from congvan.model.directory import Agency
from congvan.model.signage import Signage
from congvan.values.columns.dates import day_in_figures

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign

COLUMNS = (
    # key, heading, width in characters, kind: narrow, so that the sheet is read without a glass on A4
    ("index", "STT", 4, "count"),
    ("file", "Tệp in", 22, "text"),
    ("item", "Loại biển", 17, "text"),
    ("size", "Kích thước", 11, "text"),
    ("area", "m² mỗi bản", 7, "area"),
    ("copies", "Số bản", 6, "count"),
    ("total_area", "Tổng m²", 8, "area"),
    ("material", "Vật liệu", 18, "text"),
    ("finishing", "Gia công", 26, "text"),
    ("deliver_to", "Nơi giao", 20, "text"),
    ("phone", "Điện thoại", 12, "text"),
    ("needed_by", "Cần có ngày", 11, "text"),
    ("take_down_by", "Tháo dỡ trước ngày", 11, "text"),
    ("price", "Đơn giá (đồng/bản)", 11, "money"),
    ("amount", "Thành tiền (đồng)", 12, "money"),
)
FORMULAS = {"total_area": "{area}*{copies}", "amount": "{copies}*{price}"}
SUMS = ("copies", "total_area", "amount")


def order(signage: Signage, agency: Agency, signs: Sequence[Sign]) -> Order:
    """Return the content of order.xlsx: a table with formulas, prices left blank."""
    delivery = signage.delivery
    needed_by = day_in_figures(delivery.needed_by) if delivery.needed_by else ""
    take_down_by = day_in_figures(delivery.take_down_by) if delivery.take_down_by else ""
    rows: list[OrderRow] = []
    for index, sign in enumerate(signs, 1):
        item = sign.item
        row: OrderRow = {
            "index": index,
            "file": sign.name,
            "item": item.name,
            "size": wording.size(item),
            "area": round(item.width * item.height / 1e6, 4),
            "copies": int(item.copies),
            "material": item.material,
            "finishing": wording.finishing(item),
            "deliver_to": sign.owner.deliver_to,
            "phone": sign.owner.phone,
            "needed_by": needed_by,
            "take_down_by": take_down_by,
        }
        rows.append(row)
    return {
        "title": "ĐƠN ĐẶT IN BIỂN",
        "subtitle": agency.name,
        "sheet": "Đơn đặt in",
        "date": signage.revised.isoformat(),
        "columns": [
            {"key": key, "heading": heading, "width": width, "kind": kind} for key, heading, width, kind in COLUMNS
        ],
        "formulas": FORMULAS,
        "sums": list(SUMS),
        "sum_heading": "Tổng cộng",
        "rows": rows,
    }


def sign_texts_file(signage: Signage, signs: Sequence[Sign]) -> str:
    """Return texts.txt: the lines of every sign as broken, with the height of their capitals."""
    names = {"message": "Lời chính", "url": "Địa chỉ", "mark": "Tên", "caption": "Dòng nhỏ"}
    out = ["LỜI TRÊN BIỂN", "Chép đúng từng dòng, đúng dấu. Chiều cao là chiều cao chữ hoa, không kể dấu.", ""]
    for colour in signage.colours.values():
        inks = " ".join(f"{ink}{wording.number(part)}" for ink, part in zip("CMYK", colour.cmyk, strict=True))
        out.append(f"Màu {colour.name}: {inks}; màn hình {colour.screen}")
    for sign in signs:
        out += ["", "=" * 72, f"{sign.name}    {sign.item.name}    {wording.size(sign.item)}", ""]
        if sign.item.artwork:
            out.append(f"  Theo bản thiết kế có sẵn: {sign.item.artwork}")
            continue
        for setting in sign.drawing.settings:
            out.append(f"  {names[setting.role]} – chữ cao {wording.number(setting.fitted.cap / 10)} cm")
            out += [f"      {line}" for line in setting.fitted.lines]
        if code := sign.drawing.code:
            out.append(f"  Mã QR – cạnh {wording.number(code.w / 10)} cm: {wording.full_url(signage.url)}")
    return "\n".join(out) + "\n"

"""All files under `signage/`: sets of signs, tiles, proof, print order and texts.

Each file's content is plain, and its format names its renderer: see `congvan.formats.press.template`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from congvan.core.fonts.faces import Face
from congvan.core.problems import Problem
from congvan.documents.common.context import ContentContext
from congvan.documents.signage import wording
from congvan.documents.signage.check import check
from congvan.documents.signage.print_order import order, sign_texts_file
from congvan.documents.signage.proof import proof
from congvan.documents.signage.schema import PressDocument, PressPage, SetFile, SetMember
from congvan.documents.signage.sheet import GREY, A4Sheet
from congvan.documents.signage.sign import COMMON, Sign, SignOwner, compose_sign, document, title
from congvan.documents.text.interpolate import merge
from congvan.model.dataset import SIGNAGE, Dataset
from congvan.model.lists.choosing import chosen
from congvan.model.lists.entries import Entry
from congvan.model.signage import PICTURES, Signage, SignItem, SignSet
from congvan.signs import operations
from congvan.signs.draw import Shown
from congvan.signs.rect import Rect
from congvan.signs.svg.picture import Picture, read_picture
from congvan.signs.tiling import OVERLAP, Tile, Tiling, tile_sign
from congvan.signs.typeface import installed

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign


@dataclass(slots=True)
class SignageFiles:
    """All files and their problems."""

    files: list[SetFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_files(signage: Signage, context: ContentContext) -> SignageFiles:
    """Return every file under `signage/` of a dispatch; if outlines are asked for also a copy of each sign with text as
    outlines.
    """
    agency = context.dataset.agency
    measured = _measured()
    made, signs = SignageFiles(), composed(signage, context)
    for sign in signs:
        made.problems += check(sign, measured, f"{SIGNAGE}{context.dispatch.signage}.yaml")
        made.files += sign_files(signage, sign, outlines=context.outlines)
    for sign in signs:
        if sign.owner.id == COMMON and sign.item.tiles:
            cut = tiles(signage, sign, measured)
            made.files.append(SetFile(f"tiles/{sign.item.id}-a4.pdf", "sign-tiles", cut, artwork=sign.artwork))
    artwork = tuple(dict.fromkeys(name for sign in signs for name in sign.artwork))
    made.files.append(SetFile("duyet-mau.pdf", "sign-proof", proof(signage, agency, signs, measured), artwork=artwork))
    made.files.append(SetFile("order.xlsx", "sign-order", order(signage, agency, signs)))
    made.files.append(SetFile("texts.txt", "text", {"text": sign_texts_file(signage, signs)}))
    return made


def composed(signage: Signage, context: ContentContext) -> list[Sign]:
    """Return every sign of every set, drawn."""
    shown = Shown(_measured(), **pictures(signage, context.dataset))
    sets = owners(signage, context)
    return [
        compose_sign(signage, item, owner, context.dataset.agency, shown)
        for owner in sets
        for item in signage.items
        if not owner.items or item.id in owner.items
    ]


def _measured() -> dict[str, Face]:
    return {name: Face(data) for name, data in installed().items()}


def pictures(signage: Signage, dataset: Dataset) -> dict[str, Picture | None]:
    """Return the picture and the logo of a set, as drawings."""
    names = {"picture": signage.picture, "logo": signage.logo}
    return {key: _picture(signage, dataset, name) if name else None for key, name in names.items()}


def _picture(signage: Signage, dataset: Dataset, name: str) -> Picture:
    asset = f"{PICTURES}{name}"
    return read_picture(dataset.pictures[asset], asset, signage.inks_by_screen)


def members(signage: Signage, dataset: Dataset, *, outlines: bool = False) -> list[SetMember]:
    """Return the members that `make_files` would make, in order, without composing anything."""
    files, items = [], items_by_owner(signage, dataset)
    for owner in owner_names(signage, dataset).items():
        for item in items[owner[0]]:
            for variant in ("", f"ty-le-1-{item.twin}") if item.twin else ("",):
                files.append(_sign(owner, item, variant))
                if outlines and not item.artwork:
                    files.append(_sign(owner, item, f"{variant}-outlines" if variant else "outlines"))
    files += [SetMember(f"tiles/{item.id}-a4.pdf", item.id) for item in items[COMMON] if item.tiles]
    return [*files, SetMember("duyet-mau.pdf"), SetMember("order.xlsx"), SetMember("texts.txt")]


def _sign(owner: tuple[str, str], item: SignItem, variant: str) -> SetMember:
    path = f"{owner[0]}/{item.id}{'-' if variant else ''}{variant}.pdf"
    return SetMember(path, item.id, owner[0], variant, owner[1])


def sign_files(signage: Signage, sign: Sign, *, outlines: bool) -> list[SetFile]:
    """Return the file of a sign, its twin to scale, and copies with outlines if requested."""
    pages = {"": sign.page}
    if sign.item.twin:
        pages[f"-ty-le-1-{sign.item.twin}"] = {**sign.page, "scale": 1 / sign.item.twin}
    files = []
    for suffix, page in pages.items():
        content = document(signage, title(sign) + suffix.replace("-ty-le-1-", ", tỷ lệ 1:"), [page])
        path = f"{sign.owner.id}/{sign.item.id}{suffix}"
        files.append(SetFile(f"{path}.pdf", "sign", content, sign.artwork))
        if outlines and not sign.item.artwork:
            files.append(SetFile(f"{path}-outlines.pdf", "sign", {**content, "outlines": True}))
    return files


# Whose sets of signs are made: the common one, and one for each entry of the lists that `sets` names.


def entries_of(wanted: SignSet, dataset: Dataset) -> Iterator[Entry]:
    """Yield the entries that get a set, in the order of their list."""
    listed = dataset.lists.get(wanted.each)
    if listed is None:
        return
    meant = chosen(listed, wanted.where, dataset.lists) if wanted.where else None
    yield from (entry for entry in listed.entries if meant is None or entry.id in meant)


def owner_names(signage: Signage, dataset: Dataset) -> Mapping[str, str]:
    """Return the names of all owners by their ids, the common set first under no name; an entry counts once."""
    names = {COMMON: ""} if common_items(signage) else {}
    for wanted in signage.sets:
        for entry in entries_of(wanted, dataset):
            names.setdefault(entry.id, _name(entry))
    return names


def common_items(signage: Signage) -> list[SignItem]:
    """Return the signs of the common set."""
    return [item for item in signage.items if signage.common is None or item.id in signage.common]


def items_by_owner(signage: Signage, dataset: Dataset) -> Mapping[str, list[SignItem]]:
    """Return the signs that each owner gets: those that its set names, else all."""
    found = {COMMON: common_items(signage)}
    for wanted in signage.sets:
        items = [item for item in signage.items if not wanted.items or item.id in wanted.items]
        for entry in entries_of(wanted, dataset):
            found.setdefault(entry.id, items)
    return found


def owners(signage: Signage, context: ContentContext) -> list[SignOwner]:
    """Return the owners with all that is on their signs; texts that fail are problems of the context."""
    dataset = context.dataset
    contacts = dataset.lists.get("contacts")
    found = contacts.get(signage.delivery.contact) if contacts and signage.delivery.contact else None
    contact: Mapping[str, Any] = found.values if found else {}
    unit = ", ".join(part for part in (contact.get("unit"), dataset.agency.name) if part)
    common = SignOwner(COMMON, deliver_to=unit, phone=contact.get("phone") or "", items=signage.common or ())
    sets = {COMMON: common} if common_items(signage) else {}
    for index, wanted in enumerate(signage.sets):
        for entry in entries_of(wanted, dataset):
            sets.setdefault(entry.id, _owner(wanted, index, entry, context))
    return list(sets.values())


def _owner(wanted: SignSet, index: int, entry: Entry, context: ContentContext) -> SignOwner:
    file = f"{SIGNAGE}{context.dispatch.signage}.yaml"
    facts = {**context.facts, **entry.values}

    def said(text: str, *path: str | int) -> str:
        place = context.dataset.place(file, "sets", index, *path)
        return merge(text, facts, context.problems, lambda _offset: place)

    name, address = _name(entry), str(entry.values.get("address") or "")
    return SignOwner(
        entry.id,
        name,
        address,
        ", ".join(part for part in (name, address) if part),
        str(entry.values.get("phone") or ""),
        tuple(said(line, "maker", number) for number, line in enumerate(wanted.maker)),
        said(wanted.message, "message") if wanted.message else "",
        wanted.items,
    )


def _name(entry: Entry) -> str:
    return str(entry.values.get("name") or entry.id)


# A poster tiled on A4 sheets for an office printer: assembly map, then the sheets with cut marks and labels.

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

"""All files under `signage/`: sets of signs, tiles, proof, print order and texts.

Each file's content is plain, and its format names its renderer: see `congvan.formats.press.template`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.documents.base.context import ContentContext
from congvan.documents.signage.check import check
from congvan.documents.signage.owners import items_by_owner, owner_names, owners
from congvan.documents.signage.print_order import order, sign_texts_file
from congvan.documents.signage.proof import proof
from congvan.documents.signage.schema import SetFile, SetMember
from congvan.documents.signage.sign import COMMON, Sign, compose_sign, document, title
from congvan.documents.signage.tiles import tiles
from congvan.fonts.faces import Face
from congvan.model.dataset import SIGNAGE, Dataset
from congvan.model.signage import PICTURES, Signage, SignItem
from congvan.problems import Problem
from congvan.signs.draw import Shown
from congvan.signs.svg.picture import Picture, read_picture
from congvan.signs.typeface import installed


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

"""All files under `signage/`: sets of signs, tiles, proof, print order and texts.

Each file's content is plain, and its format names its renderer: see `congvan.formats.press.template`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.documents.signage.check import check
from congvan.documents.signage.print_order import order, sign_texts_file
from congvan.documents.signage.proof import proof
from congvan.documents.signage.schema import SetFile, SetMember
from congvan.documents.signage.sign import COMMON, Sign, compose_sign, document, owners, set_entries, title
from congvan.documents.signage.tiles import tiles
from congvan.fonts.faces import Face
from congvan.model.dataset import Dataset
from congvan.model.signage import Signage, SignItem
from congvan.problems import Problem
from congvan.signs.typeface import installed


@dataclass(slots=True)
class SignageFiles:
    """All files and their problems."""

    files: list[SetFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_files(signage: Signage, dataset: Dataset, *, outlines: bool = False) -> SignageFiles:
    """Return every file under `signage/`; with `outlines` also a copy of each sign with text as outlines."""
    agency, measured = dataset.agency, {name: Face(data) for name, data in installed().items()}
    made = SignageFiles()
    signs = []
    for owner in owners(signage, dataset):
        for item in signage.items:
            sign = compose_sign(signage, item, owner, agency, measured)
            signs.append(sign)
            made.problems += check(sign, measured)
            made.files += sign_files(signage, sign, outlines=outlines)
    for sign in signs:
        if sign.owner.id == COMMON and sign.item.tiles:
            cut = tiles(signage, sign, measured)
            made.files.append(SetFile(f"tiles/{sign.item.id}-a4.pdf", "sign-tiles", cut, artwork=sign.artwork))
    shown = tuple(dict.fromkeys(name for sign in signs for name in sign.artwork))
    made.files.append(SetFile("duyet-mau.pdf", "sign-proof", proof(signage, agency, signs, measured), artwork=shown))
    made.files.append(SetFile("order.xlsx", "sign-order", order(signage, agency, signs)))
    made.files.append(SetFile("texts.txt", "text", {"text": sign_texts_file(signage, signs)}))
    return made


def members(signage: Signage, dataset: Dataset, *, outlines: bool = False) -> list[SetMember]:
    """Return the members that `make_files` would make, in order, without composing anything."""
    files = []
    for owner in (COMMON, *(entry.id for _set, entry in set_entries(signage, dataset))):
        for item in signage.items:
            for variant in ("", f"ty-le-1-{item.twin}") if item.twin else ("",):
                files.append(_sign(owner, item, variant))
                if outlines and not item.artwork:
                    files.append(_sign(owner, item, f"{variant}-outlines" if variant else "outlines"))
    files += [SetMember(f"tiles/{item.id}-a4.pdf", item.id) for item in signage.items if item.tiles]
    return [*files, SetMember("duyet-mau.pdf"), SetMember("order.xlsx"), SetMember("texts.txt")]


def _sign(owner: str, item: SignItem, variant: str) -> SetMember:
    return SetMember(f"{owner}/{item.id}{'-' if variant else ''}{variant}.pdf", item.id, owner, variant)


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

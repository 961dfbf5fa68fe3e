"""All files under `signage/`: sets of signs, tiles, proof, print order and texts.

Each file's content is plain, and its format names its renderer: see `congvan.formats.press.template`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.documents.signage.check import check
from congvan.documents.signage.print_order import order, sign_texts_file
from congvan.documents.signage.proof import proof
from congvan.documents.signage.sign import COMMON, Sign, compose_sign, document, owners, title
from congvan.documents.signage.tiles import tiles
from congvan.fonts.faces import Face
from congvan.model.directory import Agency, Contact, Enterprise
from congvan.model.signage import Signage, SignItem, SupportPoint
from congvan.problems import Problem
from congvan.signs.typeface import installed


@dataclass(frozen=True, slots=True)
class SignFile:
    """A file to make: path relative to `signage/`, format, plain content, names of the assets it shows."""

    path: str
    format: str
    content: Mapping[str, Any]
    artwork: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetMember:
    """A planned file of the set: its path and, for a sign, its item, owner and variant.

    owner "" means a file outside the sets, item "" a file that shows several kinds.
    """

    path: str
    item: str = ""
    owner: str = ""
    variant: str = ""


@dataclass(slots=True)
class SignageFiles:
    """All files and their problems."""

    files: list[SignFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_files(
    signage: Signage,
    agency: Agency,
    enterprises: Sequence[Enterprise],
    points: Sequence[SupportPoint] = (),
    contacts: Sequence[Contact] = (),
    *,
    outlines: bool = False,
    faces: Mapping[str, bytes] | None = None,
) -> SignageFiles:
    """Return every file under `signage/`; with `outlines` also a copy of each sign with text as outlines."""
    measured = {name: Face(data) for name, data in (faces or installed()).items()}
    made = SignageFiles()
    signs = []
    for owner in owners(signage, agency, enterprises, points, contacts):
        for item in signage.items:
            sign = compose_sign(signage, item, owner, agency, measured)
            signs.append(sign)
            made.problems += check(sign, measured)
            made.files += sign_files(signage, sign, outlines=outlines)
    common = [sign for sign in signs if sign.owner.id == COMMON]
    for sign in common:
        if sign.item.tiles:
            cut = tiles(signage, sign, measured)
            made.files.append(SignFile(f"tiles/{sign.item.id}-a4.pdf", "sign-tiles", cut, artwork=sign.artwork))
    shown = tuple(dict.fromkeys(name for sign in signs for name in sign.artwork))
    made.files.append(SignFile("duyet-mau.pdf", "sign-proof", proof(signage, agency, signs, measured), artwork=shown))
    made.files.append(SignFile("order.xlsx", "sign-order", order(signage, agency, signs)))
    made.files.append(SignFile("texts.txt", "text", {"text": sign_texts_file(signage, signs)}))
    return made


def members(
    signage: Signage, enterprises: Sequence[Enterprise], points: Sequence[SupportPoint] = (), *, outlines: bool = False
) -> list[SetMember]:
    """Return the members that `make_files` would make, in order, without composing anything."""
    files = []
    for owner in (COMMON, *(each.id for each in enterprises), *(point.id for point in points)):
        for item in signage.items:
            for variant in ("", f"ty-le-1-{item.twin}") if item.twin else ("",):
                files.append(_sign(owner, item, variant))
                if outlines and not item.artwork:
                    files.append(_sign(owner, item, f"{variant}-outlines" if variant else "outlines"))
    files += [SetMember(f"tiles/{item.id}-a4.pdf", item.id) for item in signage.items if item.tiles]
    return [*files, SetMember("duyet-mau.pdf"), SetMember("order.xlsx"), SetMember("texts.txt")]


def _sign(owner: str, item: SignItem, variant: str) -> SetMember:
    return SetMember(f"{owner}/{item.id}{'-' if variant else ''}{variant}.pdf", item.id, owner, variant)


def sign_files(signage: Signage, sign: Sign, *, outlines: bool) -> list[SignFile]:
    """Return the file of a sign, its twin to scale, and copies with outlines if requested."""
    pages = {"": sign.page}
    if sign.item.twin:
        pages[f"-ty-le-1-{sign.item.twin}"] = {**sign.page, "scale": 1 / sign.item.twin}
    files = []
    for suffix, page in pages.items():
        content = document(signage, title(sign) + suffix.replace("-ty-le-1-", ", tỷ lệ 1:"), [page])
        path = f"{sign.owner.id}/{sign.item.id}{suffix}"
        files.append(SignFile(f"{path}.pdf", "sign", content, sign.artwork))
        if outlines and not sign.item.artwork:
            files.append(SignFile(f"{path}-outlines.pdf", "sign", {**content, "outlines": True}))
    return files

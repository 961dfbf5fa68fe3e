"""What stands twice or in another's place: one finding instead of what follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.nd30.components.document import Part
from congvan.nd30.rules.base import ERROR, MISSING, Answer, NotApplicable, broken, rule


@rule(
    "TWICE",
    "PL I/I/IV",
    ERROR,
    right=("Độc lập - Tự do - Hạnh phúc",),
    wrong=("Độc lập - Tự do - Hạnh phúc / Độc lập - Tự do - Hạnh phúc",),
)
def twice(part: Part) -> Iterator[Answer]:
    """Each component has one place in the diagram: Quốc hiệu, Tiêu ngữ, the bodies' names, number, date, type, Kính
    gửi, Nơi nhận and the signer's name appear once."""
    if part.nation is None:
        yield NotApplicable(MISSING)
    for paragraph in part.twice:
        yield broken(paragraph, text=paragraph.text[:60])


@rule(
    "CHU-QUAN-ORDER",
    "PL I/I/II.2.b",
    ERROR,
    right=("UBND TỈNH LẠNG SƠN / SỞ Y TẾ",),
    wrong=("SỞ Y TẾ / UBND TỈNH LẠNG SƠN",),
)
def chu_quan_order(part: Part) -> Iterator[Answer]:
    """The issuing body's name is under its superior's. Evaluated for people's committees, departments and their units,
    whose order is known."""
    if not part.superior:
        yield NotApplicable(MISSING)
    elif part.upside_down:
        over, under = sorted((part.superior, part.issuer), key=lambda names: names[0].ordinal)
        yield broken(over[0], own=" ".join(p.text for p in over), above=" ".join(p.text for p in under))


@rule(
    "KINH-GUI-PLACE",
    "PL I/I/II.9.d",
    ERROR,
    right=("Kính gửi: Bộ Nội vụ / Thực hiện …",),
    wrong=("Thực hiện … / Kính gửi: Bộ Nội vụ",),
)
def kinh_gui_place(part: Part) -> Iterator[Answer]:
    """Kính gửi is above the text, under the head, or under the trích yếu of a named type."""
    if part.greeting is None:
        yield NotApplicable(MISSING)
    elif part.before:
        yield broken(part.greeting)


@rule(
    "CAN-CU-PLACE",
    "PL I/I/II.6.a",
    ERROR,
    right=("Căn cứ …; / QUYẾT ĐỊNH:",),
    wrong=("QUYẾT ĐỊNH: / Căn cứ …;",),
)
def can_cu_place(part: Part) -> Iterator[Answer]:
    """The legal bases of a decision or resolution are under its trích yếu, above the enacting word."""
    if part.command is None:
        yield NotApplicable(MISSING)
    elif part.late:
        yield broken(part.late[0], text=part.late[0].text[:50], command=part.command.text)


RULES = (twice, chu_quan_order, kinh_gui_place, can_cu_place)

"""Defaults and requirements of each kind of document, from the sample sheets 1.1 to 1.10 of Appendix III."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from congvan.core.decree.kinds import KINDS

Addressed = Literal["always", "upward", "may", "called", "invited", "no"]
"""Use of Kính gửi: always (công văn), only to a superior (tờ trình, báo cáo), optional (thư công, the slips), replaced
by the list of a công điện (“… điện:”) or the guests of a giấy mời, or never."""

Block = Literal["", "invitation", "introduction", "leave", "meeting"]
"""The key of a dispatch that holds the extra fields of the kind's sheet."""


@dataclass(frozen=True, slots=True)
class KindOptions:
    """Options of one kind; the defaults are those of the plain sheet 1.4."""

    addressed: Addressed = "no"
    first_copy: str = ""  # the first item of Nơi nhận; {article} is the last Điều, {person} who gets the paper
    authority: Literal["", "head", "body"] = ""  # THẨM QUYỀN BAN HÀNH: whose, where the dispatch does not say
    enacting: str = ""
    subject_prefix: str = ""  # before a subject that begins with a small letter
    subject_shown: bool = True
    archive: str = ""  # kept beside VT, where the dispatch does not say
    place_date: bool = True
    block: Block = ""
    co_signer: Literal["", "required", "may"] = ""
    labels: tuple[str, str] = ("", "")  # over the left and the right signature, where the dispatch does not say


_AGREEMENT = KindOptions(co_signer="may", labels=("Đại diện bên A", "Đại diện bên B"))
_SLIP = KindOptions(addressed="may", first_copy="Như trên")
_UPWARD = KindOptions(addressed="upward", first_copy="Như trên")

OPTIONS = {kind: KindOptions() for kind in KINDS} | {
    "nghi-quyet": KindOptions(first_copy="Như Điều {article}", authority="body", enacting="QUYẾT NGHỊ:"),
    "quyet-dinh": KindOptions(
        first_copy="Như Điều {article}", authority="head", enacting="QUYẾT ĐỊNH:", subject_prefix="Về việc"
    ),
    "bao-cao": _UPWARD,
    "bien-ban": KindOptions(
        place_date=False, block="meeting", archive="Hồ sơ", co_signer="required", labels=("Thư ký", "Chủ tọa")
    ),
    "to-trinh": _UPWARD,
    "hop-dong": _AGREEMENT,
    "cong-van": KindOptions(addressed="always", first_copy="Như trên"),
    "cong-dien": KindOptions(addressed="called"),
    "ban-ghi-nho": _AGREEMENT,
    "ban-thoa-thuan": _AGREEMENT,
    "giay-uy-quyen": KindOptions(co_signer="may", labels=("Người được ủy quyền", "")),
    "giay-moi": KindOptions(addressed="invited", block="invitation"),
    "giay-gioi-thieu": KindOptions(addressed="may", first_copy="Như trên", subject_shown=False, block="introduction"),
    "giay-nghi-phep": KindOptions(first_copy="{person}", subject_shown=False, block="leave"),
    "phieu-gui": _SLIP,
    "phieu-chuyen": _SLIP,
    "phieu-bao": _SLIP,
    "thu-cong": _SLIP,
}

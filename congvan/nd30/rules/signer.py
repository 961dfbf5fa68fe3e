"""The signer's authority, title and name (boxes 7a, 7b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.foot import DEGREES
from congvan.nd30.model.kinds import CAPITAL, CONTRACTS, SIGNED_BY_TWO, SMALL
from congvan.nd30.model.view import Paragraph
from congvan.nd30.model.widths import printed_centre
from congvan.nd30.rules.base import (
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    kind_not_listed,
    violation,
)

CENTRE_SLACK = 9.0  # mm
_ARMED = re.compile(r"QUÂN|QUỐC PHÒNG|CÔNG AN|CẢNH SÁT|BIÊN PHÒNG")
_LEARNED = re.compile(r"TRƯỜNG|ĐẠI HỌC|HỌC VIỆN|VIỆN|Y TẾ|GIÁO DỤC|KHOA HỌC")
_OFFICE = re.compile(r"^(?:SỞ|BỘ|CỤC|CHI CỤC|PHÒNG(?! KHÁM)|UBND|ỦY BAN|UỶ BAN)\b")


def _has_own_ministry_rules(body: str) -> bool:
    """Return whether a body's ministry regulates titles before names: armed forces, schools, hospitals, institutes."""
    return bool(_ARMED.search(body) or (_LEARNED.search(body) and not _OFFICE.match(body)))


NAME_IN_PICTURE = Message("nd30.name-in-picture")
_PREFIX = r"TM|KT|TL|TUQ|Q|T[./]M|K[./]T|T[./]L|T[./]U[./]Q"


def signer_present(document: DocumentComponents) -> Iterator[Answer]:
    """Every document is signed: authority and title are at the foot."""
    if (
        document.national_name is None
        or document.is_attached
        or document.number is None
        or document.kind in SIGNED_BY_TWO
    ):
        yield NotApplicable(MISSING)
    elif not document.authority and document.unlisted_heading is not None:
        yield kind_not_listed(document)
    elif not document.authority and not document.co_signers:
        yield violation(document.recipients_label or (document.body[-1] if document.body else document.number))


def signer_prefix(document: DocumentComponents) -> Iterator[Answer]:
    """The abbreviations carry a full stop, and a space before the title; T/M and K/T are the Party's forms."""
    lines = [p for s in document.signers for p in s.authority]
    if not lines:
        yield NotApplicable(MISSING)
    for paragraph in lines:
        match = re.match(rf"^({_PREFIX})(\s*[.,:/-]?\s*)(?=[{CAPITAL}]{{2}})", paragraph.text)
        if match and (match[2] != ". " or re.search(r"[./]", match[1])):
            if not match[2]:
                continue  # a word that only begins with these letters
            yield violation(paragraph, text=paragraph.text, wanted=re.sub(r"[./]", "", match[1]) + ". …")
            return
        if re.match(r"^(?:KT|TL|TUQ|TM)\.(?=\S)", paragraph.text):
            yield violation(paragraph, text=paragraph.text, wanted=paragraph.text.split(".")[0] + ". …")
            return
        spelled = re.match(r"^(?:K\. ?T|T\. ?M|T\. ?L|T\. ?U\. ?Q)\b", paragraph.text)
        if spelled:
            yield violation(paragraph, text=paragraph.text, wanted=re.sub(r"\W", "", spelled[0]) + ". …")
            return


_HEAD_TITLE = r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG)"
_WRONG_AUTHORITY = re.compile(
    rf"^TM\. (?:PHÓ )?{_HEAD_TITLE}$|^(?:KT|TL|TUQ|Q)\. (?:PHÓ\b|(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|SỞ|PHÒNG|TRƯỜNG) )"
)


def signer_authority(document: DocumentComponents) -> Iterator[Answer]:
    """On behalf of a collective, TM. is written before its name or the body's; for an acting head (Q.), for the head
    (KT.), by order (TL.) and by authorisation (TUQ.), the abbreviation is written before the head's title."""
    lines = [p for s in document.signers for p in s.authority]
    if not lines:
        yield NotApplicable(MISSING)
    for paragraph in lines:
        if _WRONG_AUTHORITY.match(paragraph.text):
            yield violation(paragraph, text=paragraph.text)


_DEPUTY_MAY_FOLLOW = re.compile(rf"K[./]? ?T\b|TUQ\b|TM\. (?:{_HEAD_TITLE}$|BAN (?:THƯỜNG TRỰC|THƯỜNG VỤ|CHẤP HÀNH)\b)")
"""A line above which KT. is not missing: it has it, another rule judges it, or the body (the Front, an association) has
its own rules."""


def signer_kt(document: DocumentComponents) -> Iterator[Answer]:
    """A deputy, even if in charge, signs for the head: KT. and the head's title are on the line above, also where the
    head signs for a collective (TM.) or by order (TL.)."""
    if not document.authority or document.is_attached or document.kind in SIGNED_BY_TWO:
        yield NotApplicable(MISSING)
        return
    deputy = next((p for p in document.authority if p.text.startswith("PHÓ ")), None)
    above = takewhile(lambda p: p is not deputy, document.authority)
    if deputy is not None and not any(_DEPUTY_MAY_FOLLOW.match(p.text) for p in above):
        yield violation(deputy, text=deputy.text)


def signer_deputy(document: DocumentComponents) -> Iterator[Answer]:
    """A signer for the head (KT.) or by order (TL.) has their own title on the line below; a collective's (TM.) name is
    followed by the title."""
    if not document.authority:
        yield NotApplicable(MISSING)
    elif re.match(r"^(?:KT|TL|TM)\.", document.authority[-1].text) and document.name is not None:
        yield violation(document.authority[-1], text=document.authority[-1].text)


def signer_name(document: DocumentComponents) -> Iterator[Answer]:
    """Surname, middle name and name of the signer are under the signature."""
    if not document.authority or document.kind in ("bien-ban", *CONTRACTS):
        yield NotApplicable(MISSING)
    elif document.name is None:
        in_picture = _is_signed_by_picture(document, document.authority[-1])
        yield NotEvaluated(NAME_IN_PICTURE) if in_picture else violation(document.authority[-1])


def _is_signed_by_picture(document: DocumentComponents, title: Paragraph) -> bool:
    """Return whether a stamp or picture is right below the signer's title, which may show the name."""
    box = title.box
    return box is not None and any(
        image.page == title.page
        and image.box.x0 < box.centre < image.box.x1
        and box.y0 < image.box.y1
        and image.box.y0 < box.y1 + 40
        for image in document.view.images
    )


def signer_name_capitals(document: DocumentComponents) -> Iterator[Answer]:
    """Each syllable of a person's name begins with a capital letter."""
    names = [s.name for s in document.signers if s.name is not None]
    if not names:
        yield NotApplicable(MISSING)
    for name in names:
        if re.search(rf"(?<!\S)[{SMALL}]", DEGREES.sub("", name.text)) and name.text != "Họ và tên":
            yield violation(name, text=name.text, wanted=name.text.title())


def signer_degree(document: DocumentComponents) -> Iterator[Answer]:
    """There is no academic title, degree or honour before the name. Armed forces and bodies of education, health and
    science (not the departments above them) follow their ministry, so they are not evaluated."""
    if document.name is None:
        yield NotApplicable(MISSING)
    elif any(_has_own_ministry_rules(p.text.upper()) for p in (*document.issuer, *document.superior)):
        yield NotApplicable(Message("nd30.body-ministry-sets"))
    elif DEGREES.match(document.name.text):
        yield violation(document.name, text=document.name.text)


def signer_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The name is centred under authority and title."""
    blocks = [[*s.authority, s.name] for s in document.signers if s.authority and s.name is not None]
    if not blocks:
        yield NotApplicable(MISSING)
    for block in blocks:
        yield from _check_block_centred(block)


def _check_block_centred(block: Sequence[Paragraph]) -> Iterator[Answer]:
    """Report the first line of a block that is not centred under the block's first line."""
    top = block[0]
    for paragraph in block[1:]:
        if paragraph.box is not None and top.box is not None:
            if paragraph.page == top.page and abs(paragraph.box.centre - top.box.centre) > CENTRE_SLACK:
                yield violation(paragraph, text=paragraph.text)
                return
            continue
        centres = printed_centre(top), printed_centre(paragraph)
        if centres[0] is None or centres[1] is None:
            yield NotEvaluated(NO_LAYOUT)
            return
        if abs(centres[0] - centres[1]) > CENTRE_SLACK:
            yield violation(paragraph, text=paragraph.text)
            return

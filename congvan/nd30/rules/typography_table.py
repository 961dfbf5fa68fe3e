"""The typography of each component: the table of PL I/I/V.

Why a table: the decree gives one, and a later decree will change its values, not its structure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from congvan.core.messages import Message
from congvan.core.problems import Severity
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.kinds import CAPITAL
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import ERROR, WARNING


@dataclass(frozen=True)
class ComponentStyle:
    """The typography of a component. None: the clause sets nothing, or another rule checks it."""

    ident: str
    name: Message
    clause: str | Message
    find: Callable[[DocumentComponents], Sequence[Paragraph | None]]
    low: float | None = None
    high: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    case: str = ""  # upper, lower; “lower each”: per line, “lower name”: per name
    right: str = ""
    severity: Severity = ERROR
    slip: str = ""  # pattern of wrong capitals in a component in lower case


def _appendix(kind: str) -> Callable[[DocumentComponents], Sequence[Paragraph | None]]:
    def find(document: DocumentComponents) -> Sequence[Paragraph | None]:
        if kind == "label":
            return [a.label for a in document.appendices]
        return [
            p for a in document.appendices for p in (a.title if kind == "title" else a.accompany) if a.label is not None
        ]

    return find


def _copies(document: DocumentComponents) -> Sequence[Paragraph | None]:
    """Return the list of Nơi nhận without the drafter's mark, which another rule checks."""
    return [without_drafter_mark(q) for i in document.recipients for q in i.paragraphs]


def without_drafter_mark(paragraph: Paragraph) -> Paragraph:
    """Return the "Lưu" entry without the smaller letters at its end, the mark of the drafter in many offices."""
    if not re.match(r"^-?\s*Lưu\b", paragraph.text) or not paragraph.lines:
        return paragraph
    runs = list(paragraph.lines[-1].runs)
    largest = max((r.size for r in runs), default=0.0)
    while len(runs) > 1 and (runs[-1].size < 0.95 * largest or not runs[-1].text.strip(" .")):
        runs.pop()
    return replace(paragraph, lines=(*paragraph.lines[:-1], replace(paragraph.lines[-1], runs=tuple(runs))))


def _greeting(document: DocumentComponents) -> Sequence[Paragraph | None]:
    return [document.greeting, *(p for item in document.addressees for p in item.paragraphs)]


TABLE = (
    ComponentStyle(
        "QUOC-HIEU",
        Message("component.quoc-hieu"),
        "PL I/I/II.1.a",
        lambda p: [p.national_name],
        12,
        13,
        True,
        False,
        "upper",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ),
    ComponentStyle(
        "TIEU-NGU",
        Message("component.tieu-ngu"),
        "PL I/I/II.1.b",
        lambda p: [p.motto],
        13,
        14,
        True,
        False,
        "",
        "Độc lập - Tự do - Hạnh phúc",
    ),
    ComponentStyle(
        "CHU-QUAN",
        Message("component.superior-body"),
        "PL I/I/II.2.b",
        lambda p: p.superior,
        12,
        13,
        False,
        False,
        "upper",
        "UBND TỈNH LẠNG SƠN",
    ),
    ComponentStyle(
        "BAN-HANH",
        Message("component.issuing-body"),
        "PL I/I/II.2.b",
        lambda p: p.issuer,
        12,
        13,
        True,
        False,
        "upper",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    ),
    ComponentStyle(
        "SO",
        Message("component.number-symbol"),
        "PL I/I/II.3.c",
        lambda p: [p.number],
        13,
        13,
        False,
        False,
        "",
        "Số: 05/BNV-VP",
    ),
    ComponentStyle(
        "DIA-DANH",
        Message("component.place-date"),
        "PL I/I/II.4.c",
        lambda p: [p.date],
        13,
        14,
        False,
        True,
        "lower",
        "Lạng Sơn, ngày 19 tháng 8 năm 2020",
        slip=rf"^[{CAPITAL}\s]{{4,}},",
    ),
    ComponentStyle(
        "TEN-LOAI",
        Message("component.type-document"),
        "PL I/I/II.5.b",
        lambda p: [p.heading],
        13,
        14,
        True,
        False,
        "upper",
        "THÔNG BÁO",
    ),
    ComponentStyle(
        "TRICH-YEU",
        Message("component.trich-yeu"),
        "PL I/I/II.5.b",
        lambda p: p.title,
        13,
        14,
        True,
        False,
        "lower",
        "Về công tác phòng, chống lụt bão",
    ),
    ComponentStyle(
        "VV",
        Message("component.v-v-line"),
        "PL I/I/II.5.b",
        lambda p: p.subject_line,
        12,
        13,
        False,
        False,
        "lower",
        "V/v nâng bậc lương năm 2019",
    ),
    ComponentStyle(
        "THAM-QUYEN",
        Message("component.adopting-authority"),
        Message("clause.pl-iii-sample"),
        lambda p: p.adopter,
        13,
        14,
        True,
        False,
        "upper",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        WARNING,
    ),
    ComponentStyle(
        "LENH",
        Message("component.enacting-word"),
        Message("clause.pl-iii-sample"),
        lambda p: [p.command],
        13,
        14,
        True,
        False,
        "upper",
        "QUYẾT ĐỊNH:",
        WARNING,
    ),
    ComponentStyle(
        "CAN-CU",
        Message("component.legal-basis"),
        "PL I/I/II.6.a",
        lambda p: p.bases,
        13,
        14,
        False,
        True,
        "",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
    ),
    ComponentStyle(
        "KINH-GUI",
        Message("component.kinh-gui"),
        "PL I/I/II.9.d",
        _greeting,
        13,
        14,
        False,
        False,
        "lower each",
        "Kính gửi: Bộ Nội vụ",
        slip=r"^(?!Kính gửi)(?i:kính gửi)",
    ),
    ComponentStyle(
        "QUYEN-HAN",
        Message("component.signer-authority-title"),
        "PL I/I/II.7.đ",
        lambda p: [n for s in p.signers for n in s.authority],
        13,
        14,
        True,
        False,
        "upper",
        "KT. GIÁM ĐỐC",
    ),
    ComponentStyle(
        "HO-TEN",
        Message("component.signer-name"),
        "PL I/I/II.7.đ",
        lambda p: [s.name for s in p.signers],
        13,
        14,
        True,
        False,
        "lower name",
        "Nguyễn Văn A",
    ),
    ComponentStyle(
        "NOI-NHAN",
        Message("component.noi-nhan-word"),
        "PL I/I/II.9.d",
        lambda p: [p.recipients_label],
        12,
        12,
        True,
        True,
        "lower",
        "Nơi nhận:",
    ),
    ComponentStyle(
        "NOI-NHAN-LIST",
        Message("component.list-noi-nhan"),
        "PL I/I/II.9.d",
        _copies,
        11,
        11,
        False,
        False,
        "",
        "- Như trên;",
    ),
    ComponentStyle(
        "DAU", Message("component.mark"), "PL I/I/III.2.b-c", lambda p: p.marks, 13, 14, True, False, "upper", "HỎA TỐC"
    ),
    ComponentStyle(
        "LIEN-HE",
        Message("component.contact-line"),
        "PL I/I/III.4",
        lambda p: p.contact,
        11,
        12,
        None,
        False,
        "lower",
        "ĐT: 0205.3812345, Fax: 0205.3812346",
    ),
    ComponentStyle(
        "PHU-LUC",
        Message("component.phu-luc-line"),
        "PL I/I/III.1.b",
        _appendix("label"),
        14,
        14,
        True,
        False,
        "lower",
        "Phụ lục I",
    ),
    ComponentStyle(
        "PHU-LUC-TITLE",
        Message("component.title-appendix"),
        "PL I/I/III.1.b",
        _appendix("title"),
        13,
        14,
        True,
        False,
        "upper",
        "BẢNG CHỮ VIẾT TẮT",
    ),
    ComponentStyle(
        "PHU-LUC-KEM",
        Message("component.accompanying-line-appendix"),
        "PL I/I/III.1.c",
        _appendix("accompany"),
        13,
        14,
        False,
        True,
        "lower",
        "(Kèm theo Văn bản số 05/BNV-VP ngày 05 tháng 01 năm 2020 của Bộ Nội vụ)",
    ),
    ComponentStyle(
        "SAO",
        Message("component.words-copy"),
        "PL I/II/II.2.b",
        lambda p: [p.copy_form],
        13,
        14,
        True,
        False,
        "upper",
        "SAO Y",
    ),
)

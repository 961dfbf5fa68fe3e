"""Texts that the sample sheets of Appendix III prescribe around the body: giấy mời, giấy giới thiệu, giấy nghỉ phép,
biên bản (sheets 1.7 to 1.10).
"""

from __future__ import annotations

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.templating.declared import empty
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import day
from congvan.documents.letter.recipients import Addressed, caller_name, receiver_lines
from congvan.documents.letter.schema import Confirmation
from congvan.documents.letter.skeleton import listed
from congvan.documents.text.line_breaks import text_run
from congvan.documents.text.schema import Block

END = "./."


def blocks_before(context: ContentContext, receiver: Addressed | None) -> list[Block]:
    """Return the blocks before the body; if there is no body, they end with the end mark."""
    dispatch = context.dispatch
    if dispatch.invitation:
        blocks = _invitation(context, receiver)
    elif dispatch.introduction:
        blocks = _introduction(context)
    elif dispatch.leave:
        blocks = _leave(context)
    elif dispatch.meeting:
        return _meeting(context)
    else:
        return []
    if not dispatch.body and not blocks[-1]["runs"][-1]["text"].endswith(END):
        blocks[-1]["runs"][-1]["text"] += END
    return blocks


def blocks_after(context: ContentContext) -> list[Block]:
    """Return the blocks after the body: the end of a meeting."""
    meeting = context.dispatch.meeting
    if meeting is None:
        return []
    return [_line(f"{_phrase(context, 'meeting', 'name')} kết thúc vào {_phrase(context, 'meeting', 'ended')}{END}")]


def _merged_value(context: ContentContext, block: str, key: str) -> str:
    """Merge facts into a value; an empty result is a Problem, because the sheet has a place for it."""
    text = context.merge(getattr(getattr(context.dispatch, block), key), block, key)
    if not text.strip():
        hint = Message("value-empty.hint-fact-names")
        context.problems.append(Problem(Message("value-empty", key=key), context.place(block, key), hint))
    return text


def _phrase(context: ContentContext, block: str, key: str) -> str:
    """Return a value for use inside a sentence."""
    return " ".join(_merged_value(context, block, key).split())


def _line(text: str, style: str = "doan") -> Block:
    return {"style": style, "runs": [text_run(text)]}


def _labelled(context: ContentContext, block: str, **labels: str) -> list[Block]:
    """Return a line for each label and its value; further lines of a value, and dashes, follow as typed."""
    lines = []
    for key, label in labels.items():
        more = [line.strip() for line in _merged_value(context, block, key).strip().splitlines() if line.strip()]
        beside = f" {more.pop(0)}" if more and not more[0].startswith("- ") else ""
        lines.append(_line(f"{label}:{beside}"))
        lines += [_line(line, "gach" if line.startswith("- ") else "doan") for line in more]
    return lines


def _invitation(context: ContentContext, receiver: Addressed | None) -> list[Block]:
    invitation = context.dispatch.invitation
    assert invitation
    if receiver is not None and invitation.invited:  # says of the receiver what only his copy holds
        guests = [context.merge(invitation.invited, "invitation", "invited")]
    else:
        guests = receiver_lines(context, receiver) or [context.merge(invitation.invited or "", "invitation", "invited")]
    lead = f"{caller_name(context)} trân trọng kính mời:"
    if len(guests) == 1:
        invited = [_line(f"{lead} {guests[0]}")]
    else:
        invited = [_line(lead), *(_line(guest, "gach") for guest in listed(guests))]
    details = _labelled(context, "invitation", chair="Chủ trì", time="Thời gian", place="Địa điểm")
    return [*invited, _line(f"Tới dự {_phrase(context, 'invitation', 'to')}"), *details]


def _introduction(context: ContentContext) -> list[Block]:
    introduction = context.dispatch.introduction
    assert introduction
    person = _phrase(context, "introduction", "person")
    return [
        _line(f"{caller_name(context)} trân trọng giới thiệu:", "giua"),
        _line(person if person.startswith(("Ông ", "Bà ")) else f"Ông (bà) {person}"),
        *_labelled(context, "introduction", title="Chức vụ", sent_to="Được cử đến", about="Về việc"),
        _line("Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ."),
        _line(
            f"Giấy này có giá trị đến hết {day(introduction.valid_until)['long']}{'' if context.dispatch.body else END}"
        ),
    ]


def _leave(context: ContentContext) -> list[Block]:
    leave = context.dispatch.leave
    assert leave
    person = _phrase(context, "leave", "person")
    whom = person[0].lower() + person[1:] if person.startswith(("Ông ", "Bà ")) else f"ông (bà) {person}"
    spent = (
        f"Được nghỉ phép trong thời gian {_phrase(context, 'leave', 'days')} kể từ {day(leave.first_day)['long']} "
        f"đến hết {day(leave.last_day)['long']} tại {_phrase(context, 'leave', 'place')}."
    )
    return [
        _line(f"Xét Đơn đề nghị nghỉ phép {day(leave.requested)['long']} của {whom}, {caller_name(context)} cấp cho:"),
        _line(person if person.startswith(("Ông ", "Bà ")) else f"Ông (bà): {person}"),
        *_labelled(context, "leave", title="Chức vụ"),
        _line(spent),
        _line(f"Số ngày nghỉ phép nêu trên được tính vào thời gian {_phrase(context, 'leave', 'counted_as')}"),
    ]


def _meeting(context: ContentContext) -> list[Block]:
    head = _labelled(
        context,
        "meeting",
        began="Thời gian bắt đầu",
        place="Địa điểm",
        present="Thành phần tham dự",
        chair="Chủ trì (chủ tọa)",
        secretary="Thư ký (người ghi biên bản)",
    )
    return [*head, _line("Nội dung (theo diễn biến cuộc họp/hội nghị/hội thảo):")]


def confirmation_block(context: ContentContext) -> Confirmation:
    """Return the block for the confirmation of a leave by the local authority (sheet 1.10)."""
    leave = context.dispatch.leave
    if leave is None or not leave.confirmation:
        return empty(Confirmation)
    words = "Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép (nếu cần)"
    return {"lines": [words], "hint": "(Chữ ký, dấu)", "name": "Họ và tên"}

"""Events as collecting and the acts would store them, for a small office with forms of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from congvan.core.messages import Message, as_plain
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.ledger.store import Event
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import FoldedRecords, fold
from tests.forms.office import files

HERE = "cv"
MEMBERS = """\
forms:
  - id: thanh-vien
    version: 2
    name: Danh sách
    subject: Thành viên
    per: {xa: xa, don_vi: don-vi}
    sender: xa.ubnd
    owed: {rows: 2}
    due: danh-sach
    columns:
      - {id: tt, label: TT, type: ordinal}
      - {id: ho-ten, label: Họ và tên, type: name}
      - {id: dien-thoai, label: Điện thoại, type: phone, unique: dispatch}
      - {id: to-truong, label: Tổ trưởng, type: mark}
      - {id: cccd, label: CCCD, type: cccd, since: 2}
    checks: [{check: count(to_truong) == 1, say: chưa ghi tổ trưởng}]
    attachments: [{id: bien-ban, label: Biên bản}]
  - id: tuan
    name: Báo cáo tuần
    subject: Kết quả
    per: {xa: xa}
    sender: xa.ubnd
    period: {each: week, from: 31/8/2026, to: 27/9/2026}
    due: {day: thứ Sáu, time: 16h00}
    columns:
      - {id: luot, label: Lượt, type: integer}
      - {id: luy-ke, label: Lũy kế, type: integer, value: so_far(luot)}
      - {id: truoc, label: Tuần trước, type: integer, value: last(luot)}
    rows: 1
    nil: Trong tuần không phát sinh
"""
SUMMARY = """\
  - id: tong-hop
    name: Tổng hợp
    subject: Thành viên
    per: {don_vi: don-vi}
    columns:
      - {id: xa, label: Xã, type: xa, value: xa}
      - {id: so-nguoi, label: Số người, type: integer, equals: count(thanh_vien)}
    rows: {each: xa}
"""


def project(forms: str = MEMBERS) -> Dataset:
    return load(files(forms))


def row(number: int, state: str = "taken", entry: str = "", **values: Any) -> dict[str, Any]:
    """A row; one that is asked about asks about its first value. Underscores in names of columns stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in values.items()}
    column = next(iter(named), "")
    why = as_plain(Message("column-number.form", text="?"))
    issue = {"code": "column-number", "cell": f"B{number}", "said": "?", "why": why, "column": column}
    issues = [issue] if state == "asked" else []
    return {"n": number, "entry": entry, "cell": f"B{number}", "values": named, "state": state, "issues": issues}


def answer(
    subject: str, form: str, keys: Mapping[str, str], *rows: dict[str, Any], received: str = "", **changes: Any
) -> Event:
    """An answer as collecting stores it; `changes` of its body, `kind` told for a call."""
    kind = changes.pop("kind", "answer")
    body = {"form": form, "version": 2, "keys": dict(keys), "period": "", "how": "form", "nil": False}
    body |= {
        "file": f"{subject}.xlsx",
        "sections": {"bang": list(rows)},
        "attachments": [{"id": "bien-ban"}],
        **changes,
    }
    return Event(kind, subject, body, HERE, received)


def act(kind: str, subject: str, received: str = "", **body: Any) -> Event:
    return Event(kind, subject, body, HERE, received, "thử")


def folded(dataset: Dataset, *events: Event) -> FoldedRecords:
    return fold((replace(event, number=n) for n, event in enumerate(events, 1)), computed_of(dataset))


def answers(*events: Event, forms: str = MEMBERS) -> DispatchAnswers:
    dataset = project(forms)
    return DispatchAnswers(dataset, HERE, folded(dataset, *events))


def person(number: int, **more: Any) -> dict[str, Any]:
    """A member of the list; the first leads."""
    values = {"ho_ten": f"Nguyễn Văn Mẫu {number}", "dien_thoai": f"09421000{number:02d}"}
    return row(number, **{**values, "to_truong": "x" if number == 1 else "", "cccd": f"0200900000{number:02d}", **more})

"""The forms that may come back to a dispatch: its own, that of a huyện đoàn, the daily report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from congvan.model.dataset import Dataset
from congvan.model.forms.before import OlderColumn, OlderForm, older_form
from congvan.text import fold

UNION = "huyen-doan"
UNION_FACT = "so_nguoi_huyen_doan"
UNION_COLUMNS = (
    OlderColumn(id="tt", label="TT", mm=10, align="center", kind="ordinal"),
    OlderColumn(id="ho-ten", label="Họ tên", mm=48),
    OlderColumn(id="chuc-vu", label="Chức vụ", mm=35),
    OlderColumn(id="dien-thoai", label="Điện thoại liên hệ", mm=30, align="center", kind="phone"),
    OlderColumn(id="huyen", label="Huyện/thành phố", mm=42, kind="district"),
)
REPORT_NAME = "Biểu báo cáo ngày"
REPORT_COLUMNS = (
    OlderColumn(id="tt", label="TT", mm=10, align="center", kind="ordinal"),
    OlderColumn(id="huyen", label="Huyện/thành phố", mm=38, kind="district"),
)
_SIGN_HINT = "(Ký, ghi rõ họ tên, đóng dấu)"


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form that may come back to a dispatch: id, version, columns, and the texts below its table (`foot`)."""

    dispatch: str
    form: str
    version: int
    name: str
    columns: tuple[OlderColumn, ...]
    foot: tuple[str, ...]
    daily: bool = False
    body: str = ""  # who answers it, if not an enterprise

    @property
    def is_roster(self) -> bool:
        """Whether enterprises name people on it."""
        return not (self.daily or self.body)


@lru_cache(maxsize=1 << 14)
def normalised(text: str) -> str:
    """Return a text for comparison: without diacritics, lower case, single spaces."""
    return " ".join(fold(text).split())


def kinds_of(dataset: Dataset, *names: str) -> list[FormKind]:
    """Return every form that may come back to these dispatches (default: all), the daily report included."""
    among = names or tuple(dataset.dispatches)
    kinds = [_form_kind(dataset, name, older_form(form)) for name in among for form in dataset.dispatches[name].forms]
    kinds += [_union_kind(name) for name in among if union_wanted(dataset, name)]
    return kinds + [report_kind(name, dataset) for name in among if dataset.reports]


def _form_kind(dataset: Dataset, dispatch_id: str, form: OlderForm) -> FormKind:
    """Return a form of a dispatch, with the texts expected below its table."""
    note = re.split(r"\{\{.*?\}\}", form.note or "")
    enterprises = (enterprise.name for enterprise in dataset.enterprises)
    foot = _foot(form.signed_by, form.sign_hint, *enterprises, max(note, key=len))
    return FormKind(dispatch_id, form.id, form.version, form.name, form.columns, foot)


def _union_kind(dispatch_id: str) -> FormKind:
    foot = _foot("Huyện đoàn", "Thành đoàn", _SIGN_HINT)
    return FormKind(dispatch_id, UNION, 1, "Biểu danh sách đoàn viên", UNION_COLUMNS, foot, body=UNION)


def union_wanted(dataset: Dataset, dispatch_id: str) -> int:
    """Return the minimum of union members per team, a fact of the dispatch; 0 if it asks for none."""
    text = dataset.dispatches[dispatch_id].facts.get(UNION_FACT, "0")
    return int(text) if text.isdecimal() else 0


def report_kind(dispatch_id: str, dataset: Dataset) -> FormKind:
    """Return the daily report of a dispatch."""
    reports = dataset.reports
    assert reports
    columns = list(REPORT_COLUMNS)
    for field in reports.fields:
        kind: Any = "number" if field.kind == "number" else "text"
        columns.append(OlderColumn(id=field.id.replace("_", "-"), label=field.label, mm=field.mm, kind=kind))
    foot = _foot(*(enterprise.name for enterprise in dataset.enterprises), "cong", _SIGN_HINT)
    return FormKind(dispatch_id, reports.form, reports.version, REPORT_NAME, tuple(columns), foot, daily=True)


def _foot(*texts: str | None) -> tuple[str, ...]:
    return tuple(normalised(text) for text in texts if text)

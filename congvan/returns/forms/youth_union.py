"""District youth unions (huyện đoàn): the form that asks for team members, and its answers."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.model.dataset import Dataset
from congvan.model.dispatch import Column
from congvan.returns.forms.recognise import FormKind, normalised
from congvan.returns.state import ReturnsState

UNION = "huyen-doan"
VERSION = 1
NAME = "Biểu danh sách đoàn viên"
COLUMNS = (
    Column(id="tt", label="TT", mm=10, align="center", kind="ordinal"),
    Column(id="ho-ten", label="Họ tên", mm=48),
    Column(id="chuc-vu", label="Chức vụ", mm=35),
    Column(id="dien-thoai", label="Điện thoại liên hệ", mm=30, align="center", kind="phone"),
    Column(id="huyen", label="Huyện/thành phố", mm=42, kind="district"),
)
FACT = "so_nguoi_huyen_doan"


def union_kind(dispatch: str) -> FormKind:
    """Return the form of a huyện đoàn as a `FormKind`."""
    foot = tuple(normalised(text) for text in ("Huyện đoàn", "Thành đoàn", "(Ký, ghi rõ họ tên, đóng dấu)"))
    return FormKind(dispatch, UNION, VERSION, NAME, COLUMNS, foot, body=UNION)


def union_wanted(dataset: Dataset, dispatch: str) -> int:
    """Return the minimum of union members per team, a fact of the dispatch; 0 if it asks for none."""
    text = dataset.dispatches[dispatch].facts.get(FACT, "0")
    return int(text) if text.isdecimal() else 0


def union_people(state: ReturnsState, dispatch: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, title, phone, district) of everybody named by the unions."""
    for slot, answer in state.current.items():
        if slot[0] == dispatch and slot[1] == UNION:
            for row in answer.good():
                values = row["values"]
                yield values.get("ho-ten", ""), values.get("chuc-vu", ""), values.get("dien-thoai", ""), row["district"]

"""Who has answered: any two dimensions, the rest counted, equal lines folded."""

from __future__ import annotations

from typing import Any

from congvan.core.returned import FormStatus, NamedBody, Standing
from congvan.documents.returned.matrix import as_text, matrix


def standing(state: str, period: str = "", rows: int = 0, **keys: str) -> Standing:
    few: Any = [{"code": "rows-few", "count": 1, "text": "people"}] if state == "incomplete" else []
    return {
        "form": "f", "period": period, "keys": keys, "sender": "", "state": state, "rows": {"bang": rows}, "owed": 2,
        "reasons": few, "questions": [], "findings": [], "file": "", "how": "", "received": "", "late": "", "due": "",
        "after_close": False, "notes": [],
    }  # fmt: skip  # a table: what belongs together on a line


def dimension(name: str, *entries: str, above: dict[str, str] | None = None) -> Any:
    bodies: list[NamedBody] = [{"id": each, "name": f"{name.title()} {each}"} for each in entries]
    return {"name": name, "list": name, "label": name, "one": name, "entries": bodies, "above": above or {}}


def status(per: list[Any], standings: list[Standing]) -> FormStatus:
    return {
        "form": "f", "ref": "Phụ lục I", "title": "F", "name": "F", "version": 1, "per": per, "periods": [], "due": "",
        "standings": standings,
    }  # fmt: skip  # a table: what belongs together on a line


def lines(form: FormStatus, **options: Any) -> list[str]:
    return as_text(matrix(form, form["standings"], **options))


def test_two_dimensions_and_equal_lines_as_one() -> None:
    places = [f"{number}" for number in range(1, 66)]
    standings = [standing("missing", xa=xa, don_vi=unit) for xa in places for unit in "AB"]
    standings[0], standings[1] = (
        standing("complete", xa="1", don_vi="A", rows=11),
        standing("incomplete", xa="1", don_vi="B"),
    )
    assert lines(status([dimension("xa", *places), dimension("don_vi", "A", "B")], standings)) == [
        "            Don_Vi A  Don_Vi B",
        "Xa 1        đủ (11)   còn thiếu 1 người",
        "64 xa khác  chưa gửi  chưa gửi",
    ]
    assert len(lines(status([dimension("xa", *places), dimension("don_vi", "A", "B")], standings), fold=None)) == 66


def test_the_rest_is_counted() -> None:
    standings = [standing("complete", xa=xa, don_vi=unit, loai=kind) for xa in "12" for unit in "AB" for kind in "xy"]
    standings[0] = standing("missing", xa="1", don_vi="A", loai="x")
    form = status([dimension("xa", "1", "2"), dimension("don_vi", "A", "B"), dimension("loai", "x", "y")], standings)
    assert lines(form) == [
        "      Don_Vi A                   Don_Vi B",
        "Xa 1  1 đủ, 1 chưa gửi (Loai x)  2 đủ",
        "Xa 2  2 đủ                       2 đủ",
    ]
    assert lines(form, lines="loai", columns="don_vi")[1] == "Loai x  1 đủ, 1 chưa gửi (Xa 1)  2 đủ"


def test_a_single_dimension_is_grouped_by_what_it_refers_to() -> None:
    above = {"a1": "Xã A", "a2": "Xã A", "b1": "Xã B"}
    standings = [standing("complete", thon="a1"), standing("missing", thon="a2"), standing("complete", thon="b1")]
    form = status([dimension("thon", "a1", "a2", "b1", above=above)], standings)
    assert lines(form) == ["Xã A  1 đủ, 1 chưa gửi (Thon a2)", "Xã B  đủ"]

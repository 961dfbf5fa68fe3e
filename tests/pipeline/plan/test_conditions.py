from __future__ import annotations

from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import Severity
from congvan.model.document_specs import Document
from congvan.pipeline.plan.conditions import ConditionWrong, holds, nobody_meets

VALUES: dict[str, Any] = {
    "dispatch": {"envelopes": False, "kind_id": "cong-van"},
    "edition": "corrected",
    "returned": {"forms": ["tuan"]},
    "sender": {"id": "a", "owing": ["tuan"]},
    "xa": {"id": "cao-loc", "kind": "xã", "via": ["trục", "giấy"], "tags": []},
    "receiver": {"id": "ubnd-cao-loc", "entry": {"id": "cao-loc"}},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dispatch.envelopes", False),
        ("sender.owing", True),
        ("edition == 'corrected' and 'tuan' in returned.forms", True),
        ("receiver.entry == xa", True),
        ("xa.via == 'giấy'", True),
        ("xa.via == 'e-mail'", False),
        ("xa.via != 'giấy'", False),
        ("xa.tags == ''", True),
        ("xa.kind != 'xã'", False),
    ],
)
def test_a_condition_holds_or_not(text: str, expected: bool) -> None:
    assert holds(text, VALUES) is expected


@pytest.mark.parametrize(
    ("text", "offset", "said", "remedy"),
    [
        ("sender.owing = true", 13, "hai dấu bằng", "sender.owing == true"),
        ("table.filed", 0, "table.filed", "có phải là"),
        ("sender.owin", 0, "sender.owin", "sender.owing"),
        ("dispatch.envelopes and not x", 27, "“x”", "xa"),  # what `and` passes over is told too
        ("xa.kind|nosuch", 7, "“|”", "or"),
    ],
)
def test_a_slip_is_told_at_its_character(text: str, offset: int, said: str, remedy: str) -> None:
    values = {**VALUES, "table": {"filled": True}} if "table" in text else VALUES
    with pytest.raises(ConditionWrong) as caught:
        holds(text, values)
    error = caught.value.error
    assert error.offset == offset
    with using_language("vi"):
        assert said in str(error)
        assert remedy in str(error.hint)


LISTS_OF_PEOPLE = {"nguoi": object(), "don-vi": object()}
PEOPLE = [{"id": "an", "chuc_vu": "Chuyên viên", "dv": "a"}, {"id": "binh", "chuc_vu": "Trưởng phòng", "dv": "b"}]


@pytest.mark.parametrize(
    ("when", "total"),
    [
        ("n.chuc_vu == 'Chuyen vien'", 2),
        ("edition == 'corrected' and n.chuc_vu == 'Chuyen vien'", 2),
        ("n.dv == dv.id and n.chuc_vu == 'Chuyen vien'", 2),
        ("n.chuc_vu == 'Chuyên viên'", 0),
        ("edition == 'as-issued' and n.chuc_vu == 'Chuyen vien'", 0),  # it is off, whoever is in the list
        ("dispatch.envelopes and receiver.on_paper", 0),  # none of the entries
        ("n.chuc_vu == dispatch.kind_id", 0),  # another dispatch may be of another kind
        ("table.filled", 0),
        ("n.chuc_vu ==", 0),
    ],
)
def test_a_condition_that_no_entry_meets_is_told_with_the_values_there_are(when: str, total: int) -> None:
    loops = {"n": "nguoi", "dv": "don-vi", "receiver": "receivers"}
    document = Document.model_construct(id="giay", name="Giấy", when=when, for_each=loops)
    pools = {"n": PEOPLE, "dv": [{"id": "c"}], "receiver": [{"id": "x", "on_paper": False}]}
    found = list(nobody_meets(document, pools, LISTS_OF_PEOPLE, VALUES))
    assert [(each.code, each.message.values["total"], each.severity) for each in found] == [
        ("none-meets", total, Severity.WARNING)
    ] * bool(total)
    assert all("Chuyên viên" in each.hint for each in found)

from __future__ import annotations

from typing import Any

import pytest

from congvan.i18n import using_language
from congvan.plan.conditions import ConditionWrong, holds, is_template_condition

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
        ("xa.kind is defined and xa.kind|length > 1", True),  # as conditions were written before
    ],
)
def test_a_condition_holds_or_not(text: str, expected: bool) -> None:
    assert holds(text, VALUES) is expected
    assert is_template_condition(text) == ("|" in text)


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

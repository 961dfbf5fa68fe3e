"""Lines and blocks put together from the boxes of a content, whatever keys a template reads."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.documents.letter.ready_lines import with_ready_lines


def content(**boxes: Any) -> dict[str, Any]:
    receivers = {"label": "Kính gửi:", "one": "", "items": [], "centred": False}
    listed = {"label": "Nơi nhận:", "items": ["- A;", "- Lưu: VT."], "rest": [], "drafter": ""}
    layout = {"receivers_inline": False}
    return {"urgency": "", "copy": {}, "receivers": receivers, "noi_nhan": listed, "layout": layout} | boxes


def lines(blocks: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(block["style"], block["text"]) for block in blocks]


@pytest.mark.parametrize(
    ("receivers", "inline", "said"),
    [
        ({"one": "Sở A"}, False, [("kinh_gui_mot", "Kính gửi: Sở A")]),
        ({}, False, []),
        ({"items": ["- A;", "- B."]}, False, [("kinh_gui", "Kính gửi:"), ("noi_gui", "- A;"), ("noi_gui", "- B.")]),
        ({"items": ["- A;", "- B."]}, True, [("kinh_gui_lien", "Kính gửi: - A;"), ("noi_gui", "- B.")]),
        ({"items": ["- A."], "centred": True}, False, [("dien", "Kính gửi:"), ("noi_gui", "- A.")]),
    ],
)
def test_receivers(receivers: dict[str, Any], inline: bool, said: list[tuple[str, str]]) -> None:
    box = content()["receivers"] | receivers
    assert lines(with_ready_lines(content(receivers=box, layout={"receivers_inline": inline}))["kinh_gui"]) == said


@pytest.mark.parametrize(
    ("rest", "shown", "more"),
    [([], ["- A;", "- Lưu: VT. PL.(3)"], []), (["- C."], ["- A;", "- Lưu: VT."], ["- C. PL.(3)"])],
)
def test_the_drafter_stands_behind_the_last_line(rest: list[str], shown: list[str], more: list[str]) -> None:
    listed = content()["noi_nhan"] | {"rest": rest, "drafter": "PL.(3)"}
    made = with_ready_lines(content(noi_nhan=listed))["noi_nhan"]
    assert (made["lines"], made["more"]) == (shown, more)
    assert (made["items"], made["rest"]) == (["- A;", "- Lưu: VT."], rest)


@pytest.mark.parametrize(
    ("urgency", "said"),
    [
        ("", []),
        ("KHẨN", [("khan", "KHẨN")]),
        ("THƯỢNG KHẨN", [("thuong_khan", "THƯỢNG KHẨN")]),
        ("HỎA TỐC", [("hoa_toc", "HỎA TỐC")]),
    ],
)
def test_the_mark_of_urgency_is_a_box_of_its_own_width(urgency: str, said: list[tuple[str, str]]) -> None:
    assert lines(with_ready_lines(content(urgency=urgency))["do_khan"]) == said


def test_a_copy_has_its_lines_and_other_contents_stay_as_they_are() -> None:
    assert with_ready_lines(content(copy={"items": ["- A."]}))["copy"] == {"items": ["- A."], "lines": ["- A."]}
    assert with_ready_lines({"heading": "x"}) == {"heading": "x"}

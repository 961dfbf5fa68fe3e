"""Titles in lines of even length; document numbers in one piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.documents.text.line_breaks import TITLE_MM, balanced_lines, keep_numbers_whole, length_mm, text_run

TITLES = {
    "Kế hoạch năm 2026": ["Kế hoạch năm 2026"],
    "Tình hình kinh tế - xã hội quý I, nhiệm vụ trọng tâm quý II năm 2025": [
        "Tình hình kinh tế - xã hội quý I,",
        "nhiệm vụ trọng tâm quý II năm 2025",
    ],
    "Họp nghe báo cáo\ntại Sở Nội vụ\n": ["Họp nghe báo cáo", "tại Sở Nội vụ"],
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_even_lines(title: str) -> None:
    assert balanced_lines(title, TITLE_MM) == TITLES[title]


@given(st.lists(st.text("abcĐẮ", min_size=1, max_size=12), min_size=1, max_size=40))
def test_the_fewest_lines_with_every_word(words: list[str]) -> None:
    text = " ".join(words)
    lines = balanced_lines(text, TITLE_MM)
    assert " ".join(lines) == text
    assert all(length_mm(line, 14) <= TITLE_MM for line in lines)
    greedy, count = "", 1
    for word in words:
        longer = f"{greedy} {word}".strip()
        greedy, count = (longer, count) if length_mm(longer, 14) <= TITLE_MM else (word, count + 1)
    assert len(lines) == count


NUMBERS = {
    "theo Công văn số 3424/CVT-VP ngày 24/8/2020": ["theo Công văn số ", "3424/CVT-VP", " ngày 24/8/2020"],
    "30/2020/NĐ-CP, 1594-TB/TU; 10/2022/QH15.": ["30/2020/NĐ-CP", ", ", "1594-TB/TU", "; ", "10/2022/QH15", "."],
    "16-18 tuổi, 50 km/h, 2026-2027, 1/2 xã": ["16-18 tuổi, 50 km/h, 2026-2027, 1/2 xã"],
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_document_number_is_a_run_of_its_own(text: str) -> None:
    runs = keep_numbers_whole({"body": [{"style": "doan", "runs": [text_run(text, bold=True)]}]})["body"][0]["runs"]
    assert [piece["text"] for piece in runs] == NUMBERS[text]
    assert all(piece["bold"] and not piece["italic"] for piece in runs)
    assert all("-".join(piece["parts"]) in ("", piece["text"]) for piece in runs)


def test_what_holds_no_number_is_not_copied() -> None:
    rows = [{"across": [], "cells": [{"runs": [text_run("An")]}]} for _row in range(2)]
    block = {"style": "bang", "runs": [], "table": {"rows": rows}}
    (kept,) = keep_numbers_whole({"body": [block]})["body"]
    assert kept is block
    rows[1]["cells"] = [{"runs": [text_run("Số 12/KH-SNV")]}]
    (split,) = keep_numbers_whole({"body": [block]})["body"]
    assert split["table"]["rows"][0] is rows[0]
    assert [run["text"] for run in split["table"]["rows"][1]["cells"][0]["runs"]] == ["Số ", "12/KH-SNV"]

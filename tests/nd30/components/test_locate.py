"""Repeated lines of the head: taken out once, and not where two names begin alike."""

from __future__ import annotations

import pytest

from congvan.nd30.components.locate import split_duplicates
from tests.nd30.by_hand import line

_HEAD = ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG", "ỦY BAN NHÂN DÂN", "XÃ ĐƠN DƯƠNG")


@pytest.mark.parametrize(("bold", "repeated"), [((False, False, True, True), 0), ((True, True, True, True), 1)])
def test_a_superior_body_may_begin_as_the_issuing_one(bold: tuple[bool, ...], repeated: int) -> None:
    nation = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", look={"bold": True})
    head = [line(text, look={"bold": shown}) for text, shown in zip(_HEAD, bold, strict=True)]
    kept, duplicates = split_duplicates([*head, nation])
    assert len(duplicates) == repeated
    assert len(kept) == 5 - repeated

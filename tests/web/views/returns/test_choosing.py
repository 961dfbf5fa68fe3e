"""What the page says of chosen columns, as a choice of the reader."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from congvan.returns.reading.chosen import ChosenColumns
from congvan.web.views.returns.choosing import chosen_columns, unread_files


def test_the_fields_of_the_page_are_a_choice() -> None:
    said = {"bieu": "ds", "dong": "1:12", "cot-ten": "2", "cot-sdt": "", "=xa": "xa-a"}
    assert chosen_columns(said) == ChosenColumns("ds", 1, 12, {"ten": 2})


@pytest.mark.parametrize("dong", ["", "1", "a:2", "1:", "-1:2"])
def test_without_a_row_nothing_is_chosen(dong: str) -> None:
    assert chosen_columns({"dong": dong, "cot-ten": "2"}) is None
    assert chosen_columns({"dong": "0:1", "cot-ten": ""}) is None


def test_files_within_archives_are_not_offered() -> None:
    files = [{"file": "a.xlsx", "lines": [1]}, {"file": "b.zip/c.xlsx", "lines": [1]}, {"file": "d"}]
    ended = SimpleNamespace(outcome={"files": files}, data={"names": {"1": "a.xlsx", "2": "b.zip", "3": "d"}})
    assert unread_files(cast(Any, ended)) == ["a.xlsx"]

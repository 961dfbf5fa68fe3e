"""Ids printed on sheets, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.forms.keys import FormKeys, form_id, form_path, keys_of, parse_form_id
from tests.forms.office import LISTS, form

TEXT = """\
forms:
  - id: ds
    name: A
    subject: B
    per: {xa: xa, don_vi: don-vi}
    period: {each: week, from: 31/8/2026}
    columns: [{id: a, label: A}]
"""
WEEKLY = form(TEXT, LISTS)


@given(
    xa=st.sampled_from(["", "xa-a", "xa-b"]),
    don_vi=st.sampled_from(["", "dv-a", "dv-b"]),
    period=st.sampled_from(["", "2026-t36", "2026-t37"]),
)
def test_an_id_is_read_as_it_was_written(xa: str, don_vi: str, period: str) -> None:
    keys = FormKeys({"xa": xa, "don_vi": don_vi}, period)
    read = parse_form_id(f" {form_id(WEEKLY, keys)}\n")
    assert read is not None
    assert (read.dispatch, read.form, read.version) == ("cv", "ds", 1)
    assert keys_of(WEEKLY, read) == keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cv",
        "cv/ds",
        "cv/ds/x",
        "cv/ds/0/xa=a",
        "cv/ds/1/xa=",
        "cv/ds/1/xa=A",
        "cv/ds/1/xa=a/xa=b",
        "cv/ds/1/xa=a/b",
        "cv/ds/1/xa-a/dv-a",
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert parse_form_id(text) is None


def test_an_id_of_other_dimensions_is_told_apart() -> None:
    read = parse_form_id("cv/ds/1/xa=xa-a")
    assert read is not None
    assert keys_of(WEEKLY, read) is None


def test_paths_leave_out_what_is_open() -> None:
    assert form_path(WEEKLY, FormKeys({"xa": "xa-a", "don_vi": ""}, "2026-t36")) == "ds/2026-t36/xa-a"
    assert form_path(WEEKLY, FormKeys({"xa": "", "don_vi": ""})) == "ds"

"""Ids printed on sheets: of today, of before, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys, form_id, form_path, keys_of, parse_form_id
from tests.forms.office import LISTS, form

TEXT = """\
forms:
  - id: {id}
    name: A
    subject: B
    per: {{xa: xa, don_vi: don-vi}}
    {period}
    columns: [{{id: a, label: A}}]
"""
OLD = {
    "xa": LISTS["xa"].replace("label: Xã, phường", "label: Xã, phường\n  also: districts"),
    "don-vi": LISTS["don-vi"].replace("one: đơn vị", "one: đơn vị, also: enterprises"),
}


def of(name: str = "ds", period: str = "period: {each: week, from: 31/8/2026}") -> DispatchForm:
    return form(TEXT.format(id=name, period=period), {**LISTS, **OLD})


WEEKLY = of()


@given(
    xa=st.sampled_from(["", "xa-a", "xa-b"]),
    don_vi=st.sampled_from(["", "dv-a", "dv-b"]),
    period=st.sampled_from(["", "2026-t36", "2026-t37"]),
)
def test_an_id_is_read_as_it_was_written(xa: str, don_vi: str, period: str) -> None:
    keys = FormKeys({"xa": xa, "don_vi": don_vi}, period)
    read = parse_form_id(f" {form_id(WEEKLY, keys)}\n")
    assert read is not None
    assert (read.dispatch, read.form, read.version, read.steps) == ("cv", "ds", 1, ())
    assert keys_of(WEEKLY, read) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("cv/danh-sach/1/dv-a/xa-a", FormKeys({"xa": "xa-a", "don_vi": "dv-a"})),
        ("cv/danh-sach/1/dv-a/-", FormKeys({"xa": "", "don_vi": "dv-a"})),
        ("cv/danh-sach/1/-/-", FormKeys({"xa": "", "don_vi": ""})),
    ],
)
def test_ids_of_before_have_five_steps(text: str, keys: FormKeys) -> None:
    read = parse_form_id(text)
    assert read is not None
    assert keys_of(of("danh-sach", ""), read) == keys


def test_the_day_of_a_report_of_before_is_its_period() -> None:
    read = parse_form_id("cv/bao-cao-ngay/1/dv-a/2020-08-21")
    assert read is not None
    found = keys_of(of("bao-cao-ngay", "period: {each: day, from: 20/8/2020}"), read)
    assert found == FormKeys({"xa": "", "don_vi": "dv-a"}, "2020-08-21")


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
    ],
)
def test_what_is_no_id(text: str) -> None:
    assert parse_form_id(text) is None


def test_an_id_of_other_dimensions_is_told_apart() -> None:
    read = parse_form_id("cv/ds/1/xa=xa-a")
    assert read is not None
    assert keys_of(WEEKLY, read) is None
    five = parse_form_id("cv/ds/1/xa-a/dv-a")
    assert five is not None
    assert keys_of(WEEKLY, five) is None  # no form of before had this id


def test_paths_leave_out_what_is_open() -> None:
    assert form_path(WEEKLY, FormKeys({"xa": "xa-a", "don_vi": ""}, "2026-t36")) == "ds/2026-t36/xa-a"
    assert form_path(WEEKLY, FormKeys({"xa": "", "don_vi": ""})) == "ds"

"""What data/signage.yaml and data/support_points.yaml may say, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from congvan.model.signage import Signage, SupportPoint, dangling

DATA = Path(__file__).parents[2] / "data"
POINT = {"id": "diem-thu", "name": "Thử", "address": "Thử", "district": "cao-loc", "enterprise": "vnpt-lang-son"}


def data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((DATA / "signage.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def with_item(**changes: Any) -> dict[str, Any]:
    made = data()
    made["items"][0] |= changes
    return made


def test_the_files_of_the_project_hold() -> None:
    signage = Signage.model_validate(data())
    assert signage.items[0].id == "bang-ron-300x80"
    assert yaml.load((DATA / "support_points.yaml").read_text(encoding="utf-8"), yaml.BaseLoader) == []


def test_the_message_is_that_of_the_dispatch() -> None:
    signage = Signage.model_validate(data())
    assert signage.message == "Điểm hỗ trợ cài đặt Bluezone phòng chống Covid-19"
    assert signage.url == "www.bluezone.gov.vn"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"witdh": "3000"}, "extra_forbidden"),
        ({"width": "3m"}, "decimal-form"),
        ({"width": "0"}, "greater_than"),
        ({"safe": "400"}, "sign-safe"),
        ({"qr": "500"}, "sign-qr"),
        ({"copies": "hai"}, "count-form"),
        ({"kind": "flag"}, "literal_error"),
        ({"case": "UPPER"}, "literal_error"),
        ({"crop_marks": "có"}, "yesno-form"),
        ({"artwork": "../../etc/passwd.pdf"}, "artwork-name"),
        ({"artwork": "art.png"}, "artwork-name"),
        ({"id": "poster-a2"}, "sign-twice"),
        ({"finishing": {"hem": "-1"}}, "greater_than_equal"),
        ({"finishing": {"hems": "40"}}, "extra_forbidden"),
    ],
)
def test_a_wrong_item_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Signage.model_validate(with_item(**changes))
    assert code in {error["type"] for error in refused.value.errors()}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cmyk": ["100", "100", "100", "1"]}, "colour-ink"),
        ({"cmyk": ["100", "100", "101", "0"]}, "less_than_equal"),
        ({"cmyk": ["100", "100", "0"]}, "too_short"),
        ({"screen": "blue"}, "colour-screen"),
    ],
)
def test_a_colour_that_cannot_be_printed_is_refused(changes: dict[str, Any], code: str) -> None:
    made = data()
    made["colours"]["ground"] |= changes
    with pytest.raises(ValidationError) as refused:
        Signage.model_validate(made)
    assert code in {error["type"] for error in refused.value.errors()}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maker": ["{nobody}"]}, "sign-placeholder"),
        ({"maker": ["{agen: "]}, "sign-brace"),
        ({"maker": ["agency}"]}, "sign-brace"),
        ({"maker": []}, "too_short"),
        ({"items": []}, "too_short"),
        ({"colours": {}}, "colour-names"),
        ({"revised": "19/8/2020"}, "date-form"),
        ({"message": " "}, "text-empty"),
    ],
)
def test_wrong_signage_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Signage.model_validate(data() | changes)
    assert code in {error["type"] for error in refused.value.errors()}


def test_a_support_point_may_not_take_the_folder_of_another_set() -> None:
    SupportPoint.model_validate(POINT)
    for identifier in ("chung", "tiles"):
        with pytest.raises(ValidationError):
            SupportPoint.model_validate(POINT | {"id": identifier})


def test_references_to_nothing_are_found() -> None:
    known = {"districts": {"cao-loc"}, "enterprises": {"vnpt-lang-son"}, "contacts": {"vuong-mac"}}
    signage = Signage.model_validate(data())
    point = SupportPoint.model_validate(POINT)
    stray = SupportPoint.model_validate(POINT | {"district": "cao-loc", "enterprise": "vnpt"})
    assert list(dangling(signage, [point], known)) == []
    assert list(dangling(signage, [point, stray], known)) == [
        ("data/support_points.yaml", (1, "enterprise"), "enterprises", "vnpt")
    ]
    assert [found[2] for found in dangling(signage, [], known | {"contacts": set()})] == ["contacts"]

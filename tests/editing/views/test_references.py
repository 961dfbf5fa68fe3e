"""What a reference can be chosen from."""

from __future__ import annotations

import pytest

from congvan.editing.views.kinds import REFERS
from congvan.editing.views.references import choices
from congvan.model.project.assets import Assets, read
from tests.editing.files import DISPATCH
from tests.sample_project import HOME

HUYEN_DOAN = "Biểu danh sách Đoàn viên tham gia tổ/nhóm tại cơ sở y tế"


@pytest.fixture(scope="module")
def assets() -> Assets:
    return read(HOME)


@pytest.mark.parametrize(
    ("what", "chosen"),
    [
        ("signers", ("phuong-thi-huong-lan", "Phương Thị Hương Lan, Phó Giám đốc", "")),
        ("bodies", ("tinh-doan-lang-son", "Tỉnh đoàn Lạng Sơn", "Cơ quan khác")),
        ("lists", ("xa", "Xã, phường", "")),
        ("kinds", ("quyet-dinh", "Quyết định", "")),
        ("deadlines", ("danh-sach", "Danh sách đầu mối và nhân viên theo từng huyện, thành phố", "")),
        ("contacts", ("bao-cao", "Đinh Quang Tuấn", "")),
        ("forms", ("huyen-doan", "Đoàn viên tham gia tổ/nhóm tại cơ sở y tế", "")),
        ("table-sources", ("huyen-doan", HUYEN_DOAN, "")),
        ("table-sources", ("owing", "What is still owing", "")),
        ("table-columns", ("phone", "Phone", "")),
        ("table-columns", ("doanh_nghiep", "Doanh nghiệp", "")),
    ],
)
def test_choices(assets: Assets, what: str, chosen: tuple[str, str, str]) -> None:
    assert chosen in choices(assets, what, DISPATCH)


def test_every_reference_of_a_field_has_choices(assets: Assets) -> None:
    assert {what for what in REFERS.values() if not choices(assets, what, DISPATCH)} <= {"units"}


def test_a_broken_file_leaves_the_others(assets: Assets) -> None:
    broken = Assets({**assets, "data/agency.yaml": b"a: [", DISPATCH: b"x: {"})
    assert choices(broken, "signers") == []
    assert choices(broken, "deadlines", DISPATCH) == []
    assert choices(broken, "bodies")
    assert choices(broken, "nothing") == []

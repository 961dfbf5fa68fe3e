from __future__ import annotations

import pytest

from congvan.values.expressions import parse
from congvan.values.expressions.per_cent import unscaled_per_cent


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("luong * ty_le", ["ty_le"]),
        ("luong * ty_le * thang", ["ty_le"]),
        ("1000 + luong * (-vc.ty_le) / thang", ["vc.ty_le"]),
        ("sum(luong * ty_le)", ["ty_le"]),
        ("luong * ty_le / 100", []),
        ("ty_le / 100 * luong", []),
        ("luong * (ty_le * 0.01)", []),
        ("ty_le * 2", []),
        ("ty_le / thang", []),
        ("luong + ty_le", []),
        ("luong * thang > ty_le", []),
    ],
)
def test_a_product_with_per_cent_divides_by_a_hundred(text: str, names: list[str]) -> None:
    found = unscaled_per_cent(parse(text).tree, lambda name: name.endswith("ty_le"))
    assert [each.path for each in found] == names

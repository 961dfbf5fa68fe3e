"""The block above a signer's name (Decree 30, Appendix I, II.7.b)."""

from __future__ import annotations

import pytest

from congvan.model.directory import Agency, Signer, SigningStep, WithValidity
from tests.model.refusals import refused


@pytest.mark.parametrize(
    ("title", "steps", "lines"),
    [
        ("Giám đốc", [], ["GIÁM ĐỐC"]),
        ("Chủ tịch", [("TM", "Ủy ban nhân dân")], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Phó Giám đốc", [("KT", "Giám đốc")], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Chánh Văn phòng", [("TUQ", "Giám đốc")], ["TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
        (
            "Phó Chánh Văn phòng",
            [("TL", "Giám đốc"), ("KT", "Chánh Văn phòng")],
            ["TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
        ),
        ("Giám đốc", [("Q", "Giám đốc")], ["Q. GIÁM ĐỐC"]),
        (None, [("Q", "Giám đốc")], ["Q. GIÁM ĐỐC"]),
        ("Chủ tịch", [("TM", "Ủy ban nhân dân"), ("Q", "Chủ tịch")], ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
    ],
)
def test_signing_forms(title: str | None, steps: list[tuple[str, str]], lines: list[str]) -> None:
    signs = tuple(SigningStep.model_validate({"form": form, "instead_of": whose}) for form, whose in steps)
    assert Signer(id="a", name="Lê Văn Mẫu", title=title, signs=signs).lines == lines


def test_a_signer_has_something_to_stand_above_the_name() -> None:
    assert refused(Signer, {"id": "a", "name": "A"}) == {
        "signer-empty": "a title or a signing form is required for a signer"
    }


AGENCY = {
    "name": "Sở Mẫu",
    "abbreviation": "SM",
    "place": "Hà Nội",
    "signers": [{"id": "a", "name": "Lê Văn Mẫu", "title": "Giám đốc"}],
}


def test_what_stands_on_envelopes_is_read() -> None:
    good = {
        "phone": "(0205) 3812 345 (máy lẻ 12) - 0205.3812.346, số máy lẻ 7; 0942215080",
        "fax": "0205 3812 347",
        "email": "vanthu@so.gov.vn",
    }
    assert Agency.model_validate({**AGENCY, **good}).phone == good["phone"]
    for wrong, code in (
        ({"phone": "abc"}, "phone-form"),
        ({"fax": "0205 3812 345, abc"}, "phone-form"),
        ({"email": "không phải thư"}, "email-form"),
    ):
        assert list(refused(Agency, {**AGENCY, **wrong})) == [code]
    assert list(refused(Signer, {"id": "a", "name": "{{ x", "title": "Giám đốc"})) == ["text-braces"]


def test_what_ends_has_begun_before() -> None:
    WithValidity.model_validate({"valid_from": "2020-08-19", "valid_to": "2020-08-19"})
    assert refused(WithValidity, {"valid_from": "2020-08-20", "valid_to": "2020-08-19"}) == {
        "validity-order": "the end (valid_to) is before the beginning (valid_from)"
    }


def test_a_long_authority_stands_in_the_lines_typed() -> None:
    steps = [{"form": "TM", "instead_of": "Thường trực\nHội đồng nhân dân\n"}, {"form": "KT", "instead_of": "Chủ tịch"}]
    signer = Signer.model_validate({"id": "a", "name": "Nguyễn Văn Mẫu", "title": "Phó Chủ tịch", "signs": steps})
    assert signer.lines == ["TM. THƯỜNG TRỰC", "HỘI ĐỒNG NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]

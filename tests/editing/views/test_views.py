"""A form shows the values of a file by the data model: labels, kinds, places, findings."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from congvan.core.messages import template
from congvan.editing.findings import findings_in
from congvan.editing.shapes import bare, is_model, keys_of, model_of, path_of, pointer, whole_type
from congvan.editing.views.fields import FieldGroup, field_group, new_entry
from congvan.model.loader import FILES
from congvan.model.project.assets import Assets, read
from congvan.model.schema.labels import label_of
from tests.sample_project import HOME

AGENCY, DISPATCH = "data/agency.yaml", "data/dispatches/bluezone-2020.yaml"


@pytest.fixture(scope="module")
def assets() -> Assets:
    return read(HOME)


@pytest.fixture(scope="module")
def dispatch(assets: Assets) -> FieldGroup:
    return field_group(assets, DISPATCH)


def models(annotation: Any, seen: dict[type[BaseModel], None]) -> None:
    inner = bare(annotation)
    if is_model(inner):
        if inner not in seen:
            seen[inner] = None
            for info in keys_of(inner).values():
                models(whole_type(info), seen)
        return
    for each in get_args(inner):
        models(each, seen)


def test_every_key_of_every_file_has_a_label_in_both_languages() -> None:
    files = [*FILES, "data/dispatches/x.yaml", "data/signage/x.yaml", "data/papers/x.yaml", "data/lists/x.yaml"]
    seen: dict[type[BaseModel], None] = {}
    for file in files:
        models(model_of(file), seen)
    assert len(seen) > 30
    bare_ = [f"{m.__name__}.{key}" for m in seen for key in keys_of(m) if label_of(m, key).id == "verbatim"]
    assert not bare_, f"no text field.KEY or field.MODEL.KEY in the catalogue: {bare_}"
    for model in seen:
        for key in keys_of(model):
            label = label_of(model, key)
            assert label.text("vi") != label.id
            assert template(label.id, "vi") is not None


def test_a_field_says_all_that_a_form_needs(dispatch: FieldGroup) -> None:
    number = dispatch.field(("number",))
    assert number is not None
    assert (number.kind, number.value, number.given, number.required) == ("number", "blank", True, True)
    assert (number.label.text("vi"), number.label.text("en")) == ("Số", "Number")
    assert (number.place.line, number.pointer) == (6, "/number")
    medium = dispatch.field(("medium",))
    assert medium is not None
    assert [(each.value, each.label.text("vi")) for each in medium.choices] == [
        ("paper", "Bản giấy"),
        ("electronic", "Văn bản điện tử"),
    ]
    urgency = dispatch.field(("urgency",))
    assert urgency is not None
    assert (urgency.given, urgency.value, urgency.required) == (False, "", False)
    signer = dispatch.field(("signer",))
    assert signer is not None
    assert (signer.kind, signer.refers_to) == ("reference", "signers")


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        (("date",), "issue-date", "…/8/2020"),
        (("subject",), "lines", "tăng cường thúc đẩy việc cài đặt ứng dụng Bluezone tới từng xã, phường"),
        (("deadlines", 0, "date"), "date", "2020-08-20"),
        (("receivers", 1, "as"), "id", "phong-vhtt"),
        (("forms", 0, "columns", 1, "required"), "yes-no", "true"),
        (("forms", 0, "columns", 1, "mm"), "decimal", "40"),
        (("forms", 0, "columns", 4, "value"), "condition", "huyen"),
        (("facts", "so_nguoi_moi_huyen"), "text", "02"),
        (
            ("notes_to_signer", 0),
            "text",
            "Sở Y tế được đề nghị cung cấp danh sách cơ sở y tế nhưng không có trong Nơi nhận.",
        ),
        (("invitation", "chair"), "text", ""),
    ],
)
def test_kinds_and_values(dispatch: FieldGroup, path: tuple[str | int, ...], kind: str, value: str) -> None:
    field = dispatch.field(path)
    assert field is not None
    assert (field.kind, field.value) == (kind, value)


def test_a_fact_written_as_its_text_alone_shows_the_text_in_its_key(assets: Assets) -> None:
    data = assets[DISPATCH].replace(b"  - to: lanh-dao-so", "  - Lãnh đạo Sở".encode())
    group = field_group(Assets({DISPATCH: data}), DISPATCH, ("copies",))
    field = group.field(("copies", 3, "text"))
    assert field is not None
    assert (field.value, field.given) == ("Lãnh đạo Sở", True)


def test_findings_stand_at_their_fields(assets: Assets) -> None:
    text = assets[DISPATCH].decode().replace("number: blank", "number: 12a").replace("signer: phuong", "signer: Phuong")
    text = text.replace("urgency", "urgencies").replace("medium: paper", "medium: papers\ncolour: red")
    group = field_group(Assets({DISPATCH: text.encode()}), DISPATCH)
    found = {field.pointer: [each.code for each in field.findings] for field in group.every() if field.findings}
    assert found == {"/number": ["number-form"], "/medium": ["value-choice"], "/signer": ["id-form"]}
    assert [each.code for each in group.findings] == ["key-unknown"]


def test_findings_of_the_whole_project_stand_at_their_fields_too(assets: Assets) -> None:
    text = assets[DISPATCH].decode().replace("signer: phuong", "signer: huong")
    files = Assets({**assets, DISPATCH: text.encode()})
    field = field_group(files, DISPATCH, findings=findings_in(files)).field(("signer",))
    assert field is not None
    assert [each.code for each in field.findings] == ["reference-unknown"]


def test_a_file_that_cannot_be_read_says_why(assets: Assets) -> None:
    group = field_group(Assets({AGENCY: b"name: [a\nplace: b\n"}), AGENCY)
    assert not group.readable
    assert group.fields == ()
    assert group.findings


def test_an_entry_to_be_added_has_its_fields() -> None:
    fields = new_entry(AGENCY, ("signers",))
    assert [each.key for each in fields] == ["id", "name", "title", "signs"]
    assert [each.required for each in fields] == [True, True, False, False]
    assert next(each.path for each in fields) == ("signers", 0, "id")


@pytest.mark.parametrize("path", [("signers", 0, "name"), ("a/b", "c~d"), ()])
def test_a_path_as_one_text(path: tuple[str | int, ...]) -> None:
    assert path_of(pointer(path), None) == path


def test_a_number_may_be_a_key() -> None:
    assert path_of("/numbers/12", {"numbers": {"12": "3"}}) == ("numbers", "12")

"""What a dispatch must say, by its kind (Decree 30/2020/NĐ-CP, Điều 7 and Appendix III)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from congvan.core.decree.kinds import KINDS
from congvan.model.dispatch import Copy, Deadline, Dispatch, Erratum, Receiver
from congvan.model.kinds.options import OPTIONS
from tests.model import refusals

TO = [{"to": "tinh-doan"}]
INVITATION = {"invited": "Ông A", "to": "Hội nghị", "chair": "Ông B", "time": "8h00", "place": "Lạng Sơn"}
MEETING = {"began": "8h00", "ended": "9h00", "place": "x", "present": "x", "chair": "A", "secretary": "B"}
WHERE = {
    "attached-kind": "attached",
    "block-kind": "invitation",
    "block-missing": "kind",
    "co-signer-kind": "co_signer",
    "co-signer-missing": "kind",
    "receivers-kind": "receivers",
    "receivers-missing": "kind",
    "receiver-text": ("receivers", 0),
    "shared-electronic": "numbering",
    "varies-single": "varies",
}
PLAIN = [kind for kind, options in OPTIONS.items() if not options.block and options.co_signer != "required"]


def given(kind: str, **more: Any) -> dict[str, Any]:
    plain = {"kind": kind, "number": "1", "date": "2020-08-19", "subject": "việc", "signer": "a", "body": "Nội dung."}
    return {key: value for key, value in {**plain, **more}.items() if value is not None}


def dispatch(kind: str, **more: Any) -> Dispatch:
    return Dispatch.model_validate(given(kind, **more))


def refused(kind: str, **more: Any) -> tuple[str, str]:
    (found,) = refusals.refused(Dispatch, given(kind, **more)).items()
    return found


@pytest.mark.parametrize("kind", PLAIN)
def test_kinh_gui_is_asked_for_or_refused_as_the_kind_says(kind: str) -> None:
    name = KINDS[kind].name
    match OPTIONS[kind].addressed:
        case "always" | "called":
            assert refused(kind) == ("receivers-missing", f"receivers are required in a {name}")
            assert dispatch(kind, receivers=TO).receivers[0].to == "tinh-doan"
        case "no":
            assert dispatch(kind).receivers == ()
            code, words = refused(kind, receivers=TO)
            assert code == "receivers-kind"
            assert words.startswith(f"“Kính gửi” is not allowed in a {name}")
        case _:
            assert dispatch(kind).receivers == ()
            assert dispatch(kind, receivers=TO).receivers[0].to == "tinh-doan"


@pytest.mark.parametrize(
    ("kind", "more", "code", "words"),
    [
        ("thong-bao", {"body": None}, "body-missing", "the key body is missing"),
        ("thong-bao", {"numbers": {"a": "1"}}, "numbers-single", "numbering: per-copy"),
        ("thong-bao", {"varies": ["receiver.name"]}, "varies-single", "under one shared number"),
        ("cong-van", {"receivers": [{"each": "doanh-nghiep"}]}, "receiver-text", "has no words of its own"),
        ("cong-van", {"receivers": [{"members": ["a"]}]}, "receiver-text", "has no words of its own"),
        (
            "cong-van",
            {"receivers": TO, "numbering": "shared", "medium": "electronic"},
            "shared-electronic",
            "an electronic document has one copy only",
        ),
        ("thong-bao", {"co_signer": {"name": "Nguyễn Văn B"}}, "co-signer-kind", "a Thông báo has one signer only"),
        (
            "thong-bao",
            {"attached": {"kind": "quy-che", "subject": "x", "body": "y"}},
            "attached-kind",
            "only a decision",
        ),
        ("giay-moi", {}, "block-missing", "the key invitation is required in a Giấy mời"),
        ("giay-gioi-thieu", {}, "block-missing", "the key introduction is required in a Giấy giới thiệu"),
        ("giay-nghi-phep", {}, "block-missing", "the key leave is required in a Giấy nghỉ phép"),
        (
            "giay-moi",
            {"invitation": {**INVITATION, "invited": None}},
            "receivers-missing",
            "receivers are required in a Giấy mời",
        ),
        ("bien-ban", {"meeting": MEETING}, "co-signer-missing", "the key co_signer is required in a Biên bản"),
        ("bien-ban", {"meeting": MEETING, "body": None}, "body-missing", "the key body"),
        ("bien-ban", {}, "block-missing", "the key meeting is required in a Biên bản"),
        ("thong-bao", {"invitation": INVITATION}, "block-kind", "the key invitation is not allowed in a Thông báo"),
        ("thong-bao", {"receivers": TO}, "receivers-kind", "“Kính gửi” is not allowed in a Thông báo"),
        ("cong-van", {}, "receivers-missing", "receivers are required in a Công văn"),
    ],
)
def test_what_a_kind_asks_for_is_named(kind: str, more: dict[str, Any], code: str, words: str) -> None:
    found, said = refused(kind, **more)
    assert found == code
    assert words in said
    with pytest.raises(ValidationError) as caught:
        dispatch(kind, **more)
    (error,) = caught.value.errors()
    assert error["ctx"].get("at") == WHERE.get(code), "at that key it is shown"


def test_what_may_be_given_is_taken() -> None:
    assert dispatch("thong-bao", numbering="per-copy", numbers={"a": "1"}).numbers == {"a": "1"}
    assert dispatch("hop-dong", co_signer={"name": "Nguyễn Văn B"}).co_signer
    assert dispatch("hop-dong").co_signer is None
    assert dispatch("quyet-dinh", attached={"kind": "quy-che", "subject": "x", "body": "y"}).attached
    assert dispatch("giay-moi", invitation=INVITATION, body=None).invitation
    assert dispatch("thong-bao").has_number
    assert not dispatch("thong-bao", number="blank").has_number


@pytest.mark.parametrize(
    ("model", "value", "code"),
    [
        (Receiver, {}, "receiver-form"),
        (Receiver, {"to": "a", "each": "b", "text": "x"}, "receiver-form"),
        (Receiver, {"to": "a"}, ""),
        (Receiver, {"members": ["a"], "text": "x"}, ""),
        (Receiver, {"text": "x"}, ""),
        (Receiver, {"others": "x"}, "receiver-form"),
        (Copy, {"purpose": "b/c"}, "receiver-form"),
        (Copy, {"to": "a", "each": "b"}, "receiver-form"),
        (Copy, {"each": "b", "as": "c", "where": "b.d", "text": "x", "others": "y", "via": "giấy"}, ""),
        (Copy, {"text": "x"}, ""),
        (Erratum, {"reason": "r"}, "erratum-form"),
        (Erratum, {"reason": "r", "corrected": "a"}, "erratum-form"),
        (Erratum, {"reason": "r", "issued": "a"}, "erratum-form"),
        (Erratum, {"reason": "r", "corrected": "a", "issued": "b", "switch": "form-as-issued"}, "erratum-form"),
        (Erratum, {"reason": "r", "switch": "form-as-issued"}, ""),
        (Erratum, {"reason": "r", "corrected": "a", "issued": "b"}, ""),
    ],
)
def test_keys_that_exclude_one_another(model: Any, value: dict[str, Any], code: str) -> None:
    if not code:
        made = model.model_validate(value).model_dump(exclude_unset=True, by_alias=True)
        assert made.keys() == value.keys()
        return
    ((found, said),) = refusals.refused(model, value).items()
    assert found == code
    assert any(word in said for word in ("exactly one of the keys", "text is required", "must be a pair"))


def test_a_line_may_be_its_words_alone() -> None:
    assert Receiver.model_validate("Ông Nguyễn Văn Mẫu") == Receiver(text="Ông Nguyễn Văn Mẫu")
    assert Copy.model_validate("Lãnh đạo Sở") == Copy(text="Lãnh đạo Sở")
    assert refusals.refused(Copy, " ").keys() == {"text-empty"}


@pytest.mark.parametrize("subject", ["V/v họp", "v/v: họp", "V/V"])
def test_a_subject_bears_no_vv(subject: str) -> None:
    assert refused("thong-bao", subject=subject)[0] == "subject-vv"


def test_a_subject_may_begin_like_it() -> None:
    assert dispatch("thong-bao", subject="V/vx").subject == "V/vx"


def test_the_hour_of_a_deadline_is_one() -> None:
    said = {"id": "a", "what": "gửi danh sách", "date": "2026-08-20"}
    assert Deadline.model_validate({**said, "time": "16 giờ 30 phút"}).time == "16 giờ 30 phút"
    assert list(refusals.refused(Deadline, {**said, "time": "25h70"})) == ["time-form"]

"""What data/signage/<id>.yaml may say, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from congvan.core.i18n import using_language
from congvan.model.signage import Signage
from tests.acceptance.promises.line import DISPATCH, problems_of, swapped
from tests.model.refusals import refused
from tests.sample_project import HOME

FILE = "data/signage/bluezone-2020.yaml"


def data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((HOME / FILE).read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def with_item(**changes: Any) -> dict[str, Any]:
    made = data()
    made["items"][0] |= changes
    return made


def with_ground(**changes: Any) -> dict[str, Any]:
    made = data()
    made["colours"]["ground"] |= changes
    return made


def test_the_files_of_the_project_hold() -> None:
    signage = Signage.model_validate(data())
    assert signage.items[0].id == "bang-ron-300x80"


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
        ({"safe": "400"}, "sign-safe.room"),
        ({"qr": "500"}, "sign-qr"),
        ({"copies": "hai"}, "count-form"),
        ({"kind": "flag"}, "literal_error"),
        ({"case": "UPPER"}, "literal_error"),
        ({"crop_marks": "có"}, "yesno-form.meant"),
        ({"artwork": "../../etc/passwd.pdf"}, "artwork-name"),
        ({"artwork": "art.png"}, "artwork-name"),
        ({"id": "poster-a2"}, "sign-twice"),
        ({"finishing": {"hem": "-1"}}, "greater_than_equal"),
        ({"finishing": {"hems": "40"}}, "extra_forbidden"),
    ],
)
def test_a_wrong_item_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code in refused(Signage, with_item(**changes))


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
    assert code in refused(Signage, with_ground(**changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maker": ["{nobody}"]}, "sign-placeholder"),
        ({"maker": ["{agen: "]}, "sign-brace"),
        ({"maker": ["agency}"]}, "sign-brace"),
        ({"maker": []}, "too_short"),
        ({"items": []}, "too_short"),
        ({"colours": {"pink": data()["colours"]["deep"]}}, "colour-names"),
        ({"sets": [{"each": "xa", "items": ["no-sign"]}]}, "sign-unknown"),
        ({"revised": "31/9/2020"}, "date-form.unreal"),
        ({"message": " "}, "text-empty"),
    ],
)
def test_wrong_signage_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code in refused(Signage, data() | changes)


def test_a_text_may_hold_any_letter_beside_what_is_put_in() -> None:
    assert Signage.model_validate(data() | {"maker": ["X {agency} X"]}).maker == ("X {agency} X",)


def test_pictures_are_svg_files_of_their_folder() -> None:
    for key in ("picture", "logo"):
        assert refused(Signage, data() | {key: "../logo.svg"}).keys() == {"picture-name"}
        assert refused(Signage, data() | {key: "logo.png"}).keys() == {"picture-name"}
    signage = Signage.model_validate(data() | {"logo": "biểu trưng.svg"})
    assert signage.pictures == ("templates/signage/hai-dien-thoai.svg", "templates/signage/biểu trưng.svg")


def test_every_colour_of_the_screen_has_its_ink() -> None:
    inks = Signage.model_validate(data() | {"picture_colours": {"#DA251D": ["0", "100", "100", "0"]}}).inks_by_screen
    assert inks["#FFD116"] == [0, 18, 95, 0]
    assert (inks["#DA251D"], inks["#000000"], inks["#FFFFFF"]) == ([0, 100, 100, 0], [0, 0, 0, 100], [0, 0, 0, 0])


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """Codes and remedies of the sample with a passage of its signs replaced."""
    with using_language("en"):
        return [(each.code, each.hint) for each in problems_of(swapped(FILE, old, new))]


SETS = "sets: [{each: doanh-nghiep}]"


@pytest.mark.parametrize(
    ("old", "new", "code", "remedy"),
    [
        (SETS, "sets: [{each: doanh-nghep}]", "reference-unknown", "did you mean “doanh-nghiep”?"),
        (SETS, "sets: [{each: doanh-nghiep, where: doanh_nghiep.knd}]", "expression-name", "“doanh_nghiep.kind”"),
        (SETS, "sets: [{each: doanh-nghiep}, {each: doanh-nghiep}]", "id-twice", ""),
        ("contact: vuong-mac", "contact: vuong-mc", "reference-unknown", "did you mean “vuong-mac”?"),
    ],
)
def test_references_to_nothing_are_found(old: str, new: str, code: str, remedy: str) -> None:
    found = dict(changed(old, new))
    assert code in found
    assert remedy in found[code]


def test_signs_that_are_not_there_are_told_at_the_dispatch() -> None:
    (problem,) = problems_of(swapped(DISPATCH, "signage: bluezone-2020", "signage: bluezone"))
    assert (problem.code, problem.place.file) == ("reference-unknown", DISPATCH)


def test_a_set_may_not_take_the_folder_of_another() -> None:
    listed = "list: {label: A}\nentries: [{id: chung, name: A}, {id: b, name: B}]\n"
    own = {"data/lists/diem.yaml": listed, **swapped(FILE, SETS, "sets: [{each: diem}]")}
    assert [problem.code for problem in problems_of(own)] == ["point-id"]
    assert not problems_of({**own, **swapped(FILE, SETS, "sets: [{each: diem, where: diem != 'chung'}]")})


BRACE = "unmatched “{brace}”; write {{agency}} or {{parent}}"
COLOURS = "ground, ground-light, deep, tint, paper, accent, black"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"maker": ["{nobody}"]}, "unknown placeholder “nobody”; available: {agency}, {parent}"),
        ({"maker": ["agency}"]}, BRACE.format(brace="}")),
        ({"maker": ["{agency} {agen"]}, BRACE.format(brace="{")),
        (
            {"colours": {"pink": data()["colours"]["deep"]}},
            f"the colours must be {COLOURS}; wrong or missing: pink",
        ),
        ({"items": data()["items"] + data()["items"][:1]}, "two signs are named “bang-ron-300x80”"),
        (with_item(artwork="a/b.pdf"), "artwork must be the name of a PDF file in templates/signage/, without folders"),
        (with_item(safe="400"), "the safe margins leave no room on the sign"),
        (with_item(qr="401"), "the QR code is wider than half the sign"),
        (with_ground(cmyk=["100", "100", "100", "0.5"]), "the sum of the four inks exceeds 300 %"),
        (with_ground(screen="#00000g"), "“#00000g” is not a screen colour; write # and six hexadecimal digits"),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_the_clerk_is_told_what_is_wrong(made: dict[str, Any], said: str) -> None:
    assert said in refused(Signage, data() | made).values()


def test_what_is_just_allowed() -> None:
    high, broad = {"width": "200", "height": "100"}, {"width": "100", "height": "200"}
    for size in (high, broad):
        Signage.model_validate(with_item(**size, safe="49.9", qr="50", artwork="Ảnh số 1.pdf"))
        for margin in ("50", "100"):
            assert "sign-safe.room" in refused(Signage, with_item(**size, safe=margin))
        assert "sign-qr" in refused(Signage, with_item(**size, safe="0", qr="50.1"))
    Signage.model_validate(data() | {"maker": ["{parent} và {agency}"]})


def test_the_least_letters_are_those_of_the_kind_unless_told() -> None:
    def item(**changes: Any) -> Any:
        return Signage.model_validate(with_item(**changes)).items[0]

    kinds = ("banner", "standee", "poster", "leaflet")
    assert [item(kind=kind, cap_min=None).least_cap for kind in kinds] == [100, 60, 30, 0]
    assert [item(kind=kind, type_min=None).least_type for kind in kinds] == [0, 0, 0, 9]
    assert (item(cap_min="7", type_min="8").least_cap, item(cap_min="7", type_min="8").least_type) == (7, 8)


def test_colours_margins_and_copies_need_not_be_stated() -> None:
    keys = {"name": "Băng rôn", "material": "Bạt"}
    items = [
        {"id": "a", "kind": "banner", "width": "4000", "height": "800", **keys},
        {"id": "b", "kind": "leaflet", "width": "24", "height": "30", **keys},
    ]
    made = Signage.model_validate({key: value for key, value in data().items() if key != "colours"} | {"items": items})
    assert [(each.bleed, each.safe, each.copies) for each in made.items] == [(20, 100, "1"), (3, 3, "1")]
    assert list(made.colours) == COLOURS.split(", ")

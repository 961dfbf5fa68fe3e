"""Who receives: a body for each entry of a list, by the head of the list."""

from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import ProblemsFound
from congvan.model.lists.receiving import Lists, bodies_by_id, member_ids, receiving
from congvan.model.loader import load
from congvan.model.validity import check_validity
from tests.acceptance.promises.line import DISPATCH, Changes, loaded, text_of, with_changes
from tests.model.lists.test_lists import told

UNITS = """\
list: {label: Đơn vị, receives: {van-phong: "Văn phòng {{ name }}"}}
entries:
- {id: a, name: A, address: Số 1}
- {id: b, name: B, receives: {van-phong: {id: vp-b, name: Văn thư B, address: Số 2}}}
"""
ONE = UNITS
FIRST = "  - to: tinh-doan-lang-son\n"


def addressing(line: str, units: str = ONE) -> Changes:
    return {DISPATCH: text_of(DISPATCH).replace(FIRST, f"{FIRST}  - {line}\n", 1), "data/lists/don-vi.yaml": units}


def addresses(lists: Lists) -> dict[str, str]:
    return {body.id: body.address for _listed, body in receiving(lists)}


def test_each_addresses_who_receives_for_every_entry() -> None:
    dataset = loaded(addressing("{each: don-vi, text: Văn phòng các đơn vị}"))
    line = dataset.dispatches["bluezone-2020"].receivers[1]
    assert member_ids(dataset.lists, line) == ["van-phong-a", "vp-b"]
    assert [bodies_by_id(dataset.lists)[name] for name in ("van-phong-a", "vp-b")] == ["Văn phòng A", "Văn thư B"]
    assert [addresses(dataset.lists)[name] for name in ("van-phong-a", "vp-b")] == ["Số 1", "Số 2"]
    places = [str(listed.place_of(body)) for listed, body in receiving(dataset.lists) if body.id == "vp-b"]
    assert places == ["data/lists/don-vi.yaml:4:47"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("don_vi.address", ["van-phong-a"]),
        ("name == 'B'", ["vp-b"]),
        ("don_vi != 'a' and count(enterprises) == 5", ["vp-b"]),
    ],
)
def test_a_condition_chooses_entries(where: str, found: list[str]) -> None:
    dataset = loaded(addressing(f'{{each: don-vi, where: "{where}", text: Văn phòng}}'))
    assert member_ids(dataset.lists, dataset.dispatches["bluezone-2020"].receivers[1]) == found


def test_bodies_receive_by_their_names_where_their_head_does_not_say() -> None:
    named = text_of("data/lists/co-quan.yaml")
    without = named.replace('  receives: "{{ name }}"\n', "")
    assert without != named
    assert bodies_by_id(loaded({"data/lists/co-quan.yaml": without}).lists) == bodies_by_id(loaded({}).lists)


def test_a_body_of_its_own_file_may_give_a_committee_another_name() -> None:
    bodies = text_of("data/lists/co-quan.yaml") + "\n- {id: ubnd-cao-loc, name: Ủy ban Cao Lộc, address: Số 3}\n"
    dataset = loaded({"data/lists/co-quan.yaml": bodies})
    assert bodies_by_id(dataset.lists)["ubnd-cao-loc"] == "Ủy ban Cao Lộc"
    assert addresses(dataset.lists)["ubnd-cao-loc"] == "Số 3"


@pytest.mark.parametrize(
    ("line", "units", "code", "remedy"),
    [
        ("{each: don-vj, text: x}", ONE, "reference-unknown", "có phải là “don-vi” không?"),
        ("{each: don-vi, where: don_vi.adress, text: x}", ONE, "expression-name", "có phải là “don_vi.address” không?"),
        ("{each: don-vi, where: name = 'A', text: x}", ONE, "expression-form", "=="),
        ("{to: ubnd-tinh, where: name}", ONE, "receiver-where", "each"),
        ("{each: don-vi, as: vanphong, text: x}", ONE, "reference-unknown", "có phải là “van-phong” không?"),
        (
            "{each: don-vi, text: x}",
            ONE.replace('van-phong: "', 'ubnd: U, van-phong: "'),
            "receives-which",
            "ubnd, van-phong",
        ),
        ("{each: don-vi, text: x}", "list: {label: A}\nentries: [{id: a, name: A}]\n", "receives-none", "receives: "),
        ("{each: don-vi}", ONE, "receiver-text", "text"),
        ("{each: don-vi, members: [ubnd-tinh], text: x}", ONE, "receiver-form", ""),
        ("{as: van-phong, members: [ubnd-tinh], text: x}", ONE, "receiver-as", "each"),
        ("{each: enterprises, text: x}", ONE, "receiver-twice", ""),
    ],
)
def test_a_line_that_addresses_nobody_or_too_many_is_told(line: str, units: str, code: str, remedy: str) -> None:
    with using_language("vi"), pytest.raises(ProblemsFound) as caught:
        load(with_changes(addressing(line, units)))
    with using_language("vi"):
        found = [problem for problem in caught.value.problems if problem.code == code]
        assert found, caught.value.problems
        assert remedy in found[0].hint


RECEIVING = """\
list: {label: Đơn vị, receives: {van-phong: "Văn phòng {{ name }}"}}
entries:
- {id: so-mau, name: Sở mẫu, address: Số 1, valid_to: 31/7/2020, successor: so-moi}
- {id: so-moi, name: Sở mới, receives: {van-phong: Văn thư Sở mới}}
"""


def test_who_receives_for_an_entry_may_be_addressed_while_the_entry_exists() -> None:
    dispatch = text_of(DISPATCH)
    to = "  - to: tinh-doan-lang-son\n"
    assert dispatch.count(to) == 1
    changes = {DISPATCH: dispatch.replace(to, f"{to}  - to: van-phong-so-moi\n"), "data/lists/don-vi.yaml": RECEIVING}
    dataset = loaded(changes)
    assert bodies_by_id(dataset.lists)["van-phong-so-moi"] == "Văn thư Sở mới"
    assert bodies_by_id(dataset.lists)["van-phong-so-mau"] == "Văn phòng Sở mẫu"
    assert list(check_validity(dataset, "bluezone-2020")) == []
    late = loaded({**changes, DISPATCH: changes[DISPATCH].replace("van-phong-so-moi", "van-phong-so-mau")})
    (problem,) = check_validity(late, "bluezone-2020")
    assert "31/7/2020" in problem.text


def test_two_lists_may_not_give_one_receiver() -> None:
    twice = RECEIVING.replace("{van-phong:", "{phong-vhtt:").replace("so-moi", "cao-loc")
    assert "id-twice" in {problem.code for problem in told({"data/lists/don-vi.yaml": twice})}

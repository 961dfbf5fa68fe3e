"""Bodies by name: what a form shows is what may be typed; the file keeps ids."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.job import Progress
from congvan.editing.entries import AddRequest, add
from congvan.editing.named import as_kept, as_shown, near_body
from congvan.editing.saving import SaveRequest, save
from congvan.editing.views.references import Referable, names_of
from congvan.model.project.yaml_reader import parse
from tests.sample_project import Project, new_project

FILE = "data/dispatches/bluezone-2020.yaml"
LISTS = "data/lists/co-quan.yaml"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("named"))


def test_names_tell_their_bodies_apart() -> None:
    found = [Referable("a", "Xã Mẫu", "Xã"), Referable("b", "Xã Mẫu", "Phường"), Referable("c", "Sở Mẫu", "Sở")]
    assert names_of(found) == {"a": "Xã Mẫu (Xã)", "b": "Xã Mẫu (Phường)", "c": "Sở Mẫu"}
    assert names_of([*found, Referable("d", "Xã Mẫu", "Xã")])["d"] == "Xã Mẫu (d)"


def test_a_name_is_kept_as_its_id(project: Project) -> None:
    root = project.root
    assert as_kept(root, FILE, ("receivers", 0, "to"), "Tỉnh đoàn Lạng Sơn") == "tinh-doan-lang-son"
    assert as_kept(root, FILE, ("receivers", 0), {"to": "UBND tỉnh", "note": "UBND tỉnh"}) == {
        "to": "ubnd-tinh",
        "note": "UBND tỉnh",
    }
    for text in ("tinh-doan-lang-son", "Sở không có", ""):
        assert as_kept(root, FILE, ("receivers", 0, "to"), text) == text
    assert as_kept(root, FILE, ("subject",), "UBND tỉnh") == "UBND tỉnh"
    assert as_shown(root, FILE, ("copies", 1, "to"), "ubnd-tinh") == "UBND tỉnh"
    assert as_shown(root, FILE, ("body",), "Theo {{ agency.place }}, {{ x }}").startswith("Theo ‹")
    assert as_shown(root, FILE, ("body",), "{{ x }}") == "‹filled in 1›"
    (successor,) = [as_kept(root, LISTS, ("entries", 0, "successor"), name) for name in ("Lãnh đạo Sở",)]
    assert (successor, as_shown(root, LISTS, ("entries", 0, "successor"), successor)) == ("lanh-dao-so", "Lãnh đạo Sở")


def test_what_is_typed_by_name_is_saved_and_added(project: Project) -> None:
    root = project.root
    request = SaveRequest(root, FILE, "/receivers/0/to", "Tỉnh đoàn Lạng Sơn", "UBND tỉnh")
    assert save(request, Progress()).exit_code == 0
    assert add(AddRequest(root, FILE, "/copies", {"to": "Lãnh đạo Sở"}), Progress()).exit_code == 0
    data = parse(project.read(FILE).encode(), FILE).data
    assert data["receivers"][0]["to"] == "ubnd-tinh"
    assert data["copies"][-1]["to"] == "lanh-dao-so"


def test_a_new_entry_gets_an_id_of_its_name(project: Project) -> None:
    for _twice in range(2):
        value = {"what": "Gửi danh sách", "date": "20/8/2020"}
        assert add(AddRequest(project.root, FILE, "/deadlines", value), Progress()).exit_code == 0
    data = parse(project.read(FILE).encode(), FILE).data
    assert [each["id"] for each in data["deadlines"]][-2:] == ["gui-danh-sach", "gui-danh-sach-2"]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Giám đốc Sở (để b/c)", "Giám đốc Sở (để b/c)"),
        ("- Như trên;", "Như trên"),
        ("Lãnh đạo Sở (để b/c)", {"to": "lanh-dao-so", "purpose": "để b/c"}),
        ("UBND tỉnh", {"to": "ubnd-tinh"}),
    ],
)
def test_what_no_list_has_is_the_words_of_its_line(project: Project, typed: str, line: object) -> None:
    root = project.root

    def last() -> Any:
        return parse(project.read(FILE).encode(), FILE).data["copies"][-1]

    assert add(AddRequest(root, FILE, "/copies", {"to": typed}), Progress()).exit_code == 0
    assert last() == line
    at = f"/copies/{len(parse(project.read(FILE).encode(), FILE).data['copies']) - 1}"
    assert save(SaveRequest(root, FILE, f"{at}/copies", "", "2"), Progress()).exit_code == 0
    rest = {"purpose": "để b/c"} if "purpose" in line else {}
    shown = line if isinstance(line, str) else typed.partition(" (")[0]
    assert save(SaveRequest(root, FILE, f"{at}/to", shown, "Hội không có"), Progress()).exit_code == 0
    assert last() == {"text": "Hội không có", "copies": "2", **rest}
    assert save(SaveRequest(root, FILE, f"{at}/to", "Hội không có", "UBND tỉnh"), Progress()).exit_code == 0
    assert last() == {"to": "ubnd-tinh", "copies": "2", **rest}


def test_a_name_that_no_list_has_is_no_member_of_a_group(project: Project) -> None:
    line = {"text": "Các cơ quan", "members": ["ubnd-tinh"]}
    root = project.root
    assert add(AddRequest(root, FILE, "/copies", line), Progress()).exit_code == 0
    at = len(parse(project.read(FILE).encode(), FILE).data["copies"]) - 1
    for outcome in (
        save(SaveRequest(root, FILE, f"/copies/{at}/members/0", "UBND tỉnh", "Hội không có"), Progress()),
        add(AddRequest(root, FILE, f"/copies/{at}/members", "Hội không có"), Progress()),
    ):
        assert [each.code for each in outcome.problems] == ["body-unlisted"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sở tài chinh", "Sở Tài chính"),
        ("Sở Tài chíng (để p/h)", "Sở Tài chính (để p/h)"),
        ("UBND tỉnh Mẫu", "Ủy ban nhân dân tỉnh Mẫu"),
        ("Uỷ ban nhân dân tỉnh Mẫu", "Ủy ban nhân dân tỉnh Mẫu"),
        ("Giám đốc Sở", ""),
        ("Sở Y tế", ""),
    ],
)
def test_the_body_that_words_may_mean(typed: str, meant: str) -> None:
    assert near_body(("Sở Tài chính", "Ủy ban nhân dân tỉnh Mẫu", "Sở Nội vụ"), typed) == meant

"""The files in which older projects keep their lists."""

from __future__ import annotations

from congvan.model.lists.older import older_lists
from congvan.model.lists.read import ProjectLists
from congvan.model.lists.receiving import bodies_by_id
from congvan.project.assets import Assets
from tests.acceptance.promises.line import with_changes


def test_the_files_of_older_projects_are_lists() -> None:
    older = {
        "data/districts.yaml": "- {id: cao-loc, kind: huyện, name: Cao Lộc, culture_office: {id: phong, name: Ph}}\n",
        "data/communes.yaml": "- {id: xa-a, kind: xã, name: A, district: cao-loc}\n",
        "data/enterprises.yaml": "- {id: vnpt, kind: vien-thong, name: VNPT, owes: {roster: 02}}\n",
        "data/bodies.yaml": "- {id: ubnd-xa-a, name: Ủy ban A, copies: 3}\n",
    }
    moved = ("huyen", "xa", "doanh-nghiep", "co-quan", "co-so-y-te", "diem-ho-tro")
    new = {f"data/lists/{name}.yaml" for name in moved}
    files = {name: data for name, data in with_changes(older).items() if name not in new}
    read = ProjectLists(Assets(files), {})
    read.read()
    assert read.problems == []
    assert read.lists["districts"] is read.lists["huyen"]
    assert read.lists["communes"].values[0]["district"]["heading_name"] == "Huyện Cao Lộc"
    assert read.lists["districts"].values[0]["culture_office"]["id"] == "phong"
    assert bodies_by_id(read.lists)["ubnd-xa-a"] == "Ủy ban A"
    assert read.lists["communes"].label == older_lists()["communes"].list.label

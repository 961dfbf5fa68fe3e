"""`--where`: lists by loop value, id or label, entries by id or name; what may be several is shown."""

from __future__ import annotations

import dataclasses

import pytest

from congvan.core.i18n import using_language
from congvan.model.dataset import Dataset
from congvan.pipeline.plan.where import where_of
from tests.acceptance.promises.line import loaded

COMMUNES = {"data/lists/phong.yaml": "list: {label: Phòng họp, one: phòng}\nentries: [{id: a, name: Phòng A}]\n"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    read = loaded(COMMUNES)
    first = read.documents[0]
    loops = ({"xa": "communes"}, {"phong": "phong"})
    more = [first.model_copy(update={"id": f"x{i}", "for_each": each}) for i, each in enumerate(loops)]
    return dataclasses.replace(read, documents=(*read.documents, *more))


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("district", "cao-loc", {"district": ["cao-loc"]}),
        ("district", "Cao Lộc", {"district": ["cao-loc"]}),
        ("district", "huyện cao lộc", {"district": ["cao-loc"]}),
        ("huyện, thành phố", "cao loc", {"district": ["cao-loc"]}),
        ("Xã, phường", "Xã Ba Sơn", {"xa": ["xa-ba-son"]}),
        ("communes", "Ba Sơn", {"xa": ["xa-ba-son"]}),
        ("Phòng họp", "phòng a", {"phong": ["a"]}),
        ("", "Xã Ba Sơn", {"xa": ["xa-ba-son"]}),
        ("", "cao-loc", {"district": ["cao-loc"]}),
        ("receiver", "Huyện Cao Lộc", {"receiver": ["phong-vhtt-cao-loc"]}),
        ("receiver", "tỉnh đoàn lạng sơn", {"receiver": ["tinh-doan-lang-son"]}),
        ("receiver", "Tỉnh đoàn Lạng Sơn", {"receiver": ["tinh-doan-lang-son"]}),
    ],
)
def test_an_entry_is_known_by_its_names(dataset: Dataset, name: str, text: str, meant: dict[str, list[str]]) -> None:
    assert where_of(dataset, {name: [text]}) == (meant, [])


@pytest.mark.parametrize(
    ("name", "text", "said", "remedy"),
    [
        (
            "",
            "Cao Lộc",
            "“Cao Lộc” có thể là nhiều mục",
            "district=cao-loc (Huyện Cao Lộc), xa=xa-cao-loc",
        ),
        ("xa", "Ba Sơm", "không có xã, phường nào mang mã “Ba Sơm”", "có phải là “xa-ba-son” không?"),
        ("xa", "Xã Ba Sơm", "không có xã, phường nào mang mã “Xã Ba Sơm”", "có phải là “xa-ba-son” không?"),
        ("", "qqqqqqqq", "không có mục nào mang mã “qqqqqqqq”", "các mã có sẵn: "),
        ("phòg", "a", "không có mục lọc nào mang mã “phòg”", "có phải là “phong” không?"),
    ],
)
def test_what_is_not_one_entry_is_told(dataset: Dataset, name: str, text: str, said: str, remedy: str) -> None:
    with using_language("vi"):
        (problem,) = where_of(dataset, {name: [text]})[1]
        assert problem.text == said
        assert remedy in problem.hint


def test_a_name_means_an_entry_of_the_documents_asked_for(dataset: Dataset) -> None:
    districts = [each for each in dataset.documents if "district" in each.for_each]
    communes = [each for each in dataset.documents if "xa" in each.for_each]
    assert where_of(dataset, {"": ["Cao Lộc"]}, districts) == ({"district": ["cao-loc"]}, [])
    assert where_of(dataset, {"": ["Cao Lộc"]}, communes) == ({"xa": ["xa-cao-loc"]}, [])
    assert [each.code for each in where_of(dataset, {"": ["Cao Lộc"]})[1]] == ["where-several"]


@pytest.mark.parametrize("name", ["huyen", "districts", "Huyện, thành phố"])
def test_the_list_that_receivers_come_from_names_them_where_nothing_else_loops_over_it(
    dataset: Dataset, name: str
) -> None:
    letters = [each for each in dataset.documents if each.id == "letters"]
    assert where_of(dataset, {name: ["Cao Lộc"]}, letters) == ({"receiver": ["phong-vhtt-cao-loc"]}, [])
    _meant, (problem,) = where_of(dataset, {"phong": ["a"]}, letters)
    assert problem.code == "want-unknown"

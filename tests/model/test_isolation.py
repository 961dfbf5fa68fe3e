"""What has an error is left out with all that needs it, and that one file is the reason."""

from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import ProblemsFound
from congvan.model.dataset import Dataset
from congvan.model.loader import load, load_sound
from tests.acceptance.promises.line import (
    AGENCY,
    DISPATCH,
    DOCUMENTS,
    ENTERPRISES,
    sample,
    swapped,
    text_of,
    with_changes,
)

OTHER = "data/dispatches/khac-2020.yaml"
HEALTH = "data/lists/co-so-y-te.yaml"


def left(changes: dict[str, str]) -> Dataset:
    return load_sound(with_changes(changes))


def test_nothing_is_left_out_of_a_sound_project() -> None:
    assert not load_sound(sample()).excluded


def test_a_dispatch_with_an_error_is_left_out_alone() -> None:
    dataset = left({**swapped(DISPATCH, "subject:", "subjekt:"), OTHER: text_of(DISPATCH)})
    assert list(dataset.excluded) == [DISPATCH]
    assert list(dataset.dispatches) == ["khac-2020"]
    assert dataset.known == ["bluezone-2020", "khac-2020"]
    assert [problem.code for problem in dataset.refusal("bluezone-2020")] == ["key-unknown"]
    assert not dataset.refusal("khac-2020")


@pytest.mark.parametrize("typed", ["lable:", "label: [\n"])
def test_a_list_is_the_one_reason_for_all_that_needs_it(typed: str) -> None:
    dataset = left(swapped(ENTERPRISES, "label:", typed))
    own = [key for key, out in dataset.excluded.items() if not out.cause]
    assert own == [ENTERPRISES]
    assert {problem.place.file for problem in dataset.faults} == {ENTERPRISES}
    assert {out.cause for out in dataset.excluded.values()} == {"", ENTERPRISES}
    assert DISPATCH in dataset.excluded
    assert not dataset.is_made("rosters")
    assert dataset.is_made("letter")
    assert "enterprises" not in dataset.lists
    with using_language("en"):
        (problem,) = dataset.excluded[DISPATCH].problems
        assert problem.text.startswith("the dispatch “tăng cường")
        assert "has an error" in problem.text


def test_lists_that_refer_to_a_list_go_with_it() -> None:
    dataset = left(swapped("data/lists/huyen.yaml", "label:", "lable:"))
    assert dataset.excluded[HEALTH].cause == "data/lists/huyen.yaml"


def test_a_list_that_nobody_needs_takes_nothing_with_it() -> None:
    dataset = left({"data/lists/ban.yaml": "list: {lable: Ban}\nentries: []\n"})
    assert list(dataset.excluded) == ["data/lists/ban.yaml"]
    assert list(dataset.dispatches) == ["bluezone-2020"]


def test_a_paper_takes_its_documents_and_no_dispatch() -> None:
    dataset = left(swapped("data/papers/don-doc.yaml", "subject:", "subjekt:"))
    assert not dataset.is_made("reminders")
    assert not dataset.left_out("bluezone-2020")


def test_a_file_under_a_wrong_name_is_the_reason_for_what_misses_it() -> None:
    files = {name: text for name, text in sample().items() if name != HEALTH}
    dataset = load_sound(type(sample())({**files, "data/lists/co-so-y-te.yml": sample()[HEALTH]}))
    assert [problem.code for problem in dataset.faults] == ["file-ending"]
    assert dataset.excluded[DISPATCH].cause == "data/lists/co-so-y-te.yml"


def test_a_template_that_is_gone_takes_its_document() -> None:
    dataset = load_sound(type(sample())({k: v for k, v in sample().items() if k != "templates/bi-van-ban.docx"}))
    assert list(dataset.excluded) == [f"{DOCUMENTS}#envelopes"]


@pytest.mark.parametrize("file", [AGENCY, DOCUMENTS])
def test_the_office_itself_stops_everything(file: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        left({**swapped(file, "name:", "nmae:"), **swapped(DISPATCH, "subject:", "subjekt:")})
    assert {problem.place.file for problem in caught.value.problems} == {file, DISPATCH}


def test_the_strict_loader_tells_all_errors_and_no_more() -> None:
    with pytest.raises(ProblemsFound) as caught:
        load(with_changes({**swapped(ENTERPRISES, "label:", "lable:"), **swapped(DISPATCH, "subject:", "subjekt:")}))
    assert [problem.place.file for problem in caught.value.problems] == [DISPATCH, ENTERPRISES]


def test_every_entry_of_documents_that_occurs_twice_stops_everything() -> None:
    with pytest.raises(ProblemsFound):
        left(swapped(DOCUMENTS, "- id: envelopes", "- id: letter"))

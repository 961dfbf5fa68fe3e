"""The data files as one dataset: which are read and as what, and all that is wrong in all of them, in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.i18n import LANGUAGES, using_language
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.model.consistency import CHECK
from congvan.model.loader import LISTS, OF_0_2_0, load, load_left_out
from congvan.model.project.assets import DISPATCHES, Assets
from tests.acceptance.promises.line import AGENCY, DISPATCH, DISTRICTS, DOCUMENTS, loaded, text_of, with_changes
from tests.sample_project import letter_alone, new_project

LIST = "- {id: a, name: Ban A}\n- {id: b, name: Ban B}\n"


def without(*names: str, **changes: str) -> Assets:
    return Assets({name: data for name, data in with_changes(changes).items() if name not in names})


def told(files: Assets) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        load(files)
    return list(caught.value.problems)


def test_dispatches_and_lists_are_called_by_their_files_up_to_the_last_point() -> None:
    dispatch, end = "data/dispatches/khac-2021", ".yaml"
    dataset = loaded({dispatch + end: text_of(DISPATCH), f"data/lists/ban{end}": LIST, f"data/lists/to.2{end}": LIST})
    assert list(dataset.dispatches) == ["bluezone-2020", "khac-2021"]
    assert dataset.dispatches["khac-2021"] == dataset.dispatches["bluezone-2020"]
    records = [{"id": "a", "name": "Ban A"}, {"id": "b", "name": "Ban B"}]
    assert [dataset.lists[name].values for name in ("ban", "to.2")] == [records, records]
    assert dataset.sources[dispatch + end].file == dispatch + end


@pytest.mark.parametrize(
    "name", ["data/lists/notes.txt", "data/dispatches/old.yaml~", "data/photo.png", "templates/x.yaml"]
)
def test_what_is_no_data_file_is_passed_over(name: str) -> None:
    assert loaded({name: "a: b"}) == loaded({})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("data/agencies.yaml", Message("did-you-mean", found="data/agency.yaml")),
        ("data/qqqqqqqqqqqq.yaml", Message("file-unknown.hint-list-your", folder=LISTS, dispatches=DISPATCHES)),
    ],
)
def test_a_file_that_nobody_reads_is_told(name: str, hint: Message) -> None:
    assert told(with_changes({name: "a: b\n"})) == [Problem(Message("file-unknown"), Place(name), hint)]


@pytest.mark.parametrize("name", [AGENCY, "data/lists/ban.yaml", DISPATCH])
def test_a_data_file_has_one_ending(name: str) -> None:
    """So that of two files of one name none is passed over."""
    other = name.replace(".yaml", ".yml")
    assert told(with_changes({other: "- {id: a}\n"})) == [
        Problem(Message("file-ending"), Place(other), Message("file-ending.hint-rename", name=name))
    ]


@pytest.mark.parametrize(
    "name",
    [
        "data/lists/dau-moi.yaml.txt",
        "data/lists/dau-moi.YAML",
        "data/lists/dau-moi.yaml (1)",
        "data/lists/dau-moi.yaml.yaml",
    ],
)
def test_a_data_file_that_a_machine_renamed_is_told(name: str) -> None:
    (problem,) = told(with_changes({name: "- {id: a}\n"}))
    assert (problem.code, problem.hint) == ("file-ending", "rename it to data/lists/dau-moi.yaml")


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("to: tinh-doan-lang-son", "to: Tỉnh đoàn Lạng Sơn", "tinh-doan-lang-son"),
        ("signer: phuong-thi-huong-lan", "signer: Phương Thị Hương Lan", "phuong-thi-huong-lan"),
    ],
)
def test_a_name_where_an_id_belongs_is_answered_with_the_id(old: str, new: str, meant: str) -> None:
    (problem,) = told(with_changes({DISPATCH: text_of(DISPATCH).replace(old, new, 1)}))
    assert (problem.code, problem.hint) == ("id-form", f"write the id: {meant}")


@pytest.mark.parametrize("name", OF_0_2_0)
def test_a_project_of_0_2_0_is_refused_in_one_sentence(name: str) -> None:
    (problem,) = told(with_changes({name: "- {id: a, name: \n", DISPATCH: "signs: true\n"}))
    assert (problem.code, problem.place) == ("data-old", Place(name))
    for language in LANGUAGES:
        with using_language(language):
            assert "congvan 0.2.0" in problem.text
            assert "init" in problem.hint


@pytest.mark.parametrize("name", [AGENCY, DOCUMENTS, DISPATCH])
def test_a_file_that_must_be_there_is_missed(name: str) -> None:
    missed = "data/dispatches/….yaml" if name == DISPATCH else name
    assert told(without(name)) == [Problem(Message("file-missing", name=missed), Place(missed))]


MOVED = """\
list: {also: contacts, fields: {unit: {}}}
entries: [{id: b, name: }]
"""


def test_all_that_is_wrong_in_all_files_is_told_in_one_run() -> None:
    wrong = {
        "data/stray.yaml": "a: b\n",
        DISTRICTS: "# nothing but a comment\n",
        "data/lists/co-quan.yaml": "list: {}\nentries:\n- {id: a, name: 'A'\n",  # not closed
        "data/lists/dau-moi.yaml": MOVED,
        DISPATCH: text_of(DISPATCH) + "colour: red\n",
    }
    problems = told(without("data/lists/xa.yaml", AGENCY, **wrong))
    assert sorted((p.place.file, p.place.line, p.code) for p in problems) == [
        (AGENCY, 0, "file-missing"),
        (DISPATCH, text_of(DISPATCH).count("\n") + 1, "key-unknown"),
        ("data/lists/co-quan.yaml", 3, "yaml-slip"),
        ("data/lists/dau-moi.yaml", 2, "value-empty"),
        (DISTRICTS, 1, "yaml-empty"),
        ("data/stray.yaml", 0, "file-unknown"),
    ]


def test_what_the_files_say_of_one_another_is_told_once_each_is_right() -> None:
    slip = {DISPATCH: text_of(DISPATCH).replace("signer: phuong", "signer: phung")}
    assert [problem.code for problem in told(with_changes(slip))] == ["reference-unknown"]
    assert [problem.code for problem in told(without("data/agency.yaml", **slip))] == ["file-missing"]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        (DISPATCH, "signer:\n", "signer"),
        ("data/lists/ban.yaml", "- {id: a, name: }\n", "name"),
    ],
)
def test_a_value_that_was_forgotten_is_told_and_nothing_else_of_its_place(name: str, text: str, place: str) -> None:
    whole = "".join(line for line in text_of(DISPATCH).splitlines(True) if not line.startswith("signer:"))
    problems = told(with_changes({name: (whole if name == DISPATCH else "") + text}))
    assert [problem.code for problem in problems if problem.place.file == name][:1] == ["value-empty"]
    assert len({problem.place for problem in problems}) == len(problems)


def left_out(root: Path, text: str) -> dict[str, str]:
    (root / "data").mkdir(exist_ok=True)
    (root / CHECK).write_text(text, "utf-8")
    return dict(load_left_out(root))


def test_rules_left_out_of_the_check_with_reasons(tmp_path: Path) -> None:
    assert load_left_out(tmp_path) == {}
    assert left_out(tmp_path, "ND30-VV-GAP: mẫu của tỉnh\nND30-SO-SIZE: theo văn bản số 12\n") == {
        "ND30-VV-GAP": "mẫu của tỉnh",
        "ND30-SO-SIZE": "theo văn bản số 12",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ND30-VV-GAB: x\n", {("rule-unknown", 1, "ND30-VV-GAP")}),
        ("ND30-SO-SIZE: x\nQUITE-ELSE: y\n", {("rule-unknown", 2, "")}),
        ("ND30-SO-SIZE:\n", {("value-empty", 1, "")}),
    ],
)
def test_what_is_refused_of_them(tmp_path: Path, text: str, told: set[tuple[str, int, str]]) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        left_out(tmp_path, text)
    found = {
        (p.code, p.place.line, str(p.remedy.values.get("found", "")) if p.remedy else "")
        for p in stopped.value.problems
    }
    assert found == told


def test_validate_and_check_tell_the_same_of_them(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p")
    letter_alone(project)
    project.write(CHECK, "ND30-VV-GAB: x\n")
    assert [p["code"] for p in project.run("validate", "--format", "json").json["problems"]] == ["rule-unknown"]
    run = project.run("check", ".", "--format", "json")
    assert ([(p["code"], p["file"], p["line"]) for p in run.json["problems"]], run.code) == (
        [("rule-unknown", CHECK, 1)],
        3,
    )

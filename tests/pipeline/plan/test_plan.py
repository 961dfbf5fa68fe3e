"""What a plan refuses: wishes for what there is not, and documents that are wrong, each told once at its place."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Place, ProblemsFound
from congvan.model.dataset import Dataset
from congvan.pipeline.plan.planner import Plan, Selection, plan
from tests.acceptance.promises.line import DISPATCH, DOCUMENTS, NO_ENTRIES, loaded, text_of
from tests.pipeline.plan.sample import HERE, LIST, SLIP, paths, with_slip
from tests.planned import jobs_of, problems_of


@pytest.mark.parametrize(
    ("selection", "words", "hint"),
    [
        (Selection(["rostres"]), "unknown document “rostres”", "mean “rosters”"),
        (Selection(["qqqqqqq"]), "unknown document “qqqqqqq”", "available: "),
        (Selection(dispatches=["bluezone"]), "unknown dispatch “bluezone”", f"mean “{HERE}”"),
        (Selection(where={"distrikt": []}), "unknown loop value “distrikt”", "mean “district”"),
        (Selection(where={"district": ["cao-loz"]}), "unknown district “cao-loz”", "mean “cao-loc”"),
        (Selection(where={"receiver": ["tinh-doan"]}), "unknown receiver", "mean “tinh-doan-lang-son”"),
        (Selection(where={"copy": ["x"]}), "unknown copy “x”", "nothing has a name here yet"),
        (Selection(where={"appendix": ["x"]}), "unknown appendix “x”", "nothing has a name here yet"),
        (Selection(where={"day": ["x"]}), "unknown day “x”", "nothing has a name here yet"),
        (Selection(where={"ban": ["c"]}), "unknown ban “c”", "available: a, b"),
    ],
)
def test_what_there_is_not_can_not_be_asked_for(selection: Selection, words: str, hint: str, lists: Dataset) -> None:
    with pytest.raises(ProblemsFound) as caught:
        plan(lists, selection)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("want-unknown", Place())
    assert words in problem.text
    assert hint in str(problem.hint)


def test_what_is_known_are_the_ids_that_a_run_would_meet(dataset: Dataset) -> None:
    """Of people who receive, of days and places that came back: each list's own."""
    text = text_of(DISPATCH).replace("{each: day,", "{each: day, from: 2020-08-21, to: 2020-08-22,", 1)
    facility = "entries: [{id: tram-a, name: Trạm A, huyen: cao-loc}]"
    lists = {"data/lists/co-so-y-te.yaml": text_of("data/lists/co-so-y-te.yaml").replace("entries: []", facility)}
    answers = [{"form": "bao-cao-ngay", "period": "2020-08-23", "keys": {}, "sections": {}, "nil": True}]
    senders = [{"id": "viettel-lang-son", "name": "Viettel"}]
    came = {"answers": answers, "senders": senders, "forms": [{"form": "bao-cao-ngay", "standings": []}]}
    found = loaded({DISPATCH: text, "data/lists/xa.yaml": NO_ENTRIES, **lists})
    full = dataclasses.replace(found, returned={HERE: came})
    asked: dict[str, set[str]] = {}
    for document in full.documents:
        for name, listed in document.for_each.items():
            one = document.model_copy(
                update={"for_each": {name: listed}, "path": f"x/{{{{ {name}.id }}}}", "when": None}
            )
            entries = plan(dataclasses.replace(full, documents=(one,)), Selection()).for_dispatch(HERE).entries()
            asked.setdefault(name, set()).update(entry.values[name]["id"] for entry in entries)
    assert asked["day"] == {"2020-08-21", "2020-08-22", "2020-08-23"}
    assert asked["facility"] == {"tram-a"}
    assert asked.pop("sender") == {"viettel-lang-son"}  # whoever may owe something can be asked for
    with pytest.raises(ProblemsFound) as caught:
        plan(full, Selection(where={name: ["0000000"] for name in ["nothing", *asked]}))
    said = {problem.text: problem.hint for problem in caught.value.problems}
    assert said == {
        "unknown loop value “nothing”": f"available: {', '.join(sorted([*asked, 'sender']))}",
        **{f"unknown {name} “0000000”": known_of(ids) for name, ids in asked.items()},
    }
    assert plan(full, Selection(where={name: sorted(ids) for name, ids in asked.items()}))


def known_of(ids: set[str]) -> str:
    """The remedy that lists some ids."""
    hint = Message("known-names", known=", ".join(sorted(ids))) if ids else Message("known-none")
    return str(hint)


def test_the_two_lists_of_those_who_receive_are_told_apart(dataset: Dataset) -> None:
    for listed in ("receivers", "recipients"):
        (document, *_) = (d for d in dataset.documents if d.for_each.get("receiver") == listed)
        only = (document.model_copy(update={"when": None}),)
        one = dataclasses.replace(dataset, documents=only)
        ids = {entry.values["receiver"]["id"] for entry in plan(one, Selection()).for_dispatch(HERE).entries()}
        with pytest.raises(ProblemsFound) as caught:
            plan(one, Selection(where={"receiver": ["0000000"]}))
        known = Message("known-names", known=", ".join(sorted(ids)))
        assert [problem.advice for problem in caught.value.problems] == [known]


def test_a_document_is_asked_for_by_the_first_folder_of_its_path(lists: Dataset) -> None:
    deep = lists.documents[0].model_copy(update={"id": "khac", "path": "phieu/x/{{ ban.id }}"})
    assert paths(dataclasses.replace(lists, documents=(deep,)), "phieu") == ["phieu/x/a.pdf", "phieu/x/b.pdf"]


def test_where_the_places_of_the_data_are_not_known_the_file_is_named(lists: Dataset) -> None:
    wrong = lists.documents[0].model_copy(update={"content": "leter"})
    planned = plan(dataclasses.replace(lists, documents=(wrong,), sources={}), Selection())
    assert len(list(jobs_of(planned))) == 2
    assert [problem.place for problem in problems_of(planned)] == [Place(DOCUMENTS)]


def told(slip: str) -> tuple[Plan, dict[str, str]]:
    changes = with_slip(slip)
    return plan(loaded(changes), Selection(["phieu"])), changes


@pytest.mark.parametrize(
    ("old", "new", "code", "words", "hint", "here"),
    [
        (
            "phieu/{{ ban.id }}",
            "../{{ ban.id }}",
            "path-unsafe",
            "“../a” is not a path",
            "letters/{{ receiver.id }}",
            "'../",
        ),
        ("phieu/{{ ban.id }}", "phieu/{{ ban.name }}", "path-unsafe", "no path may have: “ ”", "|ma }}", "'phieu/"),
        ("phieu/{{ ban.id }}", "a/./{{ ban.id }}", "path-unsafe", "“a/./a” is no", "without “..”", "'a/./"),
        (
            "path:",
            "when: 'ban.(', path:",
            "expression-form",
            "",
            "",
            ".('",
        ),
        (
            "path:",
            "when: 1 + ban.name, path:",
            "expression-type",
            "Ban A",
            "",
            "+ ban",
        ),
        (
            "path:",
            "when: ban.x.y, path:",
            "expression-name",
            "nothing is called “ban.x.y”",
            "ban",
            "ban.x.y",
        ),
        (
            "for_each",
            "content: leter, for_each",
            "content-unknown",
            "unknown content “leter”",
            "“letter”",
            "leter",
        ),
        ("for_each", "content: qqqqq, for_each", "content-unknown", "unknown content “qqqqq”", "letter, ", "qqqqq"),
    ],
)
def test_a_wrong_document_is_told_once_at_its_place(
    old: str, new: str, code: str, words: str, hint: str, here: str
) -> None:
    planned, changes = told(SLIP.replace(old, new, 1))
    (problem,) = problems_of(planned)
    assert problem.code == code
    assert not problem.text.endswith(": ")
    if code.startswith("expression-"):
        assert list(jobs_of(planned)) == []
        assert "None" not in problem.text
    assert words in problem.text
    assert hint in str(problem.hint)
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)
    assert changes[DOCUMENTS][problem.place.column - 1 :].startswith(here)


@pytest.mark.parametrize("path", ["phieu/mot", "phieu/{{ ban.name | lower }}"])
def test_two_records_in_one_file_are_both_named(path: str) -> None:
    changes = with_slip(SLIP.replace("phieu/{{ ban.id }}", path))
    changes[LIST] = "- {id: a, name: Đ}\n- {id: b, name: đ}\n"
    with pytest.raises(ProblemsFound) as caught:
        plan(loaded(changes), Selection(["phieu"])).check()
    (problem,) = caught.value.problems
    assert problem.code == "path-twice"
    assert "phieu ban=a and phieu ban=b" in problem.text
    assert str(problem.hint) == "add every loop value to the path: {{ ban.id }}"
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)
    assert changes[DOCUMENTS][problem.place.column - 1 :].startswith(f"'{path}'")


def test_letters_with_marks_name_files_however_they_are_typed() -> None:
    typed = unicodedata.normalize("NFD", "thư-mời/{{ ban.id }}")
    made = paths(loaded(with_slip(SLIP.replace("phieu/{{ ban.id }}", typed))), "phieu")
    assert {path.split("/")[0] for path in made} == {"thư-mời"}


def test_a_path_with_a_name_that_nothing_gives_is_told_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        plan(loaded(with_slip(SLIP.replace("ban.id", "none.id"))), Selection(["phieu"])).check()
    (problem,) = caught.value.problems
    assert problem.code == "merge-unknown"
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)


def test_a_plan_may_be_walked_again_and_says_each_problem_once() -> None:
    planned, _changes = told(SLIP.replace("for_each", "content: leter, for_each"))
    assert [job.path for job in jobs_of(planned)] == [f"{HERE}/phieu/a.pdf", f"{HERE}/phieu/b.pdf"]
    assert len(problems_of(planned)) == 1

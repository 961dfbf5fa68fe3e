"""What a run will make: which files, in which order, for whom; what is refused, and what each file depends on."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from promises.line import DISPATCH, DOCUMENTS, loaded, sample, swapped, text_of, with_changes

from congvan import keys
from congvan.documents import pack
from congvan.job import Job
from congvan.keys import EDITED, Keys, restrict
from congvan.model.dataset import Dataset
from congvan.plan import Plan, Want, plan
from congvan.problems import Place, Stop
from congvan.publish_manifest import Row

HERE = "bluezone-2020"
LIST = "data/lists/ban.yaml"
BAN = "- {id: a, name: Ban A, big: 'yes'}\n- {id: b, name: Ban B, big: 'no'}\n"
SLIP = "- {id: phieu, name: Phiếu, templates: {pdf: phieu.html}, for_each: {ban: ban}, path: 'phieu/{{ ban.id }}'}\n"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return loaded({})


@pytest.fixture(scope="module")
def lists() -> Dataset:
    """The sample with a list of one's own, and a document over it before all others."""
    return loaded(with_slip(SLIP))


def with_slip(slip: str, **more: str) -> dict[str, str]:
    quick = {"data/communes.yaml": "[]\n"}
    return {
        DOCUMENTS: slip + text_of(DOCUMENTS),
        LIST: BAN,
        "templates/phieu.html": "<p>{{ ban.name }}",
        **quick,
        **more,
    }


def paths(dataset: Dataset, *documents: str, **more: Any) -> list[str]:
    return [path.removeprefix(f"{HERE}/") for path in plan(dataset, Want(documents, **more)).check()]


# --- which files ------------------------------------------------------------------------------------------------------


def test_the_cross_product_in_the_order_of_the_lists(dataset: Dataset) -> None:
    districts = [fact.id for fact in dataset.districts]
    enterprises = [fact.id for fact in dataset.enterprises]
    found = paths(dataset, "rosters", formats=["pdf"])
    pairs = [f"rosters/{d}/{d}--{e}.pdf" for d in districts for e in enterprises]
    assert found == [*pairs, *(f"rosters/{e}.pdf" for e in enterprises)]  # “rosters” is the folder of both


def test_a_document_is_asked_for_by_id_or_folder(dataset: Dataset) -> None:
    assert paths(dataset, "letter", formats=["docx"]) == ["letter/cong-van.docx", "letter/danh-sach-gui.docx"]
    assert paths(dataset, "send-list") == [f"letter/danh-sach-gui.{kind}" for kind in ("docx", "pdf", "xlsx")]
    assert paths(dataset, "send-list", formats=["xlsx", "docx"]) == [
        f"letter/danh-sach-gui.{k}" for k in ("docx", "xlsx")
    ]


def test_a_filter_keeps_what_it_names_and_drops_what_it_does_not_concern(dataset: Dataset) -> None:
    one = paths(dataset, where={"district": ["cao-loc"], "enterprise": ["vnpt-lang-son"]}, formats=["pdf"])
    assert one == ["rosters/cao-loc/cao-loc--vnpt-lang-son.pdf"]
    two = paths(dataset, "packs", where={"district": ["cao-loc", "binh-gia"]})
    assert two == ["packs/binh-gia.pdf", "packs/cao-loc.pdf"]


def test_jobs_are_the_paths_in_the_same_order_whatever_is_asked(dataset: Dataset) -> None:
    for want in (
        Want(["letters"], formats=["docx"]),
        Want(["rosters"], {"district": ["cao-loc"]}),
        Want(["signage"]),
        Want(["signage"], formats=["xlsx"]),
        Want(["packs-by-district"], {"district": ["cao-loc"]}),
        Want(["letter"], edition="as-issued"),
    ):
        planned = plan(dataset, want)
        assert [job.path for job in planned.jobs()] == planned.check() != []
        assert planned.problems == []


def test_what_a_job_says_of_itself(dataset: Dataset) -> None:
    where = {"district": ["cao-loc"], "enterprise": ["vnpt-lang-son"]}
    docx, pdf, xlsx = plan(dataset, Want(["rosters"], where)).jobs()
    assert {job.record for job in (docx, pdf, xlsx)} == {"district=cao-loc enterprise=vnpt-lang-son"}
    assert [(job.document, job.format, job.template) for job in (docx, pdf, xlsx)] == [
        ("rosters", "docx", "templates/van-ban.docx"),
        ("rosters", "pdf", "templates/van-ban.html"),
        ("rosters", "xlsx", "templates/bieu-danh-sach.xlsx"),
    ]
    assert [job.judged for job in (docx, pdf, xlsx)] == [True, True, False]
    assert ["districts" in job.content for job in (docx, pdf, xlsx)] == [False, False, True]


def test_an_edition_has_a_folder_of_its_own(dataset: Dataset) -> None:
    assert (
        plan(dataset, Want(["letter"], formats=["pdf"], edition="as-issued"))
        .check()[0]
        .startswith(f"{HERE}-as-issued/")
    )
    assert plan(dataset, Want()).complete_folders() == [HERE]
    assert plan(dataset, Want(edition="as-issued")).complete_folders() == [f"{HERE}-as-issued"]
    for part in (Want(["letter"]), Want(where={"district": ["cao-loc"]}), Want(formats=["pdf"])):
        assert plan(dataset, part).complete_folders() == []


def test_a_document_may_belong_to_some_dispatches(dataset: Dataset) -> None:
    second = {"data/dispatches/khac.yaml": text_of(DISPATCH).replace("signs: true", "signs: false")}
    own = swapped(
        DOCUMENTS, "  path: letter/danh-sach-gui\n", f"  path: letter/danh-sach-gui\n  dispatches: [{HERE}]\n"
    )
    both = loaded({**second, **own})
    assert plan(both, Want(["send-list"], formats=["pdf"])).check() == [f"{HERE}/letter/danh-sach-gui.pdf"]
    assert plan(both, Want(["send-list"], dispatches=["khac"])).check() == []
    assert plan(both, Want(["letter"], formats=["docx"], dispatches=["khac"])).check() == ["khac/letter/cong-van.docx"]
    assert plan(both, Want(dispatches=["khac"])).complete_folders() == ["khac"]


def test_a_pack_binds_what_concerns_its_record(dataset: Dataset) -> None:
    (one,) = plan(dataset, Want(["packs-by-district"], {"district": ["cao-loc"]})).jobs()
    assert (one.format, one.template, one.judged) == ("pack", "templates/bia-tap.html", False)
    names = [part["bookmark"] for part in one.content["parts"]]
    assert len(names) == 1 + len(dataset.enterprises)
    assert {part["template"] for part in one.content["parts"]} == {"templates/van-ban.html"}
    assert one.content["duplex"] is True
    assert one.content["cover"]["bookmark"] == one.content["title"]
    assert one.content["cover"]["content"]["title"] == one.content["title"]
    letter = one.content["parts"][0]["content"]
    assert not letter.get("attachments")
    (whole,) = plan(dataset, Want(["packs-by-enterprise"], {"enterprise": ["vnpt-lang-son"]})).jobs()
    assert len(whole.content["parts"]) == 2 + len(dataset.districts)
    assert not any("districts" in part["content"] for part in whole.content["parts"])  # of drop-downs; no page shows it


def test_the_cover_of_a_large_pack_counts_what_it_does_not_list(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def items() -> list[tuple[str, str]]:
        (whole,) = plan(dataset, Want(["packs-by-enterprise"], {"enterprise": ["vnpt-lang-son"]})).jobs()
        return [(item["name"], item["copies"]) for item in whole.content["cover"]["content"]["items"]]

    count = 2 + len(dataset.districts)
    monkeypatch.setattr(pack, "LISTED", count)
    assert len(items()) == count
    monkeypatch.setattr(pack, "LISTED", count - 1)
    assert items() == [
        ("Công văn gửi từng nơi", "1"),
        ("Biểu tổng hợp của doanh nghiệp", "1"),
        ("Biểu danh sách theo huyện và doanh nghiệp", str(len(dataset.districts))),
    ]


def test_a_list_of_ones_own(lists: Dataset) -> None:
    assert paths(lists, "phieu") == ["phieu/a.pdf", "phieu/b.pdf"]
    assert paths(lists, where={"ban": ["b"]}) == ["phieu/b.pdf"]
    (job,) = plan(lists, Want(["phieu"], {"ban": ["b"]})).jobs()
    assert job.content["ban"]["name"] == "Ban B"
    assert not job.judged


def test_a_condition_chooses_records() -> None:
    slip = SLIP.replace("path:", "when: ban.big == 'yes', path:")
    assert paths(loaded(with_slip(slip)), "phieu") == ["phieu/a.pdf"]


def test_an_entry_makes_the_jobs_of_its_paths(dataset: Dataset) -> None:
    planned = plan(dataset, Want(["rosters"], {"district": ["cao-loc"]}))
    entries = list(planned.entries(HERE))
    assert [entry.document.id for entry in entries] == ["rosters"] * len(dataset.enterprises)
    assert [path for entry in entries for path in entry.paths] == planned.check()
    assert [job.path for entry in entries for job in entry.jobs()] == planned.check()
    assert entries[0].values["district"]["id"] == "cao-loc"
    assert planned.facts(HERE)["agency"]["name"] == "Sở Thông tin và Truyền thông"


def test_every_list_of_facts_can_be_walked(dataset: Dataset) -> None:
    facts = ["districts", "communes", "enterprises", "contacts", "bodies"]
    listed = [*facts, "receivers", "recipients"]
    slips = [
        SLIP.replace("id: phieu", f"id: {name}")
        .replace("{ban: ban}", f"{{ban: {name}}}")
        .replace("'phieu/", f"'{name}/")
        for name in listed
    ]
    planned = plan(
        loaded(with_slip("".join(slips), **{"data/communes.yaml": text_of("data/communes.yaml")})), Want(listed)
    )
    found = [path.removeprefix(f"{HERE}/") for path in planned.check()]
    for name in listed:
        ids = [path.removeprefix(f"{name}/").removesuffix(".pdf") for path in found if path.startswith(f"{name}/")]
        assert len(ids) > 1, name
        assert name not in facts or {fact.id for fact in getattr(dataset, name)} >= set(ids)
    assert len(set(found)) == len(found)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("want", "words", "hint"),
    [
        (Want(["rostres"]), "no document is called “rostres”", "mean “rosters”"),
        (Want(["qqqqqqq"]), "no document is called “qqqqqqq”", "known: "),
        (Want(dispatches=["bluezone"]), "no dispatch is called “bluezone”", f"mean “{HERE}”"),
        (Want(where={"distrikt": []}), "no loop value is called “distrikt”", "mean “district”"),
        (Want(where={"district": ["cao-loz"]}), "no district is called “cao-loz”", "mean “cao-loc”"),
        (Want(where={"receiver": ["tinh-doan"]}), "no receiver is called", "mean “tinh-doan-lang-son”"),
        (Want(where={"copy": ["x"]}), "no copy is called “x”", "known: "),
        (Want(where={"appendix": ["x"]}), "no appendix is called “x”", "known: "),
        (Want(where={"day": ["x"]}), "no day is called “x”", "known: "),
        (Want(where={"ban": ["c"]}), "no ban is called “c”", "known: a, b"),
    ],
)
def test_what_there_is_not_can_not_be_asked_for(want: Want, words: str, hint: str, lists: Dataset) -> None:
    with pytest.raises(Stop) as caught:
        plan(lists, want)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("want-unknown", Place())
    assert words in problem.message
    assert hint in problem.hint


def test_what_is_known_are_the_ids_that_a_run_would_meet(dataset: Dataset) -> None:
    """Of people who receive, of days and places that came back: each list's own."""
    reports = dataset.reports
    assert reports
    days = {"first_day": datetime.date(2020, 8, 21), "last_day": datetime.date(2020, 8, 22)}
    came = {
        "reports": [{"day": "2020-08-22"}, {"day": "2020-08-23"}],
        "facilities": [{"id": "tram-a", "name": "Trạm A", "district": "cao-loc"}],
    }
    full = dataclasses.replace(dataset, reports=reports.model_copy(update=days), returned={HERE: came})
    asked: dict[str, set[str]] = {}
    for document in full.documents:
        for name, listed in document.for_each.items():
            one = document.model_copy(
                update={"for_each": {name: listed}, "path": f"x/{{{{ {name}.id }}}}", "when": None}
            )
            entries = plan(dataclasses.replace(full, documents=(one,)), Want()).entries(HERE)
            asked.setdefault(name, set()).update(entry.values[name]["id"] for entry in entries)
    assert asked["day"] == {"2020-08-21", "2020-08-22", "2020-08-23"}
    assert asked["facility"] == {"tram-a"}
    with pytest.raises(Stop) as caught:
        plan(full, Want(where={name: ["0000000"] for name in ["nothing", *asked]}))
    said = {problem.message: problem.hint for problem in caught.value.problems}
    assert said == {
        "no loop value is called “nothing”": f"known: {', '.join(sorted(asked))}",
        **{f"no {name} is called “0000000”": f"known: {', '.join(sorted(ids))}" for name, ids in asked.items()},
    }
    assert plan(full, Want(where={name: sorted(ids) for name, ids in asked.items()}))


def test_the_two_lists_of_those_who_receive_are_told_apart(dataset: Dataset) -> None:
    for listed in ("receivers", "recipients"):
        (document, *_) = (d for d in dataset.documents if d.for_each.get("receiver") == listed)
        only = (document.model_copy(update={"when": None}),)
        one = dataclasses.replace(dataset, documents=only)
        ids = {entry.values["receiver"]["id"] for entry in plan(one, Want()).entries(HERE)}
        with pytest.raises(Stop) as caught:
            plan(one, Want(where={"receiver": ["0000000"]}))
        assert [problem.hint for problem in caught.value.problems] == [f"known: {', '.join(sorted(ids))}"]


def test_a_document_is_asked_for_by_the_first_folder_of_its_path(lists: Dataset) -> None:
    deep = lists.documents[0].model_copy(update={"id": "khac", "path": "phieu/x/{{ ban.id }}"})
    assert paths(dataclasses.replace(lists, documents=(deep,)), "phieu") == ["phieu/x/a.pdf", "phieu/x/b.pdf"]


def test_a_content_that_has_nothing_to_say_is_told_with_its_condition() -> None:
    planned, changes = told(SLIP.replace("for_each", "content: call-list, for_each"))
    (problem,) = planned.problems
    assert problem.code == "content-empty"
    assert problem.message == "“call-list” has nothing to say here: returned.owing does not hold"
    assert problem.hint == "make it only then: “when: returned.owing”"
    assert changes[DOCUMENTS][problem.place.column - 1 :].startswith("call-list")
    (fine, _changes) = told(SLIP.replace("for_each", "content: call-list, when: returned.owing, for_each"))
    assert fine.problems == []
    assert list(fine.jobs()) == []


def test_a_letter_has_its_attachments_except_in_a_pack(dataset: Dataset) -> None:
    letter = next(plan(dataset, Want(["letter"])).jobs())
    assert letter.document == "letter"
    assert letter.content["attachments"]


PACK = (
    "- {id: tap, name: Tập, templates: {pdf: bia-tap.html}, path: tap, parts: [{document: phieu, when: WHEN}, "
    "{document: tong, attachments: true}]}\n"
    "- {id: tong, name: Tổng, templates: {pdf: phieu.html}, path: tong}\n"
)


def test_a_pack_takes_the_records_of_its_condition_and_names_what_has_no_title() -> None:
    planned = plan(loaded(with_slip(SLIP + PACK.replace("WHEN", "ban.id == 'b'"))), Want(["tap"]))
    (job,) = planned.jobs()
    assert planned.problems == []
    assert [part["bookmark"] for part in job.content["parts"]] == ["Phiếu", "Tổng"]
    assert job.content["parts"][0]["content"]["ban"]["id"] == "b"
    lists = {"data/lists/ban.yaml": "- {id: a, name: A}\n"}
    changes = with_slip(SLIP + PACK.replace("WHEN", "ban.("), **lists)
    planned = plan(loaded(changes), Want(["tap"]))
    assert len(list(planned.jobs())) == 1
    (problem,) = planned.problems
    assert (problem.code, problem.place.file, problem.place.line) == ("condition-wrong", DOCUMENTS, 2)
    assert changes[DOCUMENTS].split("\n")[1][problem.place.column - 1 :].startswith("[{document: phieu")


def test_a_title_stands_in_the_bookmark_the_short_one_first() -> None:
    (job,) = plan(loaded({}), Want(["packs-by-district"], {"district": ["cao-loc"]})).jobs()
    titles = [(part["content"].get("short_title"), part["content"]["title"]) for part in job.content["parts"]]
    assert [part["bookmark"] for part in job.content["parts"]] == [short or title for short, title in titles]
    assert any(short and short != title for short, title in titles)
    lists = "- {id: tap, name: Tập, templates: {pdf: bia-tap.html}, path: tap, parts: [{document: send-list}]}\n"
    (job,) = plan(loaded(with_slip(lists)), Want(["tap"])).jobs()
    (part,) = job.content["parts"]
    assert part["bookmark"] == part["content"]["title"]


def test_where_the_places_of_the_data_are_not_known_the_file_is_named(lists: Dataset) -> None:
    wrong = lists.documents[0].model_copy(update={"content": "leter"})
    planned = plan(dataclasses.replace(lists, documents=(wrong,), sources={}), Want())
    assert len(list(planned.jobs())) == 2
    assert [problem.place for problem in planned.problems] == [Place(DOCUMENTS)]


def told(slip: str) -> tuple[Plan, dict[str, str]]:
    changes = with_slip(slip)
    planned = plan(loaded(changes), Want(["phieu"]))
    for _job in planned.jobs():
        pass
    return planned, changes


@pytest.mark.parametrize(
    ("old", "new", "code", "words", "hint", "here"),
    [
        (
            "phieu/{{ ban.id }}",
            "../{{ ban.id }}",
            "path-unsafe",
            "“../a” is no path",
            "letters/{{ receiver.id }}",
            "'../",
        ),
        ("phieu/{{ ban.id }}", "phieu/{{ ban.name }}", "path-unsafe", "“phieu/Ban A” is", "hyphens", "'phieu/"),
        ("phieu/{{ ban.id }}", "a/./{{ ban.id }}", "path-unsafe", "“a/./a” is no", "hyphens", "'a/./"),
        ("path:", "when: ban.(, path:", "condition-wrong", "“ban.(” can't be judged: ", "like: enterprise", "ban.("),
        (
            "path:",
            "when: 1 + ban.name, path:",
            "condition-wrong",
            "judged: unsupported operand",
            "like: ent",
            "1 + ban",
        ),
        ("path:", "when: ban.x.y, path:", "condition-wrong", "“ban.x.y” can't be judged: ", "like: ent", "ban.x.y"),
        (
            "for_each",
            "content: leter, for_each",
            "content-unknown",
            "no content is called “leter”",
            "“letter”",
            "leter",
        ),
        ("for_each", "content: qqqqq, for_each", "content-unknown", "called “qqqqq”", "letter, ", "qqqqq"),
    ],
)
def test_a_wrong_document_is_told_once_at_its_place(
    old: str, new: str, code: str, words: str, hint: str, here: str
) -> None:
    planned, changes = told(SLIP.replace(old, new, 1))
    problem = planned.problems[0]
    assert [p.code for p in planned.problems] == [code]
    assert not problem.message.endswith(": ")
    if code == "condition-wrong":
        assert list(planned.jobs()) == []
        assert "None" not in problem.message
    assert words in problem.message
    assert hint in problem.hint
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)
    assert changes[DOCUMENTS][problem.place.column - 1 :].startswith(here)


@pytest.mark.parametrize("path", ["phieu/mot", "phieu/{{ ban.name | lower }}"])
def test_two_records_in_one_file_are_both_named(path: str) -> None:
    changes = with_slip(SLIP.replace("phieu/{{ ban.id }}", path))
    changes[LIST] = "- {id: a, name: Đ}\n- {id: b, name: đ}\n"
    with pytest.raises(Stop) as caught:
        plan(loaded(changes), Want(["phieu"])).check()
    (problem,) = caught.value.problems
    assert problem.code == "path-twice"
    assert "phieu ban=a and phieu ban=b" in problem.message
    assert problem.hint
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)
    assert changes[DOCUMENTS][problem.place.column - 1 :].startswith(f"'{path}'")


def test_a_path_with_a_name_that_nothing_gives_is_told_once() -> None:
    with pytest.raises(Stop) as caught:
        plan(loaded(with_slip(SLIP.replace("ban.id", "none.id"))), Want(["phieu"])).check()
    (problem,) = caught.value.problems
    assert problem.code == "merge-unknown"
    assert (problem.place.file, problem.place.line) == (DOCUMENTS, 1)


def test_a_plan_may_be_walked_again_and_says_each_problem_once() -> None:
    planned, _changes = told(SLIP.replace("for_each", "content: leter, for_each"))
    assert [job.path for job in planned.jobs()] == [f"{HERE}/phieu/a.pdf", f"{HERE}/phieu/b.pdf"]
    assert len(planned.problems) == 1


# --- what a file depends on -------------------------------------------------------------------------------------------


class Reads:
    """Templates that read one name."""

    def template(self, name: str, format_: str) -> Any:
        assert name.endswith((f".{format_}", ".html"))
        return self

    def names(self) -> frozenset[str]:
        return frozenset(["ban.name", "none.at.all"])


def key(job: Job, **changes: str) -> str:
    return Keys(with_changes(changes), Reads()).key(job)


def job(format_: str = "docx", template: str = "templates/van-ban.docx", **content: Any) -> Job:
    return Job("a/b", "letter", "x", format_, template, content)


def test_a_key_follows_all_that_a_file_is_made_of() -> None:
    base = job(a=1)
    other = "templates/danh-sach-gui.docx"
    css, artwork = {"templates/van-ban.css": "p {}"}, {"templates/signage/logo.pdf": "x"}
    assert key(base) == key(job(a=1))
    assert key(base) != key(job(a=2))
    assert key(base) != key(job(a="1"))
    assert key(base) != key(job("xlsx", a=1))
    assert key(base) != key(job(template=other, a=1))
    assert key(base) != key(base, **{"templates/van-ban.docx": "other"})
    assert key(base) == key(base, **{other: "other"}, **css, **artwork)  # it reads none of them
    page = job("pdf", "templates/van-ban.html", a=1)
    assert key(page) != key(page, **css)
    assert key(page) == key(page, **{"templates/bieu-danh-sach.xlsx": "x"})
    assert len({key(job(a=1)), *(key(job(a=1, parts=parts)) for parts in ([], [1], [2]))}) == 4
    assert key(page) == key(page, **{other: "other"})
    sign = job("sign", "", a=1)
    assert key(sign) != key(sign, **artwork)
    assert key(sign) == key(sign, **{other: "other"})
    part = {"template": "templates/van-ban.html", "content": {}}
    bound = job("pack", "templates/bia-tap.html", parts=[part])
    assert key(bound) != key(bound, **{"templates/van-ban.html": "x"})
    others = [{"parts": [part, part]}, {"parts": [{**part, "bookmark": "x"}]}, {"parts": [part], "title": "x"}]
    assert len({key(job("pack", "templates/bia-tap.html", **other)) for other in others} | {key(bound)}) == 4
    assert Keys(sample(), Reads()).inputs(bound) == ["templates/bia-tap.html", "templates/van-ban.html"]


def test_a_file_of_bare_facts_follows_only_those_that_its_template_reads() -> None:
    facts = {"edition": "corrected", "districts": [], "ban": {"name": "A", "size": 1}}
    assert key(job(**facts)) == key(job(**{**facts, "ban": {"name": "A", "size": 2}}))
    assert key(job(**facts)) == key(job(**{**facts, "districts": [1]}))
    assert key(job(**facts)) != key(job(**{**facts, "ban": {"name": "B", "size": 1}}))
    for more in ({}, {"edition": "corrected"}, {"districts": []}):  # no bare facts: all of it counts
        assert key(job(**more, ban={"size": 1})) != key(job(**more, ban={"size": 2}))
    pack = job("pack", "templates/bia-tap.html", parts=[], **facts)
    assert key(pack) != key(job("pack", "templates/bia-tap.html", parts=[], **{**facts, "ban": {"size": 2}}))
    assert restrict({"a": {"b": 1}, "c": "x"}, frozenset(["a.b", "c", "c.d", "a.x", "y"])) == {
        "a.b": 1,
        "c": "x",
        "c.d": None,
        "a.x": None,
        "y": None,
    }


def test_a_key_does_not_follow_the_order_of_names_and_takes_any_text() -> None:
    assert key(job(a=1, b=2)) == key(job(b=2, a=1))
    assert key(job(a="\ud800")) != key(job(a="\ud801"))


@pytest.mark.parametrize(("format_", "drawn"), [("docx", False), ("xlsx", False), ("pdf", True), ("pack", True)])
def test_what_draws_pages_follows_the_fonts(format_: str, drawn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    one = job(format_, parts=[])
    before = key(one)
    monkeypatch.setattr(keys, "fonts", lambda: "others")
    assert (key(one) != before) is drawn


def test_the_fonts_of_a_machine_are_told_by_name_size_and_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        (folder / "sub").mkdir(parents=True)
    monkeypatch.setattr(keys, "FONTS", [str(here), str(there), str(tmp_path / "none")])
    seen = [keys.fonts()]
    for path in (here / "a.ttf", here / "sub/b.OTF", there / "c.ttc", os.fsdecode(bytes(here) + b"/\xff.ttf")):
        Path(path).write_bytes(b"x")
        seen.append(keys.fonts())
    for other in (b"xy", b"xz"):  # of another size, and of the same size with other tables
        (here / "a.ttf").write_bytes(other)
        seen.append(keys.fonts())
    assert len(set(seen)) == len(seen)
    long = [b"tables" * 200 + end for end in (b"x", b"y")]  # what comes after the tables' checksums is in them
    ends = []
    for data in long:
        (here / "a.ttf").write_bytes(data)
        ends.append(keys.fonts())
    assert ends[0] == ends[1]
    seen.append(ends[0])
    (here / "a.txt").write_bytes(b"x")
    (here / "a.ttf").rename(there / "a.ttf")  # the same font elsewhere makes the same pages
    assert keys.fonts() == seen[-1]


def test_the_program_is_told_by_its_code_and_its_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "__file__", str(tmp_path / "keys.py"))
    seen = [keys.program()]
    for name, code in (("a.py", b"1"), ("a.py", b"2"), ("sub/b.py", b"2")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(code)
        seen.append(keys.program())
    (tmp_path / "sub/b.py").rename(tmp_path / "c.py")
    seen.append(keys.program())
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0" if name == "lxml" else "1")
    seen.append(keys.program())
    assert len(set(seen)) == len(seen)
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert keys.program() == seen[-1]


def test_why_a_file_would_be_made_again(tmp_path: Path) -> None:
    known, one = Keys(sample(), Reads()), job(a=1)
    (tmp_path / "a").mkdir()
    row = Row(hashlib.sha256(b"data").hexdigest(), 4, key=known.key(one))
    assert known.reason(one, None, tmp_path) == "new"
    assert known.reason(one, row, tmp_path) == "the file is missing"
    (tmp_path / "a/b").write_bytes(b"data")
    assert known.reason(one, row, tmp_path) == ""
    assert known.reason(one, row._replace(key="x"), tmp_path) == "its data, its template or the program changed"
    (tmp_path / "a/b").write_bytes(b"Data")
    assert known.reason(one, row, tmp_path) == EDITED

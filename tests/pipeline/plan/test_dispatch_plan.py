"""Which files a plan makes, in what order, and what each holds."""

from __future__ import annotations

import pytest

from congvan.documents.letter import companions
from congvan.model.dataset import Dataset
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.promises.line import DISPATCH, DOCUMENTS, loaded, swapped, text_of
from tests.pipeline.plan.sample import HERE, SLIP, paths, with_slip
from tests.planned import jobs_of, problems_of

LIST_ENTRIES = "- {id: a, name: Ban A, big: 'yes'}\n- {id: b, name: Ban B, big: 'no'}\n"


def test_the_cross_product_in_the_order_of_the_lists(dataset: Dataset) -> None:
    districts = [fact.id for fact in dataset.lists["districts"].entries]
    enterprises = [fact.id for fact in dataset.lists["enterprises"].entries]
    found = paths(dataset, "rosters", formats=["pdf"])
    pairs = [f"rosters/{d}/{d}--{e}.pdf" for d in districts for e in enterprises]
    assert found == [*pairs, *(f"rosters/{e}.pdf" for e in enterprises)]  # “rosters” is the folder of both


def test_a_document_is_asked_for_by_id_or_folder(dataset: Dataset) -> None:
    assert paths(dataset, "letter", formats=["docx"]) == [
        f"letter/{name}.docx" for name in ("cong-van", "danh-sach-gui", "phieu-giao-in")
    ]
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
    for selection in (
        Selection(["letters"], formats=["docx"]),
        Selection(["rosters"], {"district": ["cao-loc"]}),
        Selection(["signage"]),
        Selection(["signage"], formats=["xlsx"]),
        Selection(["packs-by-district"], {"district": ["cao-loc"]}),
        Selection(["letter"], edition="as-issued"),
    ):
        planned = plan(dataset, selection)
        assert [job.path for job in jobs_of(planned)] == planned.check() != []
        assert problems_of(planned) == []


def test_what_a_job_says_of_itself(dataset: Dataset) -> None:
    where = {"district": ["cao-loc"], "enterprise": ["vnpt-lang-son"]}
    docx, pdf, xlsx = jobs_of(plan(dataset, Selection(["rosters"], where)))
    assert {job.record for job in (docx, pdf, xlsx)} == {"district=cao-loc enterprise=vnpt-lang-son"}
    assert [(job.document, job.format, job.template) for job in (docx, pdf, xlsx)] == [
        ("rosters", "docx", "templates/van-ban.docx"),
        ("rosters", "pdf", "templates/van-ban.docx"),
        ("rosters", "xlsx", "templates/bieu.xlsx"),
    ]
    assert [job.judged for job in (docx, pdf, xlsx)] == [True, True, False]
    assert ["form" in job.content for job in (docx, pdf, xlsx)] == [False, False, True]


def test_an_edition_has_a_folder_of_its_own(dataset: Dataset) -> None:
    assert (
        plan(dataset, Selection(["letter"], formats=["pdf"], edition="as-issued"))
        .check()[0]
        .startswith(f"{HERE}-as-issued/")
    )
    assert plan(dataset, Selection()).complete_folders() == [HERE]
    assert plan(dataset, Selection(edition="as-issued")).complete_folders() == [f"{HERE}-as-issued"]
    for part in (Selection(["letter"]), Selection(where={"district": ["cao-loc"]}), Selection(formats=["pdf"])):
        assert plan(dataset, part).complete_folders() == []


def test_a_document_may_belong_to_some_dispatches(dataset: Dataset) -> None:
    second = {"data/dispatches/khac.yaml": text_of(DISPATCH).replace("signage: bluezone-2020", "")}
    own = swapped(
        DOCUMENTS, "  path: letter/danh-sach-gui\n", f"  path: letter/danh-sach-gui\n  dispatches: [{HERE}]\n"
    )
    both = loaded({**second, **own})
    assert plan(both, Selection(["send-list"], formats=["pdf"])).check() == [f"{HERE}/letter/danh-sach-gui.pdf"]
    assert plan(both, Selection(["send-list"], dispatches=["khac"])).check() == []
    assert plan(both, Selection(["letter"], formats=["docx"], dispatches=["khac"])).check() == [
        "khac/letter/cong-van.docx",
        "khac/letter/phieu-giao-in.docx",
    ]
    assert plan(both, Selection(dispatches=["khac"])).complete_folders() == ["khac"]


def test_a_pack_binds_what_concerns_its_record(dataset: Dataset) -> None:
    (one,) = jobs_of(plan(dataset, Selection(["packs-by-district"], {"district": ["cao-loc"]})))
    assert (one.format, one.template, one.judged, one.bare) == ("pdf", "templates/bia-tap.html", False, False)
    assert one.pack
    names = [part.bookmark for part in one.pack.parts]
    assert len(names) == 1 + len(dataset.lists["enterprises"].entries)
    assert {part.template for part in one.pack.parts} == {"templates/van-ban.docx"}
    assert one.pack.duplex is True
    assert not one.pack.parts[0].content["attachments"]
    (whole,) = jobs_of(plan(dataset, Selection(["packs-by-enterprise"], {"enterprise": ["vnpt-lang-son"]})))
    assert whole.pack
    assert len(whole.pack.parts) == 2 + len(dataset.lists["districts"].entries)
    shown = [whole.content, *(part.content for part in whole.pack.parts)]
    assert not any("districts" in content for content in shown)  # of drop-downs; no page shows it


def test_the_cover_of_a_large_pack_counts_what_it_does_not_list(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def items() -> list[tuple[str, str]]:
        (whole,) = jobs_of(plan(dataset, Selection(["packs-by-enterprise"], {"enterprise": ["vnpt-lang-son"]})))
        return [(item["name"], item["copies"]) for item in whole.content["items"]]

    count = 2 + len(dataset.lists["districts"].entries)
    monkeypatch.setattr(companions, "LISTED", count)
    assert len(items()) == count
    monkeypatch.setattr(companions, "LISTED", count - 1)
    assert items() == [
        ("Công văn gửi đích danh", "1"),
        ("Biểu tổng hợp của doanh nghiệp", "1"),
        ("Biểu danh sách theo huyện và doanh nghiệp", str(len(dataset.lists["districts"].entries))),
    ]


def test_a_list_of_ones_own(lists: Dataset) -> None:
    assert paths(lists, "phieu") == ["phieu/a.pdf", "phieu/b.pdf"]
    assert paths(lists, where={"ban": ["b"]}) == ["phieu/b.pdf"]
    (job,) = jobs_of(plan(lists, Selection(["phieu"], {"ban": ["b"]})))
    assert job.content["ban"]["name"] == "Ban B"
    assert job.bare
    assert not job.judged


def test_a_condition_chooses_records() -> None:
    slip = SLIP.replace("path:", "when: ban.big == 'yes', path:")
    assert paths(loaded(with_slip(slip)), "phieu") == ["phieu/a.pdf"]


def test_a_condition_that_nobody_meets_is_told_at_its_place() -> None:
    changed = with_slip(SLIP.replace("path:", "when: \"ban.big == 'Có'\", path:"))
    dataset = loaded({**changed, "data/lists/ban.yaml": "list: {fields: {big: {}}}\nentries:\n" + LIST_ENTRIES})
    (problem,) = problems_of(plan(dataset, Selection(["phieu"])))
    assert (problem.code, problem.place.file, problem.place.line) == ("none-meets", DOCUMENTS, 1)
    assert problem.text == "0 of 2 records meet “when” of “Phiếu”: it makes no file"
    assert problem.hint == "there is: “yes”, “no”"
    assert problems_of(plan(dataset, Selection(["phieu"], {"ban": ["a"]}))) == []  # one is asked for


def test_an_entry_makes_the_jobs_of_its_paths(dataset: Dataset) -> None:
    planned = plan(dataset, Selection(["rosters"], {"district": ["cao-loc"]}))
    entries = list(planned.for_dispatch(HERE).entries())
    assert [entry.document.id for entry in entries] == ["rosters"] * len(dataset.lists["enterprises"].entries)
    assert [path for entry in entries for path in entry.paths] == planned.check()
    assert [job.path for entry in entries for job in entry.jobs()] == planned.check()
    assert entries[0].values["district"]["id"] == "cao-loc"
    assert planned.for_dispatch(HERE).facts["agency"]["name"] == "Sở Thông tin và Truyền thông"


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
        loaded(with_slip("".join(slips), **{"data/lists/xa.yaml": text_of("data/lists/xa.yaml")})), Selection(listed)
    )
    found = [path.removeprefix(f"{HERE}/") for path in planned.check()]
    for name in listed:
        ids = [path.removeprefix(f"{name}/").removesuffix(".pdf") for path in found if path.startswith(f"{name}/")]
        assert len(ids) > 1, name
        assert name not in facts or set(dataset.lists[name].ids) >= set(ids)
    assert len(set(found)) == len(found)


def test_a_letter_has_its_attachments_except_in_a_pack(dataset: Dataset) -> None:
    letter = next(jobs_of(plan(dataset, Selection(["letter"]))))
    assert letter.document == "letter"
    assert letter.content["attachments"]


PACK = (
    "- {id: tap, name: Tập, templates: {pdf: bia-tap.html}, path: tap, parts: [{document: phieu, when: WHEN}, "
    "{document: tong, attachments: true}]}\n"
    "- {id: tong, name: Tổng, templates: {pdf: phieu.html}, path: tong}\n"
)


def test_a_pack_takes_the_records_of_its_condition_and_names_what_has_no_title() -> None:
    planned = plan(loaded(with_slip(SLIP + PACK.replace("WHEN", "ban.id == 'b'"))), Selection(["tap"]))
    (job,) = jobs_of(planned)
    assert problems_of(planned) == []
    assert job.pack
    assert [part.bookmark for part in job.pack.parts] == ["Phiếu", "Tổng"]
    assert job.pack.parts[0].content["ban"]["id"] == "b"
    lists = {"data/lists/ban.yaml": "- {id: a, name: A}\n"}
    changes = with_slip(SLIP + PACK.replace("WHEN", "ban.("), **lists)
    planned = plan(loaded(changes), Selection(["tap"]))
    assert len(list(jobs_of(planned))) == 1
    (problem,) = problems_of(planned)
    assert (problem.code, problem.place.file, problem.place.line) == ("expression-form", DOCUMENTS, 2)
    assert changes[DOCUMENTS].split("\n")[1][problem.place.column - 1 :].startswith("[{document: phieu")


def test_a_title_stands_in_the_bookmark_the_short_one_first() -> None:
    (job,) = jobs_of(plan(loaded({}), Selection(["packs-by-district"], {"district": ["cao-loc"]})))
    assert job.pack
    titles = [(part.content.get("short_title"), part.content["title"]) for part in job.pack.parts]
    assert [part.bookmark for part in job.pack.parts] == [short or title for short, title in titles]
    assert any(short and short != title for short, title in titles)
    lists = "- {id: tap, name: Tập, templates: {pdf: bia-tap.html}, path: tap, parts: [{document: send-list}]}\n"
    (job,) = jobs_of(plan(loaded(with_slip(lists)), Selection(["tap"])))
    assert job.pack
    (part,) = job.pack.parts
    assert part.bookmark == part.content["title"]


TOGETHER = "- {id: the, name: Thẻ, templates: {docx: the.docx}, for_each: {ban: ban}, together: HOW, path: the}\n"


def test_records_together_are_one_file_whatever_is_asked_of_them() -> None:
    sheets = loaded(with_slip(TOGETHER.replace("HOW", "{across: 2, down: 5}"), **{"templates/the.docx": "x"}))
    assert paths(sheets, "the") == ["the.docx", "the.pdf"]
    for where in ({}, {"ban": ["a"]}):
        (docx, _pdf) = jobs_of(plan(sheets, Selection(["the"], where)))
        assert [each["ban"]["id"] for each in docx.content["records"]] == ["a", "b"]
        assert (docx.sheet, len(docx.content["rows"])) == ((2, 5), 1)


def test_records_one_after_the_other_are_a_pdf_without_a_cover() -> None:
    pages = loaded(with_slip(TOGETHER.replace("HOW", "true"), **{"templates/the.docx": "x"}))
    (job,) = jobs_of(plan(pages, Selection(["the"])))
    assert job.path.endswith("/the.pdf")
    assert job.pack is not None
    assert (job.pack.title, [part.template for part in job.pack.parts]) == ("Thẻ", ["templates/the.docx"] * 2)
    assert not job.pack.tagged
    asked = loaded(with_slip(TOGETHER.replace("HOW", "true, tagged: true"), **{"templates/the.docx": "x"}))
    (job,) = jobs_of(plan(asked, Selection(["the"])))
    assert job.pack is not None
    assert job.pack.tagged


def test_records_are_made_in_the_order_of_fields() -> None:
    people = (
        "list: {fields: {name: {type: name}, ban: {type: ban}, diem: {type: integer}}}\nentries:\n"
        "- {id: m, name: Trần Thị Ân, ban: b, diem: 9}\n- {id: n, name: Lê Văn Bình, ban: a, diem: 10}\n"
        "- {id: p, name: Đỗ Văn An, ban: a}\n"
    )
    slip = SLIP.replace("ban: ban", "ban: nguoi").replace("phieu/{{", "p/{{")
    for order, expected in (
        ("[ban, name]", "pnm"),
        ("[name]", "pmn"),
        ("[-diem]", "nmp"),
        ("[ban.big, id]", "mnp"),
        ("[-ban.name, name]", "mpn"),
    ):
        found = loaded(
            with_slip(slip.replace("for_each", f"order: {order}, for_each"), **{"data/lists/nguoi.yaml": people})
        )
        assert paths(found, "phieu") == [f"p/{each}.pdf" for each in expected], order
    free = loaded(with_slip(SLIP.replace("for_each", "order: [big], for_each")))
    assert paths(free, "phieu") == ["phieu/b.pdf", "phieu/a.pdf"]

"""Whose rows a table with `per` shows: each receiver its own, or nobody any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.job import Job
from congvan.core.problems import Problem
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from tests.examples import examples
from tests.forms.office import AGENCY

FILES = {
    "data/agency.yaml": AGENCY,
    "data/lists/don-vi.yaml": """\
list: {label: Đơn vị, one: đơn vị, receives: "{{ name }}", fields: {xa: {type: xa}}}
entries:
  - {id: dv-a, name: Đơn vị A, xa: xa-a}
  - {id: dv-b, name: Đơn vị B, xa: xa-a}
  - {id: dv-c, name: Đơn vị C, xa: xa-b}
  - {id: dv-nhieu, name: Các đơn vị khác, copies: 4}
""",
    "data/lists/xa.yaml": """\
list: {label: Xã, receives: {ubnd: "UBND {{ name }}"}}
entries: [{id: xa-a, name: Xã A}, {id: xa-b, name: Xã B}]
""",
    "data/lists/nguoi.yaml": """\
list: {label: Người, one: người, fields: {don_vi: {type: don-vi}, tien: {type: money}, chu: {}}}
entries:
  - {id: n1, name: Nguyễn Một, don_vi: dv-a, tien: 100, chu: dv-b}
  - {id: n2, name: Nguyễn Hai, don_vi: dv-b, tien: 20}
  - {id: n3, name: Nguyễn Ba, don_vi: dv-a, tien: 3}
  - {id: n4, name: Nguyễn Bốn, don_vi: dv-c, tien: 4000}
  - {id: n5, name: Nguyễn Năm, tien: 50000}
""",
    "data/documents.yaml": """\
- {id: thu, name: Thư, task: sign, content: letter, templates: {docx: a.docx}, path: thu}
- id: cac-thu
  name: Thư
  task: issue
  content: letter
  templates: {docx: a.docx}
  for_each: {receiver: receivers}
  path: thu/{{ receiver.id }}
- id: bang
  name: Bảng
  task: returns
  content: table
  table: ds
  templates: {docx: a.docx}
  for_each: {noi: receivers}
  path: bang/{{ noi.id }}
- id: tap
  name: Tập
  task: issue
  content: pack
  templates: {pdf: a.html}
  for_each: {noi: receivers}
  path: tap/{{ noi.id }}
  parts: [{document: cac-thu-pdf}, {document: bang-don-vi}]
- id: cac-thu-pdf
  name: Thư
  task: issue
  content: letter
  templates: {pdf: a.html}
  for_each: {receiver: receivers}
  path: pdf/{{ receiver.id }}
- id: bang-don-vi
  name: Bảng
  task: issue
  content: table
  table: ds
  templates: {pdf: a.html}
  for_each: {xx: don-vi}
  path: bang-don-vi/{{ xx.id }}
""",
    "templates/a.docx": "",
    "templates/a.html": "",
}
DISPATCH = """\
number: blank
date: {day: blank, month: 8, year: 2026}
subject: khen thưởng (mẫu)
signer: nguoi-ky
numbering: per-copy
receivers: [{each: don-vi, where: "don_vi.copies == ''", text: Các đơn vị}]
tables:
  - id: ds
    of: nguoi
    per: {dv: don-vi}
    columns: [tt, name, tien]
    total: Cộng
    closing: "Có {{ count() }} người của {{ dv.name }}, {{ sum(tien)|tien }} đồng."
body: |
  Danh sách của đơn vị:

  {{ tables.ds }}
appendices: [{id: pl, title: Danh sách, body: "{{ tables.ds }}"}]
"""
NAMES = {"n1": "Nguyễn Một", "n2": "Nguyễn Hai", "n3": "Nguyễn Ba", "n4": "Nguyễn Bốn", "n5": "Nguyễn Năm"}


def made(dispatch: str, documents: Sequence[str] = (), **lists: str) -> tuple[dict[str, Any], list[Problem]]:
    """The contents of the records of some documents by their paths, and what is wrong."""
    files = {**FILES, **{f"data/lists/{name}.yaml": text for name, text in lists.items()}}
    data = load(Assets({name: text.encode() for name, text in {**files, "data/dispatches/cv.yaml": dispatch}.items()}))
    items = list(plan(data, Selection(documents=list(documents))).expand())
    jobs = {each.path.removeprefix("cv/").partition(".")[0]: each for each in items if isinstance(each, Job)}
    contents = {
        path: [job.content, *(part.content for part in job.pack.parts)] if job.pack else job.content
        for path, job in jobs.items()
    }
    return contents, [each for each in items if isinstance(each, Problem)]


def people(content: Any) -> set[str]:
    """The ids of those whose names a content holds."""
    return {name for name, called in NAMES.items() if called in str(content)}


OWN = {"dv-a": {"n1", "n3"}, "dv-b": {"n2"}, "dv-c": {"n4"}}


@pytest.mark.parametrize("folder", ["thu", "bang", "tap", "pdf"])
def test_each_receiver_gets_its_own_rows_and_words(folder: str) -> None:
    contents, problems = made(DISPATCH)
    assert not problems
    found = {name: contents[f"{folder}/{name}"] for name in OWN}
    assert {name: people(each) for name, each in found.items()} == OWN
    assert "Có 2 người của Đơn vị A, 103 đồng." in str(found["dv-a"])
    assert "Có 1 người của Đơn vị B, 20 đồng." in str(found["dv-b"])


def test_the_dispatch_itself_shows_a_gap() -> None:
    contents, problems = made(DISPATCH.replace("của đơn vị:\n", "của đơn vị:\n\n  {{ charts.ds }}\n", 1), ["thu"])
    assert not problems
    assert people(contents["thu"]) == set()
    assert "Chưa có số liệu" not in str(contents["thu"])
    assert "Có …… người của ……, …… đồng." in str(contents["thu"])


@pytest.mark.parametrize(
    "where", ["don_vi == receiver.entry", "don_vi.name == receiver.name", "don_vi.id == receiver.id"]
)
def test_a_condition_may_name_the_receiver(where: str) -> None:
    changed = DISPATCH.replace("per: {dv: don-vi}", f'where: "{where}"').replace("{{ dv.name }}", "{{ receiver.name }}")
    contents, problems = made(changed, ["thu", "cac-thu"])
    assert not problems
    assert {name: people(contents[f"thu/{name}"]) for name in OWN} == OWN
    assert people(contents["thu"]) == set()


def test_a_letter_to_one_body_shows_its_rows_whatever_its_number() -> None:
    one = DISPATCH.replace("numbering: per-copy\n", "").replace(
        "{each: don-vi, where: \"don_vi.copies == ''\", text: Các đơn vị}", "{to: dv-b}"
    )
    contents, problems = made(one, ["thu", "cac-thu"])
    assert not problems
    assert [people(each) for each in contents.values()] == [{"n2"}, {"n2"}]


def test_a_paper_for_an_entry_is_its_own_whoever_gets_the_letter() -> None:
    one = DISPATCH.replace(EACH, "{to: dv-b}")
    contents, problems = made(one, ["bang-don-vi"])
    assert not problems
    assert {name: people(contents[f"bang-don-vi/{name}"]) for name in OWN} == OWN


def test_a_letter_made_for_somebody_unknown_shows_no_rows() -> None:
    documents = FILES["data/documents.yaml"].replace("{receiver: receivers}", "{receiver: khach}")
    texts = {**FILES, "data/documents.yaml": documents, "data/dispatches/cv.yaml": DISPATCH.replace(EACH, "{to: dv-b}")}
    texts["data/lists/khach.yaml"] = "list: {label: Khách}\nentries: [{id: k, name: Khách}]\n"
    data = load(Assets({name: text.encode() for name, text in texts.items()}))
    items = list(plan(data, Selection(documents=["cac-thu"])).expand())
    assert {item.code for item in items if isinstance(item, Problem)} == {"table-per-open"}
    assert people([item.content for item in items if isinstance(item, Job)]) == set()


def test_copies_under_one_number_say_that_they_differ_in_a_table() -> None:
    shared = DISPATCH.replace("numbering: per-copy", "numbering: shared\nvaries: [receiver.name, tables.ds]")
    contents, problems = made(shared, ["cac-thu"])
    assert not problems
    assert {name: people(contents[f"thu/{name}"]) for name in OWN} == OWN


EACH = "{each: don-vi, where: \"don_vi.copies == ''\", text: Các đơn vị}"


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("numbering: per-copy\n", "", "table-per-equal", "{dv: don-vi}"),
        ("numbering: per-copy", "numbering: shared\nvaries: [receiver.name]", "varies-other", "[receiver.name]"),
        (EACH, f"{EACH}, Ông Nguyễn Văn Mẫu", "table-per-words", "Ông"),
        (EACH, f"{EACH}, {{to: ubnd-xa-a}}", "table-per-receiver", "{to: ubnd-xa-a}"),
        (EACH, "{each: don-vi, text: Các đơn vị}", "table-per-group", "{each: don-vi"),
        (EACH, "{each: xa, text: Các xã}", "table-per-receiver", "{each: xa"),
        ("per: {dv: don-vi}", "per: {dv: don-vi, x: xa}", "table-per-receiver", "{each: don-vi"),
        (EACH, "", "table-per-nobody", "don-vi"),
        ("of: nguoi", "of: xa", "table-per-unreached", "don-vi"),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_what_cannot_be_tied_is_refused_and_shows_nobody(old: str, new: str, code: str, at: str) -> None:
    assert old in DISPATCH
    changed = (
        DISPATCH.replace(old, new)
        .replace("columns: [tt, name, tien]", "columns: [tt, name]")
        .replace(", {{ sum(tien)|tien }} đồng", "")
    )
    kind = "kind: thong-bao\n" if code == "table-per-nobody" else ""
    contents, problems = made(kind + changed, ["thu", "cac-thu"])
    assert code in {each.code for each in problems}
    told = next(each for each in problems if each.code == code)
    line = (kind + changed).splitlines()[told.place.line - 1]
    assert at.split()[0].strip("{}[]") in line[told.place.column - 1 :]
    assert people(contents) == set()
    assert told.hint


def test_a_table_that_asks_for_its_receiver_is_no_paper_for_nobody() -> None:
    changed = DISPATCH.replace("per: {dv: don-vi}", 'where: "don_vi == receiver.entry"').replace("{{ dv.name }}", "")
    documents = FILES["data/documents.yaml"].replace(
        "for_each: {noi: receivers}\n  path: bang/{{ noi.id }}", "path: bang"
    )
    loop = documents.replace("  table: ds\n", "").replace(
        "path: bang\n", "for_each: {t: tables}\n  path: bang/{{ t.path }}\n"
    )
    for each, codes in ((documents, {"table-per-nobody"}), (loop, set())):
        texts = {**FILES, "data/documents.yaml": each, "data/dispatches/cv.yaml": changed}
        data = load(Assets({name: text.encode() for name, text in texts.items()}))
        items = list(plan(data, Selection(documents=["bang"])).expand())
        assert {item.code for item in items if isinstance(item, Problem)} == codes
        assert people([item.content for item in items if isinstance(item, Job)]) == set()


def test_a_condition_on_the_receiver_is_refused_where_all_copies_are_equal() -> None:
    changed = DISPATCH.replace("per: {dv: don-vi}", 'where: "don_vi == receiver.entry"').replace("{{ dv.name }}", "")
    contents, problems = made(changed.replace("numbering: per-copy\n", ""), ["thu", "cac-thu"])
    assert {each.code for each in problems} == {"receiver-single"}
    assert people(contents) == set()


@pytest.mark.parametrize("numbering", ["numbering: per-copy\n", ""])
def test_a_letter_made_for_a_list_names_each_of_its_entries(numbering: str) -> None:
    documents = FILES["data/documents.yaml"].replace("{receiver: receivers}", "{dv: don-vi}")
    documents = documents.replace("receiver.id", "dv.id")
    head = DISPATCH.partition("tables:")[0].replace("numbering: per-copy\n", numbering)
    files = {
        **FILES,
        "data/documents.yaml": documents,
        "data/dispatches/cv.yaml": f"{head}body: Gửi {{{{ dv.name }}}}.\n",
    }
    data = load(Assets({name: text.encode() for name, text in files.items()}))
    found = [
        str(each.content["body"])
        for each in plan(data, Selection(documents=["cac-thu"])).expand()
        if isinstance(each, Job)
    ]
    assert ["Gửi Đơn vị A." in found[0], "Gửi Đơn vị A." in found[2], "Gửi Đơn vị B." in found[2]] == [
        True,
        False,
        True,
    ]


UNITS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True)


@settings(max_examples=examples(20), deadline=None)
@given(
    units=UNITS,
    rows=st.lists(st.sampled_from(["", *"abcdef"]), max_size=12),
    numbering=st.sampled_from(["per-copy", "shared\nvaries: [receiver.name, tables.ds]", "single"]),
    loop=st.sampled_from(["{receiver: receivers}", "{noi: receivers}", "{xx: don-vi}", "{receiver: recipients}"]),
    keys=st.sampled_from(["per: {dv: don-vi}", "per: {don_vi: don-vi}", 'where: "don_vi == receiver.entry"']),
    extra=st.sampled_from(["", ", {to: ubnd-xa-a}", ", Ông Mẫu"]),
)
def test_no_paper_to_one_receiver_holds_a_row_of_another(
    units: list[str], rows: list[str], numbering: str, loop: str, keys: str, extra: str
) -> None:
    named = [(f"n{at}", unit if unit in units else "") for at, unit in enumerate(rows)]
    entries = "".join(f"  - {{id: dv-{each}, name: Đơn vị {each}}}\n" for each in units)
    don_vi = f'list: {{label: Đơn vị, receives: "{{{{ name }}}}"}}\nentries:\n{entries}'
    persons = "".join(
        f"  - {{id: {name}, name: Người-{name}-{f', don_vi: dv-{unit}' if unit else ''}}}\n" for name, unit in named
    )
    head = "list: {label: Người, fields: {don_vi: {type: don-vi}}}\nentries:"
    nguoi = f"{head}\n{persons}" if persons else f"{head} []\n"
    at = loop.split(":")[0].strip("{ ")
    documents = FILES["data/documents.yaml"].replace("{receiver: receivers}", loop).replace("receiver.id", f"{at}.id")
    changed = DISPATCH.replace("numbering: per-copy", f"numbering: {numbering}").replace("per: {dv: don-vi}", keys)
    changed = changed.replace(EACH, "{each: don-vi, text: Các đơn vị}" + extra)
    closing = changed[changed.index("    closing:") : changed.index("body: |")]
    changed = changed.replace(closing, "").replace("columns: [tt, name, tien]", "columns: [tt, name]")
    files = {
        **FILES,
        "data/documents.yaml": documents,
        "data/lists/don-vi.yaml": don_vi,
        "data/lists/nguoi.yaml": nguoi,
    }
    data = load(Assets({name: text.encode() for name, text in {**files, "data/dispatches/cv.yaml": changed}.items()}))
    only = units[0] if len(units) == 1 and not extra else ""  # whom a paper without a receiver of its own goes to
    for job in plan(data, Selection(documents=["thu", "cac-thu", "bang", "tap"])).expand():
        if isinstance(job, Job):
            for one in [job.content, *(part.content for part in job.pack.parts)] if job.pack else [job.content]:
                whose = job.path.removesuffix(f".{job.format}").rpartition("dv-")[2] if "dv-" in job.path else only
                for name, unit in named:
                    assert f"Người-{name}-" not in str(one) or unit == whose != "", (job.path, name, unit)

"""The first screen: what it links to and shows, that it never lies, and that names on it are inert."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from PIL import Image

from congvan.core.cache import MemoryCache
from congvan.core.messages import verbatim
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.documents.common.chart import chart
from congvan.documents.common.context import ContentContext
from congvan.documents.contents import content_of
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.build import build
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.request import BuildRequest
from tests.pipeline.dashboard.page import Page
from tests.sample_project import HOME, Project, built_project, new_project

PAGE = "bluezone-2020/index.html"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return built_project(tmp_path_factory.mktemp("screen"))


@pytest.fixture
def page(built: Project) -> Page:
    return Page(built.tree()[PAGE].decode())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that makes the letter and its send list alone; its templates are laid out already, no picture drawn."""
    made = new_project(tmp_path)
    text = made.read("data/documents.yaml")
    made.write("data/documents.yaml", text[: text.index("- id: letters\n")])
    shutil.rmtree(made.root / ".cache/congvan/thumb")
    return made


def drawn(
    files: Assets | None = None,
    problems: Iterable[Problem] = (),
    returned: dict[str, Any] | None = None,
    state: Callable[..., tuple[str, str]] = lambda _entry, _path: ("", "missing"),
    **selection: Any,
) -> Page:
    """The screen of the real dispatch, drawn without building anything."""
    files = files or assets.read(HOME)
    planned = plan(load(files), Selection(**selection))
    made = dashboard_page.job(planned, "bluezone-2020", state, lambda: problems, returned)
    json.dumps(made.content)  # plain values only
    return Page(dashboard_page.render(made, files, lambda _path: b"", MemoryCache()).decode())


# --- what is on it ----------------------------------------------------------------------------------------------------


def test_it_links_to_every_file_and_to_nothing_else(built: Project, page: Page) -> None:
    files = {path.removeprefix("bluezone-2020/") for path in built.tree() if path.startswith("bluezone-2020/")}
    assert page.links() == files - {"index.html"}


def test_it_is_in_the_manifest_like_any_other_output(built: Project) -> None:
    row = json.loads(built.tree()["manifest.json"])["outputs"][PAGE]
    assert row["document"] == "screen"
    assert row["inputs"] == [dashboard_page.TEMPLATE]
    assert row["key"]
    assert built.run("verify").code == 0


def test_tasks_stand_in_the_order_of_the_work(page: Page) -> None:
    titles = ["Trình ký", "Phát hành", "In biểu", "Gửi nhà in", "Nhận về"]
    assert [section["id"] for section in page.all("section") if section.get("class") == "task"] == [
        *("sign", "issue", "forms", "print-shop", "returns")
    ]
    places = [page.text.rindex(f" {title} ") for title in titles]
    assert places == sorted(places)
    assert "Chưa có gì gửi về." in page.text


def test_lists_are_called_what_their_heads_say(page: Page) -> None:
    assert "Theo huyện, thành phố" in page.text
    assert "Theo doanh nghiệp" in page.text


def test_head_says_that_it_is_a_draft_and_what_is_due(page: Page) -> None:
    assert "DỰ THẢO – chưa cấp số" in page.text
    assert re.search(r"Đã mở thử [1-9]\d* tệp: tốt cả", page.text)
    assert "20/8/2020" in page.text
    assert "16h00" in page.text
    assert "Sở Y tế được đề nghị cung cấp danh sách cơ sở y tế nhưng không có trong Nơi nhận." in page.text
    assert "Có chỗ cần xem lại" not in page.text
    assert "bản cũ" not in page.text
    assert "chưa lập" not in page.text


def test_papers_pages_copies_and_pictures(page: Page) -> None:
    assert "Công văn A4 · 3 trang · 32 bản, theo danh sách gửi" in page.text
    assert re.search(r"Bộ tài liệu theo huyện 11 bộ, mỗi bộ A4 · \d+ trang, in hai mặt", page.text)
    assert "Băng rôn 3 m × 0,8 m 300 × 80 cm · 1 bản mỗi bộ · 6 bộ, cộng 6 bản" in page.text
    assert " 14,8 × 21 cm · " in page.text
    letters = [a["href"] for a in page.all("a") if (a["href"] or "").startswith("letter/cong-van")]
    assert letters[-2:] == ["letter/cong-van.pdf", "letter/cong-van.docx"]  # what is printed comes first
    pictures = page.all("img")
    assert 10 <= len(pictures) <= 20
    for picture in pictures:
        data = base64.b64decode((picture["src"] or "").removeprefix("data:image/png;base64,"), validate=True)
        image = Image.open(io.BytesIO(data))
        image.load()
        low, high = image.convert("L").getextrema()
        assert low < 100 < 200 < high, picture["alt"]  # ink on paper
        assert (int(picture["width"] or 0), int(picture["height"] or 0)) == (image.width // 2, image.height // 2)


def test_it_needs_nothing_from_outside_and_holds_no_clock_and_no_path(built: Project, page: Page) -> None:
    text = built.tree()[PAGE].decode()
    assert len(text) < 1_500_000
    assert not page.all("script") + page.all("link") + page.all("iframe") + page.all("base")
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//|file:|/)|url\(|@import", text)
    assert "default-src 'none'" in str(page.all("meta"))
    assert str(built.root) not in text
    assert not re.search(r"20[2-9]\d-\d\d-\d\dT|\d\d:\d\d:\d\d", text)


def test_every_link_says_what_it_opens(page: Page) -> None:
    files = [a for a in page.all("a") if (a.get("class") or "").startswith("file")]
    labels = [a["aria-label"] for a in files]
    assert len(labels) > 250
    assert len(set(labels)) == len(labels)


# --- it never lies ----------------------------------------------------------------------------------------------------


@pytest.mark.full("long runs")
def test_a_partial_build_refreshes_it_and_a_full_one_gives_the_same_bytes(built: Project) -> None:
    before = built.tree()
    run = built.run("letter", "--number", "7", "--date", "2020-08-19", "--format", "json")
    assert run.code == 0
    assert PAGE in [output["path"] for output in run.json["outputs"] if output["status"] == "built"]
    page = Page(built.tree()[PAGE].decode())
    assert "Số: 07/STTTT-BCVT" in page.text
    assert "Lạng Sơn, ngày 19 tháng 8 năm 2020" in page.text
    old = {unquote(a["href"] or "") for a in page.all("a") if "old" in (a.get("class") or "").split()}
    assert "rosters/cao-loc/cao-loc--vnpt-lang-son.pdf" in old  # it names the letter without its number
    assert "letter/cong-van.pdf" not in old
    assert not any(path.startswith("signage/") for path in old)
    assert built.run("-q").code == 0
    assert built.tree() == before


def test_a_partial_build_that_changes_nothing_leaves_it(built: Project) -> None:
    before = built.tree()
    run = built.run("letter", "--format", "json")
    assert PAGE not in [output["path"] for output in run.json["outputs"]]
    assert built.tree() == before


@pytest.mark.full("long runs")
def test_after_an_edit_of_a_template_a_partial_build_makes_its_own_contents_alone(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(context: ContentContext, content: str | None) -> Any:
        made.append(content or "")
        return content_of(context, content)

    built.run("-q")
    template = built.root / "templates/van-ban.docx"
    before, tree = template.read_bytes(), built.tree()
    document = docx.Document(io.BytesIO(before))
    document.core_properties.comments = "another"
    document.save(str(template))
    monkeypatch.setattr("congvan.pipeline.plan.dispatch_plan.content_of", noted)
    outcome = build(BuildRequest(built.root, Selection(documents=["letter"])))
    assert PAGE in [output.path for output in outcome.outputs if output.status == "built"]
    assert len(made) < 10, "contents of all other files are made again for the first screen"
    old = {a["href"] for a in Page(built.tree()[PAGE].decode()).all("a") if "old" in (a.get("class") or "").split()}
    assert any("letters/" in str(href) for href in old)
    template.write_bytes(before)
    assert built.run("-q").code == 0
    assert built.tree() == tree


@pytest.mark.full("long runs")
def test_a_partial_build_makes_none_and_leaves_an_edited_one(project: Project) -> None:
    assert project.run("letter", "-q").code == 0
    assert PAGE not in project.tree()
    assert project.run("-q").code == 0
    project.write(f"outputs/{PAGE}", "của tôi")
    assert project.run("letter", "--number", "5", "-q").code == 0
    assert project.tree()[PAGE] == "của tôi".encode()
    assert project.run("-q").code == 6


@pytest.mark.full("long runs")
def test_a_file_that_is_gone_is_not_linked(project: Project) -> None:
    project.run("-q")
    (project.root / "outputs/bluezone-2020/letter/danh-sach-gui.xlsx").unlink()
    project.run("letter", "--number", "5", "--only", "docx", "-q")
    page = Page(project.tree()[PAGE].decode())
    assert "letter/danh-sach-gui.xlsx" not in page.links()
    assert "1 tệp chưa lập." in page.text


@pytest.mark.full("long runs")
def test_problems_are_told_in_the_language_of_the_page_whatever_that_of_the_run(project: Project) -> None:
    project.replace("data/dispatches/bluezone-2020.yaml", "number: blank", "number: 5")
    project.replace(
        "data/dispatches/bluezone-2020.yaml", "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-21"
    )
    pages = []
    for language in ("en", "vi"):
        assert project.run("-q", "--lang", language, "-F").code == 0
        pages.append(project.tree()[PAGE])
    assert pages[0] == pages[1]
    text = Page(pages[0].decode()).text
    assert "Có chỗ cần xem lại" in text
    assert "data/dispatches/bluezone-2020.yaml:" in text


def test_the_letter_is_judged_again_when_the_page_is_drawn(tmp_path: Path) -> None:
    planned = plan(load(assets.read(HOME)), Selection())
    made = dashboard_page.job(planned, "bluezone-2020", lambda _e, path: ("0" * 64, ""), lambda: ())
    asked = []

    def inspect(path: str, _data: bytes) -> Iterable[Problem]:
        asked.append(path)
        yield Problem(verbatim(f"sai {SCRIPT}"), Place(path, page=1), severity=Severity.WARNING)

    files = assets.read(HOME)
    page = Page(dashboard_page.render(made, files, lambda _path: b"no pdf", MemoryCache(), inspect).decode())
    assert sorted(asked) == [f"bluezone-2020/letter/cong-van.{kind}" for kind in ("docx", "pdf")]
    assert page.text.count("sai <script>") == 2
    assert not page.all("script")


@pytest.mark.full("long runs")
def test_pages_say_why_their_files_are_not_updated(project: Project) -> None:
    """On the page of the dispatch and in the index, until it is sound again; also after a run over another one."""
    text = project.read("data/dispatches/bluezone-2020.yaml")
    project.write("data/dispatches/khac-2020.yaml", text)
    assert project.run("-q").code in (0, 1)
    before = project.tree()
    project.write("data/dispatches/khac-2020.yaml", text.replace("subject:", "subjekt:", 1))
    for words in ((), (), ("--dispatch", "bluezone-2020")):
        project.run("-q", *words)
        now = project.tree()
        assert now["khac-2020/index.html"].decode().count("Chưa cập nhật, tệp dưới đây là bản cũ: dòng ") == 1
        assert "chưa cập nhật: dòng " in now["index.html"].decode()
        assert "hưa cập nhật" not in now[PAGE].decode()
        kept = [name for name in before if name.startswith("khac-2020/") and not name.endswith("index.html")]
        assert kept
        assert all(now[name] == before[name] for name in kept)
    assert project.run("verify").code == 0
    project.write("data/dispatches/khac-2020.yaml", text)
    project.run("-q")
    assert project.tree() == before


@pytest.mark.full("long runs")
def test_pictures_are_the_same_without_the_cache(project: Project) -> None:
    project.run("-q")
    before = project.tree()
    for entry in (project.root / ".cache/congvan/thumb").iterdir():
        entry.write_bytes(b"\0" * 40)  # damaged, so never trusted
    assert project.run("-q", "-F").code == 0
    assert project.tree() == before


def test_a_build_with_nothing_new_draws_nothing(project: Project) -> None:
    project.run("-q")
    code = (
        "import sys, pathlib; from congvan.pipeline.build import build;"
        "from congvan.pipeline.request import BuildRequest;"
        "o = build(BuildRequest(pathlib.Path(sys.argv[1]), workers=1));"
        "print(o.counts()['unchanged'] == len(o.outputs), 'pypdfium2' in sys.modules, 'weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(project.root)], capture_output=True, text=True, cwd=HOME)
    assert done.stdout.split() == ["True", "False", "False"], done.stderr


@pytest.mark.full("long runs")
def test_dry_run_says_why_it_would_be_drawn_again(project: Project) -> None:
    status = {o["path"]: o["status"] for o in project.run("-n", "--format", "json").json["outputs"]}
    assert status[PAGE] == "would-build"
    project.run("-q")
    outputs = project.run("-n", "--format", "json").json["outputs"]
    assert {output["status"] for output in outputs} == {"would-keep"}
    outputs = project.run("-n", "--number", "8", "--format", "json").json["outputs"]
    assert next(o for o in outputs if o["path"] == PAGE)["status"] == "would-build"


@pytest.mark.full("long runs")
def test_a_template_of_pages_that_is_wrong_keeps_no_letter_back(project: Project) -> None:
    project.replace(dashboard_page.TEMPLATE, "{{ subject }}", "{{ subjekt }}")
    for words, codes in (((), ["built"]), ((), ["unchanged"])):
        run = project.run(*words, "--format", "json")
        assert run.code == 1
        assert [(p["code"], p["file"]) for p in run.json["problems"]] == [("screen-template", dashboard_page.TEMPLATE)]
        assert {each["status"] for each in run.json["outputs"]} == {*codes}
        assert not (project.root / "outputs" / PAGE).exists()
    project.replace(dashboard_page.TEMPLATE, "{{ subjekt }}", "{{ subject }}")
    project.run("-q")
    before = project.tree()[PAGE]
    project.write(dashboard_page.TEMPLATE, "{% if %}")
    assert project.run("-q").code == 1
    assert project.tree()[PAGE] == before
    assert project.run("validate", "-q").code == 3


def test_the_edition_as_issued_has_its_own() -> None:
    page = drawn(edition="as-issued")
    assert "Bản đã phát hành" in page.text
    assert "signage" not in str(page.tags)


# --- names are inert (J5) ---------------------------------------------------------------------------------------------


def test_names_and_problems_are_escaped() -> None:
    files = dict(assets.read(HOME))
    evil = '"><img src=x onerror=alert(1)>'
    text = files["data/lists/doanh-nghiep.yaml"].decode()
    text = text.replace("name: Viettel Lạng Sơn", f"name: 'Viettel {SCRIPT} {evil}'")
    files["data/lists/doanh-nghiep.yaml"] = text.encode()
    returned = {
        "summary": [{"label": SCRIPT, "value": "1"}],
        "matrix": {
            "title": evil,
            "head": SCRIPT,
            "columns": [SCRIPT],
            "rows": [{"name": evil, "cells": [{"state": "incomplete", "why": evil}]}],
        },
        "others": [],
        "charts": [chart(evil, "bars", [{"label": SCRIPT, "value": 1, "of": 2}])],
    }
    page = drawn(Assets(files), [Problem(verbatim(evil), Place(SCRIPT), verbatim(evil))], returned)
    assert not page.all("script")
    assert not page.all("img")
    assert not any(name.startswith("on") for _tag, attrs in page.tags for name in attrs)
    assert f"Viettel {SCRIPT} {evil}" in page.text


def test_phone_numbers_in_problems_are_masked() -> None:
    assert "0942***080" in drawn(problems=[Problem(verbatim("gọi 0942215080"))]).text


# --- what came back ---------------------------------------------------------------------------------------------------


def test_what_came_back_is_a_matrix_and_charts() -> None:
    states = ["complete", "nil", "asked", "incomplete", "missing", "not-owed"]
    returned = {
        "summary": [{"label": "biểu đã nhận", "value": "21/33"}],
        "matrix": {
            "title": "Phụ lục I",
            "head": "Huyện",
            "columns": ["A", "B", "C", "D", "E", "F"],
            "rows": [{"name": "Huyện X", "cells": [{"state": s, "why": "thiếu 1"} for s in states]}],
        },
        "others": [{"title": "Phụ lục II", "head": "Xã", "columns": ["G"], "rows": []}],
        "charts": [
            chart("Cột", "bars", [{"label": "A", "value": 3, "of": 11}]),
            chart("Đường", "curve", [{"label": str(n), "value": n} for n in range(7)]),
            chart("Trống", "curve", []),
        ],
    }
    page = drawn(returned=returned)
    assert [cell["class"] for cell in page.all("td") if "class" in cell] == states
    assert "chưa đủ: thiếu 1" in page.text
    assert "21/33" in page.text
    assert "Chưa có gì gửi về." not in page.text
    assert len(page.all("svg")) == 2
    assert [len(page.all("rect", **{"class": c})) for c in ("whole", "part")] == [1, 1]
    assert "3/11" in page.text
    assert "Chưa có số liệu" in page.text
    assert len(page.all("circle")) == 7


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({dashboard_page.TEMPLATE: b"<p>\n{% if %}"}, Place(dashboard_page.TEMPLATE, 2)),
        ({"templates/chung/kieu-trang.html": b"\n\n{% if %}"}, Place("templates/chung/kieu-trang.html", 3)),
        ({dashboard_page.TEMPLATE: b'<p>{% include "khong-co.html" %}'}, Place(dashboard_page.TEMPLATE)),
    ],
    ids=["page", "part", "no such part"],
)
def test_a_broken_template_stops_with_its_line(broken: dict[str, bytes], place: Place) -> None:
    with pytest.raises(ProblemsFound) as stop:
        drawn(Assets({**assets.read(HOME), **broken}))
    assert [problem.place for problem in stop.value.problems] == [place]

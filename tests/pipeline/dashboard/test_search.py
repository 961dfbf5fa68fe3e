"""Long lists fold and are searched by the one script that the page's policy lets run."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from congvan.core.cache import MemoryCache
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.dashboard import index
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.plan.planner import Selection, plan
from tests.pipeline.dashboard.page import Page
from tests.sample_project import HOME


def with_receivers(count: int) -> Assets:
    """The project with so many receivers more, and one PDF of all addressed letters."""
    files, dispatch = dict(assets.read(HOME)), "data/dispatches/bluezone-2020.yaml"
    named = "".join(f"\n- id: don-vi-{n}\n  name: Đơn vị {n}\n" for n in range(count))
    files["data/lists/co-quan.yaml"] += named.encode()
    first = "  - to: tinh-doan-lang-son\n"
    more = "".join(f"  - to: don-vi-{n}\n" for n in range(count))
    files[dispatch] = files[dispatch].decode().replace(first, first + more, 1).encode()
    files["data/documents.yaml"] += (
        b"\n- {id: letters-all, name: Gom, task: issue, content: letter, templates: {docx: van-ban.docx}, "
        b"formats: [pdf], together: true, for_each: {receiver: receivers}, path: letters/tat-ca}\n"
    )
    return Assets(files)


def scripts_of(text: str) -> tuple[list[str], list[str]]:
    """The scripts of a page, and the hashes of those that its policy lets run."""
    made = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    return made, re.findall(r"'(sha256-[^']+)'", text)


def hash_of(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def screen(files: Assets) -> str:
    made = dashboard_page.job(plan(load(files), Selection()), "bluezone-2020", lambda _e, _p: ("", ""), list, None)
    return dashboard_page.render(made, files, lambda _p: b"", MemoryCache()).decode()


def test_a_long_list_folds_and_has_a_field_to_search_that_only_its_script_shows() -> None:
    text = screen(with_receivers(25))
    page = Page(text)
    (fold,) = page.all("details", **{"class": "fold"})
    assert "open" not in fold
    (field,) = page.all("p", **{"class": "search"})
    assert "hidden" in field
    scripts, allowed = scripts_of(text)
    assert [hash_of(script) for script in scripts] == allowed
    assert len(scripts) == 1
    assert "fetch" not in scripts[0]


def test_a_short_list_has_neither() -> None:
    page = Page(screen(assets.read(HOME)))
    assert not page.all("details", **{"class": "fold"}) + page.all("p", **{"class": "search"}) + page.all("script")


def test_all_of_a_group_are_printed_from_the_head_of_its_list() -> None:
    page = Page(screen(with_receivers(1)))
    assert "In tất cả: Gom" in page.text
    assert [a["href"] for a in page.all("a") if "tat-ca" in str(a["href"])] == ["letters/tat-ca.pdf"]


@pytest.mark.parametrize(("count", "searched"), [(3, False), (40, True)])
def test_the_index_of_many_dispatches_is_searched(count: int, searched: bool) -> None:
    files = assets.read(HOME)
    records = [
        (f"bluezone-2020/{n}/index.html", f"number={n}/A date={2026 - n // 15}-08-01 kind=cong-van subject=việc {n}")
        for n in range(1, count + 1)
    ]
    made = index.job(plan(load(files), Selection()), records)
    text = dashboard_page.page(files, index.TEMPLATE, made.content).decode()
    scripts, allowed = scripts_of(text)
    assert [hash_of(script) for script in scripts] == allowed
    assert len(scripts) == len(Page(text).all("p", **{"class": "search"})) == int(searched)
    assert len(Page(text).all("tr", **{"class": "row"})) == count

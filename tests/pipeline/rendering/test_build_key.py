"""What a file depends on: its key follows all that it is made of, and nothing else."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from congvan.core.bootstrap.fingerprint import Snapshot
from congvan.core.cache import DiskCache
from congvan.core.job import BY_LIBREOFFICE, BoundDocument, Job, Pack
from congvan.core.messages import Message
from congvan.model.project.assets import Assets
from congvan.pipeline.rendering import build_key
from congvan.pipeline.rendering.build_key import EDITED, PAGE, BuildKeys, is_of_same_data, select_values
from congvan.publishing.manifest import ManifestRow
from tests.acceptance.promises.line import sample, with_changes
from tests.package import zipped


class Reads:
    """Templates that read one name."""

    def template(self, name: str, format_: str) -> Any:
        assert name.endswith((f".{format_}", ".html", ".docx"))
        return self

    def names(self) -> frozenset[str]:
        return frozenset(["ban.name", "none.at.all"])


def key(job: Job, **changes: str) -> str:
    return BuildKeys(with_changes(changes), Reads()).for_job(job)


def job(format_: str = "docx", template: str = "templates/van-ban.docx", **content: Any) -> Job:
    return Job("a/b", "letter", "x", format_, template, content)


@pytest.mark.full("long runs")
def test_a_key_follows_all_that_a_file_is_made_of() -> None:
    base = job(a=1)
    other = "templates/danh-sach-gui.docx"
    css, artwork = {"templates/bia-tap.css": "p {}"}, {"templates/signage/logo.pdf": "x"}
    assert key(base) == key(job(a=1))
    assert key(base) != key(job(a=2))
    assert key(base) != key(job(a="1"))
    assert key(base) != key(job("xlsx", a=1))
    assert key(base) != key(job(template=other, a=1))
    assert key(base) != key(base, **{"templates/van-ban.docx": "other"})
    assert key(base) == key(base, **{other: "other"}, **css, **artwork)  # it reads none of them
    page = job("pdf", "templates/bia-tap.html", a=1)
    screen = job(PAGE, "templates/bia-tap.html", a=1)
    assert key(page) != key(page, **css)
    assert key(screen) != key(screen, **css)
    assert key(job("pdf", a=1)) != key(base)
    assert key(job("pdf", a=1)) == key(job("pdf", a=1), **css)  # a DOCX template stands on itself alone
    assert key(job("pdf", a=1)) != key(job("pdf", a=1), **{"templates/van-ban.docx": "other"})
    assert key(job(BY_LIBREOFFICE, a=1)) != key(job("pdf", a=1))
    assert key(page) == key(page, **{"templates/bieu.xlsx": "x"})
    assert len({key(job(a=1)), *(key(job(a=1, parts=parts)) for parts in ([], [1], [2]))}) == 4
    assert key(page) == key(page, **{other: "other"})
    sign = replace(job("sign", "", a=1), drawn=True)
    shown = replace(sign, artwork=tuple(artwork))
    assert key(sign) == key(sign, **artwork, **{other: "other"})  # it shows none of it
    assert key(shown) != key(shown, **artwork)


def test_a_key_tells_data_that_changed_from_a_program_that_was_upgraded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, other = key(job(a=1)), key(job(a=2))
    monkeypatch.setattr(build_key, "program_hash", lambda: "a later version")
    new = key(job(a=1))
    assert len({old, other, new}) == 3
    assert is_of_same_data(old, new)
    assert not is_of_same_data(old, other)
    assert not is_of_same_data("", "")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_bytes(b"x")
    row = ManifestRow(hashlib.sha256(b"x").hexdigest(), 1, key=old)
    said = [BuildKeys(sample(), Reads()).reason(job(a=value), row, tmp_path) for value in (1, 2)]
    assert said == [Message("stale.program"), Message("stale.changed")]


def test_a_key_follows_all_that_a_pack_binds() -> None:
    cover, part = job("pdf", "templates/bia-tap.html"), BoundDocument("templates/van-ban.docx", {}, "")
    packs = [Pack((part,), True), Pack((part, part), True), Pack((replace(part, bookmark="x"),), True)]
    bound = [replace(cover, pack=pack) for pack in (None, *packs, Pack((part,), False))]
    bound += [replace(one, content={"title": "x"}) for one in bound]
    assert len({key(one) for one in bound}) == len(bound)
    assert key(bound[1]) != key(bound[1], **{"templates/van-ban.docx": "x"})
    assert BuildKeys(sample(), Reads()).inputs(bound[1]) == ["templates/bia-tap.html", "templates/van-ban.docx"]


def test_a_file_of_bare_facts_follows_only_those_that_its_template_reads() -> None:
    one, two, other = (job(ban={"name": name, "size": size}) for name, size in (("A", 1), ("A", 2), ("B", 1)))
    assert key(one) != key(two)
    assert key(replace(one, bare=True)) == key(replace(two, bare=True))
    assert key(replace(one, bare=True)) != key(replace(other, bare=True))
    assert select_values({"a": {"b": 1}, "c": "x"}, frozenset(["a.b", "c", "c.d", "a.x", "y"])) == {
        "a.b": 1,
        "c": "x",
        "c.d": None,
        "a.x": None,
        "y": None,
    }


def test_a_long_list_of_facts_is_hashed_once_for_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    class ReadsAll:
        def template(self, name: str, format_: str) -> Any:
            return self

        def names(self) -> frozenset[str]:
            return frozenset(["ho", "khoan"])

    def records(rows: list[dict[str, str]]) -> list[str]:
        keys = BuildKeys(with_changes({}), ReadsAll())
        return [keys.for_job(replace(job(ho=each, khoan=rows), path=each, bare=True)) for each in "abc"]

    written: list[int] = []
    monkeypatch.setattr(build_key, "_in_pieces", lambda rows: [written.append(len(rows)) or repr(rows).encode()])
    rows = [{"ten": str(n)} for n in range(200)]
    first = records(rows)
    assert written == [200]
    assert len({*first}) == 3
    assert records([*rows]) == first
    assert not {*records([*rows[:-1], {"ten": "x"}])} & {*first}


def test_a_file_follows_the_pictures_that_it_shows_and_no_other_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = {"templates/qr/a.PNG": "1"}, {"templates/qr/b.png": "2"}
    hashed: list[str] = []
    digest = Assets.digest

    def counted(self: Assets, name: str) -> str:
        hashed.append(name)
        return digest(self, name)

    monkeypatch.setattr(Assets, "digest", counted)
    named, other = job(a={"anh": ["qr/a.PNG"]}), job(a="qr/a.PNG and more")
    assert key(named, **one, **two) == key(named, **one, **{"templates/qr/b.png": "x"})
    assert key(other, **one, **two) == key(other, **{"templates/qr/a.PNG": "x"}, **two)
    assert "templates/qr/b.png" not in hashed
    assert key(named, **one) != key(named, **{"templates/qr/a.PNG": "x"})
    pack = replace(
        job("pdf"), pack=Pack((BoundDocument("templates/van-ban.docx", {"a": "templates/qr/a.PNG"}, ""),), True)
    )
    assert key(pack, **one) != key(pack, **{"templates/qr/a.PNG": "x"})


@pytest.mark.parametrize(
    ("tag", "follows"),
    [
        ("{{ ho.anh|anh(25) }}", False),
        ("{{ ('qr/' ~ ho.id ~ '.png')|anh(25) }}", True),
        ("{{ 'qr/b.png' | anh }}", True),
        ("{% set a = 'qr/' ~ x %}{{ a|anh }}", True),
    ],
)
def test_a_template_that_makes_names_of_pictures_follows_all_of_them(tag: str, follows: bool) -> None:
    template = zipped({"word/document.xml": f"<w:t>{tag[:9]}</w:t><w:t>{tag[9:]}</w:t>"})
    made = BuildKeys(Assets({"templates/a.docx": template, "templates/qr/b.png": b"1"}), Reads())
    then = BuildKeys(Assets({"templates/a.docx": template, "templates/qr/b.png": b"2"}), Reads())
    shown = job(template="templates/a.docx")
    assert (made.for_job(shown) != then.for_job(shown)) is follows


def test_a_key_does_not_follow_the_order_of_names_and_takes_any_text() -> None:
    assert key(job(a=1, b=2)) == key(job(b=2, a=1))
    assert key(job(a="\ud800")) != key(job(a="\ud801"))


def test_long_lists_have_the_key_that_they_have_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Any] = [{"ô": [n, 1.5, "x\ud800"], "a": [], "b": {}} for n in range(2001)]
    long = job(rows=rows, few=[rows[:2], {}], title="x")
    apart = key(long)
    monkeypatch.setattr(build_key, "is_heavy", lambda _job: False)
    assert key(long) == apart
    monkeypatch.setattr(build_key, "is_heavy", lambda _job: True)
    assert key(replace(long, content={**long.content, "rows": [*rows[:-1], 0]})) != apart
    assert key(long) == apart


@pytest.mark.parametrize(("format_", "drawn"), [("docx", False), ("xlsx", False), ("pdf", True)])
def test_what_draws_pages_follows_the_fonts(format_: str, drawn: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    one = job(format_)
    before = key(one)
    monkeypatch.setattr(build_key, "fonts_hash", lambda: "others")
    assert (key(one) != before) is drawn


def test_the_fonts_of_a_machine_are_told_by_name_size_and_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        (folder / "sub").mkdir(parents=True)
    monkeypatch.setattr(build_key, "FONTS", [str(here), str(there), str(tmp_path / "none")])
    seen = [build_key.fonts_hash()]
    for path in (here / "a.ttf", here / "sub/b.OTF", there / "c.ttc", os.fsdecode(bytes(here) + b"/\xff.ttf")):
        Path(path).write_bytes(b"x")
        seen.append(build_key.fonts_hash())
    for other in (b"xy", b"xz"):  # of another size, and of the same size with other tables
        (here / "a.ttf").write_bytes(other)
        seen.append(build_key.fonts_hash())
    assert len(set(seen)) == len(seen)
    long = [b"tables" * 200 + end for end in (b"x", b"y")]  # what comes after the tables' checksums is in them
    ends = []
    for data in long:
        (here / "a.ttf").write_bytes(data)
        ends.append(build_key.fonts_hash())
    assert ends[0] == ends[1]
    seen.append(ends[0])
    (here / "a.txt").write_bytes(b"x")
    (here / "a.ttf").rename(there / "a.ttf")  # the same font elsewhere makes the same pages
    assert build_key.fonts_hash() == seen[-1]


def test_the_program_is_told_by_its_code_and_its_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_key, "__file__", str(tmp_path / "pipeline/rendering/build_key.py"))
    seen = [build_key.program_hash()]
    for name, code in (("a.py", b"1"), ("a.py", b"2"), ("sub/b.py", b"2")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(code)
        seen.append(build_key.program_hash())
    (tmp_path / "sub/b.py").rename(tmp_path / "c.py")
    seen.append(build_key.program_hash())
    monkeypatch.setattr(build_key, "library", lambda name: f"{name}-{'0' if name == 'lxml' else '1'}")
    seen.append(build_key.program_hash())
    assert len(set(seen)) == len(seen)
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert build_key.program_hash() == seen[-1]


def test_why_a_file_would_be_made_again(tmp_path: Path) -> None:
    known, one = BuildKeys(sample(), Reads()), job(a=1)
    (tmp_path / "a").mkdir()
    row = ManifestRow(hashlib.sha256(b"data").hexdigest(), 4, key=known.for_job(one))
    assert known.reason(one, None, tmp_path) == Message("stale.new")
    assert known.reason(one, row, tmp_path) == Message("stale.missing")
    (tmp_path / "a/b").write_bytes(b"data")
    assert known.reason(one, row, tmp_path) == ""
    assert known.reason(one, row._replace(key="x"), tmp_path) == Message("stale.changed")
    (tmp_path / "a/b").write_bytes(b"Data")
    assert known.reason(one, row, tmp_path) == EDITED


def test_the_program_is_read_again_only_after_a_change_of_its_stat_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_key, "__file__", str(tmp_path / "package/rendering/build_key.py"))
    code = tmp_path / "package/a.py"
    code.parent.mkdir()
    code.write_bytes(b"1")
    cache, settled = DiskCache(tmp_path / "cache"), [False, True, True, True]
    monkeypatch.setattr(build_key, "program_state", lambda: Snapshot("", (code.read_text(),), settled.pop(0)))
    read = build_key.program_hash
    asked: list[str] = []
    monkeypatch.setattr(build_key, "program_hash", lambda: asked.append(found := read()) or found)
    assert [build_key.known_program_hash(cache) for _time in range(3)] == [read()] * 3
    assert len(asked) == 2  # once unsettled, then kept
    code.write_bytes(b"2")
    assert build_key.known_program_hash(cache) == read() != asked[0]

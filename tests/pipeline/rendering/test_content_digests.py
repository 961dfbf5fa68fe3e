"""What outputs are made of is kept between runs over the same facts, and nothing else."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest

from congvan.core.cache import DiskCache
from congvan.pipeline.rendering import content_digests
from congvan.pipeline.rendering.content_digests import KIND, ContentDigests, JobDigest

LETTER = JobDigest("pdf", ("templates/a.docx",), (), "00", False)


def test_what_was_noted_is_found_by_the_next_run_over_the_same_facts(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    first = ContentDigests(cache, "a")
    first.note("x.pdf", LETTER)
    first.save()
    later = ContentDigests(cache, "a")
    assert (later.get("x.pdf"), later.get("y.pdf")) == (LETTER, None)
    later.note("y.pdf", LETTER)
    later.save()
    assert ContentDigests(cache, "a").get("x.pdf") == ContentDigests(cache, "a").get("y.pdf") == LETTER
    assert ContentDigests(cache, "b").get("x.pdf") is None


def test_nothing_is_kept_without_a_key_or_after_something_was_told(tmp_path: Path) -> None:
    for key, told in (("", False), ("a", True)):
        digests = ContentDigests(DiskCache(tmp_path), key)
        digests.note("x.pdf", LETTER)
        if told:
            digests.drop()
            digests.note("y.pdf", LETTER)
        digests.save()
    assert not (tmp_path / KIND).exists()
    ContentDigests().save()


def test_a_run_over_very_many_records_keeps_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_digests, "MOST_PATHS", 3)
    digests = ContentDigests(DiskCache(tmp_path), "a")
    for number in range(9):
        digests.note(f"{number}.pdf", LETTER)
    assert not digests._new
    digests.save()
    assert not (tmp_path / KIND).exists()


@pytest.mark.parametrize("damaged", [b"", b"\xff", marshal.dumps([1]), marshal.dumps({"x.pdf": (1,)})])
def test_damaged_digests_are_none(damaged: bytes, tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    cache.put(KIND, "a", damaged)
    assert ContentDigests(cache, "a").get("x.pdf") is None

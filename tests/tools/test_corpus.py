"""What changed between two corpora is named, and drawn side by side."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
from PIL import Image

from tools import corpus


def _pdf(path: Path, mark: bytes = b"") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as document:
        for content in (b"", mark):
            document.add_blank_page(page_size=(100, 200)).Contents = document.make_stream(content)
        document.save(path, deterministic_id=True)


def test_each_change_is_named_and_the_pages_that_differ_are_drawn(tmp_path: Path) -> None:
    kept, now = tmp_path / "kept", tmp_path / "now"
    for name in ("a/same.pdf", "a/other.pdf", "gone.txt"):
        _pdf(kept / name)
    shutil.copytree(kept, now)
    _pdf(now / "a/other.pdf", b"0 0 50 50 re f")
    (now / "gone.txt").rename(now / "new.txt")
    assert corpus.compare(kept, now) == ["changed  a/other.pdf", "gone     gone.txt", "new      new.txt"]
    [picture] = (tmp_path / "pictures").iterdir()
    with Image.open(picture) as drawn:
        width, height = (round(side * corpus.SCALE) for side in (100, 200))
        assert drawn.size == (2 * width, height)
        corner = (2, height - 3)
        assert [drawn.getpixel((x + corner[0], corner[1])) for x in (0, width)] == [(255, 255, 255), (0, 0, 0)]


def test_the_build_keys_of_a_manifest_are_not_compared(tmp_path: Path) -> None:
    for name, key, size in (("kept", "a", 1), ("now", "b", 1), ("other", "b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(f'{{"size": {size}, "key": "{key * 64}"}}', "utf-8")
    kept = tmp_path / "kept"
    assert corpus.compare(kept, tmp_path / "now") == []
    assert corpus.compare(kept, tmp_path / "other") == ["changed  manifest.json"]


def test_nothing_is_named_where_nothing_changed(tmp_path: Path) -> None:
    _pdf(tmp_path / "kept/a.pdf")
    shutil.copytree(tmp_path / "kept", tmp_path / "now")
    assert corpus.compare(tmp_path / "kept", tmp_path / "now") == []
    assert corpus.listed(corpus.hashes(tmp_path / "now")).endswith("  a.pdf\n")

"""Small trees of outputs, published."""

from __future__ import annotations

from pathlib import Path

from congvan.publishing.publisher import Published, Publisher


def build(
    outputs: Path, files: dict[str, str], *, force: bool = False, complete: tuple[str, ...] = ("e/",)
) -> Published:
    with Publisher(outputs, force=force, sync=False) as publisher:
        for path, text in files.items():
            publisher.add(path, text.encode(), document="letter", record=path, inputs=("data/a.yaml",), key=text)
        return publisher.commit(complete)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def texts(folder: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in tree(folder).items() if path != "manifest.json"}


FILES = {"e/letter/cong-van.txt": "one", "e/letters/a.txt": "two", "e/rosters/cao-loc/x.csv": "three"}

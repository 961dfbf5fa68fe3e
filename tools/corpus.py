"""Build outputs of every kind and list their hashes; compare them with those that were kept: `make corpus`.

    python tools/corpus.py              build the corpus and keep it in .cache/corpus/kept, with its list of hashes
    python tools/corpus.py --compare    build it again in .cache/corpus/now, name each changed file, draw pages of
                                        changed PDF side by side (left: kept, right: now); exit 1 if one changed

Run the first on the commit before a change and the second after it. The corpus holds both samples with signs, forms and
packs, papers about returned forms, all kinds of documents, and the templates changed as docs/templates.md shows.

Why: lines of the engine are deleted only while what people print stays the same.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

from congvan.formats import compile_template
from tests.acceptance.kinds import making
from tests.acceptance.recipes.making import DOCUMENTS, content
from tests.acceptance.recipes.test_recipes import RECIPES, edited
from tests.returns.filling import blank, fill, people, slots
from tests.sample_project import Project

SAMPLES = ("bluezone-2020", "to-cong-nghe-so-2026")
RECEIVED = "2020-08-20 09:00"
FILLED = 12  # forms of the sample that come back
BUILD_KEY = re.compile(rb'"key": "[0-9a-f]{64}"')
"""A key in a manifest changes with each line of the program, whatever its outputs."""
SCALE = 1.2  # of the pictures: pixels per point


def build(folder: Path) -> None:
    """Write the corpus into a folder, which is emptied before; each project's outputs below its name."""
    shutil.rmtree(folder, ignore_errors=True)
    work = folder.with_name("work")
    shutil.rmtree(work, ignore_errors=True)
    for name in SAMPLES:
        _run(Project(HOME), "init", "--sample", name, str(work / name))
        _build(Project(work / name), folder / name)
    _collect(Project(work / SAMPLES[0]))
    _build(Project(work / SAMPLES[0]), folder / "returned")
    making.lay_out(work / "kinds", {kind: making.sample(kind) for kind in making.samples()} | making.more())
    _build(Project(work / "kinds"), folder / "kinds")
    _build_recipes(folder / "recipes")
    shutil.rmtree(work)


def _run(project: Project, *words: str) -> None:
    run = project.run(*words)
    if run.code not in (0, 2):  # 2: built, with warnings
        raise SystemExit(f"{' '.join(words)}: exit {run.code}\n{run.out}{run.err}")


def _build(project: Project, folder: Path) -> None:
    _run(project, "build", "-q")
    shutil.copytree(project.root / "outputs", folder)


def _collect(project: Project) -> None:
    """Let some forms of the sample come back, filled in with invented people."""
    inbox = project.root / "inbox"
    inbox.mkdir()
    for seed, (unit, place) in enumerate(itertools.islice(slots(), FILLED)):
        (inbox / f"{unit}-{place}.xlsx").write_bytes(fill(blank(unit, place), people(seed)))
    _run(project, "collect", "inbox", "--received", RECEIVED)


def _build_recipes(folder: Path) -> None:
    folder.mkdir()
    for template, group in sorted({(recipe.template, recipe.group) for recipe in RECIPES}):
        for format_ in ("docx", "pdf"):
            compiled = compile_template(format_, edited(template, group), name=f"{template}.docx")
            (folder / f"{template}-{group}.{format_}").write_bytes(compiled.render(content(DOCUMENTS[template])))


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below a folder by its path, in their order; of manifests without build keys."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(_content(path)).hexdigest() for path in files}


def _content(path: Path) -> bytes:
    return BUILD_KEY.sub(b"", path.read_bytes()) if path.name == "manifest.json" else path.read_bytes()


def listed(found: dict[str, str]) -> str:
    """Return the list of hashes as `sha256sum` writes it."""
    return "".join(f"{digest}  {path}\n" for path, digest in found.items())


def changes(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """Yield a line for each file that came, went or changed, in the order of their paths."""
    for path in sorted(before.keys() | after.keys()):
        if path not in after:
            yield f"gone     {path}"
        elif path not in before:
            yield f"new      {path}"
        elif before[path] != after[path]:
            yield f"changed  {path}"


def draw_side_by_side(before: Path, after: Path, picture: Path) -> None:
    """Draw the first pages of two PDF that differ, left the earlier one."""
    with pypdfium2.PdfDocument(before) as one, pypdfium2.PdfDocument(after) as other:
        for number in range(min(len(one), len(other))):
            pair = [document[number].render(scale=SCALE).to_pil() for document in (one, other)]
            if pair[0].size != pair[1].size or pair[0].tobytes() != pair[1].tobytes():
                _beside(*pair).save(picture)
                return


def _beside(left: Any, right: Any) -> Any:
    both = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width, 0))
    return both


def compare(kept: Path, now: Path) -> list[str]:
    """Return what changed between two corpora; write pictures of changed PDF into `pictures` beside them."""
    pictures = now.with_name("pictures")
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir()
    found = list(changes(hashes(kept), hashes(now)))
    for line in found:
        kind, path = line.split(maxsplit=1)
        if kind == "changed" and path.endswith(".pdf"):
            draw_side_by_side(kept / path, now / path, pictures / (path.replace("/", "_") + ".png"))
    return found


def main() -> int:
    """Build the corpus, or build it again and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--compare", action="store_true", help="build again and name what changed")
    parser.add_argument("--folder", type=Path, default=HOME / ".cache/corpus", help="where the corpora lie")
    args = parser.parse_args()
    kept, now = args.folder / "kept", args.folder / "now"
    if args.compare and not kept.is_dir():
        parser.error("there is nothing to compare with: run it without --compare on the earlier commit first")
    target = now if args.compare else kept
    build(target)
    args.folder.joinpath(f"{target.name}.sha256").write_text(listed(hashes(target)), "utf-8")
    if not args.compare:
        print(f"{len(hashes(kept))} files; their hashes: {args.folder / 'kept.sha256'}")
        return 0
    found = compare(kept, now)
    print(*found, f"{len(found)} of {len(hashes(kept))} files differ", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Freeze today's sample project as a fixture of this version: `python -m tests.acceptance.projects.freezing`.

It packs `VERSION/projects.zip` beside this file, and test_projects.py writes the goldens of what that version makes of
it. A version is frozen once, when it is released (docs/releasing.md); it is not packed again after that.

- `sample/`: data and templates of the checkout, with two forms and a list of facilities received in office.db
- `kinds/`: the data of some kinds of dispatch, which are built with the templates of `sample/`
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import congvan
from tests.acceptance.kinds import making
from tests.returns.filling import blank, fill, people
from tests.sample_project import HOME, Project

HERE = Path(__file__).parent
KINDS = ("ban-hanh-quy-che", "bien-ban", "giay-moi", "hai-ben", "to-trinh")
FORMS = (("viettel-lang-son", "cao-loc"), ("vnpt-lang-son", "cao-loc"))
FACILITIES = "Tên cơ sở y tế;Huyện/thành phố;Số tổ\nTrạm Y tế mẫu;Cao Lộc;1\n"
"""A sample fact: no such place exists."""


def main() -> int:
    """Pack the projects of this version, then have the goldens written."""
    folder = HERE / congvan.__version__
    packed = folder / "projects.zip"
    if packed.exists():
        print(f"{congvan.__version__} is frozen already; delete {packed} to pack it again", file=sys.stderr)
        return 1
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as workplace:
        root = Path(workplace)
        _sample(root / "sample")
        _kinds(root / "kinds")
        _pack(root, packed)
    print(f"{packed}: now CONGVAN_GOLDEN=1 python -m pytest {HERE.relative_to(HOME)}")
    return 0


def _sample(root: Path) -> None:
    for name in ("data", "templates"):
        shutil.copytree(HOME / name, root / name)
    inbox = root / "inbox"
    inbox.mkdir()
    for seed, (enterprise, district) in enumerate(FORMS, 1):
        (inbox / f"{district}--{enterprise}.xlsx").write_bytes(fill(blank(enterprise, district), people(seed)))
    (root / "facilities.csv").write_text(FACILITIES, "utf-8")
    project = Project(root)
    dispatch = next((root / "data/dispatches").glob("*.yaml")).stem
    for words in (
        ("collect", "inbox", "--received", "2020-08-20 15:30", "--register", "7"),
        ("import", "facilities", "facilities.csv", "--dispatch", dispatch),
    ):
        run = project.run(*words)
        assert run.code == 0, run.out + run.err
    shutil.rmtree(inbox)
    (root / "facilities.csv").unlink()


def _kinds(root: Path) -> None:
    shutil.copytree(making.project() / "data", root / "data")
    for path in (root / "data/dispatches").iterdir():
        if path.stem not in KINDS:
            path.unlink()


def _pack(root: Path, packed: Path) -> None:
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root)
            hidden = any(part.startswith(".") for part in name.parts)
            if path.is_file() and not hidden and "outputs" not in name.parts:
                package.writestr(zipfile.ZipInfo(name.as_posix()), path.read_bytes(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    sys.exit(main())

"""One fault stays where it is: an error of each kind is made in each kind of file, and every screen of all that does
not need that file is as without it, but for the line that says so.

The project is the sample of today with a second dispatch, which needs a list of its own alone.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from congvan.i18n import using_language
from congvan.model.loader import load_sound
from congvan.project.assets import Assets
from congvan.web.facts.project import Project
from congvan.web.page import screen_html
from congvan.web.runs.registry import Runs
from congvan.web.screens import SCREENS
from congvan.web.settings import Settings
from congvan.web.visit import Visit
from tests.acceptance.test_hand_slips import SLIPS, Slip, sample
from tests.acceptance.test_many_slips import BATCHES, FILES

__all__ = ["sample"]
FULL = os.environ.get("CONGVAN_FULL") == "1"
D, OTHER = FILES["D"], "data/dispatches/khac-2026.yaml"
LINE = re.compile(r'<p class="alert left-out">.*?</p>', re.DOTALL)
CHANGING = re.compile(r" data-version=\S+|<select.*?</select>|<datalist.*?</datalist>|\s+", re.DOTALL)
"""Hashes of files, what is offered to choose from, and how the source of the page is set."""
MORE = {
    OTHER: "kind: cong-van\nnumber: blank\ndate: {day: blank, month: 8, year: 2026}\nsubject: việc khác\n"
    "signer: nguoi-ky-mau\nreceivers: [{to: so-khac}]\nbody: |\n  Đề nghị phối hợp./.\ncopies: [Như trên]\n"
    "archive: {unit: VP}\n",
    "data/lists/so.yaml": "list: {label: Sở khác, one: sở, receives: {so: '{{ name }}'}}\n"
    "entries:\n  - {id: khac, name: Sở Khác (mẫu)}\n",
}
KINDS = [
    (D, "subject:", "subjekt:"),
    (D, "subject:", "subject: [\n"),
    (D, "signer: nguoi-ky-mau", "signer: ai-do"),
    (D, "each: xa", "each: xaa"),
    ("data/lists/xa.yaml", "label:", "lable:"),
    ("data/lists/xa.yaml", "list:", "list: ["),
    ("data/lists/thon.csv", "Tên thôn;", "Khu;"),
    ("data/lists/don-vi.yaml", "one:", "oen:"),
    ("data/lists/dau-moi.yaml", "id:", "idd:"),
    ("data/papers/don-doc.yaml", "subject:", "subjekt:"),
    ("data/papers/don-doc.yaml", "body:", "body: [\n"),
    ("data/signage/diem-ho-tro-so.yaml", "message:", "mesage:"),
    ("data/signage/diem-ho-tro-so.yaml", "message:", "message: {"),
]
"""An error of each kind in each kind of file: what stands there, and what is typed."""
SHOWN_BY = {
    "diem-ho-tro-so": {Path(D).stem, "xa", "don-vi", "dau-moi"},  # drawn for the dispatch; the contact is chosen
    "calls": {"don-doc"},  # the papers that remind
    "documents": {Path(D).stem},  # its forms are chosen
}
"""Screens that show something of another file, too."""


@pytest.fixture(scope="module")
def folder(sample: Assets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("one-fault")
    for name, data in {**sample, **{name: text.encode() for name, text in MORE.items()}}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


@functools.cache
def settings_of(root: Path) -> Settings:
    return Settings(root, token="t" * 20)


def screens(root: Path) -> Mapping[tuple[str, ...], str]:
    """Every screen of the other dispatch, of each list, template and paper, of the office, without the line."""
    settings, project, runs = settings_of(root), Project(root), Runs(warm=False)
    things = {
        "dispatch": ["khac-2026"],
        "listed": sorted(path.stem for path in (root / "data/lists").glob("*.yaml")),
        "template": ["van-ban.docx"],
        "named": ["don-doc"],
        "signs": ["diem-ho-tro-so"],
    }
    found = {}
    for screen in SCREENS:
        key = next((each for each in things if f"{{{each}}}" in screen.path), "")
        if not key and screen.id not in ("agency", "documents", "bin", "checking"):
            continue  # a list of all: it tells what can't be read in its own line
        for name in things.get(key, [""]):
            at = Visit(settings, project, runs, {key: name} if key else {})
            found[screen.id, name] = CHANGING.sub("", LINE.sub("", screen_html(screen, at)))
    return found


@pytest.fixture(scope="module")
def sound(folder: Path) -> Mapping[tuple[str, ...], str]:
    with using_language("vi"):
        return screens(folder)


def kept(folder: Path, sound: Mapping[tuple[str, ...], str], changes: Mapping[str, bytes]) -> set[tuple[str, ...]]:
    """Write the changes, and return the screens of what needs none of the files with errors that are not as before."""
    before = {name: (folder / name).read_bytes() for name in changes}
    try:
        for name, data in changes.items():
            (folder / name).write_bytes(data)
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}
        excluded = {name.partition("#")[0] for name in load_sound(Assets(files)).excluded}
        assert OTHER not in excluded
        assert excluded, "the error is found"
        with using_language("vi"):
            now = screens(folder)
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)
    named = {Path(name).stem for name in (*excluded, *changes)}
    own = named | {shows for shows, what in SHOWN_BY.items() if named & what}
    return {key for key in sound if sound[key] != now[key] and not own & {*key}}


@pytest.mark.parametrize(("file", "right", "typed"), KINDS)
def test_screens_of_what_does_not_need_the_file_stay(
    file: str, right: str, typed: str, folder: Path, sound: Mapping[tuple[str, ...], str]
) -> None:
    text = (folder / file).read_text("utf-8")
    assert right in text
    assert kept(folder, sound, {file: text.replace(right, typed, 1).encode()}) == set()


@pytest.mark.full("cases of laws that are tried with some of them")
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.typed.strip().replace("\n", " ")[:60])
def test_no_slip_of_a_hand_goes_further(slip: Slip, folder: Path, sound: Mapping[tuple[str, ...], str]) -> None:
    if slip.file in ("data/agency.yaml", "data/documents.yaml"):
        pytest.skip("concerns the office as a whole")
    text = (folder / slip.file).read_text("utf-8-sig")
    if (changed := text.replace(slip.right, slip.typed, 1)) and _is_excluded(folder, {slip.file: changed.encode()}):
        assert kept(folder, sound, {slip.file: changed.encode()}) == set()


@pytest.mark.full("cases of laws that are tried with some of them")
@pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch["what"])
def test_no_batch_of_slips_goes_further(
    batch: dict[str, list[list[str]]], folder: Path, sound: Mapping[tuple[str, ...], str]
) -> None:
    changes: dict[str, bytes] = {}
    for short, right, typed in batch["slips"]:
        name = FILES.get(short, short)
        text = changes.get(name, (folder / name).read_bytes()).decode("utf-8-sig")
        changes[name] = text.replace(right, typed, 1).encode()
    if not {"data/agency.yaml", "data/documents.yaml"} & {*changes} and _is_excluded(folder, changes):
        assert kept(folder, sound, changes) == set()


def _is_excluded(folder: Path, changes: Mapping[str, bytes]) -> bool:
    """Whether an error is found where files are read: some show only where a document is made."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}
    return bool(load_sound(Assets({**files, **changes})).excluded)


def test_the_office_itself_is_a_screen_of_its_own(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "p"
    shutil.copytree(folder, root)
    agency = root / "data/agency.yaml"
    agency.write_text(agency.read_text("utf-8").replace("name:", "nmae:", 1), "utf-8")
    with using_language("vi"):
        found = screens(root)
        assert "Chưađọcđượcthôngtincơquan" in found["writing", "khac-2026"]
        assert "nmae" in found["agency", ""]
        assert "Chưacódanhsáchnào" not in str(found)

"""One fault stays where it is: an error of each kind is made in each kind of file, and every screen of all that does
not need that file is as without it, but for the line that says so. What its own screens say is in words of a clerk.

The project is the sample of today with a second dispatch, which needs a list of its own alone.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path

import pytest

from congvan.core.i18n import using_language
from congvan.core.problems import Exit
from congvan.model.loader import load_sound
from congvan.model.project.assets import Assets
from congvan.pipeline.build import build
from congvan.pipeline.request import BuildRequest
from congvan.pipeline.validate import ValidateRequest, validate
from congvan.web.facts.project import Project
from congvan.web.page import screen_html
from congvan.web.runs.registry import Runs
from congvan.web.screens import SCREENS
from congvan.web.settings import Settings
from congvan.web.visit import Visit
from tests.acceptance.test_hand_slips import SLIPS, Slip, sample
from tests.acceptance.test_many_slips import BATCHES, FILES
from tests.web.words import odd_words

__all__ = ["sample"]
FULL = os.environ.get("CONGVAN_FULL") == "1"
D, OTHER = FILES["D"], "data/dispatches/khac-2026.yaml"
SIGNS = "data/signage/diem-ho-tro-so.yaml"
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
UNASKED = [
    (D, "of: thanh-vien", "of: thanhvien"),
    ("data/papers/don-doc.yaml", "{{ sender.name }}", "{{ sendr.name }}"),
]
"""Errors in what no record asks for yet."""
WHOLE: Mapping[str, Callable[[bytes], bytes]] = {
    "nothing in it": lambda _data: b"",
    "another encoding": lambda data: data.decode("utf-8-sig").encode("utf-16"),
    "no text": lambda data: data[:30] + b"\xff\x00" + data[30:],
    "a bracket left open": lambda data: data + b"\nx: [\n",
    "a key twice": lambda data: data + b"\n" + re.search(rb"(?m)^[a-z]\w*:", data + b"\na:")[0] + b" x\n",
    "a text alone": lambda _data: "chữ\n".encode(),
}
"""What a whole file becomes in other hands."""
OF_THE_OFFICE = ("data/agency.yaml", "data/documents.yaml")
"""Files whose errors concern the office as a whole."""
FILLED = (D, "data/lists/xa.yaml", "data/lists/thon.csv", "data/papers/don-doc.yaml", SIGNS, "data/lists/don-vi.yaml")
LISTING = ("today", "dispatches", "returned", "lists", "templates", "settings")
"""Screens that list all of something: what can't be read has its line there."""
EMPTY = re.compile("Chưa có danh sách nào|Không có văn bản nào|Chưa có văn bản nào|Chưa có mẫu nào|chưa có mục nào")
"""What screens say where there is nothing."""
SHOWN_BY = {
    "diem-ho-tro-so": {Path(D).stem, "xa", "don-vi", "dau-moi"},  # drawn for the dispatch; the contact is chosen
    "calls": {"don-doc"},  # the papers that remind
    "documents": {Path(D).stem},  # its forms are chosen
    "companion": {Path(D).stem, "dau-moi"},  # it names its tables, and a contact
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
    return without_line(dict(shown(root)))


def without_line(pages: Mapping[tuple[str, ...], str]) -> Mapping[tuple[str, ...], str]:
    return {key: page if key[0] in LISTING else CHANGING.sub("", LINE.sub("", page)) for key, page in pages.items()}


def shown(root: Path, *more: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each screen as it is shown, those of `more` dispatches too."""
    settings, project, runs = settings_of(root), Project(root), Runs(warm=False)
    things = {
        "dispatch": ["khac-2026", *more],
        "listed": sorted(path.stem for path in (root / "data/lists").glob("*.yaml")),
        "template": ["van-ban.docx"],
        "named": ["don-doc"],
        "topic": ["page"],
        "signs": ["diem-ho-tro-so"],
    }
    for screen in SCREENS:
        key = next((each for each in things if f"{{{each}}}" in screen.path), "")
        for name in things.get(key, [""]):
            at = Visit(settings, project, runs, {key: name} if key else {})
            yield (screen.id, name), screen_html(screen, at)


@pytest.fixture(scope="module")
def sound(folder: Path) -> Mapping[tuple[str, ...], str]:
    with using_language("vi"):
        pages = dict(shown(folder, Path(D).stem))
    assert not {key: odd for key, page in pages.items() if (odd := odd_words(page))}
    return without_line({key: page for key, page in pages.items() if key[1] != Path(D).stem})


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
            pages = dict(shown(folder, *({Path(D).stem} & {Path(name).stem for name in changes})))
        now = without_line(pages)
        odd = {each: key for key, page in pages.items() for each in odd_words(page)}
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)
    typed = "\n".join({line for name in changes for line in {*_lines(changes[name])} - {*_lines(before[name])}})
    assert not (odd := {each: key for each, key in odd.items() if each.word not in typed}), odd
    named = {Path(name).stem for name in (*excluded, *changes)}
    own = named | {shows for shows, what in SHOWN_BY.items() if named & what}
    assert not {key for key in sound if {*EMPTY.findall(now[key])} - {*EMPTY.findall(sound[key])}}
    return {key for key in sound if not _as_before(key, sound[key], now[key], own) and not own & {*key}}


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def _as_before(key: tuple[str, ...], before: str, now: str, own: Set[str] = frozenset()) -> bool:
    """Whether a screen is as it was; of one that lists all, whether it still leads to all but those of its `own`."""
    if key[0] in LISTING:
        gone = {*re.findall(r'href="([^"]*)"', before)} - {*re.findall(r'href="([^"]*)"', now)}
        return all(own & {*href.split("/")} for href in gone)
    return before == now


@pytest.mark.every(3)
@pytest.mark.parametrize(("file", "right", "typed"), KINDS)
def test_screens_of_what_does_not_need_the_file_stay(
    file: str, right: str, typed: str, folder: Path, sound: Mapping[tuple[str, ...], str]
) -> None:
    text = (folder / file).read_text("utf-8")
    assert right in text
    assert kept(folder, sound, {file: text.replace(right, typed, 1).encode()}) == set()


@pytest.mark.every(6)
@pytest.mark.parametrize(("what", "file"), [([*WHOLE][n - k], FILLED[n]) for n in range(6) for k in range(6)])
def test_a_file_that_is_no_file_of_its_kind_goes_no_further(
    what: str, file: str, folder: Path, sound: Mapping[tuple[str, ...], str]
) -> None:
    changes = {file: WHOLE[what]((folder / file).read_bytes())}
    if not file.endswith(".csv") or _is_excluded(folder, changes):  # a CSV may have any encoding, and any text in a row
        assert kept(folder, sound, changes) == set()


@pytest.mark.parametrize("template", ["bieu.xlsx", "bang.xlsx"])
def test_a_template_that_is_gone_is_missed_by_its_own_documents_alone(
    template: str, folder: Path, sound: Mapping[tuple[str, ...], str], tmp_path: Path
) -> None:
    shutil.move(folder / "templates" / template, tmp_path)
    try:
        with using_language("vi"):
            now = screens(folder)
    finally:
        shutil.move(tmp_path / template, folder / "templates" / template)
    own = {"templates", "documents"}
    assert {key for key in sound if not own & {*key} and not _as_before(key, sound[key], now[key])} == set()


@pytest.mark.full("cases of laws that are tried with some of them")
@pytest.mark.parametrize(
    "slip",
    [each for each in SLIPS if each.file not in OF_THE_OFFICE],
    ids=lambda slip: slip.typed.strip().replace("\n", " ")[:60],
)
def test_no_slip_of_a_hand_goes_further(slip: Slip, folder: Path, sound: Mapping[tuple[str, ...], str]) -> None:
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
    if not {*OF_THE_OFFICE} & {*changes} and _is_excluded(folder, changes):
        assert kept(folder, sound, changes) == set()


def same_told(folder: Path, changes: Mapping[str, bytes]) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """Write the changes; return what `validate` tells, by id and place, and what a build tells of the data.

    What is told of files that were made, or of a second record and further ones, only their rendering can find.
    """
    before = {name: (folder / name).read_bytes() for name in changes}
    for name, data in changes.items():
        (folder / name).write_bytes(data)
    try:
        acts = validate(ValidateRequest(folder)), build(BuildRequest(folder, dry_run=not FULL, workers=1))
    finally:
        for name, data in before.items():
            (folder / name).write_bytes(data)
    checked, built = (
        {(each.code, each.place, each.severity) for each in act.problems if each.place.file.startswith("data/")}
        for act in acts
    )
    assert len({act.exit_code == Exit.OK for act in acts}) == 1
    return checked, built


@pytest.mark.every(4)
@pytest.mark.parametrize(("file", "right", "typed"), [*UNASKED, *KINDS])
def test_validate_and_build_say_the_same(file: str, right: str, typed: str, folder: Path) -> None:
    text = (folder / file).read_text("utf-8")
    assert right in text
    checked, built = same_told(folder, {file: text.replace(right, typed, 1).encode()})
    assert checked == built != set()


@pytest.mark.full("cases of laws that are tried with some of them")
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.typed.strip().replace("\n", " ")[:60])
def test_validate_and_build_say_the_same_of_each_slip(slip: Slip, folder: Path) -> None:
    text = (folder / slip.file).read_text("utf-8-sig")
    checked, built = same_told(folder, {slip.file: text.replace(slip.right, slip.typed, 1).encode()})
    assert checked == built != set()


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
        agency.write_text(agency.read_text("utf-8") + "x: [\n", "utf-8")
        found = screens(root)
        assert re.search(r"<mark>\d+x:\[</mark>", found["agency", ""])  # its text can be saved there
        assert "data-raw" in found["agency", ""]

"""What `init` writes: the files of a new project, neutral with the names of an office, or of a whole sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from congvan.core.bootstrap.environment import starter
from congvan.core.templating.filters import first_upper
from congvan.model.project import yaml_editor
from congvan.model.project.yaml_reader import KeyPath

STARTERS = Path(__file__).with_name("starters")
NEUTRAL = STARTERS / "neutral"
TEMPLATES = (
    *("bang.xlsx", "bi-van-ban.docx", "bieu.xlsx", "danh-sach-gui.docx"),
    *("chung/kieu-trang.html", "man-hinh.html", "muc-luc.html", "van-ban.docx"),
)
"""The templates that a neutral start has of the shared ones; a sample has all of them, and its own."""
AGENCY, DISPATCH = "data/agency.yaml", "data/dispatches/cong-van-dau-tien.yaml"

IGNORED = """\
# Dữ liệu nhận về (họ tên, số điện thoại), tệp gửi đến, ảnh chụp và tệp tạo ra: không đưa lên kho mã nguồn.
/office*.db*
/returns.db*
/.office.db*
/inbox/
/outputs/
/.outputs.work/
/preview/
/.congvan/
.cache/
*.bak
*.jpg
*.jpeg
*.png
*.heic
*.tif
*.tiff
!/templates/**
"""
"""The .gitignore of a new project: databases, inbox, pictures, and what the program makes."""

_CONNECTING = ("và", "của", "về", "các", "tại")
_COMMITTEE = "Ủy ban nhân dân"


def samples() -> Mapping[str, Path]:
    """Return the folder of each sample by its id: `data/`, and `templates/` where it has templates of its own."""
    import yaml

    listed: dict[str, str] = yaml.safe_load((STARTERS / "samples.yaml").read_text("utf-8"))
    return {sample: starter() if folder == "." else STARTERS / folder for sample, folder in listed.items()}


@dataclass(frozen=True, slots=True)
class Office:
    """The names that a neutral start is written with; `parent` and `abbreviation` may be empty."""

    agency: str
    place: str
    signer: str
    title: str
    parent: str = ""
    abbreviation: str = ""
    language: str = "vi"


def abbreviated(agency: str) -> str:
    """Return the initials by which an agency is usually abbreviated: Sở Khoa học và Công nghệ → SKHCN."""
    if agency.casefold().startswith(_COMMITTEE.casefold()):
        return "UBND"
    return "".join(
        word[0] for word in agency.split() if word.casefold() not in _CONNECTING and word[0].isalpha()
    ).upper()


def sample_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a sample by their paths in the new project."""
    shared = _below(starter(), "templates")
    return {**shared, **_below(folder, "templates"), **_below(folder, "data"), ".gitignore": IGNORED.encode()}


def neutral_files(office: Office, month: int, year: int) -> dict[str, bytes]:
    """Return the files of a neutral start with the names of an office. Raises `ProblemsFound` for unfit texts."""
    files = {f"templates/{name}": (starter() / "templates" / name).read_bytes() for name in TEMPLATES}
    files |= _below(NEUTRAL, "data")
    files[AGENCY] = _agency(files[AGENCY], office)
    date: dict[KeyPath, str] = {("date", "month"): str(month), ("date", "year"): str(year)}
    files[DISPATCH] = yaml_editor.edit(files[DISPATCH], date, file=DISPATCH)
    return {**files, ".gitignore": IGNORED.encode()}


def _agency(data: bytes, office: Office) -> bytes:
    """Return the agency's file with its names, and the lines over the signer's title."""
    steps = signing_steps(office.agency, office.title)
    lines = [f"      - {{form: {form}, instead_of: {n}}}\n" for n, (form, _whose) in enumerate(steps)]
    if lines:
        data = b"".join([data, b"    signs:\n", *(line.encode() for line in lines)])
    signer: KeyPath = ("signers", 0)
    values: dict[KeyPath, str] = {
        ("name",): office.agency,
        ("parent",): office.parent,
        ("abbreviation",): office.abbreviation or abbreviated(office.agency),
        ("place",): office.place,
        ("language",): office.language,
        (*signer, "name"): office.signer,
        (*signer, "title"): office.title,
        **{(*signer, "signs", n, "instead_of"): whose for n, (_form, whose) in enumerate(steps)},
    }
    changes = {path: value for path, value in values.items() if value}
    return yaml_editor.edit(data, changes, file=AGENCY, after="name")


def signing_steps(agency: str, title: str) -> list[tuple[str, str]]:
    """Return form and holder of the right for the lines over a title (Decree 30, Appendix I, II.7.b): a committee's
    head signs on its behalf (TM.), a deputy for the head (KT.).
    """
    steps = [("TM", _COMMITTEE)] if agency.casefold().startswith(_COMMITTEE.casefold()) else []
    head = title.removeprefix("Phó ")
    return [*steps, ("KT", first_upper(head))] if head not in ("", title) else steps


def _below(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files below a folder by their POSIX paths, without hidden ones and lock files."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder / name)}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*")):
        if path.name.startswith((".", "~$")) or path.name == "__pycache__":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path

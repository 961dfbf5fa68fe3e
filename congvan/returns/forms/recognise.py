"""Identify the form by its id, else column titles, else file name; record the evidence used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from congvan.grids.grid import HEAD_LINES, Grid, GridFile, GridRow
from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.model.directory import District
from congvan.model.forms.before import OlderColumn
from congvan.problems import Place, Problem, Severity
from congvan.returns.forms.kinds import FormKind, kinds_of, normalised
from congvan.text import did_you_mean, fold


@dataclass(frozen=True, slots=True)
class Identity:
    """The form that a file answers; district "" means all districts (the enterprise's summary)."""

    dispatch: str
    form: str
    version: int
    enterprise: str
    district: str = ""
    day: str = ""  # of a daily report
    how: str = "id"  # id, words or name

    @property
    def slot(self) -> tuple[str, str, str, str, str]:
        """The key under which a newer answer replaces an older one."""
        return (self.dispatch, self.form, self.enterprise, self.district, self.day)


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A located header row: its index in the grid's lines, and the form's columns by column number.

    `typed`: columns identified by position only, since their titles were retyped.
    """

    grid: Grid
    line: int
    columns: dict[int, OlderColumn]
    typed: dict[int, OlderColumn]


_SIGNS = re.compile(r"[^\w]+")
LONGEST_LABEL = 200  # characters of a column's title


@lru_cache(maxsize=64)
def _labels(columns: tuple[OlderColumn, ...]) -> dict[str, OlderColumn]:
    return {_label(column.label): column for column in columns}


@lru_cache(maxsize=1 << 12)
def _label(text: str) -> str:
    """Return a column title for comparison: `HỌ VÀ TÊN:` equals `Họ tên`."""
    return " ".join(word for word in _SIGNS.sub(" ", normalised(text)).split() if word != "va")


def _retyped_columns(
    line: GridRow, recognised: Mapping[int, OlderColumn], columns: Sequence[OlderColumn]
) -> dict[int, OlderColumn]:
    """Return columns with retyped titles: one missing between two neighbours where exactly one unknown title is."""
    places = {column.id: number for number, column in recognised.items()}
    inner = {number for number, cell in line.cells.items() if cell.text and number not in recognised}
    retyped: dict[int, OlderColumn] = {}
    for index, column in enumerate(columns):
        if column.id in places or column.kind == "ordinal" or column.corrected_only:
            continue
        left = places.get(columns[index - 1].id) if index else 0
        right = places.get(columns[index + 1].id) if index + 1 < len(columns) else max(line.cells) + 1
        free = [number for number in inner if left is not None and right is not None and left < number < right]
        if len(free) == 1:
            retyped[free[0]] = column
    return retyped


def find_header_rows(filled: GridFile, kind: FormKind) -> list[HeaderRow]:
    """Locate the form's header row in each grid that has one."""
    header_rows = []
    labels = _labels(kind.columns)
    for grid in filled.grids:
        best: tuple[int, int, dict[int, OlderColumn]] = (0, 0, {})
        for index, line in enumerate(grid.lines[:HEAD_LINES]):
            columns: dict[int, OlderColumn] = {}
            for number, cell in line.cells.items():
                column = labels.get(_label(cell.text)) if len(cell.text) < LONGEST_LABEL else None
                if column is not None and not any(column is other for other in columns.values()):
                    columns[number] = column
            if len(columns) > best[0]:
                best = (len(columns), index, columns)
        if best[0] >= min(2, len(kind.columns)) and best[0] * 2 > len(kind.columns):
            typed = _retyped_columns(grid.lines[best[1]], best[2], kind.columns)
            header_rows.append(HeaderRow(grid, best[1], best[2] | typed, typed))
    return header_rows


def _match_score(filled: GridFile, kind: FormKind) -> float:
    """Score a form: share of its columns found, adjusted by the form's name where another body answers it."""
    found = max((len(head.columns) - len(head.typed) for head in find_header_rows(filled, kind)), default=0)
    share = found / max(len(kind.columns), 1)
    if not share or not kind.body:
        return share
    cells = (cell.text for grid in filled.grids for line in grid.lines[:8] for cell in line.cells.values())
    text = " ".join([*filled.paragraphs, *cells])
    return share + (1 if normalised(kind.name) in normalised(text[:4_000]) else -0.5)


class Recogniser:
    """Recognises forms, enterprises and districts of a project in returned files."""

    def __init__(self, dataset: Dataset) -> None:
        self.kinds = kinds_of(dataset)
        self.dispatches = list(dataset.dispatches)
        self.enterprises = {enterprise.id: enterprise for enterprise in dataset.enterprises}
        self.districts = {district.id: district for district in dataset.districts}
        self._names = _district_names(dataset.districts)
        self._enterprise_names = {normalised(enterprise.name): enterprise.id for enterprise in dataset.enterprises}

    def district(self, text: str) -> str:
        """Return the id of the district that a text names, also abbreviated; "" if none."""
        bare = normalised(text).replace(".", " ")
        return self._names.get(" ".join(bare.split()), "")

    def similar_district(self, text: str) -> Message | None:
        """Return a hint with the most similar full district name; None if none is similar."""
        return did_you_mean(text, (district.heading_name for district in self.districts.values()))

    def identify(self, filled: GridFile) -> tuple[Identity | None, FormKind | None, list[Problem]]:
        """Return (identity, form, problems); identity and form are None if the file cannot be accepted."""
        if filled.form_id:
            return self._by_id(filled)
        return self._by_words(filled)

    def _by_id(self, filled: GridFile) -> tuple[Identity | None, FormKind | None, list[Problem]]:
        """Identify the form by its id, checked against the project and the text above the table."""
        place, steps = Place(filled.file), filled.form_id.split("/")
        if len(steps) != 5 or not steps[2].isdecimal() or len(steps[2]) > 6:
            identity, kind, problems = self._by_words(filled)
            malformed = Problem(Message("form-id", id=filled.form_id[:100]), place, severity=Severity.WARNING)
            return identity, kind, [malformed, *problems]
        dispatch, form, version, enterprise, last = steps
        known = self._kind_by_id(dispatch, form, int(version), place)
        if isinstance(known, Problem):
            return None, None, [known]
        if enterprise == "-":
            identity, _kind, problems = self._by_words(filled, [known])
            return identity, known, problems
        if enterprise not in self.enterprises and enterprise != known.body:
            message = Message("form-enterprise.enterprise", id=enterprise[:80])
            return None, None, [Problem(message, place, self._known_enterprises())]
        if known.daily:
            return Identity(dispatch, form, known.version, enterprise, "", "" if last == "-" else last), known, []
        if last != "-" and last not in self.districts:
            return None, None, [Problem(Message("form-district", id=last[:80]), place)]
        identity = Identity(dispatch, form, known.version, enterprise, "" if last == "-" else last)
        return identity, known, self._contradicted(filled, known, identity)

    def _kind_by_id(self, dispatch: str, form: str, version: int, place: Place) -> FormKind | Problem:
        """Return the form with these ids, or the problem if it is unknown or of another version."""
        if dispatch not in self.dispatches:
            hint = Message("form-other-dispatch.hint-dispatches", known=", ".join(self.dispatches))
            return Problem(Message("form-other-dispatch", id=dispatch[:80]), place, hint)
        kind = next((kind for kind in self.kinds if (kind.dispatch, kind.form) == (dispatch, form)), None)
        if kind is None:
            return Problem(Message("form-unknown.dispatch", dispatch=dispatch, form=form[:80]), place)
        if version != kind.version:
            return Problem(Message("form-old", found=version, wanted=kind.version), place)
        return kind

    def _contradicted(self, filled: GridFile, kind: FormKind, identity: Identity) -> list[Problem]:
        """Report where the text above the table names another enterprise or district than the form id."""
        problems = []
        enterprise, district, place = self._facts(filled, kind)
        for name, written, meant in (
            (Message("thing.enterprise"), enterprise, identity.enterprise),
            (Message("thing.district"), district, identity.district),
        ):
            if written and meant and written != meant:
                names = {e.id: e.name for e in self.enterprises.values()}
                names |= {d.id: d.heading_name for d in self.districts.values()}
                message = Message("form-words-differ", what=name, meant=names[meant], said=names[written])
                problems.append(Problem(message, place))
        return problems

    def _facts(self, filled: GridFile, kind: FormKind) -> tuple[str, str, Place]:
        """Return the enterprise and district named above the table, and their place."""
        enterprise = district = ""
        place = Place(filled.file)
        for text, where in self._lines(filled, kind):
            label, colon, value = text.partition(":")
            label = normalised(label)
            if colon and label.startswith(("huyen", "thanh pho")) and len(label) < 40 and not district:
                district = self.district(value)
                place = where if district else place
            elif colon and label.startswith("doanh nghiep") and not enterprise:
                enterprise = self._enterprise_names.get(normalised(value), "")
                place = where if enterprise else place
        return enterprise, district, place

    def _lines(self, filled: GridFile, kind: FormKind) -> Iterable[tuple[str, Place]]:
        """Yield the texts above the table with their places; pairs of cells also joined as “label: value”."""
        for text in filled.paragraphs:
            yield text, Place(filled.file)
        first = {id(head.grid): head.line for head in find_header_rows(filled, kind)}
        for grid in filled.grids:
            for line in grid.lines[: first.get(id(grid), HEAD_LINES)]:
                texts = [(cell.text, column) for column, cell in line.cells.items()]
                for text, column in texts:
                    yield text, grid.place(line.number, column)
                if len(texts) == 2 and not texts[0][0].endswith(":"):
                    yield f"{texts[0][0]}: {texts[1][0]}", grid.place(line.number, texts[1][1])
                elif len(texts) == 2:
                    yield f"{texts[0][0]} {texts[1][0]}", grid.place(line.number, texts[1][1])

    def _by_words(
        self, filled: GridFile, kinds: Sequence[FormKind] = ()
    ) -> tuple[Identity | None, FormKind | None, list[Problem]]:
        """Identify the form by its column titles, the enterprise by text or file name."""
        place = Place(filled.file)
        kind = max(kinds or self.kinds, key=lambda kind: _match_score(filled, kind), default=None)
        if kind is not None and not _match_score(filled, kind):
            kind = None
        if kind is None:
            labels = ", ".join(column.label for column in self.kinds[0].columns) if self.kinds else ""
            hint = Message("form-unknown.hint-titles", labels=labels)
            return None, None, [Problem(Message("form-unknown.none"), place, hint)]
        enterprise, district, _place = self._facts(filled, kind)
        enterprise = kind.body or enterprise
        how = "words"
        if not enterprise:
            enterprise = self._enterprise_anywhere(filled)
        if not enterprise or (not district and "--" in filled.file):
            by_name = self.from_file_name(filled.file)
            how = "name" if (not enterprise and by_name[0]) else how
            enterprise, district = enterprise or by_name[0], district or by_name[1]
        if not enterprise:
            return None, None, [Problem(Message("form-enterprise.file"), place)]
        identity = Identity(kind.dispatch, kind.form, kind.version, enterprise, district, how=how)
        what = kind.name if kind.body else self.enterprises[enterprise].name
        what += f", {self.districts[district].heading_name}" if district else ""
        message = Message(f"form-recognised.{how}", what=what)
        return identity, kind, [Problem(message, place, severity=Severity.NOTE)]

    def _enterprise_anywhere(self, filled: GridFile) -> str:
        """Return the enterprise whose name fills a cell or paragraph (the form's foot); "" if none or several."""
        texts = [normalised(text) for text in filled.paragraphs]
        texts += [normalised(cell.text) for grid in filled.grids for line in grid.lines for cell in line.cells.values()]
        identifiers = {self._enterprise_names[text] for text in texts if text in self._enterprise_names}
        return identifiers.pop() if len(identifiers) == 1 else ""

    def from_file_name(self, file: str) -> tuple[str, str]:
        """Return (enterprise, district) from a file name: cao-loc--viettel-lang-son.pdf; "" for each not in it."""
        stem = re.sub(r"[^a-z0-9]+", "-", fold(file.rpartition("/")[2].rpartition(".")[0])).strip("-")
        wanted = f"-{stem}-"
        enterprise = max((e for e in self.enterprises if f"-{e}-" in wanted), key=len, default="")
        rest = wanted.replace(f"-{enterprise}-", "--") if enterprise else wanted
        district = max((d for d in self.districts if f"-{d}-" in rest), key=len, default="")
        return enterprise, district

    def _known_enterprises(self) -> Message:
        return Message("known-names", known=", ".join(self.enterprises))


_SHORT = {"huyen": ("huyen", "h"), "thanh pho": ("thanh pho", "tp", "tp."), "thi xa": ("thi xa", "tx")}


def _district_names(districts: Iterable[District]) -> dict[str, str]:
    """Map every normalised spelling of a district to its id; spellings that two districts share are left out."""
    names: dict[str, str] = {}
    shared: set[str] = set()
    for district in districts:
        bare, kind = normalised(district.name), normalised(district.kind)
        for word in (*_SHORT.get(kind, (kind,)), ""):
            name = f"{word} {bare}".strip()
            if names.setdefault(name, district.id) != district.id:
                shared.add(name)
        names.setdefault(normalised(district.id), district.id)
    return {name: identifier for name, identifier in names.items() if name not in shared}

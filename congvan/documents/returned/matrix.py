"""Who has answered, as a matrix of any two dimensions of a form: the rest is counted, equal lines become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from congvan.core.messages import Message
from congvan.core.returned import DimensionFacts, FormStatus, Standing
from congvan.documents.returned.wording import (
    PAPER,
    counted,
    counts_words,
    reason_words,
    state_words,
)

PERIOD = "ky"
"""The name of the periods, as a dimension of a form that has them."""
FOLD = 3
"""More equal lines than this become one."""
_NAMED = 5  # names that are in a cell of counts


@dataclass(frozen=True, slots=True)
class MatrixCellWords:
    """A cell: its text, and the state of those that it is about: the least good of them."""

    text: str
    state: str
    standings: Sequence[Standing] = ()


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line: what is at its head, its cells; `folded`: how many lines it stands for."""

    head: str
    cells: Sequence[MatrixCellWords]
    folded: int = 1


@dataclass(frozen=True, slots=True)
class AnswerMatrix:
    """Who has answered: heads of the columns and lines. One column without a head where there is one dimension."""

    title: str
    columns: Sequence[str]
    lines: Sequence[MatrixLine]


_WORST = ("missing", "incomplete", "asked", "complete", "nil", "not-owed")


def dimension_names(form: FormStatus) -> list[str]:
    """Return the names of what a matrix can have as lines and columns."""
    return [*(each["name"] for each in form["per"]), *([PERIOD] if form["periods"] else [])]


def matrix(
    form: FormStatus,
    standings: Sequence[Standing],
    lines: str = "",
    columns: str = "",
    *,
    fold: int | None = FOLD,
    spoken: str = PAPER,
) -> AnswerMatrix:
    """Return the matrix of some standings of a form. Default: the first two dimensions; a single one is grouped by the
    entry that its entries refer to.
    """
    names = [each["name"] for each in form["per"]]
    periods = [PERIOD] if form["periods"] else []
    lines = lines or next((name for name in [*names, *periods] if name != columns), next(iter(names), ""))
    columns = columns or next((name for name in names if name != lines), "")
    above = _above(form, lines) if not columns else {}
    head_of = _heads(form, lines)
    by_line: dict[str, dict[str, list[Standing]]] = {}
    for each in standings:
        line = above.get(_key(each, lines)) or head_of(_key(each, lines))
        by_line.setdefault(line, {}).setdefault(_key(each, columns) if columns else "", []).append(each)
    order = [each for each in _ids(form, columns) if any(each in cells for cells in by_line.values())]
    order = order or list(dict.fromkeys(key for cells in by_line.values() for key in cells))
    rest = [lines] if above else [name for name in dimension_names(form) if name not in (lines, columns)]
    name_of = _named(form, rest)
    made = [
        MatrixLine(head, [_cell(cells.get(key, ()), name_of, spoken) for key in order])
        for head, cells in by_line.items()
    ]
    if fold is not None and not above:
        made = folded(made, fold, _label(form, lines), spoken)
    column_of = _heads(form, columns)
    return AnswerMatrix("", [column_of(key) for key in order] if columns else [], made)


def folded(lines: Sequence[MatrixLine], most: int, one: str, spoken: str = PAPER) -> list[MatrixLine]:
    """Return the lines with those that are equal, where more than `most`, as one line at the end."""
    equal: dict[tuple[str, ...], list[MatrixLine]] = {}
    for line in lines:
        equal.setdefault(tuple(cell.text for cell in line.cells), []).append(line)
    many = {texts: same for texts, same in equal.items() if len(same) > most}
    kept = [line for line in lines if tuple(cell.text for cell in line.cells) not in many]
    some = bool(kept) or len(many) > 1
    made = []
    for same in many.values():
        head = Message("standing-others" if some else "standing-all", count=len(same), one=one)
        made.append(MatrixLine(head.text(spoken), same[0].cells, len(same)))
    return [*kept, *made]


def _key(standing: Standing, name: str) -> str:
    return standing["period"] if name == PERIOD else standing["keys"].get(name, "")


def _dimension(form: FormStatus, name: str) -> DimensionFacts | None:
    return next((each for each in form["per"] if each["name"] == name), None)


def _ids(form: FormStatus, name: str) -> list[str]:
    """Return the ids of a dimension in the order of its list."""
    if name == PERIOD:
        return [each["id"] for each in form["periods"]]
    dimension = _dimension(form, name)
    return [each["id"] for each in dimension["entries"]] if dimension else []


def _heads(form: FormStatus, name: str) -> Callable[[str], str]:
    """Return a function that gives what is at the head of a line or column."""
    dimension = _dimension(form, name)
    entries = dimension["entries"] if dimension else []
    if name == PERIOD:
        entries = [{"id": each["id"], "name": each["name"]} for each in form["periods"]]
    names = {each["id"]: each["name"] for each in entries}
    return lambda key: names.get(key, key)


def _named(form: FormStatus, names: Sequence[str]) -> Callable[[Standing], str]:
    """Return a function that names an answer by some of its dimensions."""
    heads = [(name, _heads(form, name)) for name in names]
    return lambda standing: ", ".join(filter(None, (head(_key(standing, name)) for name, head in heads)))


def _above(form: FormStatus, name: str) -> Mapping[str, str]:
    """Return what the entries of a dimension refer to, where that groups them."""
    dimension = _dimension(form, name)
    above = dimension["above"] if dimension else {}
    return above if len(set(above.values())) < len(above) else {}


def _label(form: FormStatus, name: str) -> str:
    dimension = _dimension(form, name)
    return dimension["one"] if dimension else Message("standing-period").text(PAPER)


def _cell(standings: Sequence[Standing], name_of: Callable[[Standing], str], spoken: str) -> MatrixCellWords:
    owed = [each for each in standings if each["state"] != "not-owed"] or list(standings)
    if not owed:
        return MatrixCellWords("", "not-owed")
    state = min((each["state"] for each in owed), key=_WORST.index)
    if len(owed) == 1:
        return MatrixCellWords(standing_words(owed[0], spoken), state, owed)
    text = counts_words(counted(owed), spoken)
    missing = [name_of(each) for each in owed if each["state"] == "missing"]
    if missing and len(missing) < len(owed) and len(missing) <= _NAMED:
        text += f" ({', '.join(missing)})"
    return MatrixCellWords(text, state, owed)


def standing_words(standing: Standing, spoken: str = PAPER) -> str:
    """Return one answer in a cell: `đủ (11)`, `còn thiếu 1 người`, `chưa gửi`."""
    state = standing["state"]
    if state == "incomplete" and standing["reasons"]:
        return reason_words(standing["reasons"][0], spoken)
    rows = max(standing["rows"].values(), default=0)
    text = state_words(state, spoken) + (f" ({rows})" if state == "complete" and rows > 1 else "")
    notes = [each for each in standing["notes"] if each["code"].startswith(("equals", "changed"))]
    if standing["after_close"]:
        notes.append({"code": "after-close", "count": 1, "text": ""})
    return "; ".join([text, *(reason_words(each, spoken) for each in notes)])


def sheet_name(form: FormStatus, standing: Standing) -> str:
    """Return what tells one answer from others: the names of its entries, and its period."""
    return _named(form, dimension_names(form))(standing) or form["name"]


def entries_name(form: FormStatus, standing: Standing) -> str:
    """Return the names of the entries of an answer."""
    return _named(form, [each["name"] for each in form["per"]])(standing)


def as_text(found: AnswerMatrix) -> list[str]:
    """Return a matrix as lines of a terminal."""
    rows = [(line.head, [cell.text for cell in line.cells]) for line in found.lines]
    if found.columns:
        rows.insert(0, (found.title, list(found.columns)))
    return aligned(rows)


def aligned(rows: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return rows with their cells below each other."""
    rows = list(rows)
    width = max((len(head) for head, _cells in rows), default=0)
    count = max((len(cells) for _head, cells in rows), default=0)
    widths = [max((len(cells[at]) for _head, cells in rows if at < len(cells)), default=0) for at in range(count)]
    return [
        f"{head:<{width}}" + "".join(f"  {cell:<{widths[at]}}" for at, cell in enumerate(cells)).rstrip()
        for head, cells in rows
    ]

"""The styles of a template, found by the names that an officer reads; never by id, which LibreOffice rewrites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.opc import reader
from congvan.core.text import nfc
from congvan.core.units import half_points, number
from congvan.formats.docx.tags import W

_MODE_2013 = 15  # from which on the edge of a table is at its indent, not the text in it
_WORD_MARGIN = 108  # twips: of a cell on each side, where no style says otherwise
Look = tuple[float, bool]  # points, bold


class StyleSheet(NamedTuple):
    """The styles of a template. Plain values only, so that it can be marshalled into the cache.

    `names`: of the paragraph styles, by id. `looks`: of the paragraph styles, by id; "" stands for none. `kept`: ids of
    those that stay with the next paragraph; `indented`: of those with an indent; `ruled`: of those with a line above.
    `cell_margins`: left and right of a cell together, by the id of a table style; "" stands for none. `table_indents`:
    what a table of a style must say to begin where the text does, as LibreOffice saves no indent of a table style; by
    the ids of those that need it.
    """

    names: dict[str, str]
    tables: dict[str, str]
    looks: dict[str, Look]
    kept: tuple[str, ...]
    indented: tuple[str, ...]
    ruled: tuple[str, ...]
    cell_margins: dict[str, int]
    table_indents: dict[str, int]
    default: str

    def as_tuple(self) -> tuple[Any, ...]:
        return tuple(self)

    def paragraph(self, name: str) -> str:
        """Return the id of the paragraph style of this name; "" if there is none."""
        return _id_of(name, self.names)

    def table(self, name: str) -> str:
        """Return the id of the table style of this name; "" if there is none."""
        return _id_of(name, self.tables)


NO_STYLES = StyleSheet({}, {}, {"": (10.0, False)}, (), (), (), {"": 0}, {}, "")


def _id_of(name: str, names: dict[str, str]) -> str:
    return _by_name(tuple(names.items())).get(_folded(name), "")


@lru_cache(16)
def _by_name(names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the ids of styles by their folded names; of two of one name the first."""
    return {_folded(name): style for style, name in reversed(names)}


@lru_cache(1024)
def _folded(name: str) -> str:
    return nfc(name).casefold()


@lru_cache(4)  # a template that is being edited comes with the same styles again and again
def read_styles(xml: bytes, settings: bytes = b"") -> StyleSheet:
    """Read the styles part of a template; `settings`: the part that says for which Word it is."""
    root = reader.parse(xml)
    styles = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
    paragraphs = {key: style for key, style in styles.items() if style.get(W + "type") == "paragraph"}
    tables = {key: style for key, style in styles.items() if style.get(W + "type") == "table"}
    plain = _look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), (10.0, False))
    default = next((key for key, style in paragraphs.items() if _is_on(style.get(W + "default", "0"))), "")
    chains = {key: _chain(key, styles) for key in paragraphs}
    looks = {key: _inherited_look(chain, plain) for key, chain in chains.items()}
    plain_table = next((key for key, style in tables.items() if _is_on(style.get(W + "default", "0"))), "")
    margins = {key: _cell_margins(_chain(key, styles)) for key in tables}
    return StyleSheet(
        {key: _name(style) for key, style in paragraphs.items()},
        {key: _name(style) for key, style in tables.items()},
        {**looks, "": looks.get(default, plain)},
        tuple(key for key, chain in chains.items() if any(is_flagged(each, "keepNext") for each in chain)),
        tuple(key for key, chain in chains.items() if any(map(is_indented, chain))),
        tuple(key for key, chain in chains.items() if any(map(is_ruled, chain))),
        {**margins, "": margins.get(plain_table, 2 * _WORD_MARGIN)},
        {} if settings and _mode(settings) >= _MODE_2013 else _table_indents(tables, plain_table),
        default,
    )


def _name(style: Any) -> str:
    name = style.find(W + "name")
    return "" if name is None else name.get(W + "val", "")


def _chain(key: str, styles: dict[str, Any]) -> list[Any]:
    """Return a style and those on which it is based, nearest first."""
    chain: list[Any] = []
    while key in styles and styles[key] not in chain:
        chain.append(styles[key])
        based = styles[key].find(W + "basedOn")
        key = "" if based is None else based.get(W + "val", "")
    return chain


def _inherited_look(chain: list[Any], look: Look) -> Look:
    for style in reversed(chain):
        look = _look(style.find(W + "rPr"), look)
    return look


def _look(properties: Any, look: Look) -> Look:
    """Return the size and weight that run properties give to a text of this look."""
    if properties is None:
        return look
    size, bold = properties.find(W + "sz"), properties.find(W + "b")
    return (
        look[0] if size is None else half_points(size.get(W + "val"), 10),
        look[1] if bold is None else _is_on(bold.get(W + "val", "1")),
    )


def _is_on(value: str) -> bool:
    return value not in ("0", "false", "off")


def is_flagged(element: Any, flag: str) -> bool:
    """Whether the paragraph properties in an element set a flag ("keepNext")."""
    found = element.find(f"{W}pPr/{W}{flag}")
    return found is not None and _is_on(found.get(W + "val", "1"))


def is_indented(element: Any) -> bool:
    """Whether the paragraph properties in an element set an indent."""
    found = element.find(f"{W}pPr/{W}ind")
    return found is not None and any(value not in ("0", "") for value in found.attrib.values())


def is_ruled(element: Any) -> bool:
    """Whether the paragraph properties in an element draw a line above the paragraph."""
    top = element.find(f"{W}pPr/{W}pBdr/{W}top")
    return top is not None and top.get(W + "val") not in ("nil", "none")


def _cell_margins(chain: list[Any]) -> int:
    """Return what the margins of a cell take from its width."""
    found = next(
        (each for each in (style.find(f"{W}tblPr/{W}tblCellMar") for style in chain) if each is not None), None
    )
    return 2 * _WORD_MARGIN if found is None else cell_margins(found)


def _mode(settings: bytes) -> int:
    """Return the compatibility mode that the settings state; 12 where none is."""
    found = (each for each in reader.parse(settings).iter(W + "compatSetting"))
    modes = [each.get(W + "val", "") for each in found if each.get(W + "name") == "compatibilityMode"]
    return int(modes[-1]) if modes and modes[-1].isdecimal() else 12


def _table_indents(tables: dict[str, Any], plain_table: str) -> dict[str, int]:
    """Return the left margin of the cells of each table style that says no indent of its own."""
    out = {}
    for key in tables:
        chain = _chain(key, tables)
        own = [each for each in chain if each.get(W + "styleId") != plain_table]
        if own and not any(style.find(f"{W}tblPr/{W}tblInd") is not None for style in own):
            margins = (style.find(f"{W}tblPr/{W}tblCellMar") for style in chain)
            left = next((side for each in margins if each is not None for side in _sides(each)), None)
            out[key] = _WORD_MARGIN if left is None else int(number(left.get(W + "w")))
    return out


def cell_margins(element: Any) -> int:
    """Return the sum of the left and right margins that a `w:tblCellMar` or `w:tcMar` sets."""
    return sum(_WORD_MARGIN if side is None else int(number(side.get(W + "w"))) for side in _sides(element))


def _sides(margins: Any) -> Iterator[Any]:
    """Yield the left and the right one of the margins of cells, None for one that is not said."""
    for names in (("left", "start"), ("right", "end")):
        yield next((found for name in names if (found := margins.find(W + name)) is not None), None)

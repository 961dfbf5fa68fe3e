"""Measures of Times New Roman (and of its clones): the height of its line, and the widths of its characters, to tell a
DOCX line's length without laying it out.

Source: the horizontal metrics of Liberation Serif 2, in thousandths; a letter with marks is as wide as its base.
"""

from __future__ import annotations

import unicodedata

from congvan.nd30.model.view import Line, Run
from congvan.units import pt_to_mm

ASCENT, DESCENT, SINGLE = 0.891, 0.216, 1.15  # of the size; the last is the line at single spacing

_REGULAR = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr",
    389: "Js",
    408: '"',
    444: "?acez“”",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxyđ–",
    529: "ơ",
    541: "~",
    542: "ư",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    776: "Ư",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "—…",
}
_BOLD = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    520: "~",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    570: "+<=>",
    581: "^",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W—…",
}
_TABLES = {
    bold: {char: width for width, chars in table.items() for char in chars}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def text_width(runs: tuple[Run, ...]) -> float:
    """Width in mm of runs set on one line."""
    total = 0.0
    for run in runs:
        table = _TABLES[run.bold]
        for char in run.text.strip("\t"):
            base = char if char in table else unicodedata.normalize("NFD", char)[0]
            base = {"ơ": "ơ", "ư": "ư"}.get(char, base)
            total += table.get(base, 500) * (run.size or 13) / 1000
    return pt_to_mm(total)


def top_of(line: Line) -> float:
    """Where a line of a page begins at single spacing, in mm from the top."""
    return line.baseline - pt_to_mm(ASCENT * max(run.size for run in line.runs))


def foot_of(line: Line) -> float:
    """Where a line of a page ends, in mm from the top."""
    return line.baseline + pt_to_mm(DESCENT * max(run.size for run in line.runs))

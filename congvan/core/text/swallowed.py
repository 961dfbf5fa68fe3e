"""Numbers of a list that stand within a paragraph, since the paragraphs that they begin ran into one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from congvan.core.text.numerals import LETTERS

_BEGUN = r"(?:^\**|(?<=[:;.,])\s+)"
_CAPITAL = r"(?=\**[^\W\d_a-zà-ỹđ])"
KHOAN, DIEM, DIEU, DASH = "1.", "a)", "Điều 1.", "-"
_STEPS = {
    KHOAN: rf"{_BEGUN}(?P<mark>\d{{1,2}}\.)\s+{_CAPITAL}",
    DIEM: rf"{_BEGUN}(?P<mark>[a-zđ]\))\s+",
    DIEU: rf"{_BEGUN}(?P<mark>Điều \d{{1,3}}\.)\s+{_CAPITAL}",
    DASH: rf"(?<=[:;.])\s+(?P<mark>[-–+])\s+{_CAPITAL}",
}


def swallowed(text: str, kinds: Collection[str] = tuple(_STEPS)) -> Iterator[int]:
    """Yield where the first number of each kind is that follows the one before it within a paragraph: 2. after 1., b)
    after a), a dash after a dash.
    """
    for kind in kinds:
        found = [*re.finditer(_STEPS[kind], text)]
        for one, other in pairwise(found):
            if kind == DASH or _goes_on(one["mark"], other["mark"]):
                yield (one if kind == DASH or one.start("mark") else other).start("mark")
                break


def _goes_on(one: str, other: str) -> bool:
    return _value(other) == _value(one) + 1 or (one, other) == ("d)", "e)")


def _value(mark: str) -> int:
    figure = re.search(r"\d+", mark)
    return int(figure[0]) if figure else LETTERS.find(mark[0])

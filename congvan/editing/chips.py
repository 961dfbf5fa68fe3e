"""Facts in the text of a paper as chips with a name: a form shows ‹Tên cơ quan› where the file has the code
`{{ agency.name }}`; what is saved has the code again. A chip that stands for none is refused, so that no code is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from congvan.editing.shown.body_text import facts
from congvan.editing.shown.kinds import BODIES
from congvan.lazy import pattern
from congvan.messages import Message
from congvan.model.text_marks import CHIP
from congvan.problems import Place, Problem, ProblemsFound
from congvan.project.assets import DISPATCHES, Assets
from congvan.project.yaml_reader import KeyPath

_CODE = pattern(r"\{\{ ([\w.]+) \}\}")
_HALF = pattern("[‹›]")

Chips = Mapping[str, str]
"""What is shown for each fact, by its name."""


def chips_of(files: Assets, file: str) -> Chips:
    """Return what is shown for the facts that the text of a dispatch may name: by their name, with the value where
    several have one. Facts that nothing tells apart stay codes.
    """
    known = facts(files, file) if file.startswith(DISPATCHES) else []
    called = Counter(each.label for each in known)
    made = {
        each.name: f"‹{each.label}›"
        if called[each.label] == 1 or each.label == each.value
        else f"‹{each.label}: {each.value}›"
        for each in known
    }
    shown = Counter(made.values())
    return {name: chip for name, chip in made.items() if shown[chip] == 1 and CHIP.fullmatch(chip)}


def is_body(path: KeyPath) -> bool:
    """Whether a value is the text of a paper."""
    return path[-1:] != () and path[-1] in BODIES


def with_chips(text: str, chips: Chips) -> str:
    """Return the text of a paper as a form shows it."""
    return _CODE.sub(lambda code: chips.get(code[1], code[0]), text) if "{{" in text else text


def without_chips(text: str, chips: Chips, shown: str, kept: str) -> str:
    """Return a text as its file keeps it. `shown`: what the form showed for `kept`, perhaps before a fact was changed
    that a chip is named by. Raises `ProblemsFound` for a chip, or half a one, that stands for nothing.
    """
    codes = {chip: f"{{{{ {name} }}}}" for name, chip in chips.items()} | _as_shown(shown, kept)
    made = CHIP.sub(lambda chip: codes.get(chip[0], chip[0]), text)
    own = Counter(_HALF.findall(kept))
    if any(count > own[half] for half, count in Counter(_HALF.findall(made)).items()):
        odd = next((chip[0] for chip in CHIP.finditer(made) if chip[0] not in kept), "")
        at = _HALF.search(made)
        around = made[max(at.start() - 20, 0) : at.start() + 20] if at else ""
        raise ProblemsFound(Problem(Message("chip-unknown", chip=odd or around.strip()), Place()))
    return made


def _as_shown(shown: str, kept: str) -> dict[str, str]:
    """Return the code behind each chip of a text that was shown, where both texts are the same but for these."""
    pieces, found = CHIP.split(shown), CHIP.findall(shown)
    exact = r"(\{\{ [\w.]+ \}\})".join(map(re.escape, pieces))
    match = re.fullmatch(exact, kept) if found else None
    return dict(zip(found, match.groups(), strict=True)) if match else {}

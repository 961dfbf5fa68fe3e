"""Facts in texts as chips with a name: a form shows ‹Tên cơ quan› where the file has the code `{{ agency.name }}`, and
‹tự điền 1› for a code that has no name; what is saved has the codes again. Numbers that are set by themselves (`#.`,
`Điều #.`) show the number that is printed, references what they print: ‹1›, ‹Điều 2›. A chip that stands for none is
refused, so that no code is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.documents.text.outline import REFERENCE, outline_of
from congvan.editing.views.body_text import InsertableFact, facts
from congvan.editing.views.kinds import BODIES
from congvan.editing.views.references import choices
from congvan.model.dataset import PAPERS
from congvan.model.directory import Agency
from congvan.model.forms.scalars import name_of
from congvan.model.project.assets import DISPATCHES, Assets
from congvan.model.project.splices import Splice, spliced
from congvan.model.project.yaml_reader import KeyPath
from congvan.model.schema.labels import label_of
from congvan.model.text_marks import CHIP

_OF_FACTS = r"\{\{[^{}\n]*\}\}"
_CODE = re.compile(rf"{_OF_FACTS}|\{{(?:agency|parent)\}}")
_HALF = re.compile("[‹›]")
_NUMBER = re.compile("‹(?:[0-9]{1,3}|[a-zđ]|[IVXL]+(\\.)?)›")
"""A chip of a number without a name, also in a text that nobody has shown; with a full stop: of a mục (`I#.`)."""

Chips = Mapping[str, str]
"""What is shown for each fact, by its name."""


def chips_of(files: Assets, file: str) -> Chips:
    """Return what is shown for the facts that the texts of a file may name: by their name, with the value where
    several have one.
    """
    known = [*facts(files, file), *_of_records(files, file)] if file.startswith((DISPATCHES, PAPERS)) else []
    called = Counter(each.label for each in known)
    made = {
        each.name: f"‹{each.label}›"
        if called[each.label] == 1 or each.label == each.value
        else f"‹{each.label}: {each.value}›"
        for each in known
    }
    shown = Counter(made.values())
    return {name: chip for name, chip in made.items() if shown[chip] == 1 and CHIP.fullmatch(chip)}


def _of_records(files: Assets, file: str) -> Iterator[InsertableFact]:
    """Yield what texts name besides, which each copy has its own of: for whom a form is made, forms, tables."""
    whose = choices(files, "dimensions", file)
    said = {f"{name_of(each.id)}.heading": each.name for each in whose}
    said |= {f"{name_of(each.id)}.name": str(Message("chip-fact.name", of=each.name)) for each in whose}
    said |= {f"forms.{name_of(each.id)}.ref": each.name for each in choices(files, "forms", file)}
    said |= {f"tables.{name_of(each.id)}": each.name for each in choices(files, "tables", file)}
    said |= {name: str(words) for name, words in _RECORDS.items()}
    yield from (InsertableFact(name, label, "", label) for name, label in said.items())


_RECORDS = {
    "sender.name": Message("chip-fact.sender"),
    "members | join(', ')": Message("chip-fact.members"),
    "owing_names": Message("chip-fact.owing"),
    "dispatch.cited": Message("chip-fact.cited"),
    "dispatch.subject": Message("chip-fact.subject"),
}
"""What lines of Kính gửi and papers beside a dispatch name, in words."""
_OF_SIGNS = {"agency": "name", "parent": "parent"}
"""What signs name, as keys of the agency."""


def is_body(path: KeyPath) -> bool:
    """Whether a value is the text of a paper."""
    return path[-1:] != () and path[-1] in BODIES


def with_chips(text: str, chips: Chips) -> str:
    """Return a text as a form shows it."""
    text = _with_numbers(text) if "#" in text or "{@" in text else text
    if "{" not in text:
        return text
    unnamed: dict[str, str] = {}

    def chip(code: re.Match[str]) -> str:
        if code[0][3:-3] in chips:
            return chips[code[0][3:-3]]
        if code[0][1:-1] in _OF_SIGNS:
            return f"‹{label_of(Agency, _OF_SIGNS[code[0][1:-1]])}›"
        return unnamed.setdefault(code[0], str(Message("chip-unnamed", number=len(unnamed) + 1)))

    return _CODE.sub(chip, text)


def _with_numbers(text: str) -> str:
    """Return a text with its automatic numbers, and references to them, as they are printed."""
    outline, pieces, named = outline_of(text), dict[tuple[int, int], str | Message](), 0
    for offset, each in outline.headings.items():
        if each.span is not None:
            start, end = (offset + at for at in each.span)
            named += (is_named := text[start:end].lstrip("I") != "#")
            is_own = text.startswith("I", start)
            number = f"{each.number}." if is_own else each.number
            said = Message("chip-number", number=number, place=named) if is_named else number
            pieces[start, end + is_own] = said
    for place, found in enumerate(REFERENCE.finditer(text), 1):
        label = outline.labels.get(found["name"])
        chip: str | Message = Message("chip-reference", number=place)
        if label is not None:
            chip = label.text if found["how"] == "@" else Message("chip-reference.number", of=label.text)
        pieces[found.span()] = chip
    return spliced(text, [Splice(*span, f"‹{chip}›") for span, chip in pieces.items()])


def with_codes(text: str, chips: Chips) -> str:
    """Return a text that was typed anew with the codes of the chips in it that are known."""
    return _decoded(text, _codes_of(chips))


def _codes_of(chips: Chips) -> dict[str, str]:
    return {chip: f"{{{{ {name} }}}}" for name, chip in chips.items()}


def _decoded(text: str, codes: Chips) -> str:
    def code(chip: re.Match[str]) -> str:
        number = _NUMBER.fullmatch(chip[0])
        return codes.get(chip[0]) or (("I#." if number[1] else "#") if number else chip[0])

    return CHIP.sub(code, text)


def without_chips(text: str, chips: Chips, shown: str, kept: str) -> str:
    """Return a text as its file keeps it. `shown`: what the form showed for `kept`, perhaps before a fact was changed
    that a chip is named by. Raises `ProblemsFound` for a chip, or half a one, that stands for nothing.
    """
    made = _decoded(text, _codes_of(chips) | _as_shown(shown, kept))
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
    exact = rf"({_OF_FACTS}|\{{\w+\}}|\{{[@#][^{{}}\s]*\}}|I#[a-z0-9-]*\.|#[a-z0-9-]*|{CHIP.pattern})".join(
        map(re.escape, pieces)
    )
    match = re.fullmatch(exact, kept) if found else None
    return dict(zip(found, match.groups(), strict=True)) if match else {}

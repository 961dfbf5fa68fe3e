"""The rules of the check that an office leaves out, each with its reason: data/check.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from congvan.messages import Message
from congvan.model.field_types import Text
from congvan.model.validation import validate
from congvan.problems import Place, Problem, ProblemsFound
from congvan.project.assets import read_one
from congvan.project.yaml_reader import scan
from congvan.text import did_you_mean

FILE = "data/check.yaml"
LeftOut = dict[str, Text]
"""Rule id → reason."""


def read_left_out(root: Path) -> Mapping[str, str]:
    """Return the rules that a project leaves out; {} without the file. Raises ProblemsFound."""
    if not (root / FILE).exists():
        return {}
    source = scan(read_one(root, FILE), FILE)
    left_out: Mapping[str, str] = validate(source, LeftOut)
    problems = list(unknown_rules(left_out, lambda rule: source.place((rule,), of_key=True)))
    if problems:
        raise ProblemsFound(problems)
    return left_out


def unknown_rules(left_out: Mapping[str, str], place_of: Callable[[str], Place]) -> Iterator[Problem]:
    """Report each id that no rule has, with the nearest."""
    if not left_out:
        return
    from congvan.nd30.rules import BY_ID

    for rule in left_out:
        if rule not in BY_ID:
            hint = did_you_mean(rule, BY_ID) or Message("rule-unknown.hint-explain-alone")
            yield Problem(Message("rule-unknown", rule=rule), place_of(rule), hint)

"""The tables of what old keys and contents become, and their texts with the words of a project filled in."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from congvan.project.yaml_reader import parse


@functools.cache
def table(name: str) -> Mapping[str, Any]:
    """Return a table by the name of its file."""
    file = f"{name}.yaml"
    data: Any = parse(files(__package__).joinpath(file).read_bytes(), file).data
    return dict(data)


def paper(name: str) -> str:
    """Return the text of a paper that replaces older wording."""
    return files(__package__).joinpath("papers", f"{name}.yaml").read_text("utf-8")


def filled(text: str, words: Mapping[str, str], indent: str = "") -> str:
    """Return a text of a table with the words of a project; lines are indented, those of a word by where it is."""
    lines = []
    for line in text.split("\n"):
        alone = re.fullmatch(r"( *)\$(\w+)", line)
        if alone:
            lines += [f"{alone[1]}{inner}" for inner in words.get(alone[2], "").rstrip("\n").split("\n") if inner]
        else:
            lines.append(Template(line).substitute(words))
    return "\n".join(f"{indent}{line}" if line else line for line in lines).rstrip() + "\n"

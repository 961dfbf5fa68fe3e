"""Brings congvan/i18n/vi/LC_MESSAGES/congvan.po up to the code, and compiles it: `make catalogue`.

New messages come in without a text, those that the code no longer has go; write the missing texts into the .po with any
editor and run it again. `--check` changes nothing and exits with 1 where a text is missing or a file is out of date.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
FOLDER = HOME / "congvan/i18n/vi/LC_MESSAGES"
PO, MO = FOLDER / "congvan.po", FOLDER / "congvan.mo"

ARGUMENTS = {"_": (0,), "N_": (0,), "ngettext": (0, 1), "wrong": (1,)}
"""Which arguments of a call are messages."""

ARGPARSE: tuple[str | tuple[str, str], ...] = (
    "usage: ",
    "options",
    "positional arguments",
    "show this help message and exit",
    "argument %(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n",
    "%(heading)s:",
    "can't open '%(filename)s': %(error)s",
    "unrecognized arguments: %s",
    "not allowed with argument %s",
    "ignored explicit argument %r",
    "the following arguments are required: %s",
    "one of the arguments %s is required",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    ("expected %s argument", "expected %s arguments"),
    "ambiguous option: %(option)s could match %(matches)s",
    "unexpected option string: %s",
    "invalid %(type)s value: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)",
)
"""What a user can see of argparse's own words, in Python 3.11 to 3.13; the rest speaks to programmers."""

HEADER = """\
# The words of congvan in Vietnamese. `make catalogue` writes this file; only the texts of msgstr are written by hand.
msgid ""
msgstr ""
"Project-Id-Version: congvan\\n"
"Language: vi\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def wanted() -> Catalog:
    """Every message of the code, and the file it stands in."""
    catalogue = Catalog()
    for file, message in [*_calls(), *_tables()]:
        catalogue.add(message, locations=[(file, 0)])
    for message in ARGPARSE:
        catalogue.add(message, locations=[("argparse", 0)])
    return catalogue


def _calls() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Messages in calls, those within f-strings too, which Babel's own reader passes over."""
    for path in sorted((HOME / "congvan").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if not isinstance(node, ast.Call) or name not in ARGUMENTS:
                continue
            texts = [node.args[i] for i in ARGUMENTS[name] if i < len(node.args)]
            constants = (text.value for text in texts if isinstance(text, ast.Constant))
            found = tuple(text for text in constants if isinstance(text, str) and text)
            if len(found) == len(ARGUMENTS[name]):
                yield path.relative_to(HOME).as_posix(), found if name == "ngettext" else found[0]


def _tables() -> Iterator[tuple[str, str]]:
    """Messages that stand in tables and docstrings, and are translated when they are shown."""
    from congvan.model import validation_errors
    from congvan.nd30.rules import RULES

    for table in (validation_errors._SHAPES, validation_errors._HINTS):
        yield from (("congvan/model/validation_errors.py", message) for message in table.values())
    for rule in RULES:
        file = f"{rule.check.__module__.replace('.', '/')}.py"
        yield from ((file, message) for message in (rule.message, rule.hint, rule.manual) if message)


def read() -> Catalog:
    """The catalogue as it was committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi")


def updated() -> Catalog:
    """The catalogue with exactly the messages of the code; the texts that were there stay."""
    new = wanted()
    old = read() if PO.exists() else Catalog("vi")
    catalogue = Catalog("vi")
    for message in new:
        if message.id:
            known = old.get(message.id[0] if isinstance(message.id, tuple) else message.id)
            places = sorted(set(message.locations))
            catalogue.add(message.id, known.string if known else None, locations=places)
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file that does not depend on the day or on Babel's version."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, sort_by_file=True, omit_header=True, include_lineno=False)
    return HEADER.encode() + body.getvalue()


def mo_bytes(data: bytes) -> bytes:
    """The compiled form of a .po file."""
    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(data), locale="vi"))
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """The messages that have no Vietnamese text yet."""
    texts = ((m.id, m.string) for m in catalogue if m.id)
    return [str(ident) for ident, text in texts if not (text[0] if isinstance(text, tuple) else text)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    words = parser.parse_args()
    catalogue = updated()
    data = po_bytes(catalogue)
    todo = missing(catalogue)
    if words.check:
        stale = not PO.exists() or PO.read_bytes() != data
        if stale:
            print("congvan.po is not up to the code: run `make catalogue`")
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(data)
        MO.write_bytes(mo_bytes(data))
        stale = False
    for message in todo:
        print(f"no Vietnamese text: {message}")
    print(f"{len(list(catalogue)) - 1} messages, {len(todo)} without a text")
    return 1 if todo or stale else 0


if __name__ == "__main__":
    sys.exit(main())

"""Update the catalogues below congvan/core/i18n from the code and compile them: `make catalogue`.

`core.messages.po` holds problems and remarks by id, in English and Vietnamese; `words.po` texts shown where they are
written, by their English. New entries are added without a text, unused ones removed; fill in the missing texts in the
.po with any editor and run it again. `--check` changes nothing and exits with 1 if a text is missing or a file is out
of date.
"""

from __future__ import annotations

import argparse
import ast
import functools
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
FOLDER = HOME / "congvan/core/i18n"
PLURALS = {"en": "nplurals=2; plural=(n != 1);", "vi": "nplurals=1; plural=0;"}

WORDS = {"_": (0,), "ngettext": (0, 1)}
"""Which arguments of a call are words."""
IDS = {"Message": 0, "model_error": 0, "text_like": 1, "_typed": 1}
"""Which argument of a call is the id of a message."""

PAGE_ID = re.compile(r'\bt\("([\w.-]+)"(\s*~)?')
"""An id in a page of congvan/web, and whether more is put behind it."""

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
"""Texts of argparse that users may see, in Python 3.11 to 3.14; the others are for programmers."""

HEADER = """\
# {title} `make catalogue` writes this file; only the texts of msgstr are written by hand.
msgid ""
msgstr ""
"Project-Id-Version: congvan\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
CHARSET = "text/plain; charset=utf-8"
TITLES = {"messages": "The messages of congvan by their ids.", "words": "The words of congvan by their English."}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    trouble = False
    for domain, language, catalogue in updated():
        data = po_bytes(catalogue, domain, language)
        path = po(domain, language)
        if check and path.read_bytes() != data:
            print(f"{path.relative_to(HOME)} is not up to the code: run `make catalogue`")
            trouble = True
        elif not check:
            path.write_bytes(data)
            path.with_suffix(".mo").write_bytes(mo_bytes(data, language))
        for message in missing(catalogue):
            print(f"{path.relative_to(HOME)}: no text: {message}")
            trouble = True
        print(f"{path.relative_to(HOME)}: {sum(bool(message.id) for message in catalogue)} texts")
    return int(trouble)


def po(domain: str, language: str) -> Path:
    """Return the path of a catalogue."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def read(domain: str, language: str) -> Catalog:
    """Parse a catalogue as committed."""
    with po(domain, language).open("rb") as file:
        return read_po(file, locale=language)


def updated() -> Iterator[tuple[str, str, Catalog]]:
    """Yield domain, language and catalogue with exactly the entries that the code uses; existing texts are kept."""
    english, vietnamese = read("messages", "en"), read("messages", "vi")
    ids = sorted(wanted_ids(set(map(_id, english))))
    for language, old in (("en", english), ("vi", vietnamese)):
        catalogue = Catalog(language)
        for ident in ids:
            said, known = english.get(ident), old.get(ident)
            plural = said is not None and isinstance(said.id, tuple)
            note = [_text(said)] if said and language != "en" else []
            catalogue.add((ident, ident) if plural else ident, known.string if known else None, auto_comments=note)
        yield "messages", language, catalogue
    old, catalogue = read("words", "vi"), Catalog("vi")
    for message in wanted_words():
        if message.id:
            known = old.get(_id(message))
            catalogue.add(message.id, known.string if known else None, locations=sorted(set(message.locations)))
    yield "words", "vi", catalogue


def _text(message: Any) -> str:
    return str(message.string[0] if isinstance(message.string, tuple) else message.string)


def _id(message: Any) -> str:
    return str(message.id[0] if isinstance(message.id, tuple) else message.id)


# -- messages by id ----------------------------------------------------------------------------------------------------


def wanted_ids(known: set[str]) -> set[str]:
    """Return the message ids used in the code; of composed ids (`f"file-kind.{what}"`) and remedies, those in the
    catalogue.
    """
    from congvan.nd30.rules import RULES

    exact = {rule.id for rule in RULES} | {f"{rule.id}.hint" for rule in RULES}
    exact |= {f"{rule.id}.manual" for rule in RULES if not rule.manual}
    exact |= {rule.clause.id for rule in RULES if not isinstance(rule.clause, str)}
    prefixes: set[str] = set()
    for _file, node in calls(*IDS):
        at = IDS[node.func.id]
        for ident in _ids(node.args[at]) if len(node.args) > at else ():
            (exact if ident[1] else prefixes).add(ident[0])
    for ident, complete in page_ids():
        (exact if complete else prefixes).add(ident)
    put_together = {ident for ident in known if ident.startswith(tuple(prefixes))}
    named = exact | put_together
    codes = {ident.partition(".")[0] for ident in named}
    remedies = {ident for ident in known if ident.endswith(".hint") and ident.removesuffix(".hint") in named | codes}
    return (named | remedies) - {""}


def _ids(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """Yield the ids of an expression, each with whether it is complete or only a prefix."""
    if isinstance(node, ast.IfExp):
        yield from _ids(node.body)
        yield from _ids(node.orelse)
    elif isinstance(node, ast.Constant):
        yield str(node.value), True
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value), False


def page_ids() -> Iterator[tuple[str, bool]]:
    """Yield the ids that pages of congvan/web name, `t("web-today.title")`, each with whether it is complete."""
    for path in sorted((HOME / "congvan/web/pages").glob("*.html")):
        for ident, joined in PAGE_ID.findall(path.read_text("utf-8")):
            yield ident, not joined


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of functions with these names, with their file."""
    return ((file, node) for file, node in _calls() if node.func.id in names)


@functools.cache
def _calls() -> list[tuple[str, ast.Call]]:
    """Return the calls that name ids or words, with their file; all code is parsed once for both."""
    return [
        (path.relative_to(HOME).as_posix(), node)
        for path in sorted((HOME / "congvan").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in (*IDS, *WORDS)
    ]


# -- words by their English --------------------------------------------------------------------------------------------


def wanted_words() -> Catalog:
    """Return the texts of the code, of argparse and of the rules' manual, with the file that uses them."""
    from congvan.nd30.rules import RULES

    catalogue = Catalog()
    for file, node in calls(*WORDS):
        texts = [node.args[i] for i in WORDS[node.func.id] if i < len(node.args)]
        constants = (text.value for text in texts if isinstance(text, ast.Constant))
        found = tuple(text for text in constants if isinstance(text, str) and text)
        if len(found) == len(texts):
            catalogue.add(found if len(found) > 1 else found[0], locations=[(file, 0)])
    for rule in RULES:
        if rule.manual:
            catalogue.add(rule.manual, locations=[(f"{rule.check.__module__.replace('.', '/')}.py", 0)])
    for message in ARGPARSE:
        catalogue.add(message, locations=[("argparse", 0)])
    return catalogue


# -- files -------------------------------------------------------------------------------------------------------------


def po_bytes(catalogue: Catalog, domain: str, language: str) -> bytes:
    """Serialize the catalogue as .po, independent of the date and of Babel's version."""
    body = io.BytesIO()
    write_po(body, catalogue, width=110, sort_by_file=domain == "words", omit_header=True, include_lineno=False)
    header = HEADER.format(title=TITLES[domain], language=language, plurals=PLURALS[language])
    return header.encode() + body.getvalue()


class _Compiled(Catalog):
    """A catalogue whose header says no date and no version of Babel: the same texts give the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Language", str(self.locale)), ("Plural-Forms", PLURALS[str(self.locale)]), ("Content-Type", CHARSET)]


def mo_bytes(data: bytes, language: str) -> bytes:
    """Compile a .po file, independent of the date and of Babel's version."""
    compiled, out = _Compiled(language), io.BytesIO()
    for message in read_po(io.BytesIO(data), locale=language):
        if message.id:
            compiled[message.id] = message
    write_mo(out, compiled)
    return out.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages without a text."""
    return [_id(message) for message in catalogue if message.id and not (message.string and _text(message))]


if __name__ == "__main__":
    sys.exit(main())

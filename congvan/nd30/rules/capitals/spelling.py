"""Rules on capital letters: which text of a document they judge, and how their findings are reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_capitals
from congvan.nd30.components.patterns import split_date, unquoted_paragraphs
from congvan.nd30.model.view import Paragraph
from congvan.nd30.rules.base import Answer, Check, NotApplicable, Violation, location_of
from congvan.nd30.rules.capitals.names import slips

NO_TEXT = Message("nd30.document-text-own")
MAX_FINDINGS = 12  # violations reported per rule
Misspelling = tuple[str, str]  # as written, as it should be
Finder = Callable[[str], Iterable[Misspelling]]
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]{1,400}\"")


def spelled_paragraphs(document: DocumentComponents) -> list[tuple[Paragraph, str]]:
    """Return the paragraphs whose spelling is checked (body, cells, subject, bases, addressees, recipients), each with
    its text without what it quotes from others."""
    if document.spelled is None:
        lists = [q for i in (*document.addressees, *document.recipients) for q in i.paragraphs]
        every = [
            *document.title,
            *document.subject_line,
            *document.bases,
            *([document.greeting] if document.greeting else []),
            *unquoted_paragraphs(document.body),
            *document.tables,
            *lists,
        ]
        document.spelled = [(p, without_quotations(p.text)) for p in every if not is_capitals(p.text)]
    return document.spelled


def without_quotations(text: str) -> str:
    """Return the text with dots for the letters within quotation marks, which are another's spelling."""
    if "“" not in text and '"' not in text:
        return text
    return _QUOTED.sub(lambda quoted: f"“{'…' * (len(quoted[0]) - 2)}”", text)


def _joined_text(document: DocumentComponents) -> str:
    """Join the spelled paragraphs with a space and a line break, so that no pattern matches across two."""
    if not document.spelling:
        document.spelling = " \n ".join(text for _paragraph, text in spelled_paragraphs(document))
    return document.spelling


def paper_date(document: DocumentComponents) -> date | None:
    """Return the date of a document; None if it has none, or blanks in it."""
    parts = split_date(document)
    try:
        return date(*(int(parts[part]) for part in ("year", "month", "day"))) if parts else None
    except ValueError:
        return None


def _nothing(_text: str) -> Iterable[Misspelling]:
    return ()


def finder(find: Finder, listed: str, day: date | None = None) -> Finder:
    """Return a function that finds the slips of a pattern and of the closed lists of a rule, each once."""

    def both(text: str) -> Iterator[Misspelling]:
        named = dict.fromkeys(slips(text, listed, day))
        yield from named
        yield from (found for found in find(text) if not any(found[0] in name for name, _wanted in named))

    return both


def spelling_check(ident: str, finders: Mapping[str, Finder]) -> Check:
    """Return the check of a rule of Appendix II by the closed lists of that name, and by its finder, which yields
    further misspellings of a text."""
    find = finders.get(ident, _nothing)

    def check(document: DocumentComponents) -> Iterator[Answer]:
        if not spelled_paragraphs(document):
            yield NotApplicable(NO_TEXT)
            return
        search = finder(find, ident, paper_date(document))
        if not any(True for _misspelling in search(_joined_text(document))):
            return  # true of most documents; one search is faster than one per paragraph
        seen: set[Misspelling] = set()
        for paragraph, text in spelled_paragraphs(document):
            for misspelling in search(text):
                if misspelling not in seen and len(seen) < MAX_FINDINGS:
                    seen.add(misspelling)
                    yield Violation(location_of(paragraph), {"text": misspelling[0], "wanted": misspelling[1]})

    return check

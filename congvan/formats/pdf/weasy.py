"""Use WeasyPrint safely: a quick import, no URLs but those of assets, every warning reported.

Nothing else imports weasyprint; a process that only stamps never does.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from congvan.core.messages import Message, foreign
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.formats.pdf.engine import quick_import
from congvan.formats.pdf.marks import SCHEME as SCHEME

LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:")  # where a link of a page may lead
_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
_SHEET = re.compile(r"Fetching and parsing CSS - (.*)")
_DECLARATION = re.compile(r"`([\w-]+)\s*:.* at (\d+):(\d+)", re.DOTALL)
_NOTDEF = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)")


@lru_cache(maxsize=1)
def weasyprint() -> Any:
    """Import the module. Raises EnvironmentFault where Pango is missing."""
    try:
        return quick_import.weasyprint()
    except OSError as error:
        raise EnvironmentFault(Problem(Message("pango-missing", error=error))) from error


def asset_fetcher(assets: Mapping[str, bytes], refused: list[str]) -> Any:
    """Return a URL fetcher that serves `asset:NAME` from memory and refuses everything else, data: included.

    Refused addresses are appended to `refused`: an error that WeasyPrint swallows is not lost.
    """
    urls = weasyprint().urls

    class AssetsOnly:
        """What WeasyPrint asks of its `URLFetcher`; that one could open addresses, and imports what it needs for it."""

        _fail_on_errors = True

        def __call__(self, url: str) -> Any:
            from urllib.parse import unquote

            name = unquote(url.removeprefix(SCHEME))
            if not url.startswith(SCHEME) or name not in assets:
                refused.append(url)
                raise ValueError(url)
            kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
            return urls.URLFetcherResponse(url, assets[name], {"Content-Type": kind})

    return AssetsOnly()


class _LogCollector(logging.Handler):
    """Collects the warnings of a run, each with the address of the style sheet that was being read."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.messages: list[tuple[str, str]] = []
        self._sheet = ""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            self.messages.append((text, self._sheet))
        else:
            sheet = _SHEET.search(text)
            self._sheet = sheet[1] if sheet else ""


@contextmanager
def raising_log_problems(name: str, strict: bool, assets: Mapping[str, bytes]) -> Iterator[list[str]]:
    """Run WeasyPrint; raise its log messages, and the URLs refused to it (the list yielded), as problems.

    ProblemsFound: a refused URL, a warning. EnvironmentFault: a missing glyph.

    FatalURLFetchingError is a BaseException (so that nothing inside WeasyPrint swallows it) and is caught by name.
    """
    fatal = weasyprint().urls.FatalURLFetchingError
    logger = logging.getLogger("weasyprint")
    collector = _LogCollector()
    progress = logging.getLogger("weasyprint.progress")
    logger.addHandler(collector)
    level, propagate, steps_level = logger.level, logger.propagate, progress.level
    logger.setLevel(logging.WARNING)
    progress.setLevel(logging.INFO)
    logger.propagate = False
    refused: list[str] = []
    try:
        yield refused
    except fatal as error:
        if not refused:
            refused.append(str(error))
    finally:
        logger.removeHandler(collector)
        logger.setLevel(level)
        progress.setLevel(steps_level)
        logger.propagate = propagate
    if refused:
        raise ProblemsFound([_refused_url(name, url) for url in dict.fromkeys(refused)])
    glyphs = {chr(int(match[1], 16)) for m, _sheet in collector.messages if (match := _NOTDEF.search(m))}
    if glyphs:
        raise missing_glyphs(name, glyphs)
    if strict and collector.messages:
        places = {text: _warning_place(text, sheet, assets, name) for text, sheet in collector.messages}
        raise ProblemsFound(
            [Problem(Message("template-warning", why=foreign(text)), at) for text, at in places.items()]
        )


def check_links(document: Any, name: str) -> None:
    """Raise ProblemsFound for links that would run something or open a file when a reader clicks on them."""
    targets = (target for page in document.pages for kind, target, *_rest in page.links if kind != "internal")
    refused = [target for target in dict.fromkeys(targets) if not target.lower().startswith(LINK_SCHEMES)]
    if refused:
        raise ProblemsFound([Problem(Message("template-link", url=url[:120]), Place(name)) for url in refused])


def _warning_place(text: str, sheet: str, assets: Mapping[str, bytes], name: str) -> Place:
    """Return the place of a warning: the line of the style sheet that was read, if the declaration is there."""
    match = _DECLARATION.search(text)
    file = sheet.removeprefix(SCHEME)
    if match and sheet.startswith(SCHEME) and file in assets:
        lines, line, column = assets[file].decode("utf-8", "replace").split("\n"), int(match[2]), int(match[3])
        if line <= len(lines) and lines[line - 1][column - 1 :].lower().startswith(match[1].lower()):
            return Place(file, line, column)
    return Place(name)


def _refused_url(name: str, url: str) -> Problem:
    """Build the problem of a refused address: a missing asset, or anything else."""
    if url.startswith(SCHEME):
        return Problem(Message("template-asset", file=url.removeprefix(SCHEME)[:120]), Place(name))
    return Problem(Message("template-url", url=url[:120]), Place(name))


def missing_glyphs(name: str, characters: set[str]) -> EnvironmentFault:
    """Build the error for characters that the face has no glyph for; a space among them is of the same text."""
    seen = sorted(c for c in characters if not c.isspace()) or sorted(characters)
    listed = ", ".join(f"{c.encode(errors='replace').decode()} (U+{ord(c):04X})" for c in seen)
    return EnvironmentFault(Problem(Message("glyph-missing", characters=listed), Place(name)))

"""Files within files: those of an archive (ZIP) and the attachments of a mail (.eml), within limits."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.core.text import presentable
from congvan.grids.intake import refuse
from congvan.returns.intake.sent import SentFile, is_skipped, shown_name

MOST_FILES = 500
"""Files of one archive or mail at most."""
MOST_BYTES = 256 << 20
"""Bytes of all of them at most, inflated."""
LARGEST_MEMBER = 64 << 20
HIGHEST_RATIO = 200
THIN = 1 << 20
_LONGEST_WORDS = 160
_MARKUP = re.compile(r"<(?:style|script)[^>]*>.*?</(?:style|script)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
DEEPEST = 2
"""How deep archives and mails may lie in one another."""


def in_archive(data: bytes, name: str) -> Iterator[SentFile]:
    """Yield the files of an archive. Raises `FileRefused` for one that is damaged, locked or beyond the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except Exception as error:  # zipfile raises many kinds of errors on a damaged archive
        raise refuse(Message("file-damaged.file-damaged", why=foreign(type(error).__name__)), name) from error
    if len(infos) > MOST_FILES:
        raise refuse(Message("archive-many", count=len(infos), most=MOST_FILES), name)
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise refuse(Message("file-bomb.file-would", size=MOST_BYTES >> 20), name)
    if any(info.flag_bits & 1 for info in infos):
        raise refuse(Message("file-password"), name)
    named = [(info, _name_of(info)) for info in infos]
    named = [(info, inside) for info, inside in named if not any(map(is_skipped, inside.split("/")))]
    if not named:
        raise refuse(Message("archive-empty"), name)
    for info, inside in named:
        if info.file_size > THIN and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1):
            raise refuse(Message("file-bomb.part", ratio=HIGHEST_RATIO), name)
        if info.file_size > LARGEST_MEMBER:
            raise refuse(Message("file-large.scan", size=LARGEST_MEMBER >> 20), f"{name}/{inside}")
        yield SentFile(f"{name}/{inside}", _Member(archive, info, f"{name}/{inside}"))


class _Member:
    """Reads one file of an archive."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        self._archive, self._info, self._name = archive, info, name

    def __call__(self) -> bytes:
        try:
            return self._archive.read(self._info)
        except Exception as error:  # a lying header, an unknown method, a bad checksum
            raise refuse(Message("file-damaged.file-damaged", why=foreign(type(error).__name__)), self._name) from error


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a file in an archive; old programs wrote it in UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return shown_name(name.replace("\\", "/"))


def in_mail(data: bytes, name: str) -> tuple[list[SentFile], list[Problem]]:
    """Return the attachments of a mail, and problems. Raises `FileRefused` for one without attachments."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        files = list(_attachments(message, name)) if isinstance(message, EmailMessage) else []
    except ProblemsFound:
        raise
    except Exception as error:  # a mail may be malformed in any way
        raise refuse(Message("file-damaged.file-damaged", why=foreign(type(error).__name__)), name) from error
    said = _words_of(message) if isinstance(message, EmailMessage) else ""
    if not files:
        raise refuse(Message("mail-empty.words", words=said) if said else Message("mail-empty"), name)
    told = Problem(Message("mail-words", words=said), Place(name), severity=Severity.NOTE)
    return files, [told] if said else []


def _words_of(message: EmailMessage) -> str:
    """Return the first words of what a mail says itself; nobody reads them as figures."""
    body = message.get_body(("plain", "html"))
    try:
        text = body.get_content() if body is not None else ""
    except (LookupError, KeyError, ValueError):  # an unknown charset
        return ""
    return presentable(" ".join(_MARKUP.sub(" ", str(text)).split()), _LONGEST_WORDS)


def _attachments(message: EmailMessage, name: str) -> Iterator[SentFile]:
    number = total = 0
    for part in message.walk():
        file = part.get_filename()
        if part.is_multipart() and not file:
            continue
        if not file and part.get_content_maintype() == "text":
            continue
        number += 1
        payload = part.get_payload(decode=True) if not part.is_multipart() else part.as_bytes()
        content = payload if isinstance(payload, bytes) else b""
        total += len(content)
        if number > MOST_FILES or total > MOST_BYTES:
            raise refuse(Message("archive-many", count=number, most=MOST_FILES), name)
        called = shown_name(file or f"{number}.{part.get_content_subtype()}").replace("/", "-")
        if content and not is_skipped(called):
            yield SentFile(f"{name}/{called}", _Loaded(content))


class _Loaded:
    """Gives bytes that are there already."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __call__(self) -> bytes:
        return self._data

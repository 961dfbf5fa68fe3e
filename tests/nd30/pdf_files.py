"""PDFs edited after they were made, and what is found in them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from congvan import nd30
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.letters import Letter

Edit = Callable[[Any], Any]


def broken(data: bytes) -> set[str]:
    report = nd30.check(data, "x.pdf")
    assert not report.unreadable
    return {r.id.removeprefix("ND30-") for r in report.broken}


def edited(data: bytes, edit: Edit) -> bytes:
    """The PDF after an edit of each page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            edit(page)
        document.save(out)
    return out.getvalue()


def font(page: Any, base: str) -> Any:
    return page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{base}")), Name.Font)


def written(words: bytes, base: str = "Helvetica") -> Edit:
    """An edit that writes operators of text on each page, in a face of every reader."""

    def write(page: Any) -> None:
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q q BT " + f"{font(page, base)} ".encode() + words + b" ET Q")

    return write


def changed(change: Callable[[Letter], None], base: str = "dispatch") -> set[str]:
    """What is found in a letter after a change."""
    letter = getattr(letters, base)()
    change(letter)
    return broken(to_pdf(letter))

"""Pictures of the pages of a scan that came as PDF; run in a child process, since the file is of a stranger."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from congvan.core.bootstrap.root import KEPT, kept_folder
from congvan.core.job import Outcome, Progress
from congvan.returns.ledger.store import Store

MOST_PAGES = 10
WIDTH = 1000
"""Pixels of a picture across."""


@dataclass(frozen=True, slots=True)
class ScanOrder:
    """Which scan, by the hash of its file, and the folder that its pictures come to."""

    root: Path
    subject: str
    folder: Path


def draw(order: ScanOrder, progress: Progress) -> Outcome:
    """Draw the first pages; the folder appears when all are there."""
    import pypdfium2

    store = Store.existing(order.root, None)
    data = None
    if store is not None:
        with store:
            data = store.file(order.subject)
    kept_folder(order.root, *order.folder.parent.relative_to(order.root / KEPT).parts)
    made = Path(tempfile.mkdtemp(dir=order.folder.parent))
    try:
        if data:
            with pypdfium2.PdfDocument(data) as document:
                for number in range(min(len(document), MOST_PAGES)):
                    progress.check()
                    page = document[number]
                    bitmap = page.render(scale=WIDTH / max(page.get_size()[0], 1.0))
                    bitmap.to_pil().save(made / f"{number + 1}.png", "PNG")
                    page.close()
        os.rename(made, order.folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Outcome("scan")

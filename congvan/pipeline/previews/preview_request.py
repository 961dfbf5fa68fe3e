"""What a preview is asked for, and the record that it shows: plain values, to be imported without what reads data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from congvan.core.job import Job


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """`template`: a path, or the id of a document. `record`: an id of its loop values, "" for the first record.
    `document`: whose template a file is to be. `folder`: where the pages go; default: preview/ in the project.
    """

    root: Path
    template: str
    record: str = ""
    document: str = ""
    folder: Path | None = None
    dpi: int = 80


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    """The template as problems call it, where it is, and the job whose pages are shown."""

    name: str
    path: Path
    job: Job

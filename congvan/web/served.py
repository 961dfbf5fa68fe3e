"""Files that go out: what a build has made, and pictures that a run has made."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from starlette.responses import FileResponse, Response

from congvan.web.refusals import NotThere

TYPES = {
    ".pdf": ("application/pdf", True),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", False),
    ".txt": ("text/plain; charset=utf-8", True),
    ".png": ("image/png", True),
}
"""Types of files that are served, and whether the browser shows them; none of them is active."""


def served(folder: Path, name: str) -> Response:
    """Return a file of a folder; only regular files in it, of a type that is not active."""
    parts = PurePosixPath(name).parts
    path = folder / name
    suffix = path.suffix.lower()
    if suffix not in TYPES or ".." in parts or "\0" in name or name.startswith("/"):
        raise NotThere
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise NotThere
    media_type, inline = TYPES[suffix]
    return FileResponse(
        path, media_type=media_type, filename=path.name, content_disposition_type="inline" if inline else "attachment"
    )

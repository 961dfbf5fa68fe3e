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


def served(folder: Path, name: str, called: str = "") -> Response:
    """Return a file of a folder, as a download `called` so, by default as there."""
    path = served_path(folder, name)
    media_type, inline = TYPES[path.suffix.lower()]
    disposition = "inline" if inline else "attachment"
    return FileResponse(path, media_type=media_type, filename=called or path.name, content_disposition_type=disposition)


def served_path(folder: Path, name: str) -> Path:
    """Return where a file is that may be served: only regular files in the folder, of a type that is not active."""
    parts = PurePosixPath(name).parts
    path = folder / name
    suffix = path.suffix.lower()
    if suffix not in TYPES or ".." in parts or "\0" in name or name.startswith("/"):
        raise NotThere
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise NotThere
    return path

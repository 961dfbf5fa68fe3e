"""What the outputs of a project are made of, by path, kept between runs over the same facts.

Why: a run that makes one letter shows on the first screen which of all other files are up to date. To know that, it
would make the content of each of them again; after a change of a template no content is another.
"""

from __future__ import annotations

import marshal
from typing import NamedTuple

from congvan.core.cache import DiskCache

KIND = "contents"  # of entries in the cache
MOST_KEPT = 8_000_000  # bytes of them
MOST_PATHS = 5_000  # that a run keeps


class JobDigest(NamedTuple):
    """What the key of an output depends on besides the bytes of templates, fonts and the program.

    `inputs`: the files under templates/ that it uses; `pictures`: those that its content names; `content`: a hash.
    """

    format: str
    inputs: tuple[str, ...]
    pictures: tuple[str, ...]
    content: str
    counts: bool


class ContentDigests:
    """The digests of a project's outputs for one `key`, the hash of all that contents depend on; "" keeps nothing."""

    def __init__(self, cache: DiskCache | None = None, key: str = "") -> None:
        self._cache, self._key = cache, key
        self._kept = _unpacked(cache.get(KIND, key) if cache is not None and key else None)
        self._new: dict[str, JobDigest] = {}
        self._valid = True

    def get(self, path: str) -> JobDigest | None:
        return self._kept.get(path)

    def note(self, path: str, digest: JobDigest) -> None:
        """Keep what an output was made of."""
        if self._key and self._valid and self._kept.get(path) != digest:
            self._new[path] = digest
            if len(self._new) > MOST_PATHS:  # memory stays flat, whatever the number of records
                self.drop()

    def drop(self) -> None:
        """Keep nothing of this run: something was reported of a content, and has to be reported again."""
        self._valid = False
        self._new.clear()

    def save(self) -> None:
        """Store what was noted, with what was there."""
        if self._cache is not None and self._new and self._valid:
            known = {**self._kept, **self._new}
            self._cache.put(KIND, self._key, marshal.dumps({path: tuple(each) for path, each in known.items()}))
            self._cache.trim(KIND, MOST_KEPT)


def _unpacked(data: bytes | None) -> dict[str, JobDigest]:
    """Return digests from their bytes; none for damaged ones."""
    try:
        return {path: JobDigest(*values) for path, values in marshal.loads(data).items()} if data else {}
    except (AttributeError, EOFError, TypeError, ValueError):
        return {}

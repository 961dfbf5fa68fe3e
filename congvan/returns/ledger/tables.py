"""The tables at `database.VERSION`; tests/returns/ledger/test_database.py checks that the migrations produce them.

event   append-only log. `body` is a JSON object; findings and messages are stored in it as codes and values, never as
        sentences of a language; `chain` is the checksum of `chained`
file    the bytes of collected files, by their SHA-256
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
EVENT = Table(
    "event",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("dispatch", String(80), nullable=False),
    Column("received", String(40), nullable=False),
    Column("who", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("chain", String(64), nullable=False, server_default=""),
)
CHAINED = ("number", "kind", "subject", "dispatch", "received", "who", "body")
"""The columns of an event that its checksum proves, in the order of `chained`."""
FILE = Table(
    "file",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("data", LargeBinary, nullable=False),
)


def chained(before: str, row: Iterable[object]) -> str:
    """Return the checksum of an event: the SHA-256 of that of the event before it ("" for the first) and of its own
    columns (`CHAINED`) as they are stored.

    Why the one before: an event that is left out or put between is found too.
    """
    return hashlib.sha256("\0".join([before, *map(str, row)]).encode("utf-8", "surrogatepass")).hexdigest()

"""The tables at `database.VERSION`; tests/ledger/test_database.py checks that the migrations produce them.

event   append-only log. `body` is a JSON object; findings and messages are stored in it as codes and values, never as
        sentences of a language
file    the bytes of collected files, by their SHA-256
"""

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
)
FILE = Table(
    "file",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

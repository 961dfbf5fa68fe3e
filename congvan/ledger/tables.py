"""The tables as they are at `schema.VERSION`; tests/ledger/test_schema.py proves that the migrations lead to them.

event   what happened, only added to. `body` is a JSON object; everything that is told of it later, findings among them,
        is kept there as codes and values, never as sentences of a language
file    the bytes of what was taken in, by their SHA-256
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

"""Each event has a checksum of itself and of the one before it."""

import sqlalchemy as sa
from alembic import op

from congvan.returns.ledger.tables import CHAINED, chained

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.add_column("event", sa.Column("chain", sa.String(64), nullable=False, server_default=""))
    connection, before = op.get_bind(), ""
    for row in connection.execute(sa.text(f"SELECT {', '.join(CHAINED)} FROM event ORDER BY number")).all():
        before = chained(before, row)
        connection.execute(
            sa.text("UPDATE event SET chain = :chain WHERE number = :number"), {"chain": before, "number": row.number}
        )

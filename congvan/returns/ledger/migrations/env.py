"""Entry point of alembic: migrate on the connection, and in the transaction, passed by `returns.ledger.database`."""

from alembic import context

from congvan.returns.ledger.database import TABLE

context.configure(connection=context.config.attributes["connection"], version_table=TABLE)
context.run_migrations()

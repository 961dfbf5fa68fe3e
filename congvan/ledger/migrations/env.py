"""Entry point of alembic: migrate on the connection, and in the transaction, passed by `congvan.ledger.schema`."""

from alembic import context

from congvan.ledger.schema import TABLE

context.configure(connection=context.config.attributes["connection"], version_table=TABLE)
context.run_migrations()

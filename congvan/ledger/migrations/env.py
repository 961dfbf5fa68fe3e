"""What alembic runs to migrate, on the connection and in the transaction that `congvan.ledger.schema` hands over."""

from alembic import context

from congvan.ledger.schema import TABLE

context.configure(connection=context.config.attributes["connection"], version_table=TABLE)
context.run_migrations()

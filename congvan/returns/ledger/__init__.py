"""The office's database `office.db`: event store, schema migrations, backup and restore. The only access to it.

The meaning of the events belongs to the packages above (returns today; register and sending later). Imports job,
messages, problems and bootstrap. SQLAlchemy and alembic are imported here alone, within functions.
"""

"""The office's database `office.db`: its only door, its schema from version to version, backup and restore.

What the rows mean belongs to the rooms above (returns today; register and sending later). Imports job,
problems, i18n and bootstrap. SQLAlchemy and alembic are imported here alone, within functions.
"""

"""Commands that write data/: new project, new dispatch, its number and date. Imports documents,
model, project and the packages below them.
"""

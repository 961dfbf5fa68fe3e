"""Lists: things of one kind under one head, kept in YAML, CSV or XLSX.

`head` says what a list is; `rows` reads its source; `entries` turns rows into entries by the types of their fields;
`read` does it for a project.
"""

"""The files of a project: every input read once, YAML read and edited in place. Imports text, i18n and problems."""

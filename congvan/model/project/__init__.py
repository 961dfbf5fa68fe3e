"""The files of a project: read every input once, parse YAML, edit it in place. Imports text, messages and problems."""

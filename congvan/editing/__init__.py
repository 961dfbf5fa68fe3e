"""The data files as forms and tables: values with labels, places and findings, and every change to them.

`views` says what a form and a table show; `saving`, `entries`, `pasting` and `undoing` hold the acts that change a
file, each by the bytes of what is changed alone; `whole_files` begins files and throws them away; `changes` is what
they write down, `history` where, so that each can be undone; `drafting` writes new projects and dispatches. Acts take
the lock of data/ (`model.project.data_lock`). Imports model and those below; no web framework.
"""

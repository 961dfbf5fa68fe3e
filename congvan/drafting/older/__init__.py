"""What older projects become: tables in YAML of old keys and contents, and text edits that put the new in place.

`text_edits` changes a YAML file and keeps every other byte; `lists`, `dispatches`, `documents` and `signage` say what
changes in each kind of file; `tables` reads the YAML beside them. Imports the model, the project and what is below.
"""

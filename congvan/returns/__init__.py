"""The way back: a filled form's bytes → rows with cell places → the same facts. Imports model, project and text.

`collect`, `facilities` and `phone_report` take in; `answers` tells what has come in; `acts` is what the commands call.
"""

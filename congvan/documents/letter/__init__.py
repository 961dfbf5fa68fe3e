"""The letter and what goes with it: forms, appendices, copies, envelope, send list, cover.

May import base and text.
"""

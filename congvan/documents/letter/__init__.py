"""The letter and its companions: forms, appendices, certified copies, envelope, send list, cover.

May import base and text.
"""

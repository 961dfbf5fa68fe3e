"""What is proved of a DOCX template when it is compiled: nothing hostile, no text lost, well-formed, sound.

May import blocks and tags of its room.
"""

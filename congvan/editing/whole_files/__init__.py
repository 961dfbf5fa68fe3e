"""Files of data/ as a whole: begun, thrown away, put back; new lists, signs, letters that remind.

`files` writes each down; the others begin a file of a kind. Imports `history`, `changes` and `writing` of the room
above.
"""

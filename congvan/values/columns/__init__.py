"""Types of values: what a cell or a value of a data file may hold, how it is read, kept and shown.

`table.TYPES` is the table; a family of types is a module and each type one line in the table. Lists use it for their
fields; forms are to use it for their columns. A type knows neither files nor lists: it reads one cell and answers with
a value, or with what has to be asked. Imports grids, templating, text and messages.
"""

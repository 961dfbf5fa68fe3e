"""A file that came back as answers: which form it answers, its rows by the types of its columns, what has to be asked.

`parts` puts a file's texts and tables in reading order and finds the tables of a form by their heads; `identity` says
which sheet each part answers; `tables`, `block_lines` and `cells` read values; `rules` recomputes, compares and checks;
`answer` joins it all. A value counts only where its place, its head and its type agree. Imports forms, expressions,
columns, grids and text.
"""

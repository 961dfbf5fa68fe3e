"""Tables of papers (`tables:` of a dispatch): a view on the rows of a list or of what came back.

`sources` gives the rows; `ordering` chooses, orders and groups them; `table` builds the lines of a table with its sums;
`blocks` writes them for a text (`{{ tables.x }}`, `{{ charts.x }}`), `content` for a paper of their own.
"""

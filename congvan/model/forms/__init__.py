"""Forms of a dispatch, the tables made of what comes back, and assignments: keys and values as they are typed.

`columns` is one question, `sections` a table or block of lines, `form` what is sent out, `periods` when it is due,
`tables` a paper's view, `assignments` people on posts; `scalars` holds the types of their values. Lists are not known
here: what a name means is checked by `consistency`, and worked out by the room `congvan.forms`.
"""

"""Forms of a dispatch worked out: their dimensions, ids and periods, who owes them, and the blank sheets to be filled.

`form` joins what a dispatch says of a form with the lists of the project; `keys` names one of its sheets (entries and
period) and its printed id; `calendar` gives its periods and when each is due; `senders` and `obligations` say who owes
which sheet; `sheet` is the blank that goes out, with everything known filled in. Documents print sheets, returns read
them. Imports the model and what is below it.
"""

"""Fast path: partial evaluation of templates, for records that differ only in their values.

The first records of a template are rendered in full. A render over traced values (`traced_values`) records where each
input text appears in the output (`recorder`); this gives a field plan (`field_plan`) that extracts the values of a
further record from its content, and a function that fills them into the recorded output. Such a fast path is verified
against another full render before it is used in place of one (`store`).
"""

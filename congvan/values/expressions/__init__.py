"""Expressions of the data files: conditions, computed values, checks (`where`, `owed`, `value`, `equals`, `check`).

`parse` reads a text once; an `Expression` is evaluated in a `Scope`, checked against known names (`flaws`) and written
as a formula of a spreadsheet (`excel`). `texts` lets sums and counts be in `{{ }}` of texts. An expression knows
neither lists nor forms: scopes give values and rows. Imports templating, text and messages.
"""

from congvan.values.expressions.excel import Cells, excel
from congvan.values.expressions.expression import Aggregate, Expression, parse
from congvan.values.expressions.flaws import Known, ValueKind, condition_flaws, flaws, kind_of
from congvan.values.expressions.scopes import MappingScope
from congvan.values.expressions.tokens import ExpressionError
from congvan.values.expressions.values import UNKNOWN, Scope, Unknown, half_up, is_true

__all__ = [
    "UNKNOWN",
    "Aggregate",
    "Cells",
    "Expression",
    "ExpressionError",
    "Known",
    "MappingScope",
    "Scope",
    "Unknown",
    "ValueKind",
    "condition_flaws",
    "excel",
    "flaws",
    "half_up",
    "is_true",
    "kind_of",
    "parse",
]

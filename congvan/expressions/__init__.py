"""Expressions of the data files: conditions, computed values, checks (`where`, `owed`, `value`, `equals`, `check`).

`parse` reads a text once; an `Expression` is evaluated in a `Scope`, checked against known names (`flaws`) and written
as a formula of a spreadsheet (`excel`). `texts` lets sums and counts be in `{{ }}` of texts. An expression knows
neither lists nor forms: scopes give values and rows. Imports templating, text and messages.
"""

from congvan.expressions.excel import Cells, excel
from congvan.expressions.expression import Aggregate, Expression, parse
from congvan.expressions.flaws import Known, ValueKind, condition_flaws, flaws, kind_of
from congvan.expressions.scopes import MappingScope
from congvan.expressions.tokens import ExpressionError
from congvan.expressions.values import UNKNOWN, Scope, Unknown, half_up, is_true

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

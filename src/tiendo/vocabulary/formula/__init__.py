"""A small language over indicators: arithmetic, sum, share, ratio and lag.

A formula is parsed to a tree, its units are checked before it is saved, cycles are refused, and
what is missing stays missing. The grammar is in `parser`, the spelling of names in `lexer`.
"""

from tiendo.vocabulary.formula.evaluation import Operand, Outcome, Used, evaluate, named_operands
from tiendo.vocabulary.formula.parser import parse
from tiendo.vocabulary.formula.tree import (
    Binary,
    Expression,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
    lags,
    references,
)
from tiendo.vocabulary.formula.units import check_units
from tiendo.vocabulary.formula.versions import (
    check_card,
    check_catalogue,
    check_cycles,
    check_versions,
    order_of,
    version_on,
)

__all__ = [
    "Binary",
    "Expression",
    "Lag",
    "Negation",
    "Number",
    "Operand",
    "Outcome",
    "Quotient",
    "Reference",
    "Sum",
    "Used",
    "check_card",
    "check_catalogue",
    "check_cycles",
    "check_units",
    "check_versions",
    "evaluate",
    "lags",
    "named_operands",
    "order_of",
    "parse",
    "references",
    "version_on",
]

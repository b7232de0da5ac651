"""Reading a formula by recursive descent.

    expression = term { ("+" | "-") term }
    term       = factor { ("*" | "/") factor }
    factor     = "-" factor | number ["%"] | reference | function | "(" expression ")"
    reference  = code [ "[" dimension "=" code { ";" dimension "=" code } "]" ]
    function   = "sum(" expression { "," expression } ")"
               | "share(" part "," whole ")" | "ratio(" a "," b ")"
               | "lag(" expression "," months ")"

Numbers have a decimal point. A number with % is hundredths. A constant has no unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula.lexer import Token, refuse, tokens_of
from tiendo.vocabulary.formula.tree import (
    Binary,
    Expression,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
)
from tiendo.vocabulary.series import TOTAL, Breakdown

FUNCTIONS = ("sum", "share", "ratio", "lag")
MAX_DEPTH = 50
"""How deep parentheses, functions and unary minus may be nested."""
MAX_LAG = 600
"""Months by which a lag may reach back: fifty years."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Return the tree of a formula.

    Raises:
        VocabularyError: with the column, what stands there and what was expected.
    """
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        if self._at_end():
            refuse(1, "the formula is empty", "write one such as grdp / population")
        expression = self._expression()
        if not self._at_end():
            self._expected("an operator (+ - * /) or the end")
        return expression

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _at_end(self) -> bool:
        return self._next.sort == "end"

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _sees(self, *signs: str) -> bool:
        return self._next.sort == "sign" and self._next.text in signs

    def _expected(self, what: str) -> NoReturn:
        token = self._next
        remedy = ""
        if token.text == "," and self._tokens[self._at - 1].sort == "number" and self._at:
            remedy = "write a decimal point, such as 0.5"
        refuse(token.column, f"found {token}, expected {what}", remedy)

    def _need(self, sign: str, why: str) -> None:
        if not self._sees(sign):
            self._expected(f"'{sign}' {why}")
        self._at += 1

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            refuse(
                self._next.column,
                f"the formula is nested more than {MAX_DEPTH} deep",
                "give a part of it its own indicator",
            )
        yield
        self._depth -= 1

    def _expression(self) -> Expression:
        with self._deeper():
            left = self._term()
            while self._sees("+", "-"):
                sign = self._take().text
                left = Binary("+" if sign == "+" else "-", left, self._term())
            return left

    def _term(self) -> Expression:
        left = self._factor()
        while self._sees("*", "/"):
            sign = self._take().text
            left = Binary("*" if sign == "*" else "/", left, self._factor())
        return left

    def _factor(self) -> Expression:
        if self._sees("-"):
            with self._deeper():
                self._at += 1
                return Negation(self._factor())
        if self._sees("("):
            self._at += 1
            expression = self._expression()
            self._need(")", "to close the parenthesis")
            return expression
        if self._next.sort == "number":
            return self._number()
        if self._next.sort == "name":
            return self._named()
        self._expected("a number, an indicator, a function or '('")

    def _number(self) -> Number:
        value = Decimal(self._take().text)
        if self._sees("%"):
            self._at += 1
            return Number(value, percent=True)
        return Number(value)

    def _named(self) -> Expression:
        name = self._take()
        if self._sees("("):
            return self._function(name)
        breakdown = TOTAL
        if self._next.sort == "cut":
            breakdown = self._breakdown(self._take())
        return Reference(name.text, breakdown)

    def _breakdown(self, cut: Token) -> Breakdown:
        try:
            breakdown = Breakdown.parse(cut.text[1:-1])
        except VocabularyError as error:
            refuse(cut.column + 1, error.message, error.remedy)
        if not breakdown:
            refuse(cut.column + 1, "the breakdown is empty", "write [dimension=code]")
        return breakdown

    def _function(self, name: Token) -> Expression:
        if name.text not in FUNCTIONS:
            refuse(
                name.column,
                f"there is no function '{name.text}'",
                f"the functions: {', '.join(FUNCTIONS)}",
            )
        self._at += 1
        if name.text == "lag":
            return self._lag()
        arguments = [self._expression()]
        while self._sees(","):
            self._at += 1
            arguments.append(self._expression())
        close = self._next.column
        self._need(")", f"or ',' in {name.text}(...)")
        if name.text == "sum":
            return Sum(tuple(arguments))
        if len(arguments) != 2:
            refuse(
                close,
                f"{name.text} takes two arguments, not {len(arguments)}",
                f"write {name.text}(part, whole)",
            )
        return Quotient("share" if name.text == "share" else "ratio", arguments[0], arguments[1])

    def _lag(self) -> Lag:
        operand = self._expression()
        self._need(",", "and the number of months in lag(...)")
        token = self._next
        if token.sort != "number" or not token.text.isdigit():
            self._expected("a whole number of months, such as 12")
        self._at += 1
        months = int(token.text)
        if not 1 <= months <= MAX_LAG:
            refuse(
                token.column, f"a lag of {months} months", f"a lag is 1 to {MAX_LAG} months back"
            )
        self._need(")", "to close lag(...)")
        return Lag(operand, months)

"""What was worked out of a register is remembered as long as the register itself is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from tiendo.vocabulary.place import PlaceRegister

P = ParamSpec("P")
T = TypeVar("T")
OfRegister = Callable[Concatenate[PlaceRegister, P], T]


def kept_with_register(most: int) -> Callable[[OfRegister[P, T]], OfRegister[P, T]]:
    """Remember what a function of a register and other values returns.

    A worker of a cluster is handed a register with every batch of a country; `lru_cache` would hold
    on to all of them.

    Args:
        most: so many answers are remembered of a register; then it begins anew. None may hold the
            register: it would never be let go of.
    """

    def keeping(function: OfRegister[P, T]) -> OfRegister[P, T]:
        every: WeakKeyDictionary[PlaceRegister, dict[object, T]] = WeakKeyDictionary()

        @wraps(function)
        def kept(register: PlaceRegister, /, *args: P.args, **kwargs: P.kwargs) -> T:
            answers = every.setdefault(register, {})
            key = args, tuple(kwargs.items())
            try:
                return answers[key]
            except KeyError:
                found = function(register, *args, **kwargs)
            if len(answers) >= most:
                answers.clear()
            answers[key] = found
            return found

        return kept

    return keeping

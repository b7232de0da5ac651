"""What was fitted on public series beforehand, for calls with few series of their own.

data/prior.json is written by scripts/outlook_prior.py; it holds constants only, no series.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.error_law import ErrorLaw


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """The packaged constants of one frequency, month and kind of figure.

    Attributes:
        pass_through: 3 x 4 coefficients, of calm, middling and volatile series.
        law: how far outlooks were off.
    """

    pass_through: Floats
    law: ErrorLaw


def prior_for(periods: int, known: int, stock: bool) -> Prior:
    """Return the constants for a month (12 periods) or quarter (4) of the year."""
    return _all()[(periods, known, stock)]


@lru_cache(maxsize=1)
def prior_source() -> str:
    """Return where the packaged constants come from, in one sentence."""
    return str(_document()["source"])


@lru_cache(maxsize=1)
def _all() -> dict[tuple[int, int, bool], Prior]:
    return {
        (int(row["periods"]), int(row["known"]), bool(row["stock"])): _prior(row)
        for row in _document()["priors"]
    }


def _prior(row: dict[str, Any]) -> Prior:
    law = ErrorLaw(
        scores=np.array(row["scores"], dtype=float),
        level=float(row["level"]),
        slope=float(row["slope"]),
        short=(float(row["short"][0]), float(row["short"][1])),
        young=(float(row["young"][0]), float(row["young"][1])),
        count=0,
    )
    return Prior(np.array(row["pass_through"], dtype=float), law)


def _document() -> dict[str, Any]:
    text = (files("tiendo.outlook") / "data" / "prior.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document

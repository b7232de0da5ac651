"""Random villages through random reforms, one after the other, and figures filed in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.country import PACK, TODAY, figures
from tests.kernel.worlds import Case
from tests.territory.counted_monthly import counted
from tests.territory.successive import LAND, Reform, register_after
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Modality, Operator

DAYS = ("2020-07-01", "2021-01-01", "2021-10-01", "2022-03-01", "2022-05-16", "2022-07-01")
LATER = ("2022-10-01", "2023-01-01", "2023-06-01", "2024-01-01")
RUNS = ("2022", "2022-H1", "2022-Q3", "2022-08", "2022-05/2022-12", "2021", "2023")


@dataclass
class _Land:
    """The villages while their history is being drawn.

    Attributes:
        alive: names of those that exist.
        merged: mergers that may be taken back: the village, and what it was made of.
        number: of villages so far.
    """

    alive: list[str]
    merged: dict[str, list[str]]
    number: int = 0

    def new(self) -> str:
        """Return the name of a new village."""
        self.number += 1
        return f"v{self.number}"


EVERYTHING = ("merge", "merge", "split", "shift", "rename", "undo", "undo")
WHOLE = ("merge", "merge", "rename", "undo")
"""What leaves of each village another one, or the same one as before."""


def random_reforms(dice: Random, happens: Sequence[str] = EVERYTHING) -> tuple[Reform, ...]:
    """Return two to five reforms, each of one or two things that happen to some villages.

    Args:
        happens: what may: "merge", "split", "shift", "rename", "undo" (of a merger).
    """
    land = _Land([f"v{n}" for n in range(1, dice.choice((3, 4, 5)) + 1)], {})
    land.number = len(land.alive)
    days = sorted(dice.sample((*DAYS, *LATER), dice.choice((2, 2, 3, 3, 4, 5))))
    reforms = []
    for day in days:
        free = list(land.alive)
        told: list[str] = []
        for _ in range(dice.choice((1, 1, 2))):
            told += _happened(dice, land, free, happens)
        if told:
            reforms.append(Reform.on(day, *told))
    return tuple(reforms) if len(reforms) > 1 else random_reforms(dice, happens)


def _happened(dice: Random, land: _Land, free: list[str], happens: Sequence[str]) -> list[str]:
    """Return the transfers of something that happens to villages not touched on that day."""
    back = [one for one in free if one in land.merged]
    what = dice.choice(happens)
    if what == "undo":
        return _taken_back(land, free, dice.choice(back)) if back else []
    wanted = {"merge": dice.choice((2, 2, 3)), "shift": 2}.get(what, 1)
    if len(free) < wanted:
        return []
    old = dice.sample(free, wanted)
    for one in old:
        free.remove(one)
        land.alive.remove(one)
        land.merged.pop(one, None)
    new = [land.new() for _ in range(2 if what in ("split", "shift") else 1)]
    land.alive += new
    if what == "merge":
        land.merged[new[0]] = old
    shares = dice.choice((("", ""), (" 0.25", " 0.75")))
    parts = [f"{old[0]} part{s}> {one}" for s, one in zip(shares, new, strict=False)]
    if what == "split":
        return parts
    if what == "shift":
        return [*parts, f"{old[1]} > {new[1]}"]
    return [f"{one} > {new[0]}" for one in old]


def _taken_back(land: _Land, free: list[str], village: str) -> list[str]:
    free.remove(village)
    land.alive.remove(village)
    told = []
    for former in land.merged.pop(village):
        again = land.new()
        land.alive.append(again)
        told += [f"{village} part> {again}", f"{former} again> {again}"]
    return told


def villages_of(reforms: tuple[Reform, ...]) -> list[str]:
    """Return all villages that ever were, of those that a reform touched."""
    return [place.key for place in register_after(*reforms) if place.key.startswith("v")][1:]


def random_targets(dice: Random, villages: list[str]) -> dict[str, int]:
    """Return targets of births of some villages, each another power of two."""
    chance = dice.choice((0.3, 0.6, 0.9))
    year = {key: 2**n for n, key in enumerate(villages) if dice.random() < chance}
    return year or {dice.choice(villages): 1}


def planned(targets: dict[str, int], run: str, first: int = 1000) -> list[Figure]:
    """Return targets as figures."""
    told = ((key, "births", run, str(value)) for key, value in targets.items())
    return figures(*told, modality=Modality.TARGET, first=first)


def random_case(seed: int) -> Case:
    """Return a land with results and targets of all kinds, and a question to it."""
    dice = Random(seed)
    reforms = random_reforms(dice)
    villages = villages_of(reforms)
    run = dice.choice(RUNS)
    filed = counted(dice, reforms).filed() if dice.random() < 0.5 else []
    filed = [one for one in filed if dice.random() < 0.97]
    for indicator in ("births", "people", "wells-share"):
        for key in villages:
            for period in dice.sample(("2020", "2021", "2021-H1", "2022", "2022-H1", run), 3):
                if dice.random() < 0.6:
                    value = str(dice.randint(1, 99))
                    filed += figures((key, indicator, period, value), first=len(filed) + 1)
        filed = list({(f.statement.place, f.statement.series, f.statement.period): f for f in filed}
                     .values())  # fmt: skip
    for indicator in ("births", "people", "wells-share"):
        for number, key in enumerate(villages, start=1):
            if dice.random() < 0.7:
                told = (key, indicator, dice.choice(("2022", "2022", run)), str(number))
                (one,) = figures(told, modality=Modality.TARGET, first=50_000 + len(filed))
                filed.append(_varied(dice, one))
    register = register_after(*reforms)
    places = tuple(dice.sample([*villages, LAND, "veloria"], 3))
    day = None
    if dice.random() < 0.7:
        day = date.fromisoformat(dice.choice((*DAYS, *LATER))) + timedelta(dice.choice((-1, 0)))
    return Case(
        seed, register, PACK.catalogue, (), tuple(filed), places, Period.parse(run), TODAY,
        dice.random() < 0.3, day,
    )  # fmt: skip


def _varied(dice: Random, figure: Figure) -> Figure:
    """Return a target with an assigner, an operator or of growth, now and then."""
    said = figure.statement
    if dice.random() < 0.15:
        said = replace(said, assigner="the land")
    if dice.random() < 0.15:
        said = replace(said, kind=Kind.GROWTH, stated_unit="percent")
    if dice.random() < 0.3:
        said = replace(said, operator=dice.choice((Operator.AT_LEAST, Operator.AT_MOST)))
    return replace(figure, statement=said)

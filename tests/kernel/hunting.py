"""Hunting for worlds on which kernel and explain differ, and making them small.

.venv/bin/python -c "from tests.kernel.hunting import hunt; hunt(0, 60)"
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.kernel.comparing import leading, mismatches, report_of
from tests.kernel.worlds import Case, random_case

Group = tuple[str, str, str]


def hunt(
    start_seed: int,
    seconds: float,
    *,
    everywhere: bool = False,
    examples: int = 5,
    say: Callable[[str], None] = print,
) -> dict[Group, list[int]]:
    """Compare world after world, then tell the mismatches by group, the smallest world of each.

    Args:
        start_seed: seed of the first world; the others follow.
        seconds: when to stop looking; making small takes some more.
        everywhere: ask for all places at once.
        examples: how many groups to show with a small world, the most frequent first.
        say: where the report goes, line by line.

    Returns:
        for each group (key, nature of the indicator, state) the seeds on which it was seen.
    """
    found: dict[Group, list[int]] = {}
    end, seed = time.monotonic() + seconds, start_seed
    while time.monotonic() < end:
        different = leading(mismatches(random_case(seed), everywhere=everywhere))
        for group in {one.group for one in different}:
            found.setdefault(group, []).append(seed)
        seed += 1
    different_worlds = {seed for seeds in found.values() for seed in seeds}
    say(f"{seed - start_seed} worlds from seed {start_seed}, {len(different_worlds)} differ")
    by_count = sorted(found, key=lambda group: -len(found[group]))
    for group in by_count:
        say(f"{len(found[group]):6} {' / '.join(group)}, seeds {found[group][:6]}")
    for group in _of_different_worlds(found, by_count)[:examples]:
        small = smallest(found[group][:8], group, everywhere=everywhere)
        alike = [one for one in mismatches(small, everywhere=everywhere) if one.group == group]
        say(f"\n==== {' / '.join(group)}\n{report_of(small, alike)}")
    return found


def _of_different_worlds(found: Mapping[Group, list[int]], groups: list[Group]) -> list[Group]:
    """Return the groups without those that were seen only where another one was seen too."""
    chosen: list[Group] = []
    shown: set[int] = set()
    for group in groups:
        if not shown.issuperset(found[group]):
            chosen.append(group)
            shown.update(found[group])
    return chosen


def smallest(seeds: list[int], group: Group, *, everywhere: bool = False) -> Case:
    """Return the smallest world that still differs in this way, made from the least of some."""
    cases = sorted(map(random_case, seeds), key=lambda case: len(case.figures))
    return shrunk(cases[0], lambda case: _differs(case, group, everywhere))


def shrunk(case: Case, differs: Callable[[Case], bool]) -> Case:
    """Return the case with as few places asked, figures and duties as still differ."""
    for place in case.places:
        alone = replace(case, places=(place,))
        if differs(alone):
            case = alone
            break
    size = max(1, len(case.figures) // 2)
    while size:
        start = 0
        while start < len(case.figures):
            fewer = case.with_figures(case.figures[:start] + case.figures[start + size :])
            if differs(fewer):
                case = fewer
            else:
                start += size
        size //= 2  # ever smaller pieces are taken out
    for duty in case.obligations:
        fewer = replace(case, obligations=tuple(d for d in case.obligations if d is not duty))
        case = fewer if differs(fewer) else case
    return case


def _differs(case: Case, group: Group, everywhere: bool) -> bool:
    found = leading(mismatches(case, everywhere=everywhere))
    return any(one.group == group for one in found)

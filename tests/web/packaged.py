"""A small choice of the packaged figures, quick to load."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.packs.loading import load_pack

LOCALITIES = ("binh-lieu", "cam-pha", "ninh-thuan", "que-son")
INVESTMENT = "state-budget-investment.csv"


def packaged_files() -> Iterator[tuple[str, str]]:
    """Yield name and text: the four localities, and one province's investment since 2020."""
    for file in load_pack().figure_files:
        if file.name.startswith(LOCALITIES):
            yield file.name, file.read_text(encoding="utf-8")
        elif file.name == INVESTMENT:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            head = next(n for n, line in enumerate(lines, 1) if line.startswith("place,"))
            kept = [line for line in lines[head:] if line.startswith("quang-ninh,")]
            yield file.name, "".join(lines[:head] + [x for x in kept if ",202" in x])

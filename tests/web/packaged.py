"""A small choice of the packaged figures, quick to load."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.packs.loading import load_pack

LOCALITIES = ("binh-lieu", "cam-pha", "ninh-thuan", "que-son")
INVESTMENT = "state-budget-investment.csv"


def packaged_files() -> Iterator[tuple[str, str]]:
    """Yield name and text: the four localities, and investment of one province and a month."""
    for file in load_pack().figure_files:
        if file.name.startswith(LOCALITIES):
            yield file.name, file.read_text(encoding="utf-8")
        elif file.name == INVESTMENT:
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            head = next(n for n, line in enumerate(lines, 1) if line.startswith("place,"))
            kept = [line for line in lines[head:] if _is_kept(line)]
            yield file.name, "".join(lines[:head] + kept)


def _is_kept(line: str) -> bool:
    if line.startswith("quang-ninh,"):
        return ",202" in line
    return ",2024-09," in line or ",2024-9M," in line or ",2024-01/2024-09," in line

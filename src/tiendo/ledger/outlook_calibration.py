"""What outlooks of a place were calibrated with, kept in the workspace with the data's vintage.

One file a place, run and engine, that names the ledger's head, the day and the version it was made
with. If any of them has changed the calibration is made anew: it follows from the ledger, and the
file is a record for those who ask later what an interval was made with.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from tiendo.ledger import selectors
from tiendo.outlook.calibration import Calibration
from tiendo.outlook.engines import Engine
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place

_log = logging.getLogger(__name__)

ByMonth = Mapping[int, Calibration]
"""Calibrations by the month that is looked ahead from."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """What a calibration follows from.

    Attributes:
        event, hash: the last event of the ledger's log.
        day: figures known after it do not count.
        made_with: the version of this program.
        map: the day whose map was asked for; empty where none was.
    """

    place: str
    run: str
    engine: str
    day: str
    event: int
    hash: str
    made_with: str
    map: str = ""

    def __str__(self) -> str:
        return f"{self.day}, event {self.event}"

    @property
    def file(self) -> Path:
        """Where it is kept."""
        on_map = f".map-{self.map}" if self.map else ""
        name = f"{self.place}.{self.run.replace('/', '_')}.{self.engine}{on_map}.json"
        folder: Path = settings.TIENDO_WORKSPACE.calibrations
        return folder / name


def vintage_of(
    place: Place, run: Period, day: date, engine: Engine, map_day: date | None = None
) -> Vintage:
    """Return what a calibration made now would follow from."""
    head = selectors.log_head()
    return Vintage(
        place=place.key,
        run=str(run),
        engine=engine.value,
        day=day.isoformat(),
        event=head.seq,
        hash=head.hash,
        made_with=version("tiendo"),
        map=map_day.isoformat() if map_day else "",
    )


def kept_calibrations(vintage: Vintage) -> dict[int, Calibration]:
    """Return what is kept of a vintage; nothing where it is of another one or cannot be read."""
    try:
        said = json.loads(vintage.file.read_text(encoding="utf-8"))
        if said["of"] != asdict(vintage):
            return {}
        return {int(month): Calibration.from_json(one) for month, one in said["months"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        _log.warning("%s was no calibration and is made anew", vintage.file)
        return {}


def keep_calibrations(vintage: Vintage, calibrations: ByMonth) -> None:
    """Keep what was made, in a workspace that may be written; where that fails it is said."""
    said = {
        "of": asdict(vintage),
        "months": {str(month): one.as_json() for month, one in calibrations.items()},
    }
    if settings.TIENDO_WORKSPACE.is_read_only:
        return
    file = vintage.file
    half = file.with_suffix(f".{os.getpid()}.half")
    try:
        file.parent.mkdir(exist_ok=True)
        half.write_text(json.dumps(said), encoding="utf-8")
        os.replace(half, file)
    except OSError as problem:
        _log.warning("%s could not be kept (%s)", file, problem.strerror)

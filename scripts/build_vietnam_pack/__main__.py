"""Command line: build the packaged figures of the Vietnam pack from the raw folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import fdi, gdp, investment, products, retail, trade
from .long_form import Table, settle, write
from .names import PlaceNames


def tables(raw: Path, names: PlaceNames) -> list[Table]:
    """Return every table of the pack, converted from the raw folder."""
    return [
        investment.convert(raw, names),
        retail.convert(raw),
        products.convert(raw),
        trade.convert(raw),
        fdi.convert(raw, names),
        gdp.convert(raw),
    ]


def main() -> None:
    """Read the arguments, write the files, tell what became of them."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build_vietnam_pack", description=(__doc__ or "").strip()
    )
    parser.add_argument("raw", type=Path, help="folder with the raw CSV files")
    parser.add_argument("pack", type=Path, help="folder of the pack, with places.yaml")
    arguments = parser.parse_args()
    names = PlaceNames.of_pack(arguments.pack)
    for table in tables(arguments.raw, names):
        settled = settle(table)
        path = write(settled, arguments.pack / "figures")
        print(f"{path.name}: {settled.rows_in} raw rows, {len(settled.figures)} figures")
        for line in settled.left_out:
            print(f"  left out: {line}")


if __name__ == "__main__":
    main()

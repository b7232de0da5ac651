"""Checks that a built wheel holds every file under src/tiendo, byte for byte.

Usage: python scripts/check_wheel.py dist/tiendo-0.1.0-py3-none-any.whl
"""

import sys
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
NOT_PACKED = {"__pycache__"}


def expected() -> dict[str, Path]:
    """Return the files of the source tree by the name they have in the wheel."""
    return {
        path.relative_to(SOURCE).as_posix(): path
        for path in sorted((SOURCE / "tiendo").rglob("*"))
        if path.is_file() and not NOT_PACKED & set(path.parts)
    }


def main(arguments: list[str]) -> int:
    """Compare the wheel with the source tree and say what is amiss."""
    if len(arguments) != 1:
        print(f"check_wheel: one wheel expected, {len(arguments)} given: {arguments}")
        return 2
    wanted = expected()
    with zipfile.ZipFile(arguments[0]) as wheel:
        packed = {name for name in wheel.namelist() if not name.endswith("/")}
        missing = sorted(wanted.keys() - packed)
        changed = sorted(
            name for name in wanted.keys() & packed if wheel.read(name) != wanted[name].read_bytes()
        )
    stray = sorted(
        name for name in packed - wanted.keys() if not name.split("/")[0].endswith(".dist-info")
    )
    for label, names in (("missing", missing), ("differs", changed), ("stray", stray)):
        for name in names:
            print(f"check_wheel: {label}: {name}")
    if missing or changed or stray:
        return 1
    size = Path(arguments[0]).stat().st_size / 1e6
    print(f"{arguments[0]}: {len(wanted)} files of the package, {size:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Copies the style sheets that the pages stand on from their npm package into the package.

    python scripts/vendor_assets.py

Needs npm, whose client fetches the package and checks its integrity. What was copied is recorded in
VENDOR.toml with its SHA-256 and licence; a test holds the files to that record.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src/tiendo/web/static/vendor"
NAME, VERSION, LICENCE = "bootstrap", "5.3.9", "MIT"
FILES = {
    "package/dist/css/bootstrap.min.css": "bootstrap.min.css",
    "package/dist/css/bootstrap.rtl.min.css": "bootstrap.rtl.min.css",
    "package/LICENSE": "LICENSE",
}


def main() -> None:
    """Fetch the package, copy the files and write the record."""
    folder = VENDOR / f"{NAME}@{VERSION}"
    shutil.rmtree(VENDOR, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            ["npm", "pack", "--silent", f"{NAME}@{VERSION}"], cwd=scratch, check=True, text=True
        )
        with tarfile.open(Path(scratch) / f"{NAME}-{VERSION}.tgz") as archive:
            for packed, name in FILES.items():
                opened = archive.extractfile(packed)
                if opened is None:
                    raise SystemExit(f"{NAME} {VERSION} has no {packed}")
                (folder / name).write_bytes(opened.read())
    (VENDOR / "VENDOR.toml").write_text(_record(folder), encoding="utf-8")


def _record(folder: Path) -> str:
    lines = [
        "# Written by scripts/vendor_assets.py; a test holds the files to it.",
        "",
        f"[{NAME}]",
        f'version = "{VERSION}"',
        f'licence = "{LICENCE}"',
        f'source = "npm: {NAME}@{VERSION}"',
        "",
        f"[{NAME}.sha256]",
    ]
    for file in sorted(folder.iterdir()):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        lines.append(f'"{folder.name}/{file.name}" = "{digest}"')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""Filling cells of a workbook with LibreOffice, as somebody at a desk does.

    /usr/bin/python3 tests/spreadsheet.py FROM.xlsx TO.xlsx ADDRESS=CONTENT...

runs with the Python that LibreOffice's own bindings belong to (Debian: python3-uno).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

PYTHON = "/usr/bin/python3"
_SECONDS = 60.0


def missing() -> str:
    """Return why cells cannot be filled here; empty where they can."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    found = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if found.returncode == 0 else f"{PYTHON} lacks LibreOffice's bindings (python3-uno)"


def fill(source: Path, target: Path, cells: Mapping[str, str]) -> None:
    """Fill cells of the first sheet as if they were typed, and save it as another file."""
    typed = [f"{address}={content}" for address, content in cells.items()]
    subprocess.run(
        [PYTHON, __file__, str(source), str(target), *typed],
        check=True,
        capture_output=True,
        timeout=2 * _SECONDS,
    )


def _type(source: str, target: str, typed: list[str]) -> None:
    import uno  # type: ignore[import-not-found]
    from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

    def setting(name: str, value: object) -> object:
        given = PropertyValue()
        given.Name, given.Value = name, value
        return given

    pipe = f"name=tiendo{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="tiendo-office-") as profile:
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation=file://{profile}",
                f"--accept=pipe,{pipe};urp;",
            ]
        )
        try:
            desktop = _desktop(uno, f"uno:pipe,{pipe};urp;StarOffice.ComponentContext")
            hidden = (setting("Hidden", True),)
            document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, hidden)
            sheet = document.Sheets.getByIndex(0)
            for one in typed:
                address, _, content = one.partition("=")
                sheet.getCellRangeByName(address).setFormula(content)
            kind = (setting("FilterName", "Calc MS Excel 2007 XML"),)
            document.storeToURL(f"file://{target}", kind)
            document.close(True)
        finally:
            office.terminate()
            office.wait(_SECONDS)


def _desktop(uno: object, address: str) -> object:
    """Return the running office, waiting until it answers."""
    here = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = here.ServiceManager.createInstanceWithContext(name, here)
    end = time.monotonic() + _SECONDS
    while True:
        try:
            there = resolver.resolve(address)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            break
    return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)


if __name__ == "__main__":
    _type(sys.argv[1], sys.argv[2], sys.argv[3:])

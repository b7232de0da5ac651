"""`python -m tiendo.cli` is `tiendo`."""

from __future__ import annotations

import sys

from tiendo.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""From files that people hand in to statements; every bad cell is named with a remedy.

Pure: no Django here, so that a file can be checked before there is a database.
"""

from tiendo.ledger.intake.fault import Fault, Intake
from tiendo.ledger.intake.long_csv import read_long_csv
from tiendo.ledger.intake.long_csv_export import write_long_csv

__all__ = ["Fault", "Intake", "read_long_csv", "write_long_csv"]

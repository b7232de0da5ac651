"""Mapping files: what tables mean, proposed by recognition and confirmed by a person."""

from tiendo.ledger.intake.mapping.model import ColumnMap, LineMap, ReportMap, TableMap
from tiendo.ledger.intake.mapping.proposal import Proposal, propose
from tiendo.ledger.intake.mapping.reading import read_mapping

__all__ = [
    "ColumnMap",
    "LineMap",
    "Proposal",
    "ReportMap",
    "TableMap",
    "propose",
    "read_mapping",
]

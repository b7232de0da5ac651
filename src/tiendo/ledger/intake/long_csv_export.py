"""Writing statements as a long-form CSV, so that reading it gives the same statements again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from tiendo.ledger.intake.numerals import printed, shifted
from tiendo.ledger.intake.stated_units import shift_from
from tiendo.ledger.intake.table import COLUMNS, Row
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.unit import Unit


def write_long_csv(
    statements: Iterable[Statement], catalogue: Catalogue, *, source: str = ""
) -> str:
    """Return the statements as a long-form CSV in the units in which they were stated.

    A date of release that had been defaulted is written too, and so counts as given when read.

    Args:
        statements: what to write, a line each.
        catalogue: the cards of their indicators, for the units.
        source: who published the figures; written as a comment above the header.

    Raises:
        VocabularyError: naming the statement whose number cannot be printed with its digits.
    """
    out = io.StringIO(newline="")
    if source:
        out.write(f"# source: {' '.join(source.split())}\r\n")
    # With the line end of RFC 4180 the writer also quotes cells that hold either half of it.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for statement in statements:
        writer.writerow(_row(statement, catalogue))
    return out.getvalue()


def _row(statement: Statement, catalogue: Catalogue) -> Row:
    series = statement.series
    try:
        card = catalogue.find(series.indicator)
        shift = 0
        if statement.stated_unit:
            shift = shift_from(card, statement.kind, Unit.parse(statement.stated_unit))
        decimals = statement.decimals + shift
        value = _cell(statement.value, shift, decimals)
        value_hi = _cell(statement.value_hi, shift, decimals)
    except VocabularyError as error:
        where = f"{statement.place}, {series.indicator}, {statement.period}"
        raise VocabularyError(f"{where}: {error.message}", remedy=error.remedy) from None
    return Row(
        place=statement.place,
        indicator=series.indicator,
        breakdown=str(series.breakdown),
        price_basis=series.price_basis,
        period=str(statement.period),
        kind=statement.kind,
        value=value,
        value_hi=value_hi,
        unit=statement.stated_unit,
        comparator=statement.comparator,
        modality=statement.modality,
        status=statement.status or "",
        state=statement.state or "",
        known_at=statement.known_at.isoformat(),
        assigner=statement.assigner or "",
        version=statement.version or "",
        operator=statement.operator or "",
        decision=statement.decision or "",
    )


def _cell(value: Decimal | None, shift: int, decimals: int) -> str:
    return "" if value is None else printed(shifted(value, -shift), decimals)

"""The words of a form in a language, from the language packs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from babel.numbers import format_decimal

from tiendo.packs.nouns import noun_in
from tiendo.packs.schema import read_yaml
from tiendo.vocabulary.indicator import Indicator, text_in
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series


class FormWords:
    """The words of a form."""

    def __init__(self, said: Mapping[str, Any], language: str) -> None:
        self._said = said
        self._language = language

    def __getitem__(self, key: str) -> str:
        found: str = self._said[key]
        return found

    def keys(self) -> Collection[str]:
        """Return the names of all words."""
        return self._said.keys()

    def list_of(self, key: str) -> Mapping[str, str]:
        """Return the words that may be chosen, by the contract's words."""
        found: Mapping[str, str] = self._said[key]
        return found

    def number(self, value: Decimal) -> str:
        """Return a number as this language prints it, with three decimals at most."""
        printed: str = format_decimal(value, format="#,##0.###", locale=self._language)
        return printed

    def assigner(self, who: str) -> str:
        """Return who assigned a plan: a level of government in words, a name as it is."""
        return self.list_of("assigners").get(who, who)

    def run(self, run: Period) -> str:
        """Return a run of months in words; as the contract prints it where it has no name."""
        to_date = run.within_one_year and run == run.year_to_date()
        months = {1: "month", 3: "quarter" if run.first % 3 == 0 else "", 12: "year"}
        kind = months.get(run.months) or ("months" if to_date else "")
        if not kind or (kind == "year" and not to_date):
            return str(run)
        return self.list_of("runs")[kind].format(
            year=run.year, month=run.last_month, quarter=run.last_month // 3, count=run.months
        )

    def unit(self, text: str) -> str:
        """Return a unit as people of this language write it; as it is where no word is known."""
        known = self.list_of("units").get(text)
        return known or noun_in(text, self._language)

    def series(self, card: Indicator, series: Series, language: str) -> str:
        """Return the name of a series: its part or else its indicator, and its price basis."""
        name = card.breakdown_name(series.breakdown, language) or text_in(card.names, language)
        basis = self._basis(series.price_basis) if len(card.price_bases) > 1 else ""
        return f"{name} ({basis})" if basis else name

    def _basis(self, basis: str) -> str:
        if basis.startswith("constant_"):
            return self["constant"].format(year=basis.removeprefix("constant_"))
        return self["current"] if basis == "current" else ""


@lru_cache(maxsize=8)
def words_in(language: str) -> FormWords:
    """Return the words of a form in a language of the packs.

    Raises:
        FileNotFoundError: for a language without a form.
    """
    file = resources.files("tiendo.packs") / "languages" / language / "form.yaml"
    return FormWords(read_yaml(file), language)

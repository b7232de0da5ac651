"""Django's description of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The app of filings, figures and the event log."""

    name = "tiendo.ledger"
    verbose_name = "Ledger"

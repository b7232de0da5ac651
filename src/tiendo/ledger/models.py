"""What the ledger keeps: rows are only ever added.

Triggers refuse changes (0002_guards) to all tables but obligations, which end.
Services write these tables and selectors read them; both do so in plain SQL where figures come in
thousands, so a change of a column here is a change there (`rows.FIGURE_COLUMNS`).
"""

from __future__ import annotations

from django.db import models


class SeriesRow(models.Model):
    """An indicator, cut by a breakdown, on one price basis; figures name it by its id."""

    indicator = models.TextField()
    breakdown = models.TextField(help_text="dim=code;dim=code in the order of the dimensions")
    price_basis = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "breakdown", "price_basis"], name="ledger_seriesrow_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} [{self.breakdown}] {self.price_basis}"


class Filing(models.Model):
    """Somebody's act of handing in figures."""

    by = models.TextField(help_text="who filed")
    recorded_at = models.DateTimeField(help_text="UTC instant at which it was written")
    file_name = models.TextField(help_text="without its folder; empty for a form")
    file_sha256 = models.TextField(help_text="of the file's bytes; empty for a form")
    source = models.TextField(help_text="who published the figures; may be empty")

    def __str__(self) -> str:
        return f"filing {self.pk} by {self.by}"


class Figure(models.Model):
    """One number as somebody stated it; the columns are those of `vocabulary.Statement`.

    No index of its own on filing: a filing's figures have consecutive ids, which its event names.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, db_index=False)
    place_id = models.BigIntegerField(help_text="opaque id of the place in the register")
    series = models.ForeignKey(SeriesRow, on_delete=models.PROTECT, db_index=False)
    first = models.IntegerField(help_text="first month, 12 x year + month - 1")
    last = models.IntegerField(help_text="last month, counted alike")
    kind = models.CharField(max_length=16)
    value = models.TextField(null=True, help_text="exact decimal")  # noqa: DJ001 - null: a state
    value_hi = models.TextField(null=True)  # noqa: DJ001 - null: no range
    decimals = models.SmallIntegerField()
    stated_unit = models.TextField()
    comparator = models.CharField(max_length=16)
    modality = models.CharField(max_length=16)
    status = models.CharField(max_length=16, null=True)  # noqa: DJ001 - null: not stated
    state = models.CharField(max_length=16, null=True)  # noqa: DJ001 - null: a value
    known_at = models.DateField()
    assigner = models.TextField(null=True)  # noqa: DJ001 - null: not stated
    version = models.TextField(null=True)  # noqa: DJ001 - null: not stated
    operator = models.CharField(max_length=16, null=True)  # noqa: DJ001 - null: a bare number
    decision = models.TextField(null=True)  # noqa: DJ001 - null: not stated
    cell = models.TextField()

    class Meta:
        indexes = [
            # Evaluation asks for a place and the months in which runs end, the check for figures
            # already known for a place and one run: one index serves both.
            models.Index(fields=["place_id", "last", "first", "series"], name="ledger_figure_run"),
            # Few figures carry a state; whether any of an indicator is hidden is asked often.
            models.Index(
                fields=["series"],
                name="ledger_figure_state",
                condition=models.Q(state__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"figure {self.pk}"


class Event(models.Model):
    """An act, chained to the one before it by its hash (see `chain`)."""

    seq = models.BigAutoField(primary_key=True, help_text="1, 2, 3, ... without gaps")
    at = models.DateTimeField(help_text="UTC instant")
    actor = models.TextField()
    verb = models.TextField(help_text='such as "filing.recorded"')
    subject = models.TextField(db_index=True, help_text='such as "filing:12"')
    data = models.TextField(help_text="canonical JSON")
    prev_hash = models.TextField()
    hash = models.TextField()

    def __str__(self) -> str:
        return f"event {self.seq} {self.verb} {self.subject}"


class Obligation(models.Model):
    """An office owes the figures of an indicator for a place between two dates (half-open)."""

    place_id = models.BigIntegerField(help_text="opaque id of the place in the register")
    indicator = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="the day from which it is no longer owed")
    office = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["place_id", "indicator"], name="ledger_obligation_of_place")
        ]

    def __str__(self) -> str:
        return f"{self.office} owes {self.indicator}"

"""Triggers that refuse to change or remove what was recorded.

A later migration that rebuilds one of these tables on SQLite must install its triggers again;
`verify_log` reports a guard that is missing.
"""

from django.db import migrations

TABLES = ("ledger_event", "ledger_figure", "ledger_filing", "ledger_seriesrow")
REFUSAL = "the ledger is append-only: file a correction instead"

_SQLITE = """
CREATE TRIGGER {table}_no_{lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{lower} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        template, verbs = _POSTGRESQL, ("UPDATE", "DELETE", "TRUNCATE")
        schema_editor.execute(_POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
    else:
        template, verbs = _SQLITE, ("UPDATE", "DELETE")
    for table in TABLES:
        for verb in verbs:
            schema_editor.execute(
                template.format(table=table, verb=verb, lower=verb.lower(), refusal=REFUSAL)
            )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_refuse_change() CASCADE")
        return
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]

"""Sequences from which new public ids are drawn; they only grow, so that none is used twice."""

from django.db import migrations

NUMBERED = ["incident", "statement"]


class Migration(migrations.Migration):
    dependencies = [("attacks", "0004_names")]

    operations = [
        migrations.RunSQL(f"CREATE SEQUENCE attacks_{name}_number", f"DROP SEQUENCE attacks_{name}_number")
        for name in NUMBERED
    ]

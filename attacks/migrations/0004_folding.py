"""Folding of names inside PostgreSQL, so that working records are searched as published ones are."""

from django.db import migrations

# The same steps as attacks.search.fold, which a property test holds it to.
FROM = "أإآٱؤئةىکیگ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ءـ"
TO = "ااااويهيكيك01234567890123456789"
APOSTROPHES = "'’‘ʼʿʾ`´"

FOLDED = rf"""
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(
            regexp_replace(
                normalize(lower(normalize(translate(value, '{FROM}', '{TO}'), NFKD)), NFKD),
                '[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]', '', 'g'
            ),
            '{FROM}{APOSTROPHES.replace("'", "''")}', '{TO}'
        ),
        '\W+', ' ', 'g'
    ))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("attacks", "0003_roles")]

    operations = [migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)")]

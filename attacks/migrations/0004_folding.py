"""Folding of names inside PostgreSQL, so that working records are searched as published ones are."""

from django.db import migrations

# The same steps as attacks.search.fold, which a property test holds it to.
FROM = "أإآٱؤئةىکیگ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ءـ"
TO = "ااااويهيكيك01234567890123456789"
APOSTROPHES = "'’‘ʼʿʾ`´".replace("'", "''")
# Marks that combine with the letter before them: general, Cyrillic, Hebrew, Arabic and their supplements.
MARKS = "".join(
    (
        r"\u0300-\u0344\u0346-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2",
        r"\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8",
        r"\u06ea-\u06ed\u1ab0-\u1abd\u1abf-\u1ace\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0",
    )
)

FOLDED = rf"""
CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(
            regexp_replace(
                normalize(
                    -- What case folding does beyond lower case: ß, the final sigma, the iota below.
                    translate(
                        replace(lower(normalize(translate(value, '{FROM}', '{TO}'), NFKD)), 'ß', 'ss'), E'ς\u0345', 'σι'
                    ),
                    NFKD
                ),
                '[{MARKS}]', '', 'g'
            ),
            '{FROM}{APOSTROPHES}', '{TO}'
        ),
        '\W+', ' ', 'g'
    ))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("attacks", "0003_roles")]

    operations = [migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)")]

"""Words of published incidents with posting lists, in place of indexes over whole texts."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Longer words are of no use to readers, and an index takes none beyond 2,700 bytes.
LETTERS = 500
BLOCK = 4096

ADD = """
    INSERT INTO attacks_word (word)
        SELECT DISTINCT left(word, {letters}) FROM {rows}, string_to_table(search_text, ' ') word WHERE word <> ''
        ON CONFLICT DO NOTHING;
    INSERT INTO attacks_postinglist (word_id, block, places)
        SELECT w.id, found.id / {block}, string_agg(int2send((found.id % {block})::int2), '' ORDER BY found.id)
        FROM (
            SELECT DISTINCT id, left(word, {letters}) AS word
            FROM {rows}, string_to_table(search_text, ' ') word WHERE word <> ''
        ) found JOIN attacks_word w USING (word)
        GROUP BY 1, 2
        ON CONFLICT (word_id, block) DO UPDATE SET places = attacks_postinglist.places || EXCLUDED.places;
"""
TRIGGERS = f"""
CREATE FUNCTION add_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {ADD.format(rows="added", letters=LETTERS, block=BLOCK)}
    RETURN NULL;
END $$;
CREATE TRIGGER words_are_added AFTER INSERT ON attacks_publishedincident
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_words();

-- Seldom: a document was blanked, and its words go with it.
CREATE FUNCTION remove_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE attacks_postinglist p SET places = coalesce((
        SELECT string_agg(substring(p.places FROM 2 * n + 1 FOR 2), '' ORDER BY n)
        FROM generate_series(0, length(p.places) / 2 - 1) n
        WHERE p.block * {BLOCK} + get_byte(p.places, 2 * n) * 256 + get_byte(p.places, 2 * n + 1)
            NOT IN (SELECT id FROM removed)
    ), '')
    WHERE (p.word_id, p.block) IN (
        SELECT w.id, removed.id / {BLOCK} FROM removed, string_to_table(search_text, ' ') written
        JOIN attacks_word w ON w.word = left(written, {LETTERS})
    );
    WITH emptied AS (DELETE FROM attacks_postinglist WHERE places = '' RETURNING word_id)
    DELETE FROM attacks_word w USING emptied WHERE w.id = emptied.word_id
        AND NOT EXISTS (SELECT FROM attacks_postinglist p WHERE p.word_id = w.id AND p.places <> '');
    RETURN NULL;
END $$;
CREATE TRIGGER words_are_removed AFTER DELETE ON attacks_publishedincident
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION remove_words();
"""  # noqa: S608 - all ours


class Migration(migrations.Migration):
    dependencies = [("attacks", "0007_views")]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(unique=True)),
                (
                    "lexemes",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("word", config="english"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["lexemes"], name="word_lexemes"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("word"), name="gin_trgm_ops"),
                        name="word_trigram",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostingList",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word_id", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("block", models.BigIntegerField()),
                ("places", models.BinaryField()),
                (
                    "word",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="attacks.word",
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(model_name="publishedincident", name="publishedincident_search"),
        migrations.RemoveIndex(model_name="publishedincident", name="publishedincident_trigram"),
        migrations.RemoveIndex(model_name="publishedstatement", name="publishedstatement_search"),
        migrations.RemoveField(model_name="publishedactor", name="search"),
        migrations.RemoveField(model_name="publishedbase", name="search"),
        migrations.RemoveField(model_name="publishedincident", name="search"),
        migrations.RemoveField(model_name="publishedstatement", name="search"),
        migrations.RunSQL(
            ADD.format(rows="attacks_publishedincident", letters=LETTERS, block=BLOCK), migrations.RunSQL.noop
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attacks", "0002_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="revision",
            options={
                "ordering": ["id"],
                "permissions": [
                    ("publish_records", "Can publish, correct and return records"),
                    ("withdraw_records", "Can retract and merge published records"),
                    ("redact_records", "Can blank documents of the ledger"),
                ],
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
            },
        ),
        migrations.AddField(
            model_name="actor",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="actor",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="base",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="base",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="coverage",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="coverage",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="outlet",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="outlet",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="province",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="province",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="edit_number",
            field=models.PositiveIntegerField(
                default=0,
                editable=False,
                help_text="Grows with each save, so that two edits at once are seen.",
                verbose_name="edit",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="held_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="Whose edit is under way; another analyst takes it over before changing it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worked on by",
            ),
        ),
    ]

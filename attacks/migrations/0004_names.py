import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attacks", "0004_folding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="report",
            options={"ordering": ["-received_at"], "verbose_name": "report", "verbose_name_plural": "reports"},
        ),
        migrations.AlterModelOptions(
            name="reviewevent",
            options={"ordering": ["-id"], "verbose_name": "review step", "verbose_name_plural": "review steps"},
        ),
        migrations.AlterField(
            model_name="actor",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="actor",
            name="country",
            field=models.CharField(
                blank=True, help_text="ISO 3166-1 code; empty where none applies.", max_length=2, verbose_name="country"
            ),
        ),
        migrations.AlterField(
            model_name="affiliation",
            name="sources",
            field=models.ManyToManyField(
                blank=True, related_name="affiliations", to="attacks.source", verbose_name="sources"
            ),
        ),
        migrations.AlterField(
            model_name="attribution",
            name="made_by_actor",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so: an actor or an outlet, not both.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attributions_made",
                to="attacks.actor",
                verbose_name="made by (actor)",
            ),
        ),
        migrations.AlterField(
            model_name="attribution",
            name="made_by_outlet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attributions_made",
                to="attacks.outlet",
                verbose_name="made by (outlet)",
            ),
        ),
        migrations.AlterField(
            model_name="attribution",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attributions",
                to="attacks.source",
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="attribution",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attributions",
                to="attacks.statement",
                verbose_name="statement",
            ),
        ),
        migrations.AlterField(
            model_name="base",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="base",
            name="country",
            field=models.CharField(help_text="ISO 3166-1 code of the country.", max_length=2, verbose_name="country"),
        ),
        migrations.AlterField(
            model_name="casualties",
            name="killed_low",
            field=models.PositiveIntegerField(
                blank=True, help_text="Empty: not reported. 0: a source says none.", null=True, verbose_name="killed"
            ),
        ),
        migrations.AlterField(
            model_name="coverage",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="country",
            field=models.CharField(help_text="ISO 3166-1 code of the country.", max_length=2, verbose_name="country"),
        ),
        migrations.AlterField(
            model_name="incident",
            name="launch_province",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="launches",
                to="attacks.province",
                verbose_name="launch province",
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="possible_duplicate_of",
            field=models.ForeignKey(
                blank=True,
                help_text="May tell of the same attack: an editor's doubt, not a finding.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="possible_duplicates",
                to="attacks.incident",
                verbose_name="possible duplicate of",
            ),
        ),
        migrations.AlterField(
            model_name="munition",
            name="fired_low",
            field=models.PositiveIntegerField(
                blank=True, help_text="Empty: not reported. 0: a source says none.", null=True, verbose_name="fired"
            ),
        ),
        migrations.AlterField(
            model_name="outlet",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="outlet",
            name="country",
            field=models.CharField(
                blank=True, help_text="ISO 3166-1 code; empty: not established.", max_length=2, verbose_name="country"
            ),
        ),
        migrations.AlterField(
            model_name="presence",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="presences",
                to="attacks.source",
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="province",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="attacks.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="contradicts",
            field=models.ManyToManyField(
                blank=True, related_name="contradicted_by", to="attacks.statement", verbose_name="contradicts"
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="incidents",
            field=models.ManyToManyField(
                blank=True, related_name="statements", to="attacks.incident", verbose_name="incidents"
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="retracts",
            field=models.ManyToManyField(
                blank=True, related_name="retracted_by", to="attacks.statement", verbose_name="retracts"
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="sources",
            field=models.ManyToManyField(
                blank=True, related_name="statements", to="attacks.source", verbose_name="sources"
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="changed by",
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="further_sources",
            field=models.ManyToManyField(
                blank=True, related_name="further_tallies", to="attacks.source", verbose_name="further sources"
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="attacks.incident",
                verbose_name="incident",
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="issuer_actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="attacks.actor",
                verbose_name="issuer (actor)",
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="issuer_outlet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="attacks.outlet",
                verbose_name="issuer (outlet)",
            ),
        ),
        migrations.AlterField(
            model_name="tally",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="attacks.source",
                verbose_name="source",
            ),
        ),
    ]

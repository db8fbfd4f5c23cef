"""The published projection: one typed row per published version, written with the revision and rebuildable from it.

A version is public at watermark W when `from_rev` ≤ W < `to_rev` (null: still current). Everything that is read often
is a column here; everything else is read from the document of the revision. Text slugs and codes, never foreign keys
to working records.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, Q

from attacks.choices import RecordType

from .ledger import Revision


class VersionQuerySet(models.QuerySet):
    def current(self) -> VersionQuerySet:
        """Versions that the public sees now."""
        return self.filter(to_rev__isnull=True)

    def as_of(self, watermark: int | None) -> VersionQuerySet:
        """Versions that the public saw when `watermark` was the newest revision; None: now."""
        if watermark is None:
            return self.current()
        return self.filter(Q(to_rev__isnull=True) | Q(to_rev__gt=watermark), from_rev_id__lte=watermark)


class Version(models.Model):
    """What every typed row carries."""

    record_type: ClassVar[RecordType]

    public_id = models.CharField(max_length=200)
    from_rev = models.OneToOneField(Revision, models.PROTECT, related_name="+")
    to_rev = models.BigIntegerField(null=True)
    name = models.TextField(help_text="Name or title, English.")
    name_ar = models.TextField(blank=True, help_text="Arabic name or title; empty where there is none.")
    needs_source = models.BooleanField(default=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["public_id"], condition=Q(to_rev__isnull=True), name="%(class)s_one_current"
            ),
            models.CheckConstraint(
                condition=Q(to_rev__isnull=True) | Q(to_rev__gt=F("from_rev_id")), name="%(class)s_revisions_ordered"
            ),
        ]
        indexes = [
            models.Index(fields=["public_id", "from_rev"], name="%(class)s_versions"),
            models.Index(fields=["to_rev"], name="%(class)s_to_rev"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}@{self.from_rev_id}"

    @property
    def body(self) -> dict[str, Any]:
        """The public document."""
        return self.from_rev.document.body or {}


class Searchable(models.Model):
    """What is searched in English and Arabic, folded (see `attacks.search`): words parted by single spaces."""

    search_text = models.TextField(blank=True, help_text="Folded names, aliases and prose.")

    class Meta:
        abstract = True


class PublishedProvince(Version):
    record_type = RecordType.PROVINCE
    name_ku = models.TextField(blank=True)
    boundary = models.MultiPolygonField()
    is_approximate = models.BooleanField()


class PublishedBase(Version, Searchable):
    record_type = RecordType.BASE
    kind = models.TextField()
    aliases = ArrayField(models.TextField(), default=list)
    location = models.PointField(null=True)
    location_precision = models.TextField(blank=True)
    province = models.TextField(blank=True)
    country = models.TextField()


class PublishedActor(Version, Searchable):
    record_type = RecordType.ACTOR
    kind = models.TextField()
    aliases = ArrayField(models.TextField(), default=list)
    country = models.TextField(blank=True)


class PublishedAffiliation(models.Model):
    """One affiliation of one published version of an actor."""

    version = models.ForeignKey(PublishedActor, models.CASCADE, related_name="affiliations")
    parent = models.TextField()
    kind = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    confidence = models.TextField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind} {self.parent}"


class PublishedOutlet(Version):
    record_type = RecordType.OUTLET
    kind = models.TextField()
    reliability = models.TextField(blank=True)


class PublishedSource(Version):
    record_type = RecordType.SOURCE
    outlet = models.TextField()
    published_on = models.DateField(null=True)
    url = models.TextField(blank=True)


class PublishedStatement(Version, Searchable):
    """`name` is the paraphrase."""

    record_type = RecordType.STATEMENT
    speaker = models.TextField()
    kind = models.TextField()
    issued_on = models.DateField()
    issued_on_precision = models.TextField()
    incidents = ArrayField(models.TextField(), default=list)
    sources = ArrayField(models.TextField(), default=list)

    class Meta(Version.Meta):
        abstract = False
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["issued_on", "public_id"], name="publishedstatement_by_date"),
        ]


class PublishedTally(Version):
    record_type = RecordType.TALLY
    period_from = models.DateField()
    period_to = models.DateField()


class PublishedCoverage(Version):
    """`name` is the scope."""

    record_type = RecordType.COVERAGE
    period_from = models.DateField()
    period_to = models.DateField(null=True)
    grade = models.TextField()


class PublishedIncident(Version, Searchable):
    """The columns of the explorer; null means not reported, "" means none given."""

    record_type = RecordType.INCIDENT
    role = models.TextField()
    kind = models.TextField()
    also_kinds = ArrayField(models.TextField(), default=list)
    occurred_from = models.DateField()
    occurred_to = models.DateField()
    date_extent = models.TextField()
    date_precision = models.TextField()
    first_reported_on = models.DateField(null=True)
    time_from = models.TimeField(null=True)
    time_note = models.TextField(blank=True)
    location = models.PointField(null=True)
    location_precision = models.TextField(blank=True)
    place_name = models.TextField(blank=True)
    place_name_ar = models.TextField(blank=True)
    base = models.TextField(blank=True)
    province = models.TextField(blank=True)
    country = models.TextField()
    launch_province = models.TextField(blank=True)
    target_kind = models.TextField()
    us_nexus = models.TextField()
    evidence = models.TextField()
    attribution_status = models.TextField()
    attack_count = models.PositiveSmallIntegerField()
    is_foiled = models.BooleanField()
    possible_duplicate_of = models.TextField(blank=True)
    weapons = ArrayField(models.TextField(), default=list)
    fired_low = models.PositiveIntegerField(null=True)
    fired_high = models.PositiveIntegerField(null=True)
    killed_low = models.PositiveIntegerField(null=True)
    killed_high = models.PositiveIntegerField(null=True)
    wounded_low = models.PositiveIntegerField(null=True)
    wounded_high = models.PositiveIntegerField(null=True)
    killed_indirectly_low = models.PositiveIntegerField(null=True)
    killed_indirectly_high = models.PositiveIntegerField(null=True)
    casualty_groups = ArrayField(
        models.TextField(), default=list, help_text="Groups with at least one killed or wounded, as reported."
    )
    sources = ArrayField(models.TextField(), default=list)
    barrage = models.TextField(blank=True, help_text="Public id that stands for its barrage; empty: none.")

    class Meta(Version.Meta):
        abstract = False
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["occurred_from", "public_id"], name="publishedincident_by_date"),
            models.Index(fields=["base"], name="publishedincident_base"),
            GinIndex(fields=["sources"], name="publishedincident_sources"),
        ]


class PublishedAttribution(models.Model):
    """One attribution of one published version of an incident."""

    version = models.ForeignKey(PublishedIncident, models.CASCADE, related_name="attributions")
    actor = models.TextField()
    basis = models.TextField()
    confidence = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["actor", "basis"], name="publishedattribution_actor")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.basis} {self.actor}"


class Word(models.Model):
    """A word in the texts of published incidents. Triggers keep words and their posting lists, as an index is kept."""

    LETTERS = 500  # what a longer word is cut to

    word = models.TextField(unique=True)
    lexemes = models.GeneratedField(
        expression=SearchVector("word", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        indexes = [
            GinIndex(fields=["lexemes"], name="word_lexemes"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="word_trigram"),
        ]

    def __str__(self) -> str:
        return self.word


class PostingList(models.Model):
    """In which versions of incidents a word stands, a block of 4,096 primary keys at a time.

    `places`: 16 bits for each of them, its place in the block, big-endian. A word that stands in half of a million
    records is read from 250 short rows, where an index over the texts has PostgreSQL look at every record.
    """

    BLOCK = 4096

    pk = models.CompositePrimaryKey("word_id", "block")
    word = models.ForeignKey(Word, models.CASCADE, related_name="postings", db_index=False)
    block = models.BigIntegerField()
    places = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.word_id} in block {self.block}"

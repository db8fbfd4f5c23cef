"""The columns of every other noun, most of them fields of its document; what is nested stays in JSON lines.

A list of rows (presences, affiliations, copies, figures) has no cell of a table; `TABLES` holds all nouns.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from attacks import choices
from attacks.choices import RecordType

from .columns import (
    CODE,
    DAY,
    FLAG,
    LIST,
    MOMENT,
    NUMBER,
    TEXT,
    Column,
    Table,
    axis,
    field,
    of_versions,
    revision_columns,
    row_of,
    whole,
)
from .incidents import INCIDENTS

_NAMES = (
    field("name", TEXT, _("Name in English.")),
    field("name_ar", TEXT, _("Name in Arabic; empty where no settled form is known.")),
)
_KURDISH = field("name_ku", TEXT, _("Name in Kurdish; empty where no settled form is known."))
_ALIASES = field("aliases", LIST, _("Other names in use."))
_COUNTRY = field("country", TEXT, _("Code of the country, ISO 3166-1."))
_SOURCES = field("sources", LIST, _("Slugs of its sources."))
_LANGUAGE = field("language", TEXT, _("ISO 639 code of the text."))
_CONFIDENCE = field("confidence", CODE, _("How far the record supports it."), choices=choices.Confidence)
_REMARKS = (
    field("needs_source", FLAG, _("A source is missing for part of the record.")),
    field("note", TEXT, _("Public remark on doubts and on what was left out.")),
)


def _dated(name: str, meaning: Any) -> tuple[Column, Column]:
    """A day of the document, and how exactly it is known."""
    precision = f"{name}_precision"
    return (
        field(name, DAY, meaning, precision=precision),
        field(precision, CODE, _("How exactly the date is known."), choices=choices.DatePrecision),
    )


def _table(record_type: RecordType, noun: str, *columns: Column, has_page: bool = True, geometry: str = "") -> Table:
    folder = noun if has_page else None
    found = (*revision_columns(folder), *columns, *_REMARKS)
    return Table(noun, found, of_versions(record_type), whole(folder), geometry)


STATEMENTS = _table(
    RecordType.STATEMENT,
    "statements",
    field("kind", CODE, _("Kind of statement."), choices=choices.StatementKind),
    field("speaker", TEXT, _("Slug of the actor who speaks.")),
    field("spokesperson_name", TEXT, _("The person who spoke for the speaker.")),
    field("spokesperson_role", TEXT, _("In what office the person spoke.")),
    *_dated("issued_on", _("The day on which it was said, no finer than its precision.")),
    field("channel", CODE, _("How it was given out."), choices=choices.Channel),
    field("channel_note", TEXT, _("The channel in words.")),
    field("addressee", TEXT, _("Slug of the actor to whom it is said; empty: nobody is addressed.")),
    _LANGUAGE,
    field("quote", TEXT, _("Short, in the original language.")),
    field("quote_en", TEXT, _("The quote in English translation.")),
    field("paraphrase", TEXT, _("In our own words.")),
    field("paraphrase_ar", TEXT, _("The paraphrase in Arabic, a translation made for this record.")),
    field("condition", TEXT, _("Such as: we stop if…, we strike unless…")),
    field("incidents", LIST, _("Public ids of the incidents of which it speaks.")),
    field("retracts", LIST, _("Statements that it takes back.")),
    field("contradicts", LIST, _("Statements that it contradicts.")),
    _CONFIDENCE,
    _SOURCES,
)
ACTORS = _table(
    RecordType.ACTOR,
    "actors",
    *_NAMES,
    _KURDISH,
    _ALIASES,
    field("kind", CODE, _("Kind of actor."), choices=choices.ActorKind),
    _COUNTRY,
    Column(
        "front_for", LIST, _("Slugs of the groups for which it is assessed to be a front, whenever."),
        "ARRAY(SELECT parent FROM attacks_publishedaffiliation a WHERE a.version_id = v.id AND a.kind = 'front_for'"
        " ORDER BY parent)",
    ),
    field("description", TEXT, _("In our own words.")),
    field("description_ar", TEXT, _("The description in Arabic, a translation made for this record.")),
    _SOURCES,
)  # fmt: skip
BASES = _table(
    RecordType.BASE,
    "bases",
    *_NAMES,
    _KURDISH,
    _ALIASES,
    field("kind", CODE, _("Kind of place."), choices=choices.BaseKind),
    field("operator", TEXT, _("Who runs the place.")),
    axis("longitude", "X"),
    axis("latitude", "Y"),
    field("location_precision", CODE, _("How exactly the place is known."), choices=choices.LocationPrecision),
    field("is_location_approximate", FLAG, _("The point stands for a place that is known less exactly.")),
    field("province", TEXT, _("Code of the province, ISO 3166-2.")),
    _COUNTRY,
    geometry="v.location",
)
PROVINCES = _table(
    RecordType.PROVINCE,
    "provinces",
    *_NAMES,
    _KURDISH,
    field("is_approximate", FLAG, _("The boundary is drawn roughly.")),
    has_page=False,
    geometry="v.boundary",
)
SOURCES = _table(
    RecordType.SOURCE,
    "sources",
    field("outlet", TEXT, _("Slug of the outlet that published it.")),
    field("title", TEXT, _("Title in English; most sources have none.")),
    Column("source_url", TEXT, _("Address of the item itself; empty where it has none."), "v.url"),
    *_dated("published_on", _("The day of publication, no finer than its precision; empty: not known.")),
    _LANGUAGE,
    field("origin", TEXT, _("Slug of the outlet whose report it repeats; empty: its own report.")),
    field("other_origins", LIST, _("Further outlets whose reports it repeats.")),
    field("quotes_official", LIST, _("Officials whom it quotes, by office.")),
    Column("copies", NUMBER, _("How many archived copies are kept."), "jsonb_array_length(b.body->'copies')"),
)
OUTLETS = _table(
    RecordType.OUTLET,
    "outlets",
    *_NAMES,
    field("kind", CODE, _("Kind of outlet."), choices=choices.OutletKind),
    _COUNTRY,
    field("languages", LIST, _("ISO 639 codes of the languages it publishes in.")),
    field("reliability", CODE, _("Grade of reliability (Admiralty); empty: not graded."), choices=choices.Reliability),
    field("partisan_for", TEXT, _("Slug of the actor for which it takes sides; empty: none.")),
)
TALLIES = _table(
    RecordType.TALLY,
    "tallies",
    Column("issuer_actor", TEXT, _("Slug of the actor who published the count."), "(b.body->'issuer'->>'actor')"),
    Column("issuer_outlet", TEXT, _("Slug of the outlet that published it."), "(b.body->'issuer'->>'outlet')"),
    field("scope", TEXT, _("What the count covers.")),
    field("counting_rule", TEXT, _("How the issuer counts, in words.")),
    *_dated("period_from", _("First day of the period.")),
    *_dated("period_to", _("Last day, inclusive.")),
    field("total", NUMBER, _("The number given; empty where none is."), unit=_("see unit"), precision="total_is"),
    field("total_is", CODE, _("How exactly the number is meant."), choices=choices.TotalIs),
    field("unit", CODE, _("What is counted."), choices=choices.TallyUnit),
    field("has_differing_parts", FLAG, _("The parts as printed do not add up to the total.")),
    *_dated("stated_on", _("The day on which the count was given.")),
    field("source", TEXT, _("Slug of the item that this rests on.")),
    field("source_text", TEXT, _("The source in words, where no item is recorded.")),
    field("further_sources", LIST, _("Further items that carry the count.")),
    field("incident", TEXT, _("The incident in whose report the count was given.")),
    _CONFIDENCE,
    has_page=False,
)  # fmt: skip
COVERAGE = _table(
    RecordType.COVERAGE,
    "coverage",
    field("scope", TEXT, _("What the grade speaks of, such as convoys.")),
    field("grade", CODE, _("How well the stretch is covered."), choices=choices.CoverageGrade),
    field("period_from", DAY, _("First day of the stretch.")),
    field("period_to", DAY, _("Last day of the stretch; empty: open.")),
    has_page=False,
)
TABLES: dict[RecordType, Table] = {
    RecordType.INCIDENT: INCIDENTS,
    RecordType.STATEMENT: STATEMENTS,
    RecordType.ACTOR: ACTORS,
    RecordType.BASE: BASES,
    RecordType.PROVINCE: PROVINCES,
    RecordType.SOURCE: SOURCES,
    RecordType.OUTLET: OUTLETS,
    RecordType.TALLY: TALLIES,
    RecordType.COVERAGE: COVERAGE,
}

# Headers of the ledger's own rows.
_HEADER = (
    Column("id", NUMBER, _("Number of the revision in the ledger."), "r.id"),
    Column("record_type", CODE, _("What kind of record this is."), "r.record_type", choices=RecordType),
    Column("public_id", TEXT, _("Public id, slug or code; never changes."), "r.public_id"),
    Column("number", NUMBER, _("Number of the record's revision."), "r.number"),
    Column("event", CODE, _("What happened."), "r.event", choices=choices.RevisionEvent),
    Column("published_at", CODE, _("When this revision was published, ISO 8601, UTC."), MOMENT),
    Column("document_sha256", CODE, _("Digest of the document, SHA-256 in hex."), "r.document_sha256"),
    Column("digest", CODE, _("Digest of this header and of the digest before it, SHA-256 in hex."), "r.digest"),
    Column("change_note", TEXT, _("Public words on what changed."), "r.change_note"),
)
_WHOLE_HEADER = ", ".join(f"'{column.name}', {column.value}" for column in _HEADER)
REVISIONS = Table(
    "revisions",
    _HEADER,
    {"r": row_of("r", "attacks_revision", "id = asked.id")},
    f"jsonb_build_object({_WHOLE_HEADER}) - %(without)s::text[]",
)

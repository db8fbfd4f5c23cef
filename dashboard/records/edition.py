"""The public record as of one watermark, read in batches: what a reference is called and where it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from attacks.choices import RecordType, StatementKind
from attacks.ledger import history
from attacks.ledger.projection import VERSIONS
from attacks.ledger.references import Reference, references
from attacks.models import Version
from attacks.wording import formats
from dashboard.records import words

# Types of which a reference needs more than the typed row gives.
_WITH_DOCUMENT = {RecordType.SOURCE, RecordType.STATEMENT}
_HEAVY = {"boundary", "search_text"}
# The name of the address of each type's page; a type without one has no page of its own.
PAGES = {
    RecordType.INCIDENT: "incident",
    RecordType.ACTOR: "actor",
    RecordType.BASE: "base",
    RecordType.STATEMENT: "statement",
    RecordType.SOURCE: "source",
    RecordType.OUTLET: "outlet",
}


@dataclass(frozen=True)
class Ref:
    """A reference as it is shown: `version` is None where the record is not public at this watermark."""

    record_type: RecordType
    public_id: str
    version: Version | None
    edition: Edition

    @cached_property
    def name(self) -> SafeString:
        """The name in the active language, marked where it is in the other one."""
        return self.edition.name_of(self.record_type, self.public_id, self.version)

    @property
    def url(self) -> str:
        page = PAGES.get(self.record_type)
        return reverse(page, args=[self.public_id]) if page and self.version else ""

    @property
    def link(self) -> SafeString:
        """The name, leading to the record's page where there is one."""
        return format_html('<a href="{}">{}</a>', self.url, self.name) if self.url else self.name

    def __bool__(self) -> bool:
        return self.version is not None

    def __str__(self) -> str:
        return self.name


class Edition:
    """What was public when `as_of` was the newest revision."""

    def __init__(self, as_of: int) -> None:
        self.as_of = as_of
        self._found: dict[Reference, Version | None] = {}

    def rows(self, record_type: RecordType) -> QuerySet[Any]:
        """The typed rows of this edition, without what only maps and searches need."""
        model = VERSIONS[record_type]
        heavy = [field.name for field in model._meta.get_fields() if field.name in _HEAVY]
        return model.objects.as_of(self.as_of).defer(*heavy)

    def documents(self, record_type: RecordType) -> QuerySet[Any]:
        """The typed rows of this edition with their documents."""
        return self.rows(record_type).select_related("from_rev__document")

    def gather(self, wanted: Iterable[Reference]) -> None:
        """Reads these references, one query per record type, unless they are at hand."""
        names: dict[RecordType, set[str]] = defaultdict(set)
        for record_type, public_id in wanted:
            if public_id and (record_type, public_id) not in self._found:
                names[record_type].add(public_id)
        for record_type in sorted(names):
            rows = self.documents(record_type) if record_type in _WITH_DOCUMENT else self.rows(record_type)
            self._found |= dict.fromkeys((record_type, public_id) for public_id in names[record_type])
            self.keep(rows.filter(public_id__in=names[record_type]))

    def gather_for(self, *bodies: dict[str, Any]) -> None:
        """Reads all that these documents refer to, and what the names of those need."""
        self.gather(reference for body in bodies for reference in references(body))
        self.gather_names()

    def gather_names(self) -> None:
        """Reads the outlets of the sources and the speakers of the statements at hand."""
        further: set[Reference] = set()
        for (record_type, _name), version in self._found.items():
            if version is None or record_type not in _WITH_DOCUMENT:
                continue
            if record_type == RecordType.STATEMENT:
                further.add((RecordType.ACTOR, version.speaker))  # type: ignore[attr-defined]
            else:
                body = version.body
                outlets = [body["outlet"], body["origin"], *body["other_origins"]]
                further |= {(RecordType.OUTLET, outlet) for outlet in outlets if outlet}
        self.gather(further)

    def keep(self, versions: Iterable[Version]) -> None:
        """Takes in versions that were read elsewhere; those of _WITH_DOCUMENT need their documents."""
        for version in versions:
            self._found[version.record_type, version.public_id] = version

    def find(self, record_type: RecordType, public_id: str | None) -> Version | None:
        """A version at hand; never asks the database."""
        return self._found.get((record_type, public_id)) if public_id else None

    def ref(self, record_type: RecordType, public_id: str | None) -> Ref | None:
        """The reference as shown; None where the document has none."""
        return Ref(record_type, public_id, self.find(record_type, public_id), self) if public_id else None

    def refs(self, record_type: RecordType, public_ids: Iterable[str]) -> list[Ref]:
        return [Ref(record_type, public_id, self.find(record_type, public_id), self) for public_id in public_ids]

    def name_of(self, record_type: RecordType, public_id: str, version: Version | None) -> SafeString:
        if version is None:
            return format_html('<span class="id">{}</span>', public_id)
        if record_type == RecordType.SOURCE:
            return self._source_name(version)
        if record_type == RecordType.STATEMENT:
            return self._statement_name(version)
        return words.local(version.name, version.name_ar)

    def _source_name(self, version: Version) -> SafeString:
        """The title; most sources have none and are called by outlet and date."""
        body = version.body
        if body["title"]:
            return words.in_language(body["title"], body["language"])
        outlet = self.ref(RecordType.OUTLET, body["outlet"])
        day = words.dated(body["published_on"], body["published_on_precision"])
        return words.listed([outlet.name if outlet else "", day or _("no date")])

    def _statement_name(self, version: Any) -> SafeString:
        speaker = self.ref(RecordType.ACTOR, version.speaker)
        day = formats.with_precision(version.issued_on, version.issued_on_precision)
        kind = str(StatementKind(version.kind).label)
        return words.listed([format_html("{}: {}", speaker.name if speaker else "", kind), day])


def current() -> Edition:
    """What is public now, fixed for the length of a request."""
    return Edition(history.watermark())

"""Lists and details of every type of record but the list of incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from rest_framework.request import Request

from attacks import choices
from attacks.api import files, parameters, shapes
from attacks.api.documents import NAMES, members
from attacks.api.problems import Gone
from attacks.api.view import RecordView
from attacks.choices import RecordType, RevisionEvent
from attacks.explorer.filters import FilterError
from attacks.explorer.listing import watermark_asked
from attacks.explorer.parameters import Day, Options, Parameter
from attacks.exports.records import TABLES
from attacks.ledger import history
from attacks.ledger.projection import VERSIONS
from attacks.models import Version

HEAVY = {"boundary", "search_text"}


def _name(name: str, label: str) -> parameters.Pattern:
    return parameters.Pattern(
        name=name, field=name, label=label, default="", pattern=parameters.SLUG, allowed="the name of a record",
        description=f"{label}, by its public id, slug or code.",
    )  # fmt: skip


def _options(name: str, label: str, enumeration: type[choices.Choices]) -> Options:
    return Options(name=name, field=name, label=label, choices=enumeration, description=f"{label}; any of them.")


# What narrows a list: parameter → lookup on the typed rows.
NARROWING: Mapping[RecordType, Mapping[Parameter, str]] = {
    RecordType.STATEMENT: {
        _options("kind", "Kind", choices.StatementKind): "kind__in",
        _name("speaker", "Who speaks"): "speaker",
        _name("incident", "An incident it is about"): "incidents__contains",
        Day(name="from", field="from", label="From", description="Issued on or after."): "issued_on__gte",
        Day(name="to", field="to", label="To", description="Issued on or before."): "issued_on__lte",
    },
    RecordType.SOURCE: {_name("outlet", "Outlet"): "outlet"},
    RecordType.ACTOR: {_options("kind", "Kind", choices.ActorKind): "kind__in"},
    RecordType.OUTLET: {_options("kind", "Kind", choices.OutletKind): "kind__in"},
    RecordType.BASE: {
        _options("kind", "Kind", choices.BaseKind): "kind__in",
        _name("province", "Province"): "province",
    },
    RecordType.COVERAGE: {_options("grade", "Grade", choices.CoverageGrade): "grade__in"},
}

CURSOR = parameters.Pattern(
    name="cursor", field="cursor", label="Place in the list", default="",
    pattern=r"(?:[1-9]\d{0,17}|0)\.[\w-]{1,150}", allowed="the cursor of an answer's `next`",
    description="Taken from `next`; carries the watermark, so that a walk stays whole while others publish.",
)  # fmt: skip


def documents(record_type: RecordType, as_of: int) -> QuerySet[Any]:
    """The versions public at a watermark, with documents, without what only maps and searches need."""
    model = VERSIONS[record_type]
    heavy = [field.name for field in model._meta.get_fields() if field.name in HEAVY]
    return model.objects.as_of(as_of).defer(*heavy).select_related("from_rev__document")


def asked_moment(values: Mapping[str, Any], newest: int) -> int:
    """The watermark that `as_of` names. Raises FilterError for one to come."""
    return watermark_asked(values["as_of"], newest)


class ListView(RecordView):
    """Records of one type in the order of their public ids, a page at a time."""

    record_type: ClassVar[RecordType]

    @classmethod
    def of(cls, record_type: RecordType) -> type[ListView]:
        """The list of one type."""
        own = (parameters.LIMIT, CURSOR, parameters.AS_OF)
        name = NAMES[record_type]
        about = {
            "table": TABLES[record_type],
            "members": members(record_type),
            "record_type": record_type,
            "declared": (*NARROWING.get(record_type, {}), *own),
            "summary": f"{name.capitalize()}, by public id",
            "tag": name,
            "answer": f"{name}_page",
        }
        return type(f"{name.title()}List", (cls,), about)

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        return self._page() if self.format == parameters.JSON else self._file()

    def _page(self) -> HttpResponseBase:
        at, after = asked_moment(self.values, self.watermark), ""
        if cursor := self.values["cursor"]:
            start, _dot, after = cursor.partition(".")
            if int(start) > self.watermark:
                raise FilterError({"cursor": "it points to a revision that does not exist yet"})
            at = int(start)
        fields, limit = files.members_asked(self), self.values["limit"]
        rows = self._narrowed(documents(self.record_type, at))
        found: list[Version] = list(rows.filter(public_id__gt=after).order_by("public_id")[: limit + 1])
        has_more, found = len(found) > limit, found[:limit]
        return self.json(
            {
                "watermark": at,
                "next": self.address(cursor=f"{at}.{found[-1].public_id}") if has_more else None,
                "results": [shapes.chosen(shapes.record(version), fields) for version in found],
            }
        )

    def _file(self) -> HttpResponseBase:
        files.refuse_pages(self)
        at = asked_moment(self.values, self.watermark)
        rows = self._narrowed(VERSIONS[self.record_type].objects.as_of(at)).order_by("public_id")
        return files.write(
            self, rows.values_list("pk", flat=True).iterator(), name=NAMES[self.record_type], watermark=at
        )

    def _narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for parameter, lookup in NARROWING.get(self.record_type, {}).items():
            value = self.values[parameter.name]
            if value:
                rows = rows.filter(**{lookup: [value] if lookup.endswith("__contains") else value})
        return rows


class DetailView(RecordView):
    """One record: the public version, one of its revisions, or how it ended."""

    record_type: ClassVar[RecordType]
    problems = (404, 410)

    @classmethod
    def of(cls, record_type: RecordType) -> type[DetailView]:
        """The detail of one type."""
        name = NAMES[record_type]
        about = {
            "table": TABLES[record_type],
            "members": members(record_type),
            "record_type": record_type,
            "declared": (parameters.REVISION, parameters.AS_OF),
            "summary": f"One of the {name}",
            "tag": name,
            "answer": str(record_type),
        }
        return type(f"{name.title()}Detail", (cls,), about)

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        found = self.version(names["public_id"])
        return found if isinstance(found, HttpResponseBase) else self.show(found)

    def show(self, version: Version) -> HttpResponseBase:
        if self.format == parameters.JSON:
            return self.json(shapes.chosen(shapes.record(version), files.members_asked(self)))
        name = f"{version.public_id}-rev{version.from_rev.number}"
        return files.write(self, [version.pk], name=name, watermark=self.watermark)

    def version(self, public_id: str) -> Version | HttpResponse:
        """1. the version asked for; 2. merged: a redirect; 3. retracted or blanked: Gone; 4. anything else: Http404."""
        number, as_of = self.values["rev"], self.values["as_of"]
        if number is not None and as_of is not None:
            raise FilterError({"rev": "beside `as_of` it is not allowed: each names a version"})
        if number is not None:
            return self._numbered(public_id, number)
        at = asked_moment(self.values, self.watermark)
        version = history.version(self.record_type, public_id, as_of=at)
        if version is not None:
            return version
        if as_of is not None:
            raise Http404("This record was not public then.")
        return self._ended(public_id)

    def _numbered(self, public_id: str, number: int) -> Version:
        version = history.version_numbered(self.record_type, public_id, number)
        if version is not None:
            return version
        for entry in history.history(self.record_type, public_id):
            if entry.revision.number == number and entry.is_redacted:
                raise Gone("The document of this revision was blanked.", entry.revision.change_note)
        raise Http404("This record has no such public revision.")

    def _ended(self, public_id: str) -> HttpResponse:
        last = history.ending(self.record_type, public_id)
        if last is None:
            raise Http404("There is no public record of this name.")
        if last.event == RevisionEvent.MERGED and (target := history.merged_into(self.record_type, public_id)):
            return HttpResponsePermanentRedirect(f"{settings.SITE_URL}/api/v1/{NAMES[self.record_type]}/{target}/")
        raise Gone("This record was retracted.", last.change_note)

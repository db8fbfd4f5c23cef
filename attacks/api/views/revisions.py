"""The ledger: headers of revisions in order, which is the feed of changes, and single documents."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from rest_framework.request import Request

from attacks.api import files, parameters, shapes
from attacks.api.view import RecordView
from attacks.api.views.records import asked_moment
from attacks.choices import RecordType, RevisionEvent
from attacks.explorer.parameters import Options, Whole
from attacks.exports.records import REVISIONS
from attacks.models import Revision

AFTER = Whole(
    name="after", field="after", label="After", default=0, least=0, most=999_999,
    description="Only revisions after this one: what was published since.",
)  # fmt: skip
TYPES = Options(
    name="record_type", field="record_type", label="Type", choices=RecordType, description="Types of records."
)
EVENTS = Options(
    name="event", field="event", label="Event", choices=RevisionEvent, description="What happened; any of it."
)


class RevisionList(RecordView):
    """Revisions in the order of the ledger."""

    declared = (AFTER, parameters.LIMIT, TYPES, EVENTS, parameters.AS_OF)
    table = REVISIONS
    members = tuple(column.name for column in REVISIONS.columns)
    summary = "Revisions in order: the feed of changes"
    tag = "revisions"
    answer = "revisions_page"

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        at = asked_moment(self.values, self.watermark)
        found = Revision.objects.filter(pk__gt=self.values["after"], pk__lte=at).order_by("pk")
        for name in ("record_type", "event"):
            if self.values[name]:
                found = found.filter(**{f"{name}__in": self.values[name]})
        if self.format != parameters.JSON:
            files.refuse_pages(self)
            return files.write(self, found.values_list("pk", flat=True).iterator(), name=self.tag, watermark=at)
        fields, limit = files.members_asked(self), self.values["limit"]
        revisions = list(found[: limit + 1])
        has_more, revisions = len(revisions) > limit, revisions[:limit]
        return self.json(
            {
                "watermark": at,
                "next": self.address(after=revisions[-1].pk) if has_more else None,
                "results": [shapes.chosen(shapes.header(revision), fields) for revision in revisions],
            }
        )


class RevisionDetail(RecordView):
    """One revision with its document; `document` is null where it was blanked."""

    summary = "One revision with its document"
    tag = "revisions"
    answer = "revision"
    problems = (404,)

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        # Ids are 64 bits wide in the database.
        number = int(names["number"]) if len(names["number"]) < 19 else 0
        revision = Revision.objects.select_related("document").filter(pk=number).first()
        if revision is None:
            raise Http404("The ledger has no such revision.")
        return self.json({**shapes.header(revision), "document": revision.document.body})

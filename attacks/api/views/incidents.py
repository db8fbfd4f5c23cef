"""The list of incidents, by the page's own filter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request

from attacks.api import files, parameters, shapes
from attacks.api.documents import members
from attacks.api.view import RecordView
from attacks.choices import RecordType
from attacks.explorer.explore import explore
from attacks.explorer.filters import Filter
from attacks.explorer.listing import listing
from attacks.explorer.moment import number_of
from attacks.explorer.parameters import Place
from attacks.exports import rows
from attacks.exports.incidents import INCIDENTS


class IncidentList(RecordView):
    """Incidents that match the filter. Pages are JSON; other formats hold everything that matches."""

    table = INCIDENTS
    members = members(RecordType.INCIDENT)
    declared = (parameters.LIMIT,)
    has_filter = True
    summary = "Incidents, by the filter of the site"
    tag = "incidents"
    answer = "incidents_page"

    def respond(self, request: Request, **names: str) -> HttpResponseBase:
        return self._page() if self.format == parameters.JSON else self._file()

    def _page(self) -> HttpResponseBase:
        limit, query, fields = self.values["limit"], self.query, files.members_asked(self)
        first = answer = explore(query, ("page",))
        assert answer.page is not None
        ids, keys = list(answer.page.version_ids), list(answer.page.keys)
        # The explorer's page is shorter than the longest page here.
        while len(ids) < limit and answer.page and answer.page.next_cursor:
            query = query.replace(cursor=Filter.parse({"cursor": answer.page.next_cursor}).cursor)
            answer = explore(query, ("page",))
            assert answer.page is not None
            ids += answer.page.version_ids
            keys += answer.page.keys
        has_more, ids = len(ids) > limit or bool(answer.page and answer.page.next_cursor), ids[:limit]
        found = {version.pk: version for version in rows.documents(ids)}
        versions = [found[number] for number in ids if number in found]
        following = _cursor(versions[-1], first.watermark, keys[len(ids) - 1]) if has_more and versions else None
        return self.json(
            {
                "watermark": first.watermark,
                "filter": self.query.replace().write(),
                "filter_words": parameters.words_of(self.query),
                "records": first.totals.records,
                "attacks": first.totals.attacks,
                "next": self.address(cursor=following) if following else None,
                "results": [shapes.chosen(shapes.record(version), fields) for version in versions],
            }
        )

    def _file(self) -> HttpResponseBase:
        files.refuse_pages(self)
        found = listing(self.query)
        return files.write(self, found.version_ids, name=self.tag, watermark=found.watermark)


def _cursor(version: Any, watermark: int, key: int) -> Place:
    """The place behind a version in the order asked for."""
    return Place(
        watermark=watermark,
        is_backward=False,
        key=key,
        day=number_of(version.occurred_from),
        public_id=version.public_id,
    )

"""The public gate: what was never published shows nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from attacks.ledger.publish import retract
from attacks.ledger.review import return_to_author, submit
from attacks.models import Base, Incident, Report
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

MARKER = "zzplantedzz"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ("href", "src") or (name.startswith("data-") and value.startswith("/"))):
                self.found.append(value)


def links(url: str, html: str) -> set[str]:
    """Every address of this site that the page names."""
    parser = _Links()
    parser.feed(html)
    absolute = {urldefrag(urljoin(f"http://testserver{url}", link)).url for link in parser.found}
    return {
        urlsplit(link)._replace(scheme="", netloc="").geturl()
        for link in absolute
        if urlsplit(link).netloc == "testserver" and not urlsplit(link).path.startswith(("/static/", "/admin/"))
    }


def walk(client: Client, *starts: str, most: int = 400) -> Iterator[tuple[str, int, str]]:
    """Address, status and text of every page that can be reached from `starts` by following links, until one stops.

    Of addresses that differ only in the values of their parameters, the first is visited.
    """
    visited: set[tuple[str, frozenset[str]]] = set()
    waiting = list(starts)
    while waiting and len(visited) < most:
        url = waiting.pop(0)
        shape = (urlsplit(url).path, frozenset(parse_qs(urlsplit(url).query)))
        if shape in visited:
            continue
        visited.add(shape)
        response = client.get(url)
        body = b"".join(response) if response.streaming else response.content
        text = body.decode(errors="replace")  # a workbook is no text
        yield url, response.status_code, text
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        elif "html" in response["Content-Type"]:
            waiting.extend(sorted(links(url, text)))


@pytest.fixture
def record() -> Incident:
    """A small public record with a marker in everything that is not public."""
    hidden = {"internal_note": MARKER}
    province = make.ProvinceFactory(**hidden)
    base = make.BaseFactory(slug="balad", province=province, **hidden)
    outlet = make.OutletFactory(slug="paper", **hidden)
    source = make.SourceFactory(slug="article", outlet=outlet, **hidden)
    actor = make.ActorFactory(slug="group", **hidden)
    incident = make.IncidentFactory(base=base, province=province, placed=True, **hidden)
    incident.sources.add(source)
    make.AttributionFactory(incident=incident, actor=actor, source=source)
    statement = make.StatementFactory(speaker=actor, **hidden)
    statement.incidents.add(incident)
    tally = make.TallyFactory(issuer_outlet=outlet, source=source, **hidden)
    coverage = make.CoverageFactory(**hidden)
    editor = make.UserFactory(username=MARKER, first_name=MARKER, email=f"{MARKER}@example.org")
    make.published(
        province, base, outlet, source, actor, incident, statement, tally, coverage, editor=editor, note="First."
    )

    # A history whose differences name other records
    for changed in (None, base):
        make.published(make.edited(incident, base=changed))

    # Edits that wait on published records
    make.edited(incident, title=MARKER, summary=MARKER, damage=MARKER)
    make.edited(base, name=MARKER, operator=MARKER)
    make.edited(actor, name=MARKER, description=MARKER)
    make.edited(statement, paraphrase=MARKER, quote=MARKER)
    make.MunitionFactory(incident=incident, note=MARKER)
    # Records never published, with their review
    draft = make.IncidentFactory(title=MARKER, place_name=MARKER, base=base)
    submit(record=draft, by=editor)
    return_to_author(record=draft, by=editor, note=MARKER)
    make.ActorFactory(slug=MARKER, name=MARKER)
    make.StatementFactory(paraphrase=MARKER)
    Report.objects.create(text=MARKER, incident=incident)
    # A retracted one whose edit waits
    gone = make.IncidentFactory()
    make.published(gone)
    retract(record=gone, editor=make.UserFactory(), note="Not so.")
    make.edited(Incident.objects.get(pk=gone.pk), title=MARKER)
    return incident


def test_nothing_unpublished_shows_on_any_page(record: Incident, client: Client) -> None:
    gone = Incident.objects.get(public_state="retracted")
    starts = ["/", "/ar/", f"/incidents/{gone.public_id}/", f"/?q={record.public_id}", "/robots.txt", "/sitemap.xml"]
    pages = list(walk(client, *starts))
    assert len(pages) > 40
    assert [url for url, _, text in pages if MARKER in text] == []


def test_the_walk_finds_a_leak_where_there_is_one(record: Incident, client: Client) -> None:
    """The marker published for real must be found, or the test above proves nothing."""
    submit(record=Base.objects.get(slug="balad"), by=make.UserFactory())
    make.published(Base.objects.get(slug="balad"))
    assert any(MARKER in text for _, _, text in walk(client, "/"))


def test_no_page_leads_to_a_dead_link(record: Incident, client: Client) -> None:
    assert {url: status for url, status, _ in walk(client, "/", "/ar/") if status >= 400} == {}


def test_a_search_for_what_is_not_public_finds_nothing(record: Incident, client: Client) -> None:
    text = client.get(f"/?q={MARKER}").content.decode()
    # The words that were typed are echoed; no record stands beneath them.
    assert "/incidents/IQ-" not in text

"""The pages of staff as pictures show them: each is brought to the state that the guide speaks of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page

from attacks.choices import StaffRole
from tests.browser.pages import LANGUAGES
from tests.browser.staff import session_of
from tests.serving import Site

LIST = "/admin/attacks/incident/"
JOBS = "/admin/attacks/job/"
# An edit of a published incident by somebody else, waiting for an editor.
PREPARE = """
from django.contrib.auth.models import User
from attacks.ledger import review
from attacks.models import Incident
incident = Incident.objects.get(public_id="IQ-0155")
author = User.objects.get(username="amal")
Incident.objects.filter(pk=incident.pk).update(damage="Roofs of houses in Albu Hassan village", time_note="Evening")
incident.refresh_from_db()
review.mark_edited(record=incident, by=author)
review.submit(record=incident, by=author)
print("keys", json.dumps({"incident": incident.pk}))
"""
# Bulk work in every state, asked for in both languages: a job speaks the language of whoever asked for it.
PREPARE_JOBS = """
from django.contrib.auth.models import User
from django.utils import timezone, translation
from attacks.choices import RecordType
from attacks.jobs import desk, work
from attacks.jobs.progress import Teller
from attacks.models import Incident, Job, Outlet

amal, huda = User.objects.get(username="amal"), User.objects.get(username="huda")
REPORT = (
    "public_id,role,kind,title,summary,occurred_from,occurred_to,date_extent,date_precision,place_name,base,province,"
    "country,target_kind,us_nexus,evidence,confidence,attack_count,munitions,casualties,attributions,sources\\n"
    "{}"
)
GOOD = (
    ",attack,rocket,{title},Two rockets fell near the perimeter; no damage was reported.,{day},{last},single,day,"
    "Ain al-Asad Air Base,{base},IQ-AN,{country},base,direct,single_source,low,{count},{munitions},{casualties},,"
    "rt-2020-01-04\\n"
)

def row(**given):
    known = {"title": "Two rockets near the base", "day": "2020-02-11", "last": "2020-02-11", "base": "ain-al-asad"}
    known |= {"country": "IQ", "count": "1"}
    known |= {"munitions": "rocket_107mm fired=2", "casualties": "all killed=0 wounded=0"}
    return GOOD.format(**known | given)

def check(text, record_type=RecordType.INCIDENT, name="reports-2020-02.csv"):
    job = desk.ask_check(content=text.encode(), file_name=name, record_type=record_type, by=amal)
    work.do(job.pk)
    return Job.objects.get(pk=job.pk)

def bring_in(checked):
    job = desk.ask_import(check=checked, digest=checked.sha256, by=amal)
    return Job.objects.get(pk=job.pk)

keys = {}
for language in ("en", "ar"):
    with translation.override(language):
        known = REPORT.format(f"IQ-0140{row(title='Rockets fired at Ain al-Asad')}{row(title='Drone near Harir')}")
        faulty = [
            row(day="11.2.2020"), row(last="2020-02-10"), row(base="al-asad"), row(count="0"), row(country="Iraq"),
            row(munitions="rocket_107mm fired=2 hit=3"), row(munitions="stone"),
            row(casualties="civilian killed=1; civilian killed=2"), row(title=""), row(country="SY"),
        ]
        keys[f"errors_{language}"] = check(REPORT.format("".join(faulty))).pk
        checked = check(known)
        keys[f"checked_{language}"] = checked.pk
        outlets = "slug,name,kind\\n" + "".join(
            f"{language}-daily-{number:02},Daily of town {number},newspaper\\n" for number in range(1, 25)
        )
        done = bring_in(check(outlets, RecordType.OUTLET, "outlets.csv"))
        work.do(done.pk)
        keys[f"done_{language}"] = done.pk
        more = check("slug,name,kind\\nlate,Late,newspaper\\n", RecordType.OUTLET, "outlets-2.csv")
        failed = bring_in(more)
        late = Outlet.objects.create(slug="late", name="Late", kind="blog", changed_by=huda, held_by=huda)
        work.do(failed.pk)
        late.delete()
        keys[f"failed_{language}"] = failed.pk
        export = desk.ask_export(record_type=RecordType.INCIDENT, form="text/csv", by=amal)
        work.do(export.pk)
        keys[f"export_{language}"] = export.pk
        running = bring_in(checked)
        Job.objects.filter(pk=running.pk).update(status="running", started_at=timezone.now(), total=700)
        Teller(running.pk).tell(500, 700)
        keys[f"running_{language}"] = running.pk
desk.ask_export(record_type=RecordType.SOURCE, form="text/csv", by=amal)
print("keys", json.dumps(keys))
"""


def pictures_of_the_desk(
    browser: Browser, site: Site, sizes: dict[int, int], only: list[str]
) -> Iterator[tuple[str, Page]]:
    """Each picture's name with its page, closed once the next is asked for."""
    names = [
        (shown, f"{shown}-{width}-{scheme}-{language}", width, scheme, language)
        for shown in SHOWN
        for width in sizes
        for scheme in ("light", "dark")
        for language in LANGUAGES
    ]
    wanted = [row for row in names if not only or any(part in row[1] for part in only)]
    if not wanted:
        return
    session_of(site, "amal", StaffRole.ANALYST)
    cookies = session_of(site, "huda", StaffRole.EDITOR)
    keys = _keys(site, PREPARE)
    if any(shown.startswith("admin-job") for shown, *_rest in wanted):
        keys |= _keys(site, PREPARE_JOBS)
    for shown, picture, width, scheme, language in wanted:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": sizes[width]},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            has_touch=width < 700,
            locale="en-GB",
        )
        sent = {**cookies, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in sent.items()])
        page = context.new_page()
        SHOWN[shown](page, {name.removesuffix(f"_{language}"): key for name, key in keys.items()})
        yield picture, page
        context.close()


def _keys(site: Site, commands: str) -> dict[str, int]:
    """The primary keys of what these commands made."""
    printed = site.manage("shell", "--verbosity=0", "--command", f"import json\n{commands}")
    return json.loads(printed.split("keys ")[-1])


def _at(path: str) -> Callable[[Page, dict[str, int]], None]:
    return lambda page, keys: _open(page, path.format(**keys))


def _open(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")


def _duplicates(page: Page, keys: dict[str, int]) -> None:
    """A report begun that is recorded already."""
    _open(page, f"{LIST}add/")
    page.locator("#id_kind").select_option("rocket")
    page.locator("#id_occurred_from").fill("2021-03-15")
    page.locator("#desk_location_latitude").fill("33.9402, 44.3616")
    page.locator("#desk_location_latitude").blur()
    page.locator("[data-duplicates] li").first.wait_for()
    page.wait_for_load_state("networkidle")


def _undecided(page: Page, keys: dict[str, int]) -> None:
    """A save after somebody else's: what the form was opened with is forgotten, so that each difference is shown."""
    _open(page, f"{LIST}{keys['incident']}/change/")
    page.locator("input[name=opened]").evaluate("node => { node.value = ''; }")
    page.locator("#id_title").fill("Rockets fired at Balad air base")
    page.keyboard.press("Control+s")
    page.locator(".desk-beside").wait_for()
    page.wait_for_load_state("networkidle")


SHOWN: dict[str, Callable[[Page, dict[str, int]], None]] = {
    "admin-desk": _at("/admin/"),
    "admin-incidents": _at(LIST),
    "admin-incident": _at(LIST + "{incident}/change/"),
    "admin-incident-duplicates": _duplicates,
    "admin-publish": _at(LIST + "review/publish/?ids={incident}"),
    "admin-undecided": _undecided,
    "admin-merge": _at(LIST + "review/merge/?ids={incident}"),
    "admin-jobs": _at(JOBS),
    "admin-job-import": _at(JOBS + "add/"),
    "admin-job-export": _at(JOBS + "export/"),
    "admin-job-columns": _at(JOBS + "columns/incident/"),
    "admin-job-errors": _at(JOBS + "{errors}/change/"),
    "admin-job-checked": _at(JOBS + "{checked}/change/"),
    "admin-job-running": _at(JOBS + "{running}/change/"),
    "admin-job-done": _at(JOBS + "{done}/change/"),
    "admin-job-failed": _at(JOBS + "{failed}/change/"),
}

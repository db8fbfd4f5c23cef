"""The pages of bulk work, by role; another's jobs are not there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from attacks import tasks
from attacks.choices import RecordType, StaffRole
from attacks.importers.tables.files import CSV, XLSX
from attacks.jobs import desk
from attacks.models import Job, JobFile, Outlet
from attacks.models.jobs import JobKind, JobStatus
from attacks.roles import assign
from tests.factories import OutletFactory, UserFactory, published
from tests.trust.conftest import RedisServer

from .conftest import csv_of, imported

pytestmark = pytest.mark.django_db

SECRET = "told by somebody who must not be named"
GOOD = csv_of(["slug", "name", "kind"], ["wire", "Wire", "news_agency"], ["paper", "Paper", "newspaper"])
As = Callable[[StaffRole], Client]


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def signed_in(broker: RedisServer) -> As:
    """A client of a new member of staff of this role."""

    def client(role: StaffRole) -> Client:
        user = UserFactory()
        assign(user, role)
        made = Client()
        made.force_login(user)
        return made

    return client


def owner(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def page(name: str, *arguments: Any) -> str:
    return reverse(f"admin:attacks_job_{name}", args=arguments)


def uploaded(client: Client, content: bytes = GOOD, record_type: str = "outlet", name: str = "outlets.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(page("add"), {"record_type": record_type, "file": file}, follow=True)


def checked(client: Client, content: bytes = GOOD) -> Job:
    """The check of an upload, done."""
    answer = uploaded(client, content)
    job = answer.context["job"]
    tasks.do_job(job.pk)
    job.refresh_from_db()
    return job


def test_a_file_is_checked_then_imported_from_its_report(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    check = checked(client)
    report = client.get(page("change", check.pk))
    assert "Import these 2 rows" in report.text
    assert "Nothing has been changed yet. The file can be imported." in report.text
    assert [entry["row"] for entry in check.preview] == [2, 3]
    answer = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True)
    job = answer.context["job"]
    assert (job.kind, job.status) == (JobKind.IMPORT, JobStatus.QUEUED)
    assert f'data-progress="{page("progress", job.pk)}"' in answer.text
    assert client.get(page("progress", job.pk)).json()["is_open"]
    tasks.do_job(job.pk)
    state = client.get(page("progress", job.pk))
    assert (state.json()["status"], state.json()["is_open"]) == ("done", False)
    assert "no-store" in state["Cache-Control"]
    done = client.get(page("change", job.pk))
    assert all(name in done.text for name in ("wire", "paper"))
    assert Outlet.objects.filter(proposal="draft", held_by=owner(client)).count() == 2
    report = client.get(page("change", check.pk))
    assert f"This file is imported already, by job {job.pk}." in report.text
    assert "Import these" not in report.text
    again = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True)
    assert "imported already" in again.text
    assert Job.objects.filter(kind=JobKind.IMPORT).count() == 1


def test_another_file_than_the_checked_one_is_not_imported(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    check = checked(client)
    answer = client.post(page("import", check.pk), {"sha256": "0" * 64}, follow=True)
    assert "not the file that was checked" in answer.text
    JobFile.objects.filter(job=check).update(content=GOOD.replace(b"Paper", b"Paste"))
    job = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True).context["job"]
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.status, Outlet.objects.count()) == (JobStatus.FAILED, 0)
    assert "not the one that was uploaded" in job.reason


def test_what_is_refused_is_listed_and_downloadable_and_cannot_be_imported(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    rows = [[f"o-{n}", "=1+1" if n == 0 else "Name", "catapult"] for n in range(120)]
    check = checked(client, csv_of(["slug", "name", "kind"], *rows))
    assert (check.status, check.error_count) == (JobStatus.DONE, 120)
    report = client.get(page("change", check.pk))
    assert "Page 1 of 3" in report.text
    assert report.text.count("catapult") == 50
    assert "Import these" not in report.text
    assert "The file has errors. Correct them and upload it anew." in report.text
    assert client.get(page("change", check.pk), {"page": "99"}).text.count("catapult") == 20
    listed = list(csv.reader(io.StringIO(client.get(page("errors", check.pk)).text)))
    assert listed[0] == ["row", "column", "value", "message"]
    assert listed[1][:3] == ["2", "kind", "catapult"]
    assert len(listed) == 121
    answer = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True)
    assert "The file has errors" in answer.text


def test_an_import_is_refused_whole_when_the_record_has_changed_since_the_check(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    check = checked(client)
    OutletFactory(slug="paper")
    Outlet.objects.update(held_by=UserFactory(username="other"))
    job = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True).context["job"]
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.reason[:36]) == (JobStatus.FAILED, "The record has changed since the che")
    assert [(error["row"], error["value"]) for error in job.errors] == [(3, "paper")]
    assert not Outlet.objects.filter(slug="wire").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"\xd0\xcf\x11\xe0\x00", "neither CSV in UTF-8 nor XLSX"), (b"x" * 3000, "at most 2.0")],
)
def test_what_is_no_table_is_refused_on_the_form(signed_in: As, settings: Any, content: bytes, words: str) -> None:
    settings.BULK_FILE_BYTES = 2048
    answer = uploaded(signed_in(StaffRole.ANALYST), content)
    assert answer.status_code == 200
    assert words in answer.text.replace("\xa0", " ")
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "<img src=x>.csv", "a" * 500 + ".csv", "é\u202e.csv", 'q"\r\n.csv']
)
def test_a_name_of_a_file_does_no_harm(signed_in: As, name: str) -> None:
    client = signed_in(StaffRole.ANALYST)
    answer = uploaded(client, name=name)
    job = answer.context["job"]
    assert "<img" not in answer.text
    assert client.get(page("file", job.pk)).content == GOOD


def test_an_upload_of_a_type_that_is_not_theirs_is_refused(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    for record_type in ("coverage", "province", "nonsense", ""):
        assert uploaded(client, record_type=record_type).status_code == 200
    assert not Job.objects.exists()
    assert uploaded(signed_in(StaffRole.EDITOR), record_type="coverage").context["job"].record_type == "coverage"


def test_jobs_of_others_are_not_there(signed_in: As) -> None:
    mine, other = signed_in(StaffRole.ANALYST), signed_in(StaffRole.ANALYST)
    check = checked(mine)
    for name in ("change", "progress", "file", "errors"):
        assert mine.get(page(name, check.pk)).status_code == 200, name
        assert other.get(page(name, check.pk)).status_code == 404, name
    for name in ("import", "cancel"):
        assert other.post(page(name, check.pk), {"sha256": check.sha256}).status_code == 404, name
        assert mine.get(page(name, check.pk)).status_code == 405, name
    assert str(check) not in other.get(page("changelist")).text
    for role in (StaffRole.EDITOR, StaffRole.ADMIN):
        assert signed_in(role).get(page("file", check.pk)).status_code == 200
    assert mine.get(page("change", 10**18)).status_code == 404
    assert mine.get(f"{page('changelist')}x/change/").status_code == 404


EVERY_PAGE = [("changelist",), ("add",), ("export",), ("columns", "outlet"), ("template", "outlet", "csv")]


@pytest.mark.parametrize("address", EVERY_PAGE, ids=str)
def test_pages_by_role(signed_in: As, address: tuple[str, ...]) -> None:
    is_import = address[0] == "add"
    for role in StaffRole:
        expected = 403 if is_import and role == StaffRole.VIEWER else 200
        assert signed_in(role).get(page(*address)).status_code == expected, role


def test_without_a_role_nothing_is_there(broker: RedisServer) -> None:
    analyst = UserFactory()
    assign(analyst, StaffRole.ANALYST)
    job = desk.ask_check(content=GOOD, file_name="x.csv", record_type=RecordType.OUTLET, by=analyst)
    every = [*EVERY_PAGE, *((name, job.pk) for name in ("change", "progress", "file", "errors"))]
    nobody, staff = Client(), Client()
    staff.force_login(UserFactory(is_staff=True))
    for address in every:
        assert nobody.get(page(*address)).status_code == 302, address
        assert staff.get(page(*address)).status_code in (403, 404), address
    for name in ("import", "cancel"):
        assert nobody.post(page(name, job.pk)).status_code == 302
        assert staff.post(page(name, job.pk)).status_code == 404


def test_a_role_that_is_lost_before_the_worker_begins_ends_the_job(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    check = checked(client)
    job = client.post(page("import", check.pk), {"sha256": check.sha256}, follow=True).context["job"]
    assign(owner(client), StaffRole.VIEWER)
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.status, Outlet.objects.count()) == (JobStatus.FAILED, 0)
    assert "may no longer import" in job.reason


def test_working_records_are_exported_with_their_internal_notes(signed_in: As) -> None:
    OutletFactory(slug="wire", name="=Wire", internal_note=SECRET)
    client = signed_in(StaffRole.VIEWER)
    form = {"record_type": "outlet", "form": CSV, "has_bom": "on"}
    job = client.post(page("export"), form, follow=True).context["job"]
    tasks.do_job(job.pk)
    answer = client.get(page("file", job.pk))
    assert answer["Content-Disposition"].startswith('attachment; filename="outlet-')
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.startswith(b"\xef\xbb\xbfslug,")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["name"], row["internal_note"]) == ("'=Wire", SECRET)


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ANALYST])
def test_the_chosen_records_of_a_list_are_exported(signed_in: As, role: StaffRole) -> None:
    client = signed_in(role)
    OutletFactory(slug="one")
    chosen: Any = OutletFactory(slug="two")
    answer = client.post(
        reverse("admin:attacks_outlet_changelist"), {"action": "export_as_xlsx", "_selected_action": [chosen.pk]}
    )
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page("change", job.pk))
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.total, job.media_type) == (1, XLSX)
    analyst = UserFactory()
    outcome, problems = imported(client.get(page("file", job.pk)).content, "outlet", analyst)
    assert (outcome.unchanged, problems) == (1, [])


def test_a_template_left_as_it_is_changes_nothing(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    assert client.get(page("template", "outlet", "csv")).text.count("\r\n") == 1
    published(OutletFactory(slug="wire"))
    for ending in ("csv", "xlsx"):
        content = client.get(page("template", "outlet", ending)).content
        outcome, problems = imported(content, "outlet", owner(client))
        assert (outcome.unchanged, outcome.new, problems) == (1, 0, [])


@pytest.mark.parametrize("address", [("columns", "nonsense"), ("columns", "province"), ("template", "nonsense", "csv")])
def test_types_without_a_table_have_no_pages(signed_in: As, address: tuple[str, ...]) -> None:
    assert signed_in(StaffRole.ADMIN).get(page(*address)).status_code == 404


def test_the_page_says_when_the_queue_is_away_and_the_job_waits(signed_in: As, broker: RedisServer) -> None:
    client = signed_in(StaffRole.ANALYST)
    broker.stop()
    answer = uploaded(client)
    assert "The queue does not answer now" in answer.text
    assert answer.context["job"].status == JobStatus.QUEUED
    broker.start()
    assert "Waits for a worker" in client.get(page("change", answer.context["job"].pk)).text


def test_an_expired_file_is_gone(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    check = checked(client)
    JobFile.objects.all().delete()
    assert client.get(page("file", check.pk)).status_code == 410
    assert "Download the file" not in client.get(page("change", check.pk)).text


def test_a_queued_job_can_be_cancelled(signed_in: As) -> None:
    client = signed_in(StaffRole.ANALYST)
    job = uploaded(client).context["job"]
    answer = client.post(page("cancel", job.pk), follow=True)
    assert "Nothing was changed" in answer.text
    tasks.do_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.CANCELLED, 0)


def test_the_columns_page_explains_every_column(signed_in: As) -> None:
    text = signed_in(StaffRole.ANALYST).get(page("columns", "incident")).text
    for words in ("munitions", "weapon", "rocket_107mm", "fell_wide", "As the analyst chose", "edit_number"):
        assert words in text


def test_the_list_of_jobs_asks_the_database_as_often_for_many_as_for_one(
    signed_in: As, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(StaffRole.EDITOR)
    for _ in range(5):
        uploaded(client)
    with django_assert_max_num_queries(12):
        assert client.get(page("changelist")).status_code == 200

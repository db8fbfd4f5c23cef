"""Every model × act × role, asked of the admin by real requests; and that no other door writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import get_commands, load_command_class
from django.test import Client
from django.urls import get_resolver, reverse

from attacks.choices import StaffRole
from attacks.ledger.identity import RECORD_LOADER, system_identity
from attacks.ledger.review import submit
from attacks.models import Record, ReviewEvent, Revision
from attacks.permissions import Act
from attacks.roles import assign
from tests import factories
from tests.factories import UserFactory, published

pytestmark = pytest.mark.django_db

FACTORIES: dict[str, Any] = {
    "incident": factories.IncidentFactory,
    "statement": factories.StatementFactory,
    "actor": factories.ActorFactory,
    "base": factories.BaseFactory,
    "province": factories.ProvinceFactory,
    "outlet": factories.OutletFactory,
    "source": factories.SourceFactory,
    "tally": factories.TallyFactory,
    "coverage": factories.CoverageFactory,
}
ANALYSTS = {"incident", "statement", "actor", "base", "outlet", "source", "tally"}
ROLES = [None, *StaffRole]  # None: nobody is signed in
STEPS = [Act.SUBMIT, Act.TAKE_BACK, Act.TAKE_OVER, Act.RETURN, Act.PUBLISH, Act.RETRACT, Act.MERGE, Act.REDACT]


def least_role(kind: str, act: str) -> StaffRole | None:
    """The lowest role that may do this; None: nobody."""
    writer = StaffRole.ANALYST if kind in ANALYSTS else StaffRole.EDITOR
    if act == "delete":
        return writer if kind in ANALYSTS else None
    return {
        "view": StaffRole.VIEWER,
        "return": StaffRole.EDITOR,
        "publish": StaffRole.EDITOR,
        "retract": StaffRole.EDITOR,
        "merge": StaffRole.EDITOR,
        "redact": StaffRole.ADMIN,
    }.get(act, writer)


def client_of(role: StaffRole | None) -> Client:
    client = Client()
    client.user = None  # type: ignore[attr-defined]
    if role is not None:
        client.user = UserFactory()  # type: ignore[attr-defined]
        assign(client.user, role)  # type: ignore[attr-defined]
        client.force_login(client.user)  # type: ignore[attr-defined]
    return client


def new(kind: str, number: int) -> Any:
    """A record of its own; provinces are few and made by code."""
    if kind == "province":
        return FACTORIES[kind](code=f"IQ-{chr(65 + number // 26)}{chr(65 + number % 26)}", name=f"Province {number}")
    return FACTORIES[kind]()


def public(record: Any) -> Any:
    """The record, published with what it refers to."""
    for name in ("speaker", "outlet", "issuer_outlet"):
        if getattr(record, name, None) is not None:
            published(getattr(record, name))
    published(record)
    record.refresh_from_db()
    return record


def in_state_for(act: Act, record: Any, user: User | None) -> Any:
    """The record where nothing but the role can stand in the way of the act."""
    if act in (Act.RETRACT, Act.MERGE, Act.REDACT):
        return public(record)
    other = UserFactory()
    record.changed_by = other
    record.held_by = other if act is Act.TAKE_OVER else user
    record.save()
    if act in (Act.TAKE_BACK, Act.RETURN, Act.PUBLISH):
        for name in ("speaker", "outlet", "issuer_outlet"):
            if getattr(record, name, None) is not None:
                published(getattr(record, name))
        submit(record=record, by=other)
    return record


def sent(client: Client, kind: str, act: Act, record: Any, spare: Any) -> int:
    """The status of the step's page sent as an editor's browser would send it."""
    from attacks.ledger.proposed import proposed

    given = {"ids": record.pk, "note": "Because", "into": spare.pk if spare else "", "numbers": ["1"]}
    return client.post(
        reverse(f"admin:attacks_{kind}_review", args=[act.value]), {**given, "seen": proposed(record).fingerprint}
    ).status_code


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("kind", FACTORIES)
def test_a_role_takes_exactly_the_steps_that_are_its_own(kind: str, role: StaffRole | None) -> None:
    client = client_of(role)
    order = list(StaffRole)
    taken, expected = {}, {}
    for number, act in enumerate(STEPS):
        record = in_state_for(act, new(kind, number), client.user)  # type: ignore[attr-defined]
        spare = public(new(kind, 100 + number)) if act is Act.MERGE else None
        before = (ReviewEvent.objects.count(), Revision.objects.count())
        status = sent(client, kind, act, record, spare)
        is_done = (ReviewEvent.objects.count(), Revision.objects.count()) != before
        taken[act.value] = (status, is_done)
        least = least_role(kind, act)
        may = role is not None and least is not None and order.index(role) >= order.index(least)
        expected[act.value] = (302, True) if may else (302 if role is None else 403, False)
    assert taken == expected


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("kind", FACTORIES)
def test_a_role_reads_and_writes_exactly_what_is_its_own(kind: str, role: StaffRole | None) -> None:
    client = client_of(role)
    record = new(kind, 0)
    record.held_by = record.changed_by = client.user  # type: ignore[attr-defined]
    record.save()
    change = reverse(f"admin:attacks_{kind}_change", args=[record.pk])
    answers = {
        "view": client.get(reverse(f"admin:attacks_{kind}_changelist")).status_code,
        # An empty form is taken in and refused field by field; who may not write is refused before.
        "add": client.post(reverse(f"admin:attacks_{kind}_add"), {}).status_code,
        "change": client.post(change, {}).status_code,
        "delete": client.post(reverse(f"admin:attacks_{kind}_delete", args=[record.pk]), {"post": "yes"}).status_code,
    }
    order = list(StaffRole)

    def answer(act: str) -> int:
        least = least_role(kind, act)
        if role is None:
            return 302
        if least is None or order.index(role) < order.index(least):
            return 403
        return 302 if act == "delete" else 200

    assert answers == {act: answer(act) for act in answers}
    gone = not type(record).objects.filter(pk=record.pk).exists()
    assert gone == (role is not None and answer("delete") == 302)


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("kind", ["revision", "reviewevent", "archivedcopy", "taskoutcome"])
def test_what_the_program_writes_is_only_shown(kind: str, role: StaffRole) -> None:
    client = client_of(role)
    assert client.get(reverse(f"admin:attacks_{kind}_changelist")).status_code == 200
    for name in ("add", "change", "delete"):
        args = [] if name == "add" else ["1"]
        assert client.post(reverse(f"admin:attacks_{kind}_{name}", args=args), {}).status_code in (302, 403)


def test_an_analyst_deletes_only_drafts_of_their_own_and_an_editor_any_that_never_was_public() -> None:
    analyst, editor = client_of(StaffRole.ANALYST), client_of(StaffRole.EDITOR)
    others = [factories.IncidentFactory(held_by=UserFactory()) for _ in range(2)]
    once_public = public(factories.IncidentFactory())

    def delete(client: Client, record: Record) -> int:
        return client.post(reverse("admin:attacks_incident_delete", args=[record.pk]), {"post": "yes"}).status_code

    assert delete(analyst, others[0]) == 403
    assert delete(editor, others[0]) == 302
    assert delete(editor, once_public) == 403
    chosen = {"action": "delete_selected", "_selected_action": [others[1].pk], "post": "yes"}
    for client in (analyst, editor):
        client.post(reverse("admin:attacks_incident_changelist"), chosen)
        assert type(once_public).objects.filter(pk=others[1].pk).exists() == (client is analyst)
    editor.post(reverse("admin:attacks_incident_changelist"), {**chosen, "_selected_action": [once_public.pk]})
    once_public.refresh_from_db()


def test_proposal_and_public_state_are_no_fields_of_any_form() -> None:
    editor = client_of(StaffRole.EDITOR)
    record = factories.ActorFactory()
    forged = {"name": "A", "slug": record.slug, "kind": "militia", "proposal": "none", "public_state": "published"}
    forged |= {"held_by": "1", "changed_by": "1", "edit_number": "9"}
    page = editor.get(reverse("admin:attacks_actor_change", args=[record.pk])).content.decode()
    assert 'name="proposal"' not in page
    editor.post(reverse("admin:attacks_actor_change", args=[record.pk]), forged)
    record.refresh_from_db()
    assert (record.proposal, record.public_state) == ("draft", "none")


def api_addresses() -> Iterator[str]:
    for name in get_resolver("attacks.api.urls").reverse_dict:
        if isinstance(name, str):
            for pattern, _rest in get_resolver("attacks.api.urls").reverse_dict.getlist(name)[0][0]:
                yield "/api/v1/" + pattern.replace("%(", "{").replace(")s", "}").format_map(_Any())


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "1"


def test_the_api_has_no_door_to_write_even_for_administrators() -> None:
    client = client_of(StaffRole.ADMIN)
    addresses = sorted(set(api_addresses()))
    assert len(addresses) > 10
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            status = getattr(client, method)(address, "{}", content_type="application/json").status_code
            assert status in (404, 405), f"{method} {address}: {status}"


def test_commands_act_as_the_system_which_nobody_can_be(client: Client) -> None:
    loader = system_identity(RECORD_LOADER)
    assert not loader.is_active
    assert not loader.has_usable_password()
    assert not any(loader.has_perm(f"attacks.{name}") for name in ("publish_records", "change_incident"))
    client.force_login(loader)
    assert client.get(reverse("admin:index")).status_code == 302
    for name, app in get_commands().items():
        if app in ("attacks", "config"):
            parser = load_command_class(app, name).create_parser("manage.py", name)
            assert not {"--user", "--as", "--editor"} & set(parser._option_string_actions), name


@pytest.fixture
def admin() -> Client:
    return client_of(StaffRole.ADMIN)


PASSWORD = "correct horse battery staple"


def person(**changes: Any) -> dict[str, Any]:
    return {"username": "new.analyst", "role": "analyst", "password1": PASSWORD,
            "password2": PASSWORD, **changes}  # fmt: skip


def test_an_administrator_makes_staff_with_exactly_one_role(admin: Client) -> None:
    forged = {"is_superuser": "on", "user_permissions": ["1", "2"], "groups": ["1", "2", "3", "4"], "is_staff": ""}
    assert admin.post(reverse("admin:auth_user_add"), person(**forged)).status_code == 302
    made = User.objects.get(username="new.analyst")
    assert made.is_staff
    assert not made.is_superuser
    assert not made.user_permissions.exists()
    assert [group.name for group in made.groups.all()] == ["analyst"]
    change = reverse("admin:auth_user_change", args=[made.pk])
    assert admin.post(change, {"username": made.username, "role": "editor", **forged}).status_code == 302
    made.refresh_from_db()
    assert (made.is_superuser, made.is_active) == (False, False)
    assert [group.name for group in made.groups.all()] == ["editor"]
    assert admin.post(change, {"username": made.username, "role": "owner"}).status_code == 200


def test_nobody_edits_superusers_the_system_or_their_own_access(admin: Client) -> None:
    superuser = User.objects.create_superuser("root")
    for someone in (superuser, system_identity(RECORD_LOADER), admin.user):
        form = {"username": "renamed", "role": "admin", "is_active": "on"}
        assert admin.post(reverse("admin:auth_user_change", args=[someone.pk]), form).status_code == 403
        passwords = {"password1": PASSWORD, "password2": PASSWORD}
        answer = admin.post(reverse("admin:auth_user_password_change", args=[someone.pk]), passwords)
        assert answer.status_code in (302, 403)
        someone.refresh_from_db()
        assert someone.username != "renamed"
        assert not someone.check_password(PASSWORD)
        assert admin.post(reverse("admin:auth_user_delete", args=[someone.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ANALYST, StaffRole.EDITOR])
def test_other_roles_see_no_people(role: StaffRole, staff: Callable[[StaffRole], User]) -> None:
    client = client_of(role)
    for url in ("/admin/auth/user/", "/admin/auth/user/add/", f"/admin/auth/user/{staff(role).pk}/change/"):
        assert client.get(url).status_code == 403
        assert client.post(url, person()).status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404

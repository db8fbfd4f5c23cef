"""Who gets in with a password, what the others learn, and how often anybody may try."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from attacks.choices import StaffRole
from attacks.ledger.identity import RECORD_LOADER, system_identity

from .conftest import ADMIN, PASSWORD, SIGN_IN, Clock, is_signed_in, make_staff, sign_in

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many failed login attempts"


def words(response: Any) -> str:
    """What a refusal says, without the parts that differ each time."""
    page = response.content.decode()
    return re.sub(r'value="[^"]*"', "", page)


def test_staff_get_in_and_are_led_to_the_page_they_wanted(client: Client, analyst: User) -> None:
    wanted = "/admin/attacks/revision/?q=IQ-0155"
    first = client.get(wanted)
    asked = client.get(first["Location"])
    page = client.get(asked["Location"])
    assert asked["Location"].startswith(SIGN_IN)
    following = re.search(r'name="next"[^>]*value="([^"]*)"', page.content.decode())
    assert following
    assert sign_in(client, next=following[1].replace("&amp;", "&"))["Location"] == wanted
    assert is_signed_in(client)


def test_without_a_wanted_page_the_admin_is_next(client: Client, analyst: User) -> None:
    assert sign_in(client)["Location"] == ADMIN


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "https:evil.example"],
)
def test_nobody_is_led_to_another_site(client: Client, analyst: User, elsewhere: str) -> None:
    led = client.get("/admin/login/", {"next": elsewhere})["Location"]
    offered = parse_qs(urlsplit(led).query)["next"][0]
    assert led.startswith(SIGN_IN)
    first = sign_in(client, next=offered)["Location"]
    assert client.get(first, follow=True).redirect_chain[-1:] in ([], [(ADMIN, 302)])
    assert sign_in(Client(), next=elsewhere)["Location"] == ADMIN
    assert client.post("/account/logout/", {"next": elsewhere})["Location"] == SIGN_IN


@pytest.mark.parametrize(
    "nonsense",
    [
        {"next": "/\x00"},
        {"next": "/\r\nX-Header: 1"},
        {"login": "\x00"},
        {"login": "x" * 5000},
        {"password": "\x00"},
        {"login": "ن\u202e"},
    ],
)
def test_nonsense_is_no_fault_of_the_site(client: Client, analyst: User, nonsense: dict[str, str]) -> None:
    response = client.post(SIGN_IN, {"login": "nadia", "password": PASSWORD} | nonsense)
    assert response.status_code in (200, 302, 400)
    assert "X-Header" not in response.headers


def test_every_refusal_says_the_same(client: Client, analyst: User) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    make_staff("gone", StaffRole.EDITOR)
    User.objects.filter(username="gone").update(is_active=False)
    system_identity(RECORD_LOADER)
    refusals = {
        name: sign_in(Client(), name, password, REMOTE_ADDR=f"203.0.113.{number}")
        for number, (name, password) in enumerate(
            [
                ("nadia", "wrong"),
                ("nobody", PASSWORD),
                ("reader", PASSWORD),  # no staff
                ("gone", PASSWORD),
                (RECORD_LOADER, ""),
                (RECORD_LOADER + " ", PASSWORD),
            ]
        )
        if password
    }
    assert {response.status_code for response in refusals.values()} == {200}
    assert len({words(response) for response in refusals.values()}) == 1
    assert "not correct" in words(refusals["nadia"])


def test_who_stops_being_staff_is_out_with_the_next_request(client: Client, analyst: User) -> None:
    sign_in(client)
    assert is_signed_in(client)
    User.objects.filter(pk=analyst.pk).update(is_staff=False)
    assert not is_signed_in(client)


def test_after_five_failures_the_right_password_is_refused_until_time_has_passed(
    client: Client, analyst: User, clock: Clock
) -> None:
    for _ in range(5):
        assert TOO_MANY not in words(sign_in(client, password="wrong"))
    assert TOO_MANY in words(sign_in(client))
    clock.now += 299
    assert TOO_MANY in words(sign_in(client))
    clock.now += 2
    assert sign_in(client)["Location"] == ADMIN


def test_a_lock_out_is_of_one_user_at_one_address(client: Client, analyst: User, clock: Clock) -> None:
    make_staff("omar", StaffRole.EDITOR)
    for _ in range(5):
        sign_in(client, password="wrong")
    assert TOO_MANY in words(sign_in(client))
    assert sign_in(Client(), name="omar")["Location"] == ADMIN
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7")["Location"] == ADMIN


def test_spelling_a_name_differently_wins_no_attempts(client: Client, analyst: User, clock: Clock) -> None:
    for name in ("nadia", "NADIA", " nadia", "Nadia", "nadia "):
        sign_in(client, name=name, password="wrong")
    assert TOO_MANY in words(sign_in(client))


def test_one_address_may_not_try_many_names(client: Client, analyst: User, clock: Clock) -> None:
    for number in range(10):
        sign_in(client, name=f"name-{number}", password="wrong")
    assert TOO_MANY in words(sign_in(client))


def test_a_forged_header_wins_no_attempts(client: Client, analyst: User, clock: Clock) -> None:
    for number in range(5):
        sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert TOO_MANY in words(sign_in(client, HTTP_X_FORWARDED_FOR="192.0.2.99"))


def test_behind_a_proxy_what_the_proxy_adds_counts_and_nothing_before_it(
    client: Client, analyst: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rest_framework.settings import api_settings

    monkeypatch.setattr(api_settings, "NUM_PROXIES", 1, raising=False)
    for number in range(5):
        sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.7")
    assert TOO_MANY in words(sign_in(client, HTTP_X_FORWARDED_FOR="192.0.2.77, 198.51.100.7"))
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.7, 198.51.100.8")["Location"] == ADMIN
    nonsense = sign_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.9, nonsense", REMOTE_ADDR="203.0.113.80")
    assert nonsense["Location"] == ADMIN


def test_one_address_that_hammers_is_answered_429(client: Client, analyst: User, clock: Clock) -> None:
    answers = [sign_in(client, name=f"name-{number}", password="wrong") for number in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert "no-store" in answers[30]["Cache-Control"]
    assert "Too many attempts" in answers[30].content.decode()


def test_without_redis_nobody_is_let_in_and_nothing_else_fails(analyst: User, settings: Any) -> None:
    signed_in = Client()
    sign_in(signed_in)
    settings.CACHES = {
        **settings.CACHES,
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"},
    }
    client = Client()
    assert client.get(SIGN_IN).status_code == 200
    refused = sign_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert is_signed_in(signed_in)
    assert signed_in.get("/account/sessions/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.get("/api/v1/incidents/").status_code == 200


def test_there_is_no_sign_up(client: Client) -> None:
    for path in ("signup/", "email/", "confirm-email/", "login/code/", "password/set/", "inactive/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_a_form_without_its_token_is_refused(analyst: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize("password", ["short-one", "123456789012345", "password1234", "nadia-albayati"])
def test_a_weak_new_password_is_refused_with_the_reason(client: Client, analyst: User, password: str) -> None:
    User.objects.filter(pk=analyst.pk).update(last_name="Nadia al-Bayati")
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post("/account/password/change/", data)
    assert response.status_code == 200
    assert 'class="errorlist"' in response.content.decode()
    analyst.refresh_from_db()
    assert analyst.check_password(PASSWORD)


def test_a_new_password_ends_every_other_session(client: Client, analyst: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    data = {
        "oldpassword": PASSWORD,
        "password1": "ten-barges-down-the-tigris",
        "password2": "ten-barges-down-the-tigris",
    }
    assert client.post("/account/password/change/", data).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_the_admins_own_pages_for_passwords_lead_to_the_account(client: Client, analyst: User) -> None:
    sign_in(client)
    assert client.get("/admin/password_change/")["Location"] == "/account/password/change/"
    assert client.get("/admin/login/")["Location"] == ADMIN
    assert client.post("/admin/logout/")["Location"] == SIGN_IN
    assert not is_signed_in(client)

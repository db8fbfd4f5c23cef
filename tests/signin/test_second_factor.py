"""Codes of an authenticator and recovery codes: asked of all staff, good once, removed only by who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from .conftest import (
    ADMIN,
    PASSWORD,
    SECOND_STEP,
    SIGN_IN,
    Clock,
    code_now,
    give_second_factor,
    is_signed_in,
    recovery_codes,
    sign_in,
)

pytestmark = pytest.mark.django_db
SET_UP, CODES = "/account/second-step/totp/activate/", "/account/second-step/recovery-codes/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_TOTP = True


def let_time_pass(client: Client) -> None:
    """As if its user had signed in six minutes ago."""
    session = client.session
    session["signed_in_at"] -= 360
    session.save()


@pytest.mark.parametrize(
    "page", [ADMIN, "/admin/attacks/revision/", "/admin/attacks/taskoutcome/?q=x", "/admin/jsi18n/"]
)
def test_staff_without_a_second_factor_get_to_no_page_of_the_admin(client: Client, analyst: User, page: str) -> None:
    sign_in(client)
    for response in (client.get(page), client.post(page)):
        assert response.status_code == 302
        assert response["Location"].startswith(SET_UP)


def test_a_second_factor_is_set_up_and_recovery_codes_are_shown_once(
    client: Client, analyst: User, clock: Clock
) -> None:
    sign_in(client)
    page = client.get(SET_UP).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"account-key\">([A-Z2-7]+)<", page)
    assert secret
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert client.post(SET_UP, {"code": code_now(secret[1])})["Location"] == CODES
    shown = client.get(CODES).content.decode()
    codes = recovery_codes(analyst)
    assert len(codes) == 10
    assert all(code in shown for code in codes)
    assert not any(code in client.get(CODES).content.decode() for code in codes)
    assert client.get(f"{CODES}download/").status_code == 403
    assert is_signed_in(client)


def test_setting_it_up_ends_the_sessions_that_had_none(
    client: Client, analyst: User, clock: Clock, django_capture_on_commit_callbacks: Any
) -> None:
    other = Client()
    sign_in(other)
    sign_in(client)
    secret = re.search(r"account-key\">([A-Z2-7]+)<", client.get(SET_UP).content.decode())
    assert secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SET_UP, {"code": code_now(secret[1])})
    assert is_signed_in(client)
    assert other.get(ADMIN)["Location"].startswith("/admin/login/")


def test_a_password_alone_is_not_enough(client: Client, analyst: User, clock: Clock) -> None:
    secret = give_second_factor(analyst)
    assert sign_in(client)["Location"] == SECOND_STEP
    assert not is_signed_in(client)
    assert client.post(SECOND_STEP, {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    assert client.post(SECOND_STEP, {"code": code_now(secret)})["Location"] == ADMIN
    assert is_signed_in(client)


def test_a_code_is_good_once(client: Client, analyst: User, clock: Clock) -> None:
    secret = give_second_factor(analyst)
    sign_in(client)
    client.post(SECOND_STEP, {"code": code_now(secret)})
    other = Client()
    sign_in(other)
    assert other.post(SECOND_STEP, {"code": code_now(secret)}).status_code == 200
    assert not is_signed_in(other)


def test_digits_may_be_arabic(client: Client, analyst: User, clock: Clock) -> None:
    code = code_now(give_second_factor(analyst)).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": code})["Location"] == ADMIN


@pytest.mark.parametrize("code", ["", "\x00", "²²²²²²", "x" * 10_000, "١٢٣٤٥", "-1", "👾"])
def test_nonsense_for_a_code_is_refused(client: Client, analyst: User, clock: Clock, code: str) -> None:
    give_second_factor(analyst)
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": code}).status_code == 200
    assert not is_signed_in(client)


def test_secrets_have_no_page_in_the_admin(admin_client: Client, settings: Any) -> None:
    settings.REQUIRE_TOTP = False
    for page in ("mfa/authenticator/", "account/emailaddress/", "usersessions/usersession/"):
        assert admin_client.get(f"/admin/{page}").status_code == 404


def test_a_code_of_the_half_minute_before_is_refused(client: Client, analyst: User, clock: Clock) -> None:
    code = code_now(give_second_factor(analyst))
    clock.now += 30
    sign_in(client)
    client.post(SECOND_STEP, {"code": code})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(client: Client, analyst: User) -> None:
    give_second_factor(analyst)
    code = recovery_codes(analyst)[3]
    sign_in(client)
    assert client.post(SECOND_STEP, {"code": code})["Location"] == ADMIN
    other = Client()
    sign_in(other)
    other.post(SECOND_STEP, {"code": code})
    assert not is_signed_in(other)
    assert code not in recovery_codes(analyst)


def test_guesses_at_the_code_are_limited(client: Client, analyst: User, clock: Clock) -> None:
    secret = give_second_factor(analyst)
    sign_in(client)
    for number in range(5):
        client.post(SECOND_STEP, {"code": f"00000{number}"})
    refused = client.post(SECOND_STEP, {"code": code_now(secret)})
    assert "Too many" in refused.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("page", ["totp/deactivate/", "recovery-codes/generate/"])
def test_nothing_about_it_changes_without_confirming_who_one_is(
    client: Client, analyst: User, clock: Clock, page: str
) -> None:
    page = f"/account/second-step/{page}"
    secret = give_second_factor(analyst)
    sign_in(client)
    client.post(SECOND_STEP, {"code": code_now(secret)})
    let_time_pass(client)
    for response in (client.post(page), client.get(CODES), client.get(page)):
        assert response["Location"].startswith("/account/reauthenticate/")
    before = recovery_codes(analyst)
    asked = client.get(page)["Location"]
    assert client.post(asked, {"password": "wrong"}).status_code == 200
    assert recovery_codes(analyst) == before
    # What was sent before is done now.
    assert client.post(asked, {"password": PASSWORD}).status_code == 302
    left = Authenticator.objects.filter(user=analyst)
    assert not left.exists() or recovery_codes(analyst) != before


def test_setting_one_up_later_asks_for_the_password_again(client: Client, analyst: User) -> None:
    sign_in(client)
    let_time_pass(client)
    assert client.get(SET_UP)["Location"].startswith("/account/reauthenticate/")


def test_a_lost_second_factor_is_removed_by_command(client: Client, analyst: User, clock: Clock) -> None:
    secret = give_second_factor(analyst)
    sign_in(client)
    client.post(SECOND_STEP, {"code": code_now(secret)})
    call_command("remove_second_factor", "nadia")
    assert client.get(ADMIN)["Location"].startswith("/admin/login/")
    sign_in(client)
    assert client.get(ADMIN)["Location"].startswith(SET_UP)


@pytest.mark.parametrize(("name", "reason"), [("nobody", "no user “nobody”"), ("nadia", "has no second factor")])
def test_the_command_says_what_it_cannot_do(analyst: User, name: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("remove_second_factor", name)


def test_where_it_is_not_asked_a_password_is_enough(client: Client, analyst: User, settings: Any) -> None:
    settings.REQUIRE_TOTP = False
    assert sign_in(client)["Location"] == ADMIN
    assert is_signed_in(client)


def test_pages_of_the_account_are_closed_to_others(client: Client) -> None:
    for page in (SET_UP, CODES, "/account/second-step/", "/account/sessions/", "/account/password/change/"):
        assert client.get(page)["Location"].startswith(SIGN_IN)

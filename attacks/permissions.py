"""Who may do what with one record: the object rules of staff, asked by the admin, bulk jobs and commands alike."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from attacks.choices import Proposal, PublicState
from attacks.models import Record

WRITTEN = (Proposal.DRAFT, Proposal.RETURNED)


class Act(StrEnum):
    """What somebody does with a record, apart from reading it."""

    EDIT = "edit"
    DELETE = "delete"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    TAKE_OVER = "take_over"
    RETURN = "return"
    PUBLISH = "publish"
    RETRACT = "retract"
    MERGE = "merge"
    REDACT = "redact"


def may_ever(user: User, model: type[Record], act: Act) -> bool:
    """Whether the user's role allows this act on some record of the type."""
    names = {
        Act.DELETE: f"attacks.delete_{model._meta.model_name}",
        Act.RETURN: "attacks.publish_records",
        Act.PUBLISH: "attacks.publish_records",
        Act.RETRACT: "attacks.withdraw_records",
        Act.MERGE: "attacks.withdraw_records",
        Act.REDACT: "attacks.redact_records",
    }
    return user.has_perm(names.get(act, f"attacks.change_{model._meta.model_name}"))


def refusal(user: User, record: Record, act: Act) -> str:
    """Why the user may not do this with the record now, in words; "" when they may."""
    if not may_ever(user, type(record), act):
        return _("Your role does not allow this.")
    return _RULES[act](user, record)


def is_editor(user: User) -> bool:
    return user.has_perm("attacks.publish_records")


def is_held_by_another(user: User, record: Record) -> bool:
    return record.held_by_id not in (None, user.pk)


# One function per rule: what hinders, or "" ---------------------------------------------------------------------------


def _held(user: User, record: Record) -> str:
    if record.proposal != Proposal.NONE and is_held_by_another(user, record):
        return _("%(person)s is working on it; take it over first.") % {"person": record.held_by}
    return ""


def _edit(user: User, record: Record) -> str:
    if record.public_state == PublicState.MERGED:
        return _("It is merged into another record; edit that one.")
    if record.proposal == Proposal.IN_REVIEW:
        return "" if is_editor(user) else _("It waits for an editor; take it back first.")
    return _held(user, record)


def _delete(user: User, record: Record) -> str:
    if record.public_state != PublicState.NONE:
        return _("What was once published is never deleted; retract it.")
    if record.proposal not in WRITTEN:
        return _("It waits for an editor; take it back first.")
    is_own = user.pk in (record.held_by_id, record.changed_by_id)
    return "" if is_editor(user) or (is_own and not is_held_by_another(user, record)) else _("It is not your draft.")


def _submit(user: User, record: Record) -> str:
    return _held(user, record) if record.proposal in WRITTEN else _("There is no draft to submit.")


def _take_back(user: User, record: Record) -> str:
    return _held(user, record) if record.proposal == Proposal.IN_REVIEW else _("It is not in review.")


def _take_over(user: User, record: Record) -> str:
    is_waiting = record.proposal != Proposal.NONE and is_held_by_another(user, record)
    return "" if is_waiting else _("Nobody else is working on it.")


def _return(user: User, record: Record) -> str:
    return "" if record.proposal == Proposal.IN_REVIEW else _("It is not in review.")


def _publish(user: User, record: Record) -> str:
    if record.proposal != Proposal.IN_REVIEW:
        return _("It is not in review.")
    if record.changed_by_id == user.pk and not settings.SINGLE_EDITOR:
        return _("You wrote it last; somebody else publishes it.")
    return ""


def _withdraw(user: User, record: Record) -> str:
    return "" if record.public_state == PublicState.PUBLISHED else _("It is not published.")


def _redact(user: User, record: Record) -> str:
    return "" if record.public_state != PublicState.NONE else _("It was never published.")


_RULES: dict[Act, Callable[[User, Record], str]] = {
    Act.EDIT: _edit,
    Act.DELETE: _delete,
    Act.SUBMIT: _submit,
    Act.TAKE_BACK: _take_back,
    Act.TAKE_OVER: _take_over,
    Act.RETURN: _return,
    Act.PUBLISH: _publish,
    Act.RETRACT: _withdraw,
    Act.MERGE: _withdraw,
    Act.REDACT: _redact,
}

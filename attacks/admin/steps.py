"""The steps of the review as the admin offers them: their names, what each asks for, and how it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from attacks.choices import Proposal, PublicState
from attacks.ledger import publish as ledger
from attacks.ledger import review
from attacks.models import Record, Revision
from attacks.permissions import Act

from .choosing import ChooseOne


class NoteForm(forms.Form):
    """`records` are those that the step is about."""

    note = forms.CharField(label=_("note"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000)

    def __init__(self, *args: Any, records: Sequence[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = records


class ReasonForm(NoteForm):
    note = forms.CharField(
        label=_("note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        error_messages={"required": _("Say why: the step is written down with its reason.")},
    )


class MergeForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(self.records[0])
        chosen = model._default_manager.filter(public_state=PublicState.PUBLISHED)
        others = chosen.exclude(pk__in=[record.pk for record in self.records])
        # Autocompletion asks by way of a foreign key; a type that nothing refers to is chosen from a plain list.
        fields = [found.field for found in model._meta.related_objects if found.related_model is not None]
        widget = ChooseOne(fields[0], admin.site) if fields else forms.Select()
        self.fields["into"] = forms.ModelChoiceField(others, label=_("merge into"), widget=widget)
        self.order_fields(["into", "note"])


class RedactForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        (record,) = self.records
        own = Revision.objects.filter(record_type=record.record_type, public_id=record.public_identifier)
        whole = own.filter(document__body__isnull=False, event__in=("published", "corrected")).order_by("number")
        self.fields["numbers"] = forms.TypedMultipleChoiceField(
            label=_("revisions to blank"),
            coerce=int,
            choices=[(revision.number, f"r{revision.number} · {revision.published_at:%Y-%m-%d}") for revision in whole],
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["numbers", "note"])


Take = Callable[[list[Any], User, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the review: `label` on buttons, `explanation` on its page, `done` once it is taken."""

    act: Act
    label: Any
    explanation: Any
    done: Any
    take: Take
    form: type[NoteForm] = NoteForm
    is_grave: bool = False
    is_single: bool = False
    # The ledger locks in an order of its own and checks again; all other steps are taken on locked rows.
    is_of_ledger: bool = False


def _submit(records: list[Any], by: User, given: dict[str, Any]) -> None:
    review.move(records=records, to=Proposal.IN_REVIEW, by=by, note=given["note"])


def _take_back(records: list[Any], by: User, given: dict[str, Any]) -> None:
    review.move(records=records, to=Proposal.DRAFT, by=by, note=given["note"])


def _take_over(records: list[Any], by: User, given: dict[str, Any]) -> None:
    for record in records:
        review.take_over(record=record, by=by, note=given["note"])


def _return(records: list[Any], by: User, given: dict[str, Any]) -> None:
    review.move(records=records, to=Proposal.RETURNED, by=by, note=given["note"])


def _publish(records: list[Any], by: User, given: dict[str, Any]) -> list[Revision]:
    """The revisions; each must hold what the editor was shown (`seen`, fingerprints by record)."""
    with transaction.atomic():
        made = ledger.publish_many(records=records, editor=by, note=given["note"])
        for revision in made:
            if revision.document_sha256 not in given["seen"]:
                words = _("%(record)s was changed since this page was opened; look at the changes again.")
                raise ledger.PublicationRefused(words % {"record": revision.public_id})
    return made


def _retract(records: list[Any], by: User, given: dict[str, Any]) -> None:
    with transaction.atomic():
        for record in records:
            ledger.retract(record=record, editor=by, note=given["note"])


def _merge(records: list[Any], by: User, given: dict[str, Any]) -> None:
    with transaction.atomic():
        for record in records:
            ledger.merge(record=record, into=given["into"], editor=by, note=given["note"])


def _redact(records: list[Any], by: User, given: dict[str, Any]) -> None:
    ledger.redact(record=records[0], numbers=given["numbers"], editor=by, note=given["note"])


STEPS: dict[Act, Step] = {
    step.act: step
    for step in (
        Step(
            Act.SUBMIT,
            _("Submit for review"),
            _("An editor looks at it next; until then it can be taken back, not changed."),
            _("Submitted: %(records)s"),
            _submit,
        ),
        Step(
            Act.TAKE_BACK,
            _("Take back"),
            _("It leaves the editors' queue and is a draft again."),
            _("Taken back: %(records)s"),
            _take_back,
        ),
        Step(
            Act.TAKE_OVER,
            _("Take over"),
            _("You go on with somebody else's edit. They find your note in the history of the record."),
            _("Taken over: %(records)s"),
            _take_over,
            form=ReasonForm,
        ),
        Step(
            Act.RETURN,
            _("Return with a note"),
            _("It goes back to the one who works on it, with your note."),
            _("Returned: %(records)s"),
            _return,
            form=ReasonForm,
        ),
        Step(
            Act.PUBLISH,
            _("Publish"),
            _("This is what the public will see change. The note is public and stands in the history for ever."),
            _("Published: %(records)s"),
            _publish,
            is_of_ledger=True,
        ),
        Step(
            Act.RETRACT,
            _("Retract"),
            _("The record is withdrawn; a notice with your public note stands in its place."),
            _("Retracted: %(records)s"),
            _retract,
            form=ReasonForm,
            is_grave=True,
            is_of_ledger=True,
        ),
        Step(
            Act.MERGE,
            _("Merge"),
            _("The record ends; its address leads to the other one for ever. The note is public."),
            _("Merged: %(records)s"),
            _merge,
            form=MergeForm,
            is_grave=True,
            is_of_ledger=True,
        ),
        Step(
            Act.REDACT,
            _("Redact"),
            _(
                "The documents of these revisions are blanked for good, for a lawful reason; their fingerprints stay."
                " A record whose current revision is blanked is withdrawn. The note is public."
            ),
            _("Redacted: %(records)s"),
            _redact,
            form=RedactForm,
            is_grave=True,
            is_single=True,
            is_of_ledger=True,
        ),
    )
}

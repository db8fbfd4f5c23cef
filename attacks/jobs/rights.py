"""Who may bring in or take out which records in bulk, and whose jobs a person sees."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet

from attacks.choices import RecordType
from attacks.importers.tables.columns import TABLES
from attacks.models import Job


def importable(user: User) -> list[RecordType]:
    """The record types of which this person may add and change drafts by a file."""
    if not user.has_perm("attacks.add_job"):
        return []
    return [
        model.record_type
        for model in TABLES
        if user.has_perms([f"attacks.add_{model._meta.model_name}", f"attacks.change_{model._meta.model_name}"])
    ]


def exportable(user: User) -> list[RecordType]:
    """The record types whose working records this person may take out as a file."""
    if not user.has_perm("attacks.export_records"):
        return []
    return [model.record_type for model in TABLES if user.has_perm(f"attacks.view_{model._meta.model_name}")]


def visible(user: User) -> QuerySet[Job]:
    """The jobs that this person sees: their own, and everybody's for those who publish."""
    if not user.has_perm("attacks.view_job"):
        return Job.objects.none()
    return Job.objects.all() if user.has_perm("attacks.publish_records") else Job.objects.filter(made_by=user)

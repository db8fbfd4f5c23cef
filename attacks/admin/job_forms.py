"""What the pages of bulk work ask: which file of which records, or which records in which format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from attacks.choices import RecordType
from attacks.importers.tables.files import CSV, XLSX
from attacks.jobs import desk
from attacks.models import Job


class _OfType(forms.Form):
    record_type = forms.ChoiceField(label=pgettext_lazy("bulk work", "Records"))

    def __init__(self, *args: Any, types: Sequence[RecordType], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["record_type"].choices = [(str(kind), kind.label) for kind in types]  # type: ignore[attr-defined]


class UploadForm(_OfType):
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("CSV in UTF-8 or XLSX, at most %(size)s and %(rows)s rows.") % {
            "size": filesizeformat(settings.BULK_FILE_BYTES),
            "rows": settings.BULK_ROWS,
        }

    def clean_file(self) -> Any:
        """The upload, refused by its size before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.BULK_FILE_BYTES:
            raise forms.ValidationError(
                _("%(name)s is %(size)s large; at most %(limit)s are allowed. Part the file.")
                % {
                    "name": upload.name,
                    "size": filesizeformat(upload.size),
                    "limit": filesizeformat(settings.BULK_FILE_BYTES),
                }
            )
        return upload


class ExportForm(_OfType):
    form = forms.ChoiceField(label=gettext_lazy("Format"), choices=[(CSV, "CSV"), (XLSX, "XLSX")])
    has_bom = forms.BooleanField(
        label=gettext_lazy("CSV with a byte order mark"),
        required=False,
        help_text=gettext_lazy("For spreadsheet programs that take UTF-8 for something else without it."),
    )

    def ask(self, *, by: User) -> Job:
        """The export that the form describes."""
        return desk.ask_export(
            record_type=RecordType(self.cleaned_data["record_type"]),
            form=self.cleaned_data["form"],
            has_bom=self.cleaned_data["has_bom"],
            by=by,
        )

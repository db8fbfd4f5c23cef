"""Forms that say what the database would refuse beside the field at fault."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from attacks.wording.refusals import refusal


class WordedForm(forms.ModelForm):
    def validate_constraints(self) -> None:
        """Asks each constraint in turn, so that each refusal stands beside its own field."""
        model = type(self.instance)
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined]
        for constraint in model._meta.constraints:
            try:
                constraint.validate(model, self.instance, exclude=exclude)
            except ValidationError as error:
                field, words = refusal(constraint.name, self.instance) or (None, error)
                known = field if field in self.fields else None
                if known is None or known not in self.errors:
                    self.add_error(known, words)  # type: ignore[arg-type]

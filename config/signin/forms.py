"""Forms that ask for a code: digits of every script count, and telephones show their number pad."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeField(forms.CharField):
    """A code of digits, as allauth compares it: ٤٢ and 42 are one."""

    def __init__(self) -> None:
        super().__init__(label=_("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return "".join(str(unicodedata.decimal(character, character)) for character in text)


class CodeToSignIn(AuthenticateForm):
    code = CodeField()


class CodeToConfirm(ReauthenticateForm):
    code = CodeField()


class FirstCode(ActivateTOTPForm):
    code = CodeField()

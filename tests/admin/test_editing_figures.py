"""How figures from low to high are typed."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from attacks.admin.editing.figures import FiguresForm, LowField, Typed
from attacks.models import Munition

pytestmark = pytest.mark.django_db
Form = forms.modelform_factory(Munition, form=FiguresForm, fields=["weapon", "fired_low", "fired_high"])


def form(low: str, high: str = "", **kwargs: Any) -> FiguresForm:
    return Form({"weapon": "rocket", "fired_low": low, "fired_high": high}, **kwargs)


def figures(low: str, high: str = "") -> tuple[int | None, int | None]:
    bound = form(low, high)
    assert bound.is_valid(), bound.errors
    return bound.instance.fired_low, bound.instance.fired_high


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("7", ""), (7, 7)),
        (("7+", ""), (7, None)),
        (("2", "7"), (2, 7)),
        (("2-7", ""), (2, 7)),
        (("2 – 7", "7"), (2, 7)),
        (("٧", ""), (7, 7)),
        (("0", ""), (0, 0)),
        (("", ""), (None, None)),
    ],
)
def test_low_alone_is_exact_and_a_plus_leaves_the_end_open(typed: Any, stored: Any) -> None:
    assert figures(*typed) == stored


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("many", ""), "fired_low", "“many” is not a figure"),
        (("-1", ""), "fired_low", "“-1” is not a figure"),
        (("7", "2"), "fired_high", "2 is less than 7"),
        (("7+", "9"), "fired_low", "7+ and 9 differ"),
        (("", "9"), "fired_low", "Up to 9: say from how many"),
        (("7-2", ""), "fired_high", "2 is less than 7"),
        (("9" * 30, ""), "fired_low", "less than or equal to"),
    ],
)
def test_an_error_names_the_field_the_value_and_the_remedy(typed: Any, field: str, words: str) -> None:
    errors = form(*typed).errors
    assert list(errors) == [field]
    assert words in errors[field][0]


@given(st.integers(0, 10_000), st.none() | st.integers(0, 10_000))
def test_saving_what_is_shown_changes_nothing(low: int, extra: int | None) -> None:
    row = Munition(weapon="rocket", fired_low=low, fired_high=None if extra is None else low + extra)
    shown = Form(instance=row)
    sent = {name: shown[name].value() if shown[name].value() is not None else "" for name in shown.fields}
    again = Form(sent, instance=row)
    assert not again.has_changed()
    assert again.is_valid(), again.errors
    assert (again.instance.fired_low, again.instance.fired_high) == (low, None if extra is None else low + extra)


def test_at_least_and_exactly_are_a_change_of_each_other() -> None:
    field = LowField()
    assert field.has_changed(7, "7+")
    assert field.has_changed(Typed(7, None), "7")
    assert not field.has_changed(Typed(7, None), "7+")

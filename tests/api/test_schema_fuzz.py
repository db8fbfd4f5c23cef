"""The API asked at random from its own schema: no fault, no answer that the schema does not describe."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from attacks.models import Incident
from config.wsgi import application
from tests.leak.test_leak import record  # noqa: F401

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = {GenerationMode.POSITIVE: 90, GenerationMode.NEGATIVE: 60}  # per operation, where there are as many
OPERATIONS = 21

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def schema(record: Incident, settings: Any) -> Any:  # noqa: F811
    settings.SITE_URL = "http://localhost"
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


def test_the_schema_describes_every_address(schema: Any) -> None:
    assert schema.raw_schema["openapi"] == "3.1.0"
    assert len(list(schema.get_all_operations())) == OPERATIONS


@pytest.mark.parametrize("mode", EXAMPLES)
def test_no_question_brings_a_fault_or_an_undocumented_answer(schema: Any, mode: GenerationMode) -> None:
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=EXAMPLES[mode],
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            response = case.call(headers={"Accept-Encoding": "identity"})
            case.validate_response(response, checks=CHECKS)

        ask()

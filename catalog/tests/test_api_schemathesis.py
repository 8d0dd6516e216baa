"""Requests made up from the OpenAPI document: whatever they are, the answers keep to the document."""

import subprocess
import sys

import pytest

from catalog.tests.builders import a_car, a_token

pytestmark = pytest.mark.django_db(transaction=True)
# Every check of Schemathesis but one. A document cannot say which stock ids are taken (400), which tags still hold
# (412), nor in which range a number written as a string lies (422): requests that it calls valid are rightly refused.
LEFT_OUT = "positive_data_acceptance"


@pytest.fixture
def cars_of(live_server, settings, tmp_path, monkeypatch) -> str:
    """The address of a running server with cars in it."""
    monkeypatch.chdir(tmp_path)  # where Schemathesis may leave its notes
    # Nobody makes up requests this fast; throttles have their own tests.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for model, status in (("Jetta", "available"), ("Polo", "sold"), ("Touareg", "reserved")):
        a_car(model=model, status=status)
    return live_server.url


def _run(address: str, *options: str) -> None:
    """Let Schemathesis make requests up, and fail with its report when an answer breaks the document."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"]
    command += [
        "--include-path-regex",
        "^/api/v1/cars(/bulk|/{car_id})?$",
        "--header",
        f"Authorization: Bearer {a_token()}",
    ]
    command += [
        "--exclude-checks",
        LEFT_OUT,
        "--max-failures",
        "20",
        "--no-color",
        "--generation-database",
        "none",
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Selected: 7/" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout


def test_answers_keep_to_the_document(cars_of: str):
    _run(cars_of, "--phases", "coverage,fuzzing", "--max-examples", "5", "--seed", "1")


@pytest.mark.slow
def test_very_many_answers_and_chains_of_requests_keep_to_the_document(cars_of: str):
    _run(cars_of, "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "500")

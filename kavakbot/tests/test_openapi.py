"""The OpenAPI document: committed, complete, true to the letter, and never less than it was."""

import copy
import json
import subprocess
from typing import Any

import pytest
from django.conf import settings

from kavakbot.tests import promises

COMMITTED = settings.BASE_DIR / "docs" / "openapi.json"
AGAIN = "manage.py spectacular --format openapi-json --file docs/openapi.json"
# What the document once said by mistake, and may say no longer.
CORRECTED: dict[str, str] = {}


def test_the_committed_document_is_the_one_the_code_says(document):
    assert json.loads(COMMITTED.read_text()) == document, f"Look at what changed, then run: {AGAIN}"


def _earlier() -> list[dict[str, Any]]:
    """Every version of the document that git remembers; none without git."""
    name = str(COMMITTED.relative_to(settings.BASE_DIR))

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
        return done.stdout

    return [json.loads(git("show", f"{commit}:{name}")) for commit in git("log", "--format=%H", "--", name).split()]


def test_within_v1_only_additions_happen(document):
    for version in [json.loads(COMMITTED.read_text()), *_earlier()]:
        assert [promise for promise in promises.broken(version, document) if promise not in CORRECTED] == []


def test_the_predecessors_api_is_a_part_of_ours(document):
    predecessor = json.loads((settings.BASE_DIR / "kavakbot" / "tests" / "predecessor_api.json").read_text())
    assert len(list(promises.operations(predecessor))) == 17
    assert promises.broken(predecessor, document) == []


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (lambda paths: paths.pop("/api/v1/cars/bulk"), "POST /api/v1/cars/bulk is answered"),
        (lambda paths: paths["/api/v1/cars/{car_id}"].pop("put"), "PUT /api/v1/cars/{car_id} is answered"),
        (
            lambda paths: paths["/api/v1/cars"]["get"]["parameters"].clear(),
            "GET /api/v1/cars takes the parameter query limit",
        ),
        (
            lambda paths: paths["/api/v1/cars"]["get"]["parameters"].append(
                {"in": "query", "name": "branch", "required": True}
            ),
            "GET /api/v1/cars does without the parameter query branch",
        ),
        (
            lambda paths: paths["/api/v1/cars"]["post"]["responses"].pop("400"),
            "POST /api/v1/cars may answer 400",
        ),
        (
            lambda paths: paths["/api/v1/cars"]["get"]["responses"]["200"]["headers"].pop("X-Total-Count"),
            "GET /api/v1/cars sends X-Total-Count with 200",
        ),
        (
            lambda paths: paths["/auth/login"]["post"]["requestBody"]["content"].clear(),
            "POST /auth/login reads application/json",
        ),
    ],
)
def test_a_broken_promise_is_named(document, change, promise):
    worse = copy.deepcopy(document)
    change(worse["paths"])
    assert promise in promises.broken(document, worse)


@pytest.mark.parametrize(
    ("schema", "change", "promise"),
    [
        ("Car", lambda it: it["properties"].pop("version"), "GET /api/v1/cars shows it[].version as string with 200"),
        (
            "Car",
            lambda it: it["properties"]["price"].update(type="number"),
            "GET /api/v1/cars/{car_id} shows it.price as string with 200",
        ),
        (
            "CarRequest",
            lambda it: it["required"].append("version"),
            "POST /api/v1/cars does without the field version",
        ),
        ("CarRequest", lambda it: it["properties"].pop("km"), "POST /api/v1/cars/bulk takes the field km"),
        (
            "Plan",
            lambda it: it["properties"].pop("months"),
            "POST /api/v1/financing/calculate shows it.plan.months as integer with 200",
        ),
    ],
)
def test_a_promise_about_a_body_is_named(document, schema, change, promise):
    worse = copy.deepcopy(document)
    change(worse["components"]["schemas"][schema])
    assert promise in promises.broken(document, worse)


def test_what_is_added_breaks_nothing(document):
    better = copy.deepcopy(document)
    better["components"]["schemas"]["Car"]["properties"]["colour"] = {"type": "string"}
    better["components"]["schemas"]["CarRequest"]["properties"]["colour"] = {"type": "string"}
    better["paths"]["/api/v2/cars"] = better["paths"]["/api/v1/cars"]
    assert promises.broken(document, better) == []


def test_every_operation_says_what_it_does_and_shows_it(document):
    tags = {tag["name"] for tag in document["tags"]}
    for path, method, operation in promises.operations(document):
        name = f"{method} {path}"
        assert operation["summary"], name
        assert operation["description"].removesuffix(".") != operation["summary"], name
        assert set(operation["tags"]) < tags, name
        assert operation["security"], name
        if "requestBody" in operation:
            assert _is_shown(operation["requestBody"]), name
        for status, response in operation["responses"].items():
            assert _is_shown(response) or "content" not in response, f"{name} {status}"


def _is_shown(described: dict[str, Any]) -> bool:
    return any("example" in body or "examples" in body for body in described.get("content", {}).values())

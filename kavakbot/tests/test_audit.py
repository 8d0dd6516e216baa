"""What `make audit` makes of an answer; above all, that no answer is not a clean one."""

import runpy

import pytest

from kavakbot import env

judge = runpy.run_path(str(env.BASE_DIR / ".ci" / "audit"))["judge"]
FINE = {"name": "django", "version": "5.2.19", "vulns": []}
FOUND = {"id": "PYSEC-2026-1", "fix_versions": ["2.7.1"], "aliases": [], "description": "…"}
BROKEN = {"name": "urllib3", "version": "2.7.0", "vulns": [FOUND, {**FOUND, "id": "PYSEC-2026-2", "fix_versions": []}]}
SKIPPED = {"name": "celery", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("found", "code", "lines"),
    [
        ([], 3, []),
        ([SKIPPED], 3, []),
        ([FINE], 0, ["1 packages, no known vulnerability."]),
        ([FINE, SKIPPED], 3, ["Nothing is known of these: celery."]),
        (
            [FINE, BROKEN, SKIPPED],
            1,
            [
                "urllib3 2.7.0: PYSEC-2026-1, mended in 2.7.1",
                "urllib3 2.7.0: PYSEC-2026-2, mended in no version yet",
            ],
        ),
    ],
)
def test_an_audit_is_clean_only_when_every_package_was_looked_up(found, code, lines):
    assert judge({"dependencies": found}) == (code, lines)

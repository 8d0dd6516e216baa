"""The one part of the product that knows it is being tested: off, refused in production, exact where it is on."""

import signal
import subprocess
import sys
import uuid

import pytest

from conversations import crash_points
from kavakbot import checks, env

STEPS = ["after_lease", "before_commit"]
FIRST_STEPS, SECOND_STEPS = uuid.UUID(int=2), uuid.UUID(int=3)  # their numbers choose among the steps

REACH = """
import sys, uuid, django
django.setup()
from conversations import crash_points
crash_points.reach(sys.argv[1], uuid.UUID(sys.argv[2]))
"""


def reach(step, conversation_id, directory, **more):
    """Reach a step in a process of its own and return how it ended."""
    changes = {"DJANGO_SETTINGS_MODULE": "kavakbot.settings", "DEBUG": "true", "LOCAL_DIR": str(directory), **more}
    command = [sys.executable, "-c", REACH, step, str(conversation_id)]
    return subprocess.run(command, env=env.inherited(**changes), cwd=env.BASE_DIR, check=False).returncode


def test_nothing_crashes_unless_told(settings):
    settings.DEBUG = True
    assert settings.CRASH_AT == []
    crash_points.reach("after_lease", FIRST_STEPS)


def test_nothing_crashes_without_debug_whatever_the_environment_says(settings):
    settings.DEBUG, settings.CRASH_AT = False, STEPS
    crash_points.reach("after_lease", FIRST_STEPS)


def test_a_conversation_crashes_once_and_at_its_own_step_only(tmp_path):
    at = {"CRASH_AT": ",".join(STEPS)}
    assert reach("before_commit", FIRST_STEPS, tmp_path, **at) == 0
    assert reach("after_lease", FIRST_STEPS, tmp_path, **at) == -signal.SIGKILL
    assert reach("after_lease", FIRST_STEPS, tmp_path, **at) == 0
    assert reach("before_commit", SECOND_STEPS, tmp_path, **at) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("debug", "steps", "ids"), [(True, STEPS, []), (False, [], []), (False, STEPS, ["kavakbot.E007"])]
)
def test_a_production_start_refuses_crash_points(settings, debug, steps, ids):
    settings.DEBUG, settings.CRASH_AT = debug, steps
    assert [problem.id for problem in checks.nothing_crashes_on_purpose(None)] == ids

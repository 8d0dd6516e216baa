"""Traces: nothing where nobody is told of them; of an error its kind alone."""

import subprocess
import sys

import pytest
from django.core.exceptions import MiddlewareNotUsed

from kavakbot import checks, env, tracing
from kavakbot.tests.waiting import soon

# Other packages import what they find; ours adds nothing to it.
UNTOLD = """
import sys, django
django.setup()
from kavakbot import tracing
before = set(sys.modules)
with tracing.span("turn", conversation="a1"):
    assert tracing.carried() == {}
tracing.carry("00-1-1-01")
sys.exit(str(set(sys.modules) - before) if set(sys.modules) - before else 0)
"""


def test_where_nobody_is_told_nothing_is_imported():
    ours = env.inherited(DJANGO_SETTINGS_MODULE="kavakbot.settings", OTEL_EXPORTER_OTLP_ENDPOINT="")
    done = subprocess.run([sys.executable, "-c", UNTOLD], env=ours, cwd=env.BASE_DIR, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_where_nobody_is_told_no_request_goes_a_longer_way(settings):
    settings.TRACES_ENDPOINT = ""
    with pytest.raises(MiddlewareNotUsed):
        tracing.traced(lambda request: None)


def test_an_error_leaves_its_kind_and_none_of_its_words(collector):
    broken = pytest.raises(ValueError, match="Lupita")
    with broken, tracing.span("turn", conversation="a1", turn=None):
        int("Lupita")
    assert soon(collector.spans)
    span = collector.spans()["turn"]
    assert span.status.message == "ValueError"
    assert [(it.key, it.value.string_value) for it in span.attributes] == [("kavakbot.conversation", "a1")]
    assert b"Lupita" not in collector[0]


def test_what_is_asked_for_in_a_trace_is_done_in_it(collector):
    tracing.carry(None)
    with tracing.span("webhook"):
        header = tracing.carried()[tracing.HEADER]
    tracing.carry(header)
    with tracing.span("turn"):
        pass
    tracing.carry(None)
    with tracing.span("of another"):
        pass
    assert soon(lambda: len(collector.spans()) == 3)
    spans = collector.spans()
    assert spans["turn"].parent_span_id == spans["webhook"].span_id
    assert spans["turn"].trace_id == spans["webhook"].trace_id != spans["of another"].trace_id


def test_packages_that_are_missing_are_named_before_the_first_span(settings, monkeypatch):
    assert checks.traces_can_be_told(None) == []
    settings.TRACES_ENDPOINT = "http://collector:4318"
    assert checks.traces_can_be_told(None) == []
    monkeypatch.setattr(checks.importlib.util, "find_spec", lambda name: None)
    [error] = checks.traces_can_be_told(None)
    assert "requirements-traces.txt" in error.hint

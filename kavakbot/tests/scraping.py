"""What Prometheus reads of us, and what a collector of traces is told, as tests ask for it."""

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug import Response

from kavakbot import tracing

TOKEN = "known-to-prometheus"


class Scrape(dict):
    """Each figure by its name and the values of its labels, in the order of their names; `text` is the whole page."""

    def __init__(self, text):
        self.text = text
        self.families = list(text_string_to_metric_families(text))
        samples = (sample for family in self.families for sample in family.samples)
        super().__init__({(it.name, *(it.labels[name] for name in sorted(it.labels))): it.value for it in samples})


@pytest.fixture
def scrape(settings, client):
    """A function that reads the page anew."""
    settings.METRICS_TOKEN = TOKEN

    def scrape():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, secure=True)
        assert answer.status_code == 200
        return Scrape(answer.content.decode())

    return scrape


class Collector(list):
    """The requests that tell of traces, as they come in."""

    def spans(self):
        """Each span by its name."""
        requests = map(ExportTraceServiceRequest.FromString, self)
        scopes = (scope for it in requests for resource in it.resource_spans for scope in resource.scope_spans)
        return {span.name: span for scope in scopes for span in scope.spans}


@pytest.fixture
def collector(httpserver, settings):
    """A collector that this process tells its traces."""
    bodies = Collector()

    def take(request):
        bodies.append(request.get_data())
        return Response(status=200)

    httpserver.expect_request("/v1/traces").respond_with_handler(take)
    settings.TRACES_ENDPOINT = httpserver.url_for("").rstrip("/")
    yield bodies
    tracing._provider().shutdown()
    tracing._provider.cache_clear()

"""Traces of a message through web, broker and workers, told to an OpenTelemetry collector where there is one.

Where none is configured nothing of it is imported, and a span is nothing. Spans hold names and ids of ours alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kavakbot import request_ids

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

# The name of a message's header that the next process goes on by, as W3C Trace Context has it.
HEADER = "traceparent"
# Spans leave this soon, so that a worker that is killed takes few with it.
_LEAVE_AFTER_MS = 1000


@contextmanager
def span(name: str, **ids: object) -> Iterator[None]:
    """Trace the block under a name; of an error that leaves it, the kind alone is told."""
    if not settings.TRACES_ENDPOINT:
        yield
        return
    from opentelemetry.trace import Status, StatusCode

    told = {f"kavakbot.{key}": str(value) for key, value in ids.items() if value is not None}
    # The package's own way would tell what the error says, which may quote a customer.
    tracer = _provider().get_tracer("kavakbot")
    with tracer.start_as_current_span(
        name, attributes=told, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def traced(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Trace every request, under the pattern of its address, which names nobody."""
    if not settings.TRACES_ENDPOINT:
        raise MiddlewareNotUsed
    from opentelemetry.trace import get_current_span

    def answer(request: HttpRequest) -> HttpResponseBase:
        with span(str(request.method), request=request_ids.current()):
            response = get_response(request)
            found = request.resolver_match
            get_current_span().update_name(f"{request.method} /{found.route if found else ''}")
            get_current_span().set_attribute("http.response.status_code", response.status_code)
            return response

    return answer


def carried() -> dict[str, str]:
    """Return the header by which whoever takes a message goes on with this trace."""
    headers: dict[str, str] = {}
    if settings.TRACES_ENDPOINT:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        TraceContextTextMapPropagator().inject(headers)
    return headers


def carry(parent: str | None) -> None:
    """Go on with the trace that this work was asked for in, or with none."""
    if not settings.TRACES_ENDPOINT:
        return
    from opentelemetry.context import Context, attach
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    attach(TraceContextTextMapPropagator().extract({HEADER: parent} if parent else {}, context=Context()))


@cache
def _provider() -> "TracerProvider":
    """Begin with the first span: a parent that only forks has no thread that tells of any."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named: dict[str, Any] = {"service.name": "kavakbot", "service.version": settings.VERSION}
    provider = TracerProvider(resource=Resource.create(named))
    exporter = OTLPSpanExporter(endpoint=f"{settings.TRACES_ENDPOINT.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=_LEAVE_AFTER_MS))
    return provider

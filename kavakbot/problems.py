"""Problem documents for what fails outside any API view: an unknown address, a hostile request, a bug."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

_API = ("/api/", "/auth/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    return _problem(request, 400, "bad_request", "Bad request.") or defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that nothing is served at."""
    return _problem(request, 404, "not_found", "Not found.") or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a bug, without a word about it."""
    return _problem(request, 500, "server_error", "Something went wrong.") or defaults.server_error(request)


def _problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse | None:
    if not request.path.startswith(_API):
        return None
    body = {"type": "about:blank", "title": detail, "status": status, "code": code, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")

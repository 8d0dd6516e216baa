"""Problem documents: their one shape, and those for what fails outside any API view."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from kavakbot import request_ids

MEDIA_TYPE = "application/problem+json"
_API = ("/api/", "/auth/")


def document(*, status: int, title: str, code: str, detail: Any) -> dict[str, Any]:
    """Return the body of a problem answer; `detail` is a sentence, or the rows of a validation."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return body | {"request_id": request_ids.current()}


def is_of_the_api(request: HttpRequest) -> bool:
    """Whether an integrator asks, and not a browser."""
    return request.path.startswith(_API)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    return _problem(request, 400, "bad_request", "Bad request.") or _page(request, 400, "400.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that nothing is served at."""
    return _problem(request, 404, "not_found", "Not found.") or _page(request, 404, "404.html")


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer an address of the API that nothing is served at, in debug mode too."""
    return _document_response(404, "not_found", "Not found.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a bug, without a word about it."""
    return _problem(request, 500, "server_error", "Something went wrong.") or _page(request, 500, "500.html")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of ours, or from one that was open for too long."""
    return _page(request, 403, "403_csrf.html")


def _page(request: HttpRequest, status: int, template: str) -> HttpResponse:
    """Draw a page with nothing but the request, so that it asks no database."""
    return HttpResponse(render_to_string(template, {"request": request}), status=status)


def _problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse | None:
    if not is_of_the_api(request):
        return None
    return _document_response(status, code, detail)


def _document_response(status: int, code: str, detail: str) -> HttpResponse:
    body = document(status=status, title=detail, code=code, detail=detail)
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)

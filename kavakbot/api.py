"""What every API answer shares: problem documents, and the service's own endpoints."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import (
    api_view,
    authentication_classes,
    permission_classes,
    renderer_classes,
    throttle_classes,
)
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kavakbot import authentication, documentation, problems
from kavakbot.errors import KavakbotError
from kavakbot.provider_call import ProviderUnavailable
from kavakbot.serializers import CredentialsSerializer
from kavakbot.throttling import LoginThrottle


class Duplicate(exceptions.APIException):
    """What is to be created exists already; 400, as the predecessor answered."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "duplicate"


class Conflict(exceptions.APIException):
    """The request cannot be carried out on what is stored now."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class TooLarge(exceptions.APIException):
    """The body is larger than anything that is asked of us."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body is too large."


class InvalidQuery(exceptions.ValidationError):
    """The query string makes no sense."""

    where = "query"


class InvalidPath(exceptions.ValidationError):
    """The address makes no sense."""

    where = "path"


class Unprocessable(exceptions.APIException):
    """The request is well formed and makes no sense; `code` says why."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "unprocessable"


class IdentityProviderUnavailable(exceptions.APIException):
    """Whoever issues the tokens does not answer; the credentials may well be right."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "identity_provider_unavailable"
    default_detail = "The identity provider does not answer. Try again in a moment."
    wait = 5


class WrongCredentials(exceptions.APIException):
    """The client credentials are not right."""

    status_code = status.HTTP_401_UNAUTHORIZED
    default_code = "wrong_credentials"
    default_detail = "The client credentials are not right."
    auth_header = "Bearer"


def in_english(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Speak English with integrators; the pages of staff stay in Spanish."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not problems.is_of_the_api(request):
            return get_response(request)
        with translation.override("en"):
            return get_response(request)

    return answer


def query_of(request: Request, expected: type[serializers.Serializer[dict[str, Any]]]) -> dict[str, Any]:
    """Return the query parameters that a view knows, others ignored; raises InvalidQuery."""
    asked = expected(data=request.query_params)
    try:
        asked.is_valid(raise_exception=True)
    except exceptions.ValidationError as error:
        raise InvalidQuery(error.detail) from error
    return dict(asked.validated_data)


def uuid_in_path(name: str, value: str) -> UUID:
    """Read an id from the address: a malformed one is the caller's mistake (422), not an unknown one (404)."""
    try:
        return UUID(value)
    except ValueError as error:
        raise InvalidPath({name: ["Must be a valid UUID."]}) from error


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into a problem document with a stable `code` and a `detail`."""
    if isinstance(error, KavakbotError):
        error = Unprocessable(error.detail, code=error.code)
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError | exceptions.ParseError):
        response.status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
        code, detail = "validation_error", list(_validation_rows(error))
    elif isinstance(error, Unprocessable):  # as all that is 422: one shape for whoever reads it
        code, said = _code_and_detail(error)
        detail = [{"type": code, "loc": ["body"], "msg": said}]
    else:
        code, detail = _code_and_detail(error)
    response.data = {
        **problems.document(status=response.status_code, title=response.status_text, code=code, detail=detail),
        **getattr(error, "members", {}),
    }
    renderer = getattr(context["request"], "accepted_renderer", None)
    if renderer is None or renderer.format != "api":  # a browser gets its page
        response.content_type = problems.MEDIA_TYPE
    return response


def _code_and_detail(error: Exception) -> tuple[str, Any]:
    detail = getattr(error, "detail", None)
    if detail is None:  # Django's Http404 and PermissionDenied
        return ("not_found", "Not found.") if "404" in type(error).__name__ else ("permission_denied", "Forbidden.")
    return getattr(detail, "code", "error"), str(detail)


def _validation_rows(error: exceptions.APIException) -> Iterator[dict[str, Any]]:
    if isinstance(error, exceptions.ParseError):
        yield {"type": "parse_error", "loc": ["body"], "msg": str(error.detail)}
    else:
        yield from rows(error.detail, [getattr(error, "where", "body")])


def rows(detail: Any, loc: list[str | int]) -> Iterator[dict[str, Any]]:
    """Flatten DRF's nested errors into rows of `{type, loc, msg}`."""
    if isinstance(detail, dict):
        for field, inner in detail.items():
            yield from rows(inner, loc if field == "non_field_errors" else [*loc, field])
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from rows(inner, loc if isinstance(inner, exceptions.ErrorDetail) else [*loc, index])
    else:
        yield {"type": getattr(detail, "code", "invalid"), "loc": loc, "msg": str(detail)}


@csrf_exempt
@require_safe
def root(request: HttpRequest) -> JsonResponse:
    """Say what answers here and where its documentation is."""
    return JsonResponse(
        {
            "message": "kavakbot",
            "version": settings.VERSION,
            "description": settings.SPECTACULAR_SETTINGS["DESCRIPTION"],
            "docs": "/docs",
        }
    )


@documentation.LOGIN
@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
@renderer_classes([JSONRenderer])
@throttle_classes([LoginThrottle])
def login(request: Request) -> Response:
    """Exchange client credentials for a short-lived bearer token."""
    credentials = CredentialsSerializer(data=request.data)
    credentials.is_valid(raise_exception=True)
    client_id, secret = credentials.validated_data["client_id"], credentials.validated_data["client_secret"]
    try:
        issued = authentication.issue_token(client_id=client_id, secret=secret)
    except ProviderUnavailable as error:
        raise IdentityProviderUnavailable from error
    if issued is None:
        raise WrongCredentials
    token, lifetime = issued
    return Response({"access_token": token, "token_type": "Bearer", "expires_in": int(lifetime.total_seconds())})

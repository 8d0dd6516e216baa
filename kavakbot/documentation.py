"""What the OpenAPI document says of the login and of the service's own addresses."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from kavakbot.serializers import CredentialsSerializer, TokenSerializer


class MayRead(BasePermission):
    """Everybody reads the documentation, unless it is kept for staff who are logged in to the admin."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether this caller may."""
        return bool(request.user.is_staff) or not settings.API_DOCS_FOR_STAFF_ONLY


LOGIN = extend_schema(
    operation_id="login",
    request=CredentialsSerializer,
    responses={200: TokenSerializer},
    extensions={"x-problems": {401: "wrong_credentials", 503: "identity_provider_unavailable"}},
    examples=[
        OpenApiExample(
            "A client",
            value={"client_id": "2a8c8f6224ed42abc400e9109d", "client_secret": "the secret that was shown once"},
            request_only=True,
        ),
        OpenApiExample(
            "A token for an hour",
            value={"access_token": "eyJhbGciOiJ…", "token_type": "Bearer", "expires_in": 3600},
            response_only=True,
        ),
    ],
    description="Send the token as `Authorization: Bearer …`. Whatever is wrong with the credentials, the answer is "
    "the same 401; staff register clients and may switch them off at once.",
)
_TEXT = {"type": "string"}
_HEALTHY: dict[str, Any] = {"status": "healthy"}
_CHECKS = ("database", "extensions", "migrations", "redis")


def add_plain_views(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the addresses that no API view serves: they need no token and answer when little else does."""
    who = {"message": "kavakbot", "version": settings.VERSION}
    about = {"description": settings.SPECTACULAR_SETTINGS["DESCRIPTION"], "docs": "/docs"}
    ready = {**_HEALTHY, "checks": dict.fromkeys(_CHECKS, True)}
    unready = {"status": "unhealthy", "checks": {**ready["checks"], "redis": False}}
    alive = "Answers while the process can answer at all; asks nobody else."
    result["paths"] |= {
        "/": _reading(
            "root", "Say what answers here", "Where the documentation is, and the version.", {200: who | about}
        ),
        "/health": _reading("health", "Say that the process is alive", alive, {200: _HEALTHY}),
        "/health/live": _reading("health_live", "Say that the process is alive", alive, {200: _HEALTHY}),
        "/health/ready": _reading(
            "health_ready",
            "Say whether requests can be served",
            "200 only when the database, its extensions, the migrations and Redis are all in place.",
            {200: ready, 503: unready},
        ),
    }
    return result


def _reading(operation_id: str, summary: str, description: str, answers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Return a path that is only read; each answer is described by its example."""
    return {
        "get": {
            "operationId": operation_id,
            "summary": summary,
            "description": description,
            "tags": ["service"],
            "security": [{}],
            "responses": {
                str(status): {
                    "description": "",
                    "content": {"application/json": {"schema": _shape(example), "example": example}},
                }
                for status, example in answers.items()
            },
        }
    }


def _shape(example: Any) -> dict[str, Any]:
    if isinstance(example, bool):
        return {"type": "boolean"}
    if isinstance(example, str):
        return _TEXT
    properties = {name: _shape(value) for name, value in example.items()}
    return {"type": "object", "required": list(properties), "properties": properties}

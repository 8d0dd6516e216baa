"""What the OpenAPI document says of our bearer tokens."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its base is untyped
    """Describe `kavakbot.authentication.BearerAuthentication`."""

    target_class = "kavakbot.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme as OpenAPI knows it."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}

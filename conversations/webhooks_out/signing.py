"""The signature of an outgoing webhook, as the Standard Webhooks specification has it, and the secret behind it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings

from conversations.models import WebhookEndpoint

_PREFIX = "whsec_"


def secret_of(endpoint: WebhookEndpoint) -> str:
    """Return the endpoint's secret: derived each time, so that no dump of the database holds it."""
    key = hmac.digest(settings.WEBHOOK_SECRETS_KEY.encode(), f"webhook.{endpoint.salt}".encode(), hashlib.sha256)
    return _PREFIX + base64.b64encode(key).decode()


def headers(*, message_id: str, seconds: int, body: bytes, secret: str) -> Mapping[str, str]:
    """Return the three headers that say which message this is, when it was sent (Unix time), and that it is ours."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = b".".join([message_id.encode(), str(seconds).encode(), body])
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {"webhook-id": message_id, "webhook-timestamp": str(seconds), "webhook-signature": f"v1,{signature}"}

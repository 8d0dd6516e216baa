"""The gateway to Twilio's REST API."""

from typing import TYPE_CHECKING, Any

import requests
import urllib3.exceptions
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from conversations.whatsapp import outcome
from conversations.whatsapp.outcome import Accepted, Retry, SendOutcome, Unknown

if TYPE_CHECKING:
    from conversations.whatsapp.gateways import Outgoing


class TwilioGateway:
    """Sends as one WhatsApp sender; one client per process."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        sender: str,
        status_url: str,
        api_base_url: str,
        timeout_seconds: float,
    ) -> None:
        http = TwilioHttpClient(timeout=timeout_seconds, max_retries=None)
        self._client = Client(account_sid, auth_token, http_client=http)
        if api_base_url:
            self._client.api.base_url = api_base_url.rstrip("/")
        self._sender = f"whatsapp:{sender.removeprefix('whatsapp:')}"
        self._status_url = status_url

    def send(self, outgoing: "Outgoing") -> SendOutcome:
        """Create the message; whatever leaves its fate open is Unknown, since Twilio has no idempotency key."""
        content: dict[str, Any] = {"body": outgoing.body} if outgoing.body else {}
        if outgoing.media:
            content["media_url"] = list(outgoing.media)
        try:
            message = self._client.messages.create(
                from_=self._sender,
                to=outgoing.address,
                **content,
                status_callback=f"{self._status_url}?delivery={outgoing.delivery_id}",
            )
        except TwilioRestException as error:
            return outcome.of_status(error.status, error.code)
        except requests.ConnectionError as error:
            return _of_connection(error)
        except (requests.RequestException, TwilioException, ValueError) as error:
            return Unknown(type(error).__name__)
        return Accepted(sid=message.sid) if message.sid else Unknown("no sid in the answer")


def _of_connection(error: requests.ConnectionError) -> SendOutcome:
    """Tell a connection that was never made, which is safe to retry, from one that broke while in use."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    never_made = isinstance(error, requests.ConnectTimeout) or isinstance(reason, urllib3.exceptions.NewConnectionError)
    return Retry("no connection") if never_made else Unknown("connection broken")

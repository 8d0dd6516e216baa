"""The gateway to Twilio's REST API."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import requests
import urllib3.exceptions
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from conversations.whatsapp import outcome, pace
from conversations.whatsapp.messages import Listed
from conversations.whatsapp.outcome import Accepted, Retry, SendOutcome, Unknown
from kavakbot.errors import KavakbotError

if TYPE_CHECKING:
    from conversations.whatsapp.gateways import Outgoing

# What waits at Twilio for longer is dropped there: a reply that arrives hours later only confuses.
VALID_SECONDS = 3600
_PAGE = 200
_API = "https://api.twilio.com"


class ListingUnavailable(KavakbotError):
    """Twilio did not list its messages."""

    code = "listing_unavailable"
    retryable = True


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
        most_per_second: int,
    ) -> None:
        http = TwilioHttpClient(timeout=timeout_seconds, max_retries=None)
        self._client = Client(account_sid, auth_token, http_client=http)
        if api_base_url:
            self._client.api.base_url = api_base_url.rstrip("/")
        self._base = api_base_url.rstrip("/") or _API
        self._sender = f"whatsapp:{sender.removeprefix('whatsapp:')}"
        self._status_url = status_url
        self._most_per_second = most_per_second

    def send(self, outgoing: "Outgoing") -> SendOutcome:
        """Create the message; whatever leaves its fate open is Unknown, since Twilio has no idempotency key."""
        if not pace.wait(self._sender, most_per_second=self._most_per_second):
            return Retry("the sender's own pace")
        try:
            message = self._client.messages.create(
                from_=self._sender,
                to=outgoing.address,
                **_content(outgoing),
                status_callback=f"{self._status_url}?delivery={outgoing.delivery_id}",
                validity_period=VALID_SECONDS,
            )
        except TwilioRestException as error:
            return outcome.of_status(error.status, error.code)
        except requests.ConnectionError as error:
            return _of_connection(error)
        except (requests.RequestException, TwilioException, ValueError) as error:
            return Unknown(type(error).__name__)
        return Accepted(sid=message.sid) if message.sid else Unknown("no sid in the answer")

    def list_sent(self, address: str, *, since: datetime) -> list[Listed]:
        """Return what Twilio made for this address since then, the newest first; raises ListingUnavailable.

        Not asked for by date: Twilio's is that of the sending, and what still waits there has none.
        """
        with _listing():
            found = self._client.messages.stream(from_=self._sender, to=address, limit=_PAGE, page_size=_PAGE)
            return [listed for it in found if (listed := _of(it)).created_at >= since]

    def list_received(self, *, since: datetime) -> list[Listed]:
        """Return what customers wrote to this sender since then, the newest first; raises ListingUnavailable.

        Read only as far back as asked: Twilio filters by day.
        """
        with _listing():
            found = self._client.messages.stream(to=self._sender, date_sent_after=since, page_size=_PAGE)
            return [_of(it) for it in takewhile(lambda it: it.date_created >= since, found)]

    def list_sent_to_all(self, *, since: datetime) -> list[Listed]:
        """Return what left this sender since then for whomever, the newest first; raises ListingUnavailable."""
        with _listing():
            found = self._client.messages.stream(from_=self._sender, date_sent_after=since, page_size=_PAGE)
            return [_of(it) for it in takewhile(lambda it: it.date_created >= since, found)]

    def files_of(self, sid: str) -> list[dict[str, str]]:
        """Return the files of one message as its webhook would have named them; raises ListingUnavailable."""
        with _listing():
            media = self._client.messages(sid).media.list(limit=10)
            return [
                {"url": f"{self._base}{(it.uri or '').removesuffix('.json')}", "type": it.content_type or ""}
                for it in media
            ]


def _content(outgoing: "Outgoing") -> dict[str, Any]:
    """Return what Twilio is told to send."""
    if outgoing.template is not None:
        variables = json.dumps(outgoing.template.variables, ensure_ascii=False)
        return {"content_sid": outgoing.template.sid, "content_variables": variables}
    content: dict[str, Any] = {"body": outgoing.body} if outgoing.body else {}
    return {**content, "media_url": list(outgoing.media)} if outgoing.media else content


@contextmanager
def _listing() -> Iterator[None]:
    try:
        yield
    except (TwilioException, requests.RequestException, ValueError, TypeError, KeyError) as error:
        raise ListingUnavailable(type(error).__name__) from error


def _of(it: MessageInstance) -> Listed:
    return Listed(
        sid=it.sid or "",
        sender=it.from_ or "",
        recipient=it.to or "",
        body=it.body or "",
        files=int(it.num_media or 0),
        status=str(it.status or ""),
        error_code=str(it.error_code or ""),
        created_at=it.date_created,
    )


def _of_connection(error: requests.ConnectionError) -> SendOutcome:
    """Tell a connection that was never made, which is safe to retry, from one that broke while in use."""
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    never_made = isinstance(error, requests.ConnectTimeout) or isinstance(reason, urllib3.exceptions.NewConnectionError)
    return Retry("no connection") if never_made else Unknown("connection broken")

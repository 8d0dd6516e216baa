"""A stand-in for Twilio on loopback: creates and lists messages as Twilio does, fails on demand, posts webhooks."""

import base64
import re
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum
from threading import Lock
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import requests
from django.utils import timezone

from conversations.whatsapp import signature
from kavakbot.loopback import HOST, Answered, Asked, ConnectionCut, LoopbackServer, as_json

LONGEST_BODY = 1600
WEBHOOK_TIMEOUT_SECONDS = 15  # Twilio's own
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
# A WhatsApp address is a phone number or, since 2026, an id that is the sender's towards one business only.
_WHATSAPP = re.compile(r"whatsapp:(\+[1-9]\d{6,14}|[A-Z]{2}\.[A-Za-z0-9]+)")


@dataclass(frozen=True)
class TwilioError:
    """An error as Twilio words it: the HTTP status, its own code, and the sentence."""

    status: int
    code: int
    message: str

    def answer(self) -> Answered:
        """Return Twilio's error body."""
        more_info = f"https://www.twilio.com/docs/errors/{self.code}"
        body = {"code": self.code, "message": self.message, "more_info": more_info, "status": self.status}
        return as_json(self.status, body)


class Fault(Enum):
    """What may become of the next message to be created; the value is what Twilio answers."""

    THROTTLED = TwilioError(429, 20429, "Too Many Requests")
    CHANNEL_LIMIT = TwilioError(429, 63018, "Rate limit exceeded for Channel")
    UNAUTHORIZED = TwilioError(401, 20003, "Authenticate")
    OPTED_OUT = TwilioError(400, 21610, "Attempt to send to unsubscribed recipient")
    BLOCKED = TwilioError(400, 63014, "Failed to send message because it was blocked by an action of the user")
    OUTSIDE_WINDOW = TwilioError(400, 63016, "Failed to send freeform message outside the allowed window")
    TOO_LONG = TwilioError(400, 21658, "The concatenated message body exceeds the 1600 character limit")
    BROKEN_BEFORE = TwilioError(500, 20500, "Internal Server Error")
    # The message has been accepted when these happen: the caller cannot know.
    BROKEN_AFTER = TwilioError(503, 20503, "Service Unavailable")
    CUT_AFTER = "the connection breaks after accepting"
    HANGS_AFTER = "no answer comes after accepting"
    CUT_BEFORE = "the connection breaks before accepting"


ACCEPTING = {Fault.BROKEN_AFTER, Fault.CUT_AFTER, Fault.HANGS_AFTER}


@dataclass
class LedgerEntry:
    """One message that Twilio has; only what stands here was sent or received."""

    sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    status_callback: str = ""
    media: str = ""
    error_code: int | None = None
    at: float = field(default_factory=time.monotonic)
    date: str = field(default_factory=lambda: format_datetime(timezone.now()))


class TwilioStandIn:
    """One Twilio account: use it as a block; `url` is its API, `ledger` what it accepted."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        webhook_key: str = "",
        list_lag_seconds: float = 0.0,
        host: str = HOST,
        port: int = 0,
    ) -> None:
        self.account_sid = account_sid
        self.ledger: list[LedgerEntry] = []
        self.faults: deque[Fault] = deque()
        self.files: dict[str, Answered] = {}
        self.files_away = False
        self.list_lag_seconds = list_lag_seconds
        self.asked: list[Asked] = []
        self._credentials = base64.b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._webhook_key = webhook_key or auth_token
        self._lock = Lock()
        self._server = LoopbackServer(self._answer, host=host, port=port)
        self._messages_path = f"/2010-04-01/Accounts/{account_sid}/Messages"

    @property
    def url(self) -> str:
        """The base address of the API, for TWILIO_API_BASE_URL."""
        return self._server.url

    @property
    def sent(self) -> list[LedgerEntry]:
        """What was accepted from us, in order."""
        return [entry for entry in self.ledger if entry.direction == "outbound-api"]

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.__exit__(kind, error, at)

    # ── The API ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _answer(self, asked: Asked) -> Answered:
        with self._lock:
            self.asked.append(asked)
        if asked.headers.get("Authorization") != f"Basic {self._credentials}":
            return Fault.UNAUTHORIZED.value.answer()
        if asked.path in self.files:
            return self._file(asked)
        if asked.path.endswith("/Media.json") and not self.files_away:
            return self._media(asked.path.removesuffix(".json"))
        if asked.path != f"{self._messages_path}.json":
            return TwilioError(404, 20404, f"The requested resource {asked.path} was not found").answer()
        if asked.method == "POST":
            return self._create(asked.form())
        return self._list(asked) if asked.method == "GET" else TwilioError(405, 20004, "Method not allowed").answer()

    def keep(self, content: bytes, content_type: str, **headers: str) -> str:
        """Keep a customer's file, as Twilio does, and return its address; a `Location` sends whoever asks further."""
        path = f"{self._messages_path}/MM{uuid.uuid4().hex}/Media/ME{uuid.uuid4().hex}"
        status = 307 if "Location" in headers else 200
        self.files[path] = Answered(status, content, headers, content_type)
        return f"{self.url}{path}"

    def _file(self, asked: Asked) -> Answered:
        if asked.method == "DELETE":
            del self.files[asked.path]
            return Answered(204, b"")
        return self.files[asked.path]

    def _media(self, folder: str) -> Answered:
        """List the files of one message."""
        files = [
            {"content_type": file.content_type, "sid": path.rsplit("/", 1)[1], "uri": f"{path}.json"}
            for path, file in self.files.items()
            if path.startswith(f"{folder}/")
        ]
        return as_json(200, {"media_list": files, "page": 0, "page_size": 50, "next_page_uri": None})

    def _create(self, form: dict[str, str]) -> Answered:
        fault = self._next_fault(form)
        if fault is Fault.CUT_BEFORE:
            raise ConnectionCut
        if fault is not None and fault not in ACCEPTING:
            return _error_of(fault)
        wrong = _problem(form)
        if wrong is not None:
            return wrong.answer()
        entry = self._accept(form)
        if fault is Fault.HANGS_AFTER:
            self._server.stopping.wait()
        if fault in {Fault.HANGS_AFTER, Fault.CUT_AFTER}:
            raise ConnectionCut
        return _error_of(fault) if fault is not None else as_json(201, self._resource(entry))

    def _next_fault(self, form: dict[str, str]) -> Fault | None:
        """Return what is to become of this message; None lets it through."""
        with self._lock:
            return self.faults.popleft() if self.faults else None

    def _accept(self, form: dict[str, str]) -> LedgerEntry:
        entry = LedgerEntry(
            sid=f"SM{uuid.uuid4().hex}",
            sender=form.get("From", ""),
            to=form["To"],
            body=form.get("Body", ""),
            direction="outbound-api",
            status="queued",
            status_callback=form.get("StatusCallback", ""),
            media=form.get("MediaUrl", ""),
        )
        with self._lock:
            self.ledger.append(entry)
        return entry

    def _list(self, asked: Asked) -> Answered:
        """List the newest first, page by page; what is younger than the list lag does not show yet."""
        with self._lock:
            visible = [e for e in reversed(self.ledger) if time.monotonic() - e.at >= self.list_lag_seconds]
        for name, attribute in (("To", "to"), ("From", "sender")):
            wanted = asked.query.get(name)
            visible = [entry for entry in visible if wanted is None or getattr(entry, attribute) == wanted]
        if "DateSent>" in asked.query:  # by day, as Twilio does; what still waits there has no day
            first_day = asked.query["DateSent>"][:10]
            sent = [entry for entry in visible if entry.status != "queued"]
            visible = [entry for entry in sent if f"{parsedate_to_datetime(entry.date):%Y-%m-%d}" >= first_day]
        size, page = int(asked.query.get("PageSize", 50)), int(asked.query.get("Page", 0))
        start = size * page
        shown = visible[start : start + size]
        return as_json(200, self._page(asked.query, shown, page=page, size=size, more=len(visible) > start + size))

    def _page(
        self, query: dict[str, str], shown: list[LedgerEntry], *, page: int, size: int, more: bool
    ) -> dict[str, Any]:
        def uri(number: int) -> str:
            return f"{self._messages_path}.json?{urlencode({**query, 'PageSize': size, 'Page': number})}"

        return {
            "first_page_uri": uri(0),
            "previous_page_uri": uri(page - 1) if page else None,
            "uri": uri(page),
            "next_page_uri": uri(page + 1) if more else None,
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(shown) - 1, 0),
            "messages": [self._resource(entry) for entry in shown],
        }

    def _resource(self, entry: LedgerEntry) -> dict[str, Any]:
        """Return the message as Twilio's published API describes it."""
        uri = f"{self._messages_path}/{entry.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": "2010-04-01",
            "body": entry.body,
            "date_created": entry.date,
            "date_sent": None if entry.status == "queued" else entry.date,
            "date_updated": entry.date,
            "direction": entry.direction,
            "error_code": entry.error_code,
            "error_message": None,
            "from": entry.sender,
            "messaging_service_sid": None,
            "num_media": "1" if entry.media else "0",
            "num_segments": "1",
            "price": None,
            "price_unit": None,
            "sid": entry.sid,
            "status": entry.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": entry.to,
            "uri": f"{uri}.json",
        }

    # ── Webhooks ────────────────────────────────────────────────────────────────────────────────────────────────

    def deliver_inbound(self, url: str, form: dict[str, str], *, signed_for: str = "") -> int:
        """Post a customer's message to `url`, signed for that address or the public one; return the status."""
        received = LedgerEntry(form["MessageSid"], form["From"], form["To"], form["Body"], "inbound", "received")
        with self._lock:
            if all(entry.sid != received.sid for entry in self.ledger):
                self.ledger.append(received)
        return self._post(url, form, signed_for or url)

    def report(self, entry: LedgerEntry, status: str, *, error_code: int | None = None, base_url: str = "") -> int:
        """Call the message's status callback, at `base_url` instead of its public host when given."""
        entry.status, entry.error_code = status, error_code
        public = urlsplit(entry.status_callback)
        url = f"{base_url}{public.path}?{public.query}" if base_url else entry.status_callback
        return self._post(url, status_form(self.account_sid, entry), entry.status_callback)

    def _post(self, url: str, form: dict[str, str], signed_for: str) -> int:
        headers = {"X-Twilio-Signature": signature.sign(signed_for, form, self._webhook_key)}
        return requests.post(url, data=form, headers=headers, timeout=WEBHOOK_TIMEOUT_SECONDS).status_code


def inbound_form(account_sid: str, *, sender: str, to: str, body: str, **more: str) -> dict[str, str]:
    """Return the form that Twilio posts for a WhatsApp message; `more` adds to it or changes it."""
    sid = f"SM{uuid.uuid4().hex}"
    return {
        "SmsMessageSid": sid,
        "MessageSid": sid,
        "AccountSid": account_sid,
        "MessagingServiceSid": f"MG{'0' * 32}",
        "From": sender,
        "To": to,
        "WaId": sender.removeprefix("whatsapp:+"),
        "ProfileName": "Ana",
        "Body": body,
        "MessageType": "text",
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        **more,
    }


def status_form(account_sid: str, entry: LedgerEntry) -> dict[str, str]:
    """Return the form of a status callback about `entry` as it stands."""
    form = {
        "AccountSid": account_sid,
        "MessageSid": entry.sid,
        "SmsSid": entry.sid,
        "MessageStatus": entry.status,
        "SmsStatus": entry.status,
        "From": entry.sender,
        "To": entry.to,
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
    }
    return form if entry.error_code is None else {**form, "ErrorCode": str(entry.error_code)}


def _error_of(fault: Fault) -> Answered:
    error: TwilioError = fault.value
    return error.answer()


def _problem(form: dict[str, str]) -> TwilioError | None:
    """Return what Twilio finds wrong with a message, or None."""
    to, sender, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
    if not to:
        return TwilioError(400, 21604, "A 'To' phone number is required.")
    if not sender:
        return TwilioError(400, 21603, "A 'From' phone number is required.")
    if not _is_address(to):
        return TwilioError(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if not _is_address(sender):
        return TwilioError(400, 21212, f"Invalid From Number (caller ID): {sender}")
    if to.startswith("whatsapp:") != sender.startswith("whatsapp:"):
        return TwilioError(400, 21910, "Invalid From and To pair. From and To should be of the same channel")
    if not (body or form.get("MediaUrl") or form.get("ContentSid")):
        return TwilioError(400, 21619, "A text message body or media urls must be specified.")
    if len(body) > LONGEST_BODY:
        return TwilioError(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    return None


def _is_address(address: str) -> bool:
    return bool((_WHATSAPP if address.startswith("whatsapp:") else _PHONE).fullmatch(address))

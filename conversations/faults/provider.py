"""The stand-in for Twilio with faults by chance, webhooks as Twilio posts them, and disordered status callbacks."""

import heapq
import itertools
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from conversations.dialogue import wording
from conversations.faults import chance, nonces
from conversations.faults.house import Account
from conversations.faults.record import Attempt, Fate, Look, Received, Record
from conversations.faults.schedule import Arrival
from conversations.whatsapp.testing import (
    ACCEPTING,
    WEBHOOK_TIMEOUT_SECONDS,
    Fault,
    LedgerEntry,
    TwilioStandIn,
    inbound_form,
    status_form,
)
from kavakbot.loopback import HOST, Answered, Asked

# Lost without a word; the other refusals tell the sender.
_LOSING = {Fault.CUT_BEFORE, Fault.BROKEN_BEFORE}
# The provider says no for now; what it says otherwise is final.
_PASSING = {Fault.THROTTLED, Fault.CHANNEL_LIMIT}
_CALLBACK_THREADS = 3
_STATUSES = ("sent", "delivered", "read")
_ERROR = re.compile(r"Traceback|Exception|\w+Error\b|<[a-z/]|\bNone\b|\{\"")
WEBHOOK = "/api/v1/chat/webhooks/twilio"


@dataclass(frozen=True)
class Weather:
    """How often the provider fails in which way (shares of all sends), and how it calls back."""

    faults: Mapping[Fault, float] = field(default_factory=dict)
    first_sends_only: bool = False  # of each part, so that its resend is let through
    callbacks: bool = True
    callback_seconds: float = 2.0  # they come within so long, in any order
    repeated_callbacks: float = 0.1
    forged_callbacks: float = 0.0
    strange_callbacks: float = 0.0  # signed, about messages that nobody sent
    list_lag_seconds: float = 0.0


class FaultyTwilio(TwilioStandIn):
    """Keeps the record of what it was asked; whatever it does by chance comes from the seed."""

    def __init__(self, account: Account, record: Record, weather: Weather, seed: int, *, host: str = HOST) -> None:
        lag = weather.list_lag_seconds
        super().__init__(account_sid=account.sid, auth_token=account.token, list_lag_seconds=lag, host=host)
        self._account, self._record, self._weather = account, record, weather
        self._chance = chance.stream("twilio", seed)
        self._callbacks = Callbacks(self.call_back)
        self._tried: set[str] = set()
        self._received = {received.nonce: received for received in record.received}

    def __enter__(self) -> Self:
        super().__enter__()
        self._callbacks.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._callbacks.stop()
        super().__exit__(kind, error, at)

    # ── Sends ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _next_fault(self, form: dict[str, str]) -> Fault | None:
        fault = super()._next_fault(form)
        delivery = _delivery_of(form.get("StatusCallback", ""))
        with self._lock:
            fault = fault or self._draw(delivery)
            self._tried.add(delivery)
            if fault is not None and fault not in ACCEPTING:
                self._note(form, _fate(fault))
            else:
                self._note(form, Fate.ACCEPTED, untold=fault is not None)
        return fault

    def _draw(self, delivery: str) -> Fault | None:
        if self._weather.first_sends_only and delivery in self._tried:
            return None
        return chance.draw(self._chance, self._weather.faults)

    def _list(self, asked: Asked) -> Answered:
        self._record.looks.append(Look(asked.query.get("To", ""), time.monotonic()))
        return super()._list(asked)

    def _note(self, form: dict[str, str], fate: Fate, *, untold: bool = False) -> None:
        body = form.get("Body", "")
        attempt = Attempt(
            delivery=_delivery_of(form.get("StatusCallback", "")),
            to=form.get("To", ""),
            nonces=nonces.find(body),
            at=time.monotonic(),
            fate=fate,
            untold=untold,
            is_apology=wording.CANNOT_ANSWER in body,
            shows_error=_ERROR.search(body) is not None,
        )
        self._record.attempts.append(attempt)

    def _accept(self, form: dict[str, str]) -> LedgerEntry:
        entry = super()._accept(form)
        if self._weather.callbacks:
            self._plan_callbacks(entry)
        return entry

    # ── Callbacks ───────────────────────────────────────────────────────────────────────────────────────────────

    def _plan_callbacks(self, entry: LedgerEntry) -> None:
        with self._lock:
            for status in _STATUSES:
                times = 1 + (self._chance.random() < self._weather.repeated_callbacks)
                for _ in range(times):
                    self._callbacks.plan(self._chance.uniform(0.0, self._weather.callback_seconds), entry, status)

    def call_back(self, entry: LedgerEntry, status: str) -> None:
        """Post one status callback; Twilio does not care what becomes of it."""
        try:
            if self._chance.random() < self._weather.forged_callbacks:
                self._record.forged.append(self._forge(entry))
            if self._chance.random() < self._weather.strange_callbacks:
                self._record.strange.append(self._report_strange(entry))
            self.report(entry, status)
        except OSError:  # every error of requests is one
            return

    def _forge(self, entry: LedgerEntry) -> int:
        """Say that the message failed, signed for another address."""
        form = status_form(self.account_sid, entry) | {"MessageStatus": "failed"}
        return self._post(entry.status_callback, form, f"{entry.status_callback}&forged")

    def _report_strange(self, entry: LedgerEntry) -> int:
        """Say that a message we never sent failed."""
        url = entry.status_callback.replace(_delivery_of(entry.status_callback), str(uuid4()))
        strange = replace(entry, sid=f"SM{uuid4().hex}", status="failed", error_code=30008)
        return self._post(url, status_form(self.account_sid, strange), url)

    # ── Webhooks ────────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, base_url: str, arrival: Arrival, sid: str) -> None:
        """Post a customer's message as Twilio does; what is not acknowledged stays in its list."""
        form = inbound_form(
            self._account.sid,
            sender=arrival.address,
            to=f"whatsapp:{self._account.phone}",
            body=arrival.text,
            MessageSid=sid,
            SmsMessageSid=sid,
        )
        received = self._received[arrival.nonce]
        started = time.monotonic()
        if received.first_posted_at is None:
            received.first_posted_at = started
        status = self._post_patiently(f"{base_url}{WEBHOOK}", form)
        self._record.answers.append((time.monotonic() - started, status))
        if status == 200 and received.acknowledged_at is None:
            received.acknowledged_at = time.monotonic()

    def _post_patiently(self, url: str, form: dict[str, str]) -> int:
        """Post once, and once more where no connection came about, within 15 s in all; an error is not repeated."""
        deadline = time.monotonic() + WEBHOOK_TIMEOUT_SECONDS
        for _ in range(2):
            try:
                return self.deliver_inbound(url, form)
            except OSError:
                if time.monotonic() > deadline:
                    break
        return 0


class Callbacks:
    """Posts what is planned when it is due."""

    def __init__(self, post: Callable[[LedgerEntry, str], None]) -> None:
        self._post = post
        self._planned: list[tuple[float, int, LedgerEntry, str]] = []
        self._numbers = itertools.count()  # two that are due together are not compared any further
        self._changed = threading.Condition()
        self._is_over = False

    def start(self) -> None:
        """Begin to post."""
        for _ in range(_CALLBACK_THREADS):
            threading.Thread(target=self._work, name="callbacks", daemon=True).start()

    def stop(self) -> None:
        """Drop what is planned."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def plan(self, delay: float, entry: LedgerEntry, status: str) -> None:
        """Post this status of the message after a while."""
        with self._changed:
            heapq.heappush(self._planned, (time.monotonic() + delay, next(self._numbers), entry, status))
            self._changed.notify()

    def _work(self) -> None:
        while (due := self._next()) is not None:
            self._post(*due)

    def _next(self) -> tuple[LedgerEntry, str] | None:
        with self._changed:
            while not self._is_over:
                wait = self._planned[0][0] - time.monotonic() if self._planned else None
                if wait is not None and wait <= 0:
                    _, _, entry, status = heapq.heappop(self._planned)
                    return entry, status
                self._changed.wait(wait)
        return None


def new_received(arrivals: list[Arrival]) -> list[Received]:
    """Return the record's lines for messages that have not been posted yet."""
    return [Received(arrival.nonce, arrival.address) for arrival in arrivals]


def _fate(fault: Fault) -> Fate:
    """Return what a fault before acceptance comes to."""
    if fault in _LOSING:
        return Fate.LOST
    return Fate.REFUSED if fault in _PASSING else Fate.REJECTED


def _delivery_of(status_callback: str) -> str:
    return parse_qs(urlsplit(status_callback).query).get("delivery", [""])[0]

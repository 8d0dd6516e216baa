"""The cast: Ana, who writes over WhatsApp, Carla, who must not see her chat, the cars, and brains that say a thing."""

import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from catalog.models import Car
from conversations import inbox, turns
from conversations.agent import choose_brain
from conversations.agent.brains import Decision
from conversations.agent.testing import ScriptedBrain
from conversations.dialogue import wording
from conversations.dialogue.plan import Part, ReplyPlan, Say
from conversations.models import Conversation, DialogueMemory, Direction, State
from conversations.whatsapp import gateways, signature
from conversations.whatsapp.messages import Inbound
from conversations.whatsapp.testing import inbound_form
from knowledge import ingestion

# As WhatsApp sends a Mexican mobile number; its owner would write +52 55 1234 5678.
ANA = "whatsapp:+5215512345678"
CARLA = "whatsapp:+5215587654321"
KAVAK = "whatsapp:+5215500000001"

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "known-to-twilio-and-to-us"
WEBHOOK = "/api/v1/chat/webhooks/twilio"
STATUS_WEBHOOK = f"{WEBHOOK}/status"
FORM = "application/x-www-form-urlencoded"
_of_this_thread = threading.local()


# ── What Ana does ───────────────────────────────────────────────────────────────────────────────────────────────


def form(body="hola", **more):
    """Return what Twilio posts when Ana writes `body`; `more` adds fields or changes them."""
    return inbound_form(ACCOUNT_SID, sender=ANA, to=KAVAK, body=body, **more)


def post(data, *, to=WEBHOOK) -> HttpResponse:
    """Post a form as Twilio does, signed."""
    return post_under(sign(data, to=to), data, to=to)


def sign(data, *, to=WEBHOOK, key=AUTH_TOKEN) -> str:
    """Return the signature that Twilio would send with a form."""
    return signature.sign(f"{settings.PUBLIC_BASE_URL}{to}", data, key)


def post_under(mark, data, *, to=WEBHOOK, content_type=FORM) -> HttpResponse:
    """Post a form under the signature `mark`, or under none."""
    headers = {} if mark is None else {"X-Twilio-Signature": mark}
    return _client().post(to, data if isinstance(data, bytes) else urlencode(data), content_type, headers=headers)


def _client() -> Client:
    """Return this thread's client: each new one reads every static file anew."""
    if not hasattr(_of_this_thread, "client"):
        _of_this_thread.client = Client()
    return _of_this_thread.client


def writes(body, *, who=ANA) -> Conversation:
    """Put a message into the inbox, behind the webhook, and return the writer's conversation."""
    message = inbox.accept(Inbound(sid=f"SM{uuid.uuid4().hex}", address=who, body=body))
    return Conversation.objects.get(pk=message.conversation_id)


def ana_reads(*said: str) -> str:
    """Let Ana write one message after the other, each answered offline; return the last reply."""
    for body in said:
        chat = writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))
    return replies(chat)[-1]


def unread(dialogues: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, object]:
    """Play dialogues, each by another customer; return what should be read at its end and is not.

    "!" stands before what should not be read.
    """
    found: dict[str, object] = {}
    for number, (said, words) in enumerate(dialogues):
        before: list[str] = []
        for body in said:
            chat = writes(body, who=f"whatsapp:+52155{number:08}")
            before = replies(chat)
            turns.answer(chat.pk, brain=choose_brain("offline"))
        last = "\n".join(replies(chat)[len(before) :])
        lacking = [word for word in words if (word[1:] in last if word[0] == "!" else word not in last)]
        found |= {said[-1]: (lacking, last)} if lacking else {}
    return found


def publishes(article: str, *, at: str = "https://ejemplo.mx/sedes") -> None:
    """Let us publish a page of this content, and make it knowledge."""
    page = f"<html><body><main><article>{article}</article></main></body></html>"
    ingestion.ingest_file(content=page.encode(), name="page.html", content_type="text/html", source_url=at)


def ana_chat(state=State.BOT) -> Conversation:
    """Return Ana's conversation with nothing in it to answer."""
    chat = writes("hola")
    chat.messages.update(settled=True)
    Conversation.objects.filter(pk=chat.pk).update(state=state)
    return Conversation.objects.get(pk=chat.pk)


def replies(chat) -> list[str]:
    """Return what the customer was told, bubble by bubble, without what every first reply says of who answers."""
    bubbles = chat.messages.filter(direction=Direction.OUT).order_by("pk").values_list("body", "turn__brain")
    ours = {wording.CANNOT_ANSWER, *wording.UNREAD.values()}
    told = [(body, body.removeprefix(f"{wording.WHO_ANSWERS}\n\n"), brain) for body, brain in bubbles]
    return [bare if brain != "offline" or bare in ours else body for body, bare, brain in told]


@contextmanager
def database_away() -> Iterator[None]:
    """Send this thread's connections to a port where nobody listens."""
    at = connection.settings_dict
    port, wait = at["PORT"], at["OPTIONS"]["pool"]["timeout"]
    _leave_database()
    at["PORT"], at["OPTIONS"]["pool"]["timeout"] = 9, 0.5
    try:
        yield
    finally:
        _leave_database()
        at["PORT"], at["OPTIONS"]["pool"]["timeout"] = port, wait


def _leave_database():
    connection.close()
    connection.close_pool()


def unmeasured() -> None:
    """Let PostgreSQL plan as over tables that nobody has measured: those of a test are empty or all but."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_clear_relation_stats('public', relname) FROM pg_class"
            " WHERE relname LIKE 'conversations_%' AND relkind = 'r'"
        )
        cursor.execute(
            "SELECT pg_clear_attribute_stats(schemaname, tablename, attname, inherited) FROM pg_stats"
            " WHERE schemaname = 'public' AND tablename LIKE 'conversations_%'"
        )


def memory_of_another_world(chat) -> None:
    """Leave a memory that no version of ours can read: every turn of this chat breaks."""
    DialogueMemory.objects.create(conversation=chat, data={"version": 1, "shown": 5})


def forget_gateway() -> None:
    """Let the next send read the settings of Twilio anew."""
    gateways._twilio.cache_clear()


# ── What stands in the showroom ─────────────────────────────────────────────────────────────────────────────────


def car(stock_id, make, model, *, price, year=2018, km=50_000, version="BASE", **more) -> Car:
    """Put a car into the inventory."""
    return Car.objects.create(
        stock_id=stock_id, make=make, model=model, year=year, price=Decimal(price), km=km, version=version, **more
    )


def showroom() -> None:
    """Five cars of the kind that customers misspell, two of them of one model."""
    car(101, "Nissan", "Versa", price=220_999, year=2018, km=69_630, version="1.6 EXCLUSIVE AUTO", bluetooth=True)
    car(102, "Nissan", "Versa", price=265_999, year=2020, km=45_837, version="1.6 ADVANCE CVT", bluetooth=True)
    car(103, "Volkswagen", "Touareg", price=461_999, year=2018, km=77_400, version="3.0 V6 TDI WOLFSBURG")
    car(104, "Toyota", "Corolla", price=313_999, year=2020, km=38_000, version="1.8 LE AUTO")
    car(105, "Mazda", "Mazda 3", price=245_999, year=2017, km=61_200, version="2.5 S GRAND TOURING AUTO")


# ── Who answers ─────────────────────────────────────────────────────────────────────────────────────────────────


def says(text) -> Decision:
    """Decide to answer with a sentence that needs no source."""
    return planned(Say(text))


def planned(*parts: Part) -> Decision:
    """Decide to answer with these parts."""
    return Decision(plan=ReplyPlan(parts))


def brain_that_says(*texts) -> ScriptedBrain:
    """Return a brain that answers each time with the next text."""
    return ScriptedBrain([says(text) for text in texts])

"""Two days of November that a report is about, with what is just outside: five chats, and one that is only a trial."""

from datetime import datetime
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from catalog.models import Branch
from catalog.tests.builders import a_car
from conversations.models import (
    Appointment,
    Contact,
    Conversation,
    DayUsage,
    Delivery,
    Lead,
    Message,
    ToolCall,
    Turn,
    origin_of,
)
from conversations.reporting import Period
from financing.models import FinancingPolicy, Quote
from knowledge.models import Asking, MissedQuestion

MEXICO = ZoneInfo("America/Mexico_City")
_fences = count(1)


def at(day: int, clock: str) -> datetime:
    """Return a moment of November 2026, as clocks in Mexico City show it."""
    return datetime.fromisoformat(f"2026-11-{day:02} {clock}").replace(tzinfo=MEXICO)


PERIOD = Period(at(10, "00:00").date(), at(11, "00:00").date())


def dated(row: Any, when: datetime, column: str = "created_at") -> Any:
    """Give a row the moment that PostgreSQL would have given it then."""
    type(row).objects.filter(pk=row.pk).update(**{column: when})
    row.refresh_from_db()
    return row


def chat(name: str, begun: datetime, channel: str = "whatsapp") -> Conversation:
    contact = Contact.objects.create(name=name)
    return dated(Conversation.objects.create(contact=contact, channel=channel, key=name, address=name), begun)


def asks(of: Conversation, when: datetime, turn: Turn | None = None) -> Message:
    return dated(Message.objects.create(conversation=of, direction="in", body="¿?", turn=turn), when)


def tells(of: Conversation, when: datetime, state: str = "read", error: str = "", **by: Any) -> Message:
    """Write to the customer: by `turn` the bot, by `author` a person."""
    message = dated(Message.objects.create(conversation=of, direction="out", body="¡!", **by), when)
    delivery = Delivery.objects.create(message=message, state=state, error=error)
    dated(delivery, when, "updated_at")
    return message


def answers(
    of: Conversation, asked: datetime, done: datetime, *plan: Any, calls: Any = (), tokens: Any = (0, 0)
) -> Turn:
    """The bot answers one message with one."""
    read, written = tokens
    turn = Turn.objects.create(
        conversation=of, fence=next(_fences), brain="model", plan=list(plan), input_tokens=read, output_tokens=written
    )
    dated(turn, asked, "asked_at")
    for position, (name, args, result) in enumerate(calls):
        ToolCall.objects.create(
            turn=turn, position=position, ref=name, name=name, args=args, ok=True, result=result, milliseconds=1
        )
    asks(of, asked, turn)
    tells(of, done, turn=turn)
    return dated(turn, done)


def search(total: int = 1, relaxed: str = "", unknown: Any = (), args: Any = None, **criteria: Any) -> tuple[Any, ...]:
    """What a search leaves on record."""
    optional = {"relaxed": relaxed, "unknown": list(unknown)}
    result = {"kind": "SearchResult", "criteria": criteria, "total": total}
    return "search_cars", args or {}, result | {name: value for name, value in optional.items() if value}


def quote(of: Conversation | str, car: Any, when: datetime) -> Quote:
    """A quote for a chat, or for who else it says."""
    policy = FinancingPolicy.objects.first() or FinancingPolicy.objects.create(
        annual_rate=Decimal("0.10"), terms_months=[36], legal_line="Informativa."
    )
    return Quote.objects.create(
        origin=of if isinstance(of, str) else origin_of(of.pk),
        policy=policy,
        car_id=car.pk,
        stock_id=car.stock_id,
        price=car.price,
        down_payment=Decimal(0),
        annual_rate=policy.annual_rate,
        opening_fee=Decimal(0),
        plans=[],
        legal_line="",
        created_at=when,
        valid_until=when,
    )


HANDOVER = {"part": "handover", "reason": "quiero hablar con Beto", "kind": "person"}
COMPLAINT = {"part": "handover", "reason": "¡es un fraude!", "kind": "complaint"}
VERSA = {"makes": ["Nissan"], "models": ["Versa"]}


def tell() -> SimpleNamespace:
    """Write the story down and return who and what is in it."""
    beto = User.objects.create_user("beto")
    versa, mazda = a_car(stock_id=101, make="Nissan", model="Versa"), a_car(stock_id=102, make="Mazda", model="Mazda 3")
    branch = Branch.objects.create(name="Lerma", city="Lerma")
    ana, luis = chat("ana", at(10, "00:00")), chat("luis", at(9, "23:59"))
    carla, dora = chat("carla", at(10, "12:00")), chat("dora", at(1, "12:00"))
    eva, trial = chat("eva", at(11, "23:59:59")), chat("trial", at(10, "12:00"), channel="console")

    # Ana is shown the Versa within 4 seconds, then wants it cheaper than there is, twice, and is quoted it.
    shown = {"part": "cars", "ids": [101]}
    answers(ana, at(10, "00:00"), at(10, "00:00:04"), shown, calls=[search(**VERSA)], tokens=(1000, 100))
    too_dear = search(0, "price", max_price="150000", min_year=2018, **VERSA)
    answers(ana, at(11, "09:00"), at(11, "09:00:06"), shown, calls=[too_dear], tokens=(3000, 100))
    cheaper = search(0, "price", max_price="120000", max_year=2020, **VERSA)
    answers(ana, at(11, "09:05"), at(11, "09:05:08"), calls=[cheaper, search(args={"offset": 5}, **VERSA)])
    quote(ana, versa, at(11, "09:06"))
    lead = Lead.objects.create(conversation=ana, kind="purchase", car=versa, call="1")
    dated(lead, at(11, "09:06"))
    drive = Appointment.objects.create(conversation=ana, branch=branch, starts_at=at(20, "10:00"), call="1")
    dated(drive, at(11, "09:07"))

    # Luis looks for what is unknown here, and for a person, who writes 20 minutes later.
    answers(luis, at(10, "10:00"), at(10, "10:00:10"), calls=[search(0, unknown=["Zorglub 55 1234 5678"])])
    answers(luis, at(10, "11:00"), at(10, "11:00:10"), HANDOVER)
    tells(luis, at(10, "11:20:10"), author=beto)
    dated(Lead.objects.create(conversation=luis, kind="person", state="qualified", call="1"), at(10, "11:00"))

    # Carla complains, and nobody has written yet; the bot had no safe answer either. Her Versa and her Toyota are not
    # there at what she can pay a month.
    monthly = {"kind": "Budget", "monthly_payment": "2000", "total": 0, "criteria": {"makes": ["Nissan", "Toyota"]}}
    monthly["criteria"] |= {"models": ["Versa"], "max_price": "90000"}
    answers(carla, at(10, "12:00"), at(10, "12:00:20"), COMPLAINT, calls=[("find_affordable_cars", {}, monthly)])
    unsafe = {"part": "handover", "reason": "no_safe_answer", "kind": "person"}
    answers(carla, at(11, "12:00"), at(11, "12:00:20"), unsafe, {"part": "compare", "ids": [101, 102]})
    quote(carla, mazda, at(11, "12:00"))
    cancelled = Appointment.objects.create(
        conversation=carla, branch=branch, starts_at=at(20, "10:00"), state="cancelled", call="1"
    )
    dated(cancelled, at(10, "12:00"))

    # Dora is answered by a person alone, who could not reach her twice; to Eva the bot only proposed something.
    asks(dora, at(11, "18:00"))
    tells(dora, at(11, "18:30"), author=beto)
    tells(dora, at(11, "18:31"), author=beto, state="refused", error="63016")
    tells(dora, at(11, "18:32"), author=beto, state="needs_staff", error="63016")
    asks(eva, at(11, "23:59:59"))
    tells(eva, at(11, "23:59:59"), turn=Turn.objects.create(conversation=eva, fence=1, brain="model"), state="draft")
    Turn.objects.filter(conversation=eva).update(created_at=at(12, "00:00"))

    # What was tried out in a terminal, and what lies a second before and after, counts nowhere.
    for of, day, clock in ((trial, 10, "12:00"), (dora, 9, "23:59:59"), (dora, 12, "00:00")):
        when = at(day, clock)
        answers(of, when, when, HANDOVER, shown, calls=[search(0, "km", makes=["Seat"])])
        tells(of, when, state="refused", error="63024")
        quote(of, mazda, when)
        dated(Lead.objects.create(conversation=of, kind="complaint", call=str(when)), when)
        dated(Appointment.objects.create(conversation=of, branch=branch, starts_at=when, call=str(when)), when)
    quote("staff:beto", mazda, at(10, "12:00"))

    # 55,000 tokens on the first day, none on the second.
    DayUsage.objects.create(day=PERIOD.first, spent=55_000, calls=4)
    DayUsage.objects.create(day=at(9, "12:00").date(), spent=99, calls=9)
    question = missed("¿aceptan bitcoin? márcame al 55 1234 5678", (ana, 10), (carla, 11), (trial, 10), (dora, 9))
    missed("¿venden motos?", (ana, 10), state="dismissed")
    return SimpleNamespace(**locals())


def missed(text: str, *askings: tuple[Conversation, int], state: str = "open") -> MissedQuestion:
    question = MissedQuestion.objects.create(text=text, folded=text, state=state, last_asked_at=at(11, "12:00"))
    for of, day in askings:
        asking = Asking.objects.create(question=question, origin=origin_of(of.pk))
        dated(asking, at(day, "12:00"), "asked_at")
    return question

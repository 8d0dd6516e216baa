"""The whole back office with one row of everything in it, Ana's phone number wherever a number can stand."""

from datetime import timedelta
from decimal import Decimal

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone

from catalog import search
from catalog.models import Branch, CarPhoto, ImportRun
from catalog.tests.builders import a_car
from conversations.models import (
    Appointment,
    AuditEntry,
    CannedReply,
    Contact,
    Conversation,
    CustomerUsage,
    DayUsage,
    Delivery,
    DialogueMemory,
    Lead,
    Message,
    MessageTemplate,
    Note,
    Reconciliation,
    StaffAlert,
    Switchboard,
    Tag,
    Tagging,
    ToolCall,
    TradeIn,
    Turn,
    WebhookCall,
    WebhookEndpoint,
    WorkerBeat,
)
from financing import quotes, quoting
from financing.models import FinancingPolicy, Quote
from kavakbot.models import create_client
from knowledge.models import Asking, Draft, MissedQuestion, Source, Upload

# Ana's number as WhatsApp, a form and people write it.
SPELLINGS = ("5215512345678", "525512345678", "5512345678", "55 1234 5678", "55-1234-5678", "(55) 1234 5678")
# Where the back office shows Ana, by model: on "one" page, on a "list"; the lists of the machine name nobody.
SHOWN = {
    **dict.fromkeys(("contact", "conversation", "message", "turn", "delivery", "lead", "appointment"), "one list"),
    **dict.fromkeys(("staffalert", "customerusage", "tradein"), "one list"),
    **dict.fromkeys(("toolcall", "dialoguememory", "webhookcall"), "one"),
}


def role(name: str) -> Client:
    """Return the browser of a member of staff with one role."""
    user, _ = User.objects.get_or_create(username=f"de-{name}", defaults={"is_staff": True})
    user.groups.set([Group.objects.get(name=name)])
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


def one_of_everything() -> dict[str, Model]:
    """Fill every list and return a row of each by its model's label."""
    rows = [*_inventory(), *_quotes(), *_knowledge(), *_chats(), create_client(name="CRM")[0]]
    rows += [Group.objects.create(name="becarios"), User.objects.create_user("nora")]
    made: dict[str, Model] = {row._meta.label_lower: row for row in rows}
    assert set(made) >= {model._meta.label_lower for model in admin.site._registry}
    return made


def _inventory() -> list[Model]:
    car = a_car(stock_id=101, version="Tel. 55 1234 5678")
    CarPhoto.objects.create(car=car, position=1, url="https://fotos.example/1.jpg")
    branch = Branch.objects.create(name="Midtown", city="Guadalajara", notes="Ana: +52 55 1234 5678")
    run = ImportRun.objects.create(started_at=timezone.now(), file_name="5512345678.csv", source="+525512345678")
    return [car, branch, run]


def _quotes() -> list[Quote | FinancingPolicy]:
    car = a_car(stock_id=102, model="Tel. 5512345678")
    kept = quotes.keep(
        quoting.quote(price=car.price, down_payment=Decimal(60_000)),
        origin="api:+525512345678",
        car=search.snapshot(car),
    )
    today = model_to_dict(quoting.current_policy(), exclude=["id", "valid_from", "legal_line"])
    line = "Llama al 55 1234 5678"
    return [kept, FinancingPolicy.objects.create(**today, legal_line=line, valid_from=timezone.now() + timedelta(1))]


def _knowledge() -> list[Model]:
    source = Source.objects.create(kind="file", title="Tel. 55 1234 5678", error="no contesta +525512345678")
    source.chunks.create(position=0, text="Llama al (55) 1234 5678", heading_path="5512345678")
    Upload.objects.create(source=source, name="5512345678.txt", content_type="text/plain", content=b"Hola")
    Draft.objects.create(source=source, markdown="Al 55-1234-5678.", content_hash="1", read_at=timezone.now())
    missed = MissedQuestion.objects.create(
        text="¿me marcas al 55 1234 5678?", folded="me marcas", last_asked_at=timezone.now()
    )
    Asking.objects.create(question=missed, origin="chat:+525512345678")
    return [source, missed]


def _chats() -> list[Model]:
    number = "+525512345678"
    ana = Contact.objects.create(phone=number)
    chat = Conversation.objects.create(
        contact=ana, channel="whatsapp", key=number, address="whatsapp:+5215512345678", last_message_at=timezone.now()
    )
    said = [{"part": "say", "text": f"Te marcamos al {number}"}]
    turn = Turn.objects.create(
        conversation=chat, fence=1, brain="offline", plan=said, verdicts=[{"code": "figure", "excerpt": "5512345678"}]
    )
    call = ToolCall.objects.create(
        turn=turn, position=0, ref="1", name="remember_customer", args={"phone": number}, ok=True, milliseconds=1
    )
    Message.objects.create(
        conversation=chat, direction="in", body="Márcame al 55 1234 5678 o (55) 1234 5678", turn=turn
    )
    heard = [{"kind": "voice", "type": "audio/ogg", "heard": "mi cel es 55-1234-5678"}]
    reply = Message.objects.create(conversation=chat, direction="out", body=f"Anoté {number}", turn=turn, media=heard)
    lead = Lead.objects.create(
        conversation=chat,
        kind="person",
        reason=f"Llamar al {number}",
        turn=turn,
        call="1",
    )
    crm = WebhookEndpoint.objects.create(name="Tel. 5512345678", url="https://crm.example.com", topics=["lead.created"])
    told = {"data": {"contact": {"phone": number}}}
    Note.objects.create(conversation=chat, text=f"Llamar al {number}")
    tag = Tag.objects.create(name="urgente")
    Tagging.objects.create(conversation=chat, tag=tag)
    own_car = TradeIn.objects.create(conversation=chat, model="Jetta, cel 5512345678", notes=number)
    branch = Branch.objects.create(name="Lerma", city="Lerma")
    drive = Appointment.objects.create(
        conversation=chat, branch=branch, starts_at=timezone.now() + timedelta(1), turn=turn, call="2"
    )
    return [
        *(ana, chat, turn, call, reply, lead, own_car, drive, crm, tag),
        WebhookCall.objects.create(endpoint=crm, contact=ana, topic="lead.created", payload=told, error=number),
        Delivery.objects.create(message=reply, state="refused", error=f"21610 {number}"),
        StaffAlert.objects.create(conversation=chat, message=reply, kind="undelivered", reason=number),
        DialogueMemory.objects.create(conversation=chat, data={"phone": number}),
        CustomerUsage.objects.create(contact=ana, day=timezone.localdate()),
        DayUsage.objects.create(day=timezone.localdate()),
        Reconciliation.objects.create(
            sender="whatsapp:+5215500000001", complete_until=timezone.now(), begun_at=timezone.now()
        ),
        WorkerBeat.objects.create(owner="turns@1", beaten_at=timezone.now()),
        CannedReply.objects.create(title="saludo", body="Hola {nombre}, soy {asesor}"),
        MessageTemplate.objects.create(name="saludo", content_sid="HX" + "0" * 32, body="Hola {{1}}"),
        Switchboard.objects.create(),
        AuditEntry.objects.create(
            action="read", actor="beto 5512345678", contact_ids=[ana.pk], conversation_id=chat.pk
        ),
    ]

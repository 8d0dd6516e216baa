"""What Ana arranges over the chat: test drives, a car to give in, a complaint, her name; and what staff find of it."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection
from django.utils import timezone

from catalog import branches
from catalog.hours import parse_week, parse_windows
from catalog.models import Branch, Car
from conversations import calling, turns
from conversations.agent import choose_brain
from conversations.agent.brains.offline import OfflineBrain
from conversations.agent.tools import ToolContext, book_test_drive
from conversations.dialogue import visit_wording
from conversations.dialogue.sentences import Voice
from conversations.models import (
    Appointment,
    AppointmentState,
    Contact,
    Conversation,
    Lead,
    LeadKind,
    LeadState,
    NoticeKind,
    State,
    Switchboard,
    Turn,
)
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

EVERY_DAY = parse_week("lun-dom 08:00-20:00")
CLOSED_ON_SUNDAYS = parse_week("lun-sab 08:00-20:00")
MEXICO = ZoneInfo("America/Mexico_City")


@pytest.fixture
def norte(showroom) -> Branch:
    """The one branch: open every day, a test drive every hour from ten to five, one car at a time."""
    return branch("Kavak Norte", windows="lun-dom 10:00-17:00 cada 60 min")


def branch(name, *, city="Puebla", week=EVERY_DAY, windows="") -> Branch:
    branches.save_branch(city=city, name=name, week=week, windows=parse_windows(windows), address="Calle Uno 1, Puebla")
    return Branch.objects.get(name=name)


def ana_writes(*bodies, who=cast.ANA, brain=None) -> str:
    """Let Ana write one message after the other, and return the last reply."""
    for body in bodies:
        chat = cast.writes(body, who=who)
        turns.answer(chat.pk, brain=brain or choose_brain("offline"))
    return cast.replies(chat)[-1]


def in_days(days: int) -> date:
    return timezone.localdate(timezone=MEXICO) + timedelta(days=days)


def next_saturday() -> str:
    return spoken(in_days((5 - in_days(1).weekday()) % 7 + 1))


def spoken(day: date) -> str:
    names = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
    months = (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
        *("noviembre", "diciembre"),
    )
    return f"{names[day.weekday()]} {day.day} de {months[day.month - 1]}"


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), MEXICO)


# ── Test drives ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_where_no_branch_is_on_record_a_person_settles_the_place_once_day_and_time_are_told(showroom):
    assert "¿Qué día te queda bien?" in ana_writes("corolla", "lo quiero probar")
    assert "¿A qué hora te queda bien?" in ana_writes("el sábado en Antara")
    asked = ana_writes("a las 5 de la tarde")
    assert (
        f"Le paso tu solicitud a una persona del equipo: probar el *Toyota Corolla 2020*, el {next_saturday()}" in asked
    )
    lead = Lead.objects.get()
    assert (lead.kind, lead.state, lead.car.model) == (LeadKind.TEST_DRIVE, LeadState.VISIT, "Corolla")
    assert lead.reason == f"el {next_saturday()} a las 17:00"


@pytest.mark.parametrize(
    ("said", "hour", "answered"),
    [
        ("lo puedo ir a ver hoy en antara?", 22, "Hoy ya no alcanza"),
        ("quiero probarlo hoy tipo 5 d la tarde", 22, "Hoy ya no alcanza"),
        ("quiero probarlo hoy a las 11", 12, "Hoy ya no alcanza"),
        ("quiero probarlo hoy a las 6 de la tarde", 12, "a las 18:00"),
        ("lo puedo ir a ver hoy en antara?", 12, "¿A qué hora te queda bien?"),
    ],
)
def test_an_hour_that_has_gone_by_is_no_hour_of_today(showroom, said, hour, answered):
    now = at(timezone.localdate(), hour)
    result = book_test_drive.run(book_test_drive.BookTestDriveArgs(stock_id=101, words=said), ToolContext(now=now))
    assert answered in visit_wording.write(result, Voice())
    assert ("Hoy ya no alcanza" in answered) == (result.wish.day is None)


def test_while_a_person_settles_it_the_bot_goes_on_answering_and_takes_changes_along(showroom):
    beto = get_user_model().objects.create_user("beto", is_staff=True)
    beto.groups.add(Group.objects.get_or_create(name="ventas")[0])
    ana_writes("corolla", "quiero probarlo el sábado a las 5 de la tarde")
    assert Lead.objects.get().conversation.state == State.BOT
    calling.seen(by=beto.pk)

    assert "10 %" in ana_writes("oye y qué tasa manejan?")
    changed = ana_writes("mejor a las 6")

    assert f"el {next_saturday()} a las 18:00" in changed
    assert Lead.objects.get().reason == f"el {next_saturday()} a las 18:00"
    assert calling.is_called(Lead.objects.get().conversation_id, NoticeKind.LEAD)


def test_what_a_person_was_asked_for_is_taken_back(showroom):
    ana_writes("corolla", "quiero probarlo el sábado a las 5 de la tarde")

    assert f"ya no vienes a probar el *Toyota Corolla 2020*, el {next_saturday()} a las 17:00" in ana_writes(
        "siempre no voy a poder ir, cancela mi cita"
    )
    assert Lead.objects.get().state == LeadState.QUALIFIED
    assert "No tienes ninguna prueba de manejo" in ana_writes("cancela mi cita")


def test_who_asks_for_a_visit_at_night_is_told_when_somebody_is_back(showroom):
    away = (timezone.localtime().hour + 2) % 24
    Switchboard.objects.create(team_hours=f"lun-dom {away}:00-{away}:59")
    assert f"{'a la' if away == 1 else 'a las'} {away}:00" in ana_writes(
        "corolla", "quiero probarlo el sábado a las 5 de la tarde en Antara"
    )


def test_ana_asks_for_a_test_drive_in_one_breath(norte):
    reply = ana_writes("versa 2018", "quiero probarlo pasado mañana a las 11")

    assert f"{spoken(in_days(2))} a las 11:00" in reply
    assert "*Nissan Versa 2018*" in reply
    assert "*Kavak Norte* (Puebla)" in reply
    assert "Una persona de la sucursal te la confirma" in reply
    appointment = Appointment.objects.get()
    assert (appointment.branch, appointment.car, appointment.starts_at) == (
        norte,
        Car.objects.get(stock_id=101),
        at(in_days(2), 11),
    )
    assert appointment.state == AppointmentState.REQUESTED
    lead = Lead.objects.get()
    assert (lead.kind, lead.car, lead.state) == (LeadKind.TEST_DRIVE, appointment.car, LeadState.VISIT)
    assert Turn.objects.latest("pk").verdicts == []


def test_or_is_asked_one_thing_at_a_time(norte):
    branch("Kavak Sur", windows="lun-dom 10:00-17:00 cada 60 min")

    assert "¿Qué auto quieres probar?" in ana_writes("busco un versa", "quiero una prueba de manejo")
    assert "¿En qué sucursal te queda mejor?" in ana_writes("el 2")
    assert "¿Qué día te queda bien?" in ana_writes("la de norte")
    times = ana_writes(f"el {spoken(in_days(3))}")
    assert "10:00, 11:00, 12:00, 13:00, 14:00, 15:00 y 16:00" in times
    assert "¿A qué hora te queda bien?" in times
    assert "Anoté tu prueba de manejo del *Nissan Versa 2020*" in ana_writes("a las 4 de la tarde")
    assert Appointment.objects.get().starts_at == at(in_days(3), 16)


def test_where_and_when_may_be_said_before_the_car(norte):
    branch("Kavak Sur", windows="lun-dom 10:00-17:00 cada 60 min")
    ana_writes("versa", "quiero una prueba de manejo")
    assert "¿Qué auto quieres probar?" in ana_writes("en kavak norte")
    assert "¿Qué auto quieres probar, el" in ana_writes("pasado mañana a mediodía")
    assert f"{spoken(in_days(2))} a las 12:00 en *Kavak Norte*" in ana_writes("el 2")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("ayer a las 11", "Ese día ya no se puede"),
        ("en Tijuana mañana a las 11", "No tengo registrada una sucursal en ese lugar"),
        ("mañana a las 7 de la noche", "A esa hora no hay lugar"),
        ("mañana a las 11:20", "A esa hora no hay lugar"),
        ("mañana", "¿A qué hora te queda bien?"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(said, read, norte):
    assert read in ana_writes("versa 2018", f"quiero una prueba de manejo {said}")
    assert not Appointment.objects.exists()


def test_nobody_is_sent_to_a_closed_door(showroom):
    branch("Kavak Norte", week=CLOSED_ON_SUNDAYS, windows="lun-dom 10:00-17:00 cada 60 min")
    sunday = in_days((6 - in_days(1).weekday()) % 7 + 1)

    reply = ana_writes("versa 2018", f"quiero probarlo el {spoken(sunday)} a las 11")

    assert f"El {spoken(sunday)} no hay pruebas de manejo en *Kavak Norte*" in reply
    assert not Appointment.objects.exists()


def test_without_slots_on_record_the_opening_hours_are_asked_of_a_person(showroom):
    branch("Kavak Norte")
    assert "a las 19:00" in ana_writes("versa 2018", "quiero probarlo mañana a las 7 de la noche")
    assert Appointment.objects.get().starts_at == at(in_days(1), 19)


def test_a_branch_that_states_nothing_takes_nobody(showroom):
    branch("Kavak Norte", week=parse_week(""))
    assert "No tengo registrado el horario de pruebas de manejo de *Kavak Norte*" in ana_writes(
        "versa 2018", "quiero probarlo mañana a las 11"
    )


def test_ana_moves_and_cancels_it(norte):
    ana_writes("versa 2018", "quiero probarlo mañana a las 11")

    moved = ana_writes(f"mejor el {spoken(in_days(3))}")
    assert "Cambié tu prueba de manejo" in moved
    assert f"{spoken(in_days(3))} a las 11:00" in moved
    assert Appointment.objects.get().starts_at == at(in_days(3), 11)

    assert "Cancelé tu prueba de manejo" in ana_writes("cancela mi cita")
    assert Appointment.objects.get().state == AppointmentState.CANCELLED
    assert "No tienes ninguna prueba de manejo" in ana_writes("cancela mi cita")


def test_somebody_made_up_takes_no_customers_place(norte):
    ana_writes("versa 2018", "quiero probarlo mañana a las 11")
    Conversation.objects.update(channel="playground")

    assert "a las 11:00" in ana_writes("corolla", "quiero probarlo mañana a las 11", who=cast.CARLA)
    assert Appointment.objects.filter(starts_at=at(in_days(1), 11)).count() == 2


def test_carla_neither_sees_nor_takes_the_place_that_ana_has(norte):
    ana_writes("versa 2018", "quiero probarlo mañana a las 11")

    reply = ana_writes("corolla", "quiero probarlo mañana a las 11", who=cast.CARLA)
    assert "A esa hora no hay lugar" in reply
    assert "No tienes ninguna" in ana_writes("cancela mi cita", who=cast.CARLA)
    assert Appointment.objects.get().state == AppointmentState.REQUESTED


def test_who_is_beaten_to_the_last_place_is_offered_other_times(norte):
    """Carla takes it between Ana's reply and its commit: the turn is thought over again."""
    ana_writes("versa 2018")
    carla_first = BrainBeatenBy(lambda: ana_writes("corolla", "quiero probarlo mañana a las 11", who=cast.CARLA))

    reply = ana_writes("quiero probarlo mañana a las 11", brain=carla_first)

    assert "A esa hora no hay lugar" in reply
    assert Appointment.objects.get().conversation.address == cast.CARLA


class BrainBeatenBy(OfflineBrain):
    """The offline brain under another name, with something that happens just before its first plan."""

    name = "beaten"

    def __init__(self, happens) -> None:
        self.happens = happens

    def next(self, thinking):
        decision = super().next(thinking)
        if decision.plan is not None and self.happens is not None:
            happens, self.happens = self.happens, None
            happens()
        return decision


def test_a_turn_that_dies_while_it_is_written_makes_nothing_twice(norte):
    ana_writes("versa 2018")
    chat = cast.writes("quiero probarlo mañana a las 11")
    with leads_cannot_be_written(), pytest.raises(DatabaseError):
        turns.answer(chat.pk, brain=choose_brain("offline"))
    assert not Appointment.objects.exists()
    assert len(cast.replies(chat)) == 1

    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 0
    assert Appointment.objects.count() == Lead.objects.count() == 1


@contextmanager
def leads_cannot_be_written():
    """Let the database refuse the last thing that the turn writes, after the reply and the appointment."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE conversations_lead ADD CONSTRAINT no_lead CHECK (id < 0) NOT VALID")
        yield
        cursor.execute("ALTER TABLE conversations_lead DROP CONSTRAINT no_lead")


def test_a_car_that_was_sold_is_not_tried(norte):
    ana_writes("versa 2018")
    Car.objects.filter(stock_id=101).update(status="sold")

    reply = ana_writes("quiero probarlo mañana a las 11")

    assert "El *Nissan Versa 2018* ya fue vendido" in reply
    assert "Nissan Versa 2020" in reply
    assert not Appointment.objects.exists()


# ── The customer's own car, complaints, names ───────────────────────────────────────────────────────────────────


def test_ana_gives_in_her_car_and_nobody_puts_a_value_on_it(showroom):
    assert "¿Qué marca y modelo es tu auto?" in ana_writes("quiero dejar mi auto a cuenta")
    assert "¿De qué año es?" in ana_writes("un chevrolet aveo")
    assert "¿Cuántos kilómetros tiene" in ana_writes("2015")
    assert "Chevrolet Aveo 2015, 90,000 km" in ana_writes("90 mil")
    reply = ana_writes("y cuánto me dan?")
    assert "no puedo darte un valor" in reply
    assert "$" not in reply

    lead = Lead.objects.get()
    assert (lead.kind, str(lead.conversation.trade_in)) == (LeadKind.TRADE_IN, "Chevrolet Aveo 2015, 90,000 km")


def test_her_own_car_is_none_that_she_looks_for(showroom):
    reply = ana_writes("vendo mi corolla 2012 con 150 mil km y busco un versa")
    assert "Encontré 2 autos (Versa)" in reply
    assert "Toyota Corolla 2012, 150,000 km" in reply


def test_a_question_in_between_is_answered_and_her_car_waits(showroom):
    ana_writes("quiero vender mi carro")
    assert "Encontré 2 autos (Versa)" in ana_writes("busco un versa")
    assert "¿De qué año es?" in ana_writes("vendo mi aveo")


@pytest.mark.parametrize("said", ["tengo una queja", "mi auto salió con fallas", "quiero hacer válida la garantía"])
def test_a_complaint_reaches_a_person_with_its_words(said, showroom):
    assert "Lamento lo que pasó" in ana_writes(said)
    lead = Lead.objects.get()
    assert (lead.kind, lead.reason, lead.conversation.state) == (LeadKind.COMPLAINT, said, State.HUMAN)


def test_who_asks_for_a_person_is_a_lead(showroom):
    ana_writes("quiero hablar con un asesor")
    assert Lead.objects.get().kind == LeadKind.PERSON


def test_who_is_given_over_to_a_person_is_asked_for_nothing_that_the_bot_would_not_hear(showroom):
    ana_writes("versa 2018")
    reply = ana_writes("pásame con alguien, y donde lo puedo ver, soy de puebla")
    assert "le paso tu conversación a una persona" in reply
    assert "dime qué día" not in reply


def test_who_was_quoted_is_a_lead_with_the_quote_once_per_car(showroom):
    ana_writes("versa 2018", "60 mil", "80 mil", "corolla", "100 mil")
    leads = Lead.objects.order_by("car__stock_id")
    assert [(lead.car.stock_id, lead.quote.down_payment) for lead in leads] == [(101, 80_000), (104, 100_000)]


def test_ana_is_greeted_by_her_name_and_answered(showroom):
    reply = ana_writes("hola, me llamo ana lópez, busco un versa")
    assert "Ana López" in reply
    assert "Encontré 2 autos (Versa)" in reply
    assert Contact.objects.get().name == "Ana López"


@pytest.mark.parametrize(
    "said", ["soy de Puebla", "me llamo $5,000", "soy taxista, busco un versa", "yo soy el que llamó"]
)
def test_not_everything_is_a_name(said, showroom):
    ana_writes(said)
    assert Contact.objects.get().name == ""


# ── What staff find ─────────────────────────────────────────────────────────────────────────────────────────────


def test_staff_read_leads_and_appointments_with_their_chats(norte, admin_client):
    ana_writes("versa 2018", "quiero probarlo mañana a las 11", "vendo mi aveo 2015 con 90 mil km")
    chat = Lead.objects.first().conversation

    leads = admin_client.get("/admin/conversations/lead/").content.decode()
    assert "Vende o deja un auto" in leads
    assert "Chevrolet Aveo 2015, 90,000 km" in leads
    assert f"/admin/conversations/conversation/{chat.pk}/change/" in leads
    page = admin_client.get("/admin/conversations/appointment/").content.decode()
    assert f"{in_days(1):%d/%m/%Y} 11:00" in page
    assert "Kavak Norte" in page


def test_staff_confirm_and_close(norte, admin_client):
    ana_writes("versa 2018", "quiero probarlo mañana a las 11")
    visit, lead = Appointment.objects.get(), Lead.objects.get()
    admin_client.post("/admin/conversations/appointment/", {"action": "confirm", "_selected_action": visit.pk})
    admin_client.post(f"/admin/conversations/lead/{lead.pk}/mover/", {"state": "won"})
    assert Appointment.objects.get().state == AppointmentState.CONFIRMED
    assert Lead.objects.get().state == LeadState.WON
    assert admin_client.post(f"/admin/conversations/lead/{lead.pk}/delete/").status_code == 403

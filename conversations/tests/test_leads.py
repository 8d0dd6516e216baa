"""Leads: they fill themselves, go from stage to stage by one rule, keep a car for a while, and stand on a board."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import Car
from catalog.tests.builders import a_car
from catalog.tests.pages import text
from conversations import leads
from conversations.models import (
    OPEN,
    AuditEntry,
    Contact,
    Conversation,
    DialogueMemory,
    Lead,
    LeadKind,
    LeadState,
    Turn,
)

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:conversations_lead_board")


@pytest.fixture
def beto():
    return User.objects.create_superuser("beto")


@pytest.fixture
def office(client, beto):
    client.force_login(beto)
    return client


def a_lead(name: str = "Ana", state=LeadState.NEW, *, channel: str = "whatsapp", **told) -> Lead:
    chat = Conversation.objects.create(
        contact=Contact.objects.create(name=name), channel=channel, key=name, address=name
    )
    return Lead.objects.create(conversation=chat, kind=LeadKind.PURCHASE, state=state, call="1", **told)


def status(car: Car) -> str:
    car.refresh_from_db()
    return car.status


def expire(lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))


# ── From stage to stage ─────────────────────────────────────────────────────────────────────────────────────────


def test_any_stage_leads_to_any_other_and_what_is_lost_is_lost_for_a_reason(beto):
    lead = a_lead(car=a_car(stock_id=1))
    for stage in (*LeadState, *OPEN[:3], LeadState.LOST, *OPEN[:3]):
        leads.move(lead.pk, stage, by=beto, why="price")
        lead.refresh_from_db()
        assert (lead.state, lead.lost_reason) == (stage, "price" if stage == LeadState.LOST else "")
    with pytest.raises(leads.ReasonMissing):
        leads.move(lead.pk, LeadState.LOST, by=beto, why="porque sí")
    lead.refresh_from_db()
    assert lead.state == LeadState.VISIT


def test_a_reserved_car_is_kept_for_one_customer_until_it_is_let_go_or_sold(beto):
    car = a_car(stock_id=1)
    ana, carla = a_lead("Ana", car=car), a_lead("Carla", car=car)
    leads.move(ana.pk, LeadState.RESERVED, by=beto)
    ana.refresh_from_db()
    assert status(car) == Car.Status.RESERVED
    assert timedelta(hours=47) < ana.reserved_until - timezone.now() <= leads.RESERVED_FOR
    with pytest.raises(leads.CarNotFree):
        leads.move(carla.pk, LeadState.RESERVED, by=beto)
    leads.move(ana.pk, LeadState.LOST, by=beto, why="financing")
    assert status(car) == Car.Status.AVAILABLE
    leads.move(carla.pk, LeadState.RESERVED, by=beto)
    leads.move(carla.pk, LeadState.WON, by=beto)
    assert status(car) == Car.Status.SOLD
    assert "prospecto" in car.history.first().history_change_reason


def test_a_reservation_is_prolonged_within_bounds(beto):
    lead = a_lead(car=a_car(stock_id=1))
    leads.move(lead.pk, LeadState.RESERVED, by=beto)
    later = timezone.now() + timedelta(days=10)
    leads.move(lead.pk, LeadState.RESERVED, by=beto, until=later)
    lead.refresh_from_db()
    assert lead.reserved_until == later
    for wrong in (timedelta(days=16), timedelta(seconds=-1)):
        with pytest.raises(leads.BadExpiry):
            leads.move(lead.pk, LeadState.RESERVED, by=beto, until=timezone.now() + wrong)


def test_nothing_is_reserved_without_a_car_on_sale(beto):
    gone = a_car(stock_id=1)
    with pytest.raises(leads.NothingToReserve):
        leads.move(a_lead("Ana").pk, LeadState.RESERVED, by=beto)
    Car.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    with pytest.raises(leads.CarNotFree):
        leads.move(a_lead("Carla", car=gone).pk, LeadState.RESERVED, by=beto)


def test_a_reservation_that_has_run_out_frees_the_car_and_comes_back_to_work(beto):
    car, other = a_car(stock_id=1), a_car(stock_id=2)
    over, running = a_lead("Ana", car=car), a_lead("Carla", car=other)
    for lead in (over, running):
        leads.move(lead.pk, LeadState.RESERVED, by=beto)
    expire(over)
    assert [leads.release_expired(), leads.release_expired()] == [1, 0]
    over.refresh_from_db()
    assert (over.state, over.reserved_until, "Venció" in over.next_action) == (LeadState.QUALIFIED, None, True)
    assert (status(car), status(other)) == (Car.Status.AVAILABLE, Car.Status.RESERVED)


def test_a_car_that_was_sold_by_hand_meanwhile_stays_sold(beto):
    car = a_car(stock_id=1)
    lead = a_lead(car=car)
    leads.move(lead.pk, LeadState.RESERVED, by=beto)
    Car.objects.filter(pk=car.pk).update(status=Car.Status.SOLD)
    expire(lead)
    assert (leads.release_expired(), status(car)) == (1, Car.Status.SOLD)


def test_more_of_an_open_matter_adds_to_it_and_never_takes_it_back():
    car = a_car(stock_id=1)
    chat = a_lead().conversation
    turn = Turn.objects.create(conversation=chat, fence=1, brain="offline")

    def noted(kind: LeadKind) -> Lead:
        return leads.note(
            conversation_id=chat.pk, turn=turn, call=f"call {Lead.objects.count()}", kind=kind, car_id=car.pk
        )

    first = noted(LeadKind.PURCHASE)
    assert first.state == LeadState.QUALIFIED
    Lead.objects.filter(pk=first.pk).update(state=LeadState.VISIT)
    again = noted(LeadKind.PURCHASE)
    assert (again.pk, again.state) == (first.pk, LeadState.VISIT)
    Lead.objects.filter(pk=first.pk).update(state=LeadState.LOST)
    assert noted(LeadKind.PURCHASE).pk != first.pk
    drive = noted(LeadKind.TEST_DRIVE)
    leads.visit_is_off(chat.pk)
    drive.refresh_from_db()
    assert drive.state == LeadState.QUALIFIED


# ── The board ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_board_shows_each_stage_with_what_the_customer_said(office):
    lead = a_lead("Ana", LeadState.QUALIFIED, car=a_car(stock_id=1), next_action="Llamarle")
    Lead.objects.filter(pk=lead.pk).update(next_at=timezone.now() - timedelta(hours=1))
    memory = {"version": 1, "wish": {"max_price": "300000"}, "down_payment": "60000"}
    DialogueMemory.objects.create(conversation=lead.conversation, data=memory)
    a_lead("Carla", LeadState.LOST, lost_reason="price")
    a_lead("Zacarías", channel="playground")
    page = BeautifulSoup(office.get(BOARD).content, "html.parser")
    [column] = page.select("#etapa-qualified")
    assert "Ana" in column.text
    assert "Hasta $300,000" in column.text
    assert "Enganche $60,000" in column.text
    assert column.select(".board-late")
    assert "Precio" in page.select_one("#etapa-lost").text
    assert "Zacarías" not in page.text
    listed = office.get(reverse("admin:conversations_lead_changelist")).content.decode()
    assert ("Carla" in listed, "Zacarías" in listed) == (True, False)
    assert AuditEntry.objects.filter(page="lead", contact_ids__contains=[lead.conversation.contact_id]).exists()


def test_a_card_moves_and_comes_back_to_the_board_or_asks_for_what_is_missing(office):
    lead = a_lead("Ana", car=a_car(stock_id=1))
    move = reverse("admin:conversations_lead_move", args=[lead.pk])
    answer = office.post(move, {"state": "visit", "desde": "tablero"}, follow=True)
    assert "Ana: Nuevo → Cita." in text(answer)
    lost = office.post(move, {"state": "lost", "desde": "tablero"}, follow=True)
    assert "Di por qué se perdió" in text(lost)
    [chosen] = BeautifulSoup(lost.content, "html.parser").select("[name=state] option[selected]")
    assert chosen["value"] == "lost"
    office.post(move, {"state": "lost", "lost_reason": "silent"})
    lead.refresh_from_db()
    assert (lead.state, lead.lost_reason) == (LeadState.LOST, "silent")
    assert "Etapa: Cita → Perdido" in text(office.get(reverse("admin:conversations_lead_history", args=[lead.pk])))
    assert office.post(move, {"state": "x"}, follow=True).status_code == 200
    assert office.post(reverse("admin:conversations_lead_move", args=[0]), {"state": "won"}).status_code == 404


def test_the_next_step_is_written_down(office):
    lead = a_lead("Ana")
    told = {"next_action": "Llamarle", "next_at_0": "2026-12-01", "next_at_1": "10:00"}
    office.post(reverse("admin:conversations_lead_change", args=[lead.pk]), told)
    lead.refresh_from_db()
    assert lead.next_action == "Llamarle"
    assert timezone.localtime(lead.next_at).hour == 10


def test_only_mine_are_shown_to_who_asks_for_them(office, beto):
    mine, _other = a_lead("Ana"), a_lead("Carla")
    Conversation.objects.filter(pk=mine.conversation_id).update(assigned_to=beto)
    shown = text(office.get(BOARD, {"de": "mias"}))
    assert ("Ana" in shown, "Carla" in shown) == (True, False)


def test_the_board_costs_as_many_queries_with_many_leads_as_with_one(office):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            office.get(BOARD)
        return len(queries)

    a_lead("0")
    office.get(BOARD)
    one = asked()
    for number in range(1, 60):
        a_lead(str(number), list(LeadState)[number % 6], lost_reason="price")
    assert asked() == one <= 18

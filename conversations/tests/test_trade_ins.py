"""The customer's own car: noted from the chat, completed and valued by people, seen wherever somebody sells."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from catalog.tests.pages import text
from conversations import privacy, trade_ins, turns
from conversations.dialogue import wording
from conversations.dialogue.errands import OwnCar
from conversations.models import Contact, Conversation, DialogueMemory, Lead, TradeIn, WebhookCall, WebhookEndpoint
from conversations.tests import cast, office
from kavakbot.tests.browser import WIDTHS, a_page, fits, shot

pytestmark = pytest.mark.django_db(transaction=True)
AVEO = OwnCar("Chevrolet", "Aveo", 2015)
LIST = reverse("admin:conversations_tradein_changelist")


@pytest.fixture
def ventas():
    return office.role("ventas")


def page(trade_in: TradeIn) -> str:
    return reverse("admin:conversations_tradein_change", args=[trade_in.pk])


def save(browser, trade_in: TradeIn, **told):
    kept = {"make": trade_in.make, "model": trade_in.model, "year": trade_in.year or "", "km": trade_in.km or ""}
    return browser.post(page(trade_in), {**kept, **told}, follow=True)


# ── Noted ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_told_of_its_state_is_noted_line_by_line_and_asked_for_no_more(showroom):
    cast.ana_reads("quiero dejar mi chevrolet aveo 2015 a cuenta, 90 mil km")
    reply = cast.ana_reads("tiene factura original y un golpecito en la puerta")
    assert wording.DESCRIPTION_NOTED in reply
    cast.ana_reads("unico dueño")
    assert TradeIn.objects.get().notes.splitlines() == [
        "tiene factura original y un golpecito en la puerta",
        "unico dueño",
    ]


def test_what_a_person_wrote_of_it_stands_alone(showroom):
    chat = cast.ana_chat()
    TradeIn.objects.create(conversation=chat, make="Chevrolet", model="Aveo", notes="Revisado", checked=True)
    assert trade_ins.hear(chat.pk, AVEO, described="trae un golpe").notes == "Revisado"


def test_what_the_bot_hears_is_noted_and_told_to_others(showroom):
    WebhookEndpoint.objects.create(name="CRM", url="https://crm.example.com", topics=["lead.created"])
    turns.answer(cast.writes("quiero dejar mi chevrolet aveo 2015 a cuenta").pk)
    trade_in = TradeIn.objects.get()
    assert (trade_in.own_car, trade_in.checked) == (AVEO, False)
    assert WebhookCall.objects.get().payload["data"]["lead"]["own_car"] == "Chevrolet Aveo 2015"
    turns.answer(cast.writes("tiene 90 mil kilómetros").pk)
    trade_in.refresh_from_db()
    assert str(trade_in) == "Chevrolet Aveo 2015, 90,000 km"


def test_what_a_person_wrote_stands_and_the_bot_fills_what_they_left_empty(ventas):
    chat = cast.ana_chat()
    trade_in = trade_ins.hear(chat.pk, AVEO)
    save(ventas, trade_in, year="2016")
    for told in (OwnCar("Chevrolet", "Aveo", 2014, 90_000), OwnCar("Nissan", "Versa", 2020, 1)):
        trade_ins.hear(chat.pk, told)
    trade_in.refresh_from_db()
    assert trade_in.own_car == OwnCar("Chevrolet", "Aveo", 2016, 90_000)


def test_until_a_person_has_saved_it_another_car_takes_its_place():
    chat = cast.ana_chat()
    trade_ins.hear(chat.pk, AVEO)
    assert str(trade_ins.hear(chat.pk, OwnCar("Nissan", "Versa"))) == "Nissan Versa"


def test_a_chat_leads_to_its_car_which_begins_with_what_was_said(ventas):
    chat = cast.ana_chat()
    DialogueMemory.objects.create(conversation=chat, data={"version": 1, "own_car": vars(AVEO)})
    begin = reverse("admin:conversations_tradein_begin", args=[chat.pk])
    for _ in range(2):
        assert ventas.post(begin).url == page(TradeIn.objects.get())
    assert TradeIn.objects.get().own_car == AVEO
    Conversation.objects.update(channel="playground")
    assert ventas.post(begin).status_code == 404


# ── Valued ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_offer_is_signed_and_ends_and_every_change_is_kept(ventas):
    trade_in = trade_ins.hear(cast.ana_chat().pk, AVEO)
    save(ventas, trade_in, offer="90000", condition="good", owners="2", invoice="agency", expected="110000")
    trade_in.refresh_from_db()
    assert (str(trade_in.offered_by), trade_in.offer) == ("de-ventas", Decimal(90_000))
    assert (trade_in.valid_until, trade_in.is_offered) == (timezone.localdate() + timedelta(days=7), True)
    signed = trade_in.offered_at
    assert f"de-ventas, {timezone.localtime(signed):%-d} " in text(ventas.get(page(trade_in)))
    manager = office.role("gerencia")
    save(manager, trade_in, offer="90000", valid_until=trade_in.valid_until.isoformat(), notes="Trae golpe")
    trade_in.refresh_from_db()
    assert (trade_in.offered_at, trade_in.notes, str(trade_in.offered_by)) == (signed, "Trae golpe", "de-ventas")
    save(manager, trade_in, offer="")
    assert "Di cuánto ofrecemos" in text(save(manager, trade_in, valid_until="2030-01-01"))
    trade_in.refresh_from_db()
    assert (trade_in.offered_by, trade_in.offered_at) == (None, None)
    history = text(ventas.get(reverse("admin:conversations_tradein_history", args=[trade_in.pk])))
    assert "de-gerencia" in history
    assert "Trae golpe" in history


@pytest.mark.parametrize(("days", "found"), [(None, "falta"), (1, "vigente"), (0, "vigente"), (-1, "vencida")])
def test_the_list_tells_what_is_to_be_valued_from_what_has_run_out(ventas, days, found):
    trade_ins.hear(cast.ana_chat().pk, AVEO)
    if days is not None:
        TradeIn.objects.update(offer=90_000, valid_until=timezone.localdate() + timedelta(days=days))
    shown = [which for which in ("falta", "vigente", "vencida") if "Aveo" in text(ventas.get(LIST, {"oferta": which}))]
    assert (shown, TradeIn.objects.get().is_offered) == ([found], found == "vigente")


def test_it_is_seen_in_the_chat_on_the_lead_and_in_the_customers_export(ventas, admin_user):
    chat = cast.ana_chat()
    trade_in = trade_ins.hear(chat.pk, AVEO)
    lead = Lead.objects.create(conversation=chat, kind="trade_in", call="1")
    save(ventas, trade_in, offer="90000")
    for where in (
        reverse("admin:conversations_conversation_change", args=[chat.pk]),
        reverse("admin:conversations_lead_change", args=[lead.pk]),
        reverse("admin:conversations_lead_board"),
    ):
        shown = text(ventas.get(where))
        assert ("Chevrolet Aveo 2015" in shown, "$90,000" in shown) == (True, True), where
    exported = privacy.as_json(Contact.objects.all(), by=admin_user)
    assert '"autos a cuenta"' in exported
    privacy.erase(Contact.objects.get(), by=admin_user)
    assert (TradeIn.objects.count(), TradeIn.history.count()) == (0, 0)


def a_picture(colour: str = "red") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, "PNG")
    return SimpleUploadedFile("aveo.png", drawn.getvalue())


def test_its_photos_are_seen_by_staff_alone_and_go_with_it(ventas, admin_user, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    trade_in = trade_ins.hear(cast.ana_chat().pk, AVEO)
    save(ventas, trade_in, more_photos=[a_picture(), a_picture("blue")])
    trade_in.refresh_from_db()
    first, second = trade_in.photos
    where = [reverse("admin:conversations_tradein_photo", args=[trade_in.pk, key]) for key in (first, second)]
    assert all(it in ventas.get(page(trade_in)).content.decode() for it in where)
    for browser, kind in ((ventas, "image/jpeg"), (office.role("auditoria"), "image/jpeg"), (client, "text/html")):
        assert browser.get(where[0], follow=True)["Content-Type"].startswith(kind)
    assert 'name="drop_photo"' not in office.role("auditoria").get(page(trade_in)).content.decode()
    other = TradeIn.objects.create(conversation=cast.writes("hola", who=cast.CARLA))
    assert ventas.get(reverse("admin:conversations_tradein_photo", args=[other.pk, first])).status_code == 404
    assert "no es una imagen" in text(save(ventas, trade_in, more_photos=[SimpleUploadedFile("x.svg", b"<svg/>")]))
    save(ventas, trade_in, drop_photo=[first, "../otra"])
    trade_in.refresh_from_db()
    assert (trade_in.photos, len(list(tmp_path.rglob("*.jpg")))) == ([second], 1)
    privacy.erase(Contact.objects.get(pk=trade_in.conversation.contact_id), by=admin_user)
    assert list(tmp_path.rglob("*.jpg")) == []


# ── In a browser ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_values_a_car_from_its_chat(browser, live_server, settings, ventas, showroom, width, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "aveo.png").write_bytes(a_picture().read())
    chat = cast.writes("quiero dejar mi chevrolet aveo 2015 a cuenta")
    turns.answer(chat.pk)
    Contact.objects.update(name="Ana Torres")
    session = ventas.cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as there:
        there.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        there.get_by_role("link", name="Chevrolet Aveo 2015").click()
        there.get_by_label("kilómetros").fill("90000")
        there.get_by_label("cuánto ofrecemos").fill("95000")
        there.get_by_label("Fotos nuevas").set_input_files(tmp_path / "aveo.png")
        there.get_by_role("button", name="Guardar y continuar editando").click()
        expect(there.locator(".chat-photo")).to_be_visible()
        assert fits(there)
        shot(there, "auto-a-cuenta")
        there.get_by_role("button", name="Guardar", exact=True).click()
        expect(there.get_by_text("ofrecemos $95,000")).to_be_visible()
        assert fits(there)
        shot(there, "autos-a-cuenta")
        there.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
        expect(there.get_by_text("Ofrecemos $95,000")).to_be_visible()
        shot(there, "chat-con-auto")


# ── What leads told before ──────────────────────────────────────────────────────────────────────────────────────


def test_what_leads_told_of_a_car_is_kept():
    executor = MigrationExecutor(connection)
    before = executor.migrate([("conversations", "0026_tell_of_the_undelivered")]).apps
    contact = before.get_model("conversations", "Contact").objects.create(name="Ana")
    chats, leads = (before.get_model("conversations", name).objects for name in ("Conversation", "Lead"))
    told = (("Chevrolet Aveo 2015, 90,000 km", None), ("Mazda 3", 120_000), ("", None), ("", 80_000))
    for number, (own_car, appraisal) in enumerate(told):
        chat = chats.create(contact=contact, channel="whatsapp", key=str(number), address=str(number))
        leads.create(conversation=chat, kind="trade_in", call="1", own_car=own_car, appraisal=appraisal)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    kept = TradeIn.objects.order_by("conversation__key")
    assert [(str(it), it.offer, it.checked) for it in kept] == [
        ("Chevrolet Aveo 2015, 90,000 km", None, False),
        ("Mazda 3", Decimal(120_000), True),
        ("Auto por describir", Decimal(80_000), True),
    ]

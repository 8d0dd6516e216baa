"""The whole day of somebody who sells, in one browser: from the password in the morning to the figures at night."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Page, expect

from catalog.models import Car
from conversations import delivery, turns
from conversations.models import Appointment, Contact, Conversation, State
from conversations.tests import cast
from conversations.tests.test_errands import at, branch, in_days
from conversations.whatsapp.gateways.fake import FakeGateway
from kavakbot.tests.browser import WIDTHS, a_page, flaws, shot
from knowledge import ingestion
from knowledge.models import Source
from knowledge.tests.test_admin_review import PAGOS
from knowledge.tests.test_publishing import GARANTIA, MEJOR, PRUEBA, read_again, served
from knowledge.tests.test_publishing import page as html_of

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = reverse("admin:conversations_conversation_changelist")
MONDAYS_FILE = """\
stock_id,km,price,make,model,year,version
104,38000,299999,Toyota,Corolla,2020,1.8 LE AUTO
201,12000,barato,Kia,Rio,2020,
202,-1,100000,Seat,Ibiza,2018,
203,12000,315000,Mazda,Mazda 3,2022,2.5 S GRAND TOURING
"""


@pytest.fixture
def beto(chat) -> User:
    """Somebody new in a small shop, who sells and sees to what the bot may say; whoever waits already is nobody's."""
    beto = User.objects.create_user("beto", first_name="Beto", password="una-clave-larga", is_staff=True)
    beto.groups.set(Group.objects.filter(name__in=["ventas", "curaduria"]))
    return beto


@pytest.fixture
def chat(showroom) -> Conversation:
    """Ana has been shown a car and waits for a person."""
    for words in ("busco un versa de menos de 250 mil", "quiero hablar con una persona"):
        chat = cast.writes(words)
        turns.answer(chat.pk)
    Contact.objects.update(name="Ana Torres")
    return chat


@pytest.mark.parametrize("width", WIDTHS)
def test_a_whole_day(browser, live_server, chat, beto, width, tmp_path):
    with a_page(browser, width, address=live_server.url) as page:
        log_in(page)
        answer(page, chat)
        edit_a_price(page)
        import_a_file(page, tmp_path / "lunes.csv")
        publish_what_a_page_says_now(page)
        book_a_test_drive(page, chat)
        read_the_dashboard(page)


def see(page: Page, name: str) -> None:
    """Whoever uses it can: with any eyes, at this width."""
    page.wait_for_load_state()
    shot(page, f"dia-{name}")
    assert flaws(page) == [], name


def log_in(page: Page) -> None:
    page.goto(INBOX)
    page.get_by_label("Nombre de usuario").fill("beto")
    page.get_by_label("Contraseña").fill("una-clave-larga")
    see(page, "1-entrar")
    page.get_by_label("Contraseña").press("Enter")


def answer(page: Page, chat: Conversation) -> None:
    waiting = page.locator("#result_list tr", has_text="Ana Torres")
    expect(waiting).to_contain_text("le paso tu conversación a una persona")
    see(page, "2-bandeja")
    waiting.get_by_role("link", name="Ana Torres").click()
    page.get_by_role("button", name="Tomar la conversación").click()
    expect(page.get_by_text("La llevas tú")).to_be_visible()
    page.get_by_label("Tu mensaje").fill("Hola Ana, soy Beto. ¿Te va bien mañana a las doce?")
    see(page, "3-chat")
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator(".chat-ours").last).to_contain_text("soy Beto")
    whatsapp = FakeGateway()
    delivery.deliver(chat.pk, gateway=whatsapp)
    assert whatsapp.sent[-1].body == "Hola Ana, soy Beto. ¿Te va bien mañana a las doce?"
    assert whatsapp.sent[-1].address == cast.ANA
    page.get_by_role("button", name="Devolver al bot").click()
    expect(page.get_by_text("Contesta el bot")).to_be_visible()
    chat.refresh_from_db()
    assert (chat.state, str(chat.assigned_to)) == (State.BOT, "beto")


def edit_a_price(page: Page) -> None:
    page.goto(reverse("admin:catalog_car_changelist"))
    touareg = page.locator("#result_list tbody tr", has_text="Touareg")
    touareg.locator("input.vPesos").fill("$449,999")
    see(page, "4-precio")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".messagelist")).to_contain_text("1 auto")
    assert Car.objects.get(stock_id=103).price == Decimal(449_999)


def import_a_file(page: Page, file) -> None:
    file.write_text(MONDAYS_FILE)
    page.get_by_role("link", name="Importar", exact=True).click()
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Ver qué cambiaría").click()
    for value, why in (("barato", "no es un número"), ("-1", "es negativa")):
        expect(page.get_by_role("row").filter(has_text=value)).to_contain_text(why)
    see(page, "5-importacion")
    page.get_by_role("button", name="Confirmar importación").click()
    expect(page.locator(".messagelist")).to_contain_text("1 nuevo, 1 actualizado, 2 rechazados")
    assert not Car.objects.filter(stock_id__in=[201, 202]).exists()


def publish_what_a_page_says_now(page: Page) -> None:
    ingestion.ingest_html(html=html_of(GARANTIA, PRUEBA), source_url="https://ejemplo.mx/compra")
    Source.objects.update(review_first=True)
    source = Source.objects.get()
    read_again(source, html_of(MEJOR, PAGOS))
    page.goto(reverse("admin:knowledge_source_changelist"))
    page.get_by_role("link", name="Revisar la versión nueva").click()
    see(page, "6-revision")
    page.get_by_role("button", name="Publicar").click()
    expect(page.get_by_text("se está publicando")).to_be_visible()
    ingestion.ingest_source(source_id=source.pk)
    assert served() == [MEJOR[1], PAGOS[1]]


def book_a_test_drive(page: Page, chat: Conversation) -> None:
    branch("Norte", windows="lun-dom 10:00-17:00 cada 60 min")
    page.goto(reverse("admin:conversations_conversation_change", args=[chat.pk]))
    page.get_by_role("link", name="Agendar prueba de manejo").click()
    page.get_by_label("Auto que vio").select_option(index=1)
    page.get_by_label("Sucursal").select_option("Norte (Puebla)")
    page.get_by_label("12:00").check()
    see(page, "7-prueba-de-manejo")
    page.get_by_role("button", name="Agendar").click()
    expect(page.locator("#panel")).to_contain_text("12:00")
    drive = Appointment.objects.get()
    assert (drive.conversation_id, drive.car.stock_id, drive.starts_at) == (chat.pk, 101, at(in_days(1), 12))


def read_the_dashboard(page: Page) -> None:
    page.goto(reverse("dashboard"))
    expect(page.get_by_role("region", name="Ventas")).to_contain_text("Por confirmar")
    see(page, "8-tablero")

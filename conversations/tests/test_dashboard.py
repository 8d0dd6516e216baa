"""The dashboard of two days: every role's part of it, in Spanish, and the same as a file without formulas or phones."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from conversations.models import AuditAction, AuditEntry
from conversations.tests import office, reported
from kavakbot.tests.browser import a_page, flaws, shot

PAGE, CSV, XLSX = (reverse(name) for name in ("dashboard", "dashboard_csv", "dashboard_xlsx"))
DAYS = {"desde": "2026-11-10", "hasta": "2026-11-11"}
HARMLESS = [
    "Conversaciones",
    "Tiempo de respuesta",
    "Pases a una persona",
    "Ventas",
    "Lo más buscado",
    "Se pidió y no hay",
    "Envíos fallidos",
]
ALL = [*HARMLESS[:-1], "Preguntas sin respuesta", "Envíos fallidos", "Costo del modelo"]


def page_of(browser: Client, **asked: str) -> BeautifulSoup:
    answer = browser.get(PAGE, asked or DAYS)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def section(page: BeautifulSoup, title: str) -> BeautifulSoup:
    return next(part for part in page.select("section.tab-section") if part.h3.get_text() == title)


def titles(page: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in page.select("section.tab-section > h3")]


def facts(part: BeautifulSoup) -> dict[str, str]:
    return {one.dt.get_text(): " ".join(one.dd.get_text(" ").split()) for one in part.select(".tab-facts div")}


def rows(part: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text() for cell in row.select("th, td")] for row in part.select("tbody tr")]


@pytest.mark.django_db
class TestTheStory:
    """One story, read by everybody."""

    @pytest.fixture(autouse=True)
    def story(self, settings):
        settings.AGENT_INPUT_PRICE, settings.AGENT_OUTPUT_PRICE = Decimal(10), Decimal(80)
        return reported.tell()

    def test_a_manager_reads_what_happened(self):
        page = page_of(office.role("gerencia"))
        assert titles(page) == ALL
        talk = section(page, "Conversaciones")
        assert facts(talk) == {
            "Chats con mensajes": "5",
            "Chats nuevos": "3",
            "Sólo el bot": "2 40 %",
            "Bot y personas": "1 20 %",
            "Sólo personas": "1 20 %",
            "Sin contestar": "1 20 %",
            "Mensajes recibidos": "9",
            "Mensajes del bot": "7",
            "Mensajes del equipo": "4",
        }
        assert rows(talk) == [["10/11/2026", "4", "4", "1"], ["11/11/2026", "5", "3", "3"]]
        assert [bar.title.get_text() for bar in talk.select("svg g")] == [
            "10/11/2026: Clientes 4, Bot 4, Equipo 1",
            "11/11/2026: Clientes 5, Bot 3, Equipo 3",
        ]
        assert rows(section(page, "Tiempo de respuesta")) == [
            ["El bot, desde el mensaje", "7", "10 s", "20 s"],
            ["Una persona, desde que el bot le pasó el chat", "1", "20 min", "20 min"],
        ]
        handed = section(page, "Pases a una persona")
        assert facts(handed) == {"Pases": "3", "Sin que el equipo haya escrito": "2"}
        assert [count for _, count in rows(handed)] == ["1", "1", "1"]
        assert rows(section(page, "Ventas")) == [
            ["Compra", "1", "0", "0", "0", "0", "0", "1"],
            ["Pide una persona", "0", "1", "0", "0", "0", "0", "1"],
            ["Conversación", "2"],
            ["Personal", "1"],
            ["Por confirmar", "1"],
            ["Cancelada", "1"],
        ]
        assert rows(section(page, "Lo más buscado"))[0] == ["Nissan Versa", "2", "2", "1"]
        unmet = rows(section(page, "Se pidió y no hay"))
        price = ["Nissan Versa", "El precio", "1", "2", "2018–2020", "$120,000–$150,000", "11/11/2026 09:05"]
        assert price in unmet
        assert ["Zorglub •••5678", "No se reconoció el nombre"] in [row[:2] for row in unmet]
        questions = section(page, "Preguntas sin respuesta")
        assert rows(questions) == [["¿aceptan bitcoin? márcame al •••5678", "2", "11/11/2026 12:00"]]
        assert questions.select_one("tbody a")["href"].endswith("/change/")
        [failure] = rows(section(page, "Envíos fallidos"))
        assert "plantilla aprobada" in failure[0]
        assert failure[1:] == ["63016", "2", "11/11/2026 18:32"]
        costs = section(page, "Costo del modelo")
        assert (facts(costs)["Costo"], facts(costs)["Por conversación"]) == ("$0.73", "$0.73 1 con modelo")
        assert rows(costs) == [["10/11/2026", "4", "55,000", "$0.73"]]

    @pytest.mark.parametrize(("role", "seen"), [("ventas", HARMLESS), ("auditoria", ALL), ("curaduria", None)])
    def test_each_role_reads_and_takes_along_its_part(self, role, seen):
        browser = office.role(role)
        if seen is None:
            assert {browser.get(page, DAYS).status_code for page in (PAGE, CSV, XLSX)} == {403}
            return
        assert titles(page_of(browser)) == seen
        assert load_workbook(io.BytesIO(browser.get(XLSX, DAYS).content)).sheetnames == seen
        assert browser.post(PAGE, DAYS).status_code == 405

    def test_a_file_says_the_same_without_formulas_and_phones(self, story):
        story.question.text = "=1+1 al 55 1234 5678"
        story.question.save()
        browser = office.role("gerencia")
        answer = browser.get(CSV, DAYS)
        assert answer["Content-Disposition"] == 'attachment; filename="tablero-2026-11-10-2026-11-11.csv"'
        text = answer.content.decode("utf-8-sig")
        assert "1234" not in text
        lines = list(csv.reader(io.StringIO(text)))
        assert lines[0] == ["Del 10/11/2026 al 11/11/2026"]
        for line in (
            ["Chats con mensajes", "5"],
            ["El bot, desde el mensaje", "7", "0:00:10", "0:00:20"],
            ["Nissan Versa", "2", "2", "1"],
            ["'=1+1 al •••5678", "2", "2026-11-11 12:00:00"],
        ):
            assert line in lines
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
        entry = AuditEntry.objects.get()
        assert (entry.actor, entry.action, entry.contact_ids) == ("de-gerencia", AuditAction.REPORTED, [])
        book = load_workbook(io.BytesIO(browser.get(XLSX, DAYS).content))
        speed = list(book["Tiempo de respuesta"].values)
        assert ("El bot, desde el mensaje", 7, timedelta(seconds=10), timedelta(seconds=20)) in speed
        assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "d"}

    def test_the_page_asks_the_same_number_of_questions_whatever_there_is(self):
        browser = office.role("gerencia")

        def asked(**days: str) -> int:
            with CaptureQueriesContext(connection) as queries:
                page_of(browser, **days)
            return len(queries)

        asked()
        assert asked(desde="2026-01-01", hasta="2026-01-01") == asked() <= 40


@pytest.mark.django_db
def test_days_of_which_nothing_is_known_say_so_in_words(admin_client):
    page = page_of(admin_client)
    assert titles(page) == ALL
    assert len(page.select(".tab-nothing")) == 11
    assert all(one.get_text().startswith("Todavía no hay") for one in page.select(".tab-nothing"))
    assert not page.select(".bars, .tab-scroll")


@pytest.mark.django_db
def test_the_latest_days_are_one_click_away_and_a_week_is_shown_unasked(admin_client):
    today = timezone.localdate()
    for asked, days, chosen in (({}, 7, "7 días"), ({"rango": "hoy"}, 1, "Hoy"), ({"rango": "90"}, 90, "90 días")):
        page = BeautifulSoup(admin_client.get(PAGE, asked).content, "html.parser")
        assert [link.get_text() for link in page.select(".tab-ranges [aria-current]")] == [chosen]
        first = today - timedelta(days=days - 1)
        assert f"Del {first:%d/%m/%Y} al {today:%d/%m/%Y}" in page.select_one(".tab-period").get_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-11", "2026-11-10", "Tiene que ser el mismo día o uno después."),
        ("2020-01-01", "2026-01-01", "Elige un año como mucho."),
        ("2026-11-10", "9999-12-31", "Ese día todavía no llega."),
        ("0001-01-01", "0001-01-02", ""),
        ("ayer", "2026-11-10", "Introduzca una fecha válida."),
        ("2026-11-10\0", "", "Este campo es requerido."),
    ],
)
def test_dates_that_make_no_sense_are_told_so(admin_client, first, last, said):
    page = page_of(admin_client, desde=first, hasta=last)
    assert [error.get_text() for error in page.select(".errorlist li")] == ([said] if said else [])


@pytest.mark.django_db
def test_who_is_not_in_is_asked_to_log_in():
    for page in (PAGE, CSV, XLSX):
        assert Client().get(page).headers["Location"].startswith(reverse("admin:login"))


@pytest.mark.django_db
def test_many_days_are_drawn_in_fewer_bars(admin_client):
    reported.tell()
    page = page_of(admin_client, desde="2026-01-01", hasta="2026-11-11")
    bars = section(page, "Conversaciones").select(".bars g")
    assert 50 < len(bars) <= 62
    assert sum("Clientes 0," not in bar.title.get_text() for bar in bars) == 1
    assert 5 <= len(section(page, "Conversaciones").select(".bars g text")) <= 8


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_it_is_read_on_a_desk_and_on_a_phone(browser, transactional_db, live_server, width, settings):
    settings.AGENT_INPUT_PRICE, settings.AGENT_OUTPUT_PRICE = Decimal(10), Decimal(80)
    reported.tell()
    session = office.role("gerencia").cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as page:
        page.goto(f"{PAGE}?rango=hoy")
        shot(page, "dashboard-empty")
        page.get_by_label("Desde").fill("2026-11-10")
        page.get_by_label("Hasta").fill("2026-11-11")
        page.get_by_role("button", name="Ver estos días").click()
        expect(page.get_by_role("img", name="Mensajes por día")).to_be_visible()
        assert flaws(page) == []
        shot(page, "dashboard")
        page.get_by_text("Ver como tabla").first.click()
        expect(page.get_by_role("cell", name="5", exact=True).first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Exportar Excel").click()
        assert download.value.suggested_filename == "tablero-2026-11-10-2026-11-11.xlsx"

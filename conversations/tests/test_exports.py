"""The chats and messages of some days as files: what stands in them, for whom, at what cost, and who is told of it."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from catalog.models import Branch
from catalog.tests.builders import a_car
from conversations.admin import exports
from conversations.benchmarks import many_chats
from conversations.models import (
    Appointment,
    AuditEntry,
    Contact,
    Conversation,
    Lead,
    Message,
    Tag,
    Tagging,
)
from conversations.tests import office
from conversations.tests.reported import HANDOVER, answers, asks, at, chat, quote, tells
from kavakbot.tests.browser import a_page, flaws, shot

PAGE = reverse("admin:conversations_conversation_export")
TRAIL = reverse("admin:conversations_auditentry_changelist")
INBOX = reverse("admin:conversations_conversation_changelist")
DAYS = {"desde": "2026-11-10", "hasta": "2026-11-11"}


def file_of(browser: Client, filas: str = "conversaciones", formato: str = "csv", **days: str):
    answer = browser.get(PAGE, {**DAYS, "filas": filas, "formato": formato, **days})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer


def table(browser: Client, filas: str = "conversaciones", **days: str) -> list[dict[str, str]]:
    text = b"".join(file_of(browser, filas, **days)).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def sheet(browser: Client, filas: str) -> list[tuple]:
    book = load_workbook(io.BytesIO(b"".join(file_of(browser, filas, "xlsx"))))
    assert book.sheetnames == [filas]
    assert {cell.data_type for row in book[filas] for cell in row} <= {"s", "n", "d"}
    return list(book[filas].values)


@pytest.fixture
def ana() -> Conversation:
    """Ana asked, was answered, quoted and handed over; Beto wrote, and one reply of his was never sent."""
    ana, beto = chat("Ana", at(10, "09:00")), User.objects.create_user("beto", is_staff=True)
    Contact.objects.filter(pk=ana.contact_id).update(phone="+525512345678")
    Conversation.objects.filter(pk=ana.pk).update(
        state="human", assigned_to=beto, last_message_at=at(11, "18:30"), created_at=at(9, "23:00")
    )
    answers(ana, at(10, "09:00"), at(10, "09:01"), HANDOVER)
    tells(ana, at(10, "10:00"), author=beto)
    tells(ana, at(10, "10:01"), "cancelled", author=beto)
    tells(ana, at(11, "18:30"), "refused", "63016", author=beto)
    Lead.objects.create(conversation=ana, kind="purchase", state="qualified", call="1")
    for name in ("urgente", "contado"):
        Tagging.objects.create(conversation=ana, tag=Tag.objects.create(name=name))
    quote(ana, a_car(stock_id=101), at(10, "11:00"))
    branch = Branch.objects.create(name="Lerma", city="Lerma")
    Appointment.objects.create(conversation=ana, branch=branch, starts_at=at(20, "11:00"), call="2")
    Appointment.objects.create(conversation=ana, branch=branch, starts_at=at(21, "11:00"), state="cancelled", call="3")
    return ana


@pytest.mark.django_db
class TestTheFiles:
    """What stands in them."""

    def test_a_chat_is_a_row_with_what_it_came_to(self, ana):
        chat("Luis", at(10, "09:00"))  # in whose chat nothing was said in these days
        asks(chat("Prueba", at(10, "09:00"), "playground"), at(10, "09:00"))
        expected = {
            "conversación": str(ana.pk),
            "canal": "WhatsApp",
            "cliente": "Ana",
            "teléfono": "'+525512345678",
            "responde": "Persona",
            "el bot": "Contesta",
            "asignada a": "beto",
            "etapa": "Calificado",
            "etiquetas": "contado, urgente",
            "creada": "2026-11-09 23:00:00",
            "último mensaje": "2026-11-11 18:30:00",
            "recibidos": "1",
            "enviados": "3",
            "pases a una persona": "1",
            "cotizaciones": "1",
            "cita": "Lerma (Lerma), 20/11/2026 11:00",
        }
        assert table(office.role("ventas")) == [expected]

    def test_a_message_is_a_row_with_who_wrote_it_and_what_became_of_it(self, ana):
        Message.objects.filter(direction="in").update(
            body="", sid="SM1", media=[{"kind": "voice", "type": "audio/ogg", "heard": "¿dan garantía?"}]
        )
        rows = table(office.role("ventas"), "mensajes")
        assert {row["conversación"] for row in rows} == {str(ana.pk)}
        assert [(row["fecha"], row["quién"], row["texto"], row["estado"], row["SID"]) for row in rows] == [
            ("2026-11-10 09:00:00", "Cliente", "¿dan garantía?", "", "SM1"),
            ("2026-11-10 09:01:00", "Bot", "¡!", "Leído", ""),
            ("2026-11-10 10:00:00", "beto", "¡!", "Leído", ""),
            ("2026-11-10 10:01:00", "beto", "¡!", "Cancelado", ""),
            ("2026-11-11 18:30:00", "beto", "¡!", "Rechazado", ""),
        ]
        assert "plantilla aprobada" in rows[-1]["error"]

    def test_days_are_whole_days_of_mexico_city(self, ana):
        asks(ana, at(12, "00:00"))
        asks(ana, at(9, "23:59"))
        assert len(table(office.role("ventas"), "mensajes")) == 5
        assert len(table(office.role("ventas"), "mensajes", desde="2026-11-09", hasta="2026-11-12")) == 7

    def test_a_workbook_says_the_same_with_figures_as_figures(self, ana):
        header, row = sheet(office.role("ventas"), "conversaciones")
        told = dict(zip(header, row, strict=True))
        assert (told["cliente"], told["enviados"], told["creada"]) == ("Ana", 3, at(9, "23:00").replace(tzinfo=None))
        assert len(sheet(office.role("ventas"), "mensajes")) == 6

    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(1)", " =1+1", "\t=1+1", "\x01=1+1", "＝1+1", "\n=1+1", "a\x0bb\uffff"]
    )
    def test_nothing_that_a_customer_writes_is_a_formula_or_breaks_a_workbook(self, ana, text):
        Message.objects.filter(direction="in").update(body=text)
        Contact.objects.update(name=text)
        browser = office.role("ventas")
        rows = [*table(browser, "conversaciones"), *table(browser, "mensajes")]
        cells = [cell for row in rows for cell in row.values()]
        cells += [cell for row in sheet(browser, "mensajes") for cell in row if isinstance(cell, str)]
        assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "＝"))]

    def test_an_auditor_finds_no_whole_number_in_a_file(self, ana):
        Message.objects.filter(direction="in").update(body="márcame al 55 1234 5678 o (55) 1234-5678")
        for kind in ("conversaciones", "mensajes"):
            told = [str(table(office.role("auditoria"), kind)), str(sheet(office.role("auditoria"), kind))]
            for text in told:
                assert "•••5678" in text
                assert "1234" not in text.replace(str(ana.pk), "")
        [row] = table(office.role("auditoria"))
        assert (row["conversación"], row["creada"]) == (str(ana.pk), "2026-11-09 23:00:00")

    def test_who_takes_a_file_along_is_written_down_once_with_everybody_who_is_in_it(self, ana):
        luis = chat("Luis", at(10, "09:00"))
        asks(luis, at(10, "09:00"))
        auditor = office.role("auditoria")
        for filas, formato, about in (
            ("conversaciones", "csv", "2 conversaciones. Del 10/11/2026 al 11/11/2026 (CSV)"),
            ("mensajes", "xlsx", "6 mensajes. Del 10/11/2026 al 11/11/2026 (XLSX)"),
        ):
            b"".join(file_of(auditor, filas, formato))
            entry = AuditEntry.objects.latest("pk")
            assert (entry.actor, entry.action, entry.page) == ("de-auditoria", "extracted", "conversation")
            assert entry.about == about
            assert sorted(entry.contact_ids) == sorted([ana.contact_id, luis.contact_id])
        assert AuditEntry.objects.count() == 2
        trail = office.role("gerencia").get(TRAIL, {"q": luis.contact_id})
        assert about in trail.content.decode()


@pytest.mark.django_db
def test_the_line_of_a_large_file_leads_to_the_first_of_them_and_counts_the_rest(admin_client):
    entry = AuditEntry.objects.create(action="extracted", actor="beto", contact_ids=[UUID(int=n) for n in range(1203)])
    page = admin_client.get(reverse("admin:conversations_auditentry_change", args=[entry.pk])).content.decode()
    assert "y 1,003 más" in page
    assert str(UUID(int=199)) in page
    assert str(UUID(int=200)) not in page


@pytest.mark.django_db
class TestThePage:
    """How it is asked for."""

    def test_the_inbox_leads_there_and_the_latest_thirty_days_are_offered(self):
        browser = office.role("ventas")
        assert BeautifulSoup(browser.get(INBOX).content, "html.parser").select_one(f"a[href='{PAGE}']")
        page = BeautifulSoup(browser.get(PAGE).content, "html.parser")
        today = timezone.localdate()
        first, last = (page.select_one(f"[name={name}]")["value"] for name in ("desde", "hasta"))
        assert (first, last) == (str(today - timedelta(days=29)), str(today))
        assert [it["value"] for it in page.select("[checked]")] == ["conversaciones", "csv"]
        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"desde": "2026-11-12"}, "Tiene que ser el mismo día o uno después."),
            ({"desde": "2020-01-01"}, "Elige un año como mucho."),
            ({"hasta": "9999-12-31"}, "Ese día todavía no llega."),
            ({"hasta": "ayer"}, "Introduzca una fecha válida."),
            (
                {"filas": "contraseñas"},
                "Seleccione una opción válida. contraseñas no es una de las opciones disponibles.",
            ),
            ({"formato": ""}, "Este campo es requerido."),
        ],
    )
    def test_what_makes_no_sense_is_told_so(self, admin_client, asked, said):
        answer = admin_client.get(PAGE, {**DAYS, "filas": "mensajes", "formato": "csv", **asked})
        page = BeautifulSoup(answer.content, "html.parser")
        assert [error.get_text() for error in page.select(".errorlist li")] == [said]
        assert not AuditEntry.objects.exists()

    def test_too_many_rows_for_a_workbook_are_told_so_and_are_a_csv(self, admin_client, ana, monkeypatch):
        monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 4)
        answer = admin_client.get(PAGE, {**DAYS, "filas": "mensajes", "formato": "xlsx"})
        [error] = BeautifulSoup(answer.content, "html.parser").select(".errorlist li")
        assert error.get_text() == "Son 5 filas, demasiadas para Excel: elige CSV, o menos días."
        assert not AuditEntry.objects.exists()
        assert len(table(admin_client, "mensajes")) == 5

    def test_who_may_not_see_chats_takes_none_along(self, ana):
        assert office.role("curaduria").get(PAGE, DAYS).status_code == 403
        assert Client().get(PAGE).headers["Location"].startswith(reverse("admin:login"))
        assert office.role("ventas").post(PAGE, DAYS).status_code == 405


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("filas", ["conversaciones", "mensajes"])
def test_fifty_chats_cost_as_many_queries_as_five_and_are_sent_row_by_row(admin_client, filas):
    days = {"desde": str(timezone.localdate() - timedelta(days=200)), "hasta": str(timezone.localdate())}
    asked = {}
    for number in (5, 50):
        many_chats.fill(number)
        with CaptureQueriesContext(connection) as queries:
            answer = file_of(admin_client, filas, **days)
            assert isinstance(answer, StreamingHttpResponse)
            rows = b"".join(answer).count(b"\r\n") - 1
        assert rows == (number if filas == "conversaciones" else number * 10)
        asked[number] = len(queries)
    assert asked[50] == asked[5] <= 12


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_somebody_exports_from_the_inbox(browser, transactional_db, live_server, width, settings, ana):
    session = office.role("gerencia").cookies[settings.SESSION_COOKIE_NAME].value
    with a_page(browser, width, address=live_server.url, session=session) as page:
        page.goto(INBOX)
        shot(page, "export-inbox")
        page.get_by_role("link", name="Exportar").click()
        page.get_by_label("Desde").fill("2026-11-12")
        page.get_by_label("Hasta", exact=True).fill("2026-11-11")
        page.get_by_role("button", name="Exportar").click()
        expect(page.get_by_text("Tiene que ser el mismo día o uno después.")).to_be_visible()
        assert flaws(page) == []
        shot(page, "export")
        page.get_by_label("Desde").fill("2026-11-10")
        page.get_by_label("Mensaje").check()
        page.get_by_label("Excel", exact=False).check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Exportar").click()
        assert download.value.suggested_filename == "mensajes-2026-11-10-2026-11-11.xlsx"

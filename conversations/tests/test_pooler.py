"""The product behind a real pgbouncer in transaction mode that clears its connections after each transaction."""

import shutil
import tempfile
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalog.models import Car
from conversations import delivery, reconciling, turns
from conversations.agent import choose_brain
from conversations.faults import pooler
from conversations.models import Conversation, Reconciliation
from conversations.tests import cast
from conversations.whatsapp.gateways.fake import FakeGateway
from conversations.whatsapp.testing import LedgerEntry, TwilioStandIn
from kavakbot import env
from kavakbot.embedded import postgres
from kavakbot.embedded.account import find_unprivileged
from kavakbot.embedded.layout import Layout
from kavakbot.embedded.ports import keep
from kavakbot.embedded.processes import ProcessGroup
from kavakbot.tests.waiting import soon

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(pooler.missing()), reason=pooler.missing() or "there is one"),
]
SAMPLE = env.BASE_DIR / "catalog" / "sample" / "cars.csv"


@pytest.fixture(autouse=True)
def pooled(transactional_db, monkeypatch):
    """Send every connection of this process through pgbouncer, as DATABASE_TRANSACTION_POOLING would have it."""
    port, account = keep(Layout(env.local_dir()).ports, "pgbouncer"), find_unprivileged()
    directory = Path(tempfile.mkdtemp(dir="/var/tmp"))
    directory.chmod(0o711)
    straight = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**straight)
    options = {name: value for name, value in straight["OPTIONS"].items() if name != "options"}
    with ProcessGroup([pooler.program(url, port, directory, account)]):
        soon(lambda: postgres.answers(pooler.through(url, port)))
        with monkeypatch.context() as patch:
            for name, value in {"PORT": port, "OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": True}.items():
                patch.setitem(straight, name, value)
            _begin_anew()
            yield
        _begin_anew()
    shutil.rmtree(directory)


def _begin_anew():
    connection.close()
    connection.close_pool()


def test_a_customer_is_answered_and_the_reply_is_sent(showroom):
    assert cast.post(cast.form("busco un versa 2018")).status_code == 200
    chat = Conversation.objects.get()
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1
    whatsapp = FakeGateway()
    assert delivery.deliver(chat.pk, gateway=whatsapp) == 1
    assert "$220,999" in whatsapp.sent[0].body


def test_a_message_whose_webhook_never_came_is_found(settings):
    before = timezone.now() - timedelta(minutes=2)
    Reconciliation.objects.create(sender=cast.KAVAK.removeprefix("whatsapp:"), complete_until=before, begun_at=before)
    with TwilioStandIn(account_sid=cast.ACCOUNT_SID, auth_token=cast.AUTH_TOKEN) as twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        received = format_datetime(timezone.now() - timedelta(minutes=1))
        twilio.ledger.append(LedgerEntry("SM1", cast.ANA, cast.KAVAK, "hola", "inbound", "received", date=received))
        assert len(reconciling.reconcile()) == 1


def test_staff_read_the_inbox_and_take_the_messages_along_as_a_file(admin_client):
    cast.writes("busco un versa")
    assert "busco un versa" in admin_client.get(reverse("admin:conversations_conversation_changelist")).content.decode()
    page = reverse("admin:conversations_conversation_export")
    today = timezone.localdate().isoformat()
    asked = {"desde": today, "hasta": today, "filas": "mensajes", "formato": "csv"}
    assert "busco un versa" in b"".join(admin_client.get(page, asked)).decode()


def test_cars_are_imported_and_exported(admin_client):
    call_command("import_cars", str(SAMPLE), verbosity=0)
    cars = Car.objects.count()
    assert cars > 100
    call_command("import_cars", str(SAMPLE), verbosity=0)
    assert Car.objects.count() == cars
    lines = b"".join(admin_client.get(reverse("admin:catalog_car_export_csv"))).splitlines()
    assert len(lines) == cars + 1

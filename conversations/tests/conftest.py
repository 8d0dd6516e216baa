"""What every test of a conversation stands on: our account at Twilio, no settling time, the policy as shipped."""

from decimal import Decimal

import pytest

from conversations import turns
from conversations.agent import choose_brain
from conversations.agent.testing import ModelStandIn
from conversations.models import Turn
from conversations.tests import cast
from financing.models import FinancingPolicy
from kavakbot.celery import app


@pytest.fixture(autouse=True)
def account(settings):
    """An account at Twilio that nobody can reach, and no model."""
    settings.PUBLIC_BASE_URL = "https://agente.example.com"
    settings.SECURE_SSL_REDIRECT = False
    settings.TWILIO_ACCOUNT_SID = cast.ACCOUNT_SID
    settings.TWILIO_AUTH_TOKEN = cast.AUTH_TOKEN
    settings.TWILIO_WEBHOOK_SECRET = ""
    settings.TWILIO_PHONE_NUMBER = cast.KAVAK.removeprefix("whatsapp:")
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    settings.OPENAI_API_KEY = ""
    settings.AGENT_SETTLE_SECONDS = 0
    cast.forget_gateway()
    yield
    cast.forget_gateway()


@pytest.fixture
def policy(transactional_db):
    """The policy that the migration ships; a transactional test finds its tables empty."""
    return FinancingPolicy.objects.in_force().first() or FinancingPolicy.objects.create(
        annual_rate=Decimal("0.10"),
        terms_months=[36, 48, 60, 72],
        legal_line="Cotización informativa, sujeta a aprobación de crédito. No incluye seguro ni comisiones.",
    )


@pytest.fixture
def showroom(policy):
    """The five cars of the cast."""
    cast.showroom()


@pytest.fixture
def broker_down():
    """Point Celery at a port where nobody listens; the application read its broker when it was imported."""
    reachable = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:9/0"
    yield
    app.conf.broker_url = reachable


@pytest.fixture
def ask(showroom, settings):
    """A function: Ana writes, a model with this script answers; it returns the turn, the reply and the stand-in."""

    def ask(*steps, body, then=None):
        with ModelStandIn(*steps, then=then) as model:
            settings.OPENAI_API_KEY = "sk-of-the-stand-in"
            settings.OPENAI_BASE_URL = model.url
            settings.AGENT_MODEL_TIMEOUT_SECONDS = 2
            chat = cast.writes(body)
            turns.answer(chat.pk, brain=choose_brain("auto"))
        [reply] = cast.replies(chat)
        return Turn.objects.get(), reply, model

    return ask

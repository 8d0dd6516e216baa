"""The fault harness's stand-ins: they fail as told, from a seed, and write down what they were asked."""

import time

import openai
import pytest
import requests  # noqa: TID251 - to be refused as a sender of ours would be

from conversations.dialogue import wording
from conversations.faults import provider, schedule
from conversations.faults.house import Account
from conversations.faults.provider import FaultyTwilio, Weather
from conversations.faults.record import Fate, Record
from conversations.faults.schedule import Load
from conversations.faults.thinker import FaultyModel, ModelFault, Mood
from conversations.tests.cast import ANA
from conversations.whatsapp.testing import Fault
from kavakbot.loopback import Answered, LoopbackServer
from kavakbot.tests.waiting import soon

MARK, OTHER = "QXBCDFGHJK", "QXLMNPRSTV"
ACCOUNT = Account()


def send(twilio, body="hola", delivery="d1", callback="http://127.0.0.1:9/status?delivery={}"):
    """Send as our gateway does, and return the status; 0 where the connection broke."""
    form = {
        "To": ANA,
        "From": f"whatsapp:{ACCOUNT.phone}",
        "Body": body,
        "StatusCallback": callback.format(delivery),
    }
    url = f"{twilio.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"
    try:
        return requests.post(url, data=form, auth=(ACCOUNT.sid, ACCOUNT.token), timeout=5).status_code
    except requests.ConnectionError:
        return 0


def twilio_in(weather, record=None, seed=1):
    return FaultyTwilio(ACCOUNT, record or Record(), weather, seed)


@pytest.mark.parametrize(
    ("fault", "status", "fate", "accepted"),
    [
        (Fault.THROTTLED, 429, Fate.REFUSED, 0),
        (Fault.OPTED_OUT, 400, Fate.REJECTED, 0),
        (Fault.CUT_BEFORE, 0, Fate.LOST, 0),
        (Fault.BROKEN_BEFORE, 500, Fate.LOST, 0),
        (Fault.CUT_AFTER, 0, Fate.ACCEPTED, 1),
        (Fault.BROKEN_AFTER, 503, Fate.ACCEPTED, 1),
    ],
)
def test_every_fault_is_written_down_as_what_it_was(fault, status, fate, accepted):
    record = Record()
    with twilio_in(Weather({fault: 1.0}, callbacks=False), record) as twilio:
        assert send(twilio, f"Folio {MARK}") == status
        assert len(twilio.sent) == accepted
    (attempt,) = record.attempts
    assert (attempt.delivery, attempt.to, attempt.nonces, attempt.fate) == ("d1", ANA, (MARK,), fate)
    assert attempt.untold is bool(accepted)


def test_a_seed_draws_the_same_faults_again():
    def fates(seed):
        record = Record()
        with twilio_in(Weather({Fault.THROTTLED: 0.5}, callbacks=False), record, seed) as twilio:
            for number in range(20):
                send(twilio, delivery=f"d{number}")
        return [attempt.fate for attempt in record.attempts]

    assert fates(1) == fates(1)
    assert fates(1) != fates(2)


def test_a_resend_is_let_through_where_only_first_sends_fail():
    record = Record()
    with twilio_in(Weather({Fault.CUT_BEFORE: 1.0}, first_sends_only=True, callbacks=False), record) as twilio:
        assert [send(twilio), send(twilio), send(twilio, delivery="d2")] == [0, 201, 0]


def test_apologies_and_errors_shown_to_customers_are_recognised():
    record = Record()
    with twilio_in(Weather(callbacks=False), record) as twilio:
        for body in (wording.CANNOT_ANSWER, "Traceback (most recent call last)", "KeyError: 'price'", "Con gusto."):
            send(twilio, body)
    assert [attempt.is_apology for attempt in record.attempts] == [True, False, False, False]
    assert [attempt.shows_error for attempt in record.attempts] == [False, True, True, False]


def test_a_webhook_that_is_refused_is_not_repeated_but_stays_listed():
    (arrival,) = schedule.arrivals(Load(messages=1, chats=1, seconds=1.0), seed=1)
    record = Record(received=provider.new_received([arrival]))
    with LoopbackServer(lambda asked: Answered(503, b"")) as house, twilio_in(Weather(), record) as twilio:
        twilio.write(house.url, arrival, "SM1")
        assert [entry.sid for entry in twilio.ledger] == ["SM1"]
    assert [status for _, status in record.answers] == [503]
    (received,) = record.received
    assert received.first_posted_at is not None
    assert received.acknowledged_at is None


def test_a_strange_callback_names_neither_a_message_nor_a_delivery_of_ours():
    record = Record()
    with LoopbackServer(lambda asked: forms.append((asked.query, asked.body)) or Answered(200, b"")) as house:
        forms = []
        weather = Weather(callback_seconds=0.01, repeated_callbacks=0.0, strange_callbacks=1.0)
        with twilio_in(weather, record) as twilio:
            send(twilio, callback=f"{house.url}/status?delivery=d1")
            (entry,) = twilio.sent
            assert soon(lambda: len(forms) == 6)
    strange = [body for query, body in forms if query["delivery"] != "d1"]
    assert record.strange == [200, 200, 200]
    assert len(strange) == 3
    assert not any(entry.sid.encode() in body for body in strange)


# ── The model ───────────────────────────────────────────────────────────────────────────────────────────────────


def ask(model, *texts):
    """Ask as the brain does and return the arguments of the tool that was called."""
    client = openai.OpenAI(api_key="any", base_url=model.url, max_retries=0)
    messages = [{"role": "user", "content": text} for text in texts]
    answer = client.chat.completions.create(model="any", messages=messages)
    return answer.choices[0].message.tool_calls[0].function.arguments


def test_the_model_returns_the_marks_of_the_whole_turn_and_of_no_earlier_one():
    record = Record()
    with FaultyModel(record, Mood(seconds=(0, 0)), seed=1) as model:
        arguments = ask(model, f"Folio {OTHER}", f"Folio {MARK}\nFolio QXZZBBCCDD")
    assert OTHER not in arguments
    assert [thought.nonces for thought in record.thoughts] == [(MARK, "QXZZBBCCDD")]
    assert not record.thoughts[0].failed


def test_a_request_that_is_failed_is_written_down_as_such():
    record, mood = Record(), Mood({ModelFault.BROKEN: 1.0}, seconds=(0, 0))
    with FaultyModel(record, mood, seed=1) as model, pytest.raises(openai.InternalServerError):
        ask(model, f"Folio {MARK}")
    assert [thought.failed for thought in record.thoughts] == [True]


def test_only_the_victims_are_failed():
    mood = Mood({ModelFault.BROKEN: 1.0}, seconds=(0, 0), victims=lambda mark: mark == MARK)
    with FaultyModel(Record(), mood, seed=1) as model:
        assert ask(model, f"Folio {OTHER}")
        with pytest.raises(openai.InternalServerError):
            ask(model, f"Folio {MARK}")


def test_vectors_fail_only_after_the_calm_that_the_first_question_begins():
    record, mood = Record(), Mood(seconds=(0, 0), calm_seconds=0.2, embeddings=ModelFault.BROKEN)
    with FaultyModel(record, mood, seed=1) as model:
        client = openai.OpenAI(api_key="any", base_url=model.url, max_retries=0)
        client.embeddings.create(model="any", input="garantía")
        ask(model, f"Folio {MARK}")
        time.sleep(0.3)
        with pytest.raises(openai.InternalServerError):
            client.embeddings.create(model="any", input="garantía")
    assert record.embeddings == [False, True]


def test_the_model_may_be_told_to_ask_what_we_know_before_it_answers():
    with FaultyModel(Record(), Mood(seconds=(0, 0), always_looks_up=True), seed=1) as model:
        assert "question" in ask(model, f"Folio {MARK}")

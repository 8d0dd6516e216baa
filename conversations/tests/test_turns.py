"""Turns: one reply for a burst, one turn whoever races, nothing from who lost the chat, silence when asked for."""

import contextlib
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import repeat

import pytest
from django.db import InternalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from conversations import commit, history, leases, ownership, quarantine, sweeping, turns, writing
from conversations.agent import PastTurn, choose_brain
from conversations.agent.testing import ScriptedBrain
from conversations.dialogue import wording
from conversations.dialogue.plan import Handover
from conversations.models import AlertKind, Conversation, Message, StaffAlert, State, Turn, WorkerBeat
from conversations.tests import cast
from kavakbot import own_database

pytestmark = pytest.mark.django_db(transaction=True)

PAST = timedelta(seconds=9)


# ── Bursts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_burst_of_fragments_gets_one_reply():
    for fragment in ("hola", "busco un", "versa"):
        chat = cast.writes(fragment)
    brain = cast.brain_that_says("¡Hola! Tengo dos Versa.")

    assert turns.answer(chat.pk, brain=brain) == 1

    assert cast.replies(chat) == ["¡Hola! Tengo dos Versa."]
    assert brain.seen[0].turn.messages == ("hola", "busco un", "versa")
    assert Message.objects.filter(turn=Turn.objects.get(), direction="in").count() == 3


def test_a_message_that_arrives_while_thinking_is_thought_over_again():
    chat = cast.writes("busco un versa")

    def ana_writes_on(thinking):
        cast.writes("no, mejor un jetta")
        return cast.says("Aquí está el Versa.")

    brain = ScriptedBrain([ana_writes_on, cast.says("Aquí está el Jetta.")])
    assert turns.answer(chat.pk, brain=brain) == 1

    assert cast.replies(chat) == ["Aquí está el Jetta."]
    assert brain.seen[1].turn.messages == ("busco un versa", "no, mejor un jetta")


def test_a_customer_who_never_stops_writing_is_answered_at_the_third_try():
    chat = cast.writes("busco un auto 1")

    def ana_writes_on(thinking):
        cast.writes(f"busco un auto {Message.objects.filter(direction='in').count() + 1}")
        return cast.says(f"Leí {len(thinking.turn.messages)} mensajes.")

    steps = [ana_writes_on] * 3 + [cast.says("Leí el último mensaje.")]
    assert turns.answer(chat.pk, brain=ScriptedBrain(steps)) == 2

    assert cast.replies(chat) == ["Leí 3 mensajes.", "Leí el último mensaje."]
    assert not Message.objects.filter(direction="in", turn=None).exists()


def test_past_turns_are_remembered_whole():
    chat = cast.writes("busco un versa")
    turns.answer(chat.pk, brain=cast.brain_that_says("Tengo dos Versa."))
    cast.writes("el segundo")
    brain = cast.brain_that_says("Claro.")
    turns.answer(chat.pk, brain=brain)

    past = brain.seen[0].turn.past
    assert [(turn.customer, turn.reply) for turn in past] == [
        ("busco un versa", f"{wording.WHO_ANSWERS}\n\nTengo dos Versa.")
    ]


def test_what_people_wrote_is_remembered_after_they_give_the_chat_back(admin_user):
    chat = cast.writes("busco un versa")
    turns.answer(chat.pk, brain=cast.brain_that_says("Tengo dos Versa."))
    writing.write(chat.pk, "Te aparto el rojo, ¿vienes el sábado?", author=admin_user)
    for body in ("sí", "a las 10"):
        cast.writes(body)
    ownership.settle(chat.pk)
    writing.write(chat.pk, "Te espero.", author=admin_user)
    ownership.give_back(chat.pk)
    cast.writes("me recuerdas qué quedamos?")
    brain = cast.brain_that_says("Que vienes.")
    turns.answer(chat.pk, brain=brain)

    _, *by_people = brain.seen[0].turn.past
    assert by_people == [
        PastTurn("", "Te aparto el rojo, ¿vienes el sábado?", by_person=True),
        PastTurn("sí\na las 10", "Te espero.", by_person=True),
    ]


def test_a_long_chat_is_remembered_by_its_last_exchanges_each_whole():
    for number in range(history.PAST_TURNS + 4):
        for fragment in range(10):
            chat = cast.writes(f"{number} {fragment}")
        turns.answer(chat.pk, brain=cast.brain_that_says("Sí."))
    cast.writes("y?")
    brain = cast.brain_that_says("Sí.")
    turns.answer(chat.pk, brain=brain)
    past = brain.seen[0].turn.past
    assert past[-1].customer == "\n".join(f"{history.PAST_TURNS + 3} {fragment}" for fragment in range(10))
    assert {len(turn.customer.split("\n")) for turn in past} == {10}


def test_carla_never_sees_what_ana_wrote():
    ana = cast.writes("busco un versa")
    carla = cast.writes("hola", who=cast.CARLA)
    turns.answer(ana.pk, brain=cast.brain_that_says("Tengo dos Versa."))
    brain = cast.brain_that_says("¡Hola!")
    turns.answer(carla.pk, brain=brain)

    assert (brain.seen[0].turn.past, brain.seen[0].turn.messages) == ((), ("hola",))
    assert cast.replies(carla) == ["¡Hola!"]


# ── Races and lost leases ───────────────────────────────────────────────────────────────────────────────────────


def test_eight_workers_at_once_make_one_turn():
    chat = cast.writes("hola")
    brain = ScriptedBrain(repeat(cast.says("¡Hola!")))

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: _answer_in_a_thread(chat, brain), range(8)))

    assert sum(made) == 1
    assert cast.replies(chat) == ["¡Hola!"]


def test_a_turn_whose_lease_was_stolen_commits_nothing():
    chat = cast.writes("hola")

    def another_worker_takes_over(thinking):
        Conversation.objects.filter(pk=chat.pk).update(fence=F("fence") + 1, lease_owner="another")
        return cast.says("Llego tarde.")

    assert turns.answer(chat.pk, brain=ScriptedBrain([another_worker_takes_over])) == 0

    assert cast.replies(chat) == []
    assert not Turn.objects.exists()
    assert Conversation.objects.get().lease_owner == "another"


def test_a_person_who_takes_over_while_the_bot_thinks_has_the_last_word():
    chat = cast.writes("hola")

    def beto_takes_over(thinking):
        ownership.take_over(chat.pk)
        return cast.says("Llego tarde.")

    assert turns.answer(chat.pk, brain=ScriptedBrain([beto_takes_over])) == 0
    assert cast.replies(chat) == []


@pytest.mark.parametrize("then", ["nothing more", "¿sigues ahí?"])
def test_baja_while_the_bot_thinks_is_obeyed_even_if_no_other_worker_was_woken(then):
    chat = cast.writes("busco un versa")

    def ana_opts_out(thinking):
        cast.writes("BAJA")
        if then != "nothing more":
            cast.writes(then)
        return cast.says("Tengo dos Versa.")

    turns.answer(chat.pk, brain=ScriptedBrain([ana_opts_out, cast.says("¿De qué baja hablas?")]))

    assert cast.replies(chat) == [wording.OPTED_OUT]
    assert Conversation.objects.get().state == State.OPTED_OUT


@pytest.mark.parametrize(
    ("beaten_at", "lease_ends", "turns_made"),
    [
        (timedelta(0), timedelta(minutes=1), 0),  # its owner lives and has time
        (-PAST, timedelta(minutes=1), 1),  # its owner's last beat is too old
        (None, timedelta(minutes=1), 1),  # its owner took its beat back
        (timedelta(0), -PAST, 1),  # its owner lives, but the turn's time is over
    ],
)
def test_a_lease_is_free_once_its_owner_is_dead_or_late(beaten_at, lease_ends, turns_made):
    chat, now = cast.writes("hola"), timezone.now()
    Conversation.objects.filter(pk=chat.pk).update(lease_owner="gone:1", lease_until=now + lease_ends)
    if beaten_at is not None:
        WorkerBeat.objects.create(owner="gone:1", beaten_at=now + beaten_at)

    assert turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!")) == turns_made


def test_a_worker_frozen_in_the_middle_of_its_commit_holds_up_nobody():
    chat, held, written = cast.writes("hola"), threading.Event(), threading.Event()

    def freeze() -> bool:
        with contextlib.suppress(InternalError), transaction.atomic():
            commit.let_go_when_frozen()
            Conversation.objects.select_for_update().get(pk=chat.pk)
            held.set()
            let_go = written.wait(timeout=12)
        connection.close()
        return let_go

    with ThreadPoolExecutor(1) as threads:
        frozen = threads.submit(freeze)
        held.wait(timeout=5)
        cast.writes("busco un versa")
        written.set()
        assert frozen.result()


def test_a_lease_given_back_late_leaves_the_new_owner_alone():
    chat = cast.writes("hola")
    late = leases.claim(chat.pk)
    Conversation.objects.filter(pk=chat.pk).update(lease_owner="new", fence=F("fence") + 1)
    leases.release(late)
    assert Conversation.objects.get().lease_owner == "new"


# ── Poison ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_that_breaks_every_attempt_ends_with_one_apology_and_a_person():
    chat = cast.writes("busco un auto venenoso")

    def breaks(thinking):
        raise RuntimeError("nobody expected this")

    for _ in range(quarantine.MOST_ATTEMPTS - 1):
        with contextlib.suppress(RuntimeError):
            turns.answer(chat.pk, brain=ScriptedBrain([breaks]))
        assert cast.replies(chat) == []

    assert turns.answer(chat.pk, brain=ScriptedBrain([breaks])) == 1
    assert turns.answer(chat.pk, brain=ScriptedBrain([breaks])) == 0
    assert cast.replies(chat) == [wording.CANNOT_ANSWER]
    alert = StaffAlert.objects.get()
    assert (alert.kind, alert.message.body) == (AlertKind.UNANSWERED, "busco un auto venenoso")


def test_what_came_with_poison_is_answered_by_itself():
    for body in ("hola", "busco un auto venenoso", "busco un versa"):
        chat = cast.writes(body)

    def breaks_on_poison(thinking):
        if "busco un auto venenoso" in thinking.turn.messages:
            raise RuntimeError("nobody expected this")
        return cast.says(f"Leí {thinking.turn.messages[0]}.")

    brain = ScriptedBrain(repeat(breaks_on_poison))
    for _ in range(20):
        with contextlib.suppress(RuntimeError):
            turns.answer(chat.pk, brain=brain)

    assert cast.replies(chat) == ["Leí hola.", wording.CANNOT_ANSWER, "Leí busco un versa."]
    assert len([thinking for thinking in brain.seen if "busco un auto venenoso" in thinking.turn.messages]) == 5
    assert Conversation.objects.get().state == State.BOT
    assert (StaffAlert.objects.count(), Conversation.objects.get().attempts) == (1, 0)


def test_a_chat_whose_workers_were_killed_again_and_again_is_not_given_up_for_that():
    chat = cast.writes("hola")
    Conversation.objects.filter(pk=chat.pk).update(attempts=50)
    assert turns.answer(chat.pk, brain=cast.brain_that_says("¡Hola!")) == 1
    assert cast.replies(chat) == ["¡Hola!"]


def test_where_nothing_is_set_aside_for_it_a_message_that_kills_is_tried_five_times_and_no_more():
    chat = cast.writes("busco un auto venenoso")
    Conversation.objects.update(attempts=quarantine.MOST_ATTEMPTS)
    assert turns.answer(chat.pk) == 1
    assert cast.replies(chat) == [wording.CANNOT_ANSWER]


def test_a_memory_that_cannot_be_read_ends_with_an_apology_and_the_chat_goes_on():
    chat = cast.writes("busco un versa")
    cast.memory_of_another_world(chat)
    brain = ScriptedBrain(repeat(cast.says("Claro.")))
    for _ in range(quarantine.MOST_ATTEMPTS + 1):
        with contextlib.suppress(TypeError):
            turns.answer(chat.pk, brain=brain)
    cast.writes("hola")
    turns.answer(chat.pk, brain=brain)
    assert cast.replies(chat) == [wording.CANNOT_ANSWER, "Claro."]
    assert StaffAlert.objects.get().kind == AlertKind.UNANSWERED


def test_the_name_of_a_worker_fits_whatever_its_host_is_called():
    room = Conversation._meta.get_field("lease_owner").max_length - len("0123abcd")
    assert len(leases.machine_name("h" * 64)) + len("4194304:") <= room


def test_a_chat_is_given_back_even_when_the_database_was_away_as_its_turn_ended():
    chat = cast.writes("hola")
    lease = leases.claim(chat.pk)
    with cast.database_away():
        leases.release(lease)
    assert leases.claim(chat.pk) is None
    leases.release_the_rest()
    assert leases.claim(chat.pk) is not None


@pytest.fixture
def sweep(monkeypatch, settings):
    """Sweep in a process of its own, which works on the tests' own database; the environment given is added."""
    monkeypatch.setenv("DATABASE_URL", own_database.url())
    monkeypatch.setenv("REDIS_URL", settings.REDIS_URL)
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    for name in ("TWILIO_ACCOUNT_SID", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)

    def run(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        Message.objects.update(created_at=timezone.now() - 2 * sweeping.OVERDUE)
        command = [sys.executable, "manage.py", "sweep"]
        subprocess.run(command, cwd=settings.BASE_DIR, check=True)

    return run


def test_what_is_suspected_in_vain_is_answered_by_a_child(showroom, sweep):
    chat = cast.writes("busco un versa 2018")
    Conversation.objects.update(attempts=leases.SUSPECT_AFTER)
    sweep()
    assert "$220,999" in cast.replies(chat)[-1]


def test_what_kills_its_child_is_given_up_and_the_chat_goes_on(showroom, sweep, tmp_path):
    chat = cast.writes("busco un auto venenoso")
    Conversation.objects.update(attempts=leases.SUSPECT_AFTER)
    sweep(CRASH_AT="after_model", CRASH_TIMES="1", DEBUG="true", LOCAL_DIR=str(tmp_path))
    cast.writes("busco un versa 2018")
    sweep(CRASH_AT="")

    said = cast.replies(chat)
    assert (said[0], "$220,999" in said[-1]) == (wording.CANNOT_ANSWER, True)
    assert StaffAlert.objects.get().message.body == "busco un auto venenoso"


# ── Opting out and in ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "BAJA", "baja", " Baja. ", "STOP", "Alto", "CANCELAR SUSCRIPCIÓN", "cancelar suscripcion", "ya no me escriban",
        "por favor ya no me escriban", "Dejen de escribirme!!", "no me manden más mensajes", "unsubscribe",
        "quiero darme de baja", "denme de baja", "ya no quiero recibir mensajes", "no me escriban", "stop please",
    ],
)  # fmt: skip
def test_words_that_ask_for_silence_are_confirmed_once_and_obeyed(words):
    chat = cast.writes(words)
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0
    for more in ("hola?", "BAJA"):
        cast.writes(more)
        turns.answer(chat.pk, brain=cast.brain_that_says())

    assert cast.replies(chat) == [wording.OPTED_OUT]
    assert Conversation.objects.get().state == State.OPTED_OUT


@pytest.mark.parametrize(
    "words",
    [
        "¿me das de baja el precio?", "algo de gama baja", "Baja California", "un auto alto", "uno con stop and go",
        "que no sea de alto kilometraje", "¿cuánto baja la mensualidad?", "no pares de buscar", "alta gama",
    ],
)  # fmt: skip
def test_words_that_only_sound_like_it_are_answered(words):
    chat = cast.writes(words)
    assert turns.answer(chat.pk, brain=cast.brain_that_says("Claro.")) == 1
    assert Conversation.objects.get().state == State.BOT


@pytest.mark.parametrize("word", ["ALTA", "alta", "Start", "¡Alta!"])
def test_alta_brings_the_bot_back(word):
    chat = cast.ana_chat(state=State.OPTED_OUT)
    cast.writes(word)
    turns.answer(chat.pk, brain=cast.brain_that_says())
    cast.writes("busco un versa")
    turns.answer(chat.pk, brain=cast.brain_that_says("Tengo dos."))

    assert cast.replies(chat) == [wording.OPTED_IN, "Tengo dos."]


def test_baja_and_alta_in_one_burst_leave_the_bot_on():
    cast.writes("BAJA")
    chat = cast.writes("ALTA")
    turns.answer(chat.pk, brain=cast.brain_that_says())
    assert Conversation.objects.get().state == State.BOT


def test_alta_alone_means_nothing_to_a_customer_who_never_left():
    chat = cast.writes("alta")
    assert turns.answer(chat.pk, brain=cast.brain_that_says("¿Alta de qué?")) == 1


# ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_bot_is_silent_while_a_person_owns_the_chat():
    chat = cast.ana_chat(state=State.HUMAN)
    cast.writes("¿Beto, sigues ahí?")
    assert turns.answer(chat.pk, brain=cast.brain_that_says()) == 0
    assert cast.replies(chat) == []


def test_what_a_person_was_told_is_not_answered_when_the_bot_gets_the_chat_back():
    chat = cast.ana_chat(state=State.HUMAN)
    cast.writes("Beto, nos vemos a las cinco")
    turns.answer(chat.pk, brain=cast.brain_that_says())
    ownership.give_back(chat.pk)
    cast.writes("busco un versa")
    brain = cast.brain_that_says("Tengo dos.")
    turns.answer(chat.pk, brain=brain)

    assert brain.seen[0].turn.messages == ("busco un versa",)


def test_opting_out_works_while_a_person_owns_the_chat():
    chat = cast.ana_chat(state=State.HUMAN)
    cast.writes("BAJA")
    turns.answer(chat.pk)
    assert Conversation.objects.get().state == State.OPTED_OUT


@pytest.mark.parametrize("words", ["quiero hablar con una persona", "pásame con un asesor", "un humano por favor"])
def test_asking_for_a_person_hands_over_in_the_same_turn(words, policy):
    chat = cast.writes(words)
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1

    assert wording.HANDOVER in cast.replies(chat)[0]
    assert Conversation.objects.get().state == State.HUMAN
    cast.writes("¿hola?")
    assert turns.answer(chat.pk) == 0


def test_a_model_may_hand_over_too():
    chat = cast.writes("esto es un fraude")
    turns.answer(chat.pk, brain=ScriptedBrain([cast.planned(Handover("complaint"))]))
    assert cast.replies(chat) == [wording.HANDOVER]
    assert Conversation.objects.get().state == State.HUMAN


def _answer_in_a_thread(chat, brain):
    try:
        return turns.answer(chat.pk, brain=brain)
    finally:
        connection.close()


def test_staff_cannot_undo_an_opt_out(showroom):
    chat = cast.writes("BAJA")
    turns.answer(chat.pk, brain=choose_brain("offline"))
    ownership.take_over(chat.pk)
    ownership.give_back(chat.pk)
    assert Conversation.objects.get(pk=chat.pk).state == State.OPTED_OUT


def test_good_turns_are_not_counted_as_failed_attempts(showroom):
    for _ in range(quarantine.MOST_ATTEMPTS + 2):
        chat = cast.writes("busco un versa 2018")
        turns.answer(chat.pk, brain=choose_brain("offline"))
    assert Conversation.objects.get(pk=chat.pk).state == State.BOT
    assert "$220,999" in cast.replies(chat)[-1]


def test_a_lease_is_not_claimed_while_a_person_owns_the_chat(showroom):
    chat = cast.writes("hola")
    ownership.take_over(chat.pk)
    assert leases.claim(chat.pk) is None


def test_an_old_fence_releases_nothing(showroom):
    chat = cast.writes("hola")
    lease = leases.claim(chat.pk)
    leases.release(replace(lease, fence=lease.fence - 1))
    assert leases.claim(chat.pk) is None
    leases.release(lease)
    assert leases.claim(chat.pk) is not None


def test_each_question_of_a_burst_is_looked_up_by_itself(showroom):
    for body in ("busco un versa 2018", "dónde están en guadalajara?", "tienen garantía?"):
        chat = cast.writes(body)
    assert turns.answer(chat.pk, brain=choose_brain("offline")) == 1
    looked_up = [
        call.args.get("question") for call in Turn.objects.get().tool_calls.filter(name="search_knowledge_base")
    ]
    assert looked_up[:2] == ["dónde están en guadalajara?", "tienen garantía?"]
    assert "$220,999" in cast.replies(chat)[-1]

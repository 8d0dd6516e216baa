"""A chat becomes a scenario by one action: nobody's name or number in it, and it can be played as it is."""

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from conversations import agent, outbox, ownership, turns
from conversations.evaluation import playing, scenarios, transcripts
from conversations.models import Contact, Conversation
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
CHATS = reverse("admin:conversations_conversation_changelist")


@pytest.fixture
def chat(showroom):
    """Ana introduces herself, picks a car, has it financed and asks for a person, who answers."""
    for text in (
        "hola, me llamo Ana Torres, busco un versa",
        "el segundo, mi cel es 55 1234 5678 y mi correo ana.torres@example.com",
        "60 mil a 48 meses",
        "quiero hablar con una persona",
    ):
        conversation = cast.writes(text)
        turns.answer(conversation.pk, brain=agent.choose_brain("offline"))
    Contact.objects.update(name="Ana Torres")
    cast.writes("sigo aquí, soy Ana")
    ownership.settle(conversation.pk)
    outbox.enqueue(conversation.pk, "Hola Ana, soy Beto, te llamo al +52 55 1234 5678.")
    return Conversation.objects.get(pk=conversation.pk)


def test_a_chat_is_told_step_by_step(chat):
    steps = yaml.safe_load(transcripts.as_yaml([chat]))["scenarios"][0]["steps"]
    assert steps[0]["say"] == "hola, me llamo [nombre], busco un versa"
    assert steps[0]["cars"] == {"where": {"stock_id__in": [101, 102]}}
    assert steps[0]["tools"]["search_cars"]["models"] == ["Versa"]
    assert "Encontré 2 autos" in steps[0]["replied"]
    assert steps[2]["tools"]["calculate_financing"]["stock_id"] == 102
    assert steps[4]["silent"] is True
    assert steps[4]["state"] == "human"
    assert steps[4]["note"] == "Hola [nombre], soy [nombre], te llamo al [teléfono]."


def test_nobody_is_named_in_it(chat):
    text = transcripts.as_yaml([chat]).lower()
    assert [word for word in ("ana", "torres", "1234", "5678", "@", "beto", "console", "+52") if word in text] == []


def test_it_is_a_scenario_that_passes_where_nothing_has_changed(chat, tmp_path):
    file = tmp_path / "chat.yaml"
    file.write_text(transcripts.as_yaml([chat]), encoding="utf-8")
    (scenario,) = scenarios.load(file)
    played = playing.play(scenario, agent.choose_brain("offline"))
    assert played.failures == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("llámame al +52 1 55-1234-5678", "llámame al [teléfono]"),
        ("mi RFC es TOAA900101AB1", "mi RFC es [clave]"),
        ("soy de Puebla y busco un versa 2020 de 250,000", "soy de Puebla y busco un versa 2020 de 250,000"),
        ("soy Lupita", "soy [nombre]"),
        ("me llamo rogelio y busco una frontier", "me llamo [nombre] y busco una frontier"),
        ("me llamo ana torres, quiero un aveo", "me llamo [nombre], quiero un aveo"),
        ("mi nombre es María José quiero ver el 2", "mi nombre es [nombre] quiero ver el 2"),
        ("soy nuevo en esto", "soy nuevo en esto"),
        ("my name is John Smith, any Kia?", "my name is [nombre], any Kia?"),
        ("el auto 500071 a 48 meses con 60000", "el auto 500071 a 48 meses con 60000"),
        ("entre 200 000 y 250 000", "entre 200 000 y 250 000"),
    ],
)
def test_what_names_a_person_is_left_out_and_what_names_a_car_stays(text, told):
    assert transcripts.without_names(text) == told


def download(client, *chats):
    data = {"action": "download_scenarios", "_selected_action": [str(one.pk) for one in chats]}
    return client.post(CHATS, data)


def test_one_action_downloads_the_chats(chat, admin_client):
    response = download(admin_client, chat)
    assert response["Content-Disposition"] == 'attachment; filename="escenarios.yaml"'
    assert len(yaml.safe_load(response.content)["scenarios"]) == 1


def test_who_may_only_read_is_not_offered_it(chat, client):
    reader = get_user_model().objects.create_user("carla", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    client.force_login(reader)
    assert "download_scenarios" not in client.get(CHATS).content.decode()
    response = download(client, chat)
    assert "Content-Disposition" not in response
    assert b"busco un versa" not in response.content

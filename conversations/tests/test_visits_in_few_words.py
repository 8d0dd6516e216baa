"""What Ana arranges in few words: a day and a figure, a street for a site, one of two days, a town without a site."""

from datetime import UTC, date, datetime

import pytest

from catalog import search
from conversations.agent import Deps, TurnInput, choose_brain, respond
from conversations.agent.turn import PastTurn
from conversations.dialogue import clock
from conversations.dialogue.introductions import without_name
from conversations.dialogue.state import DialogueState
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # ten in the morning
COROLLA = "probar el *Toyota Corolla 2020*"


@pytest.fixture
def sites(showroom):
    """A page of ours with seven sites in four cities, and a passage in which a door is spoken of."""
    cast.publishes(
        "<h1>Sedes de Kavak</h1>"
        "<h2>Kavak Puebla</h2><p>Kavak Las Fuentes<br>Calle Ignacio Zaragoza 440, Zavaleta, 72150 Puebla, Puebla</p>"
        "<p>Kavak El Puente<br>Blvd. Municipio Libre 81, Mayorazgo, 72450 Puebla, Puebla</p>"
        "<h2>Kavak Monterrey</h2>"
        "<p>Kavak Cerro Claro<br>Avenida Revolución 2500, Ladrillera, 64830 Monterrey, N.L.</p>"
        "<p>Kavak Loma Verde<br>Rio Amazonas 12, Del Valle, 66220 San Pedro Garza García, N.L.</p>"
        "<h2>Kavak Ciudad de México</h2>"
        "<p>Kavak Patio Santa Fe<br>Vasco de Quiroga 200, Santa Fe, 01219 Ciudad de México</p>"
        "<p>Kavak Pedregal<br>Perif. Sur 3720, Jardines del Pedregal, 01900 Ciudad de México</p>"
        "<h2>Kavak Querétaro</h2>"
        "<p>Kavak Puerta Mayor<br>Av. Constituyentes 40, Villas del Sol, 76040 Querétaro, Qro.</p>"
        "<h2>Entrega</h2><p>Puedes agendar una reserva a domicilio y te llevamos el auto hasta la puerta de tu hogar "
        "sin ningún compromiso para que lo apartes con calma y lo veas a detalle.</p>"
    )


def read(*said):
    """Return what Ana reads after the last of these messages, written on a Monday."""
    deps = Deps(choose_brain("offline"), search.vocabulary(), now=lambda: MONDAY)
    state, past = DialogueState(greeted=True), ()
    for message in said:
        outcome = respond(TurnInput((message,), past=past, state=state), deps)
        assert outcome.verdicts == ()
        state, past = outcome.state, (*past, PastTurn(message, outcome.text))
    return outcome.text


# ── A day and a figure ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "days", "hours"),
    [
        ("prueba jueves 5 santa fe", [3], [5, 17]),
        ("puebla sabado 11", [5], [11, 23]),
        ("sabado once en el puente", [5], [11, 23]),
        ("martes 12", [1], [12, 12]),
        ("hoy 5", [30], [5, 17]),
        ("mañana 10 santa fe", [1], [10, 22]),
        ("viernes 4", [4], []),  # which is that day's date
        ("viernes 4 pm", [4], [16]),
        ("domingo 5 y media", [6], [5, 17]),
        ("sabado 60 de enganche", [5], []),
        ("el jueves 3 años", [3], []),
        ("sabado 2 personas", [5], []),
        ("el sabado no, mejor domingo 1", [6], [1, 13]),
        ("si llueve el sabado no, entonces el domingo a la 1", [6], [1, 13]),
        ("puedo el sabado no?", [5], []),
    ],
)
def test_a_figure_behind_a_day_is_its_hour_unless_it_is_its_date_or_counts_something(said, days, hours):
    heard = clock.hear_last(said, today=date(2026, 11, 30))

    assert [day.day for day in heard.days] == days
    assert [at.hour for at in heard.times] == hours


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("prueba jueves 5 santa fe", "el jueves 3 de diciembre a las 17:00, en Kavak Patio Santa Fe"),
        ("sabado 11 cerro claro", "el sábado 5 de diciembre a las 11:00, en Kavak Cerro Claro"),
        ("puebla sabado 11", "el sábado 5 de diciembre a las 11:00, en Puebla"),
        ("cita domingo 1 loma verde", "el domingo 6 de diciembre a las 13:00, en Kavak Loma Verde"),
    ],
)
def test_a_visit_in_three_words_is_a_visit(said, told, sites):
    assert f"{COROLLA}, {told}" in read("corolla", said)


# ── Which site ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "site"),
    [
        ("lo vemos el sabado en la mañana en el de av revolucion", "Kavak Cerro Claro"),
        ("mañana voy al de periferico sur como a las 5, soy Ana", "Kavak Pedregal"),
        ("quiero probarlo el viernes en la de blvd municipio libre", "Kavak El Puente"),
        ("probarlo el jueves en el de ignacio zaragoza", "Kavak Las Fuentes"),
        ("puedo ir el jueves al de rio amazonas?", "Kavak Loma Verde"),
        ("cita el jueves en constituyentes", "Kavak Puerta Mayor"),
        ("lo pruebo el sabado en la sucursal de vasco de quiroga", "Kavak Patio Santa Fe"),
    ],
)
def test_a_street_names_the_site_that_stands_in_it(said, site, sites):
    assert f"en {site}" in read("corolla", said)


def test_no_site_is_read_off_a_passage_that_only_shares_a_word_with_it(sites):
    reply = read("corolla", "me lo llevan hasta la puerta de mi casa?", "mejor lo pruebo el sabado a las 11")

    assert COROLLA in reply
    assert "Puerta Mayor" not in reply


def test_the_state_of_nuevo_leon_is_no_site_called_so(sites):
    reply = read("corolla", "lo quiero probar el sabado en nuevo leon")

    assert "en Monterrey" in reply


def test_a_name_within_a_word_is_left_there():
    assert without_name("mañana voy, soy Ana") == "mañana voy, soy "


# ── One of two ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "lo puedo ver en santa fe hoy en la tarde o si no el domingo en puebla?",
            "el lunes 30 de noviembre, en Kavak P",
        ),
        (
            "probarlo el sabado en cerro claro a las 11 o el domingo en puebla",
            "el sábado 5 de diciembre a las 11:00, en K",
        ),
        (
            "verlo el jueves en monterrey, si no se puede el viernes en queretaro",
            "el jueves 3 de diciembre, en Monterrey",
        ),
        ("el viernes o el sabado puedo probarlo, en loma verde", "el viernes 4 de diciembre, en Kavak Loma Verde"),
    ],
)
def test_of_two_days_at_two_places_the_first_is_asked_for(said, told, sites):
    assert f"{COROLLA}, {told}" in read("corolla", said)


# ── Where there is none ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "site"),
    [
        ("estan en toluca o donde me queda mas cerca", "Kavak Patio Santa Fe"),
        ("soy de leon gto, dnd estan ustedes", "Kavak Puerta Mayor"),
        ("hay sucursal en saltillo?", "Kavak"),
        ("vivo en tlaxcala, cual me queda mas cerca?", "Kavak"),
    ],
)
def test_the_nearest_site_to_a_town_without_one_is_told_as_that(said, site, sites):
    reply = read("corolla", said)

    assert "No tengo registrada una sucursal en ese lugar. La más cercana de las que tengo" in reply
    assert site in reply


def test_to_a_town_far_from_all_of_them_the_cities_are_told(sites):
    assert "Las que tengo están en Puebla, Monterrey" in read("tienen sucursal en merida?")


def test_the_nearest_site_just_told_is_where_the_visit_is(sites):
    reply = read("corolla", "vivo en toluca, donde me queda mas cerca", "va, el domingo a las 12")

    assert f"{COROLLA}, el domingo 6 de diciembre a las 12:00, en Kavak Patio Santa Fe" in reply


# ── Their own car ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "va, donde lo llevo a revisar? ando x polanco",
        "en cual sucursal lo revisan? estoy por santa fe",
        "y donde lo llevo a q lo valuen, vivo por santa fe",
    ],
)
def test_who_brings_their_own_car_is_offered_an_inspection_and_no_test_drive(said, sites):
    reply = read("quiero vender mi aveo 2015 con 90 mil km", said)

    assert "Kavak Patio Santa Fe" in reply
    assert "Para que revisen tu auto, dime qué día y a qué hora te queda" in reply
    assert "prueba de manejo" not in reply
    assert "no tengo el dato" not in reply


def test_the_day_said_next_is_that_of_the_inspection(sites):
    reply = read(
        "quiero vender mi aveo 2015 con 90 mil km, para un corolla",
        "el corolla con 100 a 5 años",
        "donde lo llevo a revisar? estoy por santa fe",
        "el sabado a las 10",
    )

    assert "Anoto que quieres que revisemos tu auto" in reply
    assert "probar el" not in reply


def test_coming_straight_from_somewhere_is_when_they_come(sites):
    reply = read("corolla", "lo puedo manejar? viernes saliendo d la uni tipo 5, en cerro claro")

    assert f"{COROLLA}, el viernes 4 de diciembre a las 17:00, en Kavak Cerro Claro" in reply


@pytest.mark.parametrize(
    "said", ["oye y quien gana el domingo, leon o chivas", "ya vio como jugo el toluca?? que partidazo"]
)
def test_a_town_that_is_spoken_of_is_asked_for_no_site(said, sites):
    assert "La más cercana" not in read("corolla", said)


# ── Another day, another hour, and what is asked beside it ──────────────────────────────────────────────────────────
SET = ("corolla 2020", "agendame el jueves a las 11 en puente")


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Ay perdon mejor el viernes a la misma hora, el jueves tiene doctor. A nombre de Elvira Salgado", "viernes 4"),
        ("no puedo el jueves, q sea el sabado", "sábado 5 de diciembre a las 11:00"),
        ("en vez del jueves el viernes", "viernes 4 de diciembre a las 11:00"),
        ("el jueves tenemos junta, puedo el domingo", "domingo 6 de diciembre a las 11:00"),
        ("sabes q, cambio de planes, el domingo", "domingo 6 de diciembre a las 11:00"),
        ("va pero q sea una hora despues", "jueves 3 de diciembre a las 12:00"),
        ("mejor media hora antes", "jueves 3 de diciembre a las 10:30"),
        ("mejor el viernes despues de la 1", "viernes 4 de diciembre después de las 13:00"),
        ("puede ser antes de las 10?", "jueves 3 de diciembre antes de las 10:00"),
    ],
)
def test_the_day_and_the_hour_are_the_ones_said_last(said, moment, sites):
    reply = read(*SET, said)
    assert all(told in reply for told in (COROLLA, moment, "en Kavak El Puente")), reply


def test_an_hour_that_bounds_is_no_place_in_a_list(sites):
    reply = read("versa 2018 y corolla 2020", "el corolla", "lo veo el viernes despues d las 2 en puente")
    assert f"{COROLLA}, el viernes 4 de diciembre después de las 14:00, en Kavak El Puente" in reply
    assert "los dos" not in reply


@pytest.mark.parametrize(
    "said",
    ["ok agendame prueba el lunes a las 5 en la de revolucion, Gerardo Treviño", "agendame el martes 4pm en mty"],
)
def test_a_whole_request_is_never_off_topic(said, sites):
    assert COROLLA in read("corolla 2020", said)


@pytest.mark.parametrize("said", ["en puente", "la de revolucion"])
def test_the_place_may_be_told_before_the_day(said, sites):
    assert read("corolla 2020", "quiero probarlo", said).startswith("Va, probar el *Toyota Corolla 2020*, en Kavak")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("sabes q mejor voy en persona el sabado a las 10 a puente. donde es", "Blvd. Municipio Libre 81"),
        ("lo quiero ver hoy en puente y apartarlo de una vez, donde es", "Blvd. Municipio Libre 81"),
        ("el sabado 10am lo veo en puente y le meto mi escaner, se puede?", "si puedes traer a tu mecánico"),
        ("el sabado a las 11 en puente. y si me gusta me lo llevo ese dia?", "si te lo llevas el mismo día"),
        ("el jueves a las 6 lo veo en puente y hasta q hora cierran?", "No tengo ese dato"),
    ],
)
def test_what_is_asked_beside_it_is_answered(said, told, sites):
    reply = read("corolla 2020", said)
    assert all(each in reply for each in (COROLLA, told, "en Kavak El Puente")), reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("me urge hablar con un asesor. y cuanto es la mensualidad con 80 mil?", "enganche $80,000"),
        ("pasame a alguien q si decida. y si truena la caja a los 2 meses q, lo cubre?", "le paso tu conversación"),
    ],
)
def test_who_asks_for_a_person_gets_one_and_the_answer(said, told, sites):
    reply = read("corolla 2020", said)
    assert all(each in reply for each in (told, "le paso tu conversación a una persona")), reply

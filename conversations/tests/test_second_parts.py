"""No later part of a message is dropped, beside a visit or a comparison say; and a car is seen from afar."""

from datetime import date

import pytest

from conversations.dialogue import clock
from conversations.models import ToolCall
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><head><title>Comprar en Kavak</title></head><body><main><article>
<h2>Kavak Puebla</h2><p>Kavak Las Fuentes<br>Calle Ignacio Zaragoza 440, Zavaleta, 72150 Puebla, Puebla</p>
<p>Kavak El Puente<br>Blvd. Municipio Libre 81, Mayorazgo, 72450 Puebla, Puebla</p>
<h2>Kavak Querétaro</h2><p>Kavak Puerta Mayor<br>Av. Constituyentes 40, Villas del Sol, 76040 Querétaro, Qro.</p>
<h2>Garantía</h2><p>Cuando compras un auto tienes un periodo de prueba de 7 días o 300 km. Además, damos una garantía de
3 meses y la posibilidad de extenderla por un año más.</p>
<h2>Requisitos</h2><p>Comprobantes de ingresos: se piden recibos de nómina, estados de cuenta bancarios o declaraciones
de impuestos.</p></article></main></body></html>"""


@pytest.fixture(autouse=True)
def pages(showroom):
    """The five cars, and a page of ours with three sites, none of which staff keep."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)


@pytest.mark.parametrize(
    "asked",
    [
        "siempre no puedo el sabado, mejor domingo misma hora. y a 6 años en cuanto baja",
        "muevela al domingo a las 11, y a 72 meses cuanto?",
        "mejor el domingo porfa, cuanto queda a 6 años",
    ],
)
def test_a_payment_asked_beside_a_test_drive_is_told_with_it(asked):
    reply = cast.ana_reads("versa 2018", "con 60 a 4 años", "lo quiero ver el sabado a las 11 en queretaro", asked)
    assert "domingo" in reply
    assert "72 meses" in reply, reply


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("compara el versa y el corolla, cual trae menos km, y que garantia dan", ["garantía de"]),
        ("versa o corolla, cual es mas nuevo? y donde estan en puebla", ["Las Fuentes", "El Puente"]),
        ("compara el versa y el corolla, cual trae menos km, y a 4 años con 60 de cuanto cada uno", ["a 48 meses $"]),
        ("versa 2018 y corolla 2020 cual trae menos km, cual trae carplay", ["CarPlay"]),
    ],
)
def test_what_is_asked_beside_a_comparison_is_told_with_it(said, told):
    reply = cast.ana_reads(said)
    assert "Toyota Corolla 2020" in reply
    assert all(part in reply for part in told), reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("como lo aparto y donde queda en puebla", "Las Fuentes"),
        ("lo apartan? y q papeles piden", "recibos de nómina"),
        ("komo le ago pa apartarlo i donde kedan en puebla", "El Puente"),
    ],
)
def test_who_wants_a_car_kept_is_answered_the_rest_too(asked, told):
    reply = cast.ana_reads("versa 2018", asked)
    assert "no puedo apartar" in reply
    assert told in reply, reply


@pytest.mark.parametrize(
    "asked", ["en puebla donde lo podria ver", "y en puebla dnd lo puedo checar", "en puebla donde se puede ir a ver"]
)
def test_who_asks_where_to_see_it_in_a_city_gets_the_addresses_there(asked):
    reply = cast.ana_reads("versa 2018", asked)
    assert "Zaragoza 440" in reply
    assert "Municipio Libre 81" in reply, reply


def test_and_with_the_day_said_the_test_drive_too():
    reply = cast.ana_reads("versa 2018", "donde lo puedo ver aqui en queretaro el jueves a las 4 de la tarde")
    assert "jueves" in reply
    assert "Constituyentes 40" in reply, reply


@pytest.mark.parametrize("asked", ["prueba puebla", "cita en queretaro", "verlo en puebla", "manejarlo puebla"])
def test_a_word_and_a_city_begin_a_test_drive(asked):
    assert "probar el *Nissan Versa 2018*" in cast.ana_reads("versa 2018", asked)


@pytest.mark.parametrize(
    "asked",
    [
        "como le hago pa verlo antes de irme? no quiero llegar sin carro",
        "como lo veo sin viajar",
        "soy de fuera, como puedo verlo",
        "se puede ver a distancia?",
    ],
)
def test_who_is_elsewhere_is_told_of_a_call_by_video(asked):
    cast.ana_reads("versa 2018", asked)
    assert ToolCall.objects.filter(args__question="ver el auto por videollamada").exists()


@pytest.mark.parametrize(
    "asked", ["y me lo pueden llevar hasta merida?", "me lo mandarian a tampico", "y lo llevarian a leon?"]
)
def test_who_asks_whether_it_is_brought_there_is_told_of_no_branches(asked):
    reply = cast.ana_reads("versa 2018", "en merida tienen sucursal?", asked)
    assert "No tengo registrada una sucursal" not in reply
    assert "No tengo ese dato" in reply, reply


@pytest.mark.parametrize(
    "asked", ["lo puede manejar mi esposa?", "puede ir mi hijo a manejarlo", "y ella lo puede probar tambien?"]
)
def test_of_somebody_else_driving_it_is_owned_up_that_nothing_is_known(asked):
    visit = ["versa 2018", "lo quiero ver el sabado a las 11 en queretaro"]
    reply = cast.ana_reads(*visit, asked)
    assert "si lo puede manejar otra persona" in reply
    assert "Le paso tu solicitud" not in reply, reply
    assert "si lo puede manejar otra persona" in cast.ana_reads("versa 2018", f"lo quiero probar el sabado, {asked}")


def test_hours_asked_of_a_test_drive_on_record_ask_for_no_other():
    reply = cast.ana_reads("versa 2018", "lo quiero ver el sabado a las 11 en queretaro", "y a que hora cierran ahi")
    assert "Le paso tu solicitud" not in reply


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("agendame pa verla el 31 en la de san pedro, 10 am", 31),
        ("llego el 30, puedo ir el 31", 31),
        ("el 12 a las 4", 12),
        ("voy el 15", 15),
        ("quiero ver el 12", None),
        ("ir el 15 mil", None),
    ],
)
def test_a_date_without_its_month_is_heard_where_somebody_comes(said, day):
    days = clock.hear_last(said, today=date(2026, 12, 1)).days
    assert [one.day for one in days] == ([] if day is None else [day])


@pytest.mark.parametrize(
    "said", ["busco camioneta de 7 lugares. en merida tienen sucursal?", "necesito una suv, tienen sucursal en leon?"]
)
def test_a_kind_of_car_looked_for_is_shown_beside_a_question(said):
    reply = cast.ana_reads(said)
    assert "ncontré" in reply or "Volkswagen" in reply, reply
    assert "sucursal" in reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("vivo en queretaro, hay ahi? y q garantia dan", ["Puerta Mayor", "3 meses"]),
        ("estoy en puebla, tienen aca? que papeles piden de ingresos", ["Las Fuentes", "nómina"]),
        ("toy en queretaro, tienen aqui? y dan garantia?", ["Puerta Mayor", "3 meses"]),
    ],
)
def test_a_city_said_before_is_asked_of_where_it_is_only_called_there(asked, told):
    reply = cast.ana_reads("hola", asked)
    assert all(part in reply for part in told), reply


@pytest.mark.parametrize(
    "asked",
    [
        "donde estan en queretaro y puedo ir en domingo?",
        "soy de queretaro, que sede me queda y puedo pasar el domingo",
        "tienen sucursal en queretaro? y se puede ir los domingos?",
    ],
)
def test_whether_one_may_come_on_a_sunday_asks_when_a_branch_opens(asked):
    reply = cast.ana_reads("hola", asked)
    assert "Puerta Mayor" in reply
    assert "horario" in reply, reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["soy de merida", "tienen sucursal aqui o como le hago?"], "No tengo registrada una sucursal"),
        (["hola", "hay sede en queretaro o como le hago para comprar"], "Puerta Mayor"),
        (["hola", "tienen agencia en puebla? o k puedo hacer"], "Las Fuentes"),
    ],
)
def test_who_asks_what_to_do_without_a_branch_reads_of_the_call_by_video(asked, told):
    reply = _reads_of_calls(*asked)
    assert told in reply
    assert "videollamada" in reply, reply


@pytest.mark.parametrize(
    "asked",
    [
        "hay q ir a la sede o lo llevan a la casa, vivo en queretaro",
        "voy a la sucursal o me lo traen a domicilio? estoy en queretaro",
    ],
)
def test_who_asks_whether_to_go_or_have_it_brought_reads_of_both(asked):
    reply = _reads_of_calls("versa 2018", asked)
    assert "Puerta Mayor" in reply
    assert reply.count("hasta la puerta de tu casa") == 1, reply


def _reads_of_calls(*said):
    """Return what Ana reads where our page tells of calls by video, and of cars brought home."""
    calls = """<h2>A distancia</h2><p>Elige tu auto en línea y selecciona la opción de cita por videollamada.</p>
<p>Al terminar puedes agendar una reserva a domicilio, en la que te llevamos el auto hasta la puerta de tu casa.</p>"""
    there = PAGE.replace("<h2>Garantía</h2>", f"{calls}<h2>Garantía</h2>")
    ingestion.ingest_html(html=there.encode(), source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)
    return cast.ana_reads(*said)

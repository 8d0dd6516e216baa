"""What is asked beside a visit, of a site, of upkeep, of paying it off: each is answered, or owned up to."""

from datetime import date

import pytest

from conversations.dialogue import clock, pointing, questions
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

PASSED_ON = "Le paso tu solicitud a una persona del equipo: probar el *Toyota Corolla 2020*"
NOT_THERE = "No tengo registrada una sucursal en ese lugar"
NOT_KNOWN = "No tengo ese dato"


@pytest.fixture
def sites(showroom):
    """A page of ours with four sites, of which one states its hours, and how a car is seen from afar."""
    cast.publishes(
        "<h1>Sedes de Kavak</h1><h2>Kavak Puebla</h2>"
        "<p><strong>Kavak Las Fuentes</strong></p><p>Calle 12 Poniente 440, Zavaleta, 72150 Puebla, Puebla</p>"
        "<ul><li>Lunes a sábados: 9:00 a.m. - 6:00 p.m.</li><li>Domingos: 10:00 a.m. - 2:00 p.m.</li></ul>"
        "<p><strong>Kavak El Puente</strong></p><p>Bulevar Municipio Libre 81, Mayorazgo, 72450 Puebla, Puebla</p>"
        "<h2>Kavak Guadalajara</h2>"
        "<p><strong>Kavak Plaza Jardín</strong></p><p>Av Adolfo López Mateos Nte 1133, Italia Providencia, "
        "44648 Guadalajara, Jal.</p>"
        "<p><strong>Kavak La Ceiba</strong></p><p>Av. La Ceiba 235, Los Gavilanes, 45645 Tlajomulco de Zúñiga, Jal.</p>"
        "<h2>Compra en línea</h2>"
        "<p>Para ver un auto a distancia selecciona la opción de cita por videollamada y un experto te muestra el auto "
        "por dentro y por fuera.</p>"
        "<h2>Periodo de prueba</h2><p>Tienes un periodo de prueba de 7 días o 300 km: si tu auto no te convence puedes "
        "devolverlo, y te ayudamos a comprar otro.</p>"
    )


# ── When and with whom one comes ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("el jueves saliendo del trabajo como 7, en polanco", [7, 19]),
        ("puedo ir saliendo de guardia el jueves tipo 9:30", [9, 21]),
        ("al salir de clases a las 4", [4, 16]),
        ("despues del turno, tipo 6 pm", [18]),
        ("cuando salga de la consulta a las 8 pm", [20]),
        ("salgo de guardia a las 8, llego como a las 9", [9, 21]),
        ("trabajo hasta las 6", []),
        ("mi turno acaba a las 5", []),
    ],
)
def test_the_hour_at_which_one_comes_from_work_is_that_of_the_visit(said, hours):
    assert [at.hour for at in clock.hear(said, today=date(2026, 11, 30)).times] == hours


@pytest.mark.parametrize(
    ("said", "both"),
    [
        ("el sabado a las 12, los dos trabajamos entre semana", False),
        ("las dos salimos tarde", False),
        ("vamos los dos el sabado", False),
        ("podemos ir los dos?", False),
        ("nosotros dos estamos libres", False),
        ("podemos probar los dos?", True),
        ("los dos los queremos ver", True),
        ("me interesan las dos", True),
    ],
)
def test_two_who_come_are_no_two_cars(said, both):
    assert pointing.says_both(said) is both


def test_what_is_said_of_a_visit_is_taken_whole(sites):
    saw = "busco un corolla 2020"
    puebla = "lo puedo ir a ver saliendo de la oficina el jueves tipo 9:30? ando en puebla"
    dialogues = [
        ((saw, puebla), [f"{PASSED_ON}, el jueves", "a las 9:30, en Puebla"]),
        (
            (saw, puebla, "en el puente. me llamo lupita rojas. si me quedo dormida me lo pueden cambiar de dia?"),
            [f"{PASSED_ON}, el jueves", "a las 9:30, en Kavak El Puente", "Si algo cambia", "!no tengo el dato"],
        ),
        (
            (saw, "lo voy a probar el viernes a las 11 en el puente, soy Pablo Blanco"),
            [f"{PASSED_ON}, el viernes", "Pablo Blanco"],
        ),
        (
            (saw, "y lo puedo ir a probar saliendo de la chamba tipo 7 pm? el puente me queda cerca"),
            ["*Toyota Corolla 2020*, a las 19:00, en Kavak El Puente.", "¿Qué día te queda bien?"],
        ),
        (
            (saw, "con 60 a 4 años? y lo puedo pasar a manejar el sabado a el puente", "a las 6, Mauricio Salgado"),
            [f"{PASSED_ON}, el sábado", "a las 18:00, en Kavak El Puente"],
        ),
        (
            (saw, "queremos verlo en el puente el sabado a eso de las 12, los dos trabajamos entre semana"),
            [f"{PASSED_ON}, el sábado", "!probar los dos"],
        ),
    ]

    assert cast.unread(dialogues) == {}


# ── Where we are ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whether_we_are_in_a_city_is_told_first(sites):
    dialogues = [
        (("me mudo a merida el proximo mes y quiero comprar antes de irme, hay kavak en merida?",), [NOT_THERE]),
        (("antes de mudarnos queremos ver, ¿tienen en Cancún?",), [NOT_THERE]),
        (("somos de fresnillo zac, hay sede x aca o la llevan hasta el rancho",), [NOT_THERE, "videollamada"]),
        (("vivo en durango, tienen sucursal aqui o me lo mandan",), [NOT_THERE]),
        (
            ("busco un corolla", "¿Dónde podría verlo? Vivo por López Mateos sur, casi llegando a Tlajomulco"),
            ["Kavak La Ceiba", "!Plaza Jardín"],
        ),
        (("me queda cerca tlajomulco, cual sede es?",), ["Kavak La Ceiba", "!Plaza Jardín"]),
        (
            (
                "busco un corolla 2020",
                "mi hija dice que pregunte si en domingo abren, vivo por las fuentes en puebla",
            ),
            ["10:00 a.m. - 2:00 p.m.", "!probar el", "!No tengo"],
        ),
        (
            ("busco un corolla 2020", "domingo a las 11 en las fuentes puedo? abren?"),
            [f"{PASSED_ON}, el domingo", "10:00 a.m. - 2:00 p.m."],
        ),
        (
            ("busco un corolla 2020", "que mejor va ella y lo maneja 😂 cual queda cerca de tlajomulco"),
            ["Kavak La Ceiba", "!Plaza Jardín", "!No tengo"],
        ),
        (
            ("busco un corolla 2020", "dice mi esposo que si abren los domingos en las fuentes"),
            ["10:00 a.m. - 2:00 p.m.", "!probar el", "!No tengo"],
        ),
    ]

    assert cast.unread(dialogues) == {}


@pytest.mark.parametrize(
    ("said", "from_afar"),
    [
        ("No tengo tiempo de ir hasta Puebla. como le hago para verla", True),
        ("no puedo viajar tan lejos, hay otra forma de verlo?", True),
        ("me queda muy lejos, como puedo conocerla", True),
        ("le pueden llevar el march a la casa para que lo vea?", True),
        ("me traen la crv a mi oficina a que la vea mi esposo?", True),
        ("no puedo ir el sabado, puede ser el domingo?", False),
        ("me lo llevan a mi casa cuando lo compre?", False),
        ("puedo llevar mi carro a que lo vean?", False),
    ],
)
def test_who_cannot_come_asks_to_see_it_from_afar(said, from_afar):
    assert questions.is_seen_from_afar(said) is from_afar


def test_who_cannot_come_is_told_of_the_call_and_not_booked(sites):
    saw = "busco un corolla 2020"
    dialogues = [
        (
            (saw, "No tengo tiempo de ir hasta Puebla. como le hago para verlo y manejarlo"),
            ["videollamada", "!¿Qué día"],
        ),
        ((saw, "me pueden traer el corolla a la casa para que lo vea mi mama? casi no sale"), ["videollamada"]),
    ]

    assert cast.unread(dialogues) == {}


# ── What nobody states ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_car_costs_to_keep_is_no_price(showroom):
    two = "busco un corolla y un touareg"
    dialogues = [
        ((two, "cual sale mas barato de mantener?"), ["cuánto cuesta mantenerlo", "!hasta $", "!Más barato"]),
        ((two, "cual aguanta mas y sale mas barato de mantener, el corolla o la touareg"), ["qué tan confiable sale"]),
        (("busco un jetta", "cual aguanta mas, el jetta o el corolla"), ["qué tan confiable sale"]),
        ((two, "y cual dura mas?"), ["qué tan confiable sale"]),
        ((two, "cual es mas economico de refacciones"), ["cuánto cuesta mantenerlo", "!hasta $", "!Más barato"]),
        ((two, "cual es el mas barato?"), ["!mantenerlo"]),
    ]

    assert cast.unread(dialogues) == {}


def test_a_lower_price_for_cash_is_bargained_for_and_not_how_to_pay(showroom):
    saw = "busco un corolla 2020"
    dialogues = [
        ((saw, "Cuanto le bajarian si pago de contado"), ["No puedo cambiar el precio", "!formas de pago"]),
        ((saw, "si lo pago de contado me hacen precio?"), ["No puedo cambiar el precio", "!formas de pago"]),
        ((saw, "hay mejor precio en efectivo?"), ["No puedo cambiar el precio", "!formas de pago"]),
    ]

    assert cast.unread(dialogues) == {}


def test_paying_it_off_early_is_asked_of_the_credit_whatever_car_is_given_in(showroom):
    before = (
        "busco un corolla 2020. doy un vocho 2003 a cuenta",
        "tiene 90 mil km",
        "con 80 mil a 4 años cuanto queda",
    )
    dialogues = [
        (
            (*before, "y si me va bien lo puedo liquidar antes? cobran algo por eso"),
            ["pagos por adelantado", "!se deben"],
        ),
        ((*before, "y lo puedo liquidar antes de tiempo?"), ["pagos por adelantado", "!se deben"]),
        (("busco un corolla", "y si a los 2 años lo acabo de pagar me penalizan?"), ["pagos por adelantado"]),
        ((*before, "el vocho todavia lo debo, lo liquidan ustedes?"), ["se deben"]),
    ]

    assert cast.unread(dialogues) == {}


def test_who_pays_for_its_return_is_owned_up_to(sites):
    dialogues = [
        (
            ("busco un corolla", "y si ya me lo traen y no me convence, quien paga el regreso"),
            ["quién paga el regreso"],
        ),
        (("busco un corolla", "si no me gusta en los 7 dias me cobran por devolverlo?"), ["quién paga el regreso"]),
        (("busco un corolla", "ok y si lo compro y no me gusta quien paga el flete?"), ["quién paga el regreso"]),
    ]

    assert cast.unread(dialogues) == {}

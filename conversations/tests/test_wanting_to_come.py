"""What Ana reads where she asks for a place, or wants to come, beside whatever else she says."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

NONE_THERE = "No tengo registrada una sucursal en ese lugar. Las que tengo están en Puebla, Monterrey"
NEAREST_THERE = "No tengo registrada una sucursal en ese lugar. La más cercana de las que tengo"
ASKED_WHICH = "¿Qué auto quieres probar"


@pytest.fixture
def sites(showroom):
    """A page of ours with three sites, of which one states its hours, and how cars are inspected."""
    cast.publishes(
        "<h1>Sedes de Kavak</h1><h2>Kavak Puebla</h2>"
        "<p><strong>Kavak Las Fuentes</strong></p><p>Calle 12 Poniente 440, Zavaleta, 72150 Puebla, Puebla</p>"
        "<ul><li>Lunes a sábados: 9:00 a.m. - 6:00 p.m.</li></ul>"
        "<p><strong>Kavak El Puente</strong></p><p>Bulevar Municipio Libre 81, Mayorazgo, 72450 Puebla, Puebla</p>"
        "<h2>Kavak Monterrey</h2>"
        "<p><strong>Kavak Cerro Claro</strong></p><p>Avenida Revolución 2500, Ladrillera, 64830 Monterrey, N.L.</p>"
        "<h2>Inspección de los autos</h2>"
        "<p>Todos los autos que salen al mercado pasan por una evaluación integral. Los inspectores especializados "
        "inspeccionan el diseño exterior, el interior y el motor en 240 puntos de revisión.</p>"
    )


ELSEWHERE = (
    "Buenos dias señorita. Soy maestro jubilado, vivo en Merida Yucatan. ¿Tienen sucursal aqui?",
    "Buen dia, soy pensionada del ISSSTE y radico en Tampico. ¿hay alguna agencia por aca?",
    "trabajo en la CFE y estoy en Cancún, donde los encuentro?",
    "mi esposo es militar y nos cambiaron a Mazatlan. ¿Hay Kavak alla?",
    "tengo un negocio en Oaxaca, tienen agencia aca?",
    "estoy jubilado y con mi hijo en Leon. ¿en donde se ubican?",
)
NOT_FAR = (
    "hola somos una empresa de Saltillo, tienen oficina aqui?",
    "soy taxista de toluca, dnd estan ustedes",
)


def test_who_asks_is_no_question_and_a_place_without_a_site_is_told_so(sites):
    assert cast.unread(([said], [NONE_THERE]) for said in ELSEWHERE) == {}
    assert cast.unread(([said], [NEAREST_THERE]) for said in NOT_FAR) == {}


THEIR_OWN = (
    "q tal tienen versa? es p surtir mi tienda",
    "tengo una tienda de abarrotes y ocupo un versa para surtir",
    "busco versa pa la tienda de mi papa",
    "un versa para nuestro local, tienes?",
    "tienen versa? lo quiero pa los repartos de la tienda",
    "voy a poner un local y necesito un versa",
)


def test_a_shop_of_the_customers_own_is_none_of_ours(sites):
    assert cast.unread(([said], ["Nissan Versa", "!Puebla"]) for said in THEIR_OWN) == {}


TO_DRIVE_IT = (
    "perfect, lo podemos manejar antes? vivimos por la ladrillera",
    "nos dejarían manejarlo antes de comprar?",
    "y me dejan manejarlo tantito para sentirlo?",
    "podríamos ir a conocerlo mi esposa y yo?",
    "nos lo prestan para darle una vuelta?",
    "antes de pagar lo puede manejar mi hijo?",
    "podemos verlo primero? vivimos en monterrey",
    "se puede manejar antes? yo trabajo en monterrey",
)


def test_a_wish_to_drive_it_is_a_test_drive_whoever_wishes(sites):
    assert cast.unread((["corolla", said], ["probar el *Toyota Corolla 2020*"]) for said in TO_DRIVE_IT) == {}


def test_how_test_drives_work_is_still_a_question(sites):
    assert "probar el" not in cast.ana_reads("corolla", "cuánto dura la prueba de manejo?")


BESIDE = (
    (
        ["donde estan en monterrey y es seguro comprar con uds? me da miedo q sea fraude"],
        ["nunca te pido depósitos", "Avenida Revolución 2500", "!seguridad"],
    ),
    (["corolla", "paso por el mañana a las 3 pm, guardamelo porfa"], ["15:00", "no puedo apartar"]),
    (["corolla", "cuando lo podria ir a checar? ando libre el jueves"], ["el jueves", "!De lo otro"]),
    (["corolla", "agendame el martes a las 4 en el puente", "tengo q llevar algo?"], ["!enganche $0"]),
    (
        ["corolla", "entonces apartemelo, voy mañana a verlo con mi hijo como a las 11"],
        ["probar el *Toyota Corolla 2020*", "11:00", "no puedo apartar"],
    ),
    (["corolla", "apartamelo, paso el sabado a las 5 pm a verlo"], ["17:00", "no puedo apartar"]),
    (
        ["corolla", "paseme con alguien pa lo del precio, y de una vez apunteme para verlo el jueves en cerro claro"],
        ["probar el *Toyota Corolla 2020*, el jueves", "Kavak Cerro Claro", "le paso tu conversación"],
    ),
    (["corolla", "quiero un asesor y agendar cita el martes a las 4"], ["16:00", "le paso tu conversación"]),
    (
        [
            "corolla",
            "prueba de manejo en cerro claro mañana despues de las 5? o me lo traen a la casa, lo q sea mas facil",
        ],
        ["probar el *Toyota Corolla 2020*", "Kavak Cerro Claro", "el envío a domicilio", "!enganche $0"],
    ),
    (
        [
            "corolla",
            "y ahi en toluca donde lo veo",
            "ok cerro claro el sabado en la mañana, llevo mi carro pa q lo revisen?",
        ],
        ["probar el *Toyota Corolla 2020*, el sábado", "Kavak Cerro Claro"],
    ),
    (
        ["corolla", "no es fraude verdad? donde estan en monterrey"],
        ["nunca te pido depósitos", "Avenida Revolución 2500"],
    ),
)


def test_a_visit_or_a_place_is_not_lost_beside_something_else(sites):
    assert cast.unread(BESIDE) == {}


THEIR_HOURS = (
    "puedo ir el domingo? salgo de guardia a las 8 am",
    "salgo a la 1, puedo ir a verlo el martes?",
    "abro la tienda a las 10 am, el sabado puedo ir a verlo?",
    "quiero verlo el viernes, trabajo hasta las 6 pm",
    "el jueves quiero verlo, recojo a mis hijos a las 2:30",
)


def test_an_hour_of_the_customers_own_day_is_none_of_the_visit(sites):
    assert cast.unread((["corolla", said], ["¿A qué hora te queda bien?"]) for said in THEIR_HOURS) == {}


def test_the_hour_said_beside_it_is(sites):
    assert "16:00" in cast.ana_reads(
        "corolla", "el martes recojo a mis hijos a las 2:30 y de ahi voy a verlo como a las 4 pm"
    )


def test_nor_is_a_day_on_which_she_cannot_come(sites):
    said = ("corolla", "agendame el miercoles 10am en cerro claro", "mejor jueves misma hora, el miercoles tengo junta")
    assert "el jueves" in cast.ana_reads(*said)


WHICH_ONE = (
    (
        ["touareg", "esta carisimo. y versa?", "dando 100 cuanto al mes a 3 años", "ok quiero verlo el viernes"],
        ["!Touareg"],
    ),
    (
        ["touareg", "y versa?", "con 80 a 4 años los dos", "agendame en cerro claro viernes 10am", "el 2018"],
        ["probar el *Nissan Versa 2018*", "10:00", "Kavak Cerro Claro"],
    ),
    (["touareg con 100 a 4 años", "algo de menos de 300", "quiero ir a verlo el lunes"], ["!Touareg", ASKED_WHICH]),
    (
        [
            "versa",
            "y el touareg?",
            "el versa 2018 con 100 a 4 años",
            "puedo liquidar antes?",
            "agendame prueba del 2018",
        ],
        ["probar el *Nissan Versa 2018*"],
    ),
    (["corolla", "y touareg?", "quiero ir a ver el 2020 el domingo"], ["probar el *Toyota Corolla 2020*"]),
)


def test_the_car_to_try_is_the_one_in_question_and_none_turned_down(sites):
    assert cast.unread(WHICH_ONE) == {}


WHOSE_HOURS = (
    (
        ["corolla", "va. cerro claro me queda cerca del jale, a q hora cierran? pa ir hoy o mañana a verlo"],
        ["Avenida Revolución 2500"],
    ),
    (["me queda bien Cerro Claro", "hasta que hora abren los sabados?"], ["Avenida Revolución 2500"]),
    (
        ["corolla", "quiero probarlo el sabado en el puente, puebla", "a que hora abren ahi?"],
        ["Bulevar Municipio Libre 81"],
    ),
    (["a que hora abren en el puente?"], []),
)


def test_of_a_site_without_hours_no_others_are_told(sites):
    dialogues = ((said, ["no está registrado el horario", "!9:00", *words]) for said, words in WHOSE_HOURS)
    assert cast.unread(dialogues) == {}


NEAR = "por esa zona la más cercana"
CERRO = "Avenida Revolución 2500"

FROM_A_DISTRICT = (
    (["cual kavak me queda cerca d mitras"], [NEAR, CERRO]),
    (["tienen un lugar fisico? vivo por cumbres"], [NEAR, CERRO]),
    (["donde estan?", "lindavista"], ["!" + NEAR]),
    (["donde estan?", "por el obispado"], [NEAR, CERRO]),
    (["soy de monterrey", "vivo en san jeronimo, cual me queda cerca?"], [NEAR, CERRO]),
    (["vivo por contry", "cual sucursal me queda cerca?"], [NEAR, CERRO]),
    (["por la ladrillera donde estan?"], ["!" + NEAR, CERRO]),
    (["vivo en castillotla, cual me queda mejor?"], [NEAR, "Bulevar Municipio Libre 81"]),
    (["corolla", "ando por valle oriente, lo quiero ver mañana a las 4pm"], ["en Kavak Cerro Claro"]),
    (["corolla", "podemos probarlo el sabado a las 12? vivimos por mayorazgo"], ["en Kavak El Puente"]),
    (["corolla", "hoy puedo verlo? estoy en cumbres"], ["en Kavak Cerro Claro"]),
    (
        ["corolla", "como le hago pa ir a verlo, vivo x cumbres", "el viernes en la tarde, cual me queda mas cerca?"],
        ["probar el *Toyota Corolla 2020*", NEAR, CERRO],
    ),
)


def test_of_a_district_the_nearest_site_is_told(sites):
    assert cast.unread(FROM_A_DISTRICT) == {}


WHETHER_ALL_IS_WELL = (
    "y los carros vienen bien? que no sean robados o chocados",
    "no estan chocados verdad?",
    "no son robados ni chocados?",
    "como se que no es robado",
)


def test_who_fears_a_wrecked_or_stolen_car_hears_what_is_checked(sites):
    read_of = ["240 puntos", "!¿Qué auto buscas?"]
    assert cast.unread(([said], read_of) for said in WHETHER_ALL_IS_WELL) == {}

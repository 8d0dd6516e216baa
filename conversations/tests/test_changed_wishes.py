"""What Ana must be shown once she wants another kind of car, or another budget, than what was shown to her."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(showroom):
    """The five cars, and what is taller or carries more than they do."""
    cast.car(201, "Nissan", "Frontier", price=637_999, year=2022, km=27_461, version="2.5 PRO-4X AUTO 4WD")
    cast.car(202, "Renault", "Duster", price=211_999, year=2018, km=50_333, version="2.0 INTENS")
    cast.car(203, "Chevrolet", "Trax", price=231_999, year=2016, km=45_772, version="1.8 B LT AT")
    cast.car(204, "Nissan", "Kicks", price=338_999, year=2020, km=21_000, version="1.6 ADVANCE LTS XTRONIC")
    cast.car(205, "Honda", "Odyssey", price=253_999, year=2016, km=95_300, version="3.5 LX")


ANOTHER_KIND = [
    (
        ["corolla 2020", "pensandolo bien mi esposo quiere algo mas alto. suv automatica y que no pase de 350"],
        ["Kicks"],
    ),
    (["versa 2018", "trae mucho kilometraje. me subo hasta 250 pero ya camioneta, automatica tambien"], ["Trax"]),
    (["cuanto cuesta el versa", "nel, ya vi que ocupo camionetita, hasta 250"], ["Duster", "Trax"]),
    (["versa hasta 280 automatico", "mmm ya no cabemos, camioneta pues"], ["Trax", "!Kicks", "!Duster"]),
    (["el mazda 3", "y camionetas que hay? tope 240"], ["Duster", "Trax"]),
    (["versa 2020 advance", "la neta ando pensando en suv, 340 max"], ["Kicks", "Duster"]),
    (["versa 2018", "nel, y de 250 que hay en camioneta"], ["Duster", "Trax", "!Versa"]),
    (["sentra 2020", "y de 230 que hay en sedan"], ["Versa 2018", "!Sentra"]),
    (["kicks", "hay algo mas chico?"], ["!Kicks"]),
    (["odyssey", "algo menos largo hay?"], ["!Odyssey"]),
    (["duster", "no me late, ando mas por sedan de 320 para abajo"], ["Corolla", "Versa"]),
]
REJECTED_FOR_ITS_PRICE = [
    (["que camionetas hay de 300 para arriba", "de batea no tienes mas barata?"], ["hasta $637,998", "Frontier"]),
    (["pickup", "ijole no me alcanza, yo ando en 220"], ["Duster", "!Frontier"]),
    (
        ["pickup. doy una lobo 2009 a cuenta", "se va bien arriba. q otra cosa cargadora de 260 pa abajo"],
        ["Odyssey", "!km."],
    ),
    (["tienes pickup?", "nombre esta carisima. no, unos 220 ya estirandole"], ["Duster", "!Frontier"]),
    (["busco troca", "uy no, ta bien cara. de 260 pa abajo que hay"], ["Odyssey", "Duster", "!Frontier"]),
    (["pickup", "pickup de menos de 300", "chale, entonces maximo 250"], ["Duster", "Trax", "!Frontier"]),
    (["el touareg", "carisimo, yo traigo 240 cuando mucho"], ["Duster", "Trax", "!Touareg"]),
]
MORE_FOR_MORE = [
    (["camioneta automatica de 240 para abajo", "y con 340 q otra cosa hay"], ["Kicks", "!Trax", "!Versa", "!Duster"]),
    (["automatico maximo 250", "mm ok. y si le subo a 300 q mas hay"], ["Versa 2020", "!Mazda", "$250,000 a $300,000"]),
    (["carros de 225 para abajo", "y con 250 que otros tienes?"], ["Trax", "Mazda 3", "!Duster"]),
    (["camioneta hasta 240", "si me estiro a 260 que hay"], ["Odyssey", "!Duster", "!Trax"]),
    (["camioneta hasta 240", "perdon, hasta 260"], ["Odyssey", "Duster", "Trax"]),
]
BARE_KINDS = [
    (["Que tal jefe, tiene pick ups? es pa mi negocio traigo tubo y herramienta"], ["Frontier", "!Duster"]),
    (["manejan picops"], ["Frontier", "!Duster"]),
    (["buenas tienes trokas"], ["Frontier", "!Duster"]),
    (["hay minivans?"], ["Odyssey", "!Duster"]),
    (["una camioneta no, una minivan"], ["Odyssey", "!Duster"]),
]
ROOMY = [
    (["traigo como 250 algo amplio donde quepa la herramienta aunq no sea pick up"], ["Trax", "Duster", "!Versa"]),
    (["esperamos bebe, algo mas amplio, no gigante", "hasta 350. automatica a fuerza"], ["Kicks", "Trax", "!Versa"]),
    (["versa", "algo con mas espacio, tope 260"], ["Odyssey", "Duster", "!Versa"]),
    (
        ["pickup", "ta cara la frontier. algo mas barato, con espacio, 260 max, aunque no sea pickup"],
        ["Duster", "!Versa"],
    ),
    (["pickup", "algo amplio de 260 que no sea pick up"], ["Duster", "Odyssey", "!Versa"]),
    (["una donde quepan teclado y bocinas, de 240 pa abajo"], ["Trax", "!Versa", "!No tengo ese dato"]),
    (["q otra cosa cargadora tiene de 260 pa abajo"], ["Odyssey", "!Versa"]),
    (["ocupo llevar tinacos y tubos, traigo 240"], ["Duster", "!Versa"]),
]
PLACES = [
    (["tiene pick up? pa repartir aki en boca del rio"], ["Frontier", "!Rio"]),
    (["soy de san juan del rio, busco suv"], ["Kicks", "!Rio"]),
    (["vivo en la calle leon, que camionetas tienes"], ["Duster", "!Leon", "!León"]),
    (["ando cerca del rio, tienes sedan?"], ["Corolla", "!KIA"]),
    (["busco un rio"], ["Rio"]),
]
BUDGETS = [
    (
        ["busco carro con pocos km", "maximo 230 pero a pagos, no tengo todo"],
        ["Versa 2018", "Duster", "hasta $230,000"],
    ),
    (["que camionetas hay", "tope 240 y el resto a mensualidades"], ["Trax", "!Kicks"]),
    (["camioneta, maximo 300 mil", "la kicks es mas grande que la trax?", "y la duster?"], ["Duster"]),
]
KEPT = [
    (["versa automatico hasta 330", "nombre, mejor suv entonces"], ["Trax", "hasta $330,000", "!Kicks", "!Duster"]),
    (["versa", "algo mas espacioso en el mismo precio"], ["Trax", "Odyssey", "!Kicks", "!Frontier"]),
    (["camioneta hasta 300", "la trax o la duster, cual esta mas nueva de kilometros"], ["Con menos kilómetros"]),
    (["el mazda 3", "y hay en hatchback?"], ["Mazda 3", "!Duster"]),
    (["corolla", "ese es sedan o hatchback?"], ["Corolla", "!Versa"]),
    (["nissan", "y en camioneta?"], ["Kicks", "Frontier", "!Duster"]),
    (["camioneta automatica hasta 300", "y una que tenga menos de 50 mil km"], ["Trax", "!Kicks", "!Odyssey"]),
    (["versa", "de 240 para abajo"], ["Versa 2018", "!Duster"]),
]


@pytest.mark.parametrize("dialogues", [ANOTHER_KIND, REJECTED_FOR_ITS_PRICE, MORE_FOR_MORE, BUDGETS, KEPT])
def test_a_wish_that_changes_keeps_what_still_holds_and_nothing_else(dialogues):
    assert not cast.unread(dialogues)


TRIED_BY_NAME = [
    (["Hola kiero agendar prueba de manejo del kicks"], ["probar el *Nissan Kicks 2020*"]),
    (["quiero probar el kicks"], ["probar el *Nissan Kicks 2020*"]),
    (["me gustaria ir a probar el kicks"], ["probar el *Nissan Kicks 2020*"]),
    (["me agendas pa manejar la duster"], ["probar el *Renault Duster 2018*"]),
]


def test_a_model_with_an_everyday_name_is_the_car_to_try():
    assert not cast.unread(TRIED_BY_NAME)


@pytest.mark.parametrize("dialogues", [BARE_KINDS, ROOMY])
def test_a_kind_is_heard_however_barely_it_is_said(dialogues):
    assert not cast.unread(dialogues)


def test_the_name_of_a_place_is_none_of_a_car():
    assert not cast.unread(PLACES)


def test_another_kind_of_the_same_model_is_of_that_model():
    cast.car(206, "Mazda", "Mazda 3", price=281_999, version="2.5 HATCHBACK I TOURING TA")
    cast.car(207, "Mazda", "Mazda 3", price=238_999, version="2.0 SEDAN I TA")
    dialogues = [(("mazda 3 hatchback", "y sedan cuantos hay, mandame todos"), ["Mazda 3", "!Corolla", "!Versa"])]
    assert not cast.unread(dialogues)


def test_the_cheapest_there_is_of_the_model_named_is_of_that_model():
    cast.car(208, "Honda", "Odyssey", price=314_999, year=2015, km=83_100, version="3.5 EX AT")
    asked = "la odyssey cual es la mas barata que tienen y cuantos km trae?"
    assert not cast.unread([((asked,), ["Honda Odyssey 2016", "95,300 km"])])


def test_what_a_payment_reaches_is_shown_again():
    asked = ("traigo 40 mil y puedo pagar 5 mil al mes", "para cual me alcanza asi?")
    assert not cast.unread([(asked, ["Pagando hasta $5,000", "Tengo ", "!No tengo ese dato"])])


def test_seats_for_all_stay_asked_for_when_a_kind_is_named():
    cast.car(209, "Toyota", "Avanza", price=238_999, version="1.5 XLE AT")
    dialogues = [(("somos 6", "una camioneta donde quepamos todos"), ["7 pasajeros o más", "!Duster", "!Trax"])]
    assert not cast.unread(dialogues)


def test_the_newest_of_those_found_may_stand_on_a_page_that_was_not_shown():
    for number in range(6):
        cast.car(210 + number, "Nissan", "Sentra", price=180_000 + number, year=2015)
    cast.car(220, "Nissan", "Sentra", price=300_000, year=2021)
    assert not cast.unread([(("sentra", "de esos el mas nuevo"), ["Sentra 2021"])])


def test_the_cheapest_that_is_so_keeps_what_was_asked_for():
    assert not cast.unread([(("de 2020 para arriba", "lo mas barato que tengas asi"), ["Versa 2020", "!Duster"])])


def test_who_goes_on_to_what_there_is_agrees_to_no_person():
    assert not cast.unread([(("un versa", "el blanco que vi", "bueno los que tengan"), ["!paso tu conversación"])])


def test_knees_that_a_clutch_hurts_ask_for_no_high_car():
    assert not cast.unread([(("versa", "ay no, estándar no, ya no me da la rodilla"), ["Versa", "!Duster"])])


BEYOND_THE_ONE_TALKED_ABOUT = [
    (["corolla 2020", "hay algo mas barato parecido al corolla?"], ["sedán", "Versa 2018", "!FORTE"]),
    (["corolla 2020", "algo similar al corolla pero de menos de 280"], ["Versa 2018", "Versa 2020"]),
    (["corolla 2020", "otra opcion mas barata que el corolla?"], ["Versa 2018", "!Corolla 2020,"]),
    (["versa 2020 advance", "hay un versa mas viejito o mas barato?"], ["Versa 2018", "!ADVANCE"]),
    (["versa advance", "hay otros versa? no tiene q ser advance"], ["Versa 2018", "Versa 2020"]),
    (["la odyssey", "y una automatica, hasta 250?"], ["Trax", "Versa", "!Odyssey"]),
    (["kicks", "are there any cars under 250 with bluetooth?"], ["Versa 2018", "!did not find"]),
    (["kicks", "algun otro carro de menos de 240?"], ["Versa 2018", "!Lo más cercano"]),
    (["nissan hasta 250", "de cualquier marca, no nomas nissan"], ["Duster", "Trax"]),
    (["busco hasta 260", "esos estan muy chiquitos, algo mas amplio"], ["Odyssey", "!largo hasta"]),
    (["automatico hasta 280 de pocos kilometros"], ["Trax 2016", "!Lo más cercano"]),
]


def test_what_is_asked_beyond_the_car_talked_about_is_not_held_to_it():
    assert cast.unread(BEYOND_THE_ONE_TALKED_ABOUT) == {}


def test_few_kilometres_come_first_where_that_is_asked_for():
    reply = cast.ana_reads("un automatico que no tenga mucho kilometraje, hasta 280")
    assert reply.index("45,772 km") < reply.index("69,630 km")

"""What Ana needs, told without the name of a car: one she gets into with bad knees, one that changes gears itself."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(policy):
    """A car of each kind, of both gearboxes."""
    cast.car(301, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT", length_mm=3636)
    cast.car(302, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT", length_mm=4399)
    cast.car(303, "Renault", "Duster", price=211_999, year=2018, km=50_333, version="2.0 INTENS", length_mm=4315)
    cast.car(304, "Chevrolet", "Trax", price=231_999, year=2016, km=45_772, version="1.8 B LT AT", length_mm=4248)
    cast.car(305, "Mazda", "Mazda 3", price=238_999, year=2018, km=54_435, version="2.0 SEDAN I TA", length_mm=4580)
    cast.car(306, "Mazda", "Mazda 3", price=281_999, year=2018, km=44_000, version="2.5 HATCHBACK I TOURING TA")
    cast.car(307, "KIA", "Rio", price=183_999, year=2017, km=91_224, version="1.6 EX MT", length_mm=4385)
    cast.car(308, "Toyota", "Avanza", price=238_999, year=2018, km=76_000, version="1.5 XLE AT", length_mm=4140)


@pytest.mark.parametrize(
    "said",
    [
        "un carro altito porque mis rodillas ya no dan",
        "busco algo que sea mas alto, me operaron de la rodilla",
        "mi papa ya esta grande y le cuesta subirse, que me recomiendas",
        "q no tenga q agacharse mi mama al subir",
        "ando viendo uno pa mi abuelita que usa baston",
    ],
)
def test_who_can_hardly_bend_is_shown_high_cars(said):
    assert not cast.unread([((said,), ["SUV", "Duster", "Trax", "!Spark", "!Aveo"])])


@pytest.mark.parametrize(
    "said",
    [
        "que no tenga que meter cambios",
        "algo que cambie solito, no quiero clutch",
        "ya me canse de andar metiendo cambios en el trafico, que tienes",
        "sin clutch porfa",
        "no quiero estar pisando el cloch",
    ],
)
def test_who_would_not_shift_gears_is_shown_automatics(said):
    assert not cast.unread([((said,), ["automático", "Aveo", "!Spark", "!1.6 EX MT"])])


def test_knees_that_hurt_of_the_clutch_ask_for_no_high_car():
    said = "busco un carro automatico porque ya no puedo con el clutch por la rodilla"
    assert not cast.unread([((said,), ["Aveo", "!SUV"])])


def test_an_exchange_of_cars_is_no_change_of_gears():
    assert not cast.unread([(("no hacen cambios de carro?",), ["!Encontré"])])


@pytest.mark.parametrize(
    "said",
    [
        "q carros tienes pa repartir, ya no quiero andar en moto. estandar de preferencia",
        "algo para trabajar estandar, reparto pizzas",
        "busco uno estandar para hacer entregas de rappi",
        "para la chamba, llevo pedidos. que sea de velocidades",
    ],
)
def test_who_delivers_what_is_light_is_shown_cheap_cars_and_no_vans(said):
    assert not cast.unread([((said,), ["Spark", "Rio", "!camioneta", "!de otros vehículos"])])


def test_who_carries_goods_is_shown_what_has_room():
    assert not cast.unread([(("ocupo algo para repartir garrafones",), ["Para cargar"])])


@pytest.mark.parametrize(
    ("said", "told", "untold"),
    [
        ("el mazda hatchback cuanto", "2.5 HATCHBACK", "2.0 SEDAN"),
        ("tienes el mazda en hb?", "2.5 HATCHBACK", "2.0 SEDAN"),
        ("un chevrolet chiquito", "Spark", "Aveo"),
        ("chevrolet suv", "Trax", "Spark"),
        ("toyota de 7 pasajeros", "Avanza", "Trax"),
    ],
)
def test_a_kind_or_a_size_told_with_a_make_is_of_that_make(said, told, untold):
    assert not cast.unread([((said,), [told, f"!{untold}"])])


def test_a_car_called_too_small_wishes_for_no_small_one():
    dialogues = [
        (("el spark", "esta muy chico creo. y el rio estandar cuanto?"), ["*KIA Rio 2017*", "!No cabe", "!largo"]),
        (("el spark", "se me hace muy chiquito, y el rio?"), ["Rio", "!largo hasta"]),
        (("algo chiquito",), ["largo hasta"]),
    ]
    assert not cast.unread(dialogues)


def test_a_version_belongs_to_the_name_before_it():
    cast.car(309, "Chevrolet", "Tracker", price=301_999, year=2021, km=15_555, version="1.2 LS A")
    cast.car(310, "Nissan", "Kicks", price=338_999, year=2020, km=21_000, version="1.6 ADVANCE LTS XTRONIC")
    asked = "la tracker LS A q transmision es exactamente? y la kicks cuantos km tiene"
    told = ["Tracker 2021", "21,000 km", "No sé si es automático o manual", "!no tengo justo así"]
    assert not cast.unread([((asked,), told)])


def test_all_of_two_models_are_listed_where_it_is_asked_which_there_are():
    asked = "andamos entre mazda 3 y avanza cuales tienen y en cuanto"
    assert not cast.unread([((asked,), ["2.0 SEDAN", "2.5 HATCHBACK", "Avanza", "!Tomé"])])


def test_a_roomy_van_is_no_short_one():
    cast.car(311, "Honda", "Odyssey", price=253_999, year=2016, km=95_300, version="3.5 LX", length_mm=5180)
    assert not cast.unread([(("busco camioneta amplia pa la familia, tope 300",), ["Odyssey", "!Duster", "!Avanza"])])


def test_models_that_are_named_have_the_size_that_they_have():
    said = "una camioneta amplia, digamos duster o avanza"
    assert not cast.unread([((said,), ["1. Renault Duster 2018", "2. Toyota Avanza 2018", "!No encontré"])])


def test_premium_cars_are_shown_from_the_cheapest_on():
    cast.car(312, "BMW", "X1", price=412_999, year=2019, km=41_610, version="1.5 SDRIVE18IA EXECUTIVE DCT")
    cast.car(313, "Volvo", "S60", price=282_999, year=2018, km=90_061, version="2.0 ADDITION T4 AUTO")
    assert not cast.unread([(("algo premium",), ["1. Volvo S60", "2. BMW X1"])])


def test_what_is_turned_away_is_not_the_one_that_comes_first():
    dialogues = [
        (("mazda 3", "el sedan del 18 q no sea el caro"), ["Precio: $238,999", "!$281,999"]),
        (("chevrolet", "no quiero el mas caro, cual es el mas barato"), ["*Chevrolet Aveo 2017*"]),
        (("mazda 3", "el mas caro"), ["Precio: $281,999"]),
    ]
    assert not cast.unread(dialogues)


def test_the_one_that_may_have_fewest_km_is_looked_for_within_the_wish():
    dialogues = [
        (("una suv hasta 250", "la que tenga menos km"), ["*Chevrolet Trax 2016*"]),
        (("el mazda sedan y el hatchback",), ["2.0 SEDAN", "2.5 HATCHBACK"]),
    ]
    assert not cast.unread(dialogues)


HELPED_WITH = [
    "necesito un cochecito pa mi esposa",
    "quiero un auto, es el primero que compro, no le se a los carros",
    "ando viendo uno para mi mama",
    "q me recomiendas? la vdd no se cual",
]


@pytest.mark.parametrize("said", HELPED_WITH)
def test_who_tells_a_need_is_asked_what_to_spend_and_not_the_same_question_again(said):
    assert not cast.unread([(("hola", said), ["en total o al mes", "!¿Qué auto buscas?"])])


@pytest.mark.parametrize("said", ["pues no se", "ok", "ps uno que no de lata", "no tengo idea de carros"])
def test_who_does_not_know_what_to_spend_is_shown_the_cheapest(said):
    shown = ["1. Chevrolet Aveo 2017", "Dime cuánto quieres gastar", "!¿Cuánto quieres gastar"]
    assert not cast.unread([(("hola", "busco carro para mi hermana", said), shown)])


def test_what_is_said_next_is_what_they_spend():
    begun = ("hola", "busco carro para mi hermana")
    dialogues = [((*begun, "4 mil"), ["Pagando hasta $4,000 al mes"]), ((*begun, "unos 190"), ["KIA Rio 2017"])]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize(
    "said", ["ocupo un coche pal uber", "quiero un auto para trabajarlo en didi", "uno pa indrive"]
)
def test_who_drives_for_others_is_told_that_what_they_take_is_not_on_record(said):
    assert not cast.unread([(("buenas", said), ["Qué autos aceptan Uber o DiDi no lo tengo", "!¿Qué auto buscas?"])])


@pytest.mark.parametrize(
    "said",
    [
        "me pagan 6 mil a la quincena, que me conviene",
        "gano 13500 al mes",
        "entre mi esposa y yo ganamos 20 mil, para que nos alcanza?",
        "tengo 24 años, soy cajera y gano 9 mil",
    ],
)
def test_an_income_is_no_payment_and_is_taken_in(said):
    told = ["Cuánto de tu ingreso conviene gastar lo decides tú", "en total o al mes", "!Pagando hasta", "!10 % anual"]
    assert not cast.unread([(("hola", said), told)])


def test_an_income_told_of_one_car_asks_what_is_paid_down():
    dialogues = [
        (("el rio", "gano 10 mil, si la armo?"), ["lo decides tú", "¿Cuánto darías de enganche?"]),
        (("el rio", "40 de enganche", "gano 10 mil, si la armo?"), ["lo decides tú", "al mes; total"]),
    ]
    assert not cast.unread(dialogues)


def test_who_buys_their_first_car_gives_none_in_and_a_name_asks_for_no_person():
    dialogues = [
        (("quiero comprar mi primer coche",), ["en total o al mes", "!datos de tu auto"]),
        (("me llamo Lupita",), ["Lupita", "!le paso tu conversación"]),
        (("me urge un coche porque el mio se descompuso",), ["¿Qué auto buscas?", "!Lamento"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize(
    "said",
    ["ya no quiero manejar carro estandar", "tengo 67 años y no me gusta manejar estándar", "no sé manejar manual"],
)
def test_who_would_not_drive_a_manual_is_shown_automatics_and_no_test_drive(said):
    assert not cast.unread([((said,), ["automático", "!probar"])])


@pytest.mark.parametrize("said", ["ando viendo carro para mi hija", "estamos viendo un auto pa la familia"])
def test_who_only_looks_around_is_asked_for_no_test_drive(said):
    assert "probar" not in cast.ana_reads(said)


def test_a_car_given_in_for_so_much_is_paid_down():
    dialogues = [(("spark", "tengo un jetta 2014 a cuenta", "pongamosle que me dan 60"), ["enganche", "60,000"])]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize("said", ["uber", "pues didi", "Indrive"])
def test_who_says_no_more_than_whom_they_drive_for_is_asked_what_to_spend(said):
    assert not cast.unread([(("ola", said), ["en total o al mes", "!No tengo ese dato"])])


def test_newer_than_theirs_is_no_wish_for_the_whole_lot():
    dialogues = [
        (("tengo un aveo 2015 lo qiero dejar a cuenta x algo mas nuevo",), ["Chevrolet Aveo 2015", "!Encontré"]),
        (("cambio mi jetta 2014 por algo mas nuevo",), ["Volkswagen Jetta 2014", "!Encontré"]),
        (("quisiera uno mas reciente dando mi versa 2016 a cuenta",), ["Nissan Versa 2016", "!Encontré"]),
        (("doy mi aveo 2015 a cuenta de algo mas nuevo de 250",), ["Chevrolet Aveo 2015", "hasta $250,000"]),
    ]
    assert not cast.unread(dialogues)


def test_whether_it_is_still_there_and_to_keep_it_are_answered_beside_the_quote():
    dialogues = [
        (("kiero el spark, sige disponible?",), ["Sí, sigue disponible"]),
        (
            ("spark", "si o no sige? me lo aparto ya traigo 90 mil"),
            ["Sí, sigue disponible.", "no puedo apartar autos", "enganche $90,000"],
        ),
        (("spark", "todavia lo tienes? con 90 mil a 4 años"), ["Sí, sigue disponible.", "(48 meses)"]),
        (("spark", "me lo apartas? doy 90 mil de enganche"), ["no puedo apartar autos", "enganche $90,000"]),
    ]
    assert not cast.unread(dialogues)

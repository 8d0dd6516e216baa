"""Which of several cars Ana means: the other one, the one of a kind or a price, the one that has the least."""

import pytest

from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(policy):
    """Cars of one model that differ in price, gearbox, body or year, and others beside them."""
    cast.car(301, "KIA", "Rio", price=183_999, year=2017, km=91_224, version="1.6 EX MT")
    cast.car(302, "KIA", "Rio", price=236_999, year=2019, km=50_290, version="1.6 LX AUTO", car_play=True)
    cast.car(303, "KIA", "Rio", price=249_999, year=2019, km=52_131, version="1.6 LX AUTO", car_play=True)
    cast.car(304, "Mazda", "Mazda 3", price=148_999, year=2012, km=102_874, version="2.0 SEDAN I TA")
    cast.car(305, "Mazda", "Mazda 3", price=281_999, year=2018, km=44_000, version="2.5 HATCHBACK I TOURING TA")
    cast.car(306, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT")
    cast.car(307, "Chevrolet", "Aveo", price=151_999, year=2016, km=95_425, version="1.6 C AT")
    cast.car(308, "Chevrolet", "Sonic", price=158_999, year=2016, km=106_148, version="1.6 AT F LTZ")
    cast.car(309, "Mini", "Cooper", price=366_999, year=2018, km=46_656, version="1.5 PEPPER AUTO", length_mm=3821)
    cast.car(310, "Mercedes Benz", "Clase A", price=371_999, year=2018, km=93_481, version="1.6 A 200 STYLE DCT")
    cast.car(311, "Mercedes Benz", "Clase A", price=538_999, year=2020, km=24_275, version="1.3 A 200 PROGRESSIVE DCT")
    cast.car(312, "Mercedes Benz", "Clase C", price=270_999, year=2014, km=68_431, version="1.8 C 250 CGI SPORT AT")
    cast.car(313, "Mazda", "CX-5", price=361_999, year=2018, km=41_000, version="2.0 I SPORT AT 2WD")
    cast.car(314, "Mazda", "CX-5", price=396_999, year=2019, km=42_000, version="2.5 S GT AUTO", car_play=True)
    cast.car(315, "Nissan", "X-Trail", price=407_999, year=2021, km=20_270, version="2.5 SENSE CVT", car_play=True)
    cast.car(
        316, "Honda", "Odyssey", price=253_999, year=2016, km=95_300, version="3.5 LX", length_mm=5180, height_mm=1737
    )
    cast.car(
        317,
        "Toyota",
        "Avanza",
        price=238_999,
        year=2018,
        km=76_000,
        version="1.5 XLE AT",
        length_mm=4140,
        height_mm=1695,
    )
    cast.car(318, "Volkswagen", "Vento", price=224_999, year=2020, km=43_640, version="1.6 AUTO", bluetooth=True)
    cast.car(320, "KIA", "Forte", price=331_999, year=2020, km=39_492, version="1.6 GT DCT")
    cast.car(319, "Volkswagen", "Jetta", price=222_999, year=2018, km=100_618, version="2.5 TRENDLINE MT")


def test_the_other_is_meant_where_something_is_held_against_the_one_told():
    aveos = "aveo"
    dialogues = [
        ((aveos, "119 mil km ya es un buen. y el otro? con 40 de enganche"), ["*Chevrolet Aveo 2016*: precio"]),
        ((aveos, "uy el d 151 se pasa, cuanto el otro con 30"), ["*Chevrolet Aveo 2017*: precio"]),
        ((aveos, "el 2016 ya esta viejito. mejor el otro con 50 a 4 años"), ["*Chevrolet Aveo 2017*: precio"]),
        ((aveos, "el de 138 o el otro cual trae menos km?"), ["Aveo 2016", "Aveo 2017"]),
        ((aveos, "el otro, el de 151, con 40"), ["*Chevrolet Aveo 2016*: precio"]),
        ((aveos, "el aveo 2017 ya trae mucho km, cuanto el otro con 40"), ["*Chevrolet Aveo 2016*: precio"]),
        (("cx5", "la sport me late, pero se ve sencilla. y la otra con 100 a 4?"), ["*Mazda CX-5 2019*: precio"]),
        (("cx5", "la gt esta carisima, la otra en cuanto con 100"), ["*Mazda CX-5 2018*: precio"]),
    ]
    assert not cast.unread(dialogues)


def test_a_car_is_the_one_named_only_if_it_is_of_the_kind_said_behind_its_name():
    dialogues = [
        (("hasta 160", "el mazda hatchback me late! cuantos km tiene"), ["44,000 km", "!2012"]),
        (("hasta 160", "y el mazda 3 hatch back?"), ["HATCHBACK", "!2012"]),
        (("hasta 160", "me late el mazda sedan"), ["*Mazda 3 2012*"]),
        (("rio", "el rio estandar cuantos km trae"), ["*KIA Rio 2017*", "!2019"]),
        (("rio", "el kia de palanca con 60"), ["*KIA Rio 2017*: precio"]),
        (("rio", "y el vento?", "el kia pero automatico"), ["Rio 2019", "!2017", "!Forte"]),
        (
            ("rio", "compara el rio 2017 con el vento", "el kia, pero que sea automatico"),
            ["Rio 2019", "!2017", "!Forte"],
        ),
        (("hasta 200", "el rio automatico cuanto"), ["2019", "!$183,999"]),
        (("jetta", "el jetta es automatico?"), ["*Volkswagen Jetta 2018*", "manual"]),
    ]
    assert not cast.unread(dialogues)


def test_the_least_is_of_what_was_spoken_of_before_it():
    few = "automatico hasta 160"
    dialogues = [
        ((few, "todos traen mucho kilometro no? el de menos cual es"), ["95,425 km", "!119,157"]),
        ((few, "uy muy corridos. cual tiene menos?"), ["95,425 km", "!119,157"]),
        ((few, "traen un chorro d km todos, el de menos?"), ["95,425 km", "!119,157"]),
        ((few, "y de kilometraje, cual es el menor"), ["95,425 km"]),
        ((few, "estan caros. el de menos cual es"), ["$138,999", "!$151,999"]),
        ((few, "el de menos"), ["$138,999"]),
    ]
    assert not cast.unread(dialogues)


def test_a_price_that_was_not_shown_is_looked_for_in_the_model_talked_about():
    dialogues = [
        (("rio 2017", "el de 249 en cuanto con 60 a 5 años"), ["*KIA Rio 2019*: precio $249,999"]),
        (("cx5 2018", "y la de 396 cuantos km tiene?"), ["42,000 km", "!41,000"]),
        (("cx5 2018", "mejor la de 396, doy 100 a 5 años"), ["*Mazda CX-5 2019*: precio $396,999"]),
    ]
    assert not cast.unread(dialogues)


def test_all_of_a_model_are_compared_where_it_is_asked_what_tells_them_apart():
    automatic = "automatico hasta 250"
    dialogues = [
        ((automatic, "q diferencia hay entre los rio"), ["$236,999", "$249,999", "!2017"]),
        (("rio 2019", "el rio me gusta pero hay varios no? cual es la diferencia"), ["$236,999", "$249,999"]),
        (("aveo", "los aveos en q cambian, cual es la diferencia"), ["138,999", "151,999", "!De cuál"]),
        (("rio", "la diferencia entre los rios cual es"), ["$183,999", "$236,999", "$249,999", "!Con eso no"]),
        (("rio", "cual es la diferencia entre los rios", "el de 236 con 50 a 4"), ["*KIA Rio 2019*: precio $236,999"]),
    ]
    assert not cast.unread(dialogues)


def test_what_comes_first_behind_a_name_says_which_of_it_is_compared():
    mercedes = "mini cooper o mercedes clase a, precios"
    dialogues = [
        ((mercedes, "cual es mas chico, el mini o el mercedes mas barato"), ["Clase A 2018", "!Clase C", "!2020"]),
        ((mercedes, "compara el mini con el mercedes mas nuevo"), ["Clase A 2020", "!Clase C"]),
        (
            ("cx5 2018 o xtrail cual conviene", "la xtrail", "comparala con la mazda mas nueva"),
            ["X-Trail", "CX-5 2019"],
        ),
        (("xtrail", "comparala con la cx5 mas barata"), ["X-Trail", "CX-5 2018", "!CX-5 2019"]),
        (("compara la cx5 mas nueva con la xtrail",), ["CX-5 2019", "!CX-5 2018"]),
    ]
    assert not cast.unread(dialogues)


def test_cars_to_compare_are_as_was_wished():
    dialogues = [
        (("automatico hasta 240", "entre la avanza y el rio cual es mejor"), ["$236,999", "!2017"]),
        (("hasta 160", "entre el aveo 2017 y el rio automatico cual conviene"), ["KIA Rio 2019", "!Rio 2017"]),
        (("hasta 160", "el rio estandar o el jetta cual trae menos km"), ["KIA Rio 2017", "Jetta"]),
        (("automatico hasta 160", "compara el rio con el vento"), ["KIA Rio", "Vento"]),
    ]
    assert not cast.unread(dialogues)


def test_the_car_talked_about_is_set_against_the_one_named_beside_it():
    dialogues = [
        (("odyssey", "trae un chingo de km no?? mejor esa o la avanza"), ["95,300", "76,000"]),
        (("odyssey", "la avanza o esa cual?"), ["95,300", "76,000"]),
        (("odyssey", "con 100 a 5", "esta vs avanza"), ["Odyssey", "Avanza"]),
        (("odyssey", "esa o la avanza", "la odyssey la veo el sabado a las 11"), ["*Honda Odyssey 2016*", "!Avanza"]),
    ]
    assert not cast.unread(dialogues)


def test_what_the_car_talked_about_has_is_no_wish_for_others():
    listed = "volkswagen", "el vento trae carplay?"
    dialogues = [
        ((*listed, "no le hace con bluetooth la armo. 30 de enganche"), ["*Volkswagen Vento 2020*: precio"]),
        ((*listed, "total tiene bluetooth, cuanto con 40 a 4 años"), ["*Volkswagen Vento 2020*: precio"]),
        ((*listed, "quiero uno con carplay, doy 40"), ["!Vento 2020*: precio"]),
    ]
    assert not cast.unread(dialogues)


def test_none_of_two_as_new_is_called_the_newer():
    both = "automatico hasta 160", "el aveo 2016 o el sonic"
    dialogues = [
        ((*both, "cual es mas nuevo de los dos"), ["Son del mismo año"]),
        ((*both, "cual trae menos km de los dos"), ["Aveo 2016", "95,425 km"]),
    ]
    assert not cast.unread(dialogues)


def test_the_gearbox_wanted_stands_against_the_one_told_of_a_car():
    dialogues = [
        (("jetta", "es estandar y no se manejar estandar. otro volkswagen pero automatico"), ["Vento", "!Jetta 2018*"]),
        (("el vento", "es automatico verdad? yo busco un vw estandar"), ["Jetta"]),
        (("jetta", "es estandar o automatico?"), ["manual"]),
    ]
    assert not cast.unread(dialogues)


def test_what_a_card_states_is_told_of_each_of_those_just_compared():
    both = "compara el vento con el jetta"
    dialogues = [
        ((both, "Precio de ambos y kilometraje"), ["$224,999", "100,618 km", "$2,000", "!de cuál auto"]),
        (
            (both, "tienen bluetooth?"),
            ["Volkswagen Vento 2020, ", "Volkswagen Jetta 2018, ", "Bluetooth: sí", "!Medidas"],
        ),
        ((both, "trae car play?"), ["Volkswagen Vento 2020, ", "Volkswagen Jetta 2018, ", "CarPlay", "!Medidas"]),
        ((both, "ok y cuanto kilometraje tienen"), ["43,640 km", "100,618 km", "!CarPlay"]),
        ((both, "aja y el precio?"), ["$224,999", "$222,999", "!No puedo cambiar"]),
        (("jetta", "aja y el precio?"), ["*Volkswagen Jetta 2018*", "!No puedo cambiar"]),
        ((both, "cuanto cuestan"), ["$224,999", "$222,999", "!de cuál auto"]),
        ((both, "de q año son y cuanto valen"), ["Vento 2020", "$222,999", "!de cuál auto"]),
        (("aveo", "traen bluetooth los dos?"), ["Aveo 2017", "Aveo 2016", "Bluetooth"]),
    ]
    assert not cast.unread(dialogues)


def test_of_two_gearboxes_the_one_that_is_taken_back_is_not_looked_for():
    manual = ["*KIA Rio 2017*", "!2019", "!No puedo cambiar"]
    for_it = (
        "automatica no, de palanca",
        "automatico, perdon, estandar",
        "automatico digo manual",
        "ay no, me equivoque, manual, los automaticos estan caros",
        "mejor estandar, esta caro el automatico",
        "el automatico se me hace caro, mejor estandar",
        "no automatico, estandar porfa",
        "estandar, el automatico no me alcanza",
    )
    dialogues = [(("rio", said), manual) for said in for_it]
    dialogues.append((("rio", "de palanca no, automatico"), ["2019", "!2017"]))
    dialogues.append((("rio", "estandar no se manejar, automatico"), ["2019", "!2017"]))
    assert not cast.unread(dialogues)


def test_models_named_one_after_the_other_are_the_two_that_are_weighed():
    dialogues = [
        (("rio", "o el vento", "cual me conviene mas?"), ["KIA Rio 2017*", "Volkswagen Vento 2020*"]),
        (("el aveo", "y el sonic?", "de los dos cual trae menos km?"), ["Aveo 2016", "Sonic 2016"]),
        (("busco sonic o vento, el mas barato", "cual de los 2 tiene menos km y de que año son"), ["Sonic", "Vento"]),
        (("rio", "y un jetta?", "cual me recomiendas"), ["KIA Rio 2017*", "Volkswagen Jetta 2018*"]),
        (("rio", "o el vento", "cual de esos me conviene"), ["!Rio"]),
        (("rio", "o el vento", "mejor una odyssey", "cual me conviene?"), ["!Rio"]),
    ]
    assert not cast.unread(dialogues)


def test_the_first_in_something_of_each_of_the_models_compared_is_told():
    both = "compara el rio con el mazda 3"
    dialogues = [
        ((both, "las mas nuevas que tengan de cada una"), ["KIA Rio 2019*", "Mazda 3 2018*", "!2012"]),
        ((both, "y el de menos km de cada modelo?"), ["Rio 2019", "Mazda 3 2018", "!2012"]),
        ((both, "el más caro de cada uno"), ["$249,999", "$281,999"]),
        ((both, "los mas nuevos de cada modelo", "y de precio cuanta diferencia hay?"), ["Rio 2019", "Mazda 3 2018"]),
    ]
    assert not cast.unread(dialogues)


def test_one_of_those_in_view_is_picked_by_its_size():
    both = "compara la odyssey con la avanza"
    dialogues = [
        ((both, "la mas chica con 30% de enganche a 36"), ["*Toyota Avanza 2018*: precio", "!Odyssey"]),
        ((both, "me late la mas grande"), ["*Honda Odyssey 2016*", "Número de auto: 316", "!Avanza"]),
        ((both, "ok la mas larga. la puedo ver el sabado?"), ["Odyssey", "!Avanza"]),
        ((both, "la mas cortita. trae bluetooth?"), ["Avanza", "!Odyssey"]),
        ((both, "mi hijo el mas grande va en silla. tienen isofix?"), ["!*Honda Odyssey 2016*"]),
    ]
    assert not cast.unread(dialogues)


def test_each_side_that_is_asked_about_is_told():
    both = "compara la odyssey con la avanza"
    dialogues = [
        ((both, "cual mide mas de largo y de alto?"), ["5.18 m de largo, 1.737 m de alto", "Más alto"]),
        ((both, "cual es mas alta y mas larga"), ["Más largo", "Más alto"]),
        ((both, "cual es mas larga?"), ["5.18 m de largo", "!m de alto"]),
    ]
    assert not cast.unread(dialogues)


def test_what_is_alike_keeps_to_the_price_that_was_spoken_of():
    dialogues = [
        (("un carro de 240 mil con 50 de enganche", "y que autos hay por ese precio?"), ["Rio", "Avanza", "!Cooper"]),
        (("nissan hasta 450", "y en honda algo parecido?"), ["hasta $450,000", "Odyssey"]),
        (("mini", "algo parecido en mercedes"), ["Clase A 2018", "!538,999", "!270,999"]),
    ]
    assert not cast.unread(dialogues)


def test_the_car_talked_about_stands_against_the_one_it_is_compared_with_in_several_things():
    dialogues = [
        (("odyssey", "y si la comparas con la avanza cual es mas barata y cual mas nueva"), ["Odyssey", "Avanza 2018"]),
        (("cooper", "comparalo con el vento, cual trae menos km y cual es mas nuevo"), ["Cooper", "Vento 2020"]),
    ]
    assert not cast.unread(dialogues)


def test_the_model_named_and_what_is_like_it_are_shown_and_narrowed_together():
    dialogues = [
        (("busco una cx5 o algo asi, hasta 410 mil",), ["1. Mazda CX-5 2018", "X-Trail", "!Rio", "!Jetta"]),
        (("una cx-5 o similar de 410 para abajo", "que sea 2020 o mas nueva"), ["X-Trail", "!CX-5 2018"]),
        (("quiero un jetta o alguno parecido",), ["1. Volkswagen Jetta 2018", "2. ", "!Odyssey"]),
        (("busco una cx5",), ["CX-5", "!X-Trail"]),
    ]
    assert not cast.unread(dialogues)


def test_of_a_car_talked_about_and_a_model_only_the_other_is_said_to_be_chosen():
    cast.car(321, "KIA", "Rio", price=259_999, year=2020, km=40_000, version="1.6 LX AUTO")
    dialogues = [
        (("aveo 2016", "q conviene mas, este o el rio?"), ["De Rio tomé el más barato.", "Aveo 2016"]),
        (("q conviene mas, el rio o el mazda 3?",), ["Tomé el más barato de cada modelo."]),
    ]
    assert not cast.unread(dialogues)


def test_where_there_is_no_other_of_the_name_that_is_said_and_the_rest_of_it_is_shown():
    dialogues = [
        (("busco volkswagen de menos de 90 mil km", "no te queda otro volkswagen?"), ["tengo", "Vento", "Jetta 2018"]),
        (("quiero un mazda 3 2018", "y no hay otro mazda 3?"), ["tengo", "Mazda 3 2012"]),
        (("una toyota hasta 300", "ya trae mucho, no habra otra toyota"), ["tengo", "Avanza 2018"]),
        (("kia rio", "el de 183", "no hay otro rio?"), ["1. KIA Rio", "!único", "!otro más que"]),
    ]
    assert not cast.unread(dialogues)


def test_the_cars_that_come_first_in_two_things_are_told_apart_alone():
    dialogues = [
        (("kia rio", "diferencia de precio del mas caro al mas barato de esos"), ["$66,000", "!236,999"]),
        (("kia rio", "cuanto hay de diferencia entre la mas barata y la mas cara"), ["$66,000", "!236,999"]),
        (("kia rio", "cuanto mas cuesta el mas caro que el mas barato"), ["$66,000", "!236,999"]),
        (("kia rio", "comparame el mas barato con el que trae menos km"), ["$53,000", "!249,999"]),
    ]
    assert not cast.unread(dialogues)


def test_one_more_is_put_beside_those_just_compared_and_said_to_cost_too_much():
    dialogues = [
        (
            ("busco mazda, hasta 370", "compara la cx5 con el mazda 3 2018", "y contra la x-trail?"),
            ["CX-5 2018", "Mazda 3 2018", "X-Trail 2021", "!Mazda 3 2012", "X-Trail 2021* pasa del precio"],
        ),
        (("automatico hasta 300", "que tal el versus del aveo 2017 y el rio 2017"), ["!pasa del precio"]),
    ]
    assert not cast.unread(dialogues)


def test_the_kind_that_several_of_the_list_are_of_picks_none_of_them():
    cast.car(322, "Mazda", "Mazda 3", price=295_999, year=2018, km=79_926, version="2.5 SEDAN S GRAND TOURING TA")
    dialogues = [
        (("mazda 3", "el sedan, hatchback no"), ["1. Mazda 3 2012", "2. Mazda 3 2018", "!HATCHBACK"]),
        (("mazda 3", "me late el sedan"), ["$148,999", "$295,999", "!HATCHBACK"]),
        (("mazda 3", "el sedan de 295"), ["*Mazda 3 2018*", "GRAND TOURING", "!$148,999"]),
        (("mazda 3", "el hatchback"), ["*Mazda 3 2018*", "$281,999", "!$295,999"]),
    ]
    assert not cast.unread(dialogues)


def test_the_figure_in_the_name_of_a_model_is_no_place_of_the_list():
    first_five = "que autos hay hasta 500 mil"
    dialogues = [
        ((first_five, "de la cx-5 cual es mejor, la 2018 o la 2019"), ["CX-5 2018", "CX-5 2019", "!3. *"]),
        (
            (first_five, "de las cx-5 2018 y 2019 cual conviene", "la mas barata con 180 de enganche"),
            ["*Mazda CX-5 2018*: precio"],
        ),
    ]
    assert not cast.unread(dialogues)


def test_which_body_a_car_has_is_told_of_it_and_looks_for_no_other():
    unsure = "Por confirmar si es sedán o hatchback"
    dialogues = [
        (("mazda 3", "el 2", "es sedan o hatchback?"), ["*Mazda 3 2018*: según su versión, es hatchback", "!1. "]),
        (("mazda 3", "y el 1 es hatchback?"), ["*Mazda 3 2012*: según su versión, es sedán", "!1. "]),
        (("jetta", "es sedan verdad?"), ["ese modelo es conocido como sedán", "Número de auto: 319"]),
        (("rio 2017", "ese es hb o sedan"), [unsure, "KIA Rio 2017", "!1. "]),
        (("mazda 3", "el 1", "es sedan?", "y uno mas nuevo?"), ["2.5 HATCHBACK I TOURING"]),
        (("mazda 3", "me interesa el que es sedan"), ["Mazda 3 2012", "!según su versión"]),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize(
    "asked", ["cual de las dos es la mas equipada", "y cual trae mas cosas?", "cual esta mejor equipada"]
)
def test_the_best_equipped_is_told_by_what_is_on_record(asked):
    reply = cast.ana_reads("cx5", asked)
    assert "Con más equipo registrado: 2. *Mazda CX-5 2019*." in reply, reply
    assert "CarPlay: no registrado" in reply


def test_of_cars_with_the_same_on_record_none_is_the_best_equipped():
    reply = cast.ana_reads("rio 2019", "cual es el mas equipado")
    assert "CarPlay: sí" in reply, reply
    assert "Con más equipo" not in reply


@pytest.mark.parametrize(
    ("dialogue", "apart"),
    [
        (("cx5", "la segunda", "cuanto me ahorro con la primera"), "$35,000"),
        (("forte", "y con el jetta cuanto me ahorro"), "$109,000"),
    ],
)
def test_how_much_is_saved_with_another_car_is_told_before_any_quote(dialogue, apart):
    assert f"diferencia de {apart}" in cast.ana_reads(*dialogue)

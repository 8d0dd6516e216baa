"""Which car Ana means: one of the two just compared, the one that fits, the one not turned away, the one named last."""

import pytest

from catalog.models import Car
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lot(policy):
    """Cars of which several are of one model, or alike in one thing."""
    cast.car(201, "Seat", "Ibiza", price=232_999, year=2018, km=73_414, version="1.6 XCELLENCE AUTO", car_play=True)
    cast.car(202, "KIA", "Rio", price=236_999, year=2019, km=50_290, version="1.6 LX AUTO", car_play=True)
    cast.car(203, "KIA", "Rio", price=249_999, year=2019, km=52_131, version="1.6 LX AUTO", car_play=True)
    cast.car(204, "KIA", "FORTE", price=180_999, year=2016, km=73_050, version="2.0 LX MT")
    cast.car(205, "KIA", "FORTE", price=331_999, year=2020, km=39_492, version="1.6 GT DCT")
    cast.car(206, "KIA", "FORTE", price=408_999, year=2023, km=21_000, version="2.0 GT LINE IVT")
    cast.car(207, "BMW", "Serie 2", price=866_999, year=2018, km=56_419, version="3.0 M2 DCT")
    cast.car(208, "Toyota", "Avanza", price=238_999, year=2018, km=76_000, version="1.5 XLE AT", length_mm=4140)
    cast.car(209, "Honda", "Odyssey", price=253_999, year=2016, km=95_300, version="3.5 LX", length_mm=5180)
    cast.car(210, "Honda", "Odyssey", price=314_999, year=2015, km=83_100, version="3.5 EX AT", length_mm=5180)
    cast.car(211, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT")
    cast.car(212, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT")
    cast.car(213, "Chevrolet", "Aveo", price=151_999, year=2016, km=95_425, version="1.6 C AT")
    cast.car(214, "Volkswagen", "Jetta", price=222_999, year=2018, km=100_618, version="2.5 TRENDLINE MT")
    cast.car(
        216, "Nissan", "Kicks", price=338_999, year=2020, km=21_000, version="1.6 ADVANCE LTS XTRONIC", car_play=True
    )
    cast.car(217, "Volkswagen", "T-Cross", price=342_999, year=2020, km=43_509, version="1.6 COMFORTLINE AUTO")
    cast.car(215, "Nissan", "Sentra", price=268_999, year=2019, km=18_383, version="1.8 ADVANCE AUTO")


OF_THE_TWO_COMPARED = "automatico con carplay hasta 250", "oye hay dos rio 2019 no? cual es la diferencia"


def test_what_comes_first_is_meant_of_the_cars_just_compared():
    dialogues = [
        ((*OF_THE_TWO_COMPARED, "el mas barato. con 50 d enganche a 5 años"), ["*KIA Rio 2019*: precio $236,999"]),
        ((*OF_THE_TWO_COMPARED, "me quedo con el mas caro, 50 de enganche"), ["precio $249,999"]),
        ((*OF_THE_TWO_COMPARED, "ese el q trae menos km"), ["Precio: $236,999", "!Ibiza"]),
        ((*OF_THE_TWO_COMPARED, "la barata con 80 a 48"), ["precio $236,999", "(48 meses)"]),
        (("aveo", "compara los dos", "el mas nuevo lo quiero ver el sabado a las 11"), ["*Chevrolet Aveo 2017*"]),
        ((*OF_THE_TWO_COMPARED, "rios", "el mas nuevo con 60"), ["precio $236,999"]),
        (("compara el jetta y el aveo", "ibiza", "y el mas barato que tienen?"), ["*Chevrolet Aveo 2017*"]),
    ]
    assert not cast.unread(dialogues)


def test_the_one_taken_is_meant_and_not_the_other_that_is_only_spoken_of():
    compared = "compara los dos aveo"
    dialogues = [
        ((compared, "me quedo con el 2017, es q el otro es mas viejo. a 48 con 40"), ["*Chevrolet Aveo 2017*: precio"]),
        ((compared, "mejor el 2016 porque el otro trae mas km, con 40 a 48"), ["*Chevrolet Aveo 2016*: precio"]),
        ((compared, "me voy con el 2017, el otro es mas viejo. con 40 a 4 años"), ["*Chevrolet Aveo 2017*: precio"]),
        *(
            ((compared, "el 2016 con 40 a 48", said), ["*Chevrolet Aveo 2017*: precio", "(48 m"])
            for said in ("no, dije el 2017!", "te dije el 2017", "no no, yo dije que el 2017")
        ),
    ]
    assert not cast.unread(dialogues)


def test_the_one_that_has_what_was_told_is_meant():
    garage = "la odyssey 2015 o la avanza cual es mas larga? mi cochera mide 4.80"
    dialogues = [
        ((garage, "chin, entonces la q si cabe. con 100 a 3 años"), ["*Toyota Avanza 2018*: precio"]),
        ((garage, "pues la que quepa, 80 de enganche"), ["*Toyota Avanza 2018*: precio"]),
        ((garage, "y la que no cabe en cuanto sale con 80?"), ["*Honda Odyssey 2015*: precio"]),
        (("compara el spark con el sentra", "me quedo con el automatico"), ["*Nissan Sentra 2019*", "!Spark"]),
        (("compara el spark con el sentra", "el q no es estandar con 60 a 4"), ["*Nissan Sentra 2019*: precio"]),
        (("compara el ibiza y el jetta", "dame el q trae carplay, 70 d enganche"), ["*Seat Ibiza 2018*: precio"]),
        (("forte", "el estandar con 40 a 5"), ["*KIA FORTE 2016*: precio"]),
        (("forte", "el gt"), ["*KIA FORTE 2020*"]),
        (("forte", "el gt line con 90"), ["*KIA FORTE 2023*: precio"]),
        (("jetta o sentra", "el nissan lo quiero con 60 a 5"), ["*Nissan Sentra 2019*: precio"]),
    ]
    assert not cast.unread(dialogues)


def test_a_car_that_was_turned_away_is_not_told_of_again():
    big = "busco odyssey 2016", "mide mas de 5 metros?"
    dialogues = [
        ((*big, "uy no entonces no. la avanza cuanto kilometraje y en cuanto sale"), ["*Toyota Avanza 2018*", "!Ody"]),
        ((*big, "no, la avanza en cuanto", "con 120 a 4 años"), ["*Toyota Avanza 2018*: precio"]),
        ((*big, "mejor la avanza que precio", "ok la veo el sabado a las 11"), ["*Toyota Avanza 2018*", "!Odyssey"]),
        (("odyssey", "la 2016 no, muy viejita"), ["*Honda Odyssey 2015*", "!2016"]),
        (("odyssey", "el 1 no me gusto", "ese con 100 a 4"), ["*Honda Odyssey 2015*: precio"]),
        (("odyssey", "la de 253 ni de chiste"), ["*Honda Odyssey 2015*", "!2016"]),
        (("cual es el mas barato", "tiene un chorro d km no? algo asi pero con menos"), ["!119,157", "Aveo 2016"]),
        (("cual es el mas barato", "trae muchos km, otro"), ["!119,157"]),
        (("el jetta", "esta muy viejito, otro sedan?"), ["!Jetta", "Sentra 2019"]),
        (("jetta", "otro sedan aut menos d 280"), ["!Jetta", "Sentra 2019"]),
        (("aveo", "tienen muchos kilometros, otros?"), ["!Aveo 201"]),
        (("sentra o el aveo 2016?", "el de menos km a 4 con 60", "no, del otro"), ["*Chevrolet Aveo 2016*"]),
        (("sentra", "no quiero ese, otro sedan"), ["Encontré", "!*Nissan Sentra 2019*"]),
        (("sentra", "esta carisimo. otro sedan como en 150?"), ["de $135,000 a $165,000"]),
        (("sentra", "una suv entonces, q no pase de 290"), ["SUV, hasta $290,000"]),
    ]
    assert not cast.unread(dialogues)


def test_the_terms_of_one_car_are_asked_of_another():
    quoted = "el sentra con 90 de enganche a 4 años"
    dialogues = [
        ((quoted, "mmm esta pesadito. y la avanza en lo mismo?"), ["*Toyota Avanza 2018*: precio", "enganche $90,000"]),
        ((quoted, "y la avanza igual?"), ["*Toyota Avanza 2018*: precio", "(48 meses)"]),
        ((quoted, "y el rio en las mismas"), ["$236,999", "$249,999", "con enganche de $90,000: a 48 meses"]),
        ((quoted, "y el jetta con lo mismo", "no, mejor el sentra"), ["*Nissan Sentra 2019*: precio"]),
        (("odyssey", "las dos con 100 a 4", "y la avanza igual?"), ["*Toyota Avanza 2018*: precio", "(48 meses)"]),
    ]
    assert not cast.unread(dialogues)


def test_the_car_named_last_or_talked_about_is_meant():
    dialogues = [
        (("forte", "y el m2 a como lo tienen jaja", "ese con 150 de enganche a 6 años"), ["precio $866,999"]),
        (("bmw m2 lo tienes?",), ["*BMW Serie 2 2018*"]),
        (
            ("el mas barato automatico", "uy mucho km. y el spark?", "entonces el aveo, con 40 mil de enganche"),
            ["*Chevrolet Aveo 2017*: precio"],
        ),
        (("aveo 2016", "jetta", "mejor el aveo, 40 de enganche a 5"), ["*Chevrolet Aveo 2016*: precio"]),
    ]
    assert not cast.unread(dialogues)


def test_a_price_behind_a_name_tells_which_one_and_limits_nothing():
    dialogues = [
        (("automatico con carplay hasta 250", "me gusta mas el rio de 249. de q color es?"), ["Precio: $249,999"]),
        (("automatico con carplay hasta 250", "el rio de 236 tiene bluetooth?"), ["Precio: $236,999", "!Encontré"]),
        (("odyssey", "la odyssey que cuesta 314 con 100 a 4"), ["*Honda Odyssey 2015*: precio"]),
    ]
    assert not cast.unread(dialogues)


def test_the_few_of_a_model_are_offered_while_day_and_hour_are_kept():
    dialogues = [
        (
            ("va el rio, 100 de enganche 5 años", "lo puedo manejar? viernes saliendo d la uni tipo 5"),
            ["1. KIA Rio 2019", "2. KIA Rio 2019", "¿Qué auto quieres probar, el viernes", "a las 17:00"],
        ),
        (
            ("quiero probar un aveo el sabado a las 11", "el mas nuevo"),
            ["*Chevrolet Aveo 2017*", "a las 11:00"],
        ),
    ]
    assert not cast.unread(dialogues)


@pytest.mark.parametrize(
    ("said", "sought"),
    [
        ("voy seguido a santa fe, ahí lo puedo ver el martes a las 10?", False),
        ("bajo a santa fe diario, puedo probarlo ahi el sabado a las 11?", False),
        ("me muevo por santa fe, ahi lo veo el lunes a las 10", False),
        ("y la santa fe la tienen?", True),
        ("mejor una santa fe", True),
    ],
)
def test_a_place_one_goes_to_is_no_car(said, sought):
    assert bool(cast.unread([(("sentra", said), ["!Hyundai"])])) is sought


def test_what_is_remembered_of_a_car_is_read_as_it_was_stored():
    Car.objects.filter(stock_id=208).update(length_mm=None)
    garage = "la odyssey 2015 o la avanza cual es mas larga? mi cochera mide 4.80"

    assert not cast.unread([((garage, "la q si cabe"), ["!*Toyota Avanza 2018*\n"])])


def test_a_name_said_barely_is_the_car_just_compared_or_talked_about():
    two = "kicks vs t-cross cual trae mas km"
    dialogues = [
        ((two, "ok kicks. 20% a 4 años"), ["*Nissan Kicks 2020*: precio", "!T-Cross"]),
        ((two, "va, kicks con 80 a 48"), ["*Nissan Kicks 2020*: precio", "!T-Cross"]),
        ((two, "kicks mejor", "agendame el sabado a las 12"), ["*Nissan Kicks 2020*", "!T-Cross"]),
        ((two, "me quedo con t-cross. 20% a 3"), ["*Volkswagen T-Cross 2020*: precio", "!Kicks"]),
        (("el rio o el forte 2020, cual conviene", "forte con 90 a 5 años"), ["*KIA FORTE 2020*: precio", "!Rio"]),
        (("el spark", "jetta?", "spark mejor, 30 de enganche"), ["*Chevrolet Spark 2017*: precio"]),
        ((two, "ok. hay otra kicks?"), ["!precio $"]),
        (("el forte 2020", "no, yo si quiero carplay. cuales kia lo traen"), ["Rio", "!*KIA FORTE 2020*"]),
    ]
    assert not cast.unread(dialogues)


def test_no_and_another_car_goes_back_to_that_one():
    dialogues = [
        (("el spark", "y un jetta estandar?", "mm no el spark. con 40 a 5 años"), ["*Chevrolet Spark 2017*: precio"]),
        (("el spark", "y el jetta?", "no el spark mejor, cuanto con 40 a 4"), ["*Chevrolet Spark 2017*: precio"]),
        (("avanza", "el sentra cuanto", "nel, la avanza", "con 60 a 3 años"), ["*Toyota Avanza 2018*: precio"]),
        (("el spark", "no el spark, otro estandar"), ["!*Chevrolet Spark", "!. Chevrolet Spark"]),
        (("kia automatico", "no el forte, otro"), ["Rio", "!KIA FORTE"]),
    ]
    assert not cast.unread(dialogues)


def test_what_is_dismissed_in_its_sentence_is_not_looked_for():
    dialogues = [
        (("sedan", "el sentra ya trae mucho km quitalo. el jetta es estandar?"), ["Jetta", "!Nissan Sentra"]),
        (("el jetta o el sentra", "el jetta esta muy viejo descartalo, y el rio?"), ["Rio", "!Jetta"]),
        (("kia", "la forte se me hizo carisima ya no la quiero, y un ibiza?"), ["Ibiza", "!FORTE"]),
    ]
    assert not cast.unread(dialogues)


def test_the_first_of_two_named_is_no_place_of_the_list():
    listed = "automatico hasta 320"
    dialogues = [
        ((listed, "el sentra y la odyssey 2015 cual conviene?? el primero trae menos km no"), ["Sentra", "!Aveo"]),
        ((listed, "ibiza o sentra? el segundo esta mas caro"), ["Ibiza", "Sentra", "!Aveo"]),
        ((listed, "el primero"), ["*Chevrolet Aveo"]),
    ]
    assert not cast.unread(dialogues)


def test_an_hour_is_no_place_of_the_list():
    dialogues = [
        (("aveo", "el 2017", "lo puedo ver el viernes despues de la 1?"), ["*Chevrolet Aveo 2017*", "13:00"]),
        (("forte", "el gt", "lo puedo probar mañana antes de la 1"), ["*KIA FORTE 2020*"]),
        (("odyssey", "la 2016 la veo hoy pasada la 1"), ["*Honda Odyssey 2016*"]),
        (("odyssey", "el precio de la 1"), ["*Honda Odyssey 2016*"]),
    ]
    assert not cast.unread(dialogues)


def test_why_the_older_one_is_dearer_is_told_of_those_two():
    both = ["Por qué cuesta", "3.5 LX", "3.5 EX AT", "95,300 km", "83,100 km", "!desde $"]
    dialogues = [
        (("automatico o estandar de 130 a 320", "xq la odyssey mas vieja esta mas cara?? no le entiendo"), both),
        (("odyssey", "oye y porque la mas vieja sale mas cara"), both),
        (("odyssey", "como que la 2015 cuesta mas que la 2016"), both),
        (("toyota y honda que tengas", "la odyssey vieja es mas cara, por que?"), both),
    ]
    assert not cast.unread(dialogues)


def test_lessons_given_are_no_class_of_a_make():
    assert not cast.unread([(("yo doy clases y gano poquito, busco algo de 200",), ["hasta $200,000", "!Mercedes"])])
    assert not cast.unread([(("de dar clases lo pago, el spark cuanto",), ["Spark", "!Mercedes"])])


def test_of_more_than_were_shown_the_first_in_each_thing_is_told():
    dialogues = [
        (("automatico", "cual es el mas barato y cual el d menos km"), ["Aveo 2017", "Sentra 2019", "!Ibiza"]),
        (("tienes kia", "la mas nueva y la mas barata"), ["nuevo: 5. *KIA FORTE 2023*", "barato: 1. *KIA FORTE 2016*"]),
        (("de los kia cual es el de menos km y el mas economico",), ["FORTE 2023", "FORTE 2016", "!Rio"]),
        (
            ("automatico", "cual es el mas barato y cual el menos corrido", "el de menos km con 60 a 4"),
            ["*Nissan Sentra 2019*: precio"],
        ),
        (("forte", "cual es el mas barato y el de menos km"), ["FORTE 2016", "FORTE 2023", "FORTE 2020"]),
    ]
    assert not cast.unread(dialogues)


def test_the_oldest_of_those_in_view_is_meant():
    assert not cast.unread([(("odyssey", "la mas viejita con 100 a 4 años"), ["*Honda Odyssey 2015*: precio"])])
    assert not cast.unread([(("aveo", "y el viejito cuanto"), ["*Chevrolet Aveo 2016*"])])
    assert not cast.unread([(("aveo", "el mas antiguo lo veo el sabado a las 11"), ["*Chevrolet Aveo 2016*"])])


def test_two_told_each_in_its_own_way_are_put_side_by_side():
    cast.car(218, "Mazda", "Mazda 3", price=238_999, year=2018, km=54_435, version="2.0 SEDAN I TA")
    cast.car(219, "Mazda", "Mazda 3", price=281_999, year=2018, km=44_000, version="2.5 HATCHBACK I TOURING TA")
    cast.car(220, "Mazda", "Mazda 3", price=295_999, year=2018, km=79_926, version="2.5 SEDAN S GRAND TOURING TA")
    each = "doy el 20%. el hb 2018 contra el sedan de 238, cuanto al mes a 4 años"
    dialogues = [
        (("mazda 3", each), ["$281,999", "$238,999", "a 48 meses", "!$238,000", "!GRAND TOURING"]),
        (("mazda 3", each, "y el sedan a 6?"), ["precio $238,999", "(72 meses)"]),
        (("mazda 3", "el grand touring vs el hatchback"), ["$295,999", "$281,999", "!$238,999"]),
        (("mazda 3", "el sedan de 295 cuanto con 60 a 5"), ["precio $295,999"]),
        (("odyssey", "la de 253 o la ex at cual conviene"), ["$253,999", "$314,999"]),
        (("mazda 3", "el de 238 lo quiero con 50", "no el hatchback, con lo mismo"), ["precio $281,999"]),
        (("mazda 3", "compara el 1 y el 2", "el sedan con 50 a 5"), ["precio $238,999"]),
    ]
    assert not cast.unread(dialogues)


def test_the_version_that_comes_nearest_is_shown_before_any_other():
    cast.car(221, "BMW", "Serie 1", price=722_999, year=2021, km=37_105, version="2.0 M135I XDRIVE AUTO")
    quick = "el forte gt turbo lo tienes?", "y gti tienes?", "no. el forte vs el m135 cuanto con 150 a 5 años"
    dialogues = [
        (quick[:1], ["1.6 GT DCT", "!2.0 LX MT"]),
        (quick, ["FORTE 2020", "Serie 1 2021", "a 60 meses", "!Jetta", "!FORTE 2016"]),
        ((*quick, "ok el forte, lo pruebo mañana a las 12"), ["*KIA FORTE 2020*", "!¿Qué auto"]),
        (("el m135 cuantos km",), ["*BMW Serie 1 2021*"]),
    ]
    assert not cast.unread(dialogues)


def test_the_one_talked_about_stands_for_its_name_beside_another():
    cast.car(222, "Nissan", "Sentra", price=183_999, year=2015, km=106_104, version="1.8 EXCLUSIVE NAVI CVT")
    dialogues = [
        (("odyssey", "la 2015 y la 2016 cual conviene", "la 2015 mejor, con 90 a 4"), ["*Honda Odyssey 2015*: precio"]),
        (("sentra", "el 2019", "y el ibiza?", "el sentra contra el ibiza cual conviene"), ["2019", "!Sentra 2015"]),
        (("automatico", "el ibiza me gusta", "y la avanza? cual es mas larga de las dos"), ["Ibiza", "Avanza", "!Rio"]),
        (("tienes sentra y aveo", "el sentra 2019 vs el aveo 2016", "con 40 a 4"), ["2019", "Aveo 2016", "!2015"]),
    ]
    assert not cast.unread(dialogues)

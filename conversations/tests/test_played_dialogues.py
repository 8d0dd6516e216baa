"""What customers were heard to say who had not been understood: each as it was written, in the dialogue it stood in."""

import pytest

from conversations.dialogue import wording
from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = """<html><head><title>Kavak</title></head><body><h1>Comprar en Kavak</h1>
<h2>Garantía y periodo de prueba</h2>
<p>Tienes un periodo de prueba de 7 días o 300 km: si el auto no te convence, puedes devolverlo. Además tienes una
garantía de 3 meses.</p></body></html>"""


@pytest.fixture(autouse=True)
def lot(policy):
    """Cars of several kinds, sizes, gearboxes and years."""
    cast.car(401, "Volkswagen", "Jetta", price=222_999, year=2018, km=100_618, version="2.5 TRENDLINE MT")
    cast.car(402, "Nissan", "Pathfinder", price=218_999, year=2015, km=103_561, version="3.5 AT", length_mm=5000)
    cast.car(403, "Chevrolet", "Trax", price=231_999, year=2016, km=45_772, version="1.8 B LT AT", length_mm=4248)
    cast.car(404, "Toyota", "Corolla", price=313_999, year=2020, km=29_377, version="1.8 LE AUTO", length_mm=4650)
    cast.car(405, "Chevrolet", "Spark", price=142_999, year=2017, km=76_800, version="1.4 LT B MT", length_mm=3636)
    cast.car(406, "Chevrolet", "Aveo", price=138_999, year=2017, km=119_157, version="1.6 Y AT", length_mm=4315)
    cast.car(407, "Ford", "Figo", price=149_999, year=2017, km=97_098, version="1.5 ENERGY MT", length_mm=3941)
    cast.car(408, "Ford", "Figo", price=188_999, year=2020, km=26_011, version="1.5 IMPULSE", length_mm=3941)
    cast.car(409, "Suzuki", "Swift", price=298_999, year=2023, km=18_410, version="1.0 BOOSTERJET", length_mm=3840)
    cast.car(410, "MG", "Hs", price=425_999, year=2023, km=9_700, version="2.0 TROPHY DCT AWD", length_mm=4574)


@pytest.mark.parametrize(
    ("dialogue", "told"),
    [
        # the least that may be paid down is no haggling
        (["busco suv", "y cuanto es lo menos que se puede dar de enganche"], ["No hay enganche mínimo"]),
        # what is put into the plan, however near to the price
        (["corolla 2020", "en 4 años con 100 de enganche", "y si le meto 280"], ["enganche $280,000"]),
        (["jetta", "con 100 a 4 años", "y si le meto 200"], ["enganche $200,000"]),
        # those of a list that have one gearbox
        (["hay alguno de menos de 150", "y de esos cual es estandar"], ["Spark 2017", "Figo 2017", "!Aveo 2017"]),
        # which one comes first, of those just quoted
        (
            ["corolla", "sin enganche a 3", "y el figo?", "cual de los dos es mas nuevo"],
            ["El más nuevo:", "*Ford Figo 2020*: precio"],
        ),
        # what is not wanted of a size
        (["ando buscando una camionetita que no sea muy grande"], ["Trax", "!Pathfinder"]),
        # most room, of all that were found
        (["camioneta", "la que tenga mas espacio"], ["Más largo: 1. *Nissan Pathfinder 2015*"]),
        (["busco un carro familiar"], ["Trax", "Pathfinder", "!Aveo"]),
        (["cual es el mas nuevo que tienen", "no hay otra cosa de ese año"], ["(2023)", "Hs 2023"]),
        # one term and then another: which of the two
        (["corolla", "con 80 mil y a 4 años", "y a 5", "cual me sale mejor"], ["Al mes pagas menos", "!Figo"]),
        (
            ["tengo un tsuru 2005 con 300 mil km para cambiarlo por un jetta", "va cuando lo puedo llevar"],
            ["revisemos"],
        ),
        (["me pasas fotos del corolla"], ["*Toyota Corolla 2020*", str(wording.PHOTOS)]),
        (["esta bien, y el carro mas barato q tengan para pagarlo de contado"], ["*Chevrolet Aveo 2017*"]),
        (["busco una para la familia", "somos 5"], ["!No puedo cambiar"]),
        (["swift", "esa marca que tal es"], ["qué tan confiable sale"]),
        # the price of the car of an advert
        (
            ["hola me interesa el carro del anuncio", "el que sale en 138 mil"],
            ["*Chevrolet Aveo 2017*", "!No encontré"],
        ),
        (["aveo", "por que tan barato"], ["por qué tiene ese precio", "!Encontré"]),
        (["oye que onda con los kilometrajes, si son reales?"], ["si el kilometraje es el real"]),
        (["aveo con 50 a 4 años", "me equivoque, son 40 no 50"], ["enganche $40,000"]),
        (["aveo con 50 a 4 años", "mejor 40? no, 60"], ["enganche $60,000"]),
        (["aveo o spark 2017 cual me conviene", "cual trae mas cajuela"], ["cajuela", "!Kilometraje"]),
        (["jetta 2018 o swift cual me conviene"], ["1. *Volkswagen Jetta 2018*", "2. *Suzuki Swift 2023*"]),
        (["figo", "siguen disponibles?"], ["Sí, siguen disponibles: *Ford Figo 2017* y *Ford Figo 2020*", "!Precio"]),
        (["corolla", "mande?"], [str(wording.WHAT_WAS_MISSED)]),
        (["corolla con 60 a 4 años", "esta muy elevada la mensualidad"], ["Al mes pagas menos a 6 años"]),
        (["corolla con 60 a 4 años", "ok deja pregunto en mi trabajo"], ["in problema"]),
        (["ford o chevrolet de menos de 250", "no tienen otra marca?"], ["sin Ford ni Chevrolet", "Jetta 2018"]),
        (["es un sentra 2018 con 90 mil km y lo quiero vender", "y si debo todavia 40 mil"], ["todavía se deben"]),
        (["es un sentra 2018 con 90 mil km y lo quiero vender", "en cuanto tiempo me pagan"], ["!Financiamos"]),
        (["oiga y si pierdo mi trabajo que pasa con el credito"], ["qué pasa si te atrasas", "!¿Qué auto buscas?"]),
    ],
)
def test_it_is_understood(dialogue, told):
    assert not cast.unread([(dialogue, told)])


@pytest.mark.parametrize(
    "asked", ["whats the warranty", "do they come with a warranty", "what warranty do your cars have"]
)
def test_who_asks_in_english_reads_what_the_spanish_page_says(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/dias", extract=extract)
    assert "a warranty of 3 months" in cast.ana_reads("do you have a corolla", asked)


SITES = """<html><head><title>Sedes</title></head><body><h1>Sedes de Kavak</h1>
<h2>Kavak Puebla</h2><h3>Kavak Explanada</h3><p>Calle Ignacio Allende 512, Puebla, 72760.</p>
<p>Lunes a Sábados: 9:00 a.m. - 6:00 p.m.</p><p>Domingos: 9:00 a.m. - 6:00 p.m.</p>
<h2>Kavak Monterrey</h2><h3>Kavak Punto Valle</h3><p>Río Missouri 555, Nuevo León.</p></body></html>"""


@pytest.mark.parametrize("asked", ["a que hora abren los domingos", "hasta que hora abren?"])
def test_hours_asked_of_no_city_are_told_of_those_known_and_owned_up_to_of_the_others(asked):
    ingestion.ingest_html(html=SITES.encode(), source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)
    reply = cast.ana_reads(asked)
    assert "Kavak Explanada" in reply
    assert "No está registrado el horario de Monterrey" in reply


def test_a_visit_goes_on_after_a_question_beside_it():
    ingestion.ingest_html(html=SITES.encode(), source_url="https://www.kavak.com/mx/blog/sedes", extract=extract)
    asked = ("corolla 2020", "queremos ir a verlo el domingo", "hasta que hora abren?")
    assert "a las 13:00" in cast.ana_reads(*asked, "a la 1 entonces en la de puebla")


def test_a_stock_number_within_other_figures_names_no_car():
    cast.car(412, "Fiat", "Uno", price=160_999, year=2024, km=5_000)
    cast.car(413, "Suzuki", "Ignis", price=298_999, year=2025, km=18_412)
    assert "*Suzuki Ignis 2025*" in cast.ana_reads("cual es el mas nuevo que tienen")


@pytest.mark.parametrize("asked", ["cuantos dias?", "y por cuanto tiempo"])
def test_how_long_is_asked_of_what_was_asked_before(asked):
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/dias", extract=extract)
    assert "7 días o 300 km" in cast.ana_reads("y si me arrepiento se puede regresar?", asked)

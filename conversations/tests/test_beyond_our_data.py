"""What no page and no row of the catalogue can tell: owned up to by its name, and first."""

import pytest

from conversations.tests import cast
from knowledge import ingestion
from knowledge.scraping.extract import extract

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = """<html><head><title>Comprar en Kavak</title></head><body>
<h2>Garantía</h2><p>Cuando compras un auto tienes un periodo de prueba de 7 días o 300 km. Además, damos una garantía de
3 meses y la posibilidad de extenderla por un año más.</p>
<h2>Inspección</h2><p>Todos los autos pasan por una evaluación integral antes de ser comprados. Los inspectores revisan
el exterior, el interior y el motor.</p>
<h2>Requisitos</h2><p>Comprobantes de ingresos: se piden recibos de nómina, estados de cuenta bancarios o declaraciones
de impuestos.</p></body></html>"""
VERSA = "versa 2018"
MECHANIC, RHYTHM = "si puedes traer a tu mecánico a revisarlo", "si se paga de otro modo que cada mes"
FIXED, FAILED = "si la tasa es fija", "qué pasa si tu auto no pasa la inspección"
ADVERT, WORN = "si es cierto lo que dice un anuncio", "qué piezas se le han cambiado"


@pytest.fixture(autouse=True)
def pages(showroom):
    """The five cars, and one page."""
    ingestion.ingest_html(html=PAGE.encode(), source_url="https://www.kavak.com/mx/blog/comprar", extract=extract)


def test_what_nobody_states_of_a_car_is_called_by_its_name():
    assert not cast.unread(
        ((VERSA, asked), (f"No tengo ese dato: {called} no viene en el registro", "!Fuente", "!Precio"))
        for asked, called in (
            ("cuanto puede jalar de remolque?", "la capacidad de arrastre"),
            ("sirve para remolcar una lancha chica?", "la capacidad de arrastre"),
            ("xq lo vendieron?", "por qué se vendió"),
            ("y porque lo venden tan pronto", "por qué se vendió"),
            ("sabes el motivo de la venta?", "por qué se vendió"),
            ("las llantas en q estado vienen", "el estado de las llantas"),
            ("como andan las llantas?", "el estado de las llantas"),
            ("ya le hicieron el clutch y la cadena??", WORN),
            ("le han cambiado las balatas?", WORN),
        )
    )
    assert not cast.unread([((VERSA, "lo chocaron?"), ("No tengo ese dato: el historial de choques", "evaluación"))])


def test_several_of_them_in_one_breath_are_all_called():
    assert not cast.unread(
        ((VERSA, asked), called)
        for asked, called in (
            (
                "xq lo vendieron tan rapido, fue de un dueño? lo chocaron?",
                ("se vendió", "cuántos dueños", "choq"),
            ),
            ("llantas en q estado? y cuantos hp", ("el estado de las llantas", "la potencia")),
            ("trae bluetooth? y aire?", ("Bluetooth: sí", "el aire acondicionado")),
            ("carplay si trae? y clima?", ("CarPlay: ", "el aire acondicionado")),
            ("cuantos km? y cajuela grande?", ("69,630 km", "el tamaño de la cajuela")),
        )
    )


def test_what_no_page_says_is_owned_up_to_before_what_is_near_it():
    assert not cast.unread(
        ((VERSA, asked), (f"No tengo ese dato: {called}",))
        for asked, called in (
            ("puedo llevar a mi mecanico q lo revise antes de soltar el dinero?", MECHANIC),
            ("traigo mi escaner, se puede?", MECHANIC),
            ("mi primo es mecanico, lo puede checar el antes?", MECHANIC),
            ("lo puedo revisar con un mecanico de confianza", MECHANIC),
            ("yo no gano por mes, cobro por cosecha 2 veces al año. se puede pagar asi?", RHYTHM),
            ("puedo dar un pago grande cada 6 meses en vez de mensualidad?", RHYTHM),
            ("aceptan pagos por temporada? vendo en navidad", RHYTHM),
            ("la tasa es fija o luego sube?", FIXED),
            ("vi un anuncio suyo que decia sin enganche, es cierto?", ADVERT),
            ("en face anuncian 0% de interes, es verdad?", ADVERT),
            ("puedo pagar cada q vendo mi ganado? no cada mes", RHYTHM),
        )
    )


def test_beside_a_quote_or_a_visit_it_is_owned_up_to_as_well():
    assert not cast.unread(
        ((VERSA, asked), told)
        for asked, told in (
            ("con 60 mil a 3 años, y es tasa fija?", ("36 meses", FIXED)),
            ("el sabado 10am lo veo y le meto mi escaner, se puede?", ("sábado", MECHANIC)),
            ("agendame el sabado a las 10. puedo llevar a mi mecanico?", ("sábado", MECHANIC)),
            ("agendame el sabado a las 10, y la tasa cual es?", ("sábado", "una tasa de 10 % anual")),
            ("quiero verlo el domingo 12:30, y me dan el telefono de ahi?", ("domingo", "No tengo ese dato")),
            (
                "agendame el sabado a las 10, y q descuento me hacen de contado?",
                ("sábado", "No puedo cambiar el precio"),
            ),
        )
    )


def test_what_happens_to_a_car_that_fails_its_inspection():
    assert not cast.unread(
        (("tengo un march 2015 con 60 mil km", asked), (FAILED,))
        for asked in (
            "y si mi march no pasa la inspeccion q hago",
            "q pasa si no me lo aceptan en la revision?",
            "y si lo rechazan cuando lo revisen",
        )
    )


def test_of_a_car_to_give_in_its_papers_are_owned_up_to():
    assert not cast.unread(
        (said, told)
        for said, told in (
            (
                ("tengo una ranger 2011 pero la factura es endosada por el q me la vendio. me la agarran??",),
                ("si tomamos un auto con la factura endosada", "Ford Ranger 2011"),
            ),
            (("ola vi en face q dan carros sin buro, es neta?",), ("eso se decide cuando revisan", ADVERT)),
            ((VERSA, "pasame con un humano porfa, y dime si la tasa es fija"), (FIXED, "le paso tu conversación")),
        )
    )


def test_of_a_trial_only_what_is_asked_of_its_days_is_unknown():
    assert not cast.unread(
        ((VERSA, asked), ("si son días naturales o hábiles", "7 días"))
        for asked in ("los 7 dias son naturales o habiles", "y los dias de prueba son habiles?")
    )

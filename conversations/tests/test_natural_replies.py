"""The guard lets right replies go out as people type them: sixty written by hand, none by our rendering."""

import pytest

from conversations.agent import checking
from conversations.dialogue.state import DialogueState
from conversations.tests import test_branch_guard, test_guard
from conversations.tests.test_unseen_words import A36, A48, A60

NOT_TRACED = pytest.mark.xfail(reason="differences and payments told term by term are not traced", strict=True)

# Cars, a quote of the Versa with 60,000 down, pages and terms, as test_guard has them.
OF_CARS = (
    "Va: el Versa 2018 anda en $220,999 y el Corolla 2020 en $313,999.",
    "El precio del Versa 2018 es de $220,999. En cambio, sale en $313,999 el Corolla 2020.",
    "El Mazda 3 2015 está en $215,999. Por otro lado, cuesta $232,999 el *Peugeot 208*.",
    "The price of the Versa 2018 is $220,999. On the other hand, the Corolla 2020 is $313,999.",
    "Mira, de los cuatro el que menos camino trae es el Corolla, con 29,377 km 🙌",
    "si quieres algo barato, el Mazda 3 (2015) sale en 215,999",
    "Te recomiendo el Corolla 2020: cuesta $313,999, trae 29,377 km y tiene Bluetooth.",
    "Claro que sí! el Peugeot es 2018 y ha recorrido 73,414 km",
    pytest.param("Por $5,000 más que el Mazda te llevas el Versa 😉", marks=NOT_TRACED),
    "No traigo el dato del color, pero sí el precio: $220,999 el Versa 2018.",
    "Los dos son de 2018, el Versa y el Peugeot 208.",
    "Encontré 17 que te quedan; los primeros cuatro son Versa, Corolla, 208 y Mazda 3.",
    "El Versa mide 4,492 mm de largo, mide tu cochera antes 😅",
    "El número del Versa es 173312, por si lo quieres buscar.",
    "- Versa 2018 👉 $220,999\n- Corolla 2020 👉 $313,999\n¿Cuál te late más?",
    "Versa 2018\n$220,999\n69,630 km\n\nCorolla 2020\n$313,999\n29,377 km",
    "Opción 1: Nissan Versa 2018 ($220,999)\nOpción 2: Toyota Corolla 2020 ($313,999)",
    "El más caro de la lista es el Corolla, 313,999 pesos.",
    "Sí hay Versa: es un 2018 versión 1.6 EXCLUSIVE AUTO.",
    "En automático tengo el Versa y el Corolla.",
    "Ese Versa trae Bluetooth; de CarPlay no tengo el dato.",
    "doscientos veinte mil novecientos noventa y nueve pesos cuesta el Versa",
    "El de $220,999 es el Versa, y el de $313,999 es el Corolla.",
    "Entre esos dos, yo vería el kilometraje: 69,630 del Versa contra 95,136 del Mazda 3.",
    "Uy, por menos de 200 mil no me salió nada; lo más bajo es el Mazda 3 en $215,999.",
    "No, el Corolla no es 2018, es 2020.",
    "Todos traen Bluetooth, ¿te paso la lista otra vez?",
    "Está padre el 208: $232,999, estándar y con 73,414 km.",
    "Perdón la tardanza. El Versa sigue publicado en $220,999.",
    "¿Te refieres al Versa 2018 o al Corolla 2020?",
)
OF_LOANS = (
    f"Con tus 60 mil de enganche, el Versa te queda en {A48} al mes a 48 meses.",
    f"a 3 años pagas {A36} al mes y a 4 años {A48}, tú dime",
    f"Dando $60,000 al Versa, financias $160,999 y pagas {A60} mensuales en 60 meses.",
    f"Si lo quieres más holgado, a 60 meses baja a {A60} por mes.",
    pytest.param(f"Entre 36 y 48 meses la mensualidad pasa de {A36} a {A48}.", marks=NOT_TRACED),
    f"Versa 2018, enganche $60,000:\n36m → {A36}\n48m → {A48}\n60m → {A60}".replace("m →", " meses →"),
    f"El pago más bajo que te sale es {A60}, a 5 años, con la tasa del 10% anual.",
    "A cuatro años acabas pagando $196,000.80 en total, de los cuales $35,001.80 son intereses.",
    "Los plazos que manejamos son 3, 4, 5 y 6 años, con 10% de tasa anual.",
    f"Sale: Versa, 60 mil de entrada, 48 mensualidades de {A48}.",
    "Del precio ($220,999) quitas tus $60,000 y quedan $160,999 por financiar.",
    "Es solo una cotización, la aprobación la decide la financiera.",
    "Para calcularte bien necesito saber cuánto darías de enganche. ¿20%? ¿30%?",
    f"Serían {A36} cada mes por 36 meses. ¿Lo ves bien o le subimos al plazo?",
    "No puedo bajarte la tasa, es de 10 % anual para todos los plazos.",
    f"With 60k down the Versa comes out at {A48} a month over 4 years.",
    f"Te paso los tres: {A36} (36 meses), {A48} (48 meses) y {A60} (60 meses).",
    f"Pues mira, {A48} al mes si te vas a 48 meses con 60,000 de enganche en el Versa.",
    "Mientras más enganche des, menos intereses pagas. ¿Le subimos a tus 60 mil?",
    f"Primero el Versa: 48 meses, {A48}. ¿Quieres que también cotice el Corolla?",
)
OF_PLACES = (
    "En Puebla está Explanada, en Calle Ignacio Allende 512. Abre diario de 8 a 18 hrs.",
    "Midtown abre de lunes a viernes de 9 a 7 y el sábado de 10 a 2; el domingo no.",
    "Te queda Midtown en Guadalajara (Av. López Mateos Nte 1133).",
    "Hoy Midtown cierra a las 7 de la noche.",
    "De Punto Sur no tengo el horario, pero la dirección es Av. Punto Sur 235.",
    "Ahorita Explanada ya cerró; mañana abre a las 8:00.",
    "Tenemos dos en Guadalajara, Midtown y Punto Sur, y una en Puebla: Explanada.",
    "El 25 de diciembre Midtown está cerrado, es Navidad.",
    "Sábados: Midtown 10:00-14:00, Explanada 8:00-18:00",
    "No contamos con sucursal en Mérida; las más cercanas que tengo son las de Puebla y Guadalajara.",
)


@pytest.mark.parametrize("text", [*OF_CARS, *OF_LOANS])
def test_a_right_reply_about_cars_and_payments_goes_out(text):
    found = checking.problems(
        text,
        facts=test_guard.FACTS,
        customer="busco un auto de menos de 200 mil, tengo 60 mil",
        state=DialogueState(),
        vocabulary=test_guard.VOCABULARY,
    )
    assert found == ()


@pytest.mark.parametrize("text", OF_PLACES)
def test_a_right_reply_about_branches_goes_out(text):
    assert test_branch_guard.codes(text, test_branch_guard.EVERY) == set()


def test_there_are_sixty_of_them():
    assert len([*OF_CARS, *OF_LOANS, *OF_PLACES]) == 60

"""What Ana must read after a few messages of hers, with the offline brain: each was once answered wrong."""

import pytest

from conversations import turns
from conversations.agent import choose_brain
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

DIALOGUES = {
    "a bare amount answers the question about the down payment": (
        ["versa", "el segundo", "60 mil"],
        ["Nissan Versa 2020", "enganche $60,000"],
    ),
    "so does a bare number": (["versa 2018", "60"], ["enganche $60,000"]),
    "but a small one is still a place on the list": (["versa", "el 1", "2"], ["*Nissan Versa 2020*", "$265,999"]),
    "and an amount that picks a car is a price": (["versa", "el 1", "el de 265,999"], ["$265,999"]),
    "nothing is an answer too": (["versa 2018", "cero"], ["enganche $0"]),
    "and can be said in one go": (["touareg", "sin enganche a 72 meses"], ["enganche $0", "72 meses"]),
    "a refused down payment may be given again": (["versa 2018", "250 mil", "50 mil"], ["enganche $50,000"]),
    "the cheapest is looked for again when another car is in focus": (
        ["versa", "el segundo", "el más barato"],
        ["*Nissan Versa 2018*", "$220,999"],
    ),
    "the dearest is not the one in focus": (["versa", "el primero", "el más caro"], ["*Nissan Versa 2020*"]),
    "the list outlives a look at its cheapest": (["versa", "el más barato", "y el segundo"], ["*Nissan Versa 2020*"]),
    "a place that the list does not have is asked about": (["versa", "el quinto"], ["¿De cuál auto?"]),
    "so is a place when there is no list": (["el segundo"], ["¿Qué auto buscas?"]),
    "terms given before the choice are kept for it": (
        ["busco un versa", "60 mil de enganche a 48 meses", "el segundo"],
        ["*Nissan Versa 2020*", "enganche $60,000", "(48 meses)"],
    ),
    "a stated price is remembered while its terms are asked for": (
        ["quiero calcular mensualidades para un auto de 280 mil", "56 mil", "a 48 meses"],
        ["precio $280,000", "$5,681.22 MXN al mes"],
    ),
    "another down payment is taken for the same stated price": (
        ["¿cuánto pagaría por un auto de 300,000 con 20% de enganche a 4 años?", "y con 100 mil?"],
        ["enganche $100,000", "precio $300,000"],
    ),
    "the stock number on a card names its car": (["versa", "102"], ["*Nissan Versa 2020*"]),
    "another model's price is no down payment": (
        ["versa 2018", "mejor un corolla de 320 mil"],
        ["*Toyota Corolla 2020*"],
    ),
    "a limit after a card is a limit": (["corolla", "hasta 2018"], ["hasta 2018"]),
    "another down payment is taken after a quote": (["versa 2018", "60 mil", "100 mil"], ["enganche $100,000"]),
    "a plural names its make": (["do you have any Toyotas under 400k?"], ["*Toyota Corolla 2020*"]),
    "a trade is no make": (["busco carro para uber"], ["¿Cuánto quieres gastar"]),
    "a car to sell is not searched for": (
        ["en cuanto me compran mi versa 2018?"],
        ["no puedo darte un valor", "Anoto tu Nissan Versa 2018", "¿Cuántos kilómetros tiene"],
    ),
    "a term may be a bare number while a quote is talked about": (["versa 2018", "60 mil", "y a 3?"], ["(36 meses)"]),
    "so may one after an amount": (["versa 2018", "60 mil", "80 mil a 60"], ["enganche $80,000", "(60 meses)"]),
    "a payment to aim at is not taken for a price": (["quiero pagar máximo $8,000 al mes"], ["al mes"]),
    "wishing for any car at all is asked what for": (["versa", "quiero un coche"], ["¿Qué auto buscas?"]),
    "what is taken away is taken from the wish": (
        ["toyota o nissan de menos de 400", "quita los toyota"],
        ["Nissan Versa 2018", "hasta $400,000"],
    ),
    "years said side by side are all meant": (["versa 2018 o 2020"], ["Nissan Versa 2018", "Nissan Versa 2020"]),
    "three of them too": (["un 2018, 2019 o 2020 de nissan"], ["2018 a 2020"]),
    "no more than is a ceiling": (["no mas de 250"], ["hasta $250,000"]),
    "a make that is not wanted is not searched for": (
        ["que no sea nissan, menos de 300"],
        ["(sin Nissan, hasta $300,000)"],
    ),
    "a model that is not wanted leaves the rest of its make": (
        ["un nissan que no sea versa"],
        ["No encontré Nissan, sin Versa. Lo más cercano, de otra marca:", "Mazda 3 2017"],
    ),
    "the one not wanted is remembered": (["nissan", "que no sea versa"], ["Nissan, sin Versa", "de otra marca"]),
    "until it is wished for": (["que no sea nissan", "un versa"], ["Encontré 2 autos (Versa):"]),
    "what is not liked is left out, and no question about us": (
        ["no me gusta el versa"],
        ["Encontré 3 autos (sin Versa):"],
    ),
    "a limit of its length is none of its price": (["que mida menos de 4 metros de largo"], ["largo hasta 4.00 m"]),
    "a range after a card is a range": (["versa 2018", "entre 200 y 250 mil pesos"], ["de $200,000 a $250,000"]),
    "a range needs no unit": (["entre 200 y 250 del 2017 pa arriba"], ["de $200,000 a $250,000", "2017 en adelante"]),
    "a make after limits keeps them": (["menos de 250 mil", "nissan"], ["Versa 2018", "hasta $250,000"]),
    "a number alone is what a car may cost": (["300"], ["hasta $300,000"]),
    "so is one said in place of another": (["hasta 300", "no perdón, 250 no 300"], ["hasta $250,000"]),
    "a car that is taken back is not looked for": (["quiero un corolla, no perdón, un versa"], ["autos (Versa):"]),
    "several down payments are quoted each": (
        ["versa 2018", "con 50 o con 80 a 4 años"],
        ["enganche $50,000", "enganche $80,000", "(48 meses)"],
    ),
    "several terms are quoted alone": (["versa 2018", "60 mil", "a 3 y a 5 años"], ["(36 meses)", "(60 meses)"]),
    "what is not on record is called by its name": (
        ["versa 2018", "cuántos km tiene y es diésel?"],
        ["el tipo de combustible no viene en el registro", "69,630 km"],
    ),
    "a car that is too dear may be followed by a limit": (
        ["touareg", "está muy cara, no hay una de 300 para abajo?"],
        ["hasta $300,000"],
    ),
    "a car named anew is quoted whatever was looked for before": (
        ["una suv de menos de 500", "el corolla con 60 mil a 4 años"],
        ["*Toyota Corolla 2020*", "enganche $60,000", "(48 meses)"],
    ),
    "another down payment may come on top of the first": (
        ["versa 2018", "60 mil", "y si mi hermana pone otros 20?"],
        ["enganche $80,000"],
    ),
    "the newest of a model need not be on the page": (["de 200 a 500", "el versa más nuevo"], ["*Nissan Versa 2020*"]),
    "what its version says is told in words": (
        ["versa 2018", "es automático?"],
        ["*Nissan Versa 2018*: según su versión, es de transmisión automática."],
    ),
    "terms are given for the car talked about, whatever else is said of oneself": (
        ["versa 2018", "sí sé manejar estándar, cuánto queda al mes dando 50"],
        ["*Nissan Versa 2018*", "enganche $50,000"],
    ),
    "a budget is all there is": (["unos 260 de presupuesto"], ["hasta $260,000"]),
    "a payment said before is the payment still": (
        ["puedo pagar 6 mil al mes, tengo 50 de enganche", "el corolla", "ese me queda en los 6 mil a 5 años?"],
        ["*Toyota Corolla 2020*", "enganche $50,000", "(60 meses)"],
    ),
    "a car may be added to a comparison": (
        ["versa 2018", "súmale el corolla a la comparación"],
        ["1. *Nissan Versa 2018*", "2. *Toyota Corolla 2020*"],
    ),
    "a colour that does not matter is not asked for": (
        ["el color me da igual, un versa"],
        ["Encontré 2 autos (Versa):"],
    ),
    "the price of dollars is not known": (["versa 2018", "cuántos dólares son?"], ["pesos mexicanos"]),
    "a name is kept when a person is asked for": (["que me marquen por favor, soy Rebeca Luna"], ["Rebeca", "persona"]),
    "half of it is half of its price": (["touareg", "algo que cueste la mitad"], ["hasta $231,000"]),
    "the one before or this one are compared": (
        ["versa 2018", "y el corolla?", "cuál me conviene, el de antes o este?"],
        ["1. *Nissan Versa 2018*", "2. *Toyota Corolla 2020*"],
    ),
    "another term of a payment aimed at needs another down payment": (
        ["versa 2018", "cuánto doy de enganche para pagar 4 mil al mes a 4 años?", "y a 5?"],
        ["A 5 años (60 meses): enganche de"],
    ),
    "the terms of before are taken up for the car that took its place": (
        ["versa 2018", "60 mil a 4 años", "mejor el corolla", "y con los mismos datos?"],
        ["*Toyota Corolla 2020*", "enganche $60,000", "(48 meses)"],
    ),
    "and with the car of before": (
        ["versa 2018", "60 mil a 4 años", "mejor el corolla", "mejor el de antes", "y a 5 años?"],
        ["*Nissan Versa 2018*", "enganche $60,000", "(60 meses)"],
    ),
    "a no far away turns no limit round": (
        ["una suv pero que no sea tan grande y que jale bien en carretera, automática de menos de 500"],
        ["hasta $500,000"],
    ),
    "which of two is cheaper is told with by how much": (
        ["está más barato el versa 2020 o el corolla"],
        ["Más barato: 1. *Nissan Versa 2020* (diferencia de $48,000)."],
    ),
    "the car to try may be named": (["quiero agendar una prueba de manejo", "el corolla"], ["sucursal"]),
    "a small car is a short one": (["uno chiquito"], ["largo hasta 4.10 m"]),
    "asking not to talk to a bot brings a person": (["no quiero hablar con un bot"], ["persona"]),
    "what cannot be afforded is no thanks": (["versa 2018", "no me alcanza"], ["No tengo ese dato"]),
    "equipment that nobody stated is called that": (["sin bluetooth"], ["sin Bluetooth registrado"]),
    "a thank-you and a new wish begin anew": (
        ["versa de menos de 250 mil", "perfecto gracias, ¿tendrás algún versa?"],
        ["Encontré 2 autos (Versa):"],
    ),
    "limits alone are limits of cars": (["menos de 50 mil"], ["No encontré autos hasta $50,000."]),
    "what nobody stated is said not to be known": (["versa 2018", "¿de qué color es?"], ["No tengo ese dato"]),
}


@pytest.mark.parametrize("story", DIALOGUES)
def test_ana_reads_what_she_asked_for(story, showroom):
    said, read = DIALOGUES[story]
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert [words for words in read if words not in last] == [], last

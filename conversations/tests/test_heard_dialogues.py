"""What Ana must read after a few hurried messages of hers, told in what she points at, takes back and refines."""

import pytest

from catalog.models import Car
from conversations import turns
from conversations.agent import choose_brain
from conversations.tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

DIALOGUES = {
    "a percentage is followed by another": (["versa 2018", "con 20%", "y con 30?"], ["enganche $66,299.70"]),
    "what a car may bring is no percentage, even behind one": (
        ["versa 2018", "con 20%", "y si me dan 90 x mi aveo a 4 años"],
        ["enganche $90,000", "(48 meses)"],
    ),
    "another payment is told from another down payment": (
        ["puedo pagar 8 mil al mes, tengo 50 de enganche", "mejor 9 mil"],
        ["hasta $9,000 al mes con $50,000 de enganche"],
    ),
    "a correction finds the amount it is like": (["versa 2018", "60 mil a 48", "no, mejor 90"], ["enganche $90,000"]),
    "of the only one of its model there is none cheaper": (["corolla", "tienes algo más barato?"], ["1. "]),
    "a bare term is no place in the list": (
        ["menos de 300", "el 2", "60 mil", "y a 3?"],
        ["*Mazda 3 2017*", "(36 meses)"],
    ),
    "the other one is never this one": (["touareg", "corolla", "y el touareg?", "el otro"], ["*Toyota Corolla 2020*"]),
    "a price picks one of the cars shown": (["menos de 300", "el de 245"], ["*Mazda 3 2017*"]),
    "so does its name": (["menos de 300", "me gusta el mazda"], ["*Mazda 3 2017*"]),
    "and its year": (["versa", "el del 2020"], ["*Nissan Versa 2020*"]),
    "the one before is found again": (["versa", "el 1", "el 2", "regresa al anterior"], ["*Nissan Versa 2018*"]),
    "cheaper is cheaper than the one talked about": (["corolla", "uno más barato"], ["hasta $313,998"]),
    "and newer is newer": (["versa 2018", "algo más nuevo"], ["2019 en adelante"]),
    "that one, but otherwise": (["versa", "el segundo", "ese pero 2018"], ["Nissan Versa 2018"]),
    "the dearest there is is meant of all cars": (["versa", "cuál es el más caro que tienes"], ["Touareg"]),
    "its photos come with its card": (["corolla", "mándame fotos"], ["*Toyota Corolla 2020*", "Las fotos que tengo"]),
    "who asks for a motorcycle hears that there are none": (
        ["hola, tienen motos italika?"],
        ["En el catálogo solo hay autos", "¿Qué auto buscas?"],
    ),
    "who brings one is asked about it": (["aceptan mi moto a cuenta?"], ["tomo los datos"]),
    "of a long list, those that stand out are weighed": (
        ["menos de 500 mil", "cuál me recomiendas?"],
        [
            "De la lista comparé",
            "*Nissan Versa 2018*",
            "*Nissan Versa 2020*",
            "*Toyota Corolla 2020*",
            "inclinaría por 3. *Nissan Versa 2020*",
        ],
    ),
    "a car is compared by its name and the two figures of its year": (
        ["versa o corolla", "el corolla entonces, compáralo con el versa del 20"],
        ["*Toyota Corolla 2020*", "*Nissan Versa 2020*"],
    ),
    "what both of us save up is paid down": (
        ["versa 2018 con 40 de enganche a 4 años", "uy, y si completamos 70"],
        ["enganche $70,000", "(48 meses)"],
    ),
    "a term that is too long makes room for another": (
        ["puedo pagar 7 mil al mes y tengo 60 de enganche", "6 años es un buen, mejor a 4"],
        ["con $60,000 de enganche", "A 4 años (48 meses)"],
    ),
    "what one costs more than the other is no limit": (
        ["versa", "por qué uno cuesta 45 mil más?"],
        ["1. *Nissan Versa 2018*", "2. *Nissan Versa 2020*", "Más barato"],
    ),
    "nor is a car turned away ever shown again": (
        ["touareg", "el touareg ni de chiste. qué versas manejan"],
        ["Encontré 2 autos (Versa)"],
    ),
    "a model whose cars are not all so is shown as near as it is": (
        ["busco versa o touareg automático"],
        ["De Touareg no tengo justo así", "1. Nissan Versa 2018", "3. Volkswagen Touareg"],
    ),
    "and both are quoted at once": (
        ["versa", "con 50 a 4 años cuánto"],
        ["1. Nissan Versa 2018", "2. Nissan Versa 2020", "enganche de $50,000: a 48 meses"],
    ),
    "which of the few has it is told of each of them": (
        ["versa", "cuál trae carplay?"],
        ["1. Nissan", "2. Nissan", "CarPlay:"],
    ),
    "equipment that no row states is no wish": (
        ["versa 2018", "trae isofix para la silla? y bluetooth"],
        ["No tengo ese dato", "*Nissan Versa 2018*"],
    ),
    "what they have is paid down where no car costs so little": (
        ["versa", "traigo 50"],
        ["enganche de $50,000"],
    ),
    "the least to pay down is told to who asks for it": (
        ["versa 2018", "cuánto es lo menos que dan de enganche?"],
        ["No hay enganche mínimo", "enganche $0"],
    ),
    "a car to give in stands beside the one wanted": (
        ["vendo mi sentra 2012", "y si lo dejo a cuenta de un corolla"],
        ["*Toyota Corolla 2020*", "Anoto tu Nissan Sentra 2012"],
    ),
    "what it brings is paid down, however it is said": (
        [
            "vendo mi sentra 2012",
            "a cuenta de un corolla",
            "haz de cuenta que me toman el sentra en 90, a 3 y a 4 años",
        ],
        ["enganche $90,000", "(36 meses)", "(48 meses)"],
    ),
    "the year of the car wanted is not that of one's own": (
        ["vendo mi sentra 2012, trae 130 mil km", "qué versas hay", "si me dieran 90 cuánto me queda el 2020 a 5 años"],
        ["*Nissan Versa 2020*", "enganche $90,000"],
    ),
    "who wants it looked at gets a person": (
        ["vendo mi sentra 2012", "quiero agendar la inspección para el jueves"],
        ["el día y el lugar te los confirma una persona"],
    ),
    "who wants no credit hears of none": (
        ["pagamos de contado, no queremos crédito"],
        ["Va, de contado.", "¿Qué auto buscas?"],
    ),
    "who wants it kept hears that nobody does": (
        ["versa 2018", "pues déjamelo apartado pal viernes"],
        ["no puedo apartar"],
    ),
    "a day and a place are a visit, even where the place is a car's name": (
        ["versa 2018", "queremos manejarlo, el domingo a las 12 en santa fe"],
        ["probar el *Nissan Versa 2018*", "12:00"],
    ),
    "an hour beside a name is still for the visit": (
        ["versa 2018", "lo podemos ver el sábado?", "a las 11 a nombre de Rita Paz"],
        ["Rita Paz", "11:00"],
    ),
    "two cars to try are no hour": (
        ["compara el versa 2020 con el corolla", "podríamos probar las dos? el viernes a las 4"],
        ["16:00", "quieres probar los dos"],
    ),
    "what another dealer asks is no limit": (
        ["tienen el versa 2020? en otro lote me lo dan en 240 con 60 mil km"],
        ["Encontré uno (Versa, 2020)", "Precio: $265,999"],
    ),
    "and to match it is to bargain": (
        ["versa 2020", "están más caros, me lo igualan?"],
        ["No puedo cambiar el precio", "*Nissan Versa 2020*"],
    ),
    "how old somebody is is not paid down": (
        ["versa 2020", "con 60 a 3 años. y la factura a nombre de mi hija, tiene 19"],
        ["enganche $60,000", "(36 meses)"],
    ),
    "kilometres spoken of limit what comes behind them": (
        ["menos de 500", "que tengan pocos km, no más de 70 mil"],
        ["hasta 70,000 km"],
    ),
    "those of a kind of gearbox are told apart by what they have run": (
        ["menos de 500", "cuál de los automáticos trae menos kilómetros"],
        ["*Toyota Corolla 2020*"],
    ),
    "who hears no without it wants it": (["menos de 500", "sin carplay no"], ["con CarPlay"]),
    "whether it is one or the other limits nothing": (
        ["manuales", "y el versa 2018 es estándar o automático?"],
        ["según su versión, es de transmisión automática"],
    ),
    "payments are by the month": (
        ["versa 2018 con 60 mil a 4 años", "y se puede pagar por quincena? es que así me pagan"],
        ["Las mensualidades son por mes"],
    ),
    "who only sells tells of no wish": (
        ["vendo mi carro, no quiero comprar. sentra 2016 con 92 mil km", "es el automático, único dueño"],
        ["Nissan Sentra 2016, 92,000 km"],
    ),
    "and comes to have it looked at": (
        ["vendo mi carro, no quiero comprar. sentra 2016 con 92 mil km", "puede ser el jueves como a las 5?"],
        ["el día y el lugar te los confirma una persona"],
    ),
    "a car that broke down and is none of ours is no complaint": (
        ["traigo un tsuru de taxi y ya me dejó tirado. qué versas tienes"],
        ["Encontré 2 autos (Versa)"],
    ),
    "a time may be written with a space": (
        ["versa 2018", "lo quiero ver el sábado", "10 30, soy Chuy Paz"],
        ["10:30"],
    ),
    "a call by video is made by a person": (
        ["versa 2018", "me lo enseñan por videollamada el sábado a las 5?"],
        ["con lo que dices de la llamada"],
    ),
    "who asks for the next step is never sent away": (
        ["versa 2018 con 60 mil a 4 años", "órale, cómo empiezo el trámite"],
        ["No tengo ese dato"],
    ),
    "a guarantee of so many years is no term": (
        ["versa 2018", "allá me dan 1 año de garantía, y ustedes cuánto"],
        ["No tengo ese dato"],
    ),
    "what several cars have is told of each": (
        ["compara el versa 2020 con el corolla", "traen carplay?"],
        ["1. Nissan Versa 2020", "2. Toyota Corolla 2020", "CarPlay:"],
    ),
    "a share and a term answer what was asked": (
        ["versa 2018", "20% enganche 48 meses"],
        ["enganche $44,199.80", "(48 meses)"],
    ),
    "a limit may be stretched": (
        ["versa hasta 200", "le podemos subir a 230 pero ya"],
        ["hasta $230,000", "Versa 2018"],
    ),
    "what is left of a car to give in is what is paid down": (
        ["corolla", "digamos que me dan 150 menos lo que debo, me quedan 90 de enganche, a 5 años"],
        ["enganche $90,000", "(60 meses)"],
    ),
    "both of one model are all that there are of it": (
        ["compara el corolla con el touareg", "y qué diferencia hay entre los dos versas"],
        ["*Nissan Versa 2018*", "*Nissan Versa 2020*"],
    ),
    "a term is picked among those quoted": (
        ["versa 2018 con 60 mil", "y en el de 6 cuánto acabo pagando de puro interés"],
        ["A 6 años (72 meses)", "son de intereses"],
    ),
    "the longest is the least a month": (
        ["versa 2018 con 60 mil", "lo más bajito que se pueda al mes"],
        ["6 años (72 meses)"],
    ),
    "at most so many years is a term": (
        ["puedo pagar 8 mil al mes con 50 de enganche", "máximo 4 y que sea automático"],
        ["A 4 años (48 meses)"],
    ),
    "who pays it back early is told by name what is not known": (
        ["versa 2018 con 60 mil a 4 años", "y si lo liquido antes me cobran penalización?"],
        ["No tengo ese dato: pagos por adelantado"],
    ),
    "a legal person is nobody to be put through to": (
        ["versa 2018", "facturan a persona moral?"],
        ["No tengo ese dato"],
    ),
    "an hour and a name are a visit": (
        ["versa 2018", "5:30 en la de las torres, soy Ivan Paz"],
        ["probar el *Nissan Versa 2018*"],
    ),
    "a wish may begin anew with another gearbox": (
        ["busco un versa automático", "sabes qué, mejor estándar y máximo 500"],
        ["manual, hasta $500,000"],
    ),
    "a car seen before is taken up again": (
        ["versa 2018 con 60 mil a 4 años", "y el corolla?", "siempre sí el versa, con los mismos 60"],
        ["*Nissan Versa 2018*", "enganche $60,000"],
    ),
    "two that were compared are quoted together, and no others": (
        ["menos de 900 mil", "el versa 2020 o el corolla, cuál es más grande?", "y mensualidades de las 2 con 100"],
        ["Nissan Versa 2020, ", "Toyota Corolla 2020, ", "a 60 meses"],
    ),
    "a car of another year is never the one shown": (
        ["versa 2018", "el versa 2020 se ve bien, cuánto queda dando 50"],
        ["*Nissan Versa 2020*", "enganche $50,000"],
    ),
    "what is kept for the insurance is not paid down": (
        ["versa 2018 con 50 de enganche", "mejor 30 de enganche y a 5 años, así me quedan 20 pal seguro"],
        ["enganche $30,000", "(60 meses)"],
    ),
    "what somebody earns is no payment": (
        ["versa 2018", "saco como 25 al mes, en cuánto queda con 60 de enganche"],
        ["*Nissan Versa 2018*", "enganche $60,000"],
    ),
    "the month of paying it off is no money": (
        ["versa 2018 con 60 mil", "si tomo el de 60 y liquido al mes 24, hay penalización?"],
        ["No tengo ese dato: pagos por adelantado"],
    ),
    "which term suits is told by what each comes to": (
        ["versa 2018 con 60 mil", "y a cuántos años me conviene más? no quiero tanto interés"],
        ["A 3 años (36 meses)", "son de intereses"],
    ),
    "a car of the list is taken by its name, whatever is asked beside it": (
        ["menos de 900 mil", "El Corolla. Contado. ¿Hay descuento?"],
        ["*Toyota Corolla 2020*", "38,000 km"],
    ),
    "the kind that is looked for is the one asked about": (
        ["menos de 900", "mi esposo quiere suv y yo sedán jaja. en suv qué hay?"],
        ["SUV"],
    ),
    "a change of mind about the kind keeps what can be paid": (
        ["una camioneta automática de menos de 400", "no, mejor sedán"],
        ["sedán", "hasta $400,000"],
    ),
    "the height above the ground is not on record": (
        ["corolla", "cuánto tiene de altura libre al piso?"],
        ["No tengo ese dato: la altura libre al suelo"],
    ),
    "nor whether Uber takes it": (["corolla", "y sí me lo acepta uber?"], ["si lo aceptan en Uber o DiDi"]),
    "whether a car that is owed on is taken is not known": (
        ["tengo un jetta 2015, lo quiero dar a cuenta", "todavía lo debemos, faltan como 30 mil, así lo reciben?"],
        ["si tomamos autos que todavía se deben", "¿Cuántos kilómetros"],
    ),
    "a visit may be kept, and no car": (
        ["corolla", "se puede apartar la cita para manejarlo el sábado a las 11?"],
        ["probar el *Toyota Corolla 2020*"],
    ),
    "a car that was bought of us is none that is looked for": (
        ["hola, hace 4 días me entregaron un versa con ustedes, todavía lo puedo devolver?"],
        ["No tengo ese dato"],
    ),
    "nor is a second one to give in": (
        ["tenemos un aveo 2015 y un versa 2018 y queremos darlos a cuenta"],
        ["Anoto tu Chevrolet Aveo 2015"],
    ),
    "whoever cannot drive one gearbox wants the other": (
        ["QUIERO UN AUTO ESTANDAR QUE NO PASE DE 900 NO ME ACOMODO CON LOS AUTOMATICOS"],
        ["manual"],
    ),
    "a word in capitals is no name": (
        ["SOY PROFESOR JUBILADO, BUSCO UN COROLLA"],
        ["Soy el asistente automático", "*Toyota Corolla 2020*"],
    ),
    "what is put aside for the plates asks nothing of them": (
        ["versa 2018 con 80", "uy, mejor doy 60 pq tengo q guardar pa las placas. y a 5"],
        ["enganche $60,000", "(60 meses)"],
    ),
    "who stays with a car that was seen before means it": (
        ["versa 2018 con 60 mil", "y el corolla?", "mm me quedo con el versa"],
        ["*Nissan Versa 2018*"],
    ),
    "the model of a car to give in is no down payment": (
        ["corolla", "traigo una ram 2017 98 mil km pa darla a cuenta", "es 1500 slt. digamos q me dan 120, a 4 años?"],
        ["*Toyota Corolla 2020*", "enganche $120,000", "(48 meses)"],
    ),
    "what one would leave besides is a car to give in": (
        ["corolla con 60 mil", "y si además dejo el versa? es 2016 advance estándar 112 mil km"],
        ["Nissan Versa 2016, 112,000 km"],
    ),
    "a time is not both of them": (
        ["compara el versa 2020 con el corolla", "me late el corolla, caigo mañana a las 2 a calarlo, soy Brayan Meza"],
        ["probar el *Toyota Corolla 2020*"],
    ),
    "dearer is let pass, and nothing dearer is asked for": (
        ["versa con bluetooth hasta 230", "cuál versa sí trae bluetooth? así sea más caro"],
        ["Versa"],
    ),
    "the one behind is the one that is meant": (
        ["menos de 900 mil", "el corolla ya anda muy usado no? mejor el versa 2018, cuánto al mes con 35"],
        ["*Nissan Versa 2018*", "enganche $35,000"],
    ),
    "whether it is brought from afar is not known": (
        ["corolla", "estoy en Mérida, lo traen hasta acá? cuánto el envío"],
        ["No tengo ese dato: el envío a domicilio"],
    ),
    "in the afternoon, however it is written": (
        ["corolla", "apúntame mañana 5 d la tarde pa calarlo, soy Beto Garza"],
        ["probar el *Toyota Corolla 2020*", "17:00"],
    ),
    "another question is no other car": (
        [
            "versa 2018 con 60 mil",
            "otra cosa, ando en buró, así me lo sacan?",
            "va, quiero probarlo el sábado a las 10",
        ],
        ["probar el *Nissan Versa 2018*"],
    ),
    "a tall one is no Altima": (
        ["busco una camioneta altita, como de 500 para abajo"],
        ["camioneta", "hasta $500,000"],
    ),
    "so many kilometres are no money": (
        ["versa 2018", "uy 69 mil es mucho. y el corolla cuántos trae?"],
        ["*Toyota Corolla 2020*", "38,000 km"],
    ),
    "fewer kilometres than were told are a limit": (
        ["versa 2018", "69 mil km ya viene bien tronado. uno con menos de 50 aunque suba el precio"],
        ["hasta 50,000 km"],
    ),
    "dollars are not taken for pesos": (
        ["algo 2020 para arriba, unos 15 mil dls"],
        ["No tengo ese dato: el tipo de cambio", "2020 en adelante"],
    ),
    "a car that may be taken is none that is looked for": (
        ["menos de 900", "el corolla entonces. me toman a cuenta un tsurito 2009?"],
        ["*Toyota Corolla 2020*", "Anoto tu Nissan Tsuru 2009"],
    ),
    "whether the credit is given nobody here knows": (
        ["corolla con 60 mil", "ya dime si me van a rechazar pa no perder el tiempo"],
        ["Si te lo aprueban no puedo saberlo por aquí"],
    ),
    "no difference is asked for where none matters": (
        ["compara el versa 2020 con el corolla", "el versa entonces, no le hace la diferencia"],
        ["*Nissan Versa 2020*", "45,837 km"],
    ),
    "a colour is not on record": (["versa", "el rojo"], ["No tengo ese dato: el color"]),
    "nor is the consumption": (["versa 2018", "cuánto gasta de gasolina?"], ["No tengo ese dato"]),
    "an approximate price is a band, and told as one": (["algo como de 250"], ["de $225,000 a $275,000"]),
    "a corrected price is the last one": (["hasta 200, no perdón, 250 mil"], ["hasta $250,000"]),
    "so is a corrected down payment": (["versa 2018", "60 mil", "no, perdón, 80"], ["enganche $80,000"]),
    "half is a down payment": (["versa 2018", "la mitad"], ["enganche $110,499.50"]),
    "number words are amounts": (["versa 2018", "sesenta mil", "y a cuatro años?"], ["(48 meses)"]),
    "the same terms are asked of another car": (
        ["versa 2018", "60 mil a 4 años", "y en corolla?"],
        ["Toyota Corolla 2020", "enganche $60,000", "(48 meses)"],
    ),
    "a condition taken back is gone": (
        ["versa hasta 230 mil", "sin importar el precio"],
        ["Encontré 2 autos (Versa):"],
    ),
    "an age is a year": (["un nissan no mayor a 8 años"], ["en adelante"]),
    "another price stated replaces the first": (
        ["cuanto pagaria por un auto de 300 mil", "60 mil a 4 años", "y uno de 250?"],
        ["precio $250,000"],
    ),
    "a new wish drops the old terms": (
        ["versa 2018", "60 mil a 4 años", "mejor un corolla", "cuanto al mes?"],
        ["¿Cuánto darías de enganche?"],
    ),
    "typos in every word are no hindrance": (
        ["kiero cotisar un berza 2018 con 60 mil d enganxe a 4 anios"],
        ["Nissan Versa 2018", "enganche $60,000", "(48 meses)"],
    ),
    "what is not on record does not hide the cars": (
        ["algo rojo de menos de 230"],
        ["No tengo ese dato", "Versa 2018"],
    ),
    "the mileage of the car talked about is on its card": (["versa 2018", "cuántos kilómetros?"], ["69,630 km"]),
    "its size is told when it is asked": (["versa 2018", "qué tan largo es?"], ["Medidas: no registrado"]),
    "its engine stands in its version": (["versa 2018", "y el motor?"], ["Versión: 1.6 EXCLUSIVE AUTO"]),
    "its traction is not on record": (["versa 2018", "qué tracción tiene?"], ["No tengo ese dato"]),
    "what it costs is told again": (
        ["corolla", "jaja ok, cuánto cuesta?"],
        ["*Toyota Corolla 2020*", "Precio: $313,999"],
    ),
    "a car picked by its year is shown with its price": (
        ["versa", "el 2018 en cuánto sale"],
        ["Precio: $220,999", "¿Cuánto darías de enganche?"],
    ),
    "another year is quoted on the same terms": (
        ["versa 2018 con 60 mil a 4 años", "y el 2020?"],
        ["*Nissan Versa 2020*", "enganche $60,000", "(48 meses)"],
    ),
    "and both of them together": (
        ["versa 2018 con 60 mil de enganche", "y el 2020 igual?", "a 5 años ambos"],
        ["1. Nissan Versa 2018", "2. Nissan Versa 2020", "enganche de $60,000: a 60 meses"],
    ),
    "the longest term is the longest on offer": (
        ["versa 2018 con 60 mil a 3 años", "el plazo más largo"],
        ["6 años (72 meses)"],
    ),
    "and then the shortest": (
        ["versa 2018 con 60 mil de enganche", "a más plazo?", "y el más corto"],
        ["3 años (36 meses)"],
    ),
    "over how many months that is, is told": (
        ["versa 2018 con 60 mil de enganche", "a cuántos meses es?"],
        ["enganche $60,000", "(36 meses)", "(72 meses)"],
    ),
    "a third of the price is a down payment": (["versa 2018 con un tercio de enganche"], ["enganche $73,658.97"]),
    "a share said again in pesos is one down payment": (
        ["mensualidad del versa 2018 si doy 1/4 de entrada, unos 55 mil"],
        ["enganche $55,000"],
    ),
    "an offer in cash is no down payment": (
        ["versa 2018", "te doy 190 de contado y me lo llevo"],
        ["No puedo cambiar el precio", "Precio: $220,999"],
    ),
    "nor is the next offer": (["versa 2018", "te ofrezco 190 mil en efectivo", "205?"], ["No puedo cambiar el precio"]),
    "but what is given down is one": (["versa 2018", "te doy 60 mil"], ["enganche $60,000"]),
    "cars are compared by the years they are named with": (
        ["versa 2020 vs touareg 2018"],
        ["1. *Nissan Versa 2020*", "2. *Volkswagen Touareg 2018*"],
    ),
    "those compared are told apart by their size too": (
        ["entre el versa 2020 y el corolla cuál me dejarías", "cuál es más largo?"],
        ["1. Nissan Versa 2020", "2. Toyota Corolla 2020", "Medidas:"],
    ),
    "the cheaper of those compared is one of them": (
        ["compara el versa 2020 con el corolla", "cuál es más barato"],
        ["*Nissan Versa 2020*"],
    ),
    "cheapest first begins with the cheapest": (["hasta 300", "de menor a mayor precio"], ["1. Nissan Versa 2018"]),
    "dearest first lets none go": (
        ["hasta 300", "ordénalos del más caro al más barato"],
        ["Encontré 3 autos", "3. Nissan Versa 2018"],
    ),
    "a year or newer is no newer than the list": (["hasta 300", "2018 o más nuevos"], ["2018 en adelante"]),
    "at that price is near the price talked about": (
        ["versa 2018", "qué otro hay por ese precio?"],
        ["de $198,899 a $243,099"],
    ),
    "not too old is a year that is told": (["un nissan que no sea muy viejo"], ["en adelante"]),
    "a make that was wished is turned away": (
        ["nissan de menos de 300", "no\nmejor q no sea nissan\nigual de menos de 300"],
        ["sin Nissan"],
    ),
    "whether it is a 4x4 is asked of the car talked about": (["versa 2018", "es 4x4?"], ["No tengo ese dato"]),
    "what is there besides a payment is paid down": (
        ["puedo pagar 7 mil al mes con 100 mil"],
        ["hasta $7,000 al mes con $100,000 de enganche"],
    ),
    "another term buys other cars": (
        ["puedo pagar 8 mil al mes con 50 mil de enganche", "el segundo", "y a 48 meses cuáles?"],
        ["te alcanza para un auto", "(48 meses)"],
    ),
    "and so does a make alone": (
        ["puedo pagar 8 mil al mes con 50 mil de enganche", "solo nissan"],
        ["te alcanza para un auto", "Nissan Versa"],
    ),
    "a version picks one of the cars shown": (["versa", "el advance cuánto"], ["*Nissan Versa 2020*", "$265,999"]),
    "and the other one by its version": (["versa", "el 2", "y el exclusive?"], ["*Nissan Versa 2018*"]),
    "two years of one model are weighed against each other": (
        ["el versa 18 o el 20"],
        ["1. *Nissan Versa 2018*", "2. *Nissan Versa 2020*", "Más barato"],
    ),
    "so are two cars by their names": (["qué me conviene más, el versa o el corolla"], ["1. *", "2. *", "Más barato"]),
    "what the car has run is told of the one picked": (
        ["cotiza un versa con 50 mil", "el segundo qué kilometraje trae"],
        ["*Nissan Versa 2020*", "Kilometraje: 45,837 km"],
    ),
    "a question in between leaves the other open": (
        ["versa 2018", "cuánto gasta de gasolina?", "60 mil"],
        ["enganche $60,000"],
    ),
    "how old it is is no term": (["versa 2018", "cuántos años tiene?"], ["*Nissan Versa 2018*", "Precio: $220,999"]),
    "a bare term changes the quote": (["versa 2018 con 60 mil", "48"], ["(48 meses)", "enganche $60,000"]),
    "and several are told together": (
        ["versa 2018 con 60 mil", "a 36 y a 60"],
        ["(36 meses)", "(60 meses)"],
    ),
    "something like it may be another model": (["corolla", "algo parecido en 270?"], ["hasta $270,000"]),
    "a price elsewhere is bargained about": (
        ["versa 2018", "en otro lado vi el mismo en 190, me lo igualas?"],
        ["No puedo cambiar el precio"],
    ),
    "one's own car is none to be bought": (
        ["cotízame mi versa 2018"],
        ["Yo no puedo darte un valor", "Nissan Versa 2018"],
    ),
    "what it has run is said in thousands": (
        ["vendo mi versa 2018", "trae 130 mil"],
        ["Nissan Versa 2018, 130,000 km"],
    ),
    "no place on the list is asked about": (["versa 2018", "el 3"], ["¿De cuál auto?"]),
    "the sizes of a model are told of each": (["cuánto mide el versa"], ["1. ", "Medidas:", "2. "]),
    "where cars are seen is no visit yet": (["versa 2018", "dónde lo puedo ver"], ["No tengo ese dato"]),
    "what a share comes to in all is told": (
        ["versa 2018 con 30%", "cuánto pagaría en total"],
        ["enganche $66,299.70", "son de intereses"],
    ),
    "a car talked about is compared with one that is named": (
        ["versa 2018", "es mejor que el corolla?"],
        ["1. *Nissan Versa 2018*", "2. *Toyota Corolla 2020*"],
    ),
    "and with another year of its model": (
        ["versa 2018", "y comparado con el 2020?"],
        ["1. *Nissan Versa 2018*", "2. *Nissan Versa 2020*"],
    ),
    "other terms are all of them": (
        ["versa 2018 con 60 mil a 36", "y a más años?"],
        ["(48 meses)", "(72 meses)"],
    ),
    "what is closed below the price is bargained about": (
        ["versa 2018", "170 y es trato"],
        ["No puedo cambiar el precio"],
    ),
    "a car named before its terms is the one to quote": (
        ["si me bajas la tasa te compro el corolla", "ok con tu tasa, 100 de enganche a 6 años"],
        ["*Toyota Corolla 2020*", "enganche $100,000", "(72 meses)"],
    ),
    "of the two that were shown the other one is meant": (
        ["versa", "la más nueva", "mmm no, la otra"],
        ["Nissan Versa 2018"],
    ),
    "what a payment buys is no more of the car talked about": (
        ["versa 2018 con 60 mil a 4 años", "no llego, qué otros me alcanzan con 5 mil al mes"],
        ["hasta $5,000 al mes con $60,000 de enganche"],
    ),
    "that none can be paid is said of the year that was named": (
        ["versa 2018 pagando 2 mil al mes"],
        ["No encontré autos (Versa, 2018)"],
    ),
    "what is paid by the fortnight is paid twice a month": (["pa pagar 2500 quincenales"], ["hasta $5,000 al mes"]),
    "two figures are the year of a car shown": (["versa", "el del 20"], ["*Nissan Versa 2020*"]),
    "its gearbox is on its card": (["versa 2018", "automático o de palanca?"], ["Versión: 1.6 EXCLUSIVE AUTO"]),
    "another share takes the place of the first": (
        ["versa 2018 con 20%", "no, dando el 30 mejor"],
        ["enganche $66,299.70"],
    ),
    "the interest is told of the quote at hand": (
        ["versa 2018 con 60 mil a 4 años", "en ese cuánto serían los intereses"],
        ["son de intereses"],
    ),
    "what is asked besides a quote is answered too": (
        ["versa 2018 con 60 mil a 4 años y q papeles llevo"],
        ["(48 meses)", "No tengo ese dato"],
    ),
    "the terms of one car are told of another beside it": (
        ["versa 2018 o corolla con 60 a 4 años"],
        ["1. *Nissan Versa 2018*", "2. *Toyota Corolla 2020*", "a 48 meses"],
    ),
    "a list of two is compared with one that is named": (
        ["versa", "compáralos con el corolla"],
        ["1. *Nissan Versa 2018*", "*Toyota Corolla 2020*"],
    ),
    "which of these has it is told of each": (
        ["versa", "¿cuál de esos dos trae carplay?"],
        ["1. Nissan Versa 2018", "2. Nissan Versa 2020", "CarPlay:"],
    ),
    "the first of these, in what is asked, is talked about": (
        ["versa", "de esos el más nuevo", "60 mil a 4 años"],
        ["*Nissan Versa 2020*", "enganche $60,000"],
    ),
    "the cheapest of two is quoted": (
        ["versa", "el más barato de esos dos con 30% a 4 años"],
        ["*Nissan Versa 2018*", "(48 meses)"],
    ),
    "a car of the list is compared, and no other of its name": (
        ["versa 2020 o corolla", "cuál es más largo, el versa o el corolla? mi cochera está mini"],
        ["Nissan Versa 2020", "Toyota Corolla 2020", "Medidas:"],
    ),
    "two terms side by side are one quote": (
        ["versa 2018", "60 mil a 5 años. y también a 4 pa comparar"],
        ["(48 meses)", "(60 meses)"],
    ),
    "what one can pay is a payment, however dear": (
        ["versa 2018", "60 mil a 3 años", "nmms qué caro, yo puedo como 4 mil"],
        ["hasta $4,000 al mes"],
    ),
    "the one asked for is talked about, though it is dearer": (
        ["versa 2020 hasta 230 mil", "y dando 100 a 4 años?"],
        ["*Nissan Versa 2020*", "enganche $100,000"],
    ),
    "any car of a kind begins another wish": (
        ["tienen hilux", "una camioneta, unos 400 tope"],
        ["hasta $400,000"],
    ),
    "a term that there is not is told with those that there are": (
        ["versa 2018", "60 mil a 2 años"],
        ["3, 4, 5 o 6 años", "(36 meses)", "(72 meses)"],
    ),
    "and is forgotten by the next question": (
        ["versa 2018", "60 mil a 2 años", "y con 80?"],
        ["enganche $80,000", "(72 meses)"],
    ),
    "what was asked of one car is told of the next": (
        ["el corolla cuánto mide?", "uy apenitas. y el touareg?"],
        ["Touareg", "Medidas:"],
    ),
    "two things asked are both told": (
        ["compara el versa 2020 con el corolla", "cuál es más nuevo y cuál más barato?"],
        ["Son del mismo año.", "Más barato:"],
    ),
    "two terms of one car are no two cars": (
        ["versa 2018", "con 60 mil a 3 años y a 6 años, las dos"],
        ["(36 meses)", "(72 meses)"],
    ),
    "something else is of any model": (
        ["corolla 2020 hasta 250", "algo como de 220 mil"],
        ["de $198,000 a $242,000", "Nissan Versa 2018"],
    ),
    "another year of the model just shown is that one": (
        ["versa 2018", "y el 2020 con 50 mil a 3 años?"],
        ["*Nissan Versa 2020*", "(36 meses)"],
    ),
    "the names that we do not have are not asked for again": (
        ["tienen hilux", "algo automático, lo que sea"],
        ["Encontré"],
    ),
    "of both just compared each tells what it has": (
        ["compara el versa 2020 con el corolla", "y los dos traen carplay?"],
        ["1. Nissan Versa 2020", "2. Toyota Corolla 2020", "CarPlay:"],
    ),
    "a limit of something else is no down payment": (
        ["touareg", "algo de menos de 230"],
        ["hasta $230,000"],
    ),
    "paid at once it costs its price": (
        ["versa 2018", "60 mil a 4 años", "y de contado cuánto es en total?"],
        ["Precio: $220,999"],
    ),
    "the one behind the cheapest is another": (
        ["el más barato que tengas", "muchos km, cuál sigue?"],
        ["2. Mazda 3 2017"],
    ),
    "three named at once are put side by side": (
        ["pongame versa 2020, corolla y touareg"],
        ["Nissan Versa 2020", "Toyota Corolla 2020", "Volkswagen Touareg"],
    ),
    "one year held against the other puts both side by side": (
        ["versa", "por qué la 2020 cuesta como 45 mil más que la 2018?"],
        ["*Nissan Versa 2018*", "*Nissan Versa 2020*"],
    ),
    "what two pay down together is one down payment": (
        ["corolla", "yo pongo 80 y mi hermana 70 a 5 años"],
        ["enganche $150,000", "(60 meses)"],
    ),
    "once nothing was found, the model asked for again is all of it": (
        ["versa 2018 de menos de 100 mil", "entonces cuáles versa sí tienes?"],
        ["Encontré 2 autos (Versa):"],
    ),
    "the other of two by its name is that one": (
        ["versa", "el más nuevo", "con 30 de enganche", "y el otro versa con los mismos 30 a 6 años"],
        ["*Nissan Versa 2018*", "enganche $30,000", "(72 meses)"],
    ),
    "which of these has run least is told at once": (
        ["versa", "de esos cuál trae menos km"],
        ["*Nissan Versa 2020*"],
    ),
    "two things asked of several are both told": (
        ["menos de 300", "cuál de esos es más nuevo y con menos km"],
        ["Más nuevo:", "Con menos kilómetros:"],
    ),
    "what cannot be told is called by its name": (
        ["versa 2018", "de qué color es y cuántos dueños ha tenido"],
        ["el color y cuántos dueños tuvo no vienen en el registro"],
    ),
    "a down payment once given is not asked for again": (
        ["busco un versa 2018, tengo 40 mil de enganche", "trae bluetooth?"],
        ["Bluetooth: sí"],
    ),
    "a test drive is said back with its day and time": (
        ["versa 2018", "quiero probarlo el 5 de diciembre a las 11"],
        ["probar el *Nissan Versa 2018*, el", "5 de diciembre a las 11:00"],
    ),
    "what is corrected in one breath is the last": (
        ["versa 2018", "quiero probarlo el 5 de diciembre a las 10, ay no, mejor a las 5 de la tarde"],
        ["a las 17:00"],
    ),
    "consumption asked beside a quote is not passed over": (
        ["versa 2018", "con 60 a 4 años, y cuánto da por litro?"],
        ["(48 meses)", "el consumo de gasolina no viene en el registro"],
    ),
    "what two cost together with a term tells the payment too": (
        ["versa 2018", "60 mil a 5 años", "cuánto pago en total de intereses?"],
        ["al mes; total"],
    ),
    "who is asked for advice says which does better": (
        ["compara los versa", "cuál me conviene más?"],
        ["me inclinaría por 2. *Nissan Versa 2020*"],
    ),
    "a car that is asked for is said to be there": (["sigue disponible el versa 2018?"], ["Sí, sigue disponible:"]),
    "a limit said of several models holds for each": (
        ["estoy entre versa y corolla, 2020 en adelante"],
        ["*Nissan Versa 2020*", "*Toyota Corolla 2020*"],
    ),
    "what is turned away of one year is turned away of that year": (
        ["estoy entre versa, corolla y mazda 3", "los 3 traen carplay? el corolla 2023 no"],
        ["Nissan Versa", "Toyota Corolla 2020", "CarPlay:"],
    ),
    "one's own car is told, asked for, before another is looked for": (
        ["quiero dejar mi carro a cuenta", "es un jetta 2015. quiero algo tipo corolla"],
        ["*Toyota Corolla 2020*", "Anoto tu Volkswagen Jetta 2015"],
    ),
    "the year of ours is none of one's own": (
        [
            "tengo un jetta 2015 con 80 mil km, lo dejo a cuenta por un versa",
            "si además del jetta pongo 50 mil por el 2020",
        ],
        ["*Nissan Versa 2020*: precio", "enganche $50,000"],
    ),
    "one's own car is told after what one's car is": (
        ["mi carro es un jetta 2015 y quiero un corolla"],
        ["*Toyota Corolla 2020*", "Anoto tu Volkswagen Jetta 2015"],
    ),
    "its kilometres are told before another thing is asked": (
        [
            "versa 2020",
            "tengo un jetta 2015, lo toman a cuenta?",
            "tiene 140 mil km. ponle que me dan 60, cuánto a 4 años",
        ],
        ["enganche $60,000", "(48 meses)", "Volkswagen Jetta 2015, 140,000 km"],
    ),
    "a year picks one of the list beside one's own car": (
        ["tienen versa? tengo un jetta 2015 a cuenta", "el 2020. mi jetta trae 90 mil km", "con 60 a 4 años"],
        ["*Nissan Versa 2020*: precio"],
    ),
    "the blue book is no colour": (
        ["quiero dejar mi jetta 2015 a cuenta, trae 90 mil km", "más o menos en cuánto? en libro azul dicen 150"],
        ["Yo no puedo darte un valor por aquí"],
    ),
    "who finds it dear and asks for a longer term is told that one": (
        ["versa 2018 con 60 a 3 años", "ta caro. y al máximo de años"],
        ["6 años (72 meses)"],
    ),
    "who finds it dear and points at another is quoted that one": (
        ["versa", "el 2 con 60 a 3 años", "está caro, y el de 221 con lo mismo"],
        ["*Nissan Versa 2018*", "enganche $60,000", "(36 meses)"],
    ),
    "insurance that is dear is no bargaining": (
        ["versa 2018", "está caro el seguro de ese?"],
        ["No tengo ese dato: el seguro"],
    ),
    "two years of one model are told apart": (
        ["qué diferencia hay del versa 2018 al 2020?"],
        ["*Nissan Versa 2018*", "*Nissan Versa 2020*", "diferencia de 2 años"],
    ),
    "half of the kilometres is no down payment": (
        ["versa", "el 2020 tiene la mitad de km no?"],
        ["*Nissan Versa 2020*"],
    ),
    "the same amounts are the same terms": (
        ["versa 2018 con 60 a 4 años", "y el corolla? con los mismos 60 y los mismos años"],
        ["*Toyota Corolla 2020*", "enganche $60,000", "(48 meses)"],
    ),
    "who wants to be called by somebody is put through": (
        ["versa 2018", "quiero que me hable alguien"],
        ["le paso tu conversación a una persona"],
    ),
    "of a list it is told which gearbox each has": (
        ["versa", "son estándar o automáticos?"],
        ["*Nissan Versa 2018*: según su versión, es de transmisión automática."],
    ),
    "kilometres are told beside the payment": (
        ["versa 2018", "cuántos km tiene y cuánto al mes con 60 a 4 años"],
        ["(48 meses)", "Kilometraje:"],
    ),
    "what nobody stated is called by each of its names": (
        ["versa 2018", "cobran comisión por apertura? y puedo adelantar pagos?"],
        ["pagos por adelantado", "comisiones"],
    ),
    "a day said before a car was chosen is that of the visit": (
        ["necesito ver un carro hoy", "versa 2018", "lo puedo ver a las 23:59?"],
        ["probar el *Nissan Versa 2018*", "a las 23:59"],
    ),
    "a question nobody can answer is owned up to": (
        ["versa 2018", "con 60 a 4 años? mando a mi suegra por él en mi lugar, se puede así?"],
        ["(48 meses)", "De lo otro que preguntas no tengo el dato"],
    ),
    "safety is no insurance": (
        ["versa 2018", "es seguro? cuántas bolsas de aire trae"],
        ["el equipo de seguridad no viene en el registro"],
    ),
    "who passes the phone on is answered in a word": (
        ["versa 2018", "le paso a mi papá que tiene preguntas"],
        ["otro plan"],
    ),
    "a discount is answered beside the terms": (
        ["versa 2018", "me haces un descuento si doy 70 de enganche?"],
        ["No puedo cambiar el precio", "enganche $70,000"],
    ),
    "terms named as the one of so many years are that term": (
        ["versa 2018 con 60 de enganche", "y si subo a 80 en la de 4"],
        ["enganche $80,000", "4 años (48 meses)"],
    ),
    "a down payment before a term is no term": (
        ["versa 2018", "si doy 60 y a 3 años? o a 4"],
        ["enganche $60,000", "3 años (36 meses)", "4 años (48 meses)"],
    ),
    "children count no months of credit": (
        ["tengo gemelos de 8 meses, busco un versa 2020"],
        ["*Nissan Versa 2020*"],
    ),
    "of those compared the one ruled out is left out": (
        ["compara versa 2020, corolla y mazda 3", "descarto el mazda. de los otros dos cuál me conviene"],
        ["*Nissan Versa 2020*", "*Toyota Corolla 2020*"],
    ),
    "whether another is larger is told of both": (
        ["menos de 900 mil", "el versa 2020", "y el corolla ese, es más grande?"],
        ["Nissan Versa 2020", "Toyota Corolla 2020", "Medidas:"],
    ),
    "who fears a fraud and was robbed looks for no car of that price": (
        ["cómo sé que esto si es kavak de verdad? a mi hermana le robaron 40 mil"],
        ["Haces bien en preguntar"],
    ),
    "the first in something is said to be it": (
        ["menos de 900 mil", "cuál tiene menos km?"],
        ["El de menos kilómetros:"],
    ),
    "what is to be taken out of a list by its kilometres is no wish for them": (
        ["menos de 900 mil", "quita los de más de 50 mil km"],
        ["hasta 50,000 km"],
    ),
    "the newest of each of two is not the one shown": (
        ["versa 2018 y corolla", "compárame el versa más nuevo con el corolla más nuevo"],
        ["Nissan Versa 2020", "Toyota Corolla 2020"],
    ),
    "a mall that is near is no car": (
        ["versa 2018", "el sábado a las 9 y media? santa fe me queda a 40 min"],
        ["*Nissan Versa 2018*", "a las 9:30"],
    ),
    "what each of two brothers pays is added up": (
        ["versa 2018", "él pone 50 y yo 45 de enganche, a 4 años"],
        ["enganche $95,000", "(48 meses)"],
    ),
    "a question about its value is no model": (
        ["quiero dejar mi carro a cuenta", "cuánto me dan"],
        ["Yo no puedo darte un valor por aquí", "¿Qué marca y modelo es tu auto?"],
    ),
    "a model called like its make is one": (
        ["quiero dar mi chevy 2009 a cuenta", "tiene como 160 mil km"],
        ["Chevrolet Chevy 2009, 160,000 km"],
    ),
    "the newest of a name among those shown is one of them": (
        ["menos de 250 mil", "el versa más nuevo de esos con 60 a 4 años"],
        ["*Nissan Versa 2018*", "enganche $60,000"],
    ),
    "another thing said is no other car": (
        ["versa 2018", "no le han bajado? me habían dicho otra cosa", "con 65 a 5 años"],
        ["*Nissan Versa 2018*", "(60 meses)"],
    ),
    "the reason for a wish is none": (
        ["versa", "si no hay en estándar, porque los automáticos salen muy caros de componer"],
        ["No encontré Versa, manual."],
    ),
    "nor does it ask anything": (["busco sedán ya que las camionetas gastan mucho"], ["(sedán)"]),
    "where a car is made stands for its makes": (["busco algo alemán"], ["*Volkswagen Touareg 2018*"]),
    "of several makes those on sale are told": (
        ["algo japonés de menos de 300"],
        ["(Nissan, Toyota, Mazda, hasta $300,000)"],
    ),
    "makes of a country are turned away": (["nada de japoneses porfa, de menos de 500"], ["*Volkswagen Touareg 2018*"]),
    "a country lets the model go": (["versa", "y algo alemán?"], ["*Volkswagen Touareg 2018*"]),
    "so much and a bit is a little more": (["traigo 250 y pico, qué hay"], ["hasta $275,000"]),
    "a term that is asked for as well is one more": (
        ["versa 2020 con 50 de enganche a 5 años", "y si meto 70. y a 6 también"],
        ["enganche $70,000", "(60 meses)", "(72 meses)"],
    ),
    "the car taken instead is quoted as the other was": (
        ["versa", "el 1 con 50 mil a 5 años", "uy, mejor el de 265"],
        ["*Nissan Versa 2020*: precio", "(60 meses)"],
    ),
    "of two of a year the price tells which": (["menos de 500", "el 2020 de 313"], ["*Toyota Corolla 2020*"]),
    "a make beside its model is no other car": (
        ["corolla", "mejor el versa 2020 porque los nissan salen buenos, cuál es la diferencia?"],
        ["*Toyota Corolla 2020*", "*Nissan Versa 2020*"],
    ),
    "less than a car has run is of kilometres": (
        ["menos de 230", "69 mil km es un buen, no? hay otro con menos de 50 mil que no suba de 300"],
        ["*Nissan Versa 2020*", "hasta 50,000 km"],
    ),
    "the only one of its kind turned down, another kind will do": (
        ["suv", "está carísima. algo de menos de 300"],
        ["(hasta $300,000)"],
    ),
    "nor need it be what is conceded": (["suv", "aunque no sea suv, de menos de 300"], ["(hasta $300,000)"]),
    "those of a list within a limit are searched for": (
        ["menos de 500", "de esos cuál trae bluetooth y menos de 50 mil km"],
        ["con Bluetooth", "hasta 50,000 km"],
    ),
    "two colours are no two gearboxes": (
        ["versa", "hay rojo o blanco? y que sea automático porque estándar no manejo"],
        ["el color no viene en el registro", "(Versa, automático)"],
    ),
    "what is held of one is asked beside the kilometres": (
        ["versa 2018 o corolla", "dicen que el corolla es más grande, es cierto? cuál tiene menos km?"],
        ["Con menos kilómetros:", "*Toyota Corolla 2020*"],
    ),
    "the newest of those shown has the gearbox said": (
        ["menos de 330", "la más nueva de esas, pero automática"],
        ["El más nuevo:", "*Toyota Corolla 2020*"],
    ),
    "of all of them is of no page": (["menos de 330", "cuál es el menos usado de todos"], ["*Toyota Corolla 2020*"]),
    "dear as it is, another term is asked for": (
        ["versa 2020 con 60 a 4 años", "híjole ta caro, y a 6?"],
        ["(72 meses)", "$3,816.30"],
    ),
    "a limit of another car is no offer": (
        ["versa 2018", "tiene otro así por ese precio? hasta 250 a lo mucho"],
        ["hasta $250,000"],
    ),
    "a time with a point is a time": (["versa 2018", "lo quiero ver el 5 de diciembre a las 9.30"], ["a las 9:30"]),
    "a price that is no round one is that car's": (["vi un corolla en 313 mil"], ["*Toyota Corolla 2020*"]),
    "so is one said behind the article": (["el corolla de 313 mil"], ["Encontré uno (Corolla, hasta $313,999)"]),
    "of two named each has its own year": (
        ["me interesa el versa 2018 y si el corolla 2020 también sigue"],
        ["*Nissan Versa 2018*", "*Toyota Corolla 2020*"],
    ),
    "why one year costs more than another is told of both": (
        ["el versa 2020 en 265 por qué es más caro que el 2018 de 220?"],
        ["*Nissan Versa 2018*", "*Nissan Versa 2020*"],
    ),
    "whether one is the cheapest is asked of all": (
        ["el corolla que está en 313 es el más barato que tienen?"],
        ["*Nissan Versa 2018*"],
    ),
    "a car of a bad story is not wanted": (
        ["versa", "cómo sé que no es robado? a mí ya me vieron la cara con un tsuru"],
        ["Haces bien en preguntar"],
    ),
    "what its upkeep costs is no bargain": (
        ["touareg", "los servicios salen muy caros verdad?"],
        ["el mantenimiento"],
    ),
    "equipment asked of the one pointed at is no wish": (
        ["menos de 330", "el de 245 trae carplay? y bluetooth"],
        ["*Mazda 3 2017*"],
    ),
    "the other one is named with its version": (
        ["corolla", "y contra el mazda 3 grand touring?"],
        ["*Toyota Corolla 2020*", "*Mazda 3 2017*"],
    ),
    "the newest and one named are the two": (
        ["corolla", "y un versa 2020 manejan? cuál de los dos trae menos km"],
        ["Nissan Versa 2020, 1.6 ADVANCE", "Con menos kilómetros: 1. *Toyota Corolla 2020*"],
    ),
    "the lowest payment is that over the longest term": (
        ["versa 2018", "y si doy 45 mil, cómo quedaría lo más bajito de mensualidad"],
        ["(72 meses)"],
    ),
    "what is financed of a car leaves the rest to be paid down": (
        ["corolla", "si financio 200 mil a 3 años cuánto sería al mes"],
        ["enganche $113,999", "A financiar: $200,000", "(36 meses)"],
    ),
    "two prices of which the reason is asked are no limit": (
        ["tienen 2 versas no? por qué uno cuesta 220 y el otro 265"],
        ["1. Nissan Versa 2018", "2. Nissan Versa 2020"],
    ),
    "a car that is kept is the one of its year": (
        ["versa", "el segundo con 45 a 6 años", "ok me quedo con el 18", "lo quiero ver el 5 de diciembre a las 11"],
        ["*Nissan Versa 2018*"],
    ),
    "a city that somebody lives in is no car": (
        ["versa 2018", "lo puedo ir a ver el 5 de diciembre? yo vivo por santa fe"],
        ["probar el *Nissan Versa 2018*"],
    ),
    "a budget is no distance that a car has run": (
        ["vendo mi chevy 2009", "como 200 mil contando lo que me den por el chevy"],
        ["Chevrolet Chevy 2009. ¿Cuántos kilómetros"],
    ),
    "the car that somebody has is theirs": (
        ["el carro que traemos es un tsuru y ya no cabemos, que no pase de 260"],
        ["No encontré autos camioneta, hasta $260,000"],
    ),
    "an idiom is no amount": (
        ["versa 2018", "y si dejo mi ranger 2010 a cuenta? jala al cien"],
        ["Ford Ranger 2010"],
    ),
    "what is asked in one word is asked": (["precios"], ["¿Qué auto buscas?"]),
    "a name said wrong and an hour run together are heard": (
        ["versa 2018", "kiero ir a berlo el 5 de diciembre", "alas 4 sta bien.. me yamo Yesenia"],
        ["Yesenia", "a las 16:00"],
    ),
    "of another one the name is let go": (
        ["corolla con 60 mil de enganche", "es mucho, yo puedo 4,500 max... otro bonito que salga en eso?"],
        ["te alcanza"],
    ),
    "a limit of kilometres is of the car wanted": (
        ["vendo mi jetta 2012, trae 140 mil km", "busco un versa con menos de 60 mil km"],
        ["hasta 60,000 km"],
    ),
    "a budget is no down payment": (["touareg", "se me va de presupuesto, yo tengo 260"], ["hasta $260,000"]),
    "another of its kind has a price of its own": (
        ["touareg", "está carísima. otra suv como en 300?"],
        ["de $270,000 a $330,000"],
    ),
    "a difference is no price": (
        ["versa", "qué trae la 2a que no traiga la otra, porque la dif son como 45 mil no?"],
        ["*Nissan Versa 2018*", "*Nissan Versa 2020*"],
    ),
    "a car seen before is taken up by its name": (
        ["menos de 500", "touareg", "el corolla pues, con 60 a 4 años"],
        ["*Toyota Corolla 2020*: precio"],
    ),
    "what is saved is paid down": (
        ["versa", "el versa 2018. tengo 20 ahorrados, cuánto pagaría"],
        ["enganche $20,000"],
    ),
    "the one of an earlier list is found by its price": (
        [
            "menos de 500",
            "de esos los que tengan menos de 50 mil km",
            "con 50 mil a 5 años el de 265",
            "mejor el de 245",
        ],
        ["*Mazda 3 2017*: precio", "(60 meses)"],
    ),
    "an hour at which somebody gets off is not that of the visit": (
        ["versa 2018", "lo puedo ver el 5 de diciembre?", "a las 11 salgo de guardia así que como 12"],
        ["a las 12:00"],
    ),
    "an hour told beside a question is the one that was asked for": (
        ["versa 2018", "lo quiero ver el 5 de diciembre", "como a las 12, y qué papeles tengo que llevar?"],
        ["a las 12:00", "No tengo ese dato"],
    ),
    "who wants their car looked at goes on talking to the bot": (
        ["vendo mi sentra 2012", "quiero agendar la inspección para el jueves", "trae 90 mil km"],
        ["Nissan Sentra 2012, 90,000 km"],
    ),
    "what no row says is not compared": (["versa 2018", "cuál tiene la cajuela más grande"], ["cajuela"]),
    "who will not buy is left in peace": (
        ["versa 2018", "mi esposa dice que mejor no. disculpa las molestias, ya no me agendes"],
        ["otro auto"],
    ),
    "a call that is asked for is passed on": (
        ["versa 2018", "pásame con alguien que me marque después de las 6"],
        ["lo que dices de la llamada"],
    ),
}


@pytest.mark.parametrize("story", DIALOGUES)
def test_ana_reads_what_she_meant(story, showroom):
    said, read = DIALOGUES[story]
    for body in said:
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert [words for words in read if words not in last] == [], last


def test_of_two_that_are_compared_it_is_told_which_one_fits(showroom):
    Car.objects.filter(stock_id=102).update(length_mm=4495)
    Car.objects.filter(stock_id=103).update(length_mm=4795)
    chat = cast.writes("el versa 2020 o el touareg, cuál es más largo? mi cochera mide 4.60 de largo")

    turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert "Por sus medidas sí cabe: *Nissan Versa 2020*." in last
    assert "No cabe: *Volkswagen Touareg 2018*." in last


def test_of_the_few_shown_it_is_told_which_have_room(showroom):
    Car.objects.filter(stock_id=101).update(length_mm=4425, height_mm=1514)
    Car.objects.filter(stock_id=102).update(length_mm=4495, height_mm=1475)
    for body in ("versa", "mi bodega es de 1.50 de alto, cabe?"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert "Por sus medidas sí cabe: *Nissan Versa 2020*." in last
    assert "No cabe: *Nissan Versa 2018*." in last


def test_a_garage_outlives_the_next_model_that_is_named(showroom):
    Car.objects.filter(stock_id=102).update(length_mm=4495)
    Car.objects.filter(stock_id=103).update(length_mm=4795)
    for body in ("algo que mida menos de 4.60 de largo", "y el touareg?"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    assert "No cabe (largo hasta 4.60 m)" in cast.replies(chat)[-1]


def test_the_only_one_that_has_what_is_asked_is_talked_about_from_then_on(showroom):
    Car.objects.filter(stock_id=102).update(car_play=True)
    for body in ("versa", "cuál trae carplay?", "ese con 60 a 4 años"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    assert "*Nissan Versa 2020*: precio" in cast.replies(chat)[-1]


def test_the_traction_that_a_version_states_is_told_beside_what_else_is_asked(showroom):
    Car.objects.filter(stock_id=103).update(version="3.0 V6 TDI 4WD")
    for body in ("touareg", "es 4x4? trae bluetooth?"):
        chat = cast.writes(body)
        turns.answer(chat.pk, brain=choose_brain("offline"))

    last = cast.replies(chat)[-1]
    assert "según su versión, es 4x4" in last
    assert "Bluetooth:" in last

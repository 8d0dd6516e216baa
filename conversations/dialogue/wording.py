"""The bot's own words: every sentence of a talk, each in one place, in Spanish (es-MX) and in English."""

from collections.abc import Sequence

from catalog.criteria import Ordering
from conversations.dialogue.attachments import Kind
from conversations.dialogue.plan import HandoverKind, Slot
from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import enumeration

# ── Talk ────────────────────────────────────────────────────────────────────────────────────────────────────────

GREETING = Sentence(
    "¡Hola! Soy el asistente automático de Kavak. Te ayudo a encontrar un seminuevo, a calcular tu pago mensual "
    "y a resolver dudas. Si prefieres, pide hablar con una persona.",
    en="Hi! I'm Kavak's automated assistant. I can help you find a used car, work out your monthly payment and answer "
    "questions. If you'd rather, ask to talk to a person.",
)
WHO_ANSWERS = Sentence("Soy el asistente automático de Kavak.", en="I'm Kavak's automated assistant.")
HELLO_AGAIN = Sentence("¡Hola de nuevo!", "¡Hola otra vez!", "¡Qué gusto leerte de nuevo!", en="Hello again!")
THANKS = Sentence(
    "¡Con gusto! Aquí sigo si quieres ver más autos o calcular otro plan.",
    "¡De nada! Si quieres ver otro auto o calcular otro plan, aquí estoy.",
    "¡Para eso estoy! Cuando quieras vemos más autos o calculamos otro plan.",
    en="You're welcome! I'm here if you want to see more cars or work out another plan.",
)
ALL_RIGHT = Sentence(
    "Sin problema. Si quieres ver otro auto o calcular otro plan, aquí estoy.",
    "Va, sin problema. Cuando quieras vemos otro auto u otro plan.",
    en="No problem. I'm here if you want to see another car or another plan.",
)
RESET = Sentence("Listo, empezamos de nuevo.", en="All right, let's start over.")
HANDOVER = Sentence(
    "Claro, le paso tu conversación a una persona de nuestro equipo. Te responde por aquí mismo.",
    en="Sure, I'm passing your conversation to a person on our team. They'll answer you right here.",
)
HANDED_OVER_TO_CALL = Sentence(
    "Claro, le paso tu conversación a una persona de nuestro equipo, con lo que dices de la llamada. Si no puede "
    "llamarte, te escribe por aquí mismo.",
    en="Sure, I'm passing your conversation to a person on our team, with what you say about the call. If they can't "
    "call you, they'll write to you right here.",
)
NOBODY_IN = Sentence(
    "A esta hora no hay nadie del equipo; te responden el {back}.",
    en="Nobody is in at this hour; they'll answer on {back}.",
)
COMPLAINT = Sentence(
    "Lamento lo que pasó. Le paso tu caso a una persona de nuestro equipo para que lo revise contigo; te responde por "
    "aquí mismo.",
    en="I'm sorry this happened. I'm passing your case to a person on our team, who will go through it with you right "
    "here.",
)
HANDED_OVER = {HandoverKind.PERSON: HANDOVER, HandoverKind.COMPLAINT: COMPLAINT}
NO_DATUM = Sentence(
    "No tengo ese dato. Si quieres, te comunico con una persona del equipo.",
    en="I don't have that information. If you like, I can put you through to a person on the team.",
)
REST_UNKNOWN = Sentence(
    "De lo otro que preguntas no tengo el dato; si quieres, te comunico con una persona del equipo.",
    en="As for your other question, I don't have that information; if you like, I can put you through to a person on "
    "the team.",
)
CANNOT_RESERVE = Sentence(
    "Por aquí no puedo apartar autos; eso lo ve una persona del equipo.",
    en="I can't hold cars for anybody here; a person on the team can see to that.",
)
NO_MONEY_ASKED = Sentence(
    "Haces bien en preguntar. Yo nunca te pido depósitos, claves ni datos de tarjeta por este chat. Si quieres, te "
    "digo dónde están nuestras sedes para que vengas a conocernos antes de decidir, o te comunico con una persona del "
    "equipo.",
    en="You are right to ask. I never ask for deposits, passwords or card details in this chat. If you like, I can "
    "tell you where our branches are, so that you can see us before you decide, or put you through to a person on "
    "the team.",
)
# In whatever is said to who may want one; a "sí" after it takes it up.
OFFERS_A_PERSON = "te comunico con una persona"
WHAT_WAS_MISSED = Sentence(
    "Perdón, no nos entendimos. Dime con otras palabras qué te falta saber y te lo explico.",
    en="Sorry, we did not understand each other. Tell me in other words what you still need to know.",
)
MAY_BE_TROUBLED = Sentence(
    "Si tuviste algún problema con nosotros, lo ve una persona del equipo.",
    en="If something went wrong with us, a person on the team looks into it.",
)
NO_HAGGLING = Sentence(
    "No puedo cambiar el precio ni la tasa por aquí: son los publicados. Sí puedo buscarte algo más barato u otro "
    "plan de pagos; o si quieres, te comunico con una persona del equipo.",
    en="I can't change the price or the rate here: they are the published ones. I can look for something cheaper or "
    "another payment plan; or if you like, I can put you through to a person on the team.",
)
AVAILABLE = Sentence("Sí, sigue disponible:", en="Yes, it is still available:")
THESE_ARE_AVAILABLE = Sentence("Sí, siguen disponibles: {cars}.", en="Yes, they are still available: {cars}.")
STILL_AVAILABLE = Sentence("Sí, sigue disponible.", en="Yes, it is still available.")
NOT_FOR_ME_TO_APPROVE = Sentence(
    "Si te lo aprueban no puedo saberlo por aquí: eso se decide cuando revisan tu historial. "
    "Si quieres, te comunico con una persona del equipo.",
    en="I can't tell here whether it would be approved: that is decided when they look at your credit history. "
    "If you like, I can put you through to a person on the team.",
)
FITS = Sentence("Por sus medidas, *{title}* sí cabe ahí:", en="By its size, *{title}* does fit there:")
FITS_NOT = Sentence("Por sus medidas, *{title}* no cabe ahí:", en="By its size, *{title}* does not fit there:")
THESE_FIT = Sentence("Por sus medidas sí cabe: {cars}.", en="By its size this fits: {cars}.")
THESE_MAY_FIT = Sentence(
    "No tengo registradas todas las medidas de {cars}.", en="I don't have all the measures of {cars} on record."
)
THESE_DO_NOT_FIT = Sentence("No cabe: {cars}.", en="This does not fit: {cars}.")
OFFER_VISIT = Sentence(
    "Si quieres ir a verlo, dime qué día y a qué hora, y pido tu prueba de manejo.",
    en="If you want to see it, tell me which day and what time, and I'll ask for your test drive.",
)
OFFER_INSPECTION = Sentence(
    "Para que revisen tu auto, dime qué día y a qué hora te queda: la cita y el lugar te los confirma una persona del "
    "equipo.",
    en="To have your car inspected, tell me which day and what time suit you: a person on the team confirms the "
    "appointment and the place.",
)
GEARBOX_UNSURE = Sentence(
    "No sé si es automático o manual, porque su versión no lo dice: {cars}.",
    en="I don't know whether it is an automatic or a manual, since its version does not say: {cars}.",
)
KIND_UNSURE = Sentence(
    "Por confirmar si es sedán o hatchback, porque su versión no lo dice: {cars}.",
    en="To be confirmed whether it is a sedan or a hatchback, since its version does not say so: {cars}.",
)
NOT_UNDERSTOOD = Sentence(
    "Perdón, no estoy seguro de haberte entendido. Te puedo mostrar autos, calcular mensualidades o contarte cómo "
    "funciona Kavak; o si prefieres, te comunico con una persona del equipo.",
    en="Sorry, I'm not sure I understood. I can show you cars, work out monthly payments or tell you how Kavak works; "
    "or if you prefer, I can put you through to a person on the team.",
)
CANNOT_ANSWER = Sentence(
    "Perdón, no pude preparar una respuesta segura. Le aviso a una persona del equipo para que te ayude.",
    en="Sorry, I couldn't prepare a safe answer. I'm letting a person on the team know, so that they can help you.",
)
OPTED_OUT = Sentence("Listo, ya no te escribiremos. Si cambias de opinión, responde ALTA.")
OPTED_IN = Sentence("¡Gracias por volver! ¿Qué auto estás buscando?")
MEDIA = Sentence(
    "Recibí tu archivo, pero todavía no puedo abrir audios, fotos ni ubicaciones. ¿Me lo escribes, por favor?",
    en="I got your file, but I can't open voice notes, photos or locations yet. Could you write it to me, please?",
)
NICE_TO_MEET = Sentence(
    "Mucho gusto, {name}.", "Un gusto, {name}.", "Encantado, {name}.", en="Nice to meet you, {name}."
)
NOT_STATED = Sentence("no registrado", en="not on record")

# ── Cars ────────────────────────────────────────────────────────────────────────────────────────────────────────

NO_MORE = Sentence("Ya no hay más autos con esos filtros.", en="There are no more cars with those filters.")
NO_SUCH_CAR = Sentence(
    "Ese auto ya no está disponible. ¿Te muestro otros?", en="That car is no longer available. Shall I show you others?"
)
GONE_SINCE = Sentence("Ese auto ya no está disponible.", en="That car is no longer available.")
SOLD_SINCE = Sentence("El *{title}* ya fue vendido.", en="The *{title}* has been sold.")
RESERVED_SINCE = Sentence(
    "El *{title}* ya lo tiene apartado otra persona.",
    en="The *{title}* is not available: somebody else has it on hold.",
)
NO_CARS = Sentence("No encontré autos con esas condiciones.", en="I found no cars under those conditions.")
TOOK_IT_FOR = Sentence(
    "Entendí {names}; si era otro, dime cuál.", en="I understood {names}; if you meant another, tell me which."
)
MORE_HINT = Sentence(
    'Escribe "ver más" para los siguientes, o el número del auto que te interesa.',
    'Para ver los siguientes escribe "ver más"; si ya te gustó uno, mándame su número.',
    en='Write "more" for the next ones, or the number of the car you like.',
)
PICK_HINT = Sentence(
    "Escribe el número del auto que te interesa para ver detalles o calcular su mensualidad.",
    "¿Cuál te late? Mándame su número y te paso detalles o su mensualidad.",
    en="Write the number of the car you like to see its details or work out its monthly payment.",
)
PHOTOS = Sentence(
    "Las fotos que tengo de este auto van junto con su ficha; si no llega ninguna, no las tengo registradas.",
    en="The photos I have of this car come with its card; if none arrives, there are none on record.",
)
CARD_HINT = Sentence(
    "Si quieres tu mensualidad, dime cuánto darías de enganche, en pesos o en porcentaje; puede ser cero.",
    en="If you'd like the monthly payment, tell me how much you would put down, in pesos or as a percentage; it may be "
    "zero.",
)
FIRST_IN: dict[Ordering, Sentence] = {
    Ordering.CHEAPEST: Sentence("El más barato:", en="The cheapest one:"),
    Ordering.DEAREST: Sentence("El más caro:", en="The most expensive one:"),
    Ordering.NEWEST: Sentence("El más nuevo:", en="The newest one:"),
    Ordering.FEWEST_KM: Sentence("El de menos kilómetros:", en="The one with the lowest mileage:"),
    Ordering.LONGEST: Sentence("El más largo:", en="The longest one:"),
    Ordering.SHORTEST: Sentence("El más corto:", en="The shortest one:"),
    Ordering.TALLEST: Sentence("El más alto:", en="The tallest one:"),
    Ordering.LOWEST: Sentence("El más bajo:", en="The lowest one:"),
    Ordering.WIDEST: Sentence("El más ancho:", en="The widest one:"),
    Ordering.NARROWEST: Sentence("El más angosto:", en="The narrowest one:"),
}
TEST_DRIVES = Sentence(
    "Por aquí te ayudo a pedir una prueba de manejo: con el auto, la sucursal, el día y la hora.",
    en="I can help you ask for a test drive here: with the car, the branch, the day and the time.",
)
COMPARE_WHICH = Sentence(
    "Dime cuáles quieres comparar, dos o tres: sus números de la lista o los modelos.",
    en="Tell me which ones to compare, two or three: their numbers on the list or the models.",
)
THAT_STAND_OUT = Sentence(
    "De la lista comparé el más barato, el más nuevo y el de menos kilómetros.",
    en="Of the list I compared the cheapest, the newest and the one with the fewest kilometres.",
)
SO, NOT_SO = Sentence("Sí, así es:", en="Yes, it is so:"), Sentence("No, no es así:", en="No, it is not so:")
NO_REASON = Sentence(
    "Por qué cuesta lo que cuesta cada uno no lo tengo registrado; esto es lo que sí sé de ellos:",
    en="Why each costs what it costs is not on record; this is what I do know of them:",
)
AT_ONCE = Sentence("Va, de contado.", en="All right, paid at once.")
# The bot is silent once a person has the chat: it invites to nothing that it could not hear the answer of.
TO_WHO_GETS_A_PERSON: dict[str, Sentence | None] = dict.fromkeys((CARD_HINT, PICK_HINT, OFFER_VISIT, OFFER_INSPECTION))
# What is said otherwise, or not at all, to who pays at once.
TO_WHO_PAYS_AT_ONCE: dict[str, Sentence | None] = {
    CARD_HINT: None,
    PICK_HINT: Sentence(
        "Escribe el número del auto que te interesa para ver sus detalles.",
        "¿Cuál te late? Mándame su número y te paso sus detalles.",
        en="Write the number of the car you like to see its details.",
    ),
    NO_HAGGLING: Sentence(
        "No puedo cambiar el precio por aquí: es el publicado. Sí puedo buscarte algo más barato; o si quieres, te "
        "comunico con una persona del equipo.",
        en="I can't change the price here: it is the published one. I can look for something cheaper; or if you like, "
        "I can put you through to a person on the team.",
    ),
    THANKS: Sentence(
        "¡Con gusto! Aquí sigo si quieres ver más autos.",
        "¡De nada! Si quieres ver otro auto, aquí estoy.",
        en="You're welcome! I'm here if you want to see more cars.",
    ),
    ALL_RIGHT: Sentence(
        "Sin problema. Si quieres ver otro auto, aquí estoy.",
        en="No problem. I'm here if you want to see another car.",
    ),
}

# ── Money ───────────────────────────────────────────────────────────────────────────────────────────────────────

MORE_DOWN_PAYMENT = Sentence("Con más enganche te alcanza para más.", en="With more down payment you can afford more.")
DOWN_PAYMENT_IN_PESOS = Sentence(
    "Para buscar por mensualidad necesito el enganche en pesos. ¿De cuánto sería?",
    en="To search by monthly payment I need the down payment in pesos. How much would it be?",
)
DOCUMENT_NEXT = Sentence(
    "Si la quieres por escrito, responde PDF y te mando el documento.",
    en="If you want it in writing, answer PDF and I'll send you the document.",
)
NO_DOCUMENT = Sentence(
    "Todavía no tengo una cotización vigente tuya. Dime qué auto y cuánto de enganche, y te la preparo.",
    en="I have no valid quote of yours yet. Tell me which car and how much down payment, and I'll prepare it.",
)
TERMS = Sentence(
    "Financiamos a {years} años con una tasa de {rate} anual.",
    en="We finance over {years} years at a yearly rate of {rate}.",
)
TOTAL_COST = Sentence(
    "El CAT (costo anual total) junta en un porcentaje la tasa, las comisiones y los seguros de un crédito. El tuyo no "
    "lo tengo: te lo da una persona del equipo con tu solicitud.",
    en="The CAT (total annual cost) puts the rate, the fees and the insurance of a loan into one percentage. I don't "
    "have yours: a person on the team gives it to you with your application.",
)
NOT_QUITE_SO = Sentence(
    "De {name} no tengo justo así; incluyo lo más cercano, {relaxed}:",
    en="I have no {name} exactly like that; I include the nearest, {relaxed}:",
)
INSPECTION_NOTED = Sentence(
    "Anoto que quieres que revisemos tu auto; el día y el lugar te los confirma una persona del equipo.",
    en="I'm noting that you want us to look at your car; a person on the team will confirm the day and the place.",
)
MONTHLY_ONLY = Sentence(
    "Las mensualidades son por mes; no tengo registrado si se pueden pagar por quincena o por semana. Si quieres, "
    "te comunico con una persona del equipo.",
    en="Payments are by the month; I have nothing on record on paying every week or two. If you like, I can put you "
    "through to a person on the team.",
)
BOTH_TO_TRY = Sentence(
    "Anoto también que quieres probar los dos el mismo día.", en="I'm noting too that you want to try both that day."
)
NO_MINIMUM = Sentence("No hay enganche mínimo: puede ser cero.", en="There is no minimum down payment: it can be zero.")
MINIMUM = Sentence("El enganche mínimo es de {share} del precio.", en="The least down payment is {share} of the price.")
TOTALS_EXPLAINED = Sentence(
    "Cada total es la suma de las mensualidades; el enganche va aparte.",
    en="Each total is the sum of the monthly payments; the down payment comes on top.",
)
NOTHING_LEFT = Sentence(
    "Las mensualidades cubren todo lo que se financia: en este cálculo no queda otro pago al final. El contrato y los "
    "papeles del auto te los confirma una persona del equipo.",
    en="The monthly payments cover all that is financed: in this calculation no other payment is left at the end. A "
    "person on the team confirms the contract and the car's papers.",
)
LEAST_DOWN_PAYMENT = Sentence("Con el enganche mínimo quedaría así:", en="With the least down payment it would be:")

# ── The customer's own car ──────────────────────────────────────────────────────────────────────────────────────

TRADE_IN = Sentence(
    "Claro, tomo los datos de tu auto para que lo revise una persona del equipo.",
    en="Sure, I'll take your car's details so that a person on the team can look at it.",
)
DESCRIPTION_NOTED = Sentence(
    "Anotado: la persona que revise tu auto lo leerá así.",
    en="Noted: whoever looks at your car will read it as you say it.",
)
NO_VALUE_HERE = Sentence(
    "Yo no puedo darte un valor por aquí: eso lo revisa una persona del equipo.",
    en="I can't give you a value here: a person on the team looks at that.",
)
OWN_CAR_NOTED = Sentence(
    "Ya anoté tu auto: {car}. Una persona del equipo lo revisa y te escribe por aquí.",
    en="I've noted your car: {car}. A person on the team will look at it and write to you here.",
)
OWN_CAR_SO_FAR = Sentence("Anoto tu {car}.", en="I've noted your {car}.")

ASK: dict[Slot, Sentence] = {
    Slot.WISH: Sentence(
        "¿Qué auto buscas? Dime marca, modelo o presupuesto.",
        en="What car are you looking for? Tell me make, model or budget.",
    ),
    Slot.CAR: Sentence(
        "¿De cuál auto? Dime el número de la lista o el modelo.",
        en="Which car? Tell me the number on the list or the model.",
    ),
    Slot.DOWN_PAYMENT: Sentence(
        "¿Cuánto darías de enganche? Puede ser en pesos o en porcentaje; también puede ser cero.",
        en="How much would you pay down? It can be in pesos or a percentage; it can also be zero.",
    ),
    Slot.BUDGET: Sentence(
        "¿Cuánto quieres gastar, en total o al mes? Si aún no lo sabes, te enseño los más baratos.",
        en="How much do you want to spend, in all or a month? If you don't know yet, I'll show you the cheapest.",
    ),
    Slot.VISIT_PLACE: Sentence("¿En qué sucursal te queda mejor?", en="Which branch suits you best?"),
    Slot.VISIT_DAY: Sentence("¿Qué día te queda bien?", en="Which day suits you?"),
    Slot.VISIT_TIME: Sentence("¿A qué hora te queda bien?", en="What time suits you?"),
    Slot.OWN_CAR: Sentence("¿Qué marca y modelo es tu auto?", en="What make and model is your car?"),
    Slot.OWN_YEAR: Sentence("¿De qué año es?", en="What year is it?"),
    Slot.OWN_KM: Sentence("¿Cuántos kilómetros tiene, más o menos?", en="How many kilometres does it have, roughly?"),
    Slot.PERSON: Sentence(
        "¿Quieres que te comunique con una persona del equipo?",
        en="Shall I put you through to a person on the team?",
    ),
}

# Whatever wording says who answers, one of these is in it.
KNOWN_AS_A_MACHINE = ("asistente automático", "automated assistant")
PRIVACY = Sentence("Aviso de privacidad: {url}", en="Privacy notice: {url}")
NEAREST = Sentence(
    "Estas son las sucursales más cercanas a tu ubicación:", en="These are the branches nearest to your location:"
)
NO_NEAREST = Sentence(
    "Gracias por tu ubicación. No sé cuál sucursal te queda cerca. ¿En qué ciudad estás?",
    en="Thanks for your location. I don't know which branch is near you. Which city are you in?",
)
NO_PAPERS = Sentence(
    "Por tu seguridad no me mandes identificaciones ni documentos personales por aquí. No guardé la imagen; te pido "
    "que la borres de este chat. Si hacen falta para un trámite, una persona del equipo te dirá cómo entregarlos.",
    en="For your safety, please don't send IDs or personal documents here. I didn't keep the picture; please delete it "
    "from this chat. If they are needed, a person on the team will tell you how to hand them in.",
)
UNREAD: dict[Kind, Sentence] = {
    Kind.VOICE: Sentence(
        "Recibí tu nota de voz, pero no pude escucharla. ¿Me lo escribes, por favor?",
        en="I got your voice note, but I couldn't listen to it. Could you write it to me, please?",
    ),
    Kind.PHOTO: Sentence(
        "Recibí tu foto, pero no distingo en ella un auto. ¿Me escribes la marca y el modelo que te interesan? "
        "Por tu seguridad, no mandes por aquí identificaciones ni documentos personales.",
        en="I got your photo, but I can't make out a car in it. Which make and model are you interested in? For your "
        "safety, please don't send IDs or personal documents here.",
    ),
    Kind.VIDEO: Sentence(
        "Recibí tu video, pero no puedo verlo. ¿Me cuentas por escrito qué auto buscas?",
        en="I got your video, but I can't watch it. Could you write to me which car you are looking for?",
    ),
    Kind.STICKER: Sentence(
        "¡Gracias por el sticker! ¿Qué auto estás buscando?",
        en="Thanks for the sticker! Which car are you looking for?",
    ),
    Kind.CONTACT: Sentence(
        "Recibí el contacto, pero no puedo escribirle a otra persona. Si le interesa un auto, que nos mande un mensaje "
        "a este número.",
        en="I got the contact, but I can't write to anybody else. If they want a car, they can message this number.",
    ),
    Kind.DOCUMENT: Sentence(
        "Recibí tu documento, pero no puedo abrirlo. Escríbeme qué necesitas y te ayudo. Por tu seguridad, no mandes "
        "por aquí identificaciones ni documentos personales.",
        en="I got your document, but I can't open it. Write to me what you need. For your safety, please don't send "
        "IDs or personal documents here.",
    ),
    Kind.PLACE: NO_NEAREST,
    Kind.IDENTITY: NO_PAPERS,
}
ONLY_CARS = Sentence(
    "En el catálogo solo hay autos; de otros vehículos no tengo.",
    en="There are only cars in the catalogue; I have no other vehicles.",
)
OFF_TOPIC = Sentence(
    "Con eso no te puedo ayudar: por aquí solo atiendo temas de autos, financiamiento y Kavak.",
    en="I can't help with that: here I only deal with cars, financing and Kavak.",
)


def no_branch_there(cities: Sequence[str]) -> Sentence:
    """Say that no branch is on record where one was asked for, and where there are some."""
    return Sentence(
        f"No tengo registrada una sucursal en ese lugar. Las que tengo están en {', '.join(cities)}.",
        en=f"I have no branch on record there. The ones I have are in {', '.join(cities)}.",
    )


def took_it_for(names: Sequence[str]) -> Sentence:
    """Say which names were understood, so that a wrong guess is seen at once."""
    return TOOK_IT_FOR.filled(names=enumeration(names))


def did_you_mean(names: Sequence[str]) -> Sentence:
    """Ask which of the names was meant."""
    return Sentence("¿Te referías a {names}?", en="Did you mean {names}?").filled(names=enumeration(names))

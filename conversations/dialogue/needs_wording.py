"""Says to who tells a need instead of a car that it was taken in, and leads on to what narrows the choice."""

from conversations.dialogue.sentences import Sentence

TAKEN_IN = Sentence("Claro, te ayudo a encontrarlo.", "Va, te ayudo a encontrarlo.", en="Sure, I'll help you find it.")
FOR_SOMEBODY = Sentence(
    "Claro, te ayudo a encontrarle uno.", "Va, te ayudo a encontrarle uno.", en="Sure, I'll help you find one for them."
)
FOR_A_NOVICE = Sentence(
    "No te preocupes, no hace falta saber de autos: yo te voy guiando.",
    "No hay problema, no necesitas saber de autos: te voy guiando.",
    en="Don't worry, you need not know about cars: I'll guide you.",
)
FOR_RIDES = Sentence(
    "Qué autos aceptan Uber o DiDi no lo tengo registrado: revísalo con ellos antes de elegir.",
    en="Which cars Uber or DiDi take is not on record here: check it with them before you choose.",
)
TO_BEGIN_WITH = Sentence(
    "Para que te des una idea, estos son los más baratos que tengo:",
    en="To give you an idea, these are the cheapest ones I have:",
)
NARROWED_BY_MONEY = Sentence(
    "Dime cuánto quieres gastar, en total o al mes, y te digo cuáles te alcanzan; si ya te gustó uno, mándame su "
    "número.",
    en="Tell me what you want to spend, in all or a month, and I'll tell you which ones you can afford; if you like "
    "one already, send me its number.",
)
OF_AN_INCOME = Sentence(
    "Cuánto de tu ingreso conviene gastar lo decides tú; por aquí no puedo saber cuánto te prestarían.",
    en="How much of your income to spend is for you to decide; I cannot know from here how much you would be lent.",
)

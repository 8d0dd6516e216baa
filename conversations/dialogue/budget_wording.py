"""What is said of what a customer has to spend: what it is taken for, and that nothing costs so little."""

from decimal import Decimal

from conversations.dialogue.sentences import Sentence
from conversations.dialogue.writing import money

TAKEN_AS_DOWN_PAYMENT = Sentence(
    "Tomo lo que ya tienes como enganche; si es todo lo que quieres gastar, dímelo.",
    en="I take what you have as the down payment; if it is all you want to spend, tell me.",
)
CHEAPEST_OF_ALL = Sentence(
    "Ninguno de los que tengo cuesta tan poco: el 1 es el más barato de todos.",
    en="None that I have costs so little: number 1 is the cheapest of all.",
)
ABOVE_WHAT_WAS_SAID = Sentence(
    "Ojo: lo que hay está por encima del precio que me dijiste.", en="Note: what there is costs more than you said."
)
THIS_IS_ABOVE_IT = Sentence("Ojo: {cars} pasa del precio que me dijiste.", en="Note: {cars} costs more than you said.")
_DOWN_PAYMENT_NOTED = Sentence("Va, anoto {amount} de enganche.", en="Noted: {amount} down.")
_TERMS_NOTED = Sentence(
    "Va, anoto {amount} de enganche a {months} meses.", en="Noted: {amount} down over {months} months."
)


def noted(down_payment: Decimal, months: int | None) -> Sentence:
    """Say back what a quote is to be made with, as soon as a car is named."""
    if months is None:
        return _DOWN_PAYMENT_NOTED.filled(amount=money(down_payment))
    return _TERMS_NOTED.filled(amount=money(down_payment), months=months)

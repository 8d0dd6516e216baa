"""Writes what is noted of the customer's own car, and asks for what is missing; it is never given a value."""

from conversations.dialogue import wording
from conversations.dialogue.errands import OwnCar
from conversations.dialogue.sentences import Voice
from conversations.dialogue.writing import kilometres


def write(own_car: OwnCar, voice: Voice) -> str:
    """Return what is noted by now, and one question while something is missing."""
    missing = own_car.missing
    if missing is None:
        described = f"{own_car.title}, {kilometres(own_car.km or 0)}"
        return wording.OWN_CAR_NOTED.filled(car=described).told(voice)
    noted = [wording.OWN_CAR_SO_FAR.filled(car=own_car.title).told(voice)] if own_car.model else []
    return " ".join([*noted, wording.ASK[missing].told(voice)])

"""Goals about test drives: arranging, moving, cancelling."""

from conversations.agent.brains import Thinking, ToolRequest, about_us, people, showing
from conversations.agent.brains import situation as when
from conversations.agent.brains.about_us import Step
from conversations.dialogue import wording
from conversations.dialogue.facts import VisitResult, VisitStep
from conversations.dialogue.plan import Ask, Cars, Say, Slot, Visit


def arrange(thinking: Thinking) -> Step:
    """Ask for a test drive of the car meant, with all that was said of where and when."""
    subject = thinking.state.focus if _knows_the_car(thinking) else showing.one_car(thinking)
    if isinstance(subject, ToolRequest):
        return subject
    found = thinking.found("book_test_drive")
    if found is None:
        stock_id = subject if isinstance(subject, int) else None
        placed = thinking.state.visit is not None and (thinking.state.visit.place or thinking.state.visit.branch)
        words = thinking.turn.text if placed else about_us.where_it_was(thinking, thinking.turn.text)
        before = "" if placed else about_us.said_of_places(thinking)
        return ToolRequest.once("book_test_drive", stock_id=stock_id, words=words, before=before)
    if isinstance(found, VisitResult) and found.step is VisitStep.CAR_GONE:
        return showing.say_gone(thinking, found.car)
    if isinstance(found, VisitResult) and found.step is VisitStep.OPEN:
        handed = people.fetch_for_a_visit(thinking)
        return handed if isinstance(handed, ToolRequest) else (Visit("book_test_drive"), *handed)
    shown = [part for part in subject if isinstance(part, Cars | Say)] if isinstance(subject, tuple) else []
    return *shown, Visit("book_test_drive")


def answer_or_arrange(thinking: Thinking) -> Step:
    """Tell what a page surely answers, or when the place named is open; else ask for the test drive."""
    text = thinking.said.text
    if when.asks_about_places(thinking):
        return about_us.answer(thinking, text)
    return about_us.told_surely(thinking, text) or arrange(thinking)


def _knows_the_car(thinking: Thinking) -> bool:
    """Whether the car is the one in focus, or that of the test drive on record."""
    said, state = thinking.said, thinking.state
    if said.names or said.superlative:
        return False
    visit = state.visit.stock_id if state.visit else None
    return state.focus is not None or visit is not None or thinking.turn.booked is not None


def cancel(thinking: Thinking) -> Step:
    """Cancel the test drive on record."""
    if thinking.found("cancel_test_drive") is None:
        return ToolRequest.once("cancel_test_drive")
    return (Visit("cancel_test_drive"),)


def offer(thinking: Thinking) -> Step:
    """Say that a test drive can be asked for here, and ask of which car."""
    return Say(wording.TEST_DRIVES), Ask(Slot.CAR if thinking.state.shown else Slot.WISH)

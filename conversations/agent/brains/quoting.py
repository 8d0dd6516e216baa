"""Quotes pages: of a long passage what was asked, since nobody reads a wall of text on a telephone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.spelling import fold
from conversations.agent import bearing
from conversations.agent.brains import Thinking, applying
from conversations.dialogue import cases, hearing, lexer, lexicon, page_wording, questions, unknown_wording, wording
from conversations.dialogue.facts import Excerpt
from conversations.dialogue.plan import Part, Say
from conversations.dialogue.sentences import ENGLISH
from knowledge.language import reading

_HOW_IT_IS_PAID, AGE = "payment_methods", "age"
_CREDIT_HISTORY = "historial"
_SHORT = 420  # letters, which are read whole
_LABELLED = re.compile(r"^[^.:\n]{3,60}: \S")  # "Comprobante de domicilio: Deberás presentar …"
_FEWEST = 2  # paragraphs, or items
_INTRODUCING = (Say(page_wording.NEAREST_PUBLISHED), Say(page_wording.NOT_EXACTLY))


def as_near_as_it_is(thinking: Thinking, question: str, pages: Sequence[Excerpt]) -> tuple[Part, ...]:
    """Quote pages, and say first what follows from them, or by its name what none of them speaks of."""
    follows = applying.what_follows(thinking.said.text, pages)
    sure = bool(follows) or any(page.sure for page in pages)
    unknown = unknown_wording.not_known(
        (frozenset() if sure else lacking(question, pages)) | _case(thinking, question, pages)
    )
    nearest: tuple[Say, ...] = (Say(unknown), Say(page_wording.NEAREST_PUBLISHED)) if unknown.named else ()
    nearest = nearest or (() if sure else (Say(page_wording.NOT_EXACTLY),))
    if questions.asks_of_the_credit(thinking.said.text):  # "ando en buró, ¿me lo sacan?"
        nearest = (Say(wording.NOT_FOR_ME_TO_APPROVE),)
        pages = [page for page in pages if _CREDIT_HISTORY in fold(page.text)]
    return _new(thinking, (*follows, *nearest), told(thinking, pages))


def _case(thinking: Thinking, question: str, pages: Sequence[Excerpt]) -> frozenset[str]:
    """Return what the customer's case turns on and no passage speaks of: "si lo meto de taxi, ¿pierdo la garantía?"."""
    topics = bearing.topics_asked(question)
    return cases.unspoken_of(thinking.said.text, topics, [page.text for page in pages])


def _new(thinking: Thinking, before: tuple[Part, ...], told: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave out passages that the reply before this one quoted, where something else is left to be said."""
    last = thinking.turn.past[-1].reply if thinking.turn.past else ""
    quoted = [part.text for part in told if isinstance(part, Say) and part.text]
    if not before or not quoted or not all(text in last for text in quoted):
        return *before, *told
    return tuple(part for part in before if part not in _INTRODUCING) or told


def lacking(question: str, pages: Sequence[Excerpt] = ()) -> frozenset[str]:
    """Return what of a question these pages leave unknown: topics, what they cost, whether they hold in a place."""
    there = bearing.is_bound_to_a_place(question)
    elsewhere = there and not (pages and all(bearing.is_of_the_place(question, page) for page in pages))
    costs = bearing.asks_what_it_costs(question)
    topics = bearing.topics_asked(question) if costs or elsewhere else bearing.topics_unspoken_of(question, pages)
    if hearing.tells_how_it_is_paid(questions.respelled(question)):
        topics -= {_HOW_IT_IS_PAID}
    if not hearing.says(lexicon.AGE_ASKED_OF, questions.respelled(question)):
        topics -= {AGE}  # "soy pensionada" asks for none
    return topics | ({unknown_wording.COST} if costs else set()) | ({unknown_wording.THERE} if elsewhere else set())


def told(thinking: Thinking, pages: Sequence[Excerpt]) -> tuple[Part, ...]:
    """Quote pages, which are in Spanish whatever the customer writes."""
    texts = (abridged(excerpt, thinking.said.text) for excerpt in pages)
    quoted = [Say(page_wording.quoted(text, excerpt.source_url)) for text, excerpt in zip(texts, pages, strict=True)]
    if not pages or thinking.state.language != ENGLISH:
        return tuple(quoted)
    return tuple(part for said in quoted for part in (Say(page_wording.page_in_spanish(said.text)), said))


def abridged(excerpt: Excerpt, question: str) -> str:
    """Return whole sentences of a passage: of a labelled list the first of each item, else the paragraphs asked about.

    Where no paragraph has more of the question's words than another, nothing is left out.
    """
    paragraphs = excerpt.text.split("\n\n")
    if len(excerpt.text) <= _SHORT or len(paragraphs) < _FEWEST:
        return excerpt.text
    if paragraphs[0].endswith(":") and sum(map(_is_labelled, paragraphs)) >= _FEWEST:
        return "\n\n".join(lexer.sentences(one)[0] for one in paragraphs)
    return "\n\n".join(_that_speak(paragraphs, excerpt, question))


def _is_labelled(paragraph: str) -> bool:
    return _LABELLED.match(paragraph) is not None


def _that_speak(paragraphs: Sequence[str], excerpt: Excerpt, question: str) -> list[str]:
    """Return the paragraphs that have at least half as much of what is asked as the one that has most of it."""
    asked = " ".join((*bearing.in_words_of_pages(question), *reading.read(question).content_words))
    shares = [bearing.share_spoken_of(asked, replace(excerpt, heading="", text=one)) for one in paragraphs]
    chosen = [2 * share >= max(shares) for share in shares]
    for at, announces in enumerate(one.rstrip().endswith(":") for one in paragraphs[:-1]):
        if announces and (chosen[at] or chosen[at + 1]):  # what ends in a colon and what it announces go together
            chosen[at] = chosen[at + 1] = True
    return [one for one, kept in zip(paragraphs, chosen, strict=True) if kept]

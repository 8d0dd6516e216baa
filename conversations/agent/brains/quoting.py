"""Quotes pages: of a long passage what was asked, since nobody reads a wall of text on a telephone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.spelling import fold
from conversations.agent import bearing, limits
from conversations.agent.brains import Thinking, applying
from conversations.agent.brains import money_situation as money
from conversations.dialogue import (
    cases,
    hearing,
    lexer,
    lexicon,
    page_wording,
    papers,
    questions,
    unknown_wording,
    wording,
    writing,
)
from conversations.dialogue.acts import Act
from conversations.dialogue.facts import Excerpt
from conversations.dialogue.plan import Part, Say
from conversations.dialogue.sentences import ENGLISH
from knowledge.language import reading
from knowledge.splitting import last_heading

_HOW_IT_IS_PAID, AGE, _APPROVED = "payment_methods", "age", "approval"
_OF_A_REVIEW = re.compile(r"historial|ingresos")  # what the credit is decided by
_THE_LIST = "documents"
_OF_PAPERS = frozenset({"documents", "address_proof", "income", "foreigner"})
_SHORT = 420  # letters, which are read whole
_LABELLED = re.compile(r"^[^.:\n]{3,60}: \S")  # "Comprobante de domicilio: Deberás presentar …"
_SHORTEST_STATEMENT = 5  # words
_FEWEST = 2  # paragraphs, or items
_INTRODUCING = tuple(map(Say, page_wording.BUT_NEAREST))


def as_near_as_it_is(thinking: Thinking, question: str, pages: Sequence[Excerpt]) -> tuple[Part, ...]:
    """Quote pages, and say first what follows from them, or by its name what none of them speaks of."""
    of_the_credit = questions.asks_of_the_credit(thinking.said.text)  # "ando en buró, ¿me lo sacan?"
    if of_the_credit:
        pages = [page for page in pages if _OF_A_REVIEW.search(fold(page.text))]
    named, unnamed = _papers(question, pages)
    driven = [car.km for car in thinking.state.seen]
    gone_by = () if _counts_otherwise(thinking) else applying.what_follows(thinking.said.text, pages, driven)
    follows = *gone_by, *named
    sure = bool(follows) or of_the_credit or any(page.sure for page in pages)
    lacked = lacking(question, pages)
    unsaid = (lacked & {AGE} if sure else lacked) | unnamed | case_of(thinking, question, pages)
    unknown = unknown_wording.not_known(unsaid)
    near: tuple[Say, ...] = (Say(unknown), Say(page_wording.NEAREST_PUBLISHED)) if unknown.named else ()
    near = near or (() if sure else (Say(page_wording.NOT_EXACTLY),))
    decided = (Say(wording.NOT_FOR_ME_TO_APPROVE),) if of_the_credit else ()
    return _new(thinking, (*decided, *follows, *(near if pages else near[:1])), told(thinking, pages, question))


def _counts_otherwise(thinking: Thinking) -> bool:
    """Whether what a message counts is a term, or how far a car was driven: "a 4 años con 100, ¿y qué garantía?"."""
    said = thinking.said
    driven = said.own_car is not None or said.wish.max_km is not None or said.wish.min_km is not None
    return driven or money.gives_a_term(thinking) or thinking.found("calculate_financing") is not None


def _papers(question: str, pages: Sequence[Excerpt]) -> tuple[tuple[Say, ...], frozenset[str]]:
    """Say which of the papers that are asked about pages name, and return the others: "¿con licencia?"."""
    if bearing.topics_asked(question).isdisjoint(_OF_PAPERS):
        return (), frozenset()
    told = [page.text for page in pages]
    named, unnamed = papers.asked_about(question, told)
    lacked, others = papers.instead(question, told)
    if named:
        return (Say(page_wording.PAPERS_NAMED.filled(what=writing.all_called(named))),), unnamed
    if not others:
        return (), unnamed
    each = {"lacked": writing.all_called(lacked), "others": writing.all_called(others)}
    return (Say(page_wording.PAPERS_INSTEAD.filled(**each)),), unnamed


def case_of(thinking: Thinking, question: str, pages: Sequence[Excerpt] = ()) -> frozenset[str]:
    """Return what the customer's case turns on and no passage speaks of: "si lo meto de taxi, ¿pierdo la garantía?"."""
    topics = bearing.topics_asked(question)
    return cases.unspoken_of(thinking.said.text, topics, [page.text for page in pages])


def _new(thinking: Thinking, before: tuple[Part, ...], told: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave out passages that the reply before this one quoted, where something else is left to be said."""
    quoted = [part.text for part in told if isinstance(part, Say) and part.text]
    noted = Act.TRADE_IN in thinking.said.acts  # what is noted of the car is said besides
    if not (before or noted) or not quoted or not all(text in thinking.turn.last.reply for text in quoted):
        return *before, *told
    return tuple(part for part in before if part not in _INTRODUCING) or (() if noted else told)


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
    if questions.asks_of_the_credit(question):
        topics -= {_APPROVED}  # whether, and not how long that takes
    return topics | ({unknown_wording.COST} if costs else set()) | ({unknown_wording.THERE} if elsewhere else set())


def told(thinking: Thinking, pages: Sequence[Excerpt], question: str = "") -> tuple[Part, ...]:
    """Quote pages, which are in Spanish whatever the customer writes."""
    asked = question or thinking.said.text
    texts = (_with_its_statement(excerpt, abridged(excerpt, asked)) for excerpt in pages)
    quoted = [Say(page_wording.quoted(text, excerpt.cited)) for text, excerpt in zip(texts, pages, strict=True)]
    if not pages or thinking.state.language != ENGLISH:
        return tuple(quoted)
    topics = bearing.topics_asked(asked) - bearing.topics_unspoken_of(asked, pages)
    leads = [Say(page_wording.page_in_spanish(topics, limits.in_english(page))) for page in pages]
    return tuple(part for pair in zip(leads, quoted, strict=True) for part in pair)


def _with_its_statement(excerpt: Excerpt, text: str) -> str:
    """Put a heading that states something itself before what stands below it: "Todo se firma de forma digital."."""
    heading = last_heading(excerpt.heading).strip()
    states = heading.endswith(".") and len(lexer.words(heading)) >= _SHORTEST_STATEMENT
    return f"{heading}\n\n{text}" if states else text


def each_once(parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a reply without a passage, or a paragraph of one, that stands in another one of it."""
    told = [_paragraphs(part) for part in parts]
    left: list[Part] = []
    for at, part in enumerate(parts):
        kept = [one for one in told[at] if not _is_told_elsewhere(one, at, told)]
        if len(kept) == len(told[at]):
            left.append(part)
        elif kept and isinstance(part, Say):
            left.append(Say("\n\n".join([*kept, *part.text.split("\n\n")[-1:]])))
    return left


def _is_told_elsewhere(paragraph: str, at: int, told: Sequence[Sequence[str]]) -> bool:
    """Whether another passage holds a paragraph, and more, or held it before."""
    one = _flat(paragraph)
    others = ((other, _flat(text)) for other, each in enumerate(told) if other != at for text in each)
    return any(one in text and (text != one or other < at) for other, text in others)


def _flat(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _paragraphs(part: Part) -> list[str]:
    """Return the paragraphs of a passage without its source; of what quotes no page none."""
    quotes = isinstance(part, Say) and page_wording.is_quoted(part.text)
    return part.text.split("\n\n")[:-1] if isinstance(part, Say) and quotes else []


def abridged(excerpt: Excerpt, question: str) -> str:
    """Return whole sentences of a passage: of a labelled list the first of each item, else the paragraphs asked about.

    Where no paragraph has more of the question's words than another, nothing is left out, nor of what staff answered.
    """
    paragraphs = excerpt.text.split("\n\n")
    if excerpt.is_faq or len(excerpt.text) <= _SHORT or len(paragraphs) < _FEWEST:
        return excerpt.text
    if paragraphs[0].endswith(":") and sum(map(_is_labelled, paragraphs)) >= _FEWEST:
        return "\n\n".join(_of_the_list(paragraphs, excerpt, question))
    return "\n\n".join(_that_speak(paragraphs, excerpt, question))


def _of_the_list(paragraphs: Sequence[str], excerpt: Excerpt, question: str) -> list[str]:
    """Return the items of a labelled list that are asked about, whole; of a list asked for, the others' first words."""
    topics = bearing.topics_asked(question)
    asked = [topic for topic in reading.read(question).topics if topic.name in topics & _OF_PAPERS - {_THE_LIST}]
    about = " ".join(word for topic in asked for word in topic.pages_say)
    whole = _most_of(about, paragraphs[1:], excerpt, share_of_most=1) if about else []
    if whole and _THE_LIST not in topics:
        return whole
    return [one if one in whole else lexer.sentences(one)[0] for one in paragraphs]


def _is_labelled(paragraph: str) -> bool:
    return _LABELLED.match(paragraph) is not None


def _that_speak(paragraphs: Sequence[str], excerpt: Excerpt, question: str) -> list[str]:
    """Return the paragraphs that speak of what is asked; what ends in a colon and what it announces go together."""
    asked = " ".join((*bearing.in_words_of_pages(question), *reading.read(question).content_words))
    most = _most_of(asked, paragraphs, excerpt)
    chosen = [one in most for one in paragraphs]
    for at, announces in enumerate(one.rstrip().endswith(":") for one in paragraphs[:-1]):
        if announces and (chosen[at] or chosen[at + 1]):
            chosen[at] = chosen[at + 1] = True
    return [one for one, kept in zip(paragraphs, chosen, strict=True) if kept]


def _most_of(asked: str, paragraphs: Sequence[str], excerpt: Excerpt, share_of_most: float = 0.5) -> list[str]:
    """Return the paragraphs that have such a share of what is asked, as the one that has most of it."""
    shares = [bearing.share_spoken_of(asked, replace(excerpt, heading="", text=one)) for one in paragraphs]
    return [one for one, share in zip(paragraphs, shares, strict=True) if share >= share_of_most * max(shares)]

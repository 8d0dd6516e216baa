"""Writes one reply about a situation, true or bent, in words of its own."""

from random import Random

from conversations.evaluation.lies import drafts, lying, talk, wording_cars, wording_loans, wording_places
from conversations.evaluation.lies.drafts import Draft, Situation
from conversations.evaluation.lies.statements import Field, Reply


def truthful(situation: Situation, chance: Random) -> Reply:
    """Return a reply of which every statement is so."""
    draft = drafts.draft(situation, chance)
    return Reply(_words(draft, situation, chance), draft.statements)


def lying_reply(situation: Situation, chance: Random) -> Reply:
    """Return a reply with one named lie among true statements."""
    kind, draft = lying.bend(drafts.draft(situation, chance), situation, chance)
    return Reply(_words(draft, situation, chance), draft.statements, kind)


def _words(draft: Draft, situation: Situation, chance: Random) -> str:
    cars, branches = situation.world.cars, situation.world.branches or {}
    match draft.shape:
        case "cars" | "card":
            body = wording_cars.sentences(draft, cars, chance)
        case "loan":
            body = wording_loans.loan(draft, cars, chance)
        case "budget":
            body = wording_loans.budget(draft, cars, chance)
        case "places":
            body = wording_places.sentences(draft, branches, chance)
        case _:
            body = "\n\n".join(one.value for one in draft.statements if one.field is Field.EXCERPT)
    claims = [str(one.value) for one in draft.extra]
    for claim in claims:
        body = chance.choice([f"{claim} {body}", f"{body}\n\n{claim}", f"{body} {claim}", f"{body}\n{claim}"])
    return talk.around(body, chance, english=draft.english)

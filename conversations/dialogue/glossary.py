"""What the words of paying for a car mean, to who asks for it, as data (glossary.tsv): "¿qué es el enganche?"."""

import re
from pathlib import Path

from conversations.dialogue import lexer, questions
from conversations.dialogue.sentences import Sentence
from knowledge.language.tables import rows

# Nothing follows the word: "¿qué es el enganche mínimo?" asks for how much.
_ASKED = re.compile(
    r"(?:(?<!\w)(?:eso de(?:l| la)?|el|la|lo del?|que) (?P<named>[a-z]+) que (?:es|significa|quiere decir)\W*$)"
    r"|(?<!\w)(?:que (?:es|son|significan?|quiere decir|viene siendo)|a que (?:se refieren|le llaman|llaman)(?: con)?"
    r"|no (?:se|entiendo|le entiendo)(?: bien)?(?: (?:a|que es|que son))?|expli\w+|what (?:is|are|does)|what s)"
    r"(?: (?:el|la|los|las|un|una|lo|eso|esos?|de|del|con|que|es|ser|a|an|the))*"
    r" (?P<word>[a-z]+(?: [a-z]+){0,2}?)(?: mean)?\s*(?:$|[,.;?!\n)]|(?:y|o|pero|and)(?!\w))"
)


def explained(text: str) -> tuple[Sentence, ...]:
    """Return what the words mean of which a message asks what they are."""
    asked = [match["word"] or match["named"] for match in _ASKED.finditer(questions.respelled(text))]
    return tuple(meaning for spoken, meaning in _MEANINGS if any(spoken.fullmatch(word) for word in asked))


_MEANINGS: tuple[tuple[re.Pattern[str], Sentence], ...] = tuple(
    (lexer.phrases_of(spoken), Sentence(spanish, en=en))
    for spoken, spanish, en in rows(Path(__file__).parent / "glossary.tsv")
)

"""A sentence of the bot's own in every way it is said: in Spanish, in more than one wording, and in English."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from zlib import crc32

SPANISH, ENGLISH = "es", "en"


@dataclass(frozen=True)
class Voice:
    """How this reply is said: the customer's language, and the seed that chooses between wordings of one meaning."""

    language: str = SPANISH
    seed: str = ""


class Sentence(str):  # noqa: SLOT000  a string cannot have slots that hold values
    """Itself a string, the usual Spanish; `also` says the same otherwise, `english` to who writes English.

    Every wording has the same fields to fill in, so that no figure depends on which one is chosen.
    """

    also: tuple[str, ...]
    english: str

    def __new__(cls, spanish: str, *also: str, en: str = "") -> "Sentence":
        """Make one; without English it is said in Spanish to everybody."""
        sentence = super().__new__(cls, spanish)
        sentence.also, sentence.english = also, en or spanish
        return sentence

    @property
    def forms(self) -> tuple[str, ...]:
        """All its wordings."""
        return (str(self), *self.also, self.english)

    def filled(self, **values: Any) -> "Sentence":
        """Fill in the fields of every wording; a value that is a sentence is said in the same language."""
        english = {name: _english(value) for name, value in values.items()}
        also = (form.format(**values) for form in self.also)
        return Sentence(self.format(**values), *also, en=self.english.format(**english))

    def told(self, voice: Voice) -> str:
        """Return the wording for this voice; the same seed always chooses the same one."""
        if voice.language == ENGLISH:
            return self.english
        spanish = (str(self), *self.also)
        return spanish[crc32(f"{voice.seed}:{self}".encode()) % len(spanish)] if voice.seed else spanish[0]


def told(text: str, voice: Voice) -> str:
    """Return a text as it is said in this voice; what is no sentence of ours stays as it is."""
    return text.told(voice) if isinstance(text, Sentence) else text


def fixed(*modules: ModuleType) -> Iterator[str]:
    """Yield every public wording in these modules that leaves nothing to fill in; private ones are parts of others."""
    named = (pair for module in modules for pair in vars(module).items())
    for value in (value for name, value in named if not name.startswith("_")):
        sentences = value.values() if isinstance(value, dict) else (value,)
        for sentence in sentences:
            if isinstance(sentence, Sentence):
                yield from (form for form in sentence.forms if form and "{" not in form)


def _english(value: Any) -> Any:
    return value.english if isinstance(value, Sentence) else value

"""Says by what cars were chosen for a purpose that no row states: to carry things, to be fast."""

from conversations.dialogue.sentences import Sentence

FOR_CARGO = Sentence(
    "Para cargar busqué de las más largas a las más cortas; su capacidad de carga no la tengo registrada.",
    en="To carry things I looked from the longest to the shortest; their payload is not on record.",
)
FOR_SPEED = Sentence(
    "Qué tan rápido corre cada uno no lo tengo registrado; los busqué por su versión (GT, Sport, turbo):",
    en="How fast each one is, is not on record; I looked for them by their version (GT, Sport, turbo):",
)
NONE_FOR_SPEED = Sentence(
    "Qué tan rápido corre cada uno no lo tengo registrado, y así no hay versiones GT, Sport ni turbo.",
    en="How fast each one is, is not on record, and there are no GT, Sport or turbo versions like that.",
)
SMALL_ENGINES = Sentence(
    "Como orientación: la versión de estos dice un motor chico, de hasta 1.4 litros.",
    en="For orientation: the version of these states a small engine, of up to 1.4 litres.",
)
NAMED_AND_ALIKE = Sentence(
    "Te pongo primero lo que nombraste, y luego lo que hay de su tipo:",
    en="First what you named, then what there is of its kind:",
)
THE_ONLY_ONE = Sentence(
    "Así no tengo otro más que el *{title}*.",
    "El único que tengo así es el *{title}*.",
    en="Like that I have no other than the *{title}*.",
)

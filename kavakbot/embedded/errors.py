"""What can go wrong with the embedded services."""

from kavakbot.errors import KavakbotError


class EmbeddedError(KavakbotError):
    """The embedded services could not be used."""

    code = "embedded_services"

"""How Django is set up behind a WSGI server, for the web server and the ingress alike."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application

from kavakbot import env


class Utf8Request(WSGIRequest):
    """A request in UTF-8, whatever charset it names.

    Django decodes the query string by any codec that the Content-Type names, "rot13" and "bz2" included, and does so
    before any middleware could answer what that raises.
    """

    @property
    def encoding(self) -> str:
        """The one encoding of query strings and forms."""
        return "utf-8"

    @encoding.setter
    def encoding(self, value: str) -> None:
        """Ignore what the Content-Type claims."""


def prepare() -> None:
    """Name the settings, where nobody did."""
    if env.find("DJANGO_SETTINGS_MODULE") is None:
        env.publish(DJANGO_SETTINGS_MODULE="kavakbot.settings")
    # Who asks over HTTP waits a moment for a database that is away, then hears so; a worker is more patient.
    if env.find("DATABASE_POOL_WAIT_SECONDS") is None:
        env.publish(DATABASE_POOL_WAIT_SECONDS="1")


def application() -> WSGIHandler:
    """Set Django up, and return what a WSGI server calls."""
    made = get_wsgi_application()
    made.request_class = Utf8Request
    return made

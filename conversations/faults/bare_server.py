"""The WSGI entry of the bare view: importing it leaves this process nothing else to serve."""

from django.conf import settings

from conversations.faults import bare
from kavakbot.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = bare.__name__
settings.MIDDLEWARE = []
application.load_middleware()

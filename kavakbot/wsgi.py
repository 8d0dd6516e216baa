"""The WSGI entry that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from kavakbot import env

if env.find("DJANGO_SETTINGS_MODULE") is None:
    env.publish(DJANGO_SETTINGS_MODULE="kavakbot.settings")

application = get_wsgi_application()

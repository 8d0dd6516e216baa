"""The WSGI entry that gunicorn serves."""

from kavakbot import serving

serving.prepare()
application = serving.application()

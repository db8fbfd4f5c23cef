"""The WSGI application; a public deployment with unsafe settings does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

from .checks import refuse_unsafe_start  # noqa: E402 - needs Django to be set up

refuse_unsafe_start()

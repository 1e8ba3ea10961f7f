"""The door through which the server calls the pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dienests.site.settings")
application = get_wsgi_application()

"""The door for web servers: `granian --interface wsgi tiendo.config.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tiendo.config.workspace import open_workspace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tiendo.config.settings")
# A server never makes a workspace by itself: a mistyped path would look like an empty ledger.
open_workspace()
application = get_wsgi_application()

from tiendo.web.warming import warm  # noqa: E402 - only an application that is set up can be asked

warm(application)

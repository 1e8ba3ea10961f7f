"""What the worker asks of a system, and the set-up that all peers share."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from benchmarks.engine_peers import work
from dienests.site.database_url import configuration

APP = "engine_peers"


class System(Protocol):
    """One engine under measurement; a case is named by whatever key the engine uses."""

    def start(self, actor: Any, at: datetime) -> Any:
        """Open a case and return its key."""

    def perform(self, case: Any, act: work.Act, actor: Any, fields: Mapping[str, str], at: datetime) -> None:
        """Perform one act on the case, as a page would that knows only the case's key."""

    def actors(self) -> dict[str, Any]:
        """The people of the work by name, with their rights fetched, as at the beginning of a request."""

    def answer(self, case: Any) -> dict[str, Any]:
        """What the database holds about the case, in the form of `work.expected`."""


def configure(url: str, *apps: str) -> None:
    """Start Django for one peer: the database exactly as ours opens it, users with permissions, nothing else."""
    import django  # noqa: PLC0415 - each worker configures a Django of its own
    from django.conf import settings  # noqa: PLC0415 - as above

    settings.configure(
        DATABASES={"default": configuration(url, Path())},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps, f"benchmarks.{APP}"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        # Tables come from the models as they stand: a proxy of a migrated model needs a migration of its own otherwise.
        MIGRATION_MODULES=dict.fromkeys(("contenttypes", "auth", "viewflow")),
        USE_TZ=True,
        SECRET_KEY="only for a benchmark",
        MIDDLEWARE=[],
    )
    django.setup()


def configure_ours(url: str, folder: str) -> None:
    """Start Django for ours: the settings of the site on this database, with keys in `folder`, and the record's app."""
    import django  # noqa: PLC0415 - each worker configures a Django of its own
    from django.conf import settings  # noqa: PLC0415 - as above

    os.environ |= {"DATABASE_URL": url, "DATA_DIR": f"{folder}/data", "KEY_URL": f"file://{folder}/keys"}
    site = importlib.import_module("dienests.site.settings")
    options = {name: value for name, value in vars(site).items() if name.isupper()}
    settings.configure(**options | {"INSTALLED_APPS": [*site.INSTALLED_APPS, f"benchmarks.{APP}"]})
    django.setup()


def create_tables() -> None:
    """Create the tables of all models."""
    from django.apps import apps  # noqa: PLC0415 - needs a configured Django
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415 - as above

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:  # migrate passes over an app without a models module
        for model in apps.get_app_config(APP).get_models():
            if not model._meta.proxy:
                editor.create_model(model)


def create_actors() -> dict[str, Any]:
    """The people as Django users who hold one permission for each of their acts; permissions are fetched."""
    from django.contrib.auth.models import Permission, User  # noqa: PLC0415 - needs a configured Django
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 - as above

    kind = ContentType.objects.get_or_create(app_label=APP, model="case")[0]
    rights = {
        act.name: Permission.objects.get_or_create(codename=act.name, content_type=kind, defaults={"name": act.name})[0]
        for act in work.ACTS
    }
    people = {}
    for name in work.ACTORS:
        user = User.objects.create(username=name)
        user.user_permissions.set(rights[act.name] for act in work.ACTS if act.actor == name)
        people[name] = User.objects.get(pk=user.pk)
        people[name].get_all_permissions()
    return people

"""Migrations: a published one is never edited, and each is applied whole or not at all."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture.published import digests, listed


def test_a_published_migration_is_never_edited_or_removed() -> None:
    """Whoever has applied it would never get the change: write a new one."""
    now = digests()
    changed = [path for path, digest in listed().items() if now.get(path) != digest]
    assert not changed, f"{changed} were published: take the change back and write a new migration"


def test_the_list_holds_the_first_version() -> None:
    assert sum(path.endswith("0001_initial.py") for path in listed()) >= 8


def test_every_migration_is_atomic() -> None:
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("dienests.")}
    assert not [key for key, migration in loader.disk_migrations.items() if key[0] in ours and not migration.atomic]

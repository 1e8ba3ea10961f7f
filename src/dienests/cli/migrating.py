"""Applying migrations, each whole or not at all: table, data, constraints and the note that it was applied.

Django writes the note after the transaction where a migration left constraints for its end: a process killed in
between would find the tables there and the note missing, and could never go on.
"""

from collections.abc import Callable

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from dienests.cli.failure import Failure
from dienests.cli.migration_state import GrowingState


class _Whole(MigrationExecutor):
    told: Callable[[str], None] | None = None

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        # SQLite can rebuild tables only with the checks of foreign keys off, and that only outside of a transaction;
        # Django checks them all itself before a migration ends.
        connection.disable_constraint_checking()
        try:
            with transaction.atomic():
                done = super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        finally:
            connection.enable_constraint_checking()
        # Only now: what is told as applied has been committed.
        if self.told is not None:
            self.told(f"{migration.app_label}.{migration.name}")
        return done


def pending() -> list[str]:
    """Return the migrations that the database lacks, in order."""
    executor = MigrationExecutor(connection)
    return [f"{m.app_label}.{m.name}" for m, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def unknown() -> list[str]:
    """Return the migrations that the database has and this code does not: it was served by a newer version."""
    loader = MigrationExecutor(connection).loader
    ours = {label for label, _name in loader.disk_migrations}
    return [
        f"{a}.{n}" for a, n in sorted(loader.applied_migrations) if a in ours and (a, n) not in loader.disk_migrations
    ]


def apply(told: Callable[[str], None] | None = None) -> int:
    """Apply what is pending and return how many; `told` hears the name of each that is done.

    Raises a Failure when the database was upgraded by a newer version already.
    """
    newer = unknown()
    if newer:
        raise Failure(
            f"this database was upgraded by a newer version ({newer[-1]}); start that version, or restore the backup."
        )

    executor = _Whole(connection)
    executor.told = told
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if plan:
        executor.migrate(targets, plan=plan, state=GrowingState.of(executor))
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    return len(plan)

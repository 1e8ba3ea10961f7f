"""Whether the house is ready to serve: the database answers, its tables fit the code, effects are not stuck."""

from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from dienests.kernel.cases.effect import Effect

STUCK = timedelta(minutes=30)


def obstacles(at: datetime) -> list[str]:
    """Return what stands in the way, one sentence each; nothing of a person or a case in them."""
    try:
        pending = pending_migrations()
        if pending:
            return [f"{len(pending)} migrations are not applied: run ./dienests upgrade."]
        oldest = Effect.objects.filter(done_at__isnull=True).aggregate(oldest=Min("written_at"))["oldest"]
    except (DatabaseError, InterfaceError):
        return ["the database does not answer, or does not answer this version."]
    if oldest is not None and at - oldest > STUCK:
        return ["effects have waited for more than 30 minutes: look at the worker and its log."]
    return []


_applied = False


def pending_migrations() -> list[str]:
    """Return the migrations of this code that the database lacks; once there are none, that is not asked again."""
    global _applied
    if _applied:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _applied = not plan
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]

"""Let a hold stand in the database itself, on both databases."""

from django.db import migrations

from dienests.kernel.retention import hold_triggers


class Migration(migrations.Migration):
    """Install the triggers, or remove them again."""

    dependencies = [("kernel_retention", "0001_initial"), ("kernel_log", "0003_acts_index")]
    operations = [
        migrations.RunPython(
            lambda apps, schema: hold_triggers.install(schema.connection),
            lambda apps, schema: hold_triggers.remove(schema.connection),
        )
    ]

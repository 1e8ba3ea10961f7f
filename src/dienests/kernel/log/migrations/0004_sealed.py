"""The sealed order of the log: its tables, what guards them, and the queue of events that wait for a place."""

from django.db import migrations, models

from dienests.kernel.log import sealed_triggers


class Migration(migrations.Migration):
    """Make the tables; let every event that is there wait, in the order of its stream."""

    dependencies = [("kernel_log", "0003_acts_index")]
    operations = [
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("index", models.BigIntegerField(help_text="0, 1, 2 ... without gaps", primary_key=True, serialize=False)),
                ("event", models.UUIDField(null=True, unique=True)),
                ("leaf", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Tree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=120)),
                ("key", models.CharField(help_text="the public key, as others check signatures with it", max_length=300)),
                ("published", models.BigIntegerField(default=0, help_text="entries under the last checkpoint")),
                ("number", models.BigIntegerField(default=0, help_text="the fencing number of the last lease")),
                ("held_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.UUIDField()),
            ],
        ),
        migrations.RunPython(
            lambda apps, schema: sealed_triggers.install(schema.connection),
            lambda apps, schema: sealed_triggers.remove(schema.connection),
        ),
        migrations.RunPython(
            lambda apps, schema: sealed_triggers.let_wait(schema.connection),
            lambda apps, schema: sealed_triggers.stop_waiting(schema.connection),
        ),
    ]

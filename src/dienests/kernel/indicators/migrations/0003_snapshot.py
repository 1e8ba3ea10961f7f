import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel_indicators', '0002_append_only'),
        ('kernel_parties', '0004_representation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('indicator', models.CharField(max_length=100)),
                ('year', models.PositiveSmallIntegerField()),
                ('position', models.PositiveSmallIntegerField(help_text='1, 2, 3 ... within the year')),
                ('value', models.DecimalField(decimal_places=1, help_text='null where there is nothing', max_digits=14, null=True)),
                ('target', models.DecimalField(decimal_places=1, help_text='in force on the last day', max_digits=14, null=True)),
                ('numerator', models.PositiveIntegerField(help_text='of a share', null=True)),
                ('denominator', models.PositiveIntegerField(default=0, help_text='so many events are behind it')),
                ('cases', models.PositiveIntegerField(default=0, help_text='so many cases are behind it')),
                ('facts', models.CharField(blank=True, help_text='SHA-256 of the events behind it', max_length=64)),
                ('words', models.CharField(blank=True, help_text='the document from which a value was entered', max_length=300)),
                ('definition', models.CharField(help_text='SHA-256 of the declaration that was in force', max_length=64)),
                ('behind', models.PositiveIntegerField()),
                ('taken_at', models.DateTimeField()),
                ('event', models.UUIDField(unique=True)),
                ('first', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel_indicators.snapshot')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel_parties.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('institution', 'indicator', 'year', 'position'), name='indicators_snapshot_one_per_position'), models.CheckConstraint(condition=models.Q(models.Q(('first__isnull', True), ('position', 1)), models.Q(('first__isnull', False), ('position__gt', 1)), _connector='OR'), name='indicators_snapshot_names_the_first')],
            },
        ),
    ]

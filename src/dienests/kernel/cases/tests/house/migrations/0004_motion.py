import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel_cases", "0007_ballots"),
        ("kernel_parties", "0001_initial"),
        ("tests_house", "0003_certificate"),
    ]

    operations = [
        migrations.CreateModel(
            name="Motion",
            fields=[
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="kernel_cases.case")),
                ("salts", models.JSONField(default=dict)),
                ("wish", models.TextField(blank=True, default="", max_length=20000)),
                ("verdict", models.TextField(blank=True, default="", max_length=20000)),
                ("accused", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel_parties.person")),
            ],
            options={"abstract": False},
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schedule", "0004_visit_windows")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="skills",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="by commas: what whoever goes has to bring, as RN or bilingual",
                max_length=120,
            ),
        ),
    ]

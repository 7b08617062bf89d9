from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_staff_languages")]

    operations = [
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(fields=["chain_id", "recorded_at"], name="event_of_chain_by_moment"),
        ),
    ]

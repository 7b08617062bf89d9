from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_licenses")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="languages",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="spoken with clients besides English, by commas",
                max_length=120,
            ),
        ),
    ]

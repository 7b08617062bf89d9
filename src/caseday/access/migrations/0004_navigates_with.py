from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_paper_size")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="navigates_with",
            field=models.CharField(
                choices=[
                    ("google", "Google Maps"),
                    ("apple", "Apple Maps"),
                    ("geo", "the map app of the device"),
                ],
                db_default="google",
                default="google",
                max_length=8,
            ),
        ),
    ]

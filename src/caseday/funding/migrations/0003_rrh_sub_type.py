from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_program_rates")]

    operations = [
        migrations.AddField(
            model_name="hmisproject",
            name="rrh_sub_type",
            field=models.PositiveSmallIntegerField(help_text="of rapid re-housing alone", null=True),
        ),
    ]

import caseday.kernel.ids
import django.db.models.deletion
from django.db import migrations, models


def victims_are_kept_elsewhere(apps, schema_editor):
    """Providers for victims keep a comparable database, and enter nothing into an HMIS."""
    projects = apps.get_model("funding", "HmisProject").objects
    projects.filter(is_victim_service_provider=True).update(participation=2)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0005_spending'),
    ]

    operations = [
        migrations.AddField(
            model_name='hmisproject',
            name='entry_from',
            field=models.DateField(help_text='takes part in coordinated entry since (2.09)', null=True),
        ),
        migrations.AddField(
            model_name='hmisproject',
            name='entry_services',
            field=models.CharField(blank=True, db_default='', default='', help_text='what it does as an access point, as columns of CEParticipation by commas; empty: it is none', max_length=120),
        ),
        migrations.AddField(
            model_name='hmisproject',
            name='housing_type',
            field=models.PositiveSmallIntegerField(help_text='of residential projects', null=True),
        ),
        migrations.AddField(
            model_name='hmisproject',
            name='participation',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, help_text='in the HMIS, or in a comparable database (2.08)'),
        ),
        migrations.AddField(
            model_name='hmisproject',
            name='participation_from',
            field=models.DateField(help_text='empty: since the project operates', null=True),
        ),
        migrations.AddField(
            model_name='hmisproject',
            name='receives_referrals',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='HmisAffiliation',
            fields=[
                ('id', models.UUIDField(default=caseday.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='funding.hmisproject')),
                ('residential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.hmisproject')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'residential'), name='affiliated_once')],
            },
        ),
        migrations.RunPython(victims_are_kept_elsewhere, migrations.RunPython.noop, elidable=True),
    ]

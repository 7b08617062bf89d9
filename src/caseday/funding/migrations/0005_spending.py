import caseday.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_visit_skills'),
        ('directory', '0006_corrected_facts'),
        ('documents', '0003_sent_by_text'),
        ('funding', '0004_enrolled_members'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='fund',
            name='approval_from',
            field=models.DecimalField(blank=True, decimal_places=2, help_text="spending of so many dollars or more needs a supervisor's approval; empty: none does", max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name='fund',
            name='client_budget',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='most dollars spent on one client', max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name='fund',
            name='client_budget_per',
            field=models.CharField(blank=True, choices=[('', 'Not limited'), ('day', 'a day'), ('month', 'a calendar month'), ('year', 'a calendar year'), ('period', "the fund's period")], db_default='', default='', max_length=6),
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.UUIDField(default=caseday.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(help_text='the day of the service')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('what', models.CharField(help_text='what it was for', max_length=160)),
                ('payee', models.CharField(blank=True, default='', help_text='who is not in the directory', max_length=160)),
                ('assistance', models.PositiveSmallIntegerField(blank=True, help_text="type of financial assistance, where HUD's files ask for one", null=True)),
                ('needs_approval', models.BooleanField(db_default=False, default=False)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, default='', max_length=200)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='cases.case')),
                ('document', models.ForeignKey(blank=True, help_text='the receipt', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='funding.fund')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.office')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('voided_at', None)), fields=['fund', 'on'], name='spending_by_fund'), models.Index(fields=['case', 'on'], name='spending_by_case')],
            },
        ),
    ]

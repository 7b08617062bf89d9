"""What people type about appointments. Forms check and translate; they never save."""

from caseday.schedule.web.forms.appointment import KEEP, LENGTHS, AppointmentForm
from caseday.schedule.web.forms.ending import AgendaForm, CallOffForm, FeedForm, NewTimeForm

__all__ = ["KEEP", "LENGTHS", "AgendaForm", "AppointmentForm", "CallOffForm", "FeedForm", "NewTimeForm"]

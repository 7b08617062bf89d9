"""The words of invitations, of what calls a meeting off, and of what goes with the minutes; English and Spanish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.correspondence.rules.spoken_dates import day_words
from caseday.correspondence.rules.spoken_dates import when_words as spoken


@dataclass(frozen=True)
class Invitation:
    """`what` is the kind of meeting as a word; `is_update`: they were told something else before."""

    name: str
    what: str
    starts_at: datetime
    zone: ZoneInfo
    sender: str
    place: str = ""
    link: str = ""
    dial_in: str = ""
    purpose: str = ""
    agenda: Sequence[str] = ()
    language: str = "en"
    is_update: bool = False

    @property
    def is_spanish(self) -> bool:
        return self.language.startswith("es")

    @property
    def when(self) -> str:
        return when_words(self.starts_at, self.zone, is_spanish=self.is_spanish)

    @property
    def day(self) -> str:
        return day_words(self.starts_at.astimezone(self.zone).date(), self.language)

    @property
    def subject(self) -> str:
        """No name of a client: subjects are read by many eyes."""
        if self.is_spanish:
            return f"{'Cambio' if self.is_update else 'Invitación'}: reunión del equipo, {self.day}"
        return f"{'Changed' if self.is_update else 'Invitation'}: {self.what}, {self.day}"


def when_words(at: datetime, zone: ZoneInfo, *, is_spanish: bool) -> str:
    """With the zone, for who is invited may sit in another."""
    local = at.astimezone(zone)
    return f"{spoken(local, 'es' if is_spanish else 'en')} ({local:%Z})"


def invitation_text(one: Invitation) -> str:
    if one.is_spanish:
        first = (
            "La reunión ha cambiado. Es ahora:" if one.is_update else "Le invitamos a una reunión del equipo:"
        )
        labels = ("Cuándo", "Dónde", "Videollamada", "Por teléfono", "Para qué", "Vamos a hablar de")
        last = "Si no puede venir, díganos por favor. El archivo adjunto la pone en su calendario."
        hello = f"Hola {one.name}:"
    else:
        first = "The meeting has changed. It is now:" if one.is_update else "You are invited to a meeting:"
        labels = ("When", "Where", "Video call", "By phone", "What for", "We will talk about")
        last = "If you cannot come, please tell us. The file with this message puts it into your calendar."
        hello = f"Hello {one.name},"
    facts = zip(labels, (one.when, one.place, one.link, one.dial_in, one.purpose), strict=False)
    told = [f"{label}: {text}" for label, text in facts if text]
    if not one.is_spanish:
        told.insert(0, one.what)
    points = [f"{labels[5]}:\n" + "\n".join(f"- {line}" for line in one.agenda)] if one.agenda else []
    return "\n\n".join([hello, first, "\n".join(told), *points, last, one.sender])


def called_off_text(one: Invitation) -> tuple[str, str]:
    """Subject and text."""
    if one.is_spanish:
        said = f"La reunión del {one.when} no se va a hacer. Le avisaremos si hay una fecha nueva."
        return "Reunión cancelada", "\n\n".join([f"Hola {one.name}:", said, one.sender])
    said = f"The meeting on {one.when} is called off. We will tell you when there is a new date."
    return f"Called off: {one.what}", "\n\n".join([f"Hello {one.name},", said, one.sender])


def minutes_text(one: Invitation, decisions: Sequence[str], own_actions: Sequence[str]) -> tuple[str, str]:
    """Subject and text; the minutes themselves go along as a paper."""
    if one.is_spanish:
        subject = f"Lo que se acordó en la reunión del {one.day}"
        hello, first = (
            f"Hola {one.name}:",
            "Aquí está lo que se habló en la reunión. Está todo en el archivo adjunto.",
        )
        decided, yours = "Se decidió", "Esto le toca a usted"
        last = "Si algo no está bien, díganos por favor."
    else:
        subject = f"Minutes: {one.what}, {one.day}"
        hello, first = f"Hello {one.name},", "These are the minutes of the meeting. All of it is in the file."
        decided, yours = "Decided", "For you to do"
        last = "If something is not right, please tell us."
    parts = [hello, first]
    for label, lines in ((decided, decisions), (yours, own_actions)):
        if lines:
            parts.append(f"{label}:\n" + "\n".join(f"- {line}" for line in lines))
    return subject, "\n\n".join([*parts, last, one.sender])

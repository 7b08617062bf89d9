"""Messages by shapes; the splits differ in wordings, clients and seed."""
# ruff: noqa: E501

from collections.abc import Callable
from random import Random

from bench.matching.labeled import Labeled
from bench.matching.world import ADJUSTERS, FAMILY, GIVEN, Client, World

_BODIES = (
    "Can you send me the latest work status?", "Please call me when you have a moment.", "What is the plan for therapy?",
    "The authorization is still pending on our side.", "Attached is what you asked for.", "Any news since last week?",
    "We need the job description by Friday.", "Please confirm that you received this.", "The next visit is in two weeks.",
    "Who is handling transport?", "The surgeon wants another MRI first.", "Restrictions were changed today.",
    "Checks were mailed on Monday.", "Could you forward the last office note?", "There was a mix-up with the pharmacy.",
    "We have not heard from the employer yet.", "The second opinion is set.", "Is light duty possible?",
)  # fmt: skip
_TEXTS = (
    "can't come today", "what time is it tomorrow", "ok thanks", "they did not give me the medicine", "I am here",
    "my back hurts a lot since the therapy", "the doctor wants to see me again", "did they approve it",
    "who pays for the taxi", "I got the letter", "no puedo ir mañana", "gracias, hasta luego", "a qué hora es la cita",
    "me duele mucho la rodilla",
)  # fmt: skip
_SUBJECTS = (
    "Re: {name}",
    "{name} - {claim}",
    "{claim} {name}",
    "Update {name}",
    "{family}, {given}: {claim}",
)
_NAMED = ("Re: {name}", "{name}", "{family}, {given}", "Question on {name}", "Patient: {family}, {given}")


class Maker:
    """Draws on every second wording: those of even places for one split, of odd ones for the other."""

    def __init__(self, world: World, random: Random, parity: int) -> None:
        self.world, self.random, self.parity = world, random, parity
        self.plain = [one for key, one in world.clients.items() if key.startswith("r")]

    def pick(self, some: tuple[str, ...]) -> str:
        half = some[self.parity :: 2] or some
        return self.random.choice(half)

    def client(self, fits: Callable[[Client], object] = lambda one: True) -> Client:
        return self.random.choice([one for one in self.plain if fits(one)])

    def filled(self, pattern: str, one: Client, **changes: str) -> str:
        known = {"name": one.name, "given": one.given, "family": one.family, "claim": one.claim}
        return pattern.format(**{**known, **changes})


def misspelled(random: Random, word: str) -> str:
    place = random.randrange(1, len(word) - 1)
    return random.choice((
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + random.choice("aeiourtn") + word[place + 1 :],
    ))  # fmt: skip


def near(random: Random, claim: str, taken: set[str]) -> str:
    """One digit wrong, missing, or two swapped, and nobody's."""
    while True:
        place = random.randrange(len(claim) - 5, len(claim) - 1)
        made = random.choice((
            claim[:place] + str(random.randrange(10)) + claim[place + 1 :],
            claim[:place] + claim[place + 1 :],
            claim[:place] + claim[place + 1] + claim[place] + claim[place + 2 :],
        ))  # fmt: skip
        if made != claim and made not in taken:
            return made


def adjuster_number(m: Maker) -> Labeled:
    one = m.client()
    return Labeled(
        "adjuster, name and number",
        one.adjuster,
        m.filled(m.pick(_SUBJECTS[1:3]), one),
        m.pick(_BODIES),
        (one.key,),
    )


def adjuster_number_only(m: Maker) -> Labeled:
    one = m.client()
    return Labeled("adjuster, number", one.adjuster, f"Claim {one.claim}", m.pick(_BODIES), (one.key,))


def adjuster_name(m: Maker) -> Labeled:
    one = m.client()
    return Labeled("adjuster, name", one.adjuster, m.filled(m.pick(_NAMED), one), m.pick(_BODIES), (one.key,))


def new_adjuster(m: Maker) -> Labeled:
    one = m.client()
    sender = f"New Person <new.person@{'lonestar-mutual' if one.claim.startswith('WC') else 'summit-casualty'}.example>"
    return Labeled(
        "new adjuster, number and name",
        sender,
        m.filled(m.pick(_SUBJECTS[1:3]), one),
        m.pick(_BODIES),
        (one.key,),
    )


def office_name(m: Maker) -> Labeled:
    one = m.client()
    return Labeled(
        "shared office, name", one.practice, m.filled(m.pick(_NAMED), one), m.pick(_BODIES), (one.key,)
    )


def office_title(m: Maker) -> Labeled:
    one = m.client()
    return Labeled(
        "shared office, Ms. and family name",
        one.practice,
        "Your client",
        f"Ms. {one.family} was here. {m.pick(_BODIES)}",
        (one.key,),
    )


def office_birth(m: Maker) -> Labeled:
    one = m.client()
    born = m.pick((f"{one.born:%m/%d/%Y}", f"{one.born:%B} {one.born.day}, {one.born.year}"))
    return Labeled(
        "shared office, initial and birth date",
        one.practice,
        f"{one.given[0]}. {one.family} DOB {born}",
        m.pick(_BODIES),
        (one.key,),
    )


def office_meeting(m: Maker) -> Labeled:
    one = m.client(lambda one: one.visit_on)
    return Labeled(
        "shared office, family name and day",
        one.practice,
        "Reminder",
        f"{one.family} is on the schedule for {one.visit_on:%m/%d/%Y}.",
        (one.key,),
    )


def client_text(m: Maker) -> Labeled:
    one = m.client()
    return Labeled("client, own phone", one.phone, text=m.pick(_TEXTS), on=(one.key,), channel="text")


def client_mail(m: Maker) -> Labeled:
    one = m.client(lambda one: one.email)
    return Labeled("client, own mail", f"{one.name} <{one.email}>", "question", m.pick(_TEXTS), (one.key,))


def client_new_mail(m: Maker) -> Labeled:
    one = m.client()
    sender = f"{one.name} <{one.given[0]}{one.family}.new@example.com>".lower()
    return Labeled(
        "client, new address with number", sender, f"claim {one.claim}", m.pick(_TEXTS), (one.key,)
    )


def family_text(m: Maker) -> Labeled:
    one = m.client(lambda one: one.kin[2])
    return Labeled(
        "family, known phone",
        one.kin[2],
        text=f"{one.given} says: {m.pick(_TEXTS)}",
        on=(one.key,),
        channel="text",
    )


def family_mail(m: Maker) -> Labeled:
    one = m.client(lambda one: one.kin[0])
    sender = f"{one.kin[0]} <{one.kin[0].split()[0].lower()}{m.random.randrange(99)}@example.com>"
    return Labeled(
        "family, own address", sender, m.filled(m.pick(_NAMED[:4]), one), m.pick(_TEXTS), (one.key,)
    )


def wrong_spelling(m: Maker) -> Labeled:
    one = m.client()
    family, given = one.family, one.given
    if m.random.random() < 0.6:
        family = misspelled(m.random, family)
    else:
        given = misspelled(m.random, given)
    sender = m.random.choice((one.adjuster, one.practice))
    subject = m.filled(m.pick(_NAMED), one, family=family, given=given, name=f"{given} {family}")
    return Labeled("misspelled name", sender, subject, m.pick(_BODIES), (one.key,))


_NICKNAMES = {"Andrew": "Andy", "Barbara": "Barb", "Charles": "Chuck", "Deborah": "Debbie", "Elizabeth": "Liz",
              "Frederick": "Fred", "Kenneth": "Ken", "Lawrence": "Larry", "Margaret": "Peggy", "Nicholas": "Nick",
              "Patricia": "Pat", "Raymond": "Ray", "Susana": "Susie", "Timothy": "Tim", "Veronica": "Vero",
              "Walter": "Walt", "Jessica": "Jess", "Gregory": "Greg", "Theresa": "Terry", "Mitchell": "Mitch"}  # fmt: skip


def nickname(m: Maker) -> Labeled:
    one = m.client(lambda one: one.given in _NICKNAMES)
    short = _NICKNAMES[one.given]
    sender = m.random.choice((one.adjuster, one.practice, one.employer))
    return Labeled("nickname", sender, f"{short} {one.family}", m.pick(_BODIES), (one.key,))


def forwarded(m: Maker) -> Labeled:
    one = m.client()
    name, _, email, _ = ADJUSTERS[one.adjuster]
    quoted = f"From: {name} <{email}>\nSubject: {one.claim}\n\n{one.name}: {m.pick(_BODIES)}"
    return Labeled(
        "forwarded by a colleague",
        m.pick(("carl", "nora")),
        f"{m.pick(('FW', 'Fwd'))}: {one.family}",
        "yours",
        (one.key,),
        quoted=quoted,
    )


def reply(m: Maker) -> Labeled:
    one = m.client()
    sender = m.random.choice((one.adjuster, one.practice, "Records <roi@medrecords.example>"))
    return Labeled(
        "reply",
        sender,
        "Re: your request",
        m.pick(_BODIES),
        (one.key,),
        answers=one.key,
        quoted="> Dear all, please see",
    )


def near_miss(m: Maker) -> Labeled:
    one = m.client()
    claim = near(m.random, one.claim, {other.claim for other in m.world.clients.values()})
    subject = m.pick((f"Claim {claim}", f"{one.name} / {claim}"))
    return Labeled("near miss", one.adjuster, subject, m.pick(_BODIES), (one.key,), must_wait=True)


def wrong_number(m: Maker) -> Labeled:
    one = m.client()
    other = m.client(lambda other: other.key != one.key and other.family != one.family)
    return Labeled(
        "another client's number",
        one.adjuster,
        f"{one.name} / {other.claim}",
        m.pick(_BODIES),
        (one.key,),
        must_wait=True,
    )


def several(m: Maker) -> Labeled:
    some = m.random.sample([one for one in m.plain], m.random.randrange(2, 6))
    some = list({one.family: one for one in some}.values())
    lines = "\n".join(f"{one.name}  {one.claim}  ${m.random.randrange(40, 400)}.00" for one in some)
    files = (("statement.pdf", lines),) if m.random.random() < 0.5 else ()
    on = tuple(one.key for one in some)
    return Labeled(
        "several clients",
        m.pick(("lakeway", "summit", "lonestar")),
        "Statement",
        "" if files else lines,
        on,
        files=files,
    )


def stranger(m: Maker) -> Labeled:
    family = m.random.choice([one for one in FAMILY if all(one != c.family for c in m.plain)] or ["Nobody"])
    name = f"{m.random.choice(GIVEN)} {family}"
    return Labeled(
        "another patient",
        m.random.choice(("ridgeview", "southside", "lakeway")),
        f"Patient: {name}",
        m.pick(_BODIES),
    )


def half_stranger(m: Maker) -> Labeled:
    one = m.client()
    given = m.random.choice([name for name in GIVEN if name[0] != one.given[0]])
    return Labeled(
        "another patient of the family name",
        one.practice,
        f"Patient: {given} {one.family}",
        m.pick(_BODIES),
        must_wait=True,
    )


def newsletter(m: Maker) -> Labeled:
    one = m.client()
    sender = m.pick(("News <news@wcinsider.example>", "Offers <sales@braces.example>"))
    return Labeled(
        "newsletter", sender, f"{one.given}'s story: back to work", m.pick(_BODIES), is_automatic=True
    )


def unknown_text(m: Maker) -> Labeled:
    return Labeled(
        "unknown phone", f"+1979555{m.random.randrange(1000, 9999)}", text=m.pick(_TEXTS), channel="text"
    )


def unknown_text_named(m: Maker) -> Labeled:
    one = m.client()
    text = f"hi its {one.name.lower()} {m.pick(_TEXTS)}"
    return Labeled(
        "unknown phone, client's name",
        f"+1979555{m.random.randrange(1000, 9999)}",
        text=text,
        on=(one.key,),
        channel="text",
        must_wait=True,
    )


def fax(m: Maker) -> Labeled:
    one = m.client()
    page = m.pick(
        (
            f"Patient: {one.family}, {one.given}  Claim # {one.claim}",
            f"RE: {one.name}  DOB: {one.born:%m/%d/%Y}",
        )
    )
    return Labeled(
        "fax, text of its pages",
        "+15125550161",
        "Fax from +15125550161",
        "2 pages",
        (one.key,),
        channel="fax",
        files=(("fax.pdf", page),),
    )


def file_name(m: Maker) -> Labeled:
    one = m.client()
    return Labeled(
        "number in the file's name",
        "imaging",
        "Results",
        "See attached.",
        (one.key,),
        files=((f"{one.family}_{one.claim}.pdf", ""),),
    )


def spanish(m: Maker) -> Labeled:
    one = m.client()
    subject = m.pick((f"Paciente: {one.name}", f"Reclamo {one.claim}, {one.family}"))
    return Labeled(
        "spanish",
        m.random.choice((one.practice, one.adjuster)),
        subject,
        "Por favor llámenos. Gracias.",
        (one.key,),
    )


def learned(m: Maker) -> Labeled:
    one = m.client()
    sender = f"Helper <helper{m.random.randrange(10_000)}@example.com>"
    return Labeled("learned address", sender, "hello", m.pick(_TEXTS), (one.key,), learned=one.key)


def old_chain(m: Maker) -> Labeled:
    one = m.client()
    other = m.client(lambda other: other.adjuster == one.adjuster and other.family != one.family)
    quoted = f"> On Monday you wrote about {other.name} {other.claim}:\n> {m.pick(_BODIES)}"
    return Labeled(
        "old chain of another client",
        one.adjuster,
        f"{one.name} {one.claim}",
        m.pick(_BODIES),
        (one.key,),
        quoted=quoted,
    )


SHAPES: tuple[tuple[Callable[[Maker], Labeled], int], ...] = (
    (adjuster_number, 26), (adjuster_number_only, 16), (adjuster_name, 20), (new_adjuster, 8), (office_name, 28),
    (office_title, 8), (office_birth, 12), (office_meeting, 6), (client_text, 24), (client_mail, 10), (client_new_mail, 6),
    (family_text, 10), (family_mail, 14), (wrong_spelling, 18), (nickname, 10), (forwarded, 14), (reply, 18), (near_miss, 16),
    (wrong_number, 12), (several, 12), (stranger, 8), (half_stranger, 6), (newsletter, 8), (unknown_text, 6),
    (unknown_text_named, 6), (fax, 14), (file_name, 8), (spanish, 12), (learned, 8), (old_chain, 8),
)  # fmt: skip


def generate(world: World, seed: int, parity: int) -> list[Labeled]:
    maker = Maker(world, Random(seed), parity)
    return [shape(maker) for shape, count in SHAPES for _ in range(count)]

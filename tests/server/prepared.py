"""Called inside the zygote: people, a case, and sessions that a client can use at once."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from caseday.access.models import Staff
from caseday.testing.make import make_agency, make_case, make_staff


def session_of(staff: Staff) -> str:
    """The cookie's value of somebody who signed in before."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def sessions(count: str) -> dict[str, object]:
    make_agency()
    nora = make_staff("Nora Field", credentials="RN, CCM")
    case = make_case(nora)
    return {"sessions": [session_of(nora) for _ in range(int(count))], "case": str(case.pk)}


def problems() -> list[str]:
    """What `caseday verify` would name."""
    from caseday.access.queries import verify_chains

    return [str(problem) for problem in verify_chains(compare_rows=False).problems]

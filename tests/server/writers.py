"""Clients that write captures as fast as they are answered, and remember what was acknowledged."""

import http.client
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from caseday.kernel.ids import new_id

TOKEN = "k" * 32
LINES = (
    "called pharmacy 10 min, meds received",
    "visit 45 min, 12 miles, exercises shown",
    "left message, try again",
)


@dataclass
class Writer:
    """One session, one connection at a time; what got no answer is sent again with the same id."""

    port: int
    session: str
    case: str
    acknowledged: set[UUID] = field(default_factory=set)
    unanswered: list[UUID] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def write(self, connection: http.client.HTTPConnection, id: UUID) -> None:
        body = urlencode({"id": str(id), "case": self.case, "line": LINES[id.int % len(LINES)]})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        connection.request("POST", "/journal/capture", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status == 204:
            self.acknowledged.add(id)
        else:
            self.refused.append(f"{answer.status} {answer.getheader('Location')} {text[:200]!r}")

    def until(self, ending: threading.Event) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not ending.is_set():
            id = self.unanswered.pop() if self.unanswered else new_id()
            try:
                self.write(connection, id)
            except (OSError, http.client.HTTPException):
                self.unanswered.append(id)
                break
        connection.close()


def write_for(writers: list[Writer], kill: "threading.Event") -> list[threading.Thread]:
    threads = [threading.Thread(target=writer.until, args=(kill,), daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    return threads

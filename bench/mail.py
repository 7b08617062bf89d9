"""Mail with attachments from a local Dovecot, taken in and matched: how many a second, and in how much memory.

python -m bench.mail [count]        10,000 by default
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path


def letters(count: int, numbers: list[str]) -> Iterator[bytes]:
    """From 400 senders; every third names a claim of the agency's. Each file is its own, 20 to 60 KB."""
    chance = random.Random(7)
    for number in range(count):
        message = EmailMessage()
        message["From"] = f"Sender {number % 400} <sender{number % 400}@example.org>"
        message["To"] = "office@example.com"
        message["Subject"] = f"Re: {chance.choice(numbers)}" if number % 3 == 0 else f"Report {number}"
        message["Message-ID"] = f"<{number}@example.org>"
        message["Date"] = "Mon, 02 Mar 2026 08:00:00 -0600"
        message.set_content(f"Please find the report attached.\n\nNumber {number}\n")
        message.add_alternative(
            f"<p>Please find the <b>report</b> attached.</p><p>Number {number}</p>", "html"
        )
        data = b"%PDF-1.4\n" + chance.randbytes(chance.randint(20_000, 60_000))
        message.add_attachment(data, maintype="application", subtype="pdf", filename=f"report-{number}.pdf")
        yield message.as_bytes()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            CASEDAY_DATA_DIR=folder, CASEDAY_SECRET_KEY="bench" * 10, DJANGO_SETTINGS_MODULE="caseday.config.settings",
            CASEDAY_LOG_LEVEL="warning",
        )  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(count, Path(folder))


def _measure(count: int, folder: Path) -> None:
    import psutil

    from caseday.correspondence.keeping import seal
    from caseday.correspondence.mail import fetching
    from caseday.correspondence.mail.imap import opened
    from caseday.correspondence.models import Message
    from caseday.correspondence.tests.made import make_account
    from caseday.kernel import clock
    from tests.mail.dovecot import PASSWORD, Dovecot

    process = psutil.Process()
    with Dovecot() as dovecot:
        for data in letters(count, _cases()):
            dovecot.deliver("office", data)
        account = make_account(user_name="office", imap_port=dovecot.port, sealed_secret=seal(PASSWORD))
        sizes: list[int] = []
        real = fetching.note_read

        def noting(*args: object, **given: object) -> None:
            sizes.append(process.memory_info().rss)
            real(*args, **given)  # type: ignore[arg-type]

        fetching.note_read = noting
        began, used = time.perf_counter(), process.cpu_times()
        with opened(fetching.server_of(account)) as mailbox:
            taken = fetching.fetch_new(account, mailbox, now=clock.now)
        seconds, now_used = time.perf_counter() - began, process.cpu_times()
    cpu = now_used.user - used.user + now_used.system - used.system
    filed = Message.objects.filter(state="filed").count()
    megabytes = [size / 1024 / 1024 for size in (sizes[len(sizes) // 10], sizes[len(sizes) // 2], sizes[-1])]
    print(
        f"{taken:,} mails in {seconds:.1f} s ({taken / seconds:.0f} a second; {cpu:.1f} s of processor), "
        f"{filed:,} filed"
    )
    print(f"memory after a tenth, a half, all: {', '.join(f'{one:.0f} MiB' for one in megabytes)}")


def _cases() -> list[str]:
    """35 cases with a claim number each; the numbers."""
    from caseday.cases.models import Identifier
    from caseday.cases.rules import normalize_identifier
    from caseday.testing.fixtures import make_cast
    from caseday.testing.make import make_case

    cast, numbers = make_cast(), []
    for count in range(35):
        value = f"WC-2026-{41_000 + 37 * count}"
        case = make_case(cast.nora)
        Identifier.objects.create(
            case=case, kind="claim", value=value, normalized=normalize_identifier(value)
        )
        numbers.append(value)
    return numbers


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

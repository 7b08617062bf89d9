"""How well messages find their cases (bench/README.md). A database of its own, gone afterwards.

python -m bench.matching            both splits
python -m bench.matching --dev      the one for tuning, with every mistake; the held-out one stays unseen
"""

import argparse
import os
import tempfile
import time


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dev", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CASEDAY_DATA_DIR": folder, "CASEDAY_SECRET_KEY": "bench-" * 10}
        os.environ.pop("CASEDAY_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for split in ("dev",) if asked.dev else ("dev", "held out"):
            _show(split, has_mistakes=asked.dev)


def _show(split: str, *, has_mistakes: bool) -> None:
    from django.db import transaction

    from bench.matching.score import score

    with transaction.atomic():
        began = time.process_time()
        found = score(split)
        spent = (time.process_time() - began) / max(1, found.messages) * 1000
        transaction.set_rollback(True)
    print(
        f"{split:9} {found.messages} messages: precision {found.precision:.1%} ({found.right} right, "
        f"{found.wrong} wrong), recall {found.recall:.1%} ({found.found} of {found.wanted}; "
        f"{found.share_of_all:.1%} of all that belong on a case); of {found.waiting} that wait and belong "
        f"somewhere {found.suggestion_rate:.0%} have their case suggested; {spent:.1f} ms CPU each"
    )
    if has_mistakes:
        for what, one, filed, matched in found.mistakes:
            tops = [(m.confidence, m.why) for m in matched.matches[:2]]  # type: ignore[attr-defined]
            said = f"[{one.kind}] {one.sender}: {one.subject} | {one.text[:60]}"
            print(f"  {what:6} {said} | on {one.on} filed {filed} {tops}")


if __name__ == "__main__":
    main()

"""`caseday serve` at the generated agency's hour."""

import sys

from bench.generate import NOW
from caseday.cli import main
from caseday.kernel import clock

if __name__ == "__main__":
    clock.shift_to(NOW)
    sys.argv[1:] = ["serve"]
    main()

"""In: a day. Out: the ways in which it may end, on time or so many quarters of an hour later, each a day of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from caseday.dayplan.rules.cost import quarters
from caseday.dayplan.rules.problem import QUARTER, Problem, Solution

APART = 2  # so many quarters late are looked at each for itself, what is later at first together
OF_LATER = 0.1  # of an ending's work


@dataclass(frozen=True, slots=True)
class Ending:
    """After at least `least` and at most `most` started quarters of overtime."""

    least: int
    most: int
    bound: int = 0  # no plan that ends so costs less
    share: float = 1.0  # of the work that an ending gets before others have their turn

    def looked_at(self, bound: int, upper: int) -> Iterator["Ending"]:
        """What there is to look at still, once nothing was settled."""
        bound = max(self.bound, min(bound, upper + 1))
        if self.least == self.most:
            yield replace(self, bound=bound, share=2 * self.share)
        else:
            middle = (self.least + self.most) // 2
            yield Ending(self.least, middle, bound, self.share if middle > self.least else 1.0)
            yield Ending(middle + 1, self.most, bound, self.share if self.most > middle + 1 else 1.0)


def endings_of(problem: Problem, known: Solution) -> Iterator[Ending]:
    """That of the plan that is known first: the best one often ends so. Then all the late ones, for a bound."""
    first = max(0, quarters(problem.day_start - problem.day_end))
    last = max(first, quarters(problem.latest_end - problem.day_end))
    if problem.weights.overtime_quarter <= 0:
        yield Ending(first, last)
        return
    apart = [Ending(n, n) for n in range(first, min(first + APART, last) + 1)]
    ends = max([*(one.end for one in known.placed), *(leg.arrive for leg in known.legs)], default=0)
    apart.sort(key=lambda one: abs(one.least - quarters(ends - problem.day_end)))
    yield apart[0]
    if last > first + APART:
        yield Ending(first + APART + 1, last, share=OF_LATER)
    yield from apart[1:]


def ends_by(problem: Problem, ending: Ending) -> tuple[Problem, int]:
    """The day that ends so, and what the overtime costs that it is sure to have."""
    end = problem.day_end + QUARTER * ending.least
    latest = min(problem.latest_end, problem.day_end + QUARTER * ending.most)
    day = replace(problem, day_end=end, latest_end=latest)
    return day, problem.weights.overtime_quarter * ending.least

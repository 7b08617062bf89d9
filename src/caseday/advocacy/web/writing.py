"""A decision as it stands in its form: rows of options, of what matters, of questions, each by its id."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import QueryDict

from caseday.advocacy.queries import SideBySide
from caseday.advocacy.rules import MatterDetails, OptionDetails, QuestionDetails
from caseday.kernel.ids import parse_id

_ROWS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "option": (OptionDetails, ("title", "pros", "cons", "risks", "cost")),
    "matter": (MatterDetails, ("text", "weight")),
    "question": (QuestionDetails, ("text", "for_whom", "answer")),
}
_MOST_ROWS = 30
_LONGEST = 20_000


class Rows:
    """What the form shows and what was typed; empty rows are shown, and left out of what is kept."""

    def __init__(
        self, options: Any, matters: Any, questions: Any, fits: dict[tuple[UUID, UUID], str]
    ) -> None:
        self.options, self.matters, self.questions = list(options), list(matters), list(questions)
        self.fits = fits

    def add(self, what: str) -> None:
        maker = _ROWS[what][0]
        getattr(self, f"{what}s").append(maker(""))

    @property
    def matter_rows(self) -> list[tuple[Any, list[tuple[Any, str]]]]:
        return [
            (matter, [(option, self.fits.get((option.id, matter.id), "")) for option in self.options])
            for matter in self.matters
        ]

    def kept(self) -> dict[str, Any]:
        return {
            "options": tuple(one for one in self.options if _is_written(one)),
            "matters": tuple(one for one in self.matters if _is_written(one)),
            "questions": tuple(one for one in self.questions if _is_written(one)),
            "fits": {pair: fit for pair, fit in self.fits.items() if fit},
        }


def _is_written(row: Any) -> bool:
    return any(value.strip() for value in vars(row).values() if isinstance(value, str))


def empty_rows() -> Rows:
    """Two options, for less is no choice; two things that matter; one question."""
    options = [OptionDetails(""), OptionDetails("")]
    return Rows(options, [MatterDetails(""), MatterDetails("")], [QuestionDetails("")], {})


def rows_of(page: SideBySide) -> Rows:
    return Rows(
        [OptionDetails(one.title, one.pros, one.cons, one.risks, one.cost, one.pk) for one in page.options],
        [MatterDetails(one.text, one.weight, one.pk) for one in page.matters],
        [QuestionDetails(one.text, one.for_whom, one.answer, one.pk) for one in page.questions],
        page.fits,
    )


def typed_rows(post: QueryDict) -> Rows:
    rows = {what: list(_typed(post, what)) for what in _ROWS}
    fits = {
        (option.id, matter.id): post.get(f"fit-{option.id}-{matter.id}", "")
        for option in rows["option"]
        for matter in rows["matter"]
    }
    return Rows(rows["option"], rows["matter"], rows["question"], fits)


def _typed(post: QueryDict, what: str) -> Iterator[Any]:
    maker, names = _ROWS[what]
    ids = dict.fromkeys(pk for text in post.getlist(f"{what}_row") if (pk := parse_id(text)))
    for pk in list(ids)[:_MOST_ROWS]:
        texts = {name: post.get(f"{what}-{pk}-{name}", "").replace("\0", "")[:_LONGEST] for name in names}
        yield maker(**texts, id=pk)

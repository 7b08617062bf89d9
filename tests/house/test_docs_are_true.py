"""The documents say what is so: links lead somewhere, commands exist, nothing is missing from the lists."""

import re
import tomllib
from pathlib import Path

import click
import pytest
from django.apps import apps
from django.conf import settings

from caseday.cli.program import caseday
from tests.tour import MOST_BYTES, TOUR

ROOT = Path(__file__).parent.parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCS]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("doc", DOCS, ids=NAMES)
def test_every_link_leads_somewhere(doc: Path) -> None:
    for link in _LINK.findall(doc.read_text()):
        if link.startswith(("http://", "https://", "#", "mailto:")):
            continue
        assert (doc.parent / link.split("#")[0]).exists(), link


@pytest.mark.parametrize("doc", DOCS, ids=NAMES)
def test_every_command_exists_with_its_options(doc: Path) -> None:
    for line in _code_lines(doc):
        found = re.match(r"(?:\$ )?(?:[\w./-]*/)?caseday(?=\s|$)(.*)", line)
        if found:
            _assert_known(found[1].split("#")[0].split(), line)


def _code_lines(doc: Path) -> list[str]:
    """Lines of code: indented by four, or between fences, joined where a backslash goes on."""
    text = re.sub(r"\\\n\s*", " ", doc.read_text())
    return [
        line.strip()
        for line in re.findall(r"^(?: {4,}|\t).*$|^[^\s|].*caseday .*$", text, re.M)
        if "`" not in line
    ]


def _assert_known(words: list[str], line: str) -> None:
    command: click.Command = caseday
    context = click.Context(command, info_name="caseday")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        step = command.get_command(context, words[0])
        assert step is not None, f"no such command: {line}"
        command, words = step, words[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    options = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in options, f"no such option: {line}"


@pytest.mark.parametrize("doc", DOCS, ids=NAMES)
def test_every_make_target_exists(doc: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^\s{4,}|`)make ([a-z][a-z-]*)", doc.read_text(), re.M))
    assert named <= targets


def test_the_readme_shows_one_picture_and_the_two_commands_before_anything_else() -> None:
    readme = (ROOT / "README.md").read_text()
    assert len(re.findall(r"!\[", readme)) == 1
    assert (
        readme.index("![")
        < readme.index("make demo")
        < readme.index("make test")
        < readme.index("](docs/howto")
    )


@pytest.mark.parametrize("folder", ["docs/howto", "docs/adr"])
def test_every_page_of_a_folder_is_in_its_index(folder: str) -> None:
    pages = {path.name for path in (ROOT / folder).glob("*.md")} - {"README.md"}
    assert pages == set(_LINK.findall((ROOT / folder / "README.md").read_text()))


def test_the_tour_shows_every_picture_that_is_taken_and_they_are_small() -> None:
    taken = {f"{one.name}.webp" for one in TOUR}
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs/tour").iterdir()}
    shown = {link.removeprefix("tour/") for link in _LINK.findall((ROOT / "docs/tour.md").read_text())}
    assert taken == set(kept) == shown
    assert len(kept) <= 42
    assert {name: size for name, size in kept.items() if size > MOST_BYTES} == {}


def test_the_architecture_lists_the_apps_in_the_order_of_installation() -> None:
    listed = re.findall(r"^\| `([a-z]+)` \|", (ROOT / "ARCHITECTURE.md").read_text(), re.M)
    installed = [
        name.removeprefix("caseday.") for name in settings.INSTALLED_APPS if name.startswith("caseday.")
    ]
    assert [name for name in listed if name in installed] == [name for name in installed if name in listed]
    assert set(installed) <= set(listed)
    assert {path.parent.name for path in (ROOT / "src/caseday").glob("*/__init__.py")} == {*listed, "testing"}


def test_the_architecture_fits_one_screen() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 85


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [*project["project"]["dependencies"]]
    for group in (
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ):
        declared += group
    known = set(re.findall(r"`([A-Za-z0-9-]+)`", (ROOT / "docs/dependencies.md").read_text()))
    names = {re.split(r"[\[<>=!~;]", one)[0].strip() for one in declared}
    assert names <= known, names - known


def test_every_model_is_in_the_glossary() -> None:
    """By the words of its name; `in` says under which term it stands, where that is another."""
    glossary = _glossary()
    missing = [
        words
        for words in _model_words()
        if not any(_OTHERWISE.get(words, words) in term for term in glossary)
    ]
    assert missing == []


_OTHERWISE = {
    "access entry": "access entry",
    "chain head": "head",
    "day close": "close of the day",
    "follow up": "to-do",
    "glass break": "to break the glass",
    "person merge": "to merge",
    "draft conflict": "other version",
    "office phone": "menu hint",
    "placement": "pin, move",
    "series": "series, occurrence",
    "team membership": "team",
    "visit step": "step",
}


def _model_words() -> list[str]:
    models = [model for model in apps.get_models() if model.__module__.startswith("caseday.")]
    return [re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower() for model in models]


def _glossary() -> list[str]:
    return re.findall(r"^- \*\*(.+?)\*\* - ", (ROOT / "docs/glossary.md").read_text(), re.M)


def test_every_line_of_the_glossary_is_a_term_with_its_meaning() -> None:
    for line in (ROOT / "docs/glossary.md").read_text().splitlines():
        if line.startswith("-"):
            assert re.match(r"- \*\*[^*]+\*\* - \S.{8,}", line), line


def test_the_terms_of_the_glossary_are_used() -> None:
    """A term that no page, document or code speaks of has no place there."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.html"), *(ROOT / "src").rglob("*.toml"),
             *(path for path in DOCS if path.name != "glossary.md")]  # fmt: skip
    text = " ".join(path.read_text() for path in files).casefold()
    terms = [part.removeprefix("to ") for term in _glossary() for part in re.split(r", (?:to )?", term)]
    unused = [term for term in terms if not all(word in text for word in re.findall(r"\w+", term.casefold()))]
    assert unused == []

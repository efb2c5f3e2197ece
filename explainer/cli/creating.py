"""`explainer init`, `explainer new` and `explainer import`: create a site, a draft, a draft of an article."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

from explainer.authoring.init import THEMES, address_of, new_site
from explainer.authoring.new import (
    NotCreated,
    free_path,
    language_of,
    languages_of,
    new_entry,
    new_translation,
    original_of,
    title_of,
    topics_of,
    translation_language_of,
    write_new,
)
from explainer.authoring.schemas import refresh_schemas
from explainer.authoring.upkeep import LANGUAGES, words_of
from explainer.cli.base import day_of, errors_as, load
from explainer.cli.progress import progress
from explainer.model import Site
from explainer.model.base import localized
from explainer.text.plain import printable
from explainer.text.slugs import slug_of

if TYPE_CHECKING:
    from explainer.authoring.importing import Imported

T = TypeVar("T")


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="The site's name, as readers see it; by default the folder's.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the site itself; by default en.")
@click.option("--theme", type=click.Choice(THEMES), help=f"The site's theme; by default {THEMES[0]}.")
@click.option("--url", metavar="ADDRESS", help="Its public address, such as https://explainers.example.org/.")
def init_command(folder: Path, name: str | None, language: str | None, theme: str | None, url: str | None) -> None:
    """Create a new site in FOLDER: settings, shared records, an example, and workflows that publish it on GitHub.

    On a terminal, you are asked for what you do not give. FOLDER must be new or empty. The site speaks the language
    that you choose, and keeps the program that made it in vendor/.
    """
    default = folder.resolve().name
    if sys.stdin.isatty() and sys.stdout.isatty():
        language = language or click.prompt("Language of the site", "en", type=click.Choice(LANGUAGES))
        words = words_of(language)
        name = name or click.prompt(words["ask_name"], default)
        theme = theme or click.prompt(words["ask_theme"], THEMES[0], type=click.Choice(THEMES))
        url = _ask(words["ask_url"], address_of, "", shown=False) if url is None else url
    language = language or "en"
    with errors_as(click.UsageError, NotCreated), progress("…"):
        new_site(folder, name or default, language, theme or THEMES[0], url or "")
    for line in _next_steps(folder, words_of(language)):
        click.echo(line)


def _next_steps(folder: Path, words: Mapping[str, str]) -> Iterator[str]:
    program = _program()
    steps = {
        f"{program} serve": words["next_serve"],
        f"{program} new {shlex.quote(words['next_title'])}": words["next_new"],
        "make site": words["next_site"],
    }
    width = max(map(len, steps))
    yield words["next_created"].format(folder=printable(str(folder)))
    yield f"  cd {shlex.quote(str(folder))}"
    yield from (f"  {command:{width}}  # {meaning}" for command, meaning in steps.items())
    yield words["next_publish"]
    is_repository = (folder / ".git").exists()
    if not is_repository:
        yield "  git init --initial-branch main"
    yield "  git add ."
    yield f"  git commit --message {shlex.quote(words['next_commit'])}"
    if not is_repository:
        yield "  git remote add origin https://github.com/OWNER/REPOSITORY.git"
    yield "  git push --set-upstream origin HEAD"
    yield words["next_pages"]
    yield words["next_readme"]


def _program() -> str:
    """How to call the running program from any folder: one in a virtual environment is often not on PATH."""
    here, on_path = Path(sys.executable).with_name("explainer"), shutil.which("explainer")
    if on_path and here.exists() and Path(on_path).samefile(here):
        return "explainer"
    return shlex.quote(str(here)) if here.exists() else f"{shlex.quote(sys.executable)} -m explainer"


@click.command("new")
@click.argument("title", required=False)
@click.option("--slug", help="The file's name and address; by default made from the title.")
@click.option("--topic", "topics", metavar="ID", multiple=True, help="A topic of the site; can be repeated.")
@click.option("--language", metavar="CODE", help="The language, such as `tr`; by default the site's.")
@click.option("--question", "questions", metavar="HEADING", multiple=True, help="A further question; can be repeated.")
@click.option("--translation-of", "original", metavar="SLUG", help="Start a translation of this entry.")
@click.pass_obj
def new_command(
    root: Path,
    *,
    title: str | None,
    slug: str | None,
    topics: Sequence[str],
    language: str | None,
    questions: Sequence[str],
    original: str | None,
) -> None:
    """Start a draft under content/entries/: with the three sections, or as a translation of another entry.

    On a terminal, you are asked for what you do not give. No file is ever overwritten.
    """
    site = load(root)
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    with errors_as(click.UsageError, NotCreated):
        if original is not None:
            if topics or questions:
                raise NotCreated("a translation has the topics and questions of the original; leave these options out")
            path = _translation(site, original, title, language, slug, asks=asks)
        else:
            if asks:
                title = title or _ask("Headline", title_of)
                slug = slug or _ask_slug(site, slug_of(title, site.settings.language))
                topics = topics or _ask_topics(site)
                language = language or _ask_language(site)
                questions = questions or _ask_questions()
            path = new_entry(site, title or "", slug or "", topics=topics, language=language or "", questions=questions)
    refresh_schemas(site)  # the entry is now to be written in a text editor, which proposes what these list
    click.echo(f"{path.relative_to(root)} is ready to edit; `explainer serve` shows it")


def _translation(
    site: Site, slug_of_original: str, title: str | None, language: str | None, slug: str | None, *, asks: bool
) -> Path:
    original = original_of(site, slug_of_original)
    if asks:
        language = language or _ask("Language, as in tr", lambda tag: translation_language_of(site, original, tag))
        title = title or _ask(f"Headline, in this language (“{printable(original.title)}”)", title_of)
        slug = slug or _ask_slug(site, f"{original.slug}-{language.lower()}")
    if not language:
        raise NotCreated("a translation needs a language, as in --language tr")
    return new_translation(site, original, title or "", language, slug or "")


def _ask(text: str, read: Callable[[str], T], default: str | None = None, *, shown: bool = True) -> T:
    """Prompts for a value that `read` parses; asks again if it raises NotCreated."""

    def understood(typed: str) -> T:
        with errors_as(click.UsageError, NotCreated):
            return read(typed)

    return click.prompt(text, default=default, show_default=shown, value_proc=understood)


def _ask_slug(site: Site, proposed: str) -> str:
    def free(typed: str) -> str:
        free_path(site, typed.strip(), "`idlib-ceasefire`")
        return typed.strip()

    return _ask("Address, which is permanent", free, proposed or None)


def _ask_topics(site: Site) -> Sequence[str]:
    if not site.topics:
        return ()
    click.echo("Topics:")
    width = max(map(len, site.topics))
    for name, topic in site.topics.items():
        label = printable(localized(topic.name, site.settings.language))
        click.echo(f"  {name:{width}}  {label}")
    return _ask(
        "Which ones, most important first (press Enter for none)",
        lambda typed: topics_of(site, re.findall(r"[^\s,]+", typed)),
        "",
        shown=False,
    )


def _ask_language(site: Site) -> str:
    used = languages_of(site)
    return _ask(f"Language, as in {' or '.join(used[:2])}", language_of, used[0]) if len(used) > 1 else ""


def _ask_questions() -> Sequence[str]:
    click.echo("The sections what happened, could it be avoided and what's next are always there.")
    questions: list[str] = []
    while question := _ask("Another question (press Enter for none)", str.strip, "", shown=False):
        questions.append(question)
    return questions


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--to", metavar="PATH", help="The file to write, or `-` to print; by default named after the title.")
@click.pass_obj
def import_command(root: Path, file: BinaryIO, to: str | None) -> None:
    """Turn the article in FILE (Markdown or HTML; `-` reads standard input) into a draft. No word of it is lost."""
    from explainer.authoring.importing import MAX_BYTES, NotImported, import_article  # parsers take time to import

    site = load(root)
    name = getattr(file, "name", "<stdin>").removeprefix("<stdin>")
    try:
        with errors_as(click.UsageError, NotImported, NotCreated):
            article = import_article(site, file.read(MAX_BYTES + 1), name, day_of(site))
            if to == "-":
                click.echo(article.text, nl=False)
                click.echo(_account(article, "This"), err=True)
                return
            path = _place(site, article, to)
            write_new(path, article.text)
    except OSError as error:
        raise click.UsageError(f"`{printable(name or '-')}` cannot be read ({error.strerror})") from error
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    click.echo(_account(article, str(shown)))
    for line in _missing(site, article.text, str(shown)):
        click.echo(line)
    click.echo(f"What is still missing: explainer check {printable(str(shown))}")


def _missing(site: Site, text: str, path: str) -> Iterator[str]:
    """What `check` will say of the draft, each kind once."""
    from explainer.checks import check_entry
    from explainer.checks.base import Context
    from explainer.content.load import load_entry

    found = check_entry(load_entry(text.encode(), path), Context.of(site, day_of(site)))
    kinds = Counter(problem.code for problem in found)
    first = {problem.code: problem.message for problem in reversed(found)}
    if kinds:
        yield "`check` will say:"
    for code, number in kinds.items():
        more = f" (and {number - 1} more)" if number > 1 else ""
        yield f"  - {_short(printable(first[code]))}{more} [{code}]"


def _place(site: Site, article: Imported, to: str | None) -> Path:
    option = "--to content/entries/idlib-ceasefire.yml"
    if to is None:
        return free_path(site, slug_of(article.title, site.settings.language), option)
    if not to.endswith(".yml"):
        raise NotCreated(f"`{printable(to)}` is not an entry's file; name one, as in {option}")
    target = Path(to).resolve()
    return free_path(site, target.stem, option, target.parent)


def _account(article: Imported, name: str) -> str:
    """What is certain, what was guessed and what was not placed, for the editor who compares."""
    lines = [f"{printable(name)} is a draft of “{printable(article.title)}”"]
    for heading, items in (
        ("Certain, because the article says so:", article.certain),
        ("Guessed; please compare:", article.guessed),
        ("Not placed; kept in comments at the end of the file:", article.unplaced),
    ):
        if items:
            lines += [heading, *(f"  - {_short(printable(line))}" for line in items)]
    return "\n".join(lines)


def _short(line: str) -> str:
    return line if len(line) <= 160 else f"{line[:159]}…"

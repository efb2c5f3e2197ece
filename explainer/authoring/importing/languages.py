"""Tells the language of an article: as it declares, else by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from explainer.authoring.importing.article import Article
from explainer.model import Site

_SCRIPTS = {
    **{"ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]", "el": "[\u0370-\u03ff]", "he": "[\u0590-\u05ff]"},
    **{"hi": "[\u0900-\u097f]", "th": "[\u0e00-\u0e7f]", "ko": "[\uac00-\ud7af]", "ja": "[\u3040-\u30ff]"},
    **{"zh": "[\u4e00-\u9fff]", "": "[A-Za-z]"},
}
"""The letters of languages whose script is enough to tell them; the empty name stands for the Latin ones."""
_UKRAINIAN = re.compile("[іїєґ]")
_UNKNOWN = frozenset(("und", "mis", "mul", "zxx"))
"""What stands for a language that is not known, for several, or for none (ISO 639)."""
_COMMON = {
    "en": "the of and to in is that was for it on with as are by this from have",
    "de": "der die und das nicht ist den mit von zu ein eine auf für sich dem im auch",
    "fr": "le la les des et est une dans que qui du pour sur pas au avec ce il",
    "es": "el la los las que y en una por con del se para al es su como más",
    "tr": "ve bir bu için ile da de olarak daha çok olan gibi sonra kadar ama ne olduğu var",
    "it": "il che di la è per un una non si del con della gli sono le nel anche",
    "pt": "o que não uma do da em para os com as dos se na por mais como foi",
    "nl": "de het een van en dat is op te niet voor met zijn aan er ook als bij",
    "pl": "w i na z do się nie to że jest o jak po od za przez są ale",
    "sv": "och att det som en på är av för med den till inte om ett har de var",
}
"""The commonest words of languages in Latin letters: ours, and others that would pass for one of ours."""
_ENOUGH = 0.12
"""Of all words; in any text of a language, its eighteen commonest are a quarter or more."""
_AHEAD = 1.3
"""How much commoner its words must be than those of the next language."""
_MOST = 3000
"""Words."""


def language_of(article: Article, site: Site) -> tuple[str, str]:
    """The article's language, and how it was found."""
    declared = article.metadata.language.replace("_", "-")
    base = declared.partition("-")[0].lower()
    if base in site.languages or (base.isascii() and base.isalpha() and len(base) in (2, 3) and base not in _UNKNOWN):
        return base, f"`language` is {base}: the article says so"
    tag = _judged(" ".join(block.text for block in article.blocks[:400] if not block.aside))
    if tag:
        return tag, f"`language` is {tag}, judged by its letters and words: the article names none"
    default = site.settings.language
    return default, f"`language` is {default}, the site's default, because nothing in the article tells it; compare"


def _judged(text: str) -> str:
    """The language of a text; empty if it cannot be told."""
    letters = Counter({tag: len(re.findall(signs, text[: 8 * _MOST])) for tag, signs in _SCRIPTS.items()})
    script, most = letters.most_common(1)[0]
    if letters["ja"] and script in ("ja", "zh"):
        return "ja"
    if script == "ru" and _UKRAINIAN.search(text.lower()):
        return "uk"
    if script or not most:
        return script if most else ""
    words = re.findall(r"[^\W\d_]+", text.lower())[:_MOST]
    common = {tag: {*those.split()} for tag, those in _COMMON.items()}
    shares = Counter({tag: sum(word in those for word in words) for tag, those in common.items()})
    (first, best), (_, second) = shares.most_common(2)
    return first if best >= _ENOUGH * len(words) and best >= _AHEAD * second else ""

"""The words by which `meaning` judges a change, one record for each language; data only.

A word belongs here only if a pair in `tests/golden/meaning/` needs it, or if a real word lies so near to another that a
slip of the pen could turn one into the other. Such neighbours were looked for among the 50,000 to 200,000 commonest
words of each language that its hunspell dictionary accepts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split("/")) for pair in text.split())


@dataclass(frozen=True, slots=True)
class Words:
    """What the judge knows about one language; everything in lower case. Nothing known makes it strict."""

    negations: frozenset[str] = frozenset()
    """Words that deny."""
    amounts: frozenset[str] = frozenset()
    """Numbers, units and quantities in words."""
    calendar: frozenset[str] = frozenset()
    """Months, weekdays, today and tomorrow."""
    modals: frozenset[str] = frozenset()
    """Words that say how sure or how necessary something is."""
    attribution: frozenset[str] = frozenset()
    """Verbs after which, or between commas, somebody is said to speak."""
    relatives: frozenset[str] = frozenset()
    """Words before which a comma decides whether all are meant or only some."""
    openers: frozenset[str] = frozenset()
    """Words that may open a sentence, a comma after them or not, and are no names."""
    small: frozenset[str] = frozenset()
    """Words so common that one typed twice, or run together with the next, is looked at as such."""
    articles: frozenset[str] = frozenset()
    """Articles for one: what follows `a` is one thing, hyphen or not."""
    capitals: frozenset[str] = frozenset()
    """Titles, institutions and days that name nobody else when their first letter changes."""
    prefixes: frozenset[str] = frozenset()
    """Parts that may stand apart from the next word, be hyphened or run together."""
    stems: tuple[str, ...] = ()
    """Words of daily news, or their beginnings, that no other word resembles: one letter spoilt is a slip."""
    doubled: str = ""
    """Letters that may be written once or twice in two different words."""
    swaps: re.Pattern[str] | None = None
    """What two neighbouring letters must be for their swap to be a slip; None: it never is."""
    longest: int = 0
    """From how many letters on one letter missing inside a word is a slip; 0: never."""
    neighbours: frozenset[str] = frozenset()
    """Words that such a slip would turn into another word; one of the two is enough."""
    accents: int = 0
    """From how many letters on a forgotten accent is only that; 0: never."""
    accented: frozenset[str] = frozenset()
    """Words, without their accents, that mean something else with them."""
    endings: re.Pattern[str] | None = None
    """Accented endings that say when, who or how many."""
    same: frozenset[frozenset[str]] = frozenset()
    """Pairs of the same word, where no rule leads from one to the other."""
    variants: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Ways of writing that are both right, and the one that stands for both."""
    apostrophes: re.Pattern[str] | None = None
    """Words that are the same without their apostrophe."""
    thousands: str = ""
    """What parts thousands in numbers, if nothing else can be meant."""

    @property
    def closed(self) -> frozenset[str]:
        """Words whose slightest change is looked at by a person."""
        return self.negations | self.amounts | self.calendar | self.modals


_ENGLISH = Words(
    negations=_words(
        """no not none nobody nothing nowhere never neither nor without cannot can't couldn't don't doesn't didn't won't
        wouldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't mustn't needn't hardly barely scarcely
        unable lack lacks lacked refuse refused fail failed fails deny denies denied"""
    ),
    amounts=_words(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
        thousands million millions billion billions trillion dozen dozens score scores once twice thrice half third
        quarter first second fourth fifth sixth seventh eighth ninth tenth all some most many much few fewer several
        any every each both either less least more only almost nearly about around roughly double triple single pair
        per percent percentage points ton tons tonne tonnes metre metres meter meters mile miles kilometre kilometres
        kilometer kilometers litre litres liter liters pound pounds euro euros dollar dollars rouble roubles ruble
        rubles lira degree degrees hour hours day days week weeks month months year years"""
    ),
    calendar=_words(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
        september october november december today yesterday tomorrow tonight before after"""
    ),
    modals=_words(
        """may might must can could shall should will would ought need needs allegedly reportedly apparently probably
        possibly perhaps maybe likely unlikely alleged suspected certain certainly"""
    ),
    attribution=_words("say says said claim claims claimed add adds added warn warns warned argue argues argued told"),
    relatives=_words("who whom whose which where"),
    openers=_words("however meanwhile moreover yesterday today then now later earlier instead still thus so but and"),
    small=_words(
        """the a an of to in on at by for from with and or but is was were are be been has have as it its that this
        their his her they he she we into over out up off not"""
    ),
    articles=_words("a an"),
    capitals=_words(
        """president prime minister ministers ministry chancellor king queen prince princess government parliament
        senate council army navy police court state governor mayor senator secretary ambassador judge professor doctor
        director inspector commission committee department agency foreign defence defense interior party church
        monday tuesday wednesday thursday friday saturday sunday january february april june july september october
        november december"""
    ),
    prefixes=_words("ex vice anti pro non pre post semi multi co mid counter"),
    stems=tuple(
        """accident accommodat achiev administrat aircraft ambassador ambulance announc apparent assembl assist authorit
        believ beginning building business campaign casualt chemical children citizen civilian collaps colleague
        commission committee communit condition conference conflict congress constitut construct corrupt criminal
        definite democra department destroy develop different diplomat director disaster document earthquake economic
        electric emergenc employee engineer environment equipment especially estimat evacuat evidence existence
        explosion federal firefighter foreign government governor guarantee headquarters hospital humanitarian
        immediate incident independen industr information infrastructure inspector intelligence international
        investigat journalist language lawyer legislat maintenance military ministry missile mountain national necessary
        negotiat neighbour neighbor nuclear occasion occurr official opposition parliament passenger permanent
        personnel politic possess possib president pressure previous privilege professor protest province railway
        receiv recommend referendum refugee regulat relevan religio rescue resident responsib restaurant sanction
        scientist separat shelter soldier spokes statement strateg structure student success surviv technolog temporar
        territor terroris traffic transport tribunal unfortunat universit vaccin vehicle victim village violence
        volunteer warning weapon weather wildfire witness""".split()
    ),
    doubled="",
    swaps=re.compile(r"\w\w"),
    longest=9,
    neighbours=_words(""),
    accents=4,
    accented=_words("resume expose pique rose lame mate pate attache divorce saute"),
    same=_pairs(
        """teh/the adn/and taht/that thier/their wich/which whcih/which untill/until fourty/forty its/it's a/an
        toward/towards among/amongst while/whilst afterward/afterwards grey/gray program/programme programs/programmes
        ok/okay cannot/can_not percent/per_cent beleif/belief freind/friend wierd/weird truely/truly"""
    ),
    variants=tuple(
        (re.compile(pattern), standard)
        for pattern, standard in (
            (r"(?<=\w\w\w)is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "iz"),
            (r"(?<=\wl)ys(?=(?:e|ed|es|er|ers|ing)$)", "yz"),
            (r"^((?:mis)?(?:behavi|col|endeav|fav|harb|hon|hum|lab|neighb|rum|vap|vig|sav|arm|val|flav))our", r"\1or"),
            (r"^(cent|theat|fib|calib|sabot|spect|lust)re(?=s?$)", r"\1er"),
            (r"(?<=fen|cen|ten)ce(?=s?$|less$)", "se"),
            (r"(?<=judg|ledg)e(?=ments?$)", ""),
            (r"(?<=^catal|^dial|.anal)ogue(?=s?$)", "og"),
        )
    ),
    apostrophes=re.compile(r"\w{3,}n't"),
    thousands=",",
)

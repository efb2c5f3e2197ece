"""Set phrases of articles in the site's seven languages: headings, dates, credits, labels, anonymous sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from explainer.model import SectionKind
from explainer.model.dates import parse
from explainer.text.language import locale

HEADINGS: dict[SectionKind, tuple[str, ...]] = {
    "what_happened": (
        r"what (has |have |exactly )?(just )?happened\b(?! next)",
        r"what (exactly )?took place",
        r"что (же )?(произошло|случилось)",
        r"(.{0,40} )?ne(ler)? (oldu|yaşandı)$|olay(da)? nasıl oldu",
        r"ماذا (حدث|حصل|جرى)|ما الذي (حدث|حصل|جرى)",
        r"was ist\b.*\b(passiert|geschehen|vorgefallen)$|was (passierte|geschah)\b",
        r"(que|qu ?est ce qui) s ?est il passé|ce qui s ?est passé|(que|qu ?est ce qui) s ?est passé",
        r"qué (es lo que )?(pasó|ha pasado|ocurrió|ha ocurrido|sucedió|ha sucedido)",
    ),
    "could_it_be_avoided": (
        r"(could|can|might|was|is|were)\b.*\b(avoid(ed|able)?|prevent(ed|able)?|avert(ed)?|stopped)\b",
        r"how could\b.*\b(avoided|prevented|averted)",
        r"можно ли (было )?.*(избежать|предотвратить)|мож(ет|но) ли .*(избежать|предотвратить)",
        r".*(önlenebilir|engellenebilir|önüne geçilebilir)",
        r"هل (كان|يمكن|كان من الممكن|كان يمكن).*(تجن|تفاد|منع)",
        r"(hätte|wäre|ließ|lässt|kann|konnte|war|ist).*(verhinder|vermeid|vermied|abwend)\w*",
        r"(aurait on|pouvait on|peut on|était ce|auraient|aurait).*(évit|empêch)\w*",
        r"se (pudo|puede|podía|podría|habría podido|hubiera podido).*(evitar|prevenir|impedir)|era evitable",
    ),
    "whats_next": (
        r"(and |so )?what ?s next\b|what (is|are) next\b|what (happens|comes|will happen|could happen|might happen) (now|next)\b",
        r"what now$|what (happens|comes) (from here|after)|what will happen$|where (do we|does (it|this)) go from here",
        r"(the )?next steps|what (lies|is) ahead|what to expect( next)?$|looking ahead",
        r"что (же )?(будет )?(дальше|теперь)|чего (ждать|ожидать)( дальше)?|что ждать",
        r"(bundan sonra|şimdi|peki|bundan böyle).*(ne ol|neler ol|ne bekl)\w*|sırada ne var",
        r"(و)?ماذا (بعد|الآن|سيحدث)|ما (هي )?(الخطوات|الخطوة) (التالية|القادمة|المقبلة)|ما التالي",
        r"(und )?(wie geht (es|s)|was (passiert|geschieht|kommt|folgt)) (jetzt|nun|weiter|danach|als nächstes)\b.*",
        r"(et )?(maintenant|après|ensuite)$|(quelle|et) (est la )?suite|que va t il se passer|(à )?quoi (s ?attendre|de neuf)",
        r"(y )?(ahora|después) qué|qué (pasa|pasará|ocurrirá|sucederá|viene|sigue|va a pasar|puede pasar) ?(ahora|después|$).*",
    ),
}
"""Common wordings of the three questions, in lower case and without punctuation."""

_RELATED = (
    r"related( (article|story|stories|articles|coverage|reading))?|read (more|also|next)|see also|more on this|also read|"
    r"читайте также|по теме|материалы по теме|смотрите также|ilgili haber(ler)?|ayrıca okuyun|bunu da oku(yun)?|"
    r"اقرأ أيضا|اقرأ أيضًا|إقرأ أيضا|مواضيع ذات صلة|mehr zum thema|lesen sie auch|siehe auch|auch interessant|"
    r"lire aussi|à lire aussi|voir aussi|sur le même sujet|lee también|lea también|te puede interesar|ver también"
)
RELATED = re.compile(rf"(?:{_RELATED})\s*[:：]", re.IGNORECASE)
"""The start of a link to another article."""

_ORIGINAL = (
    r"original(ly)?( (url|link|address|source|article|story))?( published)?( (at|on|in|by))?|source( url| link)?|url|"
    r"read the original( (article|story))?( (at|on|here))?|first published( (at|on|in))?|"
    r"оригинал( статьи| публикации)?|источник|ссылка( на оригинал)?|kaynak|orijinal(i| adres| haber)?|"
    r"المصدر|الرابط الأصلي|quelle|originaladresse|originalartikel|(article )?(d')?origin(e|al)|adresse d'origine|"
    r"fuente|enlace original|artículo original"
)
ORIGINAL = re.compile(rf"(?:{_ORIGINAL})\s*[:：]?", re.IGNORECASE)
"""A label before the original's address, and nothing else."""

NOTICE = re.compile(
    r"(?:correction|clarification|editor[’']?s[’']? note|update|updated|this (?:article|story|report) (?:was|has been)|"
    r"исправление|уточнение|от редакции|düzeltme|editörün notu|تصحيح|توضيح|korrektur|anmerkung der redaktion|"
    r"hinweis der redaktion|rectificatif|correctif|mise à jour|note de la rédaction|corrección|fe de erratas|"
    r"aclaración|nota del editor|actualización)(?:\s*[:：(]|, [^.!?:：]{4,40}[:：]| (?:updated|corrected|amended|edited|been))",
    re.IGNORECASE,
)
"""The start of a note about a change to the article."""

BYLINE = re.compile(
    r"(?:by|written by|автор|текст|yazan|haber|بقلم|كتب|von|par|por)\s*:?\s+"
    r"(?P<names>[^\W\d_][\w.’'-]*(?:,? [^\W\d_][\w.’'-]*){1,9})",
    re.IGNORECASE,
)
"""A byline on a line of its own."""
BETWEEN_NAMES = re.compile(r",? (?:and|und|и|ve|et|y|و) |, ")
IN_NAMES = frozenset(["al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "van", "von", "zu"])
"""Lower-case words that are parts of names."""

_AGENCY = (
    r"Reuters|AP|Associated Press|AFP|Agence France[- ]Presse|dpa|EPA|EFE|ANSA|APA|PA|PA Media|UPI|Getty(?: Images)?|"
    r"TASS|Tass|RIA Novosti|Interfax|Anadolu(?: Agency| Ajansı)?|AA|DHA|İHA|Bloomberg|Xinhua|Kyodo|Sputnik|Europa Press|"
    r"Рейтер|Рейтерс|ТАСС|РИА Новости|Интерфакс|رويترز|فرانس برس|أسوشيتد برس|الأناضول"
)
AGENCY = re.compile(rf"(?<!\w)(?:{_AGENCY})(?!\w)")
"""News agencies, as credits name them."""
ONLY_AGENCIES = re.compile(
    rf"[\s(—–\-©/]*(?:{_AGENCY})(?:[\s,;/+&·|()]+(?:(?:and|und|et|y|и|ve|و)\s+)?(?:{_AGENCY}))*[\s).]*", re.IGNORECASE
)
"""A line with nothing but agencies' names."""
CREDIT = re.compile(
    r"contribut(?:ed|ing|ions?)\b.*\b(?:report|story|article|explainer|piece)|^(?:with |additional )?reporting by\b|"
    r"^additional (?:reporting|research|editing)|^with (?:reporting|files|material|additional)|^editing by|"
    r"^(?:по материалам|с использованием материалов|при участии)|katkı(?:da|larıyla|sıyla)|"
    r"بمساهمة|ساهم في|^(?:mit (?:material|informationen|agenturen)|unter mitarbeit)|mitarbeit:|"
    r"^avec (?:l['’])?(?:afp|reuters|ap|les agences|agences)|ont? contribué|^con (?:información|datos|informaciones) de|"
    r"contribuy(?:ó|eron)",
    re.IGNORECASE,
)
"""A credit to contributors, in a paragraph of its own."""

_SOME = r"(?:an?|one|two|three|four|several|some|multiple|another|the)"
_PEOPLE = r"(?:sources?|officials?|diplomats?|insiders?|officers?|aides?|employees?|persons?|people|man|woman)"
ANONYMOUS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Any noun: `a spokesman, who spoke on condition of anonymity`.
        rf"\b{_SOME} (?:(?!(?:and|but|or|told|said|says)\b)[\w.’'-]{{1,30}} ){{0,6}}?"
        rf"(?:{_PEOPLE}|(?!(?:told|said|says)\b)[\w’'-]{{1,30}},? (?:who|that))"
        r" (?:spoke|speaking|asked|requested|declined|wished|insisted)\b[^,.;]{0,80}?"
        r"(?:anonym(?:ity|ous(?:ly)?)|not to be (?:named|identified)|to be (?:named|identified))",
        rf"\b{_SOME} (?:(?!sources?|told|said)[\w.’'-]{{1,30}} ){{0,4}}{_PEOPLE}"
        r" (?:close to|familiar with|with (?:direct )?knowledge of|briefed on)(?: [\w’'-]{1,30}){1,5}?"
        r"(?=[,.;:]|$| (?:told|said|says|tells|who|that|has|have|had|was|were|on)\b)",
        rf"\b{_SOME} (?:(?!sources?|told|said)[\w.’'-]{{1,30}} ){{0,4}}{_PEOPLE},? on (?:the )?condition of anonymity",
        rf"\b{_SOME} (?:unnamed|unidentified|anonymous|undisclosed) (?:(?!told|said)[\w’'-]{{1,30}} ){{0,4}}?{_PEOPLE}\b",
        r"\b(?:\w{1,30} )?(?:источник\w*|собеседник\w*|чиновник\w*|дипломат\w*),? \b(?:\w{1,30} )?(?:близк\w{1,30} к [\w\s-]{3,40}?(?=[,.;])"
        r"|знаком\w{1,30} с [\w\s-]{3,40}?(?=[,.;])|пожелавш\w{1,30} остаться[\w\s]{0,20}|на условиях анонимности)",
        r"\b(?:\w{1,30} ){0,3}(?:adının açıklanmasını istemeyen|ismini vermek istemeyen|kimliği açıklanmayan)(?: \w{1,30}){1,4}",
        r"(?:مصدر|مسؤول|دبلوماسي)(?: \w{1,30}){0,4} (?:مطلع|رفض (?:الكشف عن|ذكر) (?:هويته|اسمه)|طلب عدم (?:الكشف عن هويته|ذكر اسمه)|مقرب من \w{1,30})",
        r"\b(?:\w{1,30} )?(?:insider|quelle|beamter?|diplomat|person)(?: \w{1,30}){0,3},? (?:der|die|das) (?:anonym|namentlich nicht|nicht genannt)[\w\s]{0,30}",
        r"(?:une?|des|plusieurs) (?:sources?|responsables?|diplomates?|fonctionnaires?)(?: \w{1,30}){0,3} "
        r"(?:proches? (?:du|de la|de l['’]|des) ?[\w\s’'-]{3,40}?(?=[,.;])|anonymes?|sous (?:le )?couvert d['’]anonymat|ayant requis l['’]anonymat)",
        r"(?:una?|unas|varias|dos) (?:fuentes?|funcionari[oa]s?|diplomátic[oa]s?)(?: \w{1,30}){0,3} "
        r"(?:cercanas? (?:al?|a la) [\w\s-]{3,40}?(?=[,.;])|anónim[oa]s?|bajo (?:condición de )?anonimato|que pidi\w{1,30} (?:el )?anonimato)",
    )
)
"""Anonymous speakers, with as much description as the sentence gives."""
_SAYING = r"(?:said|says|told|tells|added|adds|confirmed|claimed|stated|explained|declared|reported|a dit|dijo|sagte)"
REASON = re.compile(
    r"(?:anonym(?:ity|ously)|not to be (?:named|identified)|анонимности|anonymat|anonimato|anonym\w*)"
    r"[^.;]{0,20}?\b(?:because|as|since|given|due to|потому что|так как|parce qu\w*|car|porque|ya que|weil|da)\b "
    rf"(?P<reason>[^.;]{{5,160}}?)(?=[.;]|\Z|,? (?:and |also |then ){{0,2}}{_SAYING}\b|(?<=[^.;]{{160}}))",
    re.IGNORECASE,
)
"""The reason for anonymity, if the sentence gives one."""

_SIGNS = re.compile(r"[^\w\s]+|_")


def heading_kind(text: str) -> SectionKind | None:
    """Which of the three questions a heading asks; None if it is another."""
    for part in (text, text.rpartition(":")[2]):  # `Blackout in Berlin: what happened?`
        words = " ".join(_SIGNS.sub(" ", part.lower().replace("i̇", "i")).split())
        words = re.sub(r"^(?:\d+|q) ", "", words)
        for kind, patterns in HEADINGS.items():
            if any(re.match(pattern, words) for pattern in patterns):
                return kind
    return None


def squeezed(names: Iterable[str]) -> str:
    """The letters of names, without what stands between them."""
    return "".join(re.findall(r"[^\W\d_]", "".join(names).casefold()))


# --- dates --------------------------------------------------------------------------------------------------------------

_LANGUAGES = ("en", "ru", "tr", "ar", "de", "fr", "es")
_ISO = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?")
_DAY_FIRST = re.compile(
    r"(?<!\w)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: de)? (?P<month>[^\W\d_]{3,12})\.?,?(?: del?)? "
    r"(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\w)(?P<month>[^\W\d_]{3,12})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\d/-])(?P<year>(?:1[5-9]|20)\d\d)(?: ?(?P<sign>[年년./-]) ?)(?P<month>\d{1,2})(?:(?P=sign)|[월月]) ?(?P<day>\d{1,2})(?![\d/-])"
)
_WITHOUT_SIGNS = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_IN_NUMBERS = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)")
_LATER = re.compile(
    r"updat|chang|modif|обновл|изменен|güncel|تحديث|تعديل|aktualis|geändert|mis à jour|mise à jour|actualiz",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
_SENTENCE = re.compile(r"(?<![apAP]\.[mM])(?<!\d (?:г|Г))(?<!\d(?:г|Г))[.!?…؟:]\s*\Z")
"""The end of a sentence; `8 p.m.` and `2022 г.` are none."""
_LONGEST_DATE = 80
"""Characters. A longer line with a date in it is a sentence."""


class Day(NamedTuple):
    """A date found in a text."""

    text: str
    """As entries write it: `2020-02-21`, or with hour and minute."""
    start: int
    end: int


def find_day(text: str, language: str) -> Day | None:
    """The first date in a text; None if day and month are ambiguous."""
    if (match := _ISO.search(text)) is not None and (day := written(match[0])):
        return Day(day, match.start(), match.end())
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    for match in _YEAR_FIRST.finditer(text):
        if day := written(f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"):
            return Day(day, match.start(), match.end())
    if (match := _WITHOUT_SIGNS.fullmatch(text.strip())) is not None and (day := written("-".join(match.groups()))):
        return Day(day, 0, len(text))
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            month = _months().get(match["month"].lower())
            if month and (day := written(f"{match['year']}-{month:02}-{int(match['day']):02}")):
                return Day(day, match.start(), match.end())
    if (match := _IN_NUMBERS.search(text)) is not None:
        first, second = int(match["day"]), int(match["month"])
        if match["sign"] in "/-" and language.startswith("en"):
            if first <= 12 and second <= 12 and first != second:
                return None  # 03/04/2020 is April in London and March in New York
            if second > 12:
                first, second = second, first
        if day := written(f"{match['year']}-{second:02}-{first:02}"):
            return Day(day, match.start(), match.end())
    return None


def printed_day(text: str, language: str) -> Day | None:
    """The date in a line that holds only the publication date."""
    day = find_day(text, language) if len(text) <= _LONGEST_DATE else None
    if day is None or _SENTENCE.search(text) or _LATER.search(text):
        return None
    return day if len(re.findall(r"[^\W\d_]+", text[: day.start] + text[day.end :])) <= 5 else None


def day_in_address(url: str) -> str:
    """The day in an address such as `/2020/02/21/`; empty if there is none."""
    match = _IN_ADDRESS.search(url)
    return written("-".join(match.groups())) if match else ""


def written(text: str) -> str:
    """An ISO 8601 date as entries write it; empty if it is not one or has no day."""
    text = re.sub(r"\.\d+", "", text.strip())
    try:
        when = parse(text)
    except ValueError:
        return ""
    return text if text[:1] != "0" and when.precision in ("day", "minute") else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month numbers by full and abbreviated name."""
    names = {"sept": 9}
    for tag in _LANGUAGES:
        months = locale(tag).months
        for context, width in (("format", "abbreviated"), ("format", "wide"), ("stand-alone", "wide")):
            if context == "format" or tag == "ru":
                names |= {str(name).lower().rstrip("."): number for number, name in months[context][width].items()}
    return names

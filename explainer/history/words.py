"""What `meaning` knows about the words of each language: which ones count, and which may be written in two ways.

Whether a word is one at all is for the dictionaries of `spelling` to say. What stands here no dictionary tells. A word
belongs here if a pair in `tests/golden/meaning/` needs it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split("/")) for pair in text.split())


@dataclass(frozen=True, slots=True)
class Words:
    """What the judge knows about one language; everything in lower case. Nothing known makes it strict."""

    language: str = ""
    """The code of its dictionaries (ISO 639-1)."""
    negations: frozenset[str] = frozenset()
    """Words that deny."""
    amounts: frozenset[str] = frozenset()
    """Numbers, units and quantities in words."""
    modals: frozenset[str] = frozenset()
    """Words that say how sure or how necessary something is."""
    attribution: frozenset[str] = frozenset()
    """Verbs after which, or between commas, somebody is said to speak."""
    relatives: frozenset[str] = frozenset()
    """Words before which a comma decides whether all are meant or only some."""
    small: frozenset[str] = frozenset()
    """Words so common that one typed twice, or run together with the next, is looked at as such."""
    articles: frozenset[str] = frozenset()
    """Articles: what follows `a` is one thing, hyphen or not; what follows `die` is a noun, seldom a name."""
    capitals: frozenset[str] = frozenset()
    """Titles, institutions and days that name nobody else when their first letter changes."""
    nouns: int = 0
    """From how many letters on a capital says only that the word is a noun; 0: never."""
    prefixes: frozenset[str] = frozenset()
    """Parts that may stand apart from the next word, be hyphened or run together."""
    accented: frozenset[str] = frozenset()
    """Words, without their accents, that mean something else with them."""
    endings: re.Pattern[str] | None = None
    """Accents that say when, who or how many, where only one of two words has them."""
    tail: int = 2
    """Within how many letters from a word's end a letter missing or wrong may be an ending."""
    unsayable: re.Pattern[str] | None = None
    """What no word holds; where endings follow endings, only this tells a letter missing from another form."""
    rooted: str = ""
    """Letters that no ending has, so that a wrong one at a word's end is a slip."""
    harmony: tuple[frozenset[str], ...] = ()
    """Vowels that stand for each other in endings, as the word's own vowels ask; they tell no endings apart."""
    unstressed: re.Pattern[str] | None = None
    """What a word begins with, and two vowels that sound alike after it, where no two prefixes differ by them."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """Letters that may be written in two ways."""
    same: frozenset[frozenset[str]] = frozenset()
    """Pairs of the same word, where no rule leads from one to the other."""
    variants: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Ways of writing that are both right, and the one that stands for both."""

    @property
    def closed(self) -> frozenset[str]:
        """Words whose slightest change is looked at by a person."""
        return self.negations | self.amounts | self.modals


_ENGLISH = Words(
    language="en",
    negations=_words(
        """no not none nobody nothing nowhere never neither nor without cannot can't couldn't don't doesn't didn't
        won't wouldn't shouldn't isn't aren't wasn't weren't hasn't haven't hadn't mustn't needn't hardly barely
        scarcely unable lack lacks lacked refuse refused fail failed fails deny denies denied"""
    ),
    amounts=_words(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand
        thousands million millions billion billions trillion dozen dozens score scores once twice thrice half third
        quarter first second fourth fifth sixth seventh eighth ninth tenth all some most many much few fewer several
        any every each both either less least more only almost nearly about around roughly double triple single pair
        per percent percentage points ton tons tonne tonnes metre metres meter meters mile miles kilometre
        kilometres kilometer kilometers litre litres liter liters pound pounds euro euros dollar dollars rouble
        roubles ruble rubles lira degree degrees hour hours day days week weeks month months year years"""
    ),
    modals=_words(
        """had may might must can could shall should will would ought need needs allegedly reportedly apparently probably
        possibly perhaps maybe likely unlikely alleged suspected certain certainly"""
    ),
    attribution=_words("say says said claim claims claimed add adds added warn warns warned argue argues argued told"),
    relatives=_words("who whom whose which where"),
    small=_words(
        """the a an of to in at by for from with and or but is was were are be been has have as it its that this their
        his her they he she we into"""
    ),
    articles=_words("a an"),
    capitals=_words(
        """president prime minister ministers ministry chancellor king queen prince princess government parliament
        senate council army navy police court state governor mayor senator secretary ambassador judge professor
        doctor director inspector commission committee department agency foreign defence defense interior party
        church monday tuesday wednesday thursday friday saturday sunday january february april june july september
        october november december"""
    ),
    prefixes=_words("ex vice anti pro non pre post semi multi co mid counter"),
    same=_pairs(
        """teh/the adn/and taht/that thier/their wich/which whcih/which untill/until fourty/forty its/it's a/an
        toward/towards among/amongst while/whilst afterward/afterwards grey/gray program/programme programs/programmes
        cafe/café facade/façade tyre/tire tyres/tires aluminium/aluminum ok/okay cannot/can_not percent/per_cent beleif/belief freind/friend wierd/weird truely/truly
        protester/protestor protesters/protestors naive/naïve"""
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
            (r"(?<=\w\w\w[ae]l)l(?=(?:ed|ing|ers?)$)", ""),
            (r"^(catal|dial|anal|monol|prol)ogue(?=s?$)", r"\1og"),
        )
    ),
    tail=1,
)

_RUSSIAN = Words(
    language="ru",
    negations=_words("не ни нет без никто ничто ничего никогда нигде никак нельзя никакой никакие никаких ничей"),
    amounts=_words(
        """ноль один одна одно два две двое три трое четыре четверо пять пятеро шесть семь восемь девять десять
        одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
        двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста четыреста
        пятьсот тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов десятки сотни половина
        половину треть четверть первый первая второй вторая третий третья четвёртый пятый все всё весь вся всех всем
        несколько многие много мало немного большинство меньшинство почти более менее больше меньше около примерно
        только лишь каждый любой оба обе процент процента процентов рубль рубля рублей доллар доллара долларов евро
        тонна тонны тонн метр метра метров километр километра километров час часа часов день дня дней год года лет"""
    ),
    modals=_words(
        """может могут мог могла могли можно должен должна должны нужно надо обязан обязаны вероятно возможно видимо
        якобы наверное предположительно бы"""
    ),
    attribution=_words("сказал сказала говорит заявил заявила заявляет утверждает считает сообщил сообщила пишет"),
    small=_words("и в во на с со к ко о об от до по за из у а но или что как это то же для при из-за его её их был"),
    capitals=_words("президент премьер министр правительство дума совет суд губернатор мэр"),
    prefixes=_words("вице экс северо юго по"),
    letters=str.maketrans({"ё": "е"}),
    accented=_words("все всем узнает признает сознает осел падеж небо мел чем нем совершенный"),
    same=_pairs("о/об в/во с/со к/ко ноль/нуль ноля/нуля"),
    variants=(
        (re.compile("ться$"), "тся"),
        (re.compile("^туннел"), "тоннел"),
        (re.compile("^матрац"), "матрас"),
        (re.compile("^учавств"), "участв"),
        (re.compile("^агенств"), "агентств"),
        (re.compile("(?<=[аеяё])нн(?=(?:ый|ая|ое|ые|ого|ой|ому|ом|ую|ым|ых|ыми)$)"), "н"),
    ),
    tail=3,
    unstressed=re.compile("(?!п|з|д|р|н)[а-я]{0,2}ао|(?!н|пр|б)[а-я]{0,2}еи"),
)

_TURKISH = Words(
    language="tr",
    negations=_words("değil yok hayır hiç hiçbir hiçbiri ne asla olmadan olmayan olmadı yoktu değildi değiller yoksa"),
    amounts=_words(
        """sıfır bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin
        milyon milyar yarım yarı yarısı çeyrek birinci ikinci üçüncü dördüncü beşinci ilk son tüm bütün hep hepsi
        bazı kimi çoğu birçok çok az biraz birkaç en her tek yalnız sadece ancak neredeyse yaklaşık fazla daha kadar
        yüzde lira dolar avro euro ton metre kilometre litre saat gün hafta ay yıl"""
    ),
    modals=_words(
        """belki galiba muhtemelen olabilir gerek gerekir gerekiyor lazım zorunda iddia sözde güya sanki keşke"""
    ),
    attribution=_words("dedi diyor söyledi açıkladı belirtti savundu"),
    small=_words("ve ile de da ki bu şu o için ya veya ama fakat olarak olan gibi göre kadar sonra önce ise mi"),
    capitals=_words(
        """cumhurbaşkanı başbakan bakan bakanlık başkan hükümet meclis komisyon komite belediye vali mahkeme polis
        savcı hakim elçi büyükelçi"""
    ),
    accented=_words("hala kar alem adet asik dahi"),
    letters=str.maketrans({"â": "a", "î": "i", "û": "u", "ğ": "g"}),
    same=_pairs(
        """birşey/bir_şey herşey/her_şey hiçbir/hiç_bir birçok/bir_çok birkaç/bir_kaç yanlız/yalnız herkez/herkes
        orjinal/orijinal supriz/sürpriz cumhurbaşkanı/cumhur_başkanı de/da"""
    ),
    variants=((re.compile("(?<=[ıiuü]yo)r(?=[dslum]|$)"), ""),),
    harmony=(frozenset("ae"), frozenset("ıiuü")),
    unsayable=re.compile("[^aeıioöuüâîû]{3}|^[^aeıioöuüâîû]{2}"),
)

_ARABIC = Words(
    language="ar",
    negations=_words("لا لم لن ما ليس ليست ليسوا غير دون بدون عدم بلا كلا ولا ولم ولن وليس فلا فلم ألا إلا لولا"),
    amounts=_words(
        """صفر واحد واحدة اثنان اثنين اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة
        عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة
        مائة مئات ألف آلاف ألوف مليون ملايين مليار مليارات نصف ثلث ربع كل جميع بعض معظم أغلب كثير قليل عدة أكثر أقل
        حوالي نحو فقط كلا كلتا أول الأول الأولى الثاني الثانية الثالث الثالثة دولار يورو جنيه ريال دينار طن متر
        كيلومتر لتر ساعة ساعات يوم يومين أيام أسبوع شهر شهور سنة سنوات عام أعوام"""
    ),
    modals=_words("قد ربما يمكن يجب يجوز ينبغي لعل لعله محتمل مزعوم المزعوم المزعومة يزعم زعم زعمت"),
    attribution=_words("قال قالت يقول تقول أكد أكدت أضاف أضافت"),
    small=_words("في من على إلى عن مع أن إن التي الذي هذا هذه ذلك كان كانت و أو ثم بين حتى عند"),
    prefixes=frozenset("و"),
    same=_pairs(
        """فى/في التى/التي الذى/الذي الى/إلى الان/الآن امس/أمس ان/أن ان/إن او/أو انه/أنه انه/إنه بانه/بأنه لاكن/لكن هاذا/هذا هاذه/هذه
        ذالك/ذلك اللذي/الذي سوريا/سورية عبدالله/عبد_الله"""
    ),
    variants=tuple(
        (re.compile(pattern), standard)
        for pattern, standard in (
            (r"^([وف]?[بكل]?(?:ال)?)أ(?!ن|.?ت)(?=....)", r"\1ا"),
            (r"^([وف]?[بكل]?(?:ال)?)إ(?=....)", r"\1ا"),
            (r"^([وف]?[بكل]?(?:ال)?)آ(?=....)", r"\1ا"),
            (r"^((?:و?ال|و?بال|و?لل).{3,})ه$", r"\1ة"),
            ("ىء", "ئ"),
            ("ئ", "ؤ"),
            ("مريك", "ميرك"),
            (r"(?<=^ال...)ى$|(?<=^ال....)ى$|(?<=^ال.....)ى$", "ي"),
        )
    ),
    rooted="بثجحخدذرزسشصضطظعغقء",
)

_GERMAN = Words(
    language="de",
    negations=_words(
        """nicht kein keine keinen keinem keiner keines nie niemals niemand nichts nirgends weder noch ohne nein kaum"""
    ),
    amounts=_words(
        """null ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
        siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend
        hunderte tausende dutzend dutzende million millionen milliarde milliarden billion billionen halb hälfte
        drittel viertel erste ersten zweite zweiten dritte dritten alle allen aller alles einige einigen manche
        viele vielen wenige wenigen mehrere mehr weniger meisten meiste jeder jede jedes beide beiden mindestens
        höchstens fast nur etwa rund ungefähr kaum prozent euro dollar franken tonne tonnen meter kilometer liter
        grad stunde stunden tag tage tagen woche wochen monat monate jahr jahre jahren"""
    ),
    modals=_words(
        """kann können konnte konnten könnte könnten muss müssen musste mussten müsste müssten soll sollen sollte
        sollten darf dürfen durfte dürfte will wollen wollte mag möchte würde würden wurde wurden wäre wären hätte
        hätten hatte hatten wohl vielleicht angeblich mutmaßlich möglicherweise wahrscheinlich offenbar vermutlich"""
    ),
    attribution=_words("sagt sagte sagten behauptet behauptete erklärt erklärte meint meinte so betont betonte"),
    small=_words(
        """und oder aber in im an am auf aus bei mit nach von vom zu zum zur für als wie dass ist war hat dem den"""
    ),
    articles=_words(
        """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner jede jeden jedem
        jeder diese diesen diesem dieser dieses ihre ihren ihrem ihrer seine seinen seinem seiner am im zum zur vom beim ins"""
    ),
    accented=_words("masse massen busse bussen mass russ geschoss flosse schlosse"),
    letters=str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}),
    nouns=7,
    same=_pairs("fur/für uber/über wahrend/während das/dass standart/standard zuviel/zu_viel"),
    variants=tuple(
        (re.compile(pattern), standard)
        for pattern, standard in (
            (r"(?<=ten)[tz]i(?=al|ell)", "zi"),
            ("^wieder(?=spr[aäieuü]?c?h|stand|ständ|setz|leg)", "wider"),
            ("photo", "foto"),
            ("graph", "graf"),
            ("delph", "delf"),
            ("schiffahrt", "schifffahrt"),
        )
    ),
    endings=re.compile("[äöü]"),
)

_FRENCH = Words(
    language="fr",
    negations=_words(
        """ne n pas non ni jamais rien personne aucun aucune nul nulle plus point sans guère sauf n'a n'est n'ont n'y"""
    ),
    amounts=_words(
        """zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
        trente quarante cinquante soixante cent cents mille million millions milliard milliards douzaine dizaine
        dizaines centaine centaines milliers demi moitié tiers quart premier première deuxième second seconde
        troisième tout tous toute toutes certains certaines quelques plusieurs beaucoup peu plupart plus moins
        presque environ seulement chaque aucun pour pourcent euro euros dollar dollars tonne tonnes mètre mètres
        kilomètre kilomètres litre litres degré degrés heure heures jour jours semaine semaines mois an ans année
        années"""
    ),
    modals=_words(
        """peut peuvent pourrait pourraient doit doivent devrait devraient faut faudrait aurait auraient serait
        seraient probablement sans-doute apparemment présumé présumée présumés possible"""
    ),
    attribution=_words("dit dite affirme affirmait déclare déclarait assure estime ajoute explique selon"),
    relatives=_words("qui dont lequel laquelle lesquels lesquelles que où"),
    small=_words(
        """le la les un une des du de à au aux en dans par pour sur avec et ou mais est a ont sont que qui ce cette se
        son"""
    ),
    capitals=_words(
        """président ministre premier gouvernement parlement sénat assemblée préfet maire juge tribunal état lundi
        mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet août septembre octobre
        novembre décembre russe russes turc turcs turque turques américain américains américaine français française"""
    ),
    prefixes=_words("ex vice anti pro non contre après porte mi quasi"),
    same=_pairs("évenement/événement évènement/événement clé/clef clés/clefs aujourdhui/aujourd'hui"),
    variants=(
        (re.compile(r"(?<=[^\W_]{2})î(?!t$)|(?<=[^\W_]a)î(?=t$)"), "i"),
        (re.compile(r"(?<=[^\W_]{2})(?<!je)û(?!t$)"), "u"),
    ),
    endings=re.compile(r"(?:é(?:e?s?)|è[rts]?)$"),
    letters=str.maketrans({"œ": "oe", "æ": "ae"}),
)

_SPANISH = Words(
    language="es",
    negations=_words("no ni nunca jamás nada nadie ningún ninguno ninguna tampoco sin negó niega apenas"),
    amounts=_words(
        """cero un uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
        treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos doscientos quinientos mil
        miles millón millones docena docenas decena decenas medio media mitad tercio cuarto primer primero primera
        segundo segunda tercero tercera todo todos toda todas algunos algunas algún alguna varios varias muchos
        muchas mucho poco pocos pocas mayoría minoría más menos casi sólo solo solamente cada ambos ambas euro euros
        dólar dólares peso pesos tonelada toneladas metro metros kilómetro kilómetros litro litros grado grados hora
        horas día días semana semanas mes meses año años"""
    ),
    modals=_words(
        """puede pueden podría podrían podía debe deben debería deberían haría sería serían habría habrían tal quizá
        quizás supuesto supuesta supuestos presunto presunta presuntos probablemente posiblemente aparentemente"""
    ),
    attribution=_words("dice dijo afirma afirmó asegura aseguró declara declaró según añade añadió explica explicó"),
    relatives=_words("que quien quienes cuyo cuya cuyos cuyas donde"),
    small=_words("el la los las un una de del a al en por para con y o e u que se su sus lo es fue ha han como pero"),
    capitals=_words(
        """presidente presidenta ministro ministra ministerio gobierno parlamento congreso senado alcalde alcaldesa
        juez tribunal ejército policía estado lunes martes miércoles jueves viernes sábado domingo enero febrero
        marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ruso rusos rusa rusas turco
        turcos"""
    ),
    prefixes=_words("ex vice anti pro pre post super sub auto narco franco pos"),
    same=_pairs("y/e o/u dia/día pais/país rio/río solo/sólo periodo/período"),
    variants=(
        (re.compile("^trans(?=[cfglmpv])"), "tras"),
        (re.compile("^(r)ee(?=mpl|mb)"), r"\1e"),
        (re.compile("^ps(?=ic)"), "s"),
        (re.compile("^obs(?=cur)"), "os"),
        (re.compile("^subs(?=ti?[tr]|crib)"), "sus"),
    ),
    endings=re.compile(r"(?:[áéó]|á[ns])$"),
)

UNKNOWN: Final = Words()
"""A language that nobody has described here: only what is the same in all languages is trivial."""

WORDS: Final[Mapping[str, Words]] = {
    "ar": _ARABIC,
    "de": _GERMAN,
    "en": _ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "ru": _RUSSIAN,
    "tr": _TURKISH,
}
"""By the first part of a language tag (BCP 47)."""

"""What `meaning` knows about the words of each language: which ones count, and how one word may be spelt.

There is no dictionary, so a slip of the pen is known by its shape: a letter doubled, two swapped, one missing deep in a
long word; or because it spoils a word that news uses every day. One letter in place of another is no shape of its own:
too many real words differ by just that (presenting, preventing). Where another slip leads from one real word to another
(`neighbours`, `accented`), nothing is trivial; these were looked for among the 50,000 to 200,000 commonest words of
each language that its hunspell dictionary accepts. A word belongs here if a pair in `tests/golden/meaning/` needs it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


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
    nouns: int = 0
    """From how many letters on a capital says only that the word is a noun; 0: never."""
    parted: int = 0
    """From how many letters on a word may fall into two; 0: never."""
    prefixes: frozenset[str] = frozenset()
    """Parts that may stand apart from the next word, be hyphened or run together."""
    stems: tuple[str, ...] = ()
    """Words of daily news, or their beginnings, that no other word resembles: one letter spoilt is a slip."""
    doubled: re.Pattern[str] = re.compile("")
    """Letters that may stand once or twice in two different words: `letter:longer word`, `letter$:` at its end."""
    swaps: re.Pattern[str] | None = None
    """What two neighbouring letters must be for their swap to be a slip; None: it never is."""
    longest: int = 0
    """From how many letters on one letter missing inside a word is a slip; 0: never."""
    neighbours: tuple[str, ...] = ()
    """Beginnings of words that a slip would turn into another word; one of the two is enough."""
    accents: int = 0
    """From how many letters on a forgotten accent is only that; 0: never."""
    accented: frozenset[str] = frozenset()
    """Words, without their accents, that mean something else with them."""
    endings: re.Pattern[str] | None = None
    """Accents that say when, who or how many, where only one of two words has them."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """Letters that may be written in two ways."""
    harmony: re.Pattern[str] | None = None
    """Vowels that do not go together in one word; of two words with the same consonants one must have them."""
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

    def same_accents(self, x: str, y: str, *, name: bool) -> bool:
        """Whether two words have the same letters but for accents that were forgotten."""
        if self.accented & {_bare(x), _bare(y)}:
            return False
        if x.translate(self.letters) == y.translate(self.letters):
            return True
        if _bare(x) != _bare(y) or not self.accents:
            return False
        if self.harmony:  # the vowels of “türkiye” go together, those of “turkiye” do not: it is no word
            if x.startswith(self.neighbours) or y.startswith(self.neighbours):
                return False
            vowels_only = re.sub("[aıoueiöü]", "", x) == re.sub("[aıoueiöü]", "", y)
            fits, fits_too = (self.harmony.match(word) is None for word in (x, y))
            return fits != fits_too or (not vowels_only and len(x) >= self.accents)
        if name and not self.nouns:
            return True
        return len(x) >= self.accents and (not self.endings or self.endings.findall(x) == self.endings.findall(y))

    def same_spelling(self, x: str, y: str, *, name: bool) -> bool:
        """Whether one of two words is another spelling of the other, or a slip of the pen."""
        if self.closed & {x, y} or x.startswith(self.neighbours) or y.startswith(self.neighbours):
            return False
        if not (x + y).isalpha():
            return False
        if any(_spoilt(x, y, stem) or _spoilt(y, x, stem) for stem in self.stems):
            return True
        shorter = min(len(x), len(y))
        variants = self.variants if shorter >= 7 or not name else ()
        if any(pattern.sub(standard, x) == pattern.sub(standard, y) for pattern, standard in variants):
            return True
        if shorter < 7 or name:
            return False
        kind, start, end = _slip(x, y)
        if kind == "missing":  # investigaton; but not apologies, apologizes
            return shorter >= self.longest > 0 and start >= 2 and end >= (3 if x.endswith("es") else 2)
        if kind == "swapped":  # foriegner
            return end >= 2 and self.swaps is not None and bool(self.swaps.fullmatch(x[start : start + 2]))
        return kind == "doubled" and not any(self.doubled.match(place) for place in _doubled(x, y))  # recomended


def _spoilt(x: str, y: str, stem: str) -> bool:
    """Whether `x` has a well-known stem of which `y` gets a letter wrong: “government” and “goverment”."""
    before, found, after = x.partition(stem)
    if not found or stem in y or not y.startswith(before) or not y.endswith(after):
        return False
    other = y[len(before) : len(y) - len(after)]
    return bool(_slip(stem, other)[0]) or _bare(stem) == _bare(other)


def _slip(x: str, y: str) -> tuple[str, int, int]:
    """How two words differ, if one slip of the pen inside them explains it; how many letters before and after agree."""
    if re.sub(r"(.)\1+", r"\1", x) == re.sub(r"(.)\1+", r"\1", y):
        return "doubled", 0, 0
    shorter = min(len(x), len(y))
    start = next((index for index in range(shorter) if x[index] != y[index]), shorter)
    end = next((index for index in range(shorter - start) if x[-1 - index] != y[-1 - index]), shorter - start)
    a, b = x[start : len(x) - end], y[start : len(y) - end]
    kinds = {(0, 1): "missing", (1, 0): "missing", (1, 1): "wrong", (2, 2): "swapped" if a == b[::-1] else ""}
    return kinds.get((len(a), len(b)), "") if start and end else "", start, end


def _doubled(x: str, y: str) -> list[str]:
    """The letters that are doubled in one of two words only, each before the longer word; `$` at an end of it."""
    runs = [[(letter, len(list(run))) for letter, run in groupby(word)] for word in (x, y)]
    ends = 0, len(runs[0]) - 1
    places = [index for index, (a, b) in enumerate(zip(*runs, strict=True)) if a != b]
    return [f"{runs[0][index][0]}{'$' if index in ends else ''}:{max(x, y, key=len)}" for index in places]


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("ı", "i")) if not unicodedata.combining(c))


_ENGLISH = Words(
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
    stems=_list(
        """accident accommodat achiev administrat aircraft ambassador ambulance announc apparent assembl authorit
        believ beginning building business campaign casualt chemical children citizen civilian collaps colleague
        commission committee communit condition conference conflict congress constitut corrupt criminal definite
        democra department destroy develop different diplomat director disaster document earthquake economic
        electric emergenc employee engineer environment equipment especially estimat evacuat evidence existence
        explosion federal firefighter foreign government governor guarantee headquarters hospital humanitarian
        immediate incident independen industr information infrastructure inspector intelligence international
        investigat journalist language legislat maintenance military ministry missile mountain necessary negotiat
        neighbour neighbor nuclear occasion occurr official opposition parliament passenger permanent personnel
        politic possib president pressure previous privilege province railway receiv recommend referendum regulat
        relevan religio rescue resident responsib restaurant sanction scientist separat soldier statement strateg
        structure student success surviv technolog temporar territor terroris traffic transport tribunal unfortunat
        universit vaccin vehicle victim village violence volunteer weapon wildfire witness"""
    ),
    doubled=re.compile(r"[aeiou]|.\$|.:[^aeiou]*[aeiou]+(.)\1(?:ing|ed|ers?|y|ies)$"),
    swaps=re.compile(r"\w\w"),
    longest=9,
    neighbours=_list(
        """congenial personalt quadrup featherb interlin contractil phosphor preform prefect crater percept concrete
        addict alime alterat alterca alterna automatio backsl beati bimol biocu bladi bleat bolus bookmaki braki
        busyness carvi causa champaign charw compil comple compli composit composti conducti contac continge cores
        cosig cosmi countyw crati crema crispin croon dairi deami deducib defec defle degaus deportment deprecat
        deprecia depri deriv deserts discrete ethic ethol evaluat expiat fingerli firelight fledgel float framer
        framing frowa gemin gemol gilde gildi gradat grater habitua handcr headwait hermi homom immoral impassib
        imperio impru impud indicti infar infle insulat interlinin interme intest lighten lightin likea livea
        luminair macki manica marit mediat medica medita miliary missive moralit multila notional overdosi overea
        overfl overlay overpl patsi patterin penalit perni peror pervious pheno phren potentat prati precious
        predicab predicat presentim processor prosec prostra proth reconnoitre redac refec regra rehearin relator
        remainder reselect resettli restati retra retre retri riffl ruina saliv salta salte scarp sentien signe
        signing slati slive smoul solder sorit soubr spatt specialit splut stablem stale strangle strictur subtop
        supplia textura titli tracheost transec trialed trialing unblo underlin underpla undese uninf unmedica unrou
        unsel varni versi vesicle wetness whoms witless"""
    ),
    parted=8,
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
            (r"^(catal|dial|anal|monol|prol)ogue(?=s?$)", r"\1og"),
        )
    ),
    apostrophes=re.compile(r"\w{3,}n't"),
    thousands=",",
)

_RUSSIAN = Words(
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
    calendar=_words(
        """понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье январь января январе
        февраль февраля феврале март марта марте апрель апреля апреле май мая мае июнь июня июне июль июля июле
        август августа августе сентябрь сентября сентябре октябрь октября октябре ноябрь ноября ноябре декабрь
        декабря декабре сегодня вчера завтра до после"""
    ),
    modals=_words(
        """может могут мог могла могли можно должен должна должны нужно надо обязан обязаны вероятно возможно видимо
        якобы наверное предположительно бы"""
    ),
    attribution=_words("сказал сказала говорит заявил заявила заявляет утверждает считает сообщил сообщила пишет"),
    small=_words("и в во на с со к ко о об от до по за из у а но или что как это то же для при из-за его её их был"),
    capitals=_words("президент премьер министр правительство дума совет суд губернатор мэр"),
    prefixes=_words("вице экс северо юго по"),
    stems=_list(
        """авиаци агентств администрац аэропорт безопасност больниц вертолёт военнослужащ возможност выборы генерал
        граждан губернатор депутат директор договор документ доклад жител законопроект заключени землетрясени
        информац исследован катастроф комисси комитет конференц конфликт корабл кризис министерств наводнени
        независим областн операци оппозиц организац отношени парламент переговор пожарн помощ правительств
        предприяти президент прокур промышлен происшестви развити расследован рассказ региональн республик
        руководител самолёт сейчас секретар следстви следовател соглашени сообщени сотрудник специалист станци
        строительств территори терророст террорист университет участв учёны чиновник чрезвычайн эвакуац эвакуиров
        экспертиз электр"""
    ),
    doubled=re.compile(r"[ендпбл]|.\$"),
    swaps=re.compile(r"\w\w"),
    neighbours=_list(
        """бреет взыва врыва запер картер конечен конче крате мачта отсуд оффшо передать перфе подобру порва поруч
        прова проуч растор рваны революц резни родинк седла сетка слоен совра согре ссудн станиц терск треск тюрка
        утонч уточн штука"""
    ),
    parted=8,
    letters=str.maketrans({"ё": "е"}),
    accented=_words("все всем узнает признает сознает осел падеж небо мел чем нем совершенный"),
    same=_pairs("о/об в/во с/со к/ко"),
    variants=(
        (re.compile("ться$"), "тся"),
        (re.compile("^туннел"), "тоннел"),
        (re.compile("^учавств"), "участв"),
    ),
)

_TURKISH = Words(
    negations=_words("değil yok hayır hiç hiçbir hiçbiri ne asla olmadan olmayan olmadı yoktu değildi değiller yoksa"),
    amounts=_words(
        """sıfır bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin
        milyon milyar yarım yarı yarısı çeyrek birinci ikinci üçüncü dördüncü beşinci ilk son tüm bütün hep hepsi
        bazı kimi çoğu birçok çok az biraz birkaç en her tek yalnız sadece ancak neredeyse yaklaşık fazla daha kadar
        yüzde lira dolar avro euro ton metre kilometre litre saat gün hafta ay yıl"""
    ),
    calendar=_words(
        """pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos
        eylül ekim kasım aralık bugün dün yarın önce sonra"""
    ),
    modals=_words(
        """belki galiba muhtemelen olabilir gerek gerekir gerekiyor lazım zorunda iddia sözde güya sanki keşke"""
    ),
    attribution=_words("dedi diyor söyledi açıkladı belirtti savundu"),
    small=_words("ve ile de da ki bu şu o için ya veya ama fakat olarak olan gibi göre kadar sonra önce ise mi"),
    prefixes=frozenset(),
    stems=_list(
        """ambulans anayasa ateşkes başbakan belediye cumhurbaşkan cumhuriyet ekonomi elektrik hastane havalimanı
        helikopter herkes hükümet hükûmet itfaiye jandarma kamuoyu karakol komisyon mahkeme milletvekil mücadele
        müdahale müdürlü olağanüstü orijinal özellikle parlamento profesör protesto savcılık sığınmacı şirket
        tahliye teknoloji telefon teşkilat türkiye uluslararası üniversite valilik vatandaş"""
    ),
    doubled=re.compile(r"[aeıioöuütlndmyskr]|.\$"),
    swaps=re.compile(r"\w\w"),
    neighbours=_list(
        """karşıma dönmed baskın canlar doğus isimd halın katil takti bahse golle bası kas acı yarı yanlı kursu asıl
        yas konus sure surat baskıns belgesel dönmeden dönmel ermed fırka geçit ismid karıştı katıksı kesit kuramla
        kısımd meyda mübadele tanır tutku yakıtla yapıtla yönteme özellikte şehirdi şeklide"""
    ),
    parted=8,
    accents=7,
    accented=_words("hala kar alem adet asik dahi"),
    letters=str.maketrans({"â": "a", "î": "i", "û": "u", "ğ": "g"}),
    harmony=re.compile("[^aıoueiöü]*(?:[aıou][^aıoueiöü]*[eiöü]|[eiöü][^aıoueiöü]*[aıou])"),
    same=_pairs("birşey/bir_şey herşey/her_şey hiçbir/hiç_bir birçok/bir_çok birkaç/bir_kaç yanlız/yalnız de/da"),
    apostrophes=re.compile(r"\w+'\w+"),
    thousands=".",
)

_ARABIC = Words(
    negations=_words("لا لم لن ما ليس ليست ليسوا غير دون بدون عدم بلا كلا ولا ولم ولن وليس فلا فلم ألا إلا لولا"),
    amounts=_words(
        """صفر واحد واحدة اثنان اثنين اثنتان ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة
        عشر عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة
        مائة مئات ألف آلاف ألوف مليون ملايين مليار مليارات نصف ثلث ربع كل جميع بعض معظم أغلب كثير قليل عدة أكثر أقل
        حوالي نحو فقط كلا كلتا أول الأول الأولى الثاني الثانية الثالث الثالثة دولار يورو جنيه ريال دينار طن متر
        كيلومتر لتر ساعة ساعات يوم يومين أيام أسبوع شهر شهور سنة سنوات عام أعوام"""
    ),
    calendar=_words(
        """الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر
        أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين اليوم أمس غدا قبل بعد"""
    ),
    modals=_words("قد ربما يمكن يجب يجوز ينبغي لعل لعله محتمل مزعوم المزعوم المزعومة يزعم زعم زعمت"),
    attribution=_words("قال قالت يقول تقول أكد أكدت أضاف أضافت"),
    small=_words("في من على إلى عن مع أن إن التي الذي هذا هذه ذلك كان كانت و أو ثم بين حتى عند"),
    prefixes=frozenset("و"),
    stems=_list(
        """انتخابات الحكومة اتفاقية المستشفى مستشفى التحقيقات الولايات جمهورية الكهرباء المفاوضات مفاوضات الدبلوماس
        الاستخبارات الفيضانات"""
    ),
    parted=6,
    neighbours=_list(
        "والحكومي الحكومي الحكمة والحكم بالحكم الحكيم المحكوم الكومة الحومة الولادات الغلايات انتدابات الجهوري"
    ),
    same=_pairs(
        """فى/في التى/التي الذى/الذي الى/إلى ان/أن ان/إن او/أو انه/أنه انه/إنه بانه/بأنه لاكن/لكن هاذا/هذا هاذه/هذه
        ذالك/ذلك اللذي/الذي سوريا/سورية"""
    ),
    variants=tuple(
        (re.compile(pattern), standard)
        for pattern, standard in (
            (r"^([وف]?[بكل]?(?:ال)?)أ(?!ن|.?ت)(?=....)", r"\1ا"),
            (r"^([وف]?[بكل]?(?:ال)?)إ(?=....)", r"\1ا"),
            (r"^([وف]?[بكل]?(?:ال)?)آ(?=....)", r"\1ا"),
            (r"^((?:و?ال|و?بال|و?لل).{4,})ه$", r"\1ة"),
            ("ئ", "ؤ"),
            ("مريك", "ميرك"),
        )
    ),
)

_GERMAN = Words(
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
    calendar=_words(
        """montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
        september oktober november dezember heute gestern morgen vor nach"""
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
    capitals=frozenset(),
    stems=_list(
        """abgeordnet arbeitgeb aufenthalt ausschreit außenminister behörde betreiber bevölkerung brandschutz
        bundeskanzler bundesregierung bundespräsident bundestag bürgermeister demokrat demonstr eisenbahn elektri
        energie entscheidung entwicklung erdbeben ermittlung europäisch explosion fahrzeug feuerwehr flüchtling
        gefängnis genehmig gesellschaft gesetzentwurf gesundheit gewerkschaft güterzug hochwasser hubschrauber
        information infrastruktur international journalist katastroph kommission konferenz konflikt kontrolle
        kraftwerk krankenhaus landesregierung ministerium ministerpräsident mitarbeit opposition parlament
        persönlich polizei präsident politik regierung rettung russisch sachverst sicherheit soldat sondersitz
        sprecher staatsanwalt stellungnahme sturmflut technik türkei türkisch unabhängig untersuchung unterstütz
        verantwort verdächtig verfassung veröffentlich verteidigung verwaltung voraussichtlich wahrscheinlich
        widerspr wirtschaft zerstör zusammen zuständig"""
    ),
    doubled=re.compile(r"[aeiounlsftrbh]|.\$"),
    swaps=re.compile(r"(?!ei|ie)\w\w"),
    neighbours=_list(
        """abart angeordnet beatm bürst erbeben flasc fruch früch fürch geang geerd körnu nähernd rassisch schulfre
        staut streb tückisch vereidig verflo"""
    ),
    accents=3,
    accented=_words("masse massen busse bussen mass russ geschoss flosse schlosse"),
    endings=re.compile("[äöü]"),
    letters=str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}),
    nouns=7,
    same=_pairs("fur/für uber/über wahrend/während das/dass"),
    variants=tuple(
        (re.compile(pattern), standard)
        for pattern, standard in ((r"(?<=ten)[tz]i(?=al|ell)", "zi"), ("photo", "foto"), ("graph", "graf"))
    ),
    apostrophes=re.compile(r"\w{3,}[^\Waeiouyäöüsxz]'s"),
    thousands=".",
)

_FRENCH = Words(
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
    calendar=_words(
        """lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août
        septembre octobre novembre décembre aujourd'hui hier demain avant après"""
    ),
    modals=_words(
        """peut peuvent pourrait pourraient doit doivent devrait devraient faut faudrait aurait auraient serait
        seraient probablement sans-doute apparemment présumé présumée présumés possible"""
    ),
    attribution=_words("dit dite affirme affirmait déclare déclarait assure estime ajoute explique selon"),
    relatives=_words("qui dont lequel laquelle lesquels lesquelles que où"),
    openers=_words(
        """hier demain cependant toutefois ensuite puis enfin alors pourtant depuis dimanche lundi mardi jeudi"""
    ),
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
    stems=_list(
        """accident administrat aéroport agression américain annonc appartement apparten arrestation assassin assurance
        attentat bâtiment blessure campagne catastrophe chimique citoyen commissaire commission communauté
        condamnation conférence conflit conseil constitution construction décision déclaration démission département
        développement directeur document économi électri énergie enquête enquêteur entreprise environnement étranger
        européen évacuation événement exécuti explosion famille fonctionnaire gendarme général gouvernement hôpital
        humanitaire immédiat incident indépendan industri information infrastructure inondation international
        interrog journaliste législati manifestation médecin militaire ministériel négociation nucléaire occurrence
        opération opposition organisation parlement passager permanent personnel policier politique population
        présiden préfecture prisonnier problème procureur professeur propriétaire quartier rapport référendum régime
        républi responsab sanction sauvetage scientifique secrétaire sécurité séparati situation société souverain
        syndicat technologie témoignage tempête terrori traitement tribunal universit utilis vérité victime
        volontaire"""
    ),
    doubled=re.compile(r"[aeiorslnt]|.\$"),
    swaps=re.compile(r"\w\w"),
    neighbours=_list(
        """violant paritaire brabant vielle catastrophé photojourn accèdent aiman amiab appariement attentant bonhommi
        borda bordées bougr bourge brada bradé brais braqu broda brode brodé bâtirent calmai calqu campane canon
        capiteu cappe capti carda carde champagne choppe cireu clama clame claqu clava clopo compagne compat compil
        concre confit constriction coordonné copul coron crain crape crian criqu croon dessicat décidions
        déclamation dérision détei enquêter enquêté enter faille fiabl fient fromag frome historie incitent
        infirmation insat journalisme liass maffi marit miliaire mouffe nanit parement parto patrie paysage pelur
        plian policer porch posio posti processeur procurer professer proto préem présidant quarter radie relui
        renfi rogne rogné récri régie salari scari serva singe spoli sécurisé tanga tartufe technologue tirad triag
        trieu vieill violai violé voile voilo étiol étrangler évaluation évidemen"""
    ),
    parted=8,
    accents=4,
    accented=_words(
        """cote cotes peche peches pecher pecheur pecheurs foret forets jeune jeunes notre votre tache taches tacher
        roder rode matin matinee sale haler hale mater acre boheme mais pres pole poles designer repartir reparti
        repartis repartit repartie reparties sacrement reforme reformes reformer reformee aveuglement precedent
        precedents tenu tenus tenue tenues generait recreation recreer secrete secretes denier isolement devient
        chasse chasses faite faites dites venus gene genes mole pale pales mure mures murs colon mature preteur
        differe differes differents different dela agit vint creer debout revele croit croitre melons mats prit"""
    ),
    endings=re.compile(r"(?:é(?:e?s?)|è[rts]?)$"),
    same=_pairs("évenement/événement aujourdhui/aujourd'hui"),
    apostrophes=re.compile(r"(?:[ldsjmtc]|qu|lorsqu|puisqu)'\w{5,}"),
)

_SPANISH = Words(
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
    calendar=_words(
        """lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre hoy ayer mañana antes después"""
    ),
    modals=_words(
        """puede pueden podría podrían podía debe deben debería deberían haría sería serían habría habrían tal quizá
        quizás supuesto supuesta supuestos presunto presunta presuntos probablemente posiblemente aparentemente"""
    ),
    attribution=_words("dice dijo afirma afirmó asegura aseguró declara declaró según añade añadió explica explicó"),
    relatives=_words("que quien quienes cuyo cuya cuyos cuyas donde"),
    openers=_words("ayer hoy mañana luego después entonces además también ahora según"),
    small=_words("el la los las un una de del a al en por para con y o e u que se su sus lo es fue ha han como pero"),
    capitals=_words(
        """presidente presidenta ministro ministra ministerio gobierno parlamento congreso senado alcalde alcaldesa
        juez tribunal ejército policía estado lunes martes miércoles jueves viernes sábado domingo enero febrero
        marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ruso rusos rusa rusas turco
        turcos"""
    ),
    prefixes=_words("ex vice anti pro pre post super sub auto narco franco pos"),
    stems=_list(
        """acuerdo administración aeropuerto alcald ambulancia asamblea autoridad ayuntamiento bomber campesin
        carretera catástrofe científic ciudadan civiles combate comisión comité conferencia conflicto congreso
        constitución construcción corrupción decisión declaración defensa democr departamento desarrollo desastre
        después diplomátic diputado dirección director documento economía económic ejército eléctric electoral
        emergencia enfermedad enfrentamiento entrevista escándalo especialista evacuación excelent explosión
        extranjer familia federal fiscalía funcionario gobernador gobierno guerrill habitante hospital humanitari
        incendio incidente independen industria información inform infraestructura iniciativa inmediat inundación
        investiga jueces justicia manifestación migración militar ministerio negocia nuclear operación oposición
        organización parlamento pasajer periodista petróle población policía polític presiden problema profesor
        proteg referéndum reglament república residente responsab restaurante sanción seguridad situación superviv
        también técnic tecnolog temblor terremoto terrori testigo trabajador transport tribunal universidad vehículo
        víctima violencia vivienda volunta"""
    ),
    doubled=re.compile(r"[aeiolrcn]|.\$"),
    swaps=re.compile(r"\w\w"),
    neighbours=_list(
        """contrate adoran alcaide alien alterna anisa aparta apuntamiento argan asila calmad calman calmar calva calve
        carbo carreterí casua causal cerbe chacr charretera clama colisión comité comprate comunicad concer concre
        confina constricción contare contraí cuarto cuatr cunet curat declamación demarc desafina desarrolló
        disección disputad documentó ejercitó embar embra empel encaran esquina estri evaluación excedent extrajera
        gauch guach guarid horna incendió insat instaur investida invidente liber libret masac masca miliar milibar
        panet paramento parra pedre perce perderí perju perla pierda plante plumo porto potre prece prefe preju
        presiente profesar prove repatr resiente sanación temblar triad trian trona vendier venid"""
    ),
    parted=8,
    accents=4,
    accented=_words(
        """esta este estas hacia seria serian serias publica publicas publico critica criticas critico practica
        practicas practico fabrica fabricas formula formulas especifica especificas perdida perdidas secretaria
        secretarias continua continuas continuo termino terminos ordenes opera operas cortes cesar canon limite
        limites valido valida medica media tomate comisaria auditoria penitenciaria funcionaria notaria beneficiaria
        imaginaria domestica diagnostica intima liquida explicita replica integra celebre interprete participe
        transito tramite deposito vinculo pronostico calculo sabia venia cana canas campana campanas ano anos pena
        penas sonar sonado sonando sonaba suena suenan una unas mono monos cuna cunas dona sena pano puno lena dano
        danos ordenar ensenada empanada tenido tenida cine sana mana tina medico medicos medicas genero amplia
        amplias varia varias perpetua invalida prospera legitima pacifica pacificas suplica equivoca magnifica
        vivido vivida licita sumaria ordena platos median sonaron sonaban suenas suene montes comete decimos fines"""
    ),
    endings=re.compile(r"(?:[áéó]|á[ns])$"),
    same=_pairs("y/e o/u dia/día pais/país"),
    variants=(
        (re.compile("^trans(?=[cfglmpv])"), "tras"),
        (re.compile("^(r)ee(?=mpl|mb)"), r"\1e"),
    ),
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

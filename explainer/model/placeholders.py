"""What stands in a new draft until an editor writes something, by language; no published entry may say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Placeholders(NamedTuple):
    """The texts of a draft in one language."""

    summary: str
    what_happened: str
    could_it_be_avoided: str
    whats_next: str
    question: str
    alt: str


PLACEHOLDERS: Mapping[str, Placeholders] = {
    "en": Placeholders(
        "Say in one or two sentences what this explains.",
        "Nothing is written yet about what happened.",
        "Nothing is written yet about what could have prevented it.",
        "Nothing is written yet about what comes next.",
        "Nothing is written yet about this question.",
        "What it shows, for readers who do not see it",
    ),
    "de": Placeholders(
        "Sagen Sie in ein, zwei Sätzen, was dieses Stück erklärt.",
        "Noch steht hier nichts darüber, was passiert ist.",
        "Noch steht hier nichts darüber, was es hätte verhindern können.",
        "Noch steht hier nichts darüber, wie es weitergeht.",
        "Noch steht hier nichts zu dieser Frage.",
        "Was zu sehen ist, für alle, die das Bild nicht sehen",
    ),
    "fr": Placeholders(
        "Dites en une ou deux phrases ce que cet article explique.",
        "Rien n’est encore écrit sur ce qui s’est passé.",
        "Rien n’est encore écrit sur ce qui aurait pu l’éviter.",
        "Rien n’est encore écrit sur la suite.",
        "Rien n’est encore écrit sur cette question.",
        "Ce que montre l’image, pour qui ne la voit pas",
    ),
    "es": Placeholders(
        "Diga en una o dos frases qué explica esta pieza.",
        "Todavía no hay nada escrito sobre lo que pasó.",
        "Todavía no hay nada escrito sobre lo que habría podido evitarlo.",
        "Todavía no hay nada escrito sobre lo que viene ahora.",
        "Todavía no hay nada escrito sobre esta pregunta.",
        "Qué muestra la imagen, para quien no la ve",
    ),
    "ru": Placeholders(
        "Скажите в одном-двух предложениях, что объясняет этот текст.",
        "О том, что произошло, пока ничего не написано.",
        "О том, что могло бы это предотвратить, пока ничего не написано.",
        "О том, что будет дальше, пока ничего не написано.",
        "Об этом вопросе пока ничего не написано.",
        "Что на снимке, для тех, кто его не видит",
    ),
    "tr": Placeholders(
        "Bu yazının neyi açıkladığını bir iki cümleyle anlatın.",
        "Ne olduğu henüz yazılmadı.",
        "Bunu neyin önleyebileceği henüz yazılmadı.",
        "Bundan sonra ne olacağı henüz yazılmadı.",
        "Bu soru henüz yanıtlanmadı.",
        "Görselde ne olduğu, onu görmeyenler için",
    ),
    "ar": Placeholders(
        "قل في جملة أو جملتين ماذا تشرح هذه المادة.",
        "لم يُكتب شيء بعد عمّا حدث.",
        "لم يُكتب شيء بعد عمّا كان يمكن أن يمنعه.",
        "لم يُكتب شيء بعد عمّا سيحدث لاحقًا.",
        "لم يُكتب شيء بعد عن هذا السؤال.",
        "ما الذي تُظهره الصورة، لمن لا يراها",
    ),
}


def placeholders(language: str) -> Placeholders:
    """Those of a language such as `de` or `de-CH`; in English where there are no others."""
    return PLACEHOLDERS.get(language.partition("-")[0].lower(), PLACEHOLDERS["en"])

"""Knows that Dmitri, Dmitry and Дмитрий are one given name, written down by people who hear it in other languages.

Two spellings of a transliterated name are one name when a table says so, never because they look alike: Dmitry and
Dmitri are as near to each other as Babacan and Babayan. Given names are a table of classes. A surname is evened out by
the rules of one Cyrillic letter at a time, and only when the given name says that it was Cyrillic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..patterns import regex

#: Given names that came out of Cyrillic; the first of a class stands for it.
_SLAVIC = """
dmitry dmitri dmitriy dmitrii dmitrij dimitri dimitry dimitriy
dmytro dmitro | sergey sergei sergej serguei sergiej | serhiy serhii sergiy sergii serhij serhi
alexey alexei aleksey aleksei aleksej alexej | oleksiy oleksii oleksij | andrey andrei andrej | andriy andrii andrij
nikolay nikolai nikolaj
mykola mikola | evgeny yevgeny yevgeni evgeni yevgeniy evgeniy evgenii jewgeni evgenij jevgenij
yevhen evhen yevgen jewhen | yuri yury yuriy yurii juri jurij iouri | vladimir wladimir | volodymyr wolodymyr volodimir
mikhail michail mihail mikhael | mykhailo mikhailo mykhaylo | alexander aleksandr alexandr aleksander alexandre
oleksandr olexandr olexander | natalia natalya nataliya natalja | tatiana tatyana tatjana | maria mariya marija marya
marina maryna
yulia yuliya julija julia iulia | ksenia kseniya xenia | sofia sofiya sofya | anastasia anastasiya anastasija
ekaterina yekaterina jekaterina | elena yelena jelena | evgenia yevgenia evgeniya yevgeniya | lyudmila ludmila liudmila
viktor victor wiktor | viktoria victoria viktoriya viktorija | anatoly anatoli anatoliy anatolii anatolij
valery valeri valeriy valerii valerij
vasily vasili vasiliy vasilii wassili | vitaly vitali vitaliy vitalii witali vitalij
gennady gennadi gennadiy gennadii | grigory grigori grigoriy grigorii grigorij | georgy georgi georgiy georgii
arkady arkadi arkadiy | ilya ilia ilja | maxim maksim maxime | pyotr petr pjotr | semyon semen semjon | timofey timofei
fyodor fedor fjodor | alyona alena | lev lyov
yaroslav iaroslav | yegor egor jegor | leonid leonide | stanislav stanislaw | vyacheslav viacheslav vjaceslav
zakhar zachar
matvey matvei | aleksandra alexandra | darya daria dariya | sergo | ramzan | ruslan | rustam
igor | oleg | boris | pavel
konstantin constantin | roman | anton | denis | kirill kiril cyril | artem artyom | nikita | ivan
olga | irina iryna | svetlana svitlana | anna | nadezhda | larisa larysa | lyubov liubov | polina | vera
"""
_OTHER = """
mohammed muhammad mohamed mohammad muhammed mohamad muhamad | ahmed ahmad | hussein husein husayn hussain husain
bashar bachar baschar
muammar moammar moamer muamar mouammar | mahmoud mahmud | youssef yousef yousuf yusef | osama usama oussama
abdullah abdallah abdulla
khaled khalid | mustafa moustafa mostafa | nasser naser nasir | ibrahim ebrahim | saeed said saied
"""
#: Surnames for whose first letter the press has no one spelling.
_SURNAMES = "gaddafi qaddafi gadhafi kadhafi kaddafi qadhafi qadafi ghadafi | zelensky selensky zelenski"


def _classes(table: str) -> Mapping[str, str]:
    groups = (group.split() for line in table.splitlines() for group in line.split("|"))
    return {name: group[0] for group in groups if group for name in group}


SLAVIC: Mapping[str, str] = _classes(_SLAVIC)
GIVEN: Mapping[str, str] = {**_classes(_OTHER), **SLAVIC}
SURNAMES: Mapping[str, str] = _classes(_SURNAMES)

#: One Cyrillic letter each, and the spellings that it gets.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r"s(?:kiy|kyy|kij|kyi|kii|kyj|ki)$"), "sky"),
    (regex(r"(?:iy|yy|ij|yi|ii|yj)$"), "y"),
    (regex(r"shtsh|schtsch|chtch|stsch"), "shch"),
    (regex(r"tsch|tch"), "ch"),
    (regex(r"([aeou])[yj](?=[^aeiou]|$)"), r"\1i"),
    (regex(r"(?:iy|ij|yi|[iyj])(?=[aeou])"), "y"),
    (regex(r"^ye"), "e"),
    (regex(r"(?<=[bdfghklmnprstvz])y[eo](?=[^aeiou])"), "e"),
    (regex(r"w"), "v"),
    (regex(r"x"), "ks"),
)


@lru_cache(maxsize=1 << 14)
def even(key: str) -> str:
    """The key (as `name_key` gives it) with its transliterations evened out.

    >>> even("dmitri peskov"), even("sergei shoygu"), even("ali babacan")
    ('dmitry peskov', 'sergey shoigu', 'ali babacan')
    """
    words = key.split()
    if len(words) < 2:
        return SURNAMES.get(key, key)
    given = GIVEN.get(words[0], words[0])
    rest = [GIVEN.get(w, w) for w in words[1:-1]]
    surname = words[-1]
    if words[0] in SLAVIC:
        for pattern, put in _RULES:
            surname = pattern.sub(put, surname)
    return " ".join([given, *rest, SURNAMES.get(surname, surname)])

"""Reads a line that holds nothing but a date: `Monday, 12 May 2014`, `Stand: 12.05.2014, 14:05 Uhr`, `3 мая 2019 г.`

Only a whole line counts, and only a date that can be read one way: 03/04/2019 is somebody's March and somebody else's
April, so it is no date here. Months are known in fifteen languages, in full and shortened.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ..patterns import regex

_MONTHS: Final = (
    "january ιανουαρίου jan januar jänner janv janvier enero ene gennaio gen janeiro januari stycznia styczeń sty "
    "ocak oca января январь янв січня січень ledna leden",
    "february φεβρουαρίου feb februar février févr fév febrero febbraio fevereiro fev februari lutego luty lut "
    "şubat şub февраля февраль фев лютого лютий února únor",
    "march μαρτίου mar märz mär mars marzo março maart mrt marca marzec mart марта март мар березня березень "
    "března březen",
    "april απριλίου apr avril avr abril aprile april kwietnia kwiecień kwi nisan nis апреля апрель апр квітня "
    "квітень dubna duben",
    "may μαΐου mai mayo maggio mag maio mei maja maj mayıs мая май травня травень května květen",
    "june ιουνίου jun juni juin junio giugno giu junho czerwca czerwiec cze haziran haz июня июнь июн червня "
    "червень června červen",
    "july ιουλίου jul juli juillet juil julio luglio lug julho lipca lipiec lip temmuz tem июля июль июл липня "
    "липень července červenec",
    "august αυγούστου augusti aug août agosto ago augustus sierpnia sierpień sie ağustos ağu августа август авг "
    "серпня серпень srpna srpen",
    "september σεπτεμβρίου sept sep septembre septiembre settembre set setembro września wrzesień wrz eylül eyl "
    "сентября сентябрь сен сент вересня вересень září",
    "october οκτωβρίου oct oktober okt octobre octubre ottobre ott outubro out października październik paź ekim "
    "eki октября октябрь окт жовтня жовтень října říjen",
    "november νοεμβρίου nov novembre noviembre novembro listopada listopad lis kasım kas ноября ноябрь ноя "
    "листопада листопад listopadu",
    "december δεκεμβρίου desember dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień "
    "gru aralık ara декабря декабрь дек грудня грудень prosince prosinec",
)
_MONTH_OF: Final = {name.casefold(): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
#: What may stand beside the date: weekdays, "published", "Uhr", time zones.
_BESIDE: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag
    dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi mercredi
    jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì
    giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira segunda-feira terça-feira
    quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    poniedziałek wtorek środa czwartek piątek sobota niedziela pazartesi salı çarşamba perşembe cuma cumartesi
    pazar понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер
    п’ятниця субота неділя pondělí úterý středa čtvrtek pátek neděle published publication posted updated date
    on at last created issued veröffentlicht aktualisiert erschienen stand datum vom am um uhr publié mis à jour
    le modifié paru publicado actualizado el a las h atualizado em às pubblicato aggiornato il alle ore data
    gepubliceerd bijgewerkt op om uur opublikowano aktualizacja dodano dnia godz r rok yayınlanma güncelleme
    tarihi saat опубликовано обновлено дата г года в опубліковано оновлено року р о publikováno aktualizováno
    vydáno v ημερομηνία δημοσίευσης
    de del of the st nd rd th er pm gmt utc bst cet cest cst est edt pst pdt et msk мск ist eest eet
    """.casefold().split()
)
_NUMERIC = regex(
    r"(?<!\d)(?:(?P<y3>(?:19|20)\d\d) ?年 ?(?P<m3>\d{1,2}) ?月 ?(?P<d3>\d{1,2}) ?日"
    r"|(?P<y>(?:19|20)\d\d)(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-./])[ ]?(?P<m2>\d{1,2})(?P=s2)[ ]?(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_NAMED = regex(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°)?[.,]?[ \xa0-]+(?:de[ \xa0]+|of[ \xa0]+)?"
    r"(?P<m>[^\W\d_]{3,12})[.,]?[ \xa0-]+"
    r"(?:de[ \xa0]+|del[ \xa0]+)?(?P<y>(?:19|20)\d\d)(?!\d)"
    r"|(?P<m2>[^\W\d_]{3,12})[.]?[ \xa0]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?[ \xa0]+(?P<y2>(?:19|20)\d\d)(?!\d)"
)
_YEAR = regex(r"(?:19|20)\d\d")
#: What stands at the year of such dates, and is found much faster: most lines have at most one of the two.
_NUMERIC_YEAR = regex(r"(?:19|20)\d\d(?:[-./]| ?年)|[-./] ?(?:19|20)\d\d")
_NAMED_YEAR = regex(r"[ \xa0-](?:19|20)\d\d")
#: Day and month stand at most so far before the year.
_BEFORE_YEAR: Final = 80
_CLOCK = regex(
    r"(?:T|\b)\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\.\d+)?(?:[ ]?(?:[ap]\.?m\.?|h|Z))?(?:[ ]?[+-]\d\d:?\d\d)?", re.I
)
_HOUR = regex(r"\b[012]?\d[:.][0-5]\d(?: ?(?:[ap]\.?m\.?|Uhr|uur)\b|:)|\b[012]?\d:[0-5]\d\b", re.I)
_DIGIT = regex(r"\d")
_WORDS = regex(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_LONGEST: Final = 120


def dateline(line: str) -> str | None:
    """The date of a line that holds a date and nothing else, as ISO 8601; None when it is not such a line.

    Of two dates (published and updated) the first is meant.
    """
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return None
    first: str | None = None
    rest = line
    for _ in range(2):
        found = _find(rest)
        if found is None:
            break
        at, end, day = found
        first, rest = first or day, f"{rest[:at]} {rest[end:]}"
    rest = _CLOCK.sub(" ", rest)
    if first is None or any(c.isdigit() for c in rest):
        return None
    return first if all(w.casefold() in _BESIDE for w in _WORDS.findall(rest)) else None


def tells_time(line: str) -> bool:
    """Whether a line names a day or an hour among other things, as the line under a headline does."""
    if len(line) > 2 * _LONGEST or not _DIGIT.search(line):
        return False
    return _find(line) is not None or _HOUR.search(line) is not None


def find_day(text: str) -> str | None:
    """The first date in a text that can be read one way, as ISO 8601."""
    found = _find(text)
    return found[2] if found is not None else None


def _find(text: str) -> tuple[int, int, str] | None:
    """Where the first date stands, and which it is."""
    year = _YEAR.search(text)  # most lines have none
    if year is None:
        return None
    begin = max(0, year.start() - _BEFORE_YEAR)
    for m in _NUMERIC.finditer(text, begin) if _NUMERIC_YEAR.search(text) else ():
        if m["y3"]:
            day = _iso(int(m["y3"]), int(m["m3"]), int(m["d3"]))
        elif m["y"]:
            day = _iso(int(m["y"]), int(m["m"]), int(m["d"]))
        else:
            day = _day_first(int(m["y2"]), int(m["m2"]), int(m["d2"]), m["s2"])
        if day:
            return m.start(), m.end(), day
    for m in _NAMED.finditer(text, begin) if _NAMED_YEAR.search(text) else ():
        month = _MONTH_OF.get((m["m"] or m["m2"]).casefold())
        if month and (day := _iso(int(m["y"] or m["y2"]), month, int(m["d"] or m["d2"]))):
            return m.start(), m.end(), day
    return None


def _day_first(year: int, month: int, day: int, sign: str) -> str | None:
    """12.05.2014 is the twelfth of May wherever points are used; with a slash it must be past doubt."""
    if sign == "." or day == month:
        return _iso(year, month, day)
    if day > 12:
        return _iso(year, month, day)
    return _iso(year, day, month) if month > 12 else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None

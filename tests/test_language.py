"""The language found is langdetect's, the same every time, and nothing is claimed where there is nothing to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner._ngrams import Letters, Ngrams
from cleaner.language import SAMPLE, _parted, detect
from cleaner.model import Language

#: Passages of 150 characters and more, written for this test; the code is both the truth and langdetect's answer.
PASSAGES = {
    "en": "The council voted on Tuesday night to keep the old harbour bridge open for another winter, although the "
    "engineers had warned that two of its piers would have to be mended before the ice came.",
    "de": "Der Stadtrat hat am Dienstagabend beschlossen, die alte Hafenbrücke noch einen Winter offen zu halten, "
    "obwohl die Ingenieure gewarnt hatten, dass zwei Pfeiler vor dem ersten Eis ausgebessert werden müssen.",
    "fr": "Le conseil municipal a décidé mardi soir de laisser ouvert un hiver de plus le vieux pont du port, "
    "bien que des ingénieurs eussent prévenu que deux de ses piles devaient être réparées avant les premières glaces.",
    "es": "El ayuntamiento decidió el martes por la noche mantener abierto un invierno más el viejo puente del puerto, "
    "aunque los ingenieros habían advertido de que dos pilares tendrían que repararse antes del hielo.",
    "it": "Il consiglio comunale ha deciso martedì sera di tenere aperto ancora per un inverno il vecchio ponte del "
    "porto, benché gli ingegneri avessero avvertito che due piloni andavano riparati prima del ghiaccio.",
    "pt": "A câmara decidiu na terça-feira à noite manter aberta por mais um inverno a velha ponte do porto, embora os "
    "engenheiros tivessem avisado que dois dos pilares teriam de ser reparados antes de chegar o gelo.",
    "pl": "Rada miasta zdecydowała we wtorek wieczorem, że stary most portowy pozostanie otwarty jeszcze przez jedną "
    "zimę, choć inżynierowie ostrzegali, że dwa filary trzeba naprawić, zanim rzeka zamarznie.",
    "nl": "De gemeenteraad heeft dinsdagavond besloten de oude havenbrug nog een winter open te houden, hoewel de "
    "ingenieurs hadden gewaarschuwd dat twee pijlers hersteld moesten worden voordat het ijs zou komen.",
    "tr": "Belediye meclisi salı akşamı eski liman köprüsünün bir kış daha açık kalmasına karar verdi; oysa "
    "mühendisler, buzlar gelmeden önce köprünün iki ayağının onarılması gerektiği konusunda uyarmıştı.",
    "ru": "Городской совет во вторник вечером решил оставить старый портовый мост открытым ещё на одну зиму, хотя "
    "инженеры предупреждали, что две его опоры нужно починить до наступления ледостава.",
    "uk": "Міська рада у вівторок увечері вирішила залишити старий портовий міст відкритим ще на одну зиму, хоча "
    "інженери попереджали, що дві його опори треба полагодити до того, як стане крига.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη το βράδυ να κρατήσει ανοιχτή την παλιά γέφυρα του λιμανιού για "
    "έναν ακόμη χειμώνα, παρότι οι μηχανικοί είχαν προειδοποιήσει ότι δύο βάθρα πρέπει να επισκευαστούν.",
    "ar": "قرر المجلس البلدي مساء الثلاثاء إبقاء جسر الميناء القديم مفتوحا لشتاء آخر، رغم أن المهندسين كانوا قد حذروا "
    "من أن اثنتين من دعائمه يجب أن تصلحا قبل أن يأتي الجليد إلى المدينة في نهاية العام.",
    "zh": "市议会周二晚上决定，让老港口大桥再开放一个冬天，"
    "尽管工程师们曾经警告说，桥的两座桥墩必须在结冰之前修好。"
    "船主们和商人们整个晚上都在市政厅前等候消息，市长说钱要从明年的预算里出。",
    "ja": "市議会は火曜日の夜、古い港の橋をもう一冬のあいだ開けておくことを決めた。"
    "技術者たちは、氷が来る前に二本の橋脚を直す必要があると警告していた。"
    "船主や商人は一晩中、市役所の前で知らせを待っていた。市長は、費用は来年の予算から出すと述べた。",
    "ko": "시의회는 화요일 밤 오래된 항구 다리를 한 해 겨울 더 열어 두기로 결정했다. "
    "기술자들은 얼음이 얼기 전에 교각 두 개를 고쳐야 한다고 경고했었다. "
    "선주들과 상인들은 밤새 시청 앞에서 소식을 기다렸고, 시장은 비용을 내년 예산에서 내겠다고 말했다.",
}  # fmt: skip


@pytest.mark.parametrize("code", PASSAGES)
def test_a_passage_is_told_and_langdetect_agrees(code: str) -> None:
    """The finding is the truth, and what langdetect says with a seed of its own."""
    from langdetect import DetectorFactory, detector_factory

    found = detect(PASSAGES[code])
    assert found.code == code
    assert found.confidence > 0.9
    detector_factory.init_factory()
    detector = detector_factory._factory.create()
    detector.seed = 0
    detector.append(PASSAGES[code])
    assert detector.detect().partition("-")[0] == code
    assert DetectorFactory.seed is None  # the process-global one was not touched


@given(st.text())
def test_any_text_gets_an_answer_with_a_reason(text: str) -> None:
    """Never an exception; `und` always says why, a code never has to."""
    found = detect(text)
    assert 0 <= found.confidence <= 1
    assert (found.code == "und") == bool(found.why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no letters"),
        ("12 345 — 67 %", "no letters"),
        ("Yes, of course.", "only 11 letters; 20 are wanted"),
        ("ⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗ", "in a script of no known language"),
    ],
)
def test_too_little_is_not_guessed_at(text: str, why: str) -> None:
    """`und`, and the reason is for people."""
    assert detect(text) == Language("und", 0.0, why)


def test_names_in_another_script_do_not_decide() -> None:
    """A Russian text that quotes Latin names and links stays Russian; a word in capitals changes nothing."""
    text = PASSAGES["ru"] + " Об этом сообщает BBC News со ссылкой на https://example.org/harbour/bridge и John Smith."
    assert detect(text).code == "ru"
    assert detect(PASSAGES["de"].upper()).code == "de"


def test_a_long_text_is_judged_by_all_of_it() -> None:
    """An English banner as long as the sample, before a long Polish article, does not make it English."""
    banner = (PASSAGES["en"] + " ") * (SAMPLE // len(PASSAGES["en"]) + 1)
    assert detect(banner + PASSAGES["pl"] * 40).code == "pl"


def test_another_process_says_the_same() -> None:
    """Same text, same answer to the last digit, whatever the hash seed and the locale."""
    code = "import sys; from cleaner.language import detect; print(detect(sys.argv[1]))"
    text = "Talks in Oslo. " + PASSAGES["nl"][:60]
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, text], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "7")
    }  # fmt: skip
    assert answers == {f"{detect(text)}\n"}


COUNTS = [{"a": 9, "b": 1, " b": 4, "ab": 3, " ab": 2}, {"a": 1, "bé": 7, "aba": 3, "か": 5}]


@given(st.text("abBé か", max_size=12))
def test_what_ngrams_say_is_added_up(text: str) -> None:
    """Every character speaks with the n-grams that end with it, each with the logarithm of its share."""
    profiles = [(json.dumps(c, ensure_ascii=False, separators=(",", ":")).encode(), (10, 20, 30)) for c in COUNTS]
    said = [0] * len(COUNTS)
    for end in range(2, len(text) + 2):
        before, here = f" {text}"[end - 2 : end]
        grams = [before + here, here if here != " " else "", f"  {text}"[end - 2 : end + 1] if before != " " else ""]
        for i, counts in enumerate(COUNTS):
            for gram in grams if not (before.isupper() and here.isupper()) else ():
                said[i] += round(log(1 + counts.get(gram, 0) / (10 * len(gram) or 1) / 0.01) * 2**32)
    assert Ngrams(profiles, 0.01).weigh(f" {text}", 1, 50, 1000, 2**62) == said


@pytest.mark.parametrize(
    "data", ["", "{", '{"abcd":1}', '{"a"}', '{"a":x}', '{"a', '{"\\u0061":1}', '{"":1}', '{"a":1,', '{"a":1}}']
)
def test_counts_that_are_none_are_refused(data: str) -> None:
    """A profile that is written otherwise than langdetect's is an error, not silence."""
    with pytest.raises(ValueError):
        Ngrams([(data.encode(), (1, 1, 1))], 0.01)


@given(st.text())
def test_normal_form_has_single_spaces(text: str) -> None:
    """The words of a text, each character in its normal form, with one space between them and around."""
    form = "".join(c if c.isalpha() else " " for c in text)
    words = " ".join(w for w in form.split(" ") if w)
    assert Letters(lambda c: c if c.isalpha() else " ").normalise(text) == f" {words} "


def test_a_profile_may_be_written_in_any_order() -> None:
    """The counts are found where langdetect writes them, and anywhere else."""
    data = b'{"freq":{"a":9,"ab":3},"n_words":[1,2,3],"name":"xx"}'
    counts, profile = _parted(data)
    other, turned = _parted(b'{"name":"xx","n_words":[1,2,3],"freq":{"a":9,"ab":3}}')
    assert counts == other == b'{"a":9,"ab":3}'
    assert (profile.name, profile.n_words) == (turned.name, turned.n_words) == ("xx", (1, 2, 3))

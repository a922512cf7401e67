"""Articles in scripts that no rule and no model was made for stay whole, also amid the menus of a page."""

from __future__ import annotations

import pytest

from cleaner import Record, clean
from cleaner.boilerplate._reading import is_sentence
from cleaner.boilerplate.passages import plain

#: A few sentences in each, which end as sentences do there.
ARTICLES = {
    "Hindi": [
        "नाव घाट सोमवार को बंद कर दिया गया और दो नौकाओं को दोपहर में उत्तरी घाट पर भेजा गया।",
        "बंदरगाह के प्रमुख ने कहा कि खंभों को कीड़ों ने खोखला कर दिया है, और मरम्मत में महीनों लगेंगे।",
        "मछुआरों ने बताया कि उन्होंने जाल और दीपक खो दिए, लेकिन कोई घायल नहीं हुआ और सभी नावें लौट आईं।",
        "नगर परिषद ने कहा कि नया घाट अगले साल तक तैयार हो जाएगा और तब तक बाज़ार पुराने गोदाम में लगेगा।",
    ],
    "Arabic": [
        "أُغلق رصيف المدينة يوم الاثنين وأُرسلت عبّارتان إلى الحوض الشمالي بعد الظهر.",
        "قال مدير الميناء إن الديدان أكلت الأعمدة الخشبية حتى صارت مجوفة، وإن الإصلاح سيستغرق شهورًا.",
        "هل يعود السوق قبل الشتاء؟ لا أحد يعرف، يقول الصيادون، لكن القوارب عادت كلها سالمة.",
    ],
    "Bengali": [
        "সোমবার ঘাট বন্ধ করে দেওয়া হয় এবং দুটি ফেরি বিকেলে উত্তর ঘাটে পাঠানো হয়।",
        "বন্দর প্রধান বলেন, পোকায় খুঁটিগুলো খেয়ে ফেলেছে এবং মেরামত করতে কয়েক মাস লাগবে।",
        "জেলেরা জানান, তাঁরা জাল হারিয়েছেন, কিন্তু কেউ আহত হননি এবং সব নৌকা ফিরে এসেছে।",
    ],
    "Chinese": [
        "周一，码头因风暴关闭，两艘渡轮被派往北部泊位。",
        "港口负责人说，木桩已被虫子蛀空，修理要到秋天才能完成。",
        "渔民们说他们丢了渔网和灯，但没有人受伤，所有船只都已返回。",
    ],
    "Japanese": [
        "月曜日、嵐のため埠頭は閉鎖され、二隻のフェリーは午後に北の桟橋へ移された。",
        "港の責任者は、杭が虫に食われて空洞になっていると述べ、修理は秋までかかるという。",
        "漁師たちは網とランプを失ったが、けが人はなく、船はすべて昼までに戻った。",
    ],
    "Armenian": [
        "Երկուշաբթի օրը նավահանգիստը փակվեց, և երկու լաստանավ ուղարկվեց հյուսիսային կառամատույց։",
        "Նավահանգստի պետն ասաց, որ սյուները որդերը կերել են, և նորոգումը կտևի մինչև աշուն։",
    ],
}
ABOVE = ["Home", "News", "Sport", "Weather", "Contact", "Login", "Video", "Photos", "Jobs", "Help"] * 4
BELOW = ["Privacy", "Terms", "About us", "Most read", "Contact us", "Advertise"] * 3


@pytest.mark.parametrize("paragraphs", ARTICLES.values(), ids=ARTICLES.keys())
def test_an_article_stays_alone_and_amid_menus(paragraphs: list[str]) -> None:
    """What is not known is told by its shape, and stays."""
    article = "\n\n".join(paragraphs)
    for above, below in (([], []), (ABOVE, BELOW)):
        record = clean("\n".join(above) + "\n\n" + article + "\n\n" + "\n".join(below), media_type="text/plain")
        assert isinstance(record, Record)
        assert record.text == article


@pytest.mark.parametrize("paragraph", [p for paragraphs in ARTICLES.values() for p in paragraphs])
def test_a_sentence_ends_in_the_signs_of_its_script(paragraph: str) -> None:
    """Chinese and Japanese need fewer signs for one; without its last sign it is none."""
    assert is_sentence(plain(paragraph))
    assert not is_sentence(plain(paragraph[:-1]))

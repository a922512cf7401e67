"""The strip stage takes what the site said about itself, says why, and leaves the article alone."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.boilerplate.rules import Rules
from cleaner.edits import apply, revert
from cleaner.model import Block, BlockKind, Document, Edit, Flag, MediaType
from cleaner.stages import Strip

BODY = (
    "The harbour of Lower Fenwick was closed on Monday after a crane fell into the main basin, officials said.",
    "No one was hurt. Divers began to search the wreck in the afternoon, and two ferries were sent to Upper Fenwick.",
    "“We heard a crash and ran,” said Anna Holm, who sells fish on the quay. “Then the whole street was full of dust.”",
)


def document(
    *texts: str, kind: BlockKind = "paragraph", url: str | None = None, media_type: MediaType = "text/plain"
) -> Document:
    """A document of these blocks."""
    return Document("0", "", tuple(Block(i, t, kind) for i, t in enumerate(texts)), "plain", media_type, url=url)


def after(stage: Strip, doc: Document) -> list[str]:
    """The texts of the blocks when the stage is done, without the empty ones."""
    return [b.text for b in apply(doc, (e for e in stage(doc) if isinstance(e, Edit)), "strip")[0].blocks if b.text]


def test_an_article_alone_is_untouched() -> None:
    """Text without boilerplate comes out as it went in."""
    assert after(Strip(), document(*BODY)) == list(BODY)


def test_an_appeal_and_its_buttons_go() -> None:
    """The lines of a banner in one block go, the buttons below with them, each under its own rule."""
    banner = "Before you go, we have a small favour to ask.\nYour donation keeps this paper alive.\nRemind me later."
    doc = document(
        banner, *BODY, "Support us", "paiment methods\nNot ready to support today?\nRemind me later.", "Read more"
    )
    assert after(Strip(), doc) == list(BODY)
    assert all(e.rule and e.note for e in Strip()(doc) if isinstance(e, Edit))


def test_a_button_alone_in_the_text_stays() -> None:
    """What can only be judged by its neighbours stays when they are article."""
    assert after(Strip(), document(BODY[0], "Maybe later", BODY[1])) == [BODY[0], "Maybe later", BODY[1]]


@pytest.mark.parametrize(
    "line",
    [
        "“We use cookies to track everyone,” the engineer wrote.",
        "Your support made this possible, the minister told the crowd.",
        "She asked readers to subscribe to the newsletter of the union, according to the report.",
    ],
)
def test_what_somebody_said_stays(line: str) -> None:
    """A quotation or a report of speech is the article, whatever words it holds."""
    assert after(Strip(), document(BODY[0], line, BODY[1])) == [BODY[0], line, BODY[1]]


#: Sentences that open as a bidding does: with an infinitive, with what somebody does, with advice about other things.
BIDDEN = [
    "Sostenere la causa dei pescatori non basta, servono navi e soldi.",
    "Sostiene il sindaco che il ponte reggerà altri vent'anni.",
    "Dona il sangue da trent'anni e non ha mai saltato un turno.",
    "Abbiamo bisogno del vostro sostegno, hanno gridato gli operai davanti ai cancelli.",
    "Aiutare i vicini di casa è la prima regola del paese.",
    "Apoya a los agricultores desde 2010 y nunca cobró por ello.",
    "Dona cada año la mitad de su sueldo al hospital del puerto.",
    "Necesitamos tu ayuda, le dijo el capitán al muchacho, y le dio una cuerda.",
    "Suscribirse al plan de pensiones exige diez años de cotización.",
    "Hazte a un lado, pidió el cartero, que la bicicleta no tiene frenos.",
    "Apoia o projeto desde o primeiro dia e pagou as sementes.",
    "Doar sangue leva meia hora e salva quatro vidas.",
    "Precisamos do seu apoio, escreveu o diretor aos pais dos alunos.",
    "Assine aqui, disse a notária, apontando para a última linha.",
    "Soutenez le mur avec deux poutres avant d'ouvrir la porte.",
    "Donner son temps coûte plus cher que donner de l'argent, pense la boulangère.",
    "Faire un don d'organes reste un acte rare dans la région.",
    "Nous avons besoin de vous pour tenir la buvette, a lancé la présidente du club.",
    "Abonnez les enfants au bus scolaire avant le 15 août, conseille la mairie.",
    "Steun de muur met twee balken voordat je de deur openmaakt.",
    "Word lid van de roeivereniging, riep hij, dan leer je zwemmen.",
    "Help ons de dijk te houden, smeekte de burgemeester.",
    "Wesprzyj budowę mostu, czytamy na plakacie z 1936 roku.",
    "Przekaż sól, poprosił dziadek i nic więcej nie powiedział.",
    "Pomóż mi z tym kufrem, poprosiła.",
    "Destek olun diye bağırdı kalabalık, ama kimse gelmedi.",
    "Bağış yapmak isteyenler cumaya kadar belediyeye başvurabilir.",
    "Поддержать работу ферм обещали и область, и банк.",
    "Поддержать журналистов в суд пришли их коллеги из соседнего города.",
    "Помогите нам, кричали с крыши, но лодка шла мимо.",
    "Подписывать договор он отказался в последнюю минуту.",
    "Оформить пенсию можно в любом отделении банка.",
    "Підтримати роботу школи вирішили всім селом.",
    "Допоможіть нам, просили з даху, але човен пройшов повз.",
    "Podpořit naše rybáře slíbil i ministr zemědělství.",
    "Přispějte na nové varhany, stálo na cedulce u kostela.",
    "Pomozte nám najít psa, prosila na plakátu devítiletá Anička.",
    "Spenden können in allen Filialen der Sparkasse abgegeben werden.",
    "Helfen Sie mir über die Straße, bat die alte Frau den Wachtmeister.",
    "Unterstützen Sie den Antrag, forderte die Rednerin den Saal auf.",
    "Wir brauchen eure Hilfe, stand mit Kreide an der Tafel.",
    "Mitglied werden kann, wer im Dorf wohnt und einen Kahn besitzt.",
    "Give now or never, the auctioneer called, and the hall went quiet.",
    "Support the beam with two posts before you take out the wall.",
    "Join us for the harvest supper, the vicar wrote on the chapel door.",
    "Help us find our dog, the poster said in a child's hand.",
    "Donate blood once and you will be asked every three months.",
    "We need your help with the nets, he shouted over the wind.",
    "Back our bid or lose the harbour, the consortium told the council.",
    "Stöd muren med två bjälkar innan du öppnar dörren.",
    "Támogatta a polgármester az új hidat is.",
    "Tue muuria kahdella palkilla ennen kuin avaat oven.",
]


@pytest.mark.parametrize("line", BIDDEN)
def test_a_verb_that_might_bid_is_no_appeal(line: str) -> None:
    """Amid the text it stays."""
    assert after(Strip(), document(*BODY, line, *BODY[::-1])) == [*BODY, line, *BODY[::-1]]


#: Sentences of articles that hold the very words of banners.
TOLD = [
    "The regulator wants shops in the harbour to ask once only whether visitors accept cookies and to note the answer.",
    "Most visitors accept all cookies without reading a line of the notice, a survey of 2,000 households has found.",
    "The leaflet opens with the words “we have a small favour to ask” and ends with the number of a bank account.",
    "A banner on the page of the ferry company reads “This website uses cookies” in eleven languages.",
    "Over the summer the website of the town will stop using cookies, and the privacy policy shrinks to a page.",
    "Behörden dürfen künftig keine Cookies mehr setzen, ohne vorher zu fragen; das beschloss der Landtag am Mittwoch.",
    "Der Verein will die Verwendung von Cookies auf den Seiten der Stadt verbieten lassen.",
    "Le tribunal a condamné le port à payer 9 000 euros pour avoir rendu trop difficile de refuser les cookies.",
    "Il garante ha multato il porto perché chi voleva leggere gli orari doveva accettare i cookie di 214 aziende.",
    "A autoridade multou o porto porque os passageiros tinham de aceitar os cookies de duzentas empresas.",
    "Urząd ukarał port, ponieważ pasażerowie musieli zaakceptować pliki cookies dwustu firm, zanim zobaczyli rozkład.",
    "Kurul, limanın internet sitesine çerez kullanımını reddetme düğmesini gizlediği için ceza kesti.",
    "Суд оштрафовал порт: пассажиры не могли увидеть расписание, пока не согласятся на файлы cookie двухсот компаний.",
    "De toezichthouder beboette de haven, omdat reizigers eerst het gebruik van tweehonderd cookies moesten toestaan.",
    "In the afternoon the crew held up a cardboard sign with “Please donate today” on it, and the captain bowed.",
    "The paper lost its income when half the town would not turn off the ad blocker, says the owner.",
    "Users who want to keep reading must subscribe to the service, which costs nine crowns a month.",
    "El diario pedía a sus lectores suscribirse al boletín para seguir leyendo, y muchos dejaron de leer.",
]


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
@pytest.mark.parametrize("line", TOLD)
def test_what_is_told_of_others_stays(line: str, media_type: MediaType) -> None:
    """Without the outlet's voice a rule takes no sentence, wherever it stands; what it leaves it flags."""
    for at in range(len(BODY) + 1):
        texts = [*BODY[:at], line, *BODY[at:]]
        assert after(Strip(), document(*texts, media_type=media_type)) == texts


def test_what_a_rule_alone_suspects_is_flagged() -> None:
    """The flag quotes what the rule found and says what was missing."""
    flags = [f for f in Strip()(document(TOLD[0], *BODY)) if isinstance(f, Flag)]
    assert [(f.block, f.rule) for f in flags] == [(0, "other.suspected")]
    assert "“accept cookies”; no second witness" in flags[0].note


def test_an_appeal_that_stays_is_told_with_its_families() -> None:
    """Amid an article the words of an appeal alone are not enough to take a sentence; they are enough to flag it."""
    appeal = "Nuestra redacción sale adelante con gente como quien lee: apoya este medio."
    flags = [f for f in Strip()(document(BODY[0], appeal, *BODY[1:])) if isinstance(f, Flag)]
    gone = [e for e in Strip()(document(BODY[0], appeal, *BODY[1:])) if isinstance(e, Edit)]
    assert not gone
    assert [(f.block, f.rule) for f in flags] == [(1, "other.suspected")]
    assert flags[0].note.startswith("speaks of ")


@pytest.mark.parametrize(
    "line",
    [
        "This website uses cookies so that every page opens at once and the harbour camera works on small screens too.",
        "Bu site çerez kullanır; sitede kalarak çerez politikasını kabul etmiş olursunuz ve limanı izleyebilirsiniz.",
        "Нам нужна ваша поддержка: без неё у причала не будет ни одного репортёра, а у города ни одной газеты.",
        "Suscríbete para seguir leyendo todo lo que pasa en el puerto, de día y de noche, por un euro al mes.",
    ],
)
def test_the_outlets_own_voice_is_heard(line: str) -> None:
    """Long as it is and alone: the line speaks from the outlet to its reader, so it goes."""
    assert after(Strip(), document(*BODY, line)) == list(BODY)


def test_a_paragraph_without_a_second_witness_goes_beside_its_kind() -> None:
    """The middle of an appeal goes with its other parts, and not with a share button."""
    middle = "The paper had a small favour to ask of the town, which has read it for eighty years and paid for some."
    appeal = "Your donation keeps this paper alive."
    assert after(Strip(), document(*BODY, appeal, middle)) == list(BODY)
    assert middle in after(Strip(), document("Share on Facebook", middle, *BODY))


ADVICE = (
    "If you accept all cookies on every page you visit, a hundred firms will know where you have been by the evening.",
    "Nobody at the office expects that many will follow the advice, which was written by a committee of nine.",
    "You can reject all cookies in your browser's menu.",
)


def test_a_sentence_between_two_that_go_stays_when_it_tells() -> None:
    """No banner speaks of others in a sentence of its own, so what stands on both sides does not take it along."""
    assert ADVICE[1] in after(Strip(), document(BODY[0], *ADVICE, BODY[1]))


def test_the_last_paragraph_above_a_banner_stays() -> None:
    """A sentence that tells of others needs more than a banner below it to be taken for a part of it."""
    article = (
        "Das Landgericht Velden hat am Dienstag zwei frühere Wasserprüfer zu Haftstrafen verurteilt.",
        "Die Richterin Helene Markus sagte, die beiden hätten 43 Anlagen abgezeichnet, die sie nie besucht hatten.",
        "„Sie haben die Menschen verraten, die aus diesen Brunnen tranken“, sagte sie bei der Urteilsverkündung.",
        "Die Staatsanwaltschaft hatte sechs Jahre gefordert. Die Verteidigung kündigte Berufung an.",
        "Bekannt wurde der Fall, weil Anwohner in Unterau einen metallischen Geschmack im Leitungswasser bemerkten.",
    )
    banner = "Spendenkonto: Verein Freies Wort, IBAN DE00 1234 5678 9012 3456 78, Stichwort Recherche"
    assert after(Strip(), document(*article, banner)) == list(article)


@pytest.mark.parametrize("mark", ["Реклама", "Підписуйтесь на наш Telegram"])
def test_the_last_paragraph_above_a_mark_stays(mark: str) -> None:
    """A sentence that tells of others goes amid lines that go, as a teaser; not above the first of them."""
    article = (
        "Суд у Вільхівці у вівторок засудив двох колишніх інспекторів водоканалу до ув’язнення.",
        "Суддя Олена Маркова сказала, що вони підписали акти щодо 43 об’єктів, де ніколи не були.",
        "«Вони зрадили людей, які пили з цих криниць», — сказала вона, зачитуючи вирок.",
        "Прокуратура просила шість років. Захист повідомив, що подасть апеляцію.",
        "Справа почалася, коли мешканці відчули металевий присмак води з крана.",
    )
    assert after(Strip(), document(*article, mark)) == list(article)


def test_advice_to_the_reader_stays() -> None:
    """An article may say "you" too."""
    assert after(Strip(), document(BODY[0], *ADVICE, BODY[1])) == [BODY[0], *ADVICE, BODY[1]]


@pytest.mark.parametrize("kind", ["title", "byline", "date", "caption", "table", "code"])
def test_kinds_with_a_policy_of_their_own_are_never_taken(kind: BlockKind) -> None:
    """A headline that reads like an appeal is still the headline."""
    assert after(Strip(), document("Support us", kind=kind)) == ["Support us"]


def test_lines_inside_a_block_are_judged_one_by_one() -> None:
    """The line goes with its line break; its neighbours close up."""
    assert after(Strip(), document(f"{BODY[0]}\nShare on Facebook\n{BODY[1]}")) == [f"{BODY[0]}\n{BODY[1]}"]
    assert after(Strip(), document(f"{BODY[0]}\nSign up for our newsletter")) == [BODY[0]]


def test_a_sentence_in_a_long_paragraph_goes_alone() -> None:
    """A very long paragraph is never taken whole for one sentence."""
    long = " ".join([BODY[0], BODY[1]] * 6)
    assert after(Strip(), document(f"{long.replace('said', 'confirmed')} Sign up for our newsletter today.")) == [
        long.replace("said", "confirmed")
    ]


def test_kept_kinds_and_rules_switched_off() -> None:
    """`keep` spares a kind, `off` one witness."""
    doc = document(BODY[0], "Jetzt spenden", BODY[1])
    assert len(after(Strip(), doc)) == 2
    assert len(after(Strip(keep=("donation",)), doc)) == 3
    assert len(after(Strip(off=("donation.ask-money", "donation.give-button", "other.chrome-phrase")), doc)) == 3


def test_rules_of_ones_own(tmp_path: Path) -> None:
    """A user's file is read like the built-in ones; a rule bound to a site holds on that site only."""
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "other.tide-table"\nwhy = "the tide table"\nneeds = ["high tide"]\npattern = "^high tide:"\n'
        'sites = ["fenwick.example"]\nremoves = ["High tide: 4:10"]\n',
        "utf-8",
    )
    stage = Strip(rules=Rules.from_file(tmp_path / "mine.toml"))
    there = document(BODY[0], "High tide: 4:10", BODY[1], url="https://www.fenwick.example/a")
    assert after(stage, there) == list(BODY[:2])
    assert len(after(stage, document(BODY[0], "High tide: 4:10", BODY[1], url="https://other.example/"))) == 3


def test_a_rule_of_ones_own_is_obeyed() -> None:
    """What a user asks for needs no second witness."""
    line = "The author has lived on the quay for thirty years and writes about the tide in this place every Monday."
    mine = Rules.from_toml(
        f"[[rule]]\nid='other.author'\nwhy='the author'\nneeds=['the author']\npattern='^the author has lived'\n"
        f"removes=['{line}']\n"
    )
    assert after(Strip(rules=mine), document(*BODY, line)) == list(BODY)


def test_hard_wrapped_paragraphs_are_read_whole() -> None:
    """Lines of one paragraph set to a width are one passage: no line of it falls alone."""
    wrapped = (
        "The commission found that the letter in which the company asks to\n"
        "sign up for our newsletter and to accept all cookies was written\n"
        "by an intern, said the judge, who called the whole case a waste of\n"
        "public money."
    )
    assert after(Strip(), document(BODY[0], wrapped, BODY[1])) == [BODY[0], wrapped, BODY[1]]


def test_a_hostile_line_is_finished() -> None:
    """A megabyte made of the words that rules need ends, and nothing is taken by a pattern that spans it."""
    for piece in ("sign up for our ", "cookies we use ", "support us [", "$5 "):
        line = piece * (1_000_000 // len(piece))
        assert isinstance(list(Strip()(document(BODY[0], line, BODY[1]))), list)


def test_a_text_without_sentences_is_not_eaten_whole() -> None:
    """Where no sentence ends, a pattern takes what it found and no more."""
    line = "the boat went out and came back and " * 60
    assert len("".join(after(Strip(), document(BODY[0], line + "please donate today and " + line)))) > 2 * len(line)


def test_a_very_long_document_is_judged_a_stretch_at_a_time() -> None:
    """Many thousands of lines are finished, and none of an article's sentences goes."""
    lines = [
        f"On day {i} the council met in the hall on the quay and talked about the dyke until midnight."
        for i in range(9000)
    ]
    assert len(after(Strip(), document("\n".join(lines)))[0].split("\n")) == 9000


def test_pickles() -> None:
    """A stage travels to a worker as a value."""
    assert pickle.loads(pickle.dumps(Strip(keep=("donation",)))) == Strip(keep=("donation",))


LINES = st.sampled_from(
    [*BODY, "Support us", "Share", "Read more", "We use cookies.", "5€ 10€", "Newsletter", "", "İ\ud800"]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=6).map("\n".join)
NEWS = st.lists(LINES, max_size=6).map("\n".join)


@given(st.lists(TEXTS, max_size=5))
def test_any_text_gives_edits_inside_it_that_can_be_undone(texts: list[str]) -> None:
    """Whatever the blocks hold: no exception, edits only within them, and the way back restores them."""
    doc = document(*texts)
    done, changes = apply(doc, (e for e in Strip()(doc) if isinstance(e, Edit)), "strip")
    assert revert([b.text for b in done.blocks], changes) == texts


@given(st.lists(NEWS, max_size=5))
def test_stripping_twice_is_stripping_once(texts: list[str]) -> None:
    """Nothing more goes the second time."""
    once = after(Strip(), document(*texts))
    assert after(Strip(), document(*once)) == once


@pytest.mark.xfail(strict=True, reason="the model judges a line by its company, which the first time has changed")
def test_stripping_twice_is_stripping_once_on_the_fence() -> None:
    """A line of no language that the model all but takes goes when the mark below the article is gone."""
    once = after(Strip(), document(f"D$\nVu\n{BODY[0]}\nAdvertisement"))
    assert after(Strip(), document(*once)) == once


FENCE = ["Home", "News", "Sport", "Weather", "Sign in", "Newsletter", "Search", "Contact us", "Terms of use"]


def test_a_page_copied_whole_loses_its_menus() -> None:
    """Menus above and lists below go, the paragraphs stay, and each removal says what spoke against the line."""
    page = document(*FENCE * 2, *BODY, "Share this article", "Most read", *FENCE * 2)
    assert after(Strip(), page) == list(BODY)
    assert all(e.note for e in Strip()(page) if isinstance(e, Edit))


def test_appetite_grows() -> None:
    """What the careful take the balanced take too, and what they take the thorough take."""
    page = document(*FENCE * 3, *BODY, "Share this article", "Most read", *FENCE)
    taken = [
        {(e.block, e.start, e.end) for e in Strip(appetite=appetite)(page) if isinstance(e, Edit)}
        for appetite in ("careful", "balanced", "thorough")
    ]
    assert taken[0] <= taken[1] <= taken[2]
    assert taken[0]


def test_the_other_witnesses_can_be_switched_off_too() -> None:
    """`off` knows the ids that stand in the record."""
    page = document(*FENCE * 3, *BODY)
    off = Strip(off=("other.line-model", "other.chrome-phrase", "other.neighbour"))
    assert {e.rule for e in off(page) if isinstance(e, Edit)}.isdisjoint(off.off)

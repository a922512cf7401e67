"""Lists that end an article belong to it, however much short lines at the end look like a box of the site."""

from __future__ import annotations

import pytest

from cleaner import Record, clean

ARTICLE = (
    "The quay of Fenwick was closed on Monday, and two ferries were sent to the northern basin, where they will stay.",
    "The harbour master, Ada Brenn, said the piles had been eaten hollow by worms, and nobody had looked at them.",
    "Repairs will take until the autumn, the town council was told. Until then the market stays in the salt sheds.",
)
LISTS = {
    "advice": (
        "1. Bleed the radiators", "Start upstairs and hold a cup under the valve; what comes out is black.",
        "2. Clear the gutters", "Leaves that freeze there will lift the tiles in January.",
        "3. Sign up for the flood alerts", "The council sends them by text, and they come an hour before the water.",
        "4. Give the old coats away", "The mission on Salt Street hands them out on Fridays.",
    ),
    "tips": (
        "1. Fill the kettle only as far as you need", "2. Turn off the screen when you leave",
        "3. Subscribe to the wind forecast", "4. Put lids on the pots", "5. Share a ride to the market",
    ),
    "steps": (
        "Step 1: Open Settings", "Tap Notifications, then Flood alerts.", "Step 2: Choose your street",
        "You can add as many as you like.", "Step 3: Confirm by e-mail", "The link is good for a day.",
    ),
    "what to bring": (
        "What to bring", "A torch", "A flask of tea", "Boots that do not let water in", "A friend who can swim",
    ),
    "an app": (
        "1. Open the app and sign in.", "2. Choose your stop from the list.",
        "3. Tap the bell to be told when the ferry is late.", "4. Click Save.",
    ),
    "recipe": (
        "Ingredients", "500 g flour", "2 eggs", "A pinch of salt", "300 ml milk", "Method",
        "Beat the eggs into the flour.", "Add milk until it runs off the spoon.", "Fry in butter and serve at once.",
    ),
    "fixtures": (
        "Fixtures: Saturday", "Fenwick v Upper Fenwick, 3pm", "Salt Street v The Mission, 4.30pm", "Sunday",
        "Harbour v Ferrymen, noon",
    ),
    "nominees": (
        "Nominees", "Best boat: Ada, Blue Heron, Marigold", "Best crew: The Ferrymen, Salt Street Ladies",
        "Lifetime award: Old Tom", "Winners in bold",
    ),
    "museum": (
        "Musée du Port, 4 quai des Saulniers", "Ouvert du mardi au dimanche, de 10 h à 18 h",
        "Entrée : 6 euros, gratuit pour les moins de 12 ans", "Visite guidée le samedi à 15 heures",
    ),
    "programme": (
        "Freitag, 18 Uhr: Eröffnung im Speicher", "Samstag, 10 Uhr: Flohmarkt am Kai",
        "Samstag, 15 Uhr: Konzert der Hafenkapelle", "Sonntag, 11 Uhr: Gottesdienst auf der Fähre",
    ),
    "help": (
        "Where to get help", "Flood line: 01632 960 001, day and night", "Lost animals: the shelter on Mill Lane",
        "Insurance questions: the town hall, Tuesdays",
    ),
    "sources": (
        "Further reading", "A. Brink, The Worms of Fenwick, 1987", "L. Marr, Piles and Tides, 2003",
        "Harbour Board, Report on the Quay, 2019",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_at_the_end_of_an_article_stays(kind: str) -> None:
    """All of its lines."""
    text = "\n\n".join([*ARTICLE, *LISTS[kind]])
    record = clean(text)
    assert isinstance(record, Record)
    assert record.text == text

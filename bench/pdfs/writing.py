"""Invented people and sentences for test files. No person in them exists."""

import random

FIRST_NAMES = [
    "Ada",
    "Bram",
    "Cleo",
    "Dewi",
    "Edda",
    "Finn",
    "Gwen",
    "Hari",
    "Inga",
    "Jory",
    "Kiri",
    "Lowe",
    "Mira",
    "Nell",
    "Orla",
    "Pim",
    "Quin",
    "Rhea",
    "Sven",
    "Tova",
]
LAST_NAMES = [
    "Ashdown",
    "Brackley",
    "Coldwell",
    "Dunmere",
    "Elsworth",
    "Farrow",
    "Greave",
    "Hartnoll",
    "Inskip",
    "Jessop",
    "Kestle",
    "Lorimer",
]
STREETS = ["Tanner's Row", "Millpond Lane", "Gorse Hill", "Cobbler Street", "Old Weir Road"]
SUBJECTS = ["The board", "A review", "Each partner", "The panel", "A practitioner", "The local plan", "Every school"]
VERBS = ["considered", "recorded", "shared", "welcomed", "followed", "described", "agreed", "published"]
OBJECTS = [
    "the findings",
    "an early plan",
    "the learning",
    "a timely response",
    "new guidance",
    "the voice of the child",
]
ENDINGS = ["in spring", "with care", "before the meeting", "across the county", "without delay", "at the second visit"]
LIGATURES = ["ﬁnal", "ﬂow", "aﬃrmed", "oﬀer"]

# Sentences in other languages and scripts; the fonts that come with most systems can draw them.
LANGUAGES = {
    "en": "Safeguarding is everybody’s business, and each child is heard.",
    "cy": "Mae diogelu yn fusnes i bawb, ac mae pob plentyn yn cael ei glywed.",
    "pl": "Ochrona dzieci to wspólna sprawa, a każde dziecko zostaje wysłuchane.",
    "fr": "La protection de l’enfance est l’affaire de tous, et chaque élève est écouté.",
    "ro": "Protecția copiilor este treaba tuturor și fiecare copil este ascultat.",
    "de": "Schutz geht alle an, und jedes Kind wird gehört; auch die Größeren.",
    "el": "Η προστασία των παιδιών αφορά όλους και κάθε παιδί ακούγεται.",
    "uk": "Захист дітей є справою кожного, і кожну дитину чують.",
    "vi": "Bảo vệ trẻ em là việc của mọi người, và mỗi trẻ đều được lắng nghe.",
    "tr": "Çocukların korunması herkesin işidir ve her çocuğun sesi duyulur.",
}


def person(chance: random.Random) -> str:
    """Return a name."""
    return f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"


def telephone(chance: random.Random) -> str:
    """Return a telephone number of those that are kept for drama (Ofcom: 01632 960000 to 960999)."""
    return f"01632 960{chance.randrange(1000):03d}"


def address(chance: random.Random) -> str:
    """Return a street and a number."""
    return f"{chance.randrange(2, 90)} {chance.choice(STREETS)}"


def sentence(chance: random.Random) -> str:
    """Return a sentence in English."""
    return " ".join(chance.choice(each) for each in (SUBJECTS, VERBS, OBJECTS, ENDINGS)) + "."


def paragraph(chance: random.Random, sentences: int = 4) -> str:
    """Return some sentences."""
    return " ".join(sentence(chance) for _ in range(sentences))

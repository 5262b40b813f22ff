"""Small archives of our own: posts on plain subjects, each in other words of its subject."""

from random import Random

from tests.blog import Blog

SUBJECTS = {
    "Baking": "oven dough flour yeast crust loaf bread butter knead bake rye proof sourdough starter crumb",
    "Sailing": "mast sail harbour keel rudder wind tide anchor boat crew deck knot reef jib mooring",
    "Astronomy": "star telescope orbit planet comet galaxy lens eclipse moon crater nebula sky dusk meteor dome",
}
AROUND = "today we tried again and it went well so here are some notes on what worked and what did not at all"


def text_on(subject: str, number: int, words: int = 60) -> str:
    """Return a text on *subject*: a third of it are words of the subject, the rest those that every post has."""
    chance = Random(f"{subject} {number}")
    own, around = SUBJECTS[subject].split(), AROUND.split()
    return " ".join(chance.choice(own if chance.random() < 0.35 else around) for _ in range(words)) + "."


def title_on(subject: str, number: int) -> str:
    """Return a title on *subject*."""
    chance = Random(f"title {subject} {number}")
    first, second = chance.sample(SUBJECTS[subject].split(), 2)
    return f"The {first} and the {second}"


def settings_of(*subjects: str, keywords: int = 3) -> str:
    """Return settings that declare *subjects* as themes, each with its first words as keywords."""
    return "".join(
        f'[[themes]]\nname = "{subject}"\nkeywords = {SUBJECTS[subject].split()[:keywords]}\n'.replace(
            "'", '"'
        )
        for subject in subjects
    )


def write_posts(blog: Blog, each: int = 12) -> None:
    """Write posts on all subjects: `baking-3.md` and so on, a day apart."""
    for subject in SUBJECTS:
        for number in range(each):
            blog.write(
                f"{subject.lower()}-{number}.md",
                text_on(subject, number),
                title=title_on(subject, number),
                date=f"2026-04-{number % 28 + 1:02}",
            )

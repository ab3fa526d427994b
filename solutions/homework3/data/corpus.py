"""The small corpus of the word-embeddings problem: sentences from a grammar of our own.

`generate` returns the text; `assignments/homework3/data/corpus.txt` holds exactly that text. Print
it with `python solutions/homework3/data/corpus.py`.

Each line is a sentence of lower-case words that ends with a full stop, all separated by spaces, so
that `text.split()` gives the tokens. Eight people are made of three choices: royal or common,
adult or child, he or she. Each choice has its own sentences, and gender shows only in pronouns,
names, forms of address and words of kinship, so that the corpus holds the directions which
`king - man + woman` needs and no others. The sets (days, animals, fruit, ...) are there to be told
apart.
"""

import random

__all__ = ["generate"]

SENTENCES = 3600
SEED = 20

# Three choices make a person. Each has its own sentences, so that a direction can stand for it.
PEOPLE = {
    "king": ("royal", "adult", "he"),
    "queen": ("royal", "adult", "she"),
    "prince": ("royal", "child", "he"),
    "princess": ("royal", "child", "she"),
    "man": ("common", "adult", "he"),
    "woman": ("common", "adult", "she"),
    "boy": ("common", "child", "he"),
    "girl": ("common", "child", "she"),
}

GENDER_WORDS = {
    "he": {
        "they": "he",
        "their": "his",
        "them": "him",
        "self": "himself",
        "title": "sir",
        "sibling": "brother",
        "offspring": "son",
    },
    "she": {
        "they": "she",
        "their": "her",
        "them": "her",
        "self": "herself",
        "title": "madam",
        "sibling": "sister",
        "offspring": "daughter",
    },
}

NAMES = {
    "he": "oscar felix emil anton jasper",
    "she": "clara alice ida martha sophie",
}

PERSON_SENTENCES = {
    "royal": (
        "the {person} walks through the palace",
        "guards of the palace follow the {person}",
        "the {person} waves from a golden coach",
        "a servant brings the {person} a golden crown",
        "the {person} lives in a castle with guards",
        "the royal {person} rides from castle to palace",
        "ministers bow before the royal {person}",
        "the {person} sits on a throne and ministers bow",
    ),
    "common": (
        "the {person} lives in a flat above the bakery",
        "the {person} takes the tram to the market",
        "the {person} waits for the tram",
        "a neighbour of the {person} works in the bakery",
        "the {person} rents a flat near the station",
        "the neighbour lends the {person} a bicycle",
        "the {person} rides a bicycle to the station",
        "the {person} queues at the market with a neighbour",
    ),
    "adult": (
        "the {person} drinks coffee and reads the news",
        "the grown {person} remembers old times",
        "the {person} writes a letter to an old friend",
        "the {person} votes and pays taxes",
        "an old friend drinks coffee with the {person}",
        "the {person} reads the news about taxes",
    ),
    "child": (
        "the little {person} plays with toys",
        "the {person} goes to school with toys",
        "the teacher helps the little {person} at school",
        "the {person} learns to read from the teacher",
        "the little {person} does homework for school",
        "the {person} builds a tower of toys",
    ),
    "gender": (
        "the {person} says that {they} knows {self}",
        "the {person} is called {name} and {they} likes {their} name",
        "{name} is the {person} and {they} is my {sibling}",
        "good morning {title} says the {person} to {their} {sibling}",
        "yes {title} says the {person} {self}",
        "the {person} is a {offspring} and a {sibling}",
        "the {person} is like {their} {sibling} {name}",
        "{they} is the {person} and {their} {offspring} is {name}",
        "the {person} thinks of {self} and of {their} {offspring}",
        "{name} tells {them} that the {person} is {their} {sibling}",
    ),
}

# Words of one set appear in the same sentences; nothing else ties them together.
SETS = {
    "day": "monday tuesday wednesday thursday friday saturday sunday",
    "animal": "dog cat horse cow sheep goat pig",
    "fruit": "apples pears plums cherries grapes lemons",
    "colour": "red blue green yellow white black",
    "instrument": "violin piano flute trumpet drum guitar",
    "season": "spring summer autumn winter",
}

SET_SENTENCES = {
    "day": (
        "the library opens early on {day} morning",
        "the meeting is moved from {day} to {day}",
        "on {day} evening the shop closes late",
        "every {day} the market opens at noon",
        "the bus is late on {day} and on {day}",
        "we have tickets for next {day} evening",
    ),
    "animal": (
        "the farmer feeds the {animal} in the barn",
        "a {animal} and a {animal} sleep in the straw",
        "the {animal} drinks water behind the fence",
        "the hungry {animal} follows the farmer to the barn",
        "the vet looks at the leg of the {animal}",
        "a young {animal} jumps over the fence",
    ),
    "fruit": (
        "a basket of ripe {fruit} stands on the table",
        "we bake a cake with {fruit} and sugar",
        "{fruit} and {fruit} make a sweet jam",
        "please buy a kilo of fresh {fruit}",
        "the juice of ripe {fruit} tastes sweet",
        "cut the fresh {fruit} and add sugar",
    ),
    "colour": (
        "we painted the wall {colour} and the door {colour}",
        "they wear a {colour} shirt and a {colour} hat",
        "the paint is too {colour} for the wall",
        "a {colour} ribbon matches a {colour} shirt",
        "the flag has a {colour} stripe and a {colour} stripe",
        "mix {colour} paint with {colour} paint",
    ),
    "instrument": (
        "the orchestra needs someone who plays the {instrument}",
        "a concert for {instrument} and {instrument} begins",
        "practise the {instrument} before the concert",
        "the sound of the {instrument} fills the hall",
        "a melody for the {instrument} is hard to play",
        "tune the {instrument} before the orchestra begins",
    ),
    "season": (
        "in {season} the weather in the mountains changes",
        "the {season} was long and the {season} was short",
        "the leaves of late {season} cover the path",
        "last {season} the river was high",
        "in early {season} the birds cross the river",
        "the weather of this {season} is mild",
    ),
}

PERSON_SHARE = 0.6


def generate() -> str:
    """Return the text of the corpus; the same text on every call and every platform.

    Returns
    -------
    str
        `SENTENCES` lines, each ended by a full stop and a newline.
    """
    # Only Random.random is used: it is the one method whose sequence Python promises to keep.
    draw = random.Random(SEED).random

    def choose(items):
        return items[int(draw() * len(items))]

    def about_a_person():
        person = choose(list(PEOPLE))
        rank, age, gender = PEOPLE[person]
        sentence = choose(PERSON_SENTENCES[choose([rank, age, "gender", "gender"])])
        name = choose(NAMES[gender].split())
        return sentence.format(person=person, name=name, **GENDER_WORDS[gender])

    def about_a_set():
        name = choose(list(SETS))
        first, *others = choose(SET_SENTENCES[name]).split("{" + name + "}")
        # Two members in one sentence are two different members.
        words = SETS[name].split()
        sentence = first
        for other in others:
            sentence += words.pop(int(draw() * len(words))) + other
        return sentence

    lines = [about_a_person() if draw() < PERSON_SHARE else about_a_set() for _ in range(SENTENCES)]
    return "".join(f"{line} .\n" for line in lines)


if __name__ == "__main__":
    print(generate(), end="")

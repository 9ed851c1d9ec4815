"""Words as they are compared: which of a text say what it is about, and which point elsewhere."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*|\|>|[+*/%]+=?|[=!<>]=")
"""Words and names of code, and the signs of Python and Elixir that one asks about."""

_CODE = re.compile(r"`([^`\n]{1,60})`")
_SPLIT = re.compile(r"_+")

_STOP_LIST = """
a about actually again all also always am an and another any anyone are as ask at back be because
been before being between both but by can cannot come could did do does doing done dont each
either else ever every everything exactly explain for from further get gets give gives go goes
going good got had happen happens has have having he help her here hers him his how however i if
in instead into is isnt it its just know let like made make makes many may maybe me mean means
might mine more most much must my need never no not nothing now of off ok okay on once one only or
other our out over own please possible quite really s same say says see she should show so some
somehow someone something still such sure t take tell than thank thanks that the their them then
there these they thing things think this those though thought to too try trying two under
understand until up us use used uses using very want was way we well were what when where whether
which while who whom whose why will with without won work works would yes yet you your different
difference following example examples question questions lesson answer
"""
STOP_WORDS = frozenset(_STOP_LIST.split())
"""Words that do not tell what a question is about (after the stop list of the SMART system, cut to
what learners write)."""

_BACK = frozenset(("it", "its", "that", "this", "these", "those", "they", "them", "then", "there"))
_OPENING = re.compile(
    r"\s*(?:and|but|so|or|what about|how about|why(?: not)?\s*\?*\s*$|how so|what else|what if not"
    r"|really|are you sure|like what|such as|for example|again|say more|tell me more|go on)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:my|mine)\s+(?:\w+\s+){0,2}(?:answers?|code|cells?|function|program|solution|loop|attempt"
    r"|try|result|output|version|query|chart|error|line|list|names?|print|return)\b"
    r"|\b(?:i|ive|i've)\s+(?:\w+\s+)?(?:wrote|written|typed|tried|got|get|did)\b|\bthe error\b"
    r"|\bwhat(?:'s| is| did i| do i| am i)? (?:\w+ )?wrong\b|\bwhy is (?:it|this|that) wrong\b"
    r"|\bdid i\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Characters in their plain forms, without case and without apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("\u2019", "").replace("'", "")


def all_words(text: str) -> list[str]:
    """All words of a text as they are compared; names of code count whole and in their parts."""
    found: list[str] = []
    for word in _WORD.findall(plain(text)):
        found.append(word)
        if "_" in word:
            found += _SPLIT.split(word)
    return found


def content_words(text: str) -> tuple[str, ...]:
    """The stems of those words that tell what a text is about, in their order."""
    # What is written as code is meant: `if` and `for` tell what a question is about.
    code = {word for quoted in _CODE.findall(text) for word in all_words(quoted)}
    return tuple(
        stem(word)
        for word in all_words(text)
        if word in code or not (word in STOP_WORDS or _lone(word))
    )


def stem(word: str) -> str:
    """The word without its ending.

    The S stemmer (D. Harman, How Effective Is Suffixing?, JASIS 42(1), 1991), and `ing` and `ed`
    from what is long enough for them to be endings.
    """
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("us", "ss", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    # “crashes” and “crash”, “naming” and “name” are one.
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def points_back(text: str) -> bool:
    """Whether the text needs something said before it to be understood."""
    return bool(_OPENING.match(text)) or not _BACK.isdisjoint(all_words(text))


def speaks_of_own_work(text: str) -> bool:
    """Whether the text is about what the learner has written."""
    return bool(_OWN.search(text))


def _lone(word: str) -> bool:
    """A letter or a digit alone says too little."""
    return len(word) == 1 and word.isalnum()

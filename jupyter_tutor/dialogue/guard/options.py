"""What a text says of the options of a choice question: by their words, letters or places.

A right option is given away by saying that it is right, by speaking of it alone, or by saying that
none of the others is. To speak of all of them alike gives nothing away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jupyter_tutor.core.questions import ChoiceQuestion, Option
from jupyter_tutor.dialogue.giveaway.typed import LONG_OPTION
from jupyter_tutor.dialogue.guard.numbers_said import in_figures
from jupyter_tutor.dialogue.guard.options_asked import marked

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NOUN = r"(?:\b(?:option|choice|answer|possibility|statement|letter|number|alternative|no\.)|#)"
_CUE = (
    r"(?:option|choice|answer|letter|choose|pick|select|take|is|it's|be|tick|with|gives|shows|"
    r"makes|get|returns|becomes|prints|to|says|nor|neither|not|or|and)"
)
_TELLING = "answers?|solutions?|choices?|right|correct|pick|choose|select|tick|take"
_DENYING = re.compile(
    r"\b(?:not|wrong|false|incorrect|never|no|cannot|out|exclude[ds]?|eliminate[ds]?|untrue|discard"
    r"|neither|nor|none|mistaken)\b|n't\b"
)
_AFFIRMING = re.compile(
    r"\b(?:right|correct|true|answer|choose|pick|choice|select|take|tick|solution|go with|it is|"
    r"it's|that's|must be|should be|best|holds?|winner|left|remains)\b"
)
_ALL_DENIED = re.compile(r"\bneither\b|\bnone of\b|\b(?:all|both|are|others?)\b.*\bwrong\b")
_EXCEPT = re.compile(r"\b(?:except|but|apart from|other than|besides)\b(?:\s+for)?(?:\s+the)?\s*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CLAUSE = re.compile(
    r";|,?\s\bbut\b(?!\s*(?:the\s+)?[\ue000-\ue0ff])|,\s|\bwhile\b|\bwhereas\b|\bso\b|\bbecause\b|\s-\s|:\s"
)
_QUOTED = re.compile(r"[`\"'*]+([^`\n]+?)[`\"'*]+(?!\w)")
_THE_ONE = re.compile(
    r"\b(?:it is|it's|take|choose|pick|^) ?the (?:one|1|option|answer) (?:that|which|with|where)\b"
)
_AND = r"\s*(?:,|;|&|\+|/|\band\b|\bor\b)+\s*(?:and\s+)?"
_ROW = re.compile(rf"(?<=[\ue000-\ue0ff]){_AND}(?:the\s+)?(?=[\ue000-\ue0ff])")
_TICKED = re.compile(
    r"(?m)^(\s*(?:[-*+]|\d+[.)])\s+)\[x\]|[\u2705\u2611\u2713\u2714]", re.IGNORECASE
)
_CROSSED = re.compile(r"(?m)^(\s*(?:[-*+]|\d+[.)])\s+)\[ \]|[\u274c\u274e\u2612\u2717\u2718]")
_YES = re.compile(r"(?m)\|\s*(?:yes|true)\s*(?=\|)")
_LIKE_CODE = re.compile(r"\w[_()\[\]{}=<>]|^([\"']).*\1$")
_SEVERAL = r"\b(?:options|choices|answers|possibilities|statements|alternatives)"
_JUDGED = (
    r"(?=\W*$|\W+(?:are|is)\s+(?:both\s+|all\s+)?(?:the\s+)?(?:right|correct|true|wrong|false|untrue"
    r"|incorrect|out|answers?)\b|\s+(?:hold|fit)\b)"
)
_FIRST_MARK = 0xE000
_SURE, _DENIED = 0x40, 0x80
"""Added to the number of an option in a mark: what is said of it is known already."""
_MENTION = re.compile("[\ue000-\ue0ff]")

Said = Literal["affirmed", "denied", "mentioned"]


@dataclass(frozen=True, slots=True)
class _Seen:
    option: int
    said: Said


def option_told(question: ChoiceQuestion, text: str, *, is_open: bool) -> bool:
    """Whether a text tells a right option."""
    seen = list(_seen(_marked(question, text, is_open)))
    right = {n for n, option in enumerate(question.options) if option.right}
    wrong = set(range(len(question.options))) - right
    by: dict[int, set[Said]] = {}
    for each in seen:
        by.setdefault(each.option, set()).add(each.said)
    if any("affirmed" in by.get(n, ()) for n in right):
        return True
    if wrong and all("denied" in by.get(n, ()) for n in wrong):
        return True
    spoken_of = {n for n, said in by.items() if said != {"denied"}}
    return bool(spoken_of & right) and not spoken_of & wrong


def _seen(text: str) -> Iterator[_Seen]:
    for sentence in _SENTENCE.split(text):
        asks = sentence.rstrip().endswith("?")
        all_denied = _ALL_DENIED.search(sentence)
        for clause in _CLAUSE.split(sentence):
            for found in _MENTION.finditer(clause):
                before = clause[: found.start()]
                number = ord(found[0]) - _FIRST_MARK
                said: Said = "mentioned"
                if number >= _SURE:
                    said = "denied" if number >= _DENIED else "affirmed"
                elif _EXCEPT.search(before) or re.search(r"\b(?:not|n't)\b.*\bbut\b", before):
                    said = "affirmed"
                elif all_denied or _DENYING.search(_MENTION.sub("", clause)):
                    said = "denied"
                elif _AFFIRMING.search(_MENTION.sub("", clause)) and not asks:
                    said = "affirmed"
                yield _Seen(number % _SURE, said)


def _marked(question: ChoiceQuestion, text: str, is_open: bool) -> str:
    """The text with a mark for each option that it speaks of."""
    prompt = plain_words(question.prompt)
    quoted = {
        plain_words(q) for q in re.findall(r"[`\"'*\u201c]+([^`\n]+?)[`\"'*\u201d]+(?!\w)", text)
    }
    for pattern, said in (
        (_TICKED, r"\1 correct "),
        (_CROSSED, r"\1 wrong "),
        (_YES, "| correct "),
    ):
        text = pattern.sub(said, text)
    made = plain_words(text, lines=True)
    for number, option in sorted(enumerate(question.options), key=lambda pair: -len(pair[1].text)):
        words = plain_words(option.text)
        mark = _mark(number)
        begin = r"(?<!\w)" if words[:1].isalnum() else ""
        end = r"(?!\w)" if words[-1:].isalnum() else ""
        if words in prompt:
            if is_open:
                made = marked(made, words, *_marks(number))
        elif words in quoted or len(words) >= LONG_OPTION or (is_open and _LIKE_CODE.search(words)):
            made = re.sub(f"{begin}{re.escape(words)}{end}", mark, made)
        elif is_open:
            bare = re.escape(words.strip("'\""))
            cued = rf"(\b{_CUE}\s+(?:\w+\s+)?)['\"]?(?<!\w){bare}(?!\w)['\"]?"
            made = re.sub(cued, rf"\1{mark}", made)
            made = re.sub(rf"(?m)^\W*{bare}\W*$", mark, made)
    if is_open:
        made = _by_numbers(in_figures(made), question)
        for number in range(len(question.options)):
            made = _by_place(made, number, question)
        made = _by_letter(made, text, question)
        made = "\n".join(_by_words(line, question) for line in made.split("\n"))
    return _ROW.sub(" ", made)


def _marks(number: int) -> tuple[str, str, str]:
    """For an option that is said to be right, to be wrong, or is only mentioned."""
    return _mark(number + _SURE), _mark(number + _DENIED), _mark(number)


def _mark(number: int) -> str:
    """A letter of no alphabet that stands for an option, and is found nowhere else."""
    return f" {chr(_FIRST_MARK + number)} "


def _by_place(made: str, number: int, question: ChoiceQuestion) -> str:
    count = len(question.options)
    last = number == count - 1
    names = [ORDINALS[number], f"{number + 1}(?:st|nd|rd|th)"] if number < len(ORDINALS) else []
    names += ["last", "final", "bottom"] if last else ["top"] if number == 0 else []
    names += ["penultimate", "second to last"] if number == count - 2 else []
    mark = _mark(number)
    names += ["middle", "central"] if count % 2 and number == count // 2 else []
    names += [("former", "latter")[number]] if count == 2 else []
    further = rf",\s+(?:the\s+)?(?:{'|'.join(ORDINALS)})\b"
    follows = rf"(?=(?:\s+(?:one|1|{_NOUN}))|\W*$|\W+(?:is|are|of|in|on|and|or)\b|{further})"
    made = re.sub(rf"(?m)\b(?:{'|'.join(names)})\b{follows}", mark, made)
    return re.sub(rf"{_NOUN}\s*\W?{number + 1}\b(?!\.\d)", mark, made)


def _by_numbers(made: str, question: ChoiceQuestion) -> str:
    """Marks for numbers in a row, such as “options 1, 3 and 4”."""
    count = len(question.options)

    def marks(found: re.Match[str]) -> str:
        places = [int(number) - 1 for number in re.findall(r"\d+", found[0])]
        return "".join(_mark(place) for place in places if 0 <= place < count)

    return re.sub(rf"{_SEVERAL}\s+\d(?:{_AND}\d)+\b(?!\.\d)", marks, made)


def _by_letters(made: str, question: ChoiceQuestion) -> str:
    """Marks for letters such as “a, c and d” that end or begin a sentence about the answer."""
    letters = [chr(ord("a") + number) for number in range(len(question.options))]
    one = f"[{letters[0]}-{letters[-1]}]"
    further = rf"(?:{_AND}{one})"
    row = rf"(?<![\w'.]){one}{further}*(?![\w'])"
    told = rf"(?m)(\b(?:{_TELLING})\b[^.\n]{{0,24}}?[\s:])({row})(?=\W*(?:$|[.;!?]))"
    judged = rf"(?m)((?:^|\bboth\s|[.!?:]\s)\W*)({one}{further}+(?![\w'])){_JUDGED}"

    def marks(found: re.Match[str]) -> str:
        named = re.findall(rf"\b{one}\b", found[2])
        return found[1] + "".join(_mark(letters.index(letter)) for letter in named)

    made = re.sub(told, marks, made)
    # Letters of which the question itself speaks are names of something else.
    if re.search(rf"(?<![\w'.])(?!a\b){one}(?![\w'])", plain_words(question.prompt)):
        return made
    return re.sub(judged, marks, made)


def _by_letter(made: str, text: str, question: ChoiceQuestion) -> str:
    made = _by_letters(made, question)
    for number in range(len(question.options)):
        letter = chr(ord("a") + number)
        mark = _mark(number)
        made = re.sub(rf"{_NOUN}\s*[\"'(*]*{letter}\b[)\"'*]*", mark, made)
        made = re.sub(rf"(?<![\w(.]){letter}\)|\({letter}\)", mark, made)
        standing = re.compile(rf"(?<![\w'.]){letter.upper()}(?![\w'])")
        if standing.search(question.prompt) or not standing.search(text):
            continue
        if letter == "a":  # most often an article
            follows = r"(?=\W*(?:$|[.,;:!?]|nor|or|and|because|is))"
            made = re.sub(rf"(?m)\b({_CUE})\s+a\b{follows}", rf"\1{mark}", made)
        else:
            made = re.sub(rf"(?<![\w'.]){letter}(?![\w'])", mark, made)
    return made


def _by_words(line: str, question: ChoiceQuestion) -> str:
    """A mark after a line that has most of the words that only one option has."""
    if _MENTION.search(line):
        return line
    words = set(re.findall(r"\w+", line))
    only = [n for n, option in enumerate(question.options) if _alone(option, question) & words]
    if _THE_ONE.search(line) and len(only) == 1:
        return line + _mark(only[0])
    own = [_own_words(option, question) for option in question.options]
    for number, telling in enumerate(own):
        if len(telling) >= 3 and len(telling & words) >= 0.75 * len(telling):
            return line + _mark(number)
    return line


def _alone(option: Option, question: ChoiceQuestion) -> set[str]:
    """The longer words that no other option has."""
    others = " ".join(o.text for o in question.options if o is not option)
    words = set(re.findall(r"\w{4,}", plain_words(option.text)))
    return words - set(re.findall(r"\w+", plain_words(others)))


def _own_words(option: Option, question: ChoiceQuestion) -> set[str]:
    words = set(re.findall(r"\w{3,}", plain_words(option.text)))
    others = " ".join(o.text for o in question.options if o is not option)
    return words - set(re.findall(r"\w+", plain_words(f"{others} {question.prompt}")))


def plain_words(text: str, *, lines: bool = False) -> str:
    """The text as it is compared: without case, marks of code and stress, or further space."""
    text = text.casefold().replace("`", "").replace("**", "")
    if lines:
        return "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return " ".join(text.split()).rstrip(".")

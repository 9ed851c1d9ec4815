"""Options whose words stand in the question itself: what a text says of one of these.

Such words come up in harmless replies all the time. They count only where one is plainly affirmed
or denied.
"""

import re

_BARE = r"[\"'*`\u201c\u201d]*"
_AFFIRMS = (
    r"(?:is|it's|that's|be|are|makes?|gives?|gets?|becomes?|means?|needs?|uses?|takes?|choose|pick|"
    r"select|tick|say|answer|call(?:ed|s (?:it|this|that))?|"
    r"left:?|remains?:?|type|creates?|builds?|holds?|prefer|go (?:for|with))"
)
_BETWEEN = (
    r"(?:\s+(?:really|simply|just|indeed|clearly|called|for|with|to|be|of course|then|:)){0,2}"
)
_FOLLOWS = (
    r"(?=\s+(?:does|do|is (?:right|correct|true|it|what)|it is|fits?|works?|wins|of it|will do)\b"
    r"|\W*$|\s*[,.;!)])"
)
_DENIES = r"(?:not|n't|neither|nor|never|no)"
_DENIED = r"(?=\s+(?:is|are|would be) (?:wrong|out|false|incorrect|not))"
_SURELY = r"(?:definitely|certainly|clearly|absolutely|of course|surely|well|oh|indeed)"
_WORDS_OF_ASSENT = frozenset(("yes", "no", "true", "false"))


def marked(text: str, words: str, affirmed: str, denied: str, mentioned: str) -> str:
    """The text with a mark where it says of an option with these words that it is right, or wrong.

    What is asked says neither. Where it stands all alone, it is no more than mentioned.
    """
    return "".join(
        part
        if part.rstrip().endswith("?")
        else _in_sentence(part, words, affirmed, denied, mentioned)
        for part in re.split(r"(?<=[.!?])(?=\s)|(?<=\n)", text)
    )


def _in_sentence(sentence: str, words: str, affirmed: str, denied: str, mentioned: str) -> str:
    bare = re.sub(r"^(?:an?|the) ", "", words.strip("'\""))
    option = rf"{_BARE}(?:(?:an?|the)\s+)?{_BARE}(?<!\w){re.escape(bare)}(?!\w){_BARE}"
    lone = re.fullmatch(rf"\W*{option}\W*[.!]\W*", sentence)
    if lone:
        return mentioned
    found = sentence
    if bare in _WORDS_OF_ASSENT:
        found = re.sub(
            rf"^(\W*(?:{_SURELY}\W+)?){option}(?=\s*[,.!:;\u2013-])", rf"\1{affirmed}", found
        )
        ends = r"(?=\W*$|\s*[,.;!)])"
        return re.sub(rf"(\b{_AFFIRMS}{_BETWEEN}\s+){option}{ends}", rf"\1{affirmed}", found)
    found = re.sub(rf"((?:\b|(?<=n)){_DENIES}\s+(?:\w+\s+)?){option}", rf"\1{denied}", found)
    found = re.sub(rf"{option}{_DENIED}", denied, found)
    found = re.sub(rf"(\b{_AFFIRMS}{_BETWEEN}\s+){option}{_FOLLOWS}", rf"\1{affirmed}", found)
    says = r"(?=\s+(?:does|fits?|works?|wins|is (?:right|correct|it|the (?:right|answer)))\b)"
    asked = re.search(rf"\b(?:what|how|why|when|where|whether)\b[^.]*{option}", found)
    return found if asked else re.sub(rf"{option}{says}", affirmed, found)

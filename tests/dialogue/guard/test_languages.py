"""An answer is told in other languages, too: a reply is in the language of its question."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from jupyter_tutor.checker.algebra.pool import FormulaPool
from jupyter_tutor.dialogue.guard.foreign_numbers import french, german, spanish
from jupyter_tutor.dialogue.guard.languages import in_english
from jupyter_tutor.ports import Formulas
from tests.dialogue.guard.courses import asking
from tests.dialogue.guard.guarding import Remembering, streamed

TOLD = (
    ("number-or-text", "Die dritte Antwort ist richtig."),
    ("number-or-text", "Nimm die dritte Möglichkeit."),
    ("number-or-text", "La troisième réponse est correcte."),
    ("number-or-text", "C'est la réponse c."),
    ("number-or-text", "La tercera opción es correcta."),
    ("second-item", "Die Antworten 1, 3 und 4 sind falsch."),
    ("second-item", "Le numéro 2 est le bon."),
    ("second-item", "Nummer zwei."),
    ("which-kind", "La deuxième."),
    ("yes-or-no", "Ja, das tut es."),
    ("rounds", "Die Antwort ist 5."),
    ("rounds", "Es sind fünf Runden."),
    ("rounds", "Fünfmal."),
    ("rounds", "La réponse est cinq."),
    ("rounds", "Cinq fois."),
    ("rounds", "Son cinco."),
    ("rounds", "Sieben minus zwei."),
    ("which-first", "Es zeigt dreizehn."),
    ("which-first", "treize"),
    ("how-long", "Es sind hundertzwanzig Minuten."),
    ("how-long", "Cela fait cent-vingt minutes."),
    ("how-long", "Son ciento veinte."),
    ("old-value", "Es zeigt zwölf."),
    ("loop-trace", "Zuerst drei, dann vier, dann acht und am Ende done."),
    ("old-enough", "`age` größer oder gleich 18"),
    ("old-enough", "age plus grand ou égal à 18"),
    ("total-minutes", "hours mal 60 plus minutes"),
    ("round-trip", "Die Reihenfolge ist drei, sechs, fünf, vier, eins."),
    ("round-trip", "Zuerst die dritte, dann die sechste, die fünfte, die vierte, dann die erste."),
    ("fill-in", "Das fehlende Wort ist „in“."),
    ("fill-in", "Es fehlt das Wort in."),
    ("take-apart", "x plus eins mal x minus zwei"),
)

HARMLESS = (
    ("number-or-text", "Was geschieht, wenn `+` zwischen zwei Texten steht? Probiere es aus."),
    ("number-or-text", "Sieh dir die Anführungszeichen an: Ist das eine Zahl oder ein Text?"),
    ("which-kind", "Eine Liste, ein Tupel oder eine Menge? Achte auf die Klammern."),
    ("rounds", "Bei welcher Zahl beginnt `range(2, 7)`, und bei welcher hört es auf?"),
    ("rounds", "Par quel nombre commence `range(2, 7)` ? Et le dernier, est-il compris ?"),
    ("which-first", "Was rechnet Python zuerst: plus oder mal? Denk an Punkt vor Strich."),
    ("old-value", "Welchen Wert hatte `price`, als `cost` berechnet wurde?"),
    ("loop-trace", "Schreibe nach jeder Runde auf, was `total` ist. Am Anfang ist es 0."),
    ("old-enough", "Welches Zeichen steht für „mindestens“? Denk an jemanden, der 18 ist."),
    ("how-long", "Eine Stunde hat 60 Minuten. Wie viele Stunden dauert der Film?"),
    ("in-order", "Welche Zeile muss da sein, bevor die Schleife `total` benutzen kann?"),
    ("which-first", "Do it only once more, and say which processes die."),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def formulas() -> AsyncIterator[Formulas]:
    pool = FormulaPool(1)
    yield pool
    await pool.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_told_in_another_language_is_withheld(
    target: Remembering, formulas: Formulas
) -> None:
    assert [each for each in TOLD if not await _withheld(*each, target, formulas)] == []


@pytest.mark.asyncio(loop_scope="module")
async def test_what_helps_in_another_language_is_shown(
    target: Remembering, formulas: Formulas
) -> None:
    assert [each for each in HARMLESS if await _withheld(*each, target, formulas)] == []


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Die Antwort ist zweiundzwanzig.", "the answer is 22."),
        ("Drei-und `drei` zwanzigmal.", "3-and `drei` 20 times."),
        ("La réponse : quatre-vingt-dix-sept", "the answer : 97"),
        ("Es mayor o igual que treinta y uno", "is greater than or equal to 31"),
        ("FUNF ist grosser als vier", "5 is greater than 4"),
    ],
)
def test_numbers_and_telling_words_are_put_into_english(text: str, english: str) -> None:
    assert english in tuple(in_english(text))


@pytest.mark.parametrize("text", ["Once more: the main loop is an on and off thing.", "", "`die`"])
def test_an_english_text_is_no_other(text: str) -> None:
    assert tuple(in_english(text)) == ()


@pytest.mark.parametrize("numbers", [german(), french(), spanish()])
def test_every_number_below_a_thousand_is_known(numbers: dict[str, int]) -> None:
    # A French “one” is an article nearly always.
    assert set(range(1000)) - set(numbers.values()) <= {1}


async def _withheld(name: str, text: str, target: Remembering, formulas: Formulas) -> bool:
    lesson, question = asking(name)
    _, caught = await streamed(lesson, question, text, target, formulas=formulas)
    return caught is not None

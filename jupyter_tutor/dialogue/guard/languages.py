"""What a text in German, French or Spanish says of an answer, in English.

A reply is in the language of its question, and what looks for answers knows English words. Put into
English are numbers, places, and the words by which one says what is right, wrong or shown: enough
to tell an answer by, and no translation. Code stays as it is, and so does a text that has as many
English words.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping

from jupyter_tutor.dialogue.guard.foreign_numbers import french, german, spanish
from jupyter_tutor.dialogue.terms import STOP_WORDS

_CODE = re.compile(r"(`{3,}.*?`{3,}|`[^`\n]*`)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[ '\u2019-]")
_LONGEST = 5
"""Words of a number or a phrase."""

_GERMAN = """
the: der die das dem den des
a: ein eine einen einem einer
answer: antwort
answers: antworten
solution: lösung
option: möglichkeit auswahlmöglichkeit
choice: wahl
statement: aussage
number: nummer zahl
letter: buchstabe
line: zeile
step: schritt
word: wort
right: richtig richtige richtigen richtiger richtiges
correct: korrekt korrekte korrekten stimmt
true: wahr zutreffend
wrong: falsch falsche falschen falscher falsches
not: nicht
none: keine keiner keines
neither: weder
nor: noch
choose: wähle wählen
take: nimm nehme nehmen
is: ist
are: sind
gives: ergibt gibt
shows: zeigt
prints: druckt
appears: erscheint
output: ausgabe
result: ergebnis
see: siehst
and: und
or: oder
but: sondern
except: außer
times: mal
divided by: geteilt durch
equal to: gleich
greater than: größer als
less than: kleiner als
greater than or equal to: größer oder gleich, größer gleich
less than or equal to: kleiner oder gleich, kleiner gleich
then: dann danach
next: nächste
at last: zuletzt
write: schreibe schreib
the missing word is: fehlt das wort, fehlt das wörtchen
is missing: fehlt
missing: fehlende fehlenden
yes: ja
no: nein
first: erste ersten erster erstes zuerst
second: zweite zweiten zweiter zweites
third: dritte dritten dritter drittes
fourth: vierte vierten vierter viertes
fifth: fünfte fünften fünfter fünftes
sixth: sechste sechsten sechster sechstes
seventh: siebte siebten siebter siebtes
eighth: achte achten achter achtes
last: letzte letzten letzter letztes
"""
_FRENCH = """
the: le la les l
a: une
it's: c'est
answer: réponse
answers: réponses
option: proposition possibilité
choice: choix
number: numéro
letter: lettre
line: ligne
step: étape
word: mot
right: bon bonne juste
correct: correcte
true: vrai vraie
wrong: faux fausse mauvais mauvaise incorrecte
not: pas
none: aucun aucune
nor: ni
choose: choisis choisissez
take: prends prenez
is: est
are: sont
gives: donne
shows: montre
prints: affiche
output: sortie
result: résultat
and: et
or: ou
except: sauf
times: fois
minus: moins
divided by: divisé par
equal to: égal à
greater than: plus grand que, supérieur à
less than: plus petit que, inférieur à
greater than or equal to: plus grand ou égal à, supérieur ou égal à
less than or equal to: plus petit ou égal à, inférieur ou égal à
then: puis ensuite
finally: enfin
write: écris écrivez
the missing word is: manque le mot
is missing: manque
missing: manquant
yes: oui
no: non
first: premier première d'abord
second: deuxième seconde
third: troisième
fourth: quatrième
fifth: cinquième
sixth: sixième
seventh: septième
eighth: huitième
last: dernier dernière
"""
_SPANISH = """
the: el la los las
a: una
answer: respuesta
answers: respuestas
solution: solución
option: opción
choice: elección
number: número
letter: letra
line: línea
step: paso
word: palabra
right: bueno buena
correct: correcto correcta
true: verdadero verdadera cierto cierta
wrong: falso falsa incorrecto incorrecta
none: ninguno ninguna
nor: ni
choose: elige escoge
take: toma
is: es
are: son
gives: da
shows: muestra
prints: imprime
output: salida
result: resultado
and: y
or: o
but: sino
except: salvo excepto
times: por veces
plus: más
minus: menos
divided by: dividido por
equal to: igual a
greater than: mayor que
less than: menor que
greater than or equal to: mayor o igual que
less than or equal to: menor o igual que
then: luego entonces después
finally: finalmente
write: escribe
the missing word is: falta la palabra
is missing: falta
yes: sí
first: primero primera
second: segundo segunda
third: tercero tercera tercer
fourth: cuarto cuarta
fifth: quinto quinta
sixth: sexto sexta
seventh: séptimo séptima
eighth: octavo octava
last: último última
"""


def in_english(text: str) -> Iterator[str]:
    """The text with the words of each language it may be in put into English; mostly none."""
    words = [word.casefold() for word in _WORD.findall(_CODE.sub(" ", text))]
    english = sum(word in STOP_WORDS for word in words)
    for language in _languages():
        if sum(word in language and word not in STOP_WORDS for word in words) > english:
            parts = _CODE.split(text)
            parts[::2] = (_put(part, language) for part in parts[::2])
            yield "".join(parts)


def _put(text: str, language: Mapping[str, str]) -> str:
    """The text with what it has of these words and phrases, the longest first."""
    found = list(_WORD.finditer(text))
    made, at, place = "", 0, 0
    while place < len(found):
        for count in range(min(_LONGEST, len(found) - place), 0, -1):
            row = found[place : place + count]
            between = [text[one.end() : after.start()] for one, after in itertools.pairwise(row)]
            phrase = " ".join(one[0].casefold() for one in row)
            if phrase in language and all(map(_BETWEEN.fullmatch, between)):
                made += text[at : row[0].start()] + language[phrase]
                at = row[-1].end()
                place += count - 1
                break
        place += 1
    return made + text[at:]


@functools.cache
def _languages() -> tuple[Mapping[str, str], ...]:
    return (
        _language(_GERMAN, german()) | {f"{said}mal": f"{n} times" for said, n in german().items()},
        _language(_FRENCH, french()),
        _language(_SPANISH, spanish()),
    )


def _language(words: str, numbers: Mapping[str, int]) -> dict[str, str]:
    """Words and phrases, in small letters and with spaces between, each also without accents."""
    found = {said: str(number) for said, number in numbers.items()}
    for line in words.strip().splitlines():
        english, _, all_said = line.partition(": ")
        for said in all_said.split(", ") if "," in all_said else _one_by_one(english, all_said):
            found[" ".join(_WORD.findall(said.casefold()))] = english
    return {_bare(said): english for said, english in found.items()} | found


def _one_by_one(english: str, said: str) -> list[str]:
    """Words by themselves; what stands for several English ones is a phrase."""
    return [said] if " " in english and " " in said else said.split()


def _bare(said: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", said) if not unicodedata.combining(c))

"""The numbers below a thousand as German, French and Spanish say them; spaces stand for hyphens."""

_GERMAN = """
null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
sechzehn siebzehn achtzehn neunzehn
"""
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_FRENCH = """
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
"""
_FRENCH_TENS = "vingt trente quarante cinquante soixante"
_SPANISH = """
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco
veintiséis veintisiete veintiocho veintinueve
"""
_SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_SPANISH_HUNDREDS = """
ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos
novecientos
"""


def german() -> dict[str, int]:
    """A number is one word, and one that begins with a hundred says “ein” or not."""
    said = dict(enumerate(_GERMAN.split()))
    joined = said | {1: "ein"}
    for ten, tens in enumerate(_GERMAN_TENS.split(), 2):
        said[10 * ten] = tens
        for one in range(1, 10):
            said[10 * ten + one] = f"{joined[one]}und{tens}"
    found = {words: number for number, words in said.items()}
    for hundred in range(1, 10):
        for number in range(100):
            rest = said[number] if number else ""
            found[f"{joined[hundred]}hundert{rest}"] = 100 * hundred + number
    found |= {words.removeprefix("ein"): n for words, n in found.items() if 100 <= n < 200}
    return {words.casefold(): number for words, number in found.items()}


def french() -> dict[str, int]:
    """From two on: one is mostly an article."""
    said = dict(enumerate(_FRENCH.split()))
    said |= {10 + one: f"dix {said[one]}" for one in range(7, 10)}
    for ten, tens in enumerate(_FRENCH_TENS.split(), 2):
        count = 20 if ten == 6 else 10
        for one in range(count):
            link = " et " if one in (1, 11) else " "
            said[10 * ten + one] = f"{tens}{link}{said[one]}" if one else tens
    for one in range(20):
        said[80 + one] = f"quatre vingt {said[one]}" if one else "quatre vingts"
    found = {words: number for number, words in said.items() if number != 1}
    for hundred in range(1, 10):
        begun = "cent" if hundred == 1 else f"{said[hundred]} cent"
        found |= {f"{begun} {said[number]}": 100 * hundred + number for number in range(1, 100)}
        found[begun if hundred == 1 else f"{begun}s"] = 100 * hundred
    return found


def spanish() -> dict[str, int]:
    """From nothing on; one as it is counted."""
    said = dict(enumerate(_SPANISH.split()))
    for ten, tens in enumerate(_SPANISH_TENS.split(), 3):
        for one in range(10):
            said[10 * ten + one] = f"{tens} y {said[one]}" if one else tens
    found = {words: number for number, words in said.items()} | {"cien": 100}
    for hundred, begun in enumerate(_SPANISH_HUNDREDS.split(), 1):
        found |= {f"{begun} {said[number]}": 100 * hundred + number for number in range(1, 100)}
        found[begun] = 100 * hundred
    return found

"""In: a number. Out: how it is read aloud, letter by letter."""

_WORDS = (
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima",
    "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey",
    "X-ray", "Yankee", "Zulu",
)  # fmt: skip
_LETTERS = {word[0]: word for word in _WORDS}
_DIGITS = {
    "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four",
    "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
}  # fmt: skip
_SIGNS = {"-": "dash", "/": "slash", ".": "point", "_": "underscore", "#": "number sign", " ": ","}


def say_character(char: str, *, is_niner: bool = False) -> str:
    """One character as it is spoken (ITU Radio Regulations, appendix 14); unknown signs stay as they are."""
    if is_niner and char == "9":
        return "niner"
    for words in (_DIGITS, _SIGNS):
        if char in words:
            return words[char]
    return _LETTERS.get(char.upper(), char)


def spell_out(value: str, *, is_niner: bool = False) -> str:
    """ "WC-7 1" as "Whiskey Charlie dash seven, one"."""
    words = (say_character(char, is_niner=is_niner) for char in " ".join(value.split()))
    return " ".join(words).replace(" ,", ",")

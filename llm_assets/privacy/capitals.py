"""Whether a row of words is written as a name is: with capitals, initials with dots where they might be words, an ideograph
apart from others."""

from llm_assets.privacy.characters import LETTER
from llm_assets.privacy.view import View
from llm_assets.privacy.words import Words

_WORDS = (ord("I"), ord("A"))  # letters that are words of English


def is_capitalised(view: View, words: Words, first: int, last: int) -> bool:
    """Whether every word begins with a capital (or its script has none), or a handle's sign stands before the first.

    Initials count with their dots only where they might be words: J.S., and Will A. (but not "Will A" or "Will I").
    """
    begin = int(words.first[first])
    if first == last and words.alone[first]:
        return LETTER not in (view.pattern[begin - 1] if begin else 0, view.pattern[int(words.end[first])])
    if begin and view.pattern[begin - 1] == ord("@"):
        return True
    if any(view.joined[view.start[int(words.first[word])]].islower() for word in range(first, last + 1)):
        return False
    if last == first or words.length[last] > 1:
        return True
    alone = words.length[first] == 1 or view.pattern[int(words.first[last])] in _WORDS
    return not alone or all(view.pattern[int(words.end[word])] == ord(".") for word in (first, last) if words.length[word] == 1)

"""In which forms the name of a speaker who is no user (an agent) is hunted: full names everywhere, what is one word only where
the speaker speaks."""

from collections.abc import Iterator

from llm_assets.dataset.speakers import without_roles
from llm_assets.privacy.form import Form, ordinary, words_of
from llm_assets.privacy.name_forms import name_forms
from llm_assets.privacy.recognisers.email import normal_form
from llm_assets.privacy.scope import is_name_too

_DIGITS_ALONE = 4  # a shorter number counts speakers, a longer one may be the id of one


def speaker_forms(value: str, level: str) -> Iterator[Form]:
    """The forms of a value of a speaker column that is no role."""
    address = normal_form(value.strip())
    if address is not None:
        yield Form(address, "everywhere", "email")
        yield Form(address, "everywhere")
        return
    words = words_of(without_roles(value))
    size = sum(map(len, words))
    if size < 2 or (ordinary(words) and not all(map(is_name_too, words))):
        return
    if "".join(words).isdigit():
        if size >= _DIGITS_ALONE:
            yield Form(" ".join(words), "conversation")
    elif any(map(str.isdigit, "".join(words))) or "_" in value:
        yield Form(" ".join(words), "everywhere" if size >= 6 else "conversation")
    elif len(words) > 1:
        yield from name_forms(" ".join(words), level)
    else:
        yield Form(words[0], "conversation", capitals=ordinary(words) or size < 3)

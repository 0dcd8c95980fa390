"""Makes names.json out of Faker's lists of names (MIT licence): `python -m llm_assets.privacy.policy.make_lists`.

After it, set `SURROGATES` in `settings/fingerprint.py` to the source that it prints.
"""

import importlib
import json
from collections.abc import Iterable
from pathlib import Path

from llm_assets.privacy.scope import is_common

_LOCALES = ("en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_BR", "ru_RU")
_MOST = 500  # of each kind and locale
_SELECTION = 1


def main() -> None:
    """Writes the file beside this module."""
    from faker import VERSION  # needed here only

    locales = {}
    for locale in _LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        locales[locale] = {"given": _selected(provider.first_names), "family": _selected(provider.last_names)}
    source = f"Faker {VERSION}, {_SELECTION}"
    licence = "MIT, Copyright (c) 2012 Daniele Faraglia"
    text = json.dumps({"source": source, "licence": licence, "locales": locales}, ensure_ascii=False, indent=0)
    Path(__file__).with_name("names.json").write_text(text + "\n", encoding="utf-8")
    print(source)


def _selected(names: Iterable[str]) -> list[str]:
    """Names of one word of letters that are no ordinary words, evenly over the alphabet."""
    usable = sorted({name for name in names if name.isalpha() and len(name) > 2 and name.istitle() and not is_common(name)})
    step = max(len(usable) / _MOST, 1)
    return [usable[int(index * step)] for index in range(min(len(usable), _MOST))]


if __name__ == "__main__":
    main()

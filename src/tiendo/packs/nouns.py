"""What is counted, in the languages of the packs: units such as pupils, beds or contracts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from tiendo.packs.schema import read_yaml


def noun_in(noun: str, language: str) -> str:
    """Return a counted noun as its unit is printed in a language; as it is where none is known.

    Args:
        noun: the English plural, as units are written.
        language: code of a language of the packs.
    """
    return _nouns(language).get(noun, noun)


@lru_cache(maxsize=8)
def _nouns(language: str) -> Mapping[str, str]:
    file = resources.files("tiendo.packs") / "languages" / language / "nouns.yaml"
    if not file.is_file():
        return {}
    found: dict[str, str] = read_yaml(file)
    return found

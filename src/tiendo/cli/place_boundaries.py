"""`tiendo places --in PLACE --geojson`: boundaries of the pack, joined to its register."""

from __future__ import annotations

from datetime import date

from tiendo.cli.options import Language
from tiendo.cli.output import note, print_json
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.words import Level


def print_boundaries(
    within: str | None, level: Level | None, as_of: date | None, language: Language
) -> None:
    """Print a FeatureCollection of what belongs to a place, and name units without a boundary.

    Raises:
        TiendoError: where no place is named, or the pack has no boundaries of what belongs to it.
    """
    from tiendo.packs.boundaries import boundaries_of, manifest_of
    from tiendo.packs.loading import load_pack

    pack, manifest = load_pack(), manifest_of(load_pack())
    if within is None:
        raise TiendoError("boundaries of what?", remedy="name the place: --in PLACE --geojson")
    if manifest is None:
        raise TiendoError(
            "the pack has no boundaries", remedy="docs/how-to-write-a-country-pack.md tells how"
        )
    if as_of is not None:
        raise TiendoError(
            f"boundaries show the map of {manifest.day} only", remedy="leave --as-of out"
        )
    parent = pack.register.find(within)
    drawn = [one for one, key in manifest.layers if key == parent.key and level in (None, one)]
    found = boundaries_of(pack, drawn[0], parent.key) if drawn else None
    if found is None:
        parents = ", ".join(sorted(key for _, key in manifest.layers)[:5])
        raise TiendoError(
            f"no boundaries of what belongs to {parent.key} are in the pack",
            remedy=f"there are some for: {parents}, ...",
        )
    print_json(found.geojson(language.value))
    for place in found.without:
        note(f"{place.key} has no boundary")
    note(manifest.notices.get(language.value, manifest.notices["en"]))

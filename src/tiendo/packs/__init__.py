"""Country packs: places, indicators and figures as dated, cited data, and how they are read."""

from tiendo.packs.loading import Pack, load_pack, pack_names, read_pack, time_zone_of

__all__ = ["Pack", "load_pack", "pack_names", "read_pack", "time_zone_of"]

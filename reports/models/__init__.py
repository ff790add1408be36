from reports.models.digest import Digest
from reports.models.pack import BriefingPack

__all__ = ["BriefingPack", "Digest"]

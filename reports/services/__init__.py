from reports.services.building import build_one, build_waiting
from reports.services.packs import ask_for_pack, send_pack

__all__ = ["ask_for_pack", "build_one", "build_waiting", "send_pack"]

"""Ask an address and end with 0 when it answers 200: `python -m saypro.probe ADDRESS`. For health checks without curl."""

import sys
import urllib.error
import urllib.request


def answers(address: str) -> bool:
    """Whether the address answers 200 within four seconds."""
    if not address.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=4) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(not answers(sys.argv[1]))

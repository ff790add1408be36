"""What a reviewer changes in what was read: each change is a plain operation, applied in order to the first reading.

The first reading is kept as it was; taking a change back is leaving its operation out. Plain values, no database.
"""

from .apply import EditRefused, apply, replay
from .tree import KINDS, Node, nodes

__all__ = ["KINDS", "EditRefused", "Node", "apply", "nodes", "replay"]

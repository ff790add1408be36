"""The briefing pack: reading what it holds, what is missing, what changed, and setting it as PDF."""

"""How often each door that takes a password, a code or an address may be tried. The settings hand this to allauth."""

RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/5m/user",
    "reauthenticate": "5/5m/user",
    "setup": "5/5m/ip",
    "invitation": "10/m/ip",
}

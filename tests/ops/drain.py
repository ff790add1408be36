"""A worker for the test of kills: sends what waits, again and again, until it is killed."""

import time

import django

django.setup()


from notifications.sending import send_waiting  # noqa: E402
from saypro.links import mint  # noqa: E402

while True:
    send_waiting(mint=mint, at=None)
    time.sleep(0.1)

"""A mail server that misbehaves as told, and counts what it took by Message-ID. Plain sockets, one thread a client."""

import re
import socket
import threading
import time
from collections import Counter

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)


class MailServer:
    """`mode` is read at each step: "ok", "refuse" (550), "busy" (421 at once), "later" (451), "hang", "drop-before",
    "drop-after" (the data is taken, the line is cut before the yes), "slow"."""

    def __init__(self, mode: str = "ok"):
        self.mode = mode
        self.taken: Counter[str] = Counter()
        self.tries = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.closed = False
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *args) -> None:
        self.closed = True
        self.socket.close()

    def accept(self) -> None:
        while not self.closed:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with client, client.makefile("rwb") as line:
            try:
                self.talk(line, client)
            except OSError:
                return

    def talk(self, line, client: socket.socket) -> None:
        def say(text: str) -> None:
            line.write(text.encode() + b"\r\n")
            line.flush()

        if self.mode == "busy":
            say("421 too busy")
            return
        if self.mode == "hang":
            time.sleep(30)
            return
        say("220 here")
        while words := line.readline().strip().upper():
            verb = words.split(b" ")[0].split(b":")[0]
            if verb in (b"EHLO", b"HELO"):
                say("250 here")
            elif verb == b"RCPT":
                self.tries += 1
                if self.mode == "slow":
                    time.sleep(0.05)
                say({"refuse": "550 no such user", "later": "451 try again"}.get(self.mode, "250 ok"))
            elif verb == b"DATA":
                if self.mode == "drop-before":
                    return
                say("354 go on")
                data = b""
                while (each := line.readline()) not in (b".\r\n", b""):
                    data += each
                found = MESSAGE_ID.search(data)
                self.taken[found.group(1).decode() if found else "?"] += 1
                if self.mode == "drop-after":
                    client.shutdown(socket.SHUT_RDWR)
                    return
                say("250 taken")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

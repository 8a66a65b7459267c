"""A customer's receiver of Margin Functions' webhooks, in one file: it checks each request and prints the margin call.

    WEBHOOK_SECRETS='whsec_…' python3 webhook_receiver.py [port]      default 8099; 0 for any free port

WEBHOOK_SECRETS holds the secret that you share with your broker, or two with a space between while it is changed.
Needs Python 3.9 or newer and no packages. It listens on 127.0.0.1: in production something with a certificate stands in front.
See README.md, one folder up, and docs/notifications.md for what is sent and when it is sent again.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WINDOW_SECONDS = 5 * 60  # how far the time of an attempt may be from ours
LONGEST_BODY = 64 * 1024


def read_keys(text):
    """The keys that count."""
    keys = [base64.b64decode(secret[len("whsec_"):]) for secret in text.split() if secret.startswith("whsec_")]
    if not keys or any(len(key) < 24 for key in keys):
        sys.exit("Set WEBHOOK_SECRETS to the secret that you share with your broker: 'whsec_' and base64.")
    return keys


def refusal(keys, headers, body, now_seconds):
    """Why a request is not to be believed; None when it is."""
    message_id = headers.get("webhook-id")
    timestamp = headers.get("webhook-timestamp") or ""
    signatures = headers.get("webhook-signature")
    if not message_id or not signatures or not re.fullmatch("[0-9]{1,12}", timestamp):
        return "a header is missing"
    if abs(now_seconds - int(timestamp)) > WINDOW_SECONDS:
        return "the timestamp is not of now"  # someone repeats an old request, or a clock is wrong
    # Over the body's own bytes: JSON that was parsed and written again is another text.
    signed = f"{message_id}.{timestamp}.".encode() + body
    for key in keys:
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(expected.encode(), given.encode()) for given in signatures.split()):
            return None
    return "no signature fits"


def describe(event):
    """An event in one line."""
    call = f": add {event['amount']} {event['currency']} by {event['deadline']}" if "amount" in event else ""
    return f"{event['kind']}: account {event['accountId']}, pool {event['pool']}{call}"


class Receiver(BaseHTTPRequestHandler):
    keys = []

    # Ids that were taken. In production keep them where they outlive the process, for a day: that is longer than anything is sent again.
    taken = set()
    gate = threading.Lock()

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch("[0-9]{1,6}", length) or int(length) > LONGEST_BODY:
            return self.answer(400, "POST a message of at most 64 KiB")
        body = self.rfile.read(int(length))
        reason = refusal(self.keys, self.headers, body, time.time())
        if reason is not None:
            print(f"refused: {reason}", flush=True)
            return self.answer(401, reason)
        message_id = self.headers["webhook-id"]
        with self.gate:
            came_before = message_id in self.taken
            self.taken.add(message_id)
        if came_before:
            # Our answer may have been lost. It is answered as the first time, so that it is not sent again, and not acted on.
            print(f"dropped: {message_id} came before", flush=True)
            return self.answer(200, "came before")

        # Answer first, work afterwards: the sender waits ten seconds. Here the work is a line.
        self.answer(200, "taken")
        print(describe(json.loads(body)), flush=True)

    def answer(self, status, words):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(words) + 1))
        self.end_headers()
        self.wfile.write(f"{words}\n".encode())

    def log_message(self, *_):
        pass


def main():
    Receiver.keys = read_keys(os.environ.get("WEBHOOK_SECRETS", ""))
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

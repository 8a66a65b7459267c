#!/usr/bin/env python3
"""A broker's client for Margin Functions, in one file: a margin call from its cause to its end.

    python3 margin_client.py [address]      default http://127.0.0.1:7071

It opens a position for a new account, waits for the margin call that follows, pays what the call asks for
and waits for the news that the call is met. Exit code 0: all of that happened. 1: it did not, and the last
line on standard error says why. 2: wrong arguments.

It posts a made-up price and takes messages off a queue for good: only for servers to try things on.
See README.md, one folder up, for Azure and for what a client in production does differently.
"""

import http.client
import json
import math
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone
from decimal import Decimal

MARGIN_CALLS = "margin-calls/subscriptions/notifications"
REJECTIONS = "update-rejections"
POLL_SECONDS = 5  # how long one request waits for a message; Service Bus allows 60


class Failure(Exception):
    """Why a run cannot go on, in one line."""


class MarginClient:
    def __init__(self, address, token, wait_seconds):
        self.address = address
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.wait_seconds = wait_seconds
        self.sent = set()

    def send(self, queue, message_id, message):
        """Sends a message. A queue takes any JSON; when the engine refuses it, that is told on update-rejections."""
        # With the same message id, a message that is sent again after a lost answer counts once.
        properties = {"BrokerProperties": json.dumps({"MessageId": message_id}), "Content-Type": "application/json"}
        self._request("POST", f"{queue}/messages", properties, json.dumps(message).encode())
        self.sent.add(message_id)

    def receive(self, path, seconds):
        """Receives the next message and deletes it; None when there is none in time."""
        status, body = self._request("DELETE", f"{path}/messages/head?timeout={seconds}", wait=seconds)
        if status == 204:
            return None
        try:
            return json.loads(body)
        except ValueError:
            raise Failure(f"A message of {path} is no JSON: {one_line(body)}") from None

    def wait_for(self, kind, account):
        """Waits for an event of the account. Others who read this subscription would take our events: give each reader its own."""
        deadline = time.monotonic() + self.wait_seconds
        while (left := deadline - time.monotonic()) > 0:
            event = self.receive(MARGIN_CALLS, min(POLL_SECONDS, math.ceil(left)))
            if event is None:
                self.fail_if_refused()
            elif event["accountId"] != account:
                print(f"Not ours: {describe(event)}")
            else:
                print(describe(event))
                if event["kind"] == kind:
                    return event
        self.fail_if_refused()
        raise Failure(f"Account {account}: no event '{kind}' within {self.wait_seconds} seconds.")

    def fail_if_refused(self):
        """Reads all rejections. One that answers a message of ours ends the run."""
        reasons = []
        while (rejection := self.receive(REJECTIONS, 1)) is not None:
            text = describe_rejection(rejection)
            if rejection["messageId"] in self.sent:
                reasons.append(text)
            else:
                print(f"Not ours: {text}")
        if reasons:
            raise Failure(one_line(" | ".join(reasons)))

    def _request(self, method, path, headers=None, body=None, wait=0):
        """Status and body of an answer of 200 to 299; everything else is a Failure."""
        url = f"{self.address}/{path}"
        request = urllib.request.Request(url, body, {**self.headers, **(headers or {})}, method=method)
        try:
            try:
                answer = urllib.request.urlopen(request, timeout=wait + 10)
            except urllib.error.HTTPError as refusal:
                answer = refusal  # an answer as well, with a status and a body
            with answer:
                status, text = answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            raise Failure(f"No answer from {self.address}: {getattr(problem, 'reason', problem)}") from None
        if not 200 <= status <= 299:
            raise Failure(f"{method} {url} was answered with {status}: {one_line(text)}")
        return status, text


def describe(event):
    """An event in one line."""
    currency = event["currency"]
    margin = f"equity {event['equity']} {currency}, maintenance margin {event['maintenance']} {currency}"
    todo = f"; add {event['amount']} {currency} by {event['deadline']}" if event["kind"] == "called" else ""
    return f"{event['kind']}: account {event['accountId']}, pool {event['pool']}, {margin}{todo}"


def describe_rejection(rejection):
    """A rejection in one line. A problem has no value when its field is missing."""
    problems = (f"{p['field']}{' = ' + p['value'] if 'value' in p else ''} {p['reason']}" for p in rejection["problems"])
    return f"{rejection['entity']} refused {rejection['messageId']}: {'; '.join(problems)}"


def one_line(text):
    return " ".join(text.split())


def run(client, instrument):
    now = datetime.now(timezone.utc).isoformat
    account = f"sample-python-{uuid.uuid4().hex[:8]}"
    print(f"account {account} at {client.address}")

    # A price counts when it is newer than the one before, and is refused when it is older than a minute.
    client.send("price-updates", f"{account}-price", {
        "source": "sample",
        "asOf": now(),
        "prices": [{"symbol": instrument, "price": "60000"}],
    })

    # 1.5 BTC at 60,000 with 450 USDT. 400 USDT are the maintenance margin, and margin is called below 1.2 times that.
    # Decimals are strings: as JSON numbers they would become binary floating point on their way.
    collateral = Decimal("450")
    client.send("position-updates", f"{account}-1", {
        "accountId": account,
        "sequence": 1,
        "asOf": now(),
        "positions": [{"instrument": instrument, "quantity": "1.5", "entryPrice": "60000"}],
        "collateral": [{"asset": "USDT", "quantity": str(collateral)}],
        "complete": True,
    })
    call = client.wait_for("called", account)

    # An update says what the account has now, not what has changed. Its sequence is higher than the last.
    collateral += Decimal(call["amount"])
    client.send("position-updates", f"{account}-2", {
        "accountId": account,
        "sequence": 2,
        "asOf": now(),
        "collateral": [{"asset": "USDT", "quantity": format(collateral, "f")}],
    })
    client.wait_for("met", account)


def main(arguments):
    address = urllib.parse.urlsplit(arguments[0] if arguments else "http://127.0.0.1:7071")
    wait = os.environ.get("MARGIN_WAIT_SECONDS", "60")
    if len(arguments) > 1 or address.scheme not in ("http", "https") or not address.netloc:
        print("Usage: margin_client.py [address], such as http://127.0.0.1:7071", file=sys.stderr)
        return 2
    if not (wait.isdecimal() and int(wait) > 0):
        print(f"MARGIN_WAIT_SECONDS = {wait} is not a whole number of seconds from 1.", file=sys.stderr)
        return 2

    client = MarginClient(f"{address.scheme}://{address.netloc}", os.environ.get("SERVICE_BUS_TOKEN"), int(wait))
    try:
        run(client, os.environ.get("MARGIN_INSTRUMENT", "BTC-PERP"))
        return 0
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

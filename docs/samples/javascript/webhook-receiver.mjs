// A customer's receiver of Margin Functions' webhooks, in one file: it checks each request and prints the margin call.
//
//     WEBHOOK_SECRETS='whsec_…' node webhook-receiver.mjs [port]      default 8099; 0 for any free port
//
// WEBHOOK_SECRETS holds the secret that you share with your broker, or two with a space between while it is changed.
// Needs Node.js 18 or newer and no packages. It listens on 127.0.0.1: in production something with a certificate stands in front.
// See README.md, one folder up, and docs/notifications.md for what is sent and when it is sent again.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const WINDOW_SECONDS = 5 * 60; // how far the time of an attempt may be from ours
const LONGEST_BODY = 64 * 1024;

/** The keys that count. */
function readKeys(text) {
  const keys = (text ?? '').split(' ').filter((secret) => secret.startsWith('whsec_')).map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
  if (keys.length === 0 || keys.some((key) => key.length < 24)) {
    console.error("Set WEBHOOK_SECRETS to the secret that you share with your broker: 'whsec_' and base64.");
    process.exit(2);
  }
  return keys;
}

/** Why a request is not to be believed; null when it is. */
function refusal(keys, headers, body, nowSeconds) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !signatures || !/^[0-9]{1,12}$/.test(timestamp ?? '')) {
    return 'a header is missing';
  }
  if (Math.abs(nowSeconds - Number(timestamp)) > WINDOW_SECONDS) {
    return 'the timestamp is not of now'; // someone repeats an old request, or a clock is wrong
  }
  // Over the body's own bytes: JSON that was parsed and written again is another text.
  const expected = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest());
  const given = signatures.split(' ').filter((text) => text.startsWith('v1,')).map((text) => Buffer.from(text.slice(3), 'base64'));
  return expected.some((one) => given.some((other) => one.length === other.length && timingSafeEqual(one, other))) ? null : 'no signature fits';
}

async function readBody(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    if ((length += part.length) > LONGEST_BODY) {
      return null;
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function describe({ kind, accountId, pool, amount, currency, deadline }) {
  const call = amount === undefined ? '' : `: add ${amount} ${currency} by ${deadline}`;
  return `${kind}: account ${accountId}, pool ${pool}${call}`;
}

const keys = readKeys(process.env.WEBHOOK_SECRETS);
const port = Number(process.argv[2] ?? 8099);

// Ids that were taken. In production keep them where they outlive the process, for a day: that is longer than anything is sent again.
const taken = new Set();

const server = createServer(async (request, response) => {
  const answer = (status, words) => {
    response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${words}\n`);
  };
  const body = request.method === 'POST' ? await readBody(request) : null;
  if (body === null) {
    return answer(400, 'POST a message of at most 64 KiB');
  }
  const reason = refusal(keys, request.headers, body, Date.now() / 1000);
  if (reason !== null) {
    console.log(`refused: ${reason}`);
    return answer(401, reason);
  }
  const id = request.headers['webhook-id'];
  if (taken.has(id)) {
    // Our answer may have been lost. It is answered as the first time, so that it is not sent again, and not acted on.
    console.log(`dropped: ${id} came before`);
    return answer(200, 'came before');
  }
  taken.add(id);

  // Answer first, work afterwards: the sender waits ten seconds. Here the work is a line.
  answer(200, 'taken');
  console.log(describe(JSON.parse(body)));
});

server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));

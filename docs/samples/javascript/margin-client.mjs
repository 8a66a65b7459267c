// A broker's client for Margin Functions, in one file: a margin call from its cause to its end.
//
//     node margin-client.mjs [address]      default http://127.0.0.1:7071
//
// It opens a position for a new account, waits for the margin call that follows, pays what the call asks for
// and waits for the news that the call is met. Exit code 0: all of that happened. 1: it did not, and the last
// line on standard error says why. 2: wrong arguments. Needs Node.js 18 or newer and no packages.
//
// It posts a made-up price and takes messages off a queue for good: only for servers to try things on.
// See README.md, one folder up, for Azure and for what a client in production does differently.

import { randomUUID } from 'node:crypto';

const MARGIN_CALLS = 'margin-calls/subscriptions/notifications';
const REJECTIONS = 'update-rejections';
const POLL_SECONDS = 5; // how long one request waits for a message; Service Bus allows 60

/** Why a run cannot go on, in one line. */
class Failure extends Error {}

class MarginClient {
  #headers;
  #sent = new Set();

  constructor(address, token, waitSeconds) {
    this.address = address;
    this.waitSeconds = waitSeconds;
    this.#headers = token ? { Authorization: `Bearer ${token}` } : {};
  }

  /** Sends a message. A queue takes any JSON; when the engine refuses it, that is told on update-rejections. */
  async send(queue, messageId, message) {
    // With the same message id, a message that is sent again after a lost answer counts once.
    const headers = { BrokerProperties: JSON.stringify({ MessageId: messageId }), 'Content-Type': 'application/json' };
    await this.#request('POST', `${queue}/messages`, { headers, body: JSON.stringify(message) });
    this.#sent.add(messageId);
  }

  /** Receives the next message and deletes it; null when there is none in time. */
  async receive(path, seconds) {
    const { status, body } = await this.#request('DELETE', `${path}/messages/head?timeout=${seconds}`, { wait: seconds });
    if (status === 204) {
      return null;
    }
    try {
      return JSON.parse(body);
    } catch {
      throw new Failure(`A message of ${path} is no JSON: ${oneLine(body)}`);
    }
  }

  /** Waits for an event of the account. Others who read this subscription would take our events: give each reader its own. */
  async waitFor(kind, account) {
    const deadline = performance.now() + this.waitSeconds * 1000;
    for (let left; (left = deadline - performance.now()) > 0; ) {
      const event = await this.receive(MARGIN_CALLS, Math.min(POLL_SECONDS, Math.ceil(left / 1000)));
      if (event === null) {
        await this.failIfRefused();
      } else if (event.accountId !== account) {
        console.log(`Not ours: ${describe(event)}`);
      } else {
        console.log(describe(event));
        if (event.kind === kind) {
          return event;
        }
      }
    }
    await this.failIfRefused();
    throw new Failure(`Account ${account}: no event '${kind}' within ${this.waitSeconds} seconds.`);
  }

  /** Reads all rejections. One that answers a message of ours ends the run. */
  async failIfRefused() {
    const reasons = [];
    for (let rejection; (rejection = await this.receive(REJECTIONS, 1)) !== null; ) {
      const text = describeRejection(rejection);
      if (this.#sent.has(rejection.messageId)) {
        reasons.push(text);
      } else {
        console.log(`Not ours: ${text}`);
      }
    }
    if (reasons.length > 0) {
      throw new Failure(oneLine(reasons.join(' | ')));
    }
  }

  /** Status and body of an answer of 200 to 299; everything else is a Failure. */
  async #request(method, path, { headers = {}, body, wait = 0 }) {
    const url = `${this.address}/${path}`;
    let status, text;
    try {
      const signal = AbortSignal.timeout((wait + 10) * 1000);
      const answer = await fetch(url, { method, headers: { ...this.#headers, ...headers }, body, signal });
      status = answer.status;
      text = await answer.text();
    } catch (problem) {
      // fetch says only "fetch failed"; the reason is its cause.
      const reason = problem.cause?.message || problem.cause?.code || problem.message;
      throw new Failure(`No answer from ${this.address}: ${oneLine(reason)}`);
    }
    if (status < 200 || status > 299) {
      throw new Failure(`${method} ${url} was answered with ${status}: ${oneLine(text)}`);
    }
    return { status, body: text };
  }
}

/** An event in one line. */
function describe(event) {
  const margin = `equity ${event.equity} ${event.currency}, maintenance margin ${event.maintenance} ${event.currency}`;
  const todo = event.kind === 'called' ? `; add ${event.amount} ${event.currency} by ${event.deadline}` : '';
  return `${event.kind}: account ${event.accountId}, pool ${event.pool}, ${margin}${todo}`;
}

/** A rejection in one line. A problem has no value when its field is missing. */
function describeRejection({ entity, messageId, problems }) {
  const reasons = problems.map(({ field, value, reason }) => `${field}${value === undefined ? '' : ` = ${value}`} ${reason}`);
  return `${entity} refused ${messageId}: ${reasons.join('; ')}`;
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, ' ');
}

/** Adds two amounts of money, neither below zero, exactly: amounts have at most 8 decimal places. */
function add(a, b) {
  const units = (text) => {
    const [whole, places = ''] = text.split('.');
    return BigInt(whole + places.padEnd(8, '0'));
  };
  const digits = String(units(a) + units(b)).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

async function run(client, instrument) {
  const now = () => new Date().toISOString();
  const account = `sample-javascript-${randomUUID().slice(0, 8)}`;
  console.log(`account ${account} at ${client.address}`);

  // A price counts when it is newer than the one before, and is refused when it is older than a minute.
  await client.send('price-updates', `${account}-price`, {
    source: 'sample',
    asOf: now(),
    prices: [{ symbol: instrument, price: '60000' }],
  });

  // 1.5 BTC at 60,000 with 450 USDT. 400 USDT are the maintenance margin, and margin is called below 1.2 times that.
  // Decimals are strings: as JSON numbers they would become binary floating point on their way.
  const collateral = '450';
  await client.send('position-updates', `${account}-1`, {
    accountId: account,
    sequence: 1,
    asOf: now(),
    positions: [{ instrument, quantity: '1.5', entryPrice: '60000' }],
    collateral: [{ asset: 'USDT', quantity: collateral }],
    complete: true,
  });
  const call = await client.waitFor('called', account);

  // An update says what the account has now, not what has changed. Its sequence is higher than the last.
  await client.send('position-updates', `${account}-2`, {
    accountId: account,
    sequence: 2,
    asOf: now(),
    collateral: [{ asset: 'USDT', quantity: add(collateral, call.amount) }],
  });
  await client.waitFor('met', account);
}

/** The origin of a web address; null when it is none. */
function readAddress(text) {
  try {
    const { protocol, origin } = new URL(text);
    return ['http:', 'https:'].includes(protocol) ? origin : null;
  } catch {
    return null;
  }
}

async function main(args) {
  const address = readAddress(args[0] ?? 'http://127.0.0.1:7071');
  const wait = process.env.MARGIN_WAIT_SECONDS ?? '60';
  if (args.length > 1 || address === null) {
    console.error('Usage: margin-client.mjs [address], such as http://127.0.0.1:7071');
    return 2;
  }
  if (!/^[0-9]+$/.test(wait) || Number(wait) === 0) {
    console.error(`MARGIN_WAIT_SECONDS = ${wait} is not a whole number of seconds from 1.`);
    return 2;
  }

  try {
    await run(new MarginClient(address, process.env.SERVICE_BUS_TOKEN, Number(wait)), process.env.MARGIN_INSTRUMENT ?? 'BTC-PERP');
    return 0;
  } catch (failure) {
    if (!(failure instanceof Failure)) {
      throw failure;
    }
    console.error(failure.message);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

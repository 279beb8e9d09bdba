// Signing in: whether a known account takes longer to refuse than an unknown one, and what fifty sign-ins at once cost others.
import { request } from "node:http";
import { start } from "./server.mjs";

const TRIES = 200;
const AT_ONCE = 50;
const PASSWORD = "seven grey herons over the river";

const server = await start(Number(process.argv[2] ?? 100_000));
const token = server.token();
const unique = Date.now().toString(36);

/** Another machine each time: tries are limited by address and by account. */
let machines = 0;
const machine = () => { machines += 1; return `127.0.${1 + (machines >> 7)}.${1 + (machines & 127)}`; };

function ask(method, path, { body, headers = {}, localAddress } = {}) {
  const from = performance.now();
  return new Promise((done, failed) => {
    const call = request(server.url + path, { method, headers, localAddress, agent: false }, (answer) => {
      let text = "";
      answer.on("data", (part) => { text += part; }).on("end", () => done({ status: answer.statusCode, text, headers: answer.headers, took: performance.now() - from }));
    });
    call.on("error", failed).end(body);
  });
}

const signIn = (email, password) => ask("POST", "/api/app/people/api/sign_in", {
  body: new URLSearchParams({ "form[email]": email, "form[password]": password }).toString(),
  headers: { origin: server.url, accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
  localAddress: machine(),
});

const rest = async (path, body) => {
  const answer = await ask("POST", `/api/v1${path}`, { body: JSON.stringify(body), headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text);
};

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
const say = (name, values) => console.log(`${name.padEnd(34)}median ${quantile(values, 0.5).toFixed(1)} ms, p25 ${quantile(values, 0.25).toFixed(1)}, p75 ${quantile(values, 0.75).toFixed(1)}, p99 ${quantile(values, 0.99).toFixed(1)} (${values.length})`);

const home = await rest("/customers", { name: `Measured ${unique}`, kind: "company", country: "IT" });
const known = [];
for (let number = 0; number < AT_ONCE; number += 1) {
  const email = `measured-${unique}-${number}@example.com`;
  await rest(`/customers/${home.id}/users`, { name: `Measured ${number}`, email, role: "viewer", password: PASSWORD });
  known.push(email);
}

const took = { known: [], unknown: [] };
const answers = new Set();
for (let number = 0; number < TRIES; number += 1) {
  for (const kind of number % 2 ? ["known", "unknown"] : ["unknown", "known"]) {
    const email = kind === "known" ? known[number % known.length] : `nobody-${unique}-${number}@example.com`;
    const answer = await signIn(email, "not the password at all");
    took[kind].push(answer.took);
    answers.add(`${answer.status} ${answer.text.replace(/"request_id":"[^"]*"/, "").replaceAll(email, "")}`);
  }
}
say("a known account, wrong password", took.known);
say("an unknown account", took.unknown);
console.log(`answers that differ: ${answers.size - 1}`);

const cookie = ((await signIn(known[0], PASSWORD)).headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
const page = () => ask("GET", "/customers", { headers: { cookie } });
const alone = [];
for (let number = 0; number < 100; number += 1) alone.push((await page()).took);
say("a page, alone", alone);
const before = server.memory();
let going = true;
const beside = [];
const asking = (async () => { while (going) beside.push((await page()).took); })();
const from = performance.now();
const rounds = [];
for (let round = 0; round < 4; round += 1) rounds.push(...await Promise.all(known.map((email) => signIn(email, PASSWORD))));
going = false;
await asking;
console.log(`${AT_ONCE} sign-ins at once, four times: ${(performance.now() - from).toFixed(0)} ms, statuses ${[...new Set(rounds.map(({ status }) => status))].join(", ")}`);
say("a page, beside them", beside);
console.log(`memory at most: ${before.toFixed(0)} MB before, ${server.memory().toFixed(0)} MB after`);
await server.stop();

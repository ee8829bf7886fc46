"use strict";

const about = JSON.parse(document.getElementById("about").textContent);
const parts = new Map(); // receipts by hash, by the first digits of the hashes that they share
const form = document.getElementById("look");
const answer = document.getElementById("answer");
let language = "es";
let show = () => {}; // puts the last answer into words; again when the language changes

// --- SHA-256, FIPS 180-4: for browsers that keep their own from pages of files or of plain http ---------------------

const ROUNDS = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
  0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
  0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
  0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

function turned(word, by) {
  return (word >>> by) | (word << (32 - by));
}

function block(state, words) {
  for (let i = 16; i < 64; i++) {
    const a = words[i - 15];
    const b = words[i - 2];
    const low = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const high = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    words[i] = words[i - 16] + low + words[i - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}

function ownSha256(bytes) {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const state = new Uint32Array([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
  const words = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + 4 * i);
    block(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setUint32(4 * i, word));
  return digest.buffer;
}

async function sha256(text) {
  const bytes = new TextEncoder().encode(text);
  const theirs = window.crypto && window.crypto.subtle;
  const digest = theirs ? await theirs.digest("SHA-256", bytes) : ownSha256(bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what was typed ---------------------------------------------------------------------------------------------------

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function plain(text) {
  return text.toUpperCase().replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, "-").replace(/\s/g, "");
}

function fits(letters) { // ISO 7064 MOD 37,36
  let check = 18;
  for (const letter of letters) check = (((check || 36) * 2) % 37 + LETTERS.indexOf(letter)) % 36;
  return check === 1;
}

// The folio as the receipt has it, or what is wrong: the name of a sentence, and what it is about.
function readFolio(text) {
  const found = /^(?:([A-Z0-9]{2,8})-)?([0-9]{1,9})-([A-Z0-9])(?:\/[0-9]+)?$/.exec(plain(text));
  if (!found) return { wrong: "no_folio", text: text.trim(), example: about.example };
  const [ledger, digits] = [found[1] || about.ledger, found[2].padStart(6, "0")];
  const folio = `${ledger}-${digits}-${found[3]}`;
  if (!fits(ledger + digits + found[3])) return { wrong: "mistyped", folio };
  return ledger === about.ledger ? { folio } : { wrong: "elsewhere", folio, ledger: about.ledger };
}

function readCode(text) {
  const digits = plain(text).replace(/-/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (!/^[0-9A-F]{16}$/.test(digits)) return { wrong: "no_code", text: text.trim() };
  return { code: digits.match(/.{4}/g).join("-") };
}

// --- looking it up ----------------------------------------------------------------------------------------------------

// Each part calls this: the hashes of its receipts, with [place of the type, pieces, day, act, by disc cutter] of each.
function published(prefix, receipts) {
  parts.set(prefix, receipts);
}

function part(prefix) {
  if (parts.has(prefix)) return Promise.resolve(parts.get(prefix));
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `data/${prefix}.js`;
    script.onload = () => (parts.has(prefix) ? done(parts.get(prefix)) : failed(new Error(prefix)));
    script.onerror = () => failed(new Error(prefix));
    document.head.append(script);
  });
}

async function look(event) {
  event.preventDefault();
  const folio = readFolio(form.folio.value);
  const code = readCode(form.code.value);
  mark(form.folio, folio.wrong);
  mark(form.code, code.wrong);
  if (folio.wrong || code.wrong) return say(() => refuse(folio.wrong ? folio : code), folio.wrong ? form.folio : form.code);
  const hash = await sha256(`${folio.folio} ${code.code}`);
  const prefix = hash.slice(0, about.digits);
  let receipts;
  try {
    receipts = await part(prefix);
  } catch (missing) {
    return say(() => refuse({ wrong: "no_part", file: `data/${prefix}.js` }));
  }
  const there = Object.prototype.hasOwnProperty.call(receipts, hash);
  return say(there ? () => tell(folio.folio, receipts[hash]) : nothing);
}

function mark(field, wrong) {
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

// --- the answer -------------------------------------------------------------------------------------------------------

function words(name, values = {}) {
  return about.said[language][name].replace(/\{(\w+)\}/g, (_all, key) => values[key]);
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

function day(iso) {
  const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language === "es" ? "es-MX" : "en", format).format(new Date(`${iso}T00:00:00Z`));
}

function number(n) {
  return new Intl.NumberFormat(language === "es" ? "es-MX" : "en").format(n);
}

function say(what, field) {
  show = what;
  answer.hidden = false;
  show();
  (field || answer).focus();
  answer.scrollIntoView({ block: "nearest" });
}

function put(kind, ...children) {
  answer.className = kind;
  answer.textContent = "";
  answer.append(...children);
}

function refuse(found) {
  put("wrong", element("h2", words("again")), element("p", words(found.wrong, found)));
}

function nothing() {
  put("nothing", element("h2", words("nothing")), element("p", words("nothing_why")));
}

function tell(folio, items) {
  const n = items.reduce((sum, item) => sum + item[1], 0);
  const list = element("ul", "");
  for (const [type, pieces, on, act, cutter] of items) {
    const name = about.types[type][language === "es" ? 0 : 1];
    const how = words("when", { day: day(on), act }) + (cutter ? `, ${words("cutter")}` : "");
    list.append(element("li", element("strong", words("piece", { n: number(pieces), type: name })), `: ${how}`));
  }
  const button = element("button", words("print"));
  button.type = "button";
  button.addEventListener("click", () => window.print());
  put(
    "found",
    element("h2", words(n === 1 ? "one" : "many", { n: number(n) })),
    list,
    element("p", words("of", { folio })),
    element("p", words("under", { origin: about.origin, seq: number(about.seq), key: about.key })),
    button,
  );
}

// --- languages --------------------------------------------------------------------------------------------------------

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  document.documentElement.dataset.lang = code;
  document.title = words("title");
  for (const button of document.querySelectorAll(".languages button")) {
    button.setAttribute("aria-pressed", String(button.lang === code));
  }
  for (const time of document.querySelectorAll("time")) time.textContent = day(time.dateTime);
  for (const figure of document.querySelectorAll("data")) figure.textContent = number(figure.value);
  show();
}

for (const button of document.querySelectorAll(".languages button")) {
  button.addEventListener("click", () => speak(button.lang));
}
form.addEventListener("submit", look);
speak((navigator.language || "es").toLowerCase().startsWith("en") ? "en" : "es");

// Drives the dashboard of a running server with a browser, and says what came of each flow: node flows.mjs SETTINGS, as JSON on standard output.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const { admin, workers, token, executable, screenshots, only } = JSON.parse(process.argv[2]);
const patience = 10_000;
const hello = word => `export default { fetch(request) { console.log("was asked"); return new Response("${word}"); } };`;

// Seeds and questions, without the browser.

const api = async (method, path, body) => {
  const answer = await fetch(`${admin}client/v4/accounts/x/${path}`, { method, body, headers: { Authorization: `Bearer ${token}` } });
  const envelope = await answer.json();
  assert.ok(envelope.success, JSON.stringify(envelope));
  return envelope.result;
};

const put = (name, source) => {
  const form = new FormData();
  form.append("metadata", JSON.stringify({ main_module: "index.js" }));
  form.append("index.js", new File([source], "index.js", { type: "application/javascript+module" }));
  return api("PUT", `workers/scripts/${name}`, form);
};

const ask = (name, path = "/") => new Promise((done, failed) => {
  httpRequest(new URL(path, workers), { headers: { host: `${name}.localhost` } }, answer => {
    const chunks = [];
    answer.on("data", chunk => chunks.push(chunk));
    answer.on("end", () => done(Buffer.concat(chunks).toString()));
    answer.on("error", failed);
  }).on("error", failed).end();
});

const folderOf = files => {
  const folder = mkdtempSync(join(tmpdir(), "pureedge-dashboard-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

// The page.

const open = (page, path = "") => page.goto(`${admin}dashboard${path}`);

const logIn = async page => {
  await open(page);
  await page.getByLabel("API token").fill(token);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Workers", exact: true }).waitFor();
};

const see = (page, text) => page.getByText(text).first().waitFor();

const shot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

const focused = page => page.evaluate(() => {
  const element = document.activeElement;
  return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""} ${(element.textContent ?? "").trim().slice(0, 60)}`.trim();
});

// Presses Tab until something has the focus: what cannot be reached so is not there for who has no mouse.
const tabTo = async (page, wanted, most = 60) => {
  const seen = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    seen.push(now);
    if (now.startsWith(wanted)) return;
  }
  assert.fail(`"${wanted}" does not get the focus; these do: ${seen.join(", ")}`);
};

// What a screen reader needs of every page, and what a narrow window must not do.
const checkPage = page => page.evaluate(() => {
  const faults = [];
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.ariaLabel) faults.push(`${field.outerHTML} has no label`);
  }
  for (const button of document.querySelectorAll("button, a[href], summary")) {
    if (!(button.ariaLabel || button.textContent.trim())) faults.push(`${button.outerHTML} has no name`);
  }
  for (const attribute of ["for", "aria-labelledby", "aria-describedby"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(" ")) {
        if (document.querySelectorAll(`[id="${id}"]`).length !== 1) faults.push(`${attribute}="${id}" names not just one element`);
      }
    }
  }
  for (const cell of document.querySelectorAll("th")) {
    if (!cell.textContent.trim() || !cell.scope) faults.push(`${cell.outerHTML} says nothing of its column or row`);
  }
  if (document.querySelectorAll("h1").length !== 1 || document.querySelectorAll("main").length !== 1) faults.push("there is not one h1 in one main");
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push(`it is ${document.documentElement.scrollWidth} pixels wide, the window ${window.innerWidth}`);
  return faults;
});

// The contrast of text with what is behind it (https://www.w3.org/TR/WCAG22/#contrast-minimum), of everything that has text of its own.
const lowContrast = page => page.evaluate(() => {
  const parse = color => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faults = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("title, desc, script, noscript")) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(element instanceof SVGElement ? style.fill : style.color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`${element.tagName} "${element.textContent.trim().slice(0, 30)}": ${ratio.toFixed(2)}`);
  }
  return faults;
});

const flows = {
  async "a wrong token opens nothing, and the right one the list of workers"(page, expected) {
    expected.push(/status of 401/);
    await put("seen", hello("seen"));
    await open(page);
    await page.getByLabel("API token").fill("not the token at all");
    await page.getByRole("button", { name: "Log in" }).click();
    await see(page, "This token opens nothing.");
    await shot(page, "login");
    await logIn(page);
    await page.getByRole("link", { name: "seen", exact: true }).click();
    for (const heading of ["Versions", "Addresses", "Limits", "Usage of the last day"]) await page.getByRole("heading", { name: heading }).waitFor();
    await see(page, "seen.localhost");
    const cookies = await page.context().cookies();
    assert.deepEqual(cookies.map(c => [c.httpOnly, c.sameSite]), [[true, "Strict"]]);
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel("API token").waitFor();
    await open(page);
    await page.getByLabel("API token").waitFor();
  },

  async "a file is chosen and deployed, and one that does not start is explained"(page, expected) {
    await logIn(page);
    await page.getByRole("link", { name: "Deploy", exact: true }).click();
    await page.getByLabel("Files").setInputFiles({ name: "chosen.js", mimeType: "text/javascript", buffer: Buffer.from(hello("by input")) });
    await see(page, "1 file, ");
    await page.getByLabel("Message").fill("by hand");
    await shot(page, "deploy");
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: "chosen" }).waitFor();
    await see(page, "by hand");
    assert.equal(await ask("chosen"), "by input");

    expected.push(/status of 400/);
    await open(page, "/deploy");
    await page.getByLabel("Files").setInputFiles({ name: "chosen.js", mimeType: "text/javascript", buffer: Buffer.from("export default {\n  fetch() { return }}\n};") });
    await page.getByRole("button", { name: "Deploy" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.textContent(), /does not start.*chosen\.js:3:/s);
    assert.match(await focused(page), /^div The worker does not start/);
    await shot(page, "deploy-error");
    assert.equal(await ask("chosen"), "by input");
  },

  async "a folder is chosen with its configuration, without what is left out"(page) {
    const folder = folderOf({
      "wrangler.jsonc": `{ "name": "from-folder", "main": "src/index.js" } // as wrangler has it`, "src/index.js": `export { default } from "../lib/x.js";`, "lib/x.js": hello("by folder"),
      "node_modules/m/index.js": "throw 1;", ".git/config": "none",
    });
    try {
      await logIn(page);
      await open(page, "/deploy");
      await page.getByLabel("or a folder").setInputFiles(folder);
      await see(page, "3 files, ");
      await page.getByRole("button", { name: "Deploy" }).click();
      await page.getByRole("heading", { name: "from-folder" }).waitFor();
      assert.equal(await ask("from-folder"), "by folder");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  async "files and a folder are dropped and deployed"(page) {
    await logIn(page);
    await open(page, "/deploy");
    await page.evaluate(source => {
      const data = new DataTransfer();
      data.items.add(new File([source], "dropped.mjs", { type: "text/javascript" }));
      const drop = document.getElementById("drop");
      for (const type of ["dragover", "drop"]) drop.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, hello("by drop"));
    await see(page, "dropped.mjs");
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: "dropped" }).waitFor();
    assert.equal(await ask("dropped"), "by drop");

    // A folder comes only from outside of the page, as from a desktop.
    const folder = folderOf({ "site/worker.js": `import word from "./words/one.txt"; export default { fetch() { return new Response(word); } };`, "site/words/one.txt": "from a folder" });
    try {
      await open(page, "/deploy");
      const box = await page.locator("#drop").boundingBox();
      const client = await page.context().newCDPSession(page);
      const data = { items: [], files: [join(folder, "site")], dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"]) await client.send("Input.dispatchDragEvent", { type, x: box.x + 20, y: box.y + 20, data });
      await see(page, "site/words/one.txt");
      await shot(page, "deploy-dropped");
      await page.getByRole("button", { name: "Deploy" }).click();
      await page.getByRole("heading", { name: "site" }).waitFor();
      assert.equal(await ask("site"), "from a folder");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  async "a worker is edited, previewed and deployed in the playground"(page) {
    await put("play", hello("before"));
    await logIn(page);
    await page.getByRole("link", { name: "play", exact: true }).click();
    await page.getByRole("link", { name: "Edit and preview" }).click();
    assert.equal(await page.getByLabel("Text of index.js").inputValue(), hello("before"));
    await page.getByLabel("Text of index.js").fill(`export default { async fetch(request) {
  console.warn("preview of", new URL(request.url).pathname);
  return new Response("<b id=evil>" + request.headers.get("x-say") + await request.text() + "</b><script>document.title = 'taken'</script>", { status: 201, headers: { "content-type": "text/html" } });
} };`);
    await page.getByLabel("Method").selectOption("POST");
    await page.getByLabel("Path").fill("/some/where");
    await page.getByLabel("Headers, one in each line").fill("X-Say: one\nX-Other: two");
    await page.getByLabel("Body").fill(" two");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("heading", { name: "Answer: 201" }).waitFor();
    await see(page, "warn: preview of /some/where");
    await see(page, "<b id=evil>one two</b>");
    assert.equal(await page.locator("#evil").count(), 0);
    assert.equal(await page.title(), "Playground: play - PureEdge");
    assert.match(await focused(page), /^h2#answer Answer: 201/);
    await shot(page, "playground");
    assert.equal(await ask("play"), "before");

    await page.getByLabel("Text of index.js").fill("export default { fetch() { for (;;) {} } };");
    await page.getByRole("button", { name: "Preview" }).click();
    await see(page, "To allow more, set 'limits.cpu_ms'");
    await shot(page, "playground-kill");

    await page.getByLabel("Text of index.js").fill(hello("after"));
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: "play", exact: true }).waitFor();
    assert.equal(await ask("play"), "after");
  },

  async "an earlier version is let answer again"(page) {
    await put("back", hello("one"));
    await put("back", hello("two"));
    await logIn(page);
    await open(page, "/workers/back");
    await page.getByRole("button", { name: "Let version 1 answer" }).click();
    await page.getByRole("button", { name: "Let version 2 answer" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Let version 1 answer" }).count(), 0);
    assert.equal(await ask("back"), "one");
    await shot(page, "worker");
  },

  async "keys of KV are listed by their beginning, and a value is shown"(page) {
    const space = await api("POST", "storage/kv/namespaces", JSON.stringify({ title: "Fruit" }));
    await api("PUT", `storage/kv/namespaces/${space.id}/bulk`, JSON.stringify([{ key: "apple/1", value: "red <b>" }, { key: "pear/1", value: "green" }]));
    await logIn(page);
    await page.getByRole("link", { name: "KV", exact: true }).click();
    await page.getByRole("link", { name: "Fruit" }).click();
    await see(page, "2 keys");
    await page.getByLabel("Keys that begin with").fill("apple");
    await page.keyboard.press("Enter");
    await see(page, "1 keys");
    await page.getByRole("link", { name: "apple/1" }).click();
    assert.equal(await page.getByLabel("Value").textContent(), "red <b>");
    await shot(page, "kv");
  },

  async "the log is followed as it is written, and failures are explained"(page) {
    await put("talk", `export default { fetch(request) { console.log("said", request.url); if (request.url.endsWith("spin")) for (;;) {} return new Response(); } };`);
    await logIn(page);
    await open(page, "/workers/talk/tail");
    await see(page, "Following.");
    await ask("talk", "/once");
    await page.getByRole("log").getByText(/said http:\/\/talk\.localhost\/once/).waitFor();
    await ask("talk", "/spin");
    await page.getByRole("log").getByText(/To allow more, set 'limits\.cpu_ms'/).waitFor();
    await shot(page, "log");
    await page.getByRole("link", { name: "Failures", exact: true }).click();
    await see(page, /Consumed \d+ of \d+ fuel/);
    await shot(page, "failures");
  },

  async "usage is charts with names and texts, and the same as a table"(page) {
    await put("busy", hello("busy"));
    for (let i = 0; i < 3; i++) await ask("busy");
    await logIn(page);
    await page.getByRole("link", { name: "Usage", exact: true }).click();
    await page.getByLabel("Worker", { exact: true }).fill("busy");
    await page.getByLabel("Time").selectOption({ label: "seven days" });
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByRole("img", { name: "Requests and other events of busy, by hour" }).waitFor();
    assert.equal(await page.getByRole("img").count(), 3);
    assert.match(await page.locator("#requests-text").textContent(), /^3 in 168 hours; the most in the hour /);
    assert.equal(await page.locator("svg .bad").count(), 0);
    await tabTo(page, "summary");
    await page.keyboard.press("Enter");
    await page.getByRole("table").waitFor();
    await open(page, "/usage");
    await shot(page, "usage");
  },

  async "everything is reached with the keyboard alone"(page) {
    await put("keys", hello("keys"));
    await open(page);
    assert.match(await focused(page), /^input#token/);
    await page.keyboard.type(token);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Workers", exact: true }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "a Skip to the content");
    assert.ok((await page.getByText("Skip to the content").boundingBox()).x >= 0);
    await page.keyboard.press("Enter");
    assert.match(await focused(page), /^main#content/);
    await tabTo(page, "a keys");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "keys", exact: true }).waitFor();
    await tabTo(page, "a Edit and preview");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Playground: keys" }).waitFor();
    await tabTo(page, "textarea#source");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("addEventListener('fetch', e => e.respondWith(new Response('typed')));");
    // The text does not keep the focus.
    await tabTo(page, "button Preview");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
    await tabTo(page, "button Deploy");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "keys", exact: true }).waitFor();
    assert.equal(await ask("keys"), "typed");
    await tabTo(page, "a Deploy");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Deploy", exact: true }).waitFor();
    for (const field of ["input#files", "input#folder", "input#name", "input#main", "button Deploy"]) await tabTo(page, field);
  },

  async "pages are readable in light and dark, and in a narrow window"(page, expected) {
    await put("look", "export default { fetch() { throw new Error('for the list'); } };");
    await put("look", hello("look"));
    await ask("look");
    await api("POST", "storage/kv/namespaces", JSON.stringify({ title: "Looked at" }));
    const pages = { workers: "", worker: "/workers/look", log: "/workers/look/tail", deploy: "/deploy", playground: "/playground?worker=look", usage: "/usage", failures: "/failures", kv: "/kv", gone: "/workers/gone" };
    expected.push(/status of 404/);
    await logIn(page);
    const grounds = {};
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [name, path] of Object.entries(pages)) {
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 });
          await open(page, path);
          assert.deepEqual(await checkPage(page), [], `${name}, ${width} pixels`);
        }
        assert.deepEqual(await lowContrast(page), [], `${name}, ${scheme}`);
        if (name === "worker" || name === "deploy") await shot(page, `${name}-${scheme}-narrow`);
        await page.setViewportSize({ width: 1280, height: 800 });
        if (name === "worker" || name === "usage" || name === "playground") await shot(page, `${name}-${scheme}`);
      }
      grounds[scheme] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    }
    assert.notEqual(grounds.light, grounds.dark);
  },

  async "without scripts all but the log works"(page) {
    await put("plain", hello("plain"));
    await logIn(page);
    await open(page, "/deploy");
    await page.getByLabel("Files").setInputFiles({ name: "plain.js", mimeType: "text/javascript", buffer: Buffer.from(hello("no script")) });
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("heading", { name: "plain" }).waitFor();
    assert.equal(await ask("plain"), "no script");
    await open(page, "/playground");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
    await open(page, "/workers/plain/tail");
    await page.locator("noscript p").waitFor();
  },
};

mkdirSync(screenshots, { recursive: true });
const browser = await chromium.launch({ executablePath: executable, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const results = {};
try {
  for (const [name, flow] of Object.entries(flows).filter(([name]) => !only || name.includes(only))) {
    const began = performance.now();
    const context = await browser.newContext({ javaScriptEnabled: !name.startsWith("without scripts"), reducedMotion: "reduce" });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const faults = [];
    const expected = [];
    page.on("console", message => { if (message.type() === "error") faults.push(`${message.text()} (${message.location().url})`); });
    page.on("pageerror", error => faults.push(`${error}`));
    page.on("request", request => { if (new URL(request.url()).origin !== new URL(admin).origin) faults.push(`it asked for ${request.url()}`); });
    let error = null;
    try {
      await flow(page, expected);
      const rest = faults.filter(fault => !expected.some(pattern => pattern.test(fault)));
      assert.deepEqual(rest, [], "the browser's console has errors");
    } catch (e) {
      error = `${e.stack ?? e}\n${faults.join("\n")}`;
      await shot(page, `failed-${name.replaceAll(/\W+/g, "-").slice(0, 40)}`).catch(() => {});
    }
    results[name] = { error, milliseconds: Math.round(performance.now() - began) };
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(results));

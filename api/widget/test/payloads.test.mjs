// Hostile strings as a message, as article text and as a server's answer: none
// runs, none breaks the page, none loads anything. The host page has no policy
// of its own, so nothing but the widget stands in their way.
//
// LIMBER_PAYLOADS names a folder with xss_payloads.txt (one a line) and
// blns.json (an array); without it a short list of our own is used.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, none, openPage, send, settled, startFake, startLimber } from "./world.mjs";

const own = [
	"<script>alert(1)</script>",
	'"><img src=x onerror=alert(1)>',
	"<svg/onload=alert(1)>",
	"javascript:alert(1)",
	"[x](javascript:alert(1)) ![y](https://127.0.0.1:1/z.png)",
	"<iframe srcdoc='<script>parent.alert(1)</script>'>",
	"$" + "{alert(1)} {{constructor.constructor('alert(1)')()}}",
	'<a href="data:text/html,<script>alert(1)</script>">x</a>',
	"<style>*{display:none}</style><base href=//127.0.0.1:1/>",
	"--><!-- <textarea><title><x ",
	"\u202Etxet desrever\u202C \u200B\uFEFF \uD800 \u0000 \u2028",
	`Z${"\u0351\u0343\u0365".repeat(60)}algo`,
	"W".repeat(900),
	"\u0627\u0644\u0644\u063A\u0629 العربية mixed with English",
];

function payloads() {
	const folder = process.env.LIMBER_PAYLOADS;
	if (!folder) return own;
	const lines = readFileSync(path.join(folder, "xss_payloads.txt"), "utf8").split("\n");
	const naughty = JSON.parse(readFileSync(path.join(folder, "blns.json"), "utf8"));
	return [...own, ...lines, ...naughty].filter((p) => p.trim() !== "");
}

/** packs joins payloads into messages that the server takes. */
function packs(list) {
	const out = [""];
	for (const p of list) {
		const next = `${out.at(-1)}${p.slice(0, 1500)} \n`;
		if (next.length > 3900) out.push(`${p.slice(0, 1500)} \n`);
		else out[out.length - 1] = next;
	}
	return out;
}

const all = payloads();
console.log(`payloads: ${all.length}`);
const elements = new Set(
	"A ARTICLE B BLOCKQUOTE BUTTON DETAILS DIALOG DIV EM FORM I LABEL LI OL P SECTION SPAN STRONG SUMMARY SVG PATH TEXTAREA UL".split(
		" ",
	),
);

/** unharmed looks for anything in the widget that a payload could have made. */
async function unharmed({ page, faults, hosts, chat }, url, what) {
	const strange = await chat.evaluate(
		(el, known) => {
			const out = [];
			for (const e of el.shadowRoot.querySelectorAll("*")) {
				if (!known.includes(e.tagName.toUpperCase())) out.push(e.tagName);
				for (const a of e.attributes) if (/^on/i.test(a.name)) out.push(`${e.tagName} ${a.name}`);
				if (e.href && !/^(https?|tel):/.test(String(e.href))) out.push(`link ${e.href}`);
			}
			return out.concat(Object.keys(window).filter((k) => k.startsWith("pwned")));
		},
		[...elements],
	);
	assert.deepEqual(strange, [], what);
	assert.deepEqual(faults, [], what);
	assert.deepEqual([...hosts], [url], `${what}: no request to anyone else`);
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, what);
	assert.ok(await chat.locator("#message").isVisible(), what);
}

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser?.close());

test("as a server's answer, in every field", async () => {
	const size = 50;
	const count = Math.ceil(all.length / size);
	let at = 0;
	const fake = await startFake((_, res, write) => {
		const some = all.slice(at * size, (at + 1) * size);
		const x = some[at % some.length];
		const triage = {
			...none,
			level: "urgent",
			headline: x,
			action: `${x} call 999`,
			findings: [
				{ rule: x, level: "urgent", title: x, reason: x, source: { name: x, url: x }, evidence: [{ text: x }] },
			],
			questions: [{ id: x, text: x, options: [x, x, x] }],
		};
		const reply = answerOf(some, { triage, suggestions: [x, x], title: x, section: x, url: x });
		reply.answer.blocks.push({ type: "heading", level: 2, inlines: [{ type: "strong", text: x }] });
		reply.answer.blocks.push({
			type: "list",
			items: some.map((s) => [{ type: "paragraph", inlines: [{ type: "em", text: s }] }]),
		});
		for (const e of eventsOf(reply)) write(e);
		res.end();
	});
	const w = await openPage(browser, fake.url);
	for (at = 0; at < count; at++) {
		await send(w.chat, `Part ${at}`);
		await settled(w.chat);
		assert.equal(await w.chat.locator(".turn").last().locator(".fault").count(), 0, `part ${at}`);
		if (at % 10 === 0) await w.chat.locator(".turn").last().locator(".cite").first().click();
		await unharmed(w, fake.url, `part ${at}`);
		await w.page.keyboard.press("Escape");
		if (at % 5 === 4) await w.chat.evaluate((el) => el.clear());
	}
	await w.context.close();
	await fake.stop();
});

test("as a message to the real program", async () => {
	const limber = await startLimber();
	const w = await openPage(browser, limber.url);
	for (const [i, message] of packs(all).entries()) {
		await w.chat.evaluate((el, m) => el.ask(m), message);
		await settled(w.chat);
		await unharmed(w, limber.url, `message ${i}`);
		assert.equal(await w.chat.locator(".fault").count(), 0, `message ${i} is answered`);
		if (i % 5 === 4) await w.chat.evaluate((el) => el.clear());
	}
	await w.context.close();
	await limber.stop();
});

test("as article text: ingested, quoted in an answer, and read as a page", async () => {
	const dir = mkdtempSync(path.join(tmpdir(), "limber-"));
	const lines = packs(all).map((text, i) =>
		JSON.stringify({
			_id: `hostile-${i}`,
			title: `Hostile ${i} ${all[i % all.length].slice(0, 120)}`,
			text: `Night leg cramps number ${i} are a sudden pain in the calf ${all[i % all.length].slice(0, 200)} at night.\n\n${text}`,
		}),
	);
	writeFileSync(path.join(dir, "articles.jsonl"), lines.join("\n"));
	const data = path.join(dir, "data");
	execFileSync(process.env.LIMBER_BINARY, ["ingest", "--data", data, path.join(dir, "articles.jsonl")], {
		stdio: "ignore",
	});
	const limber = await startLimber(["--data", data]);
	const { articles } = await (await fetch(`${limber.url}/v1/articles`)).json();
	assert.ok(articles.length > 0, "articles were ingested");
	const w = await openPage(browser, limber.url);
	await send(w.chat, "What are night leg cramps?");
	await settled(w.chat);
	await unharmed(w, limber.url, "quoted");
	for (const a of articles.slice(0, 40)) {
		const text = (await (await fetch(`${limber.url}/v1/articles/${encodeURIComponent(a.slug)}`)).json()).text;
		const end = Buffer.byteLength(text);
		await w.page.goto(`${limber.url}/articles/${encodeURIComponent(a.slug)}#0-${end}`);
		const squeeze = (s) => s.replace(/\s+/g, "");
		const marked = await w.page.locator("mark").allTextContents();
		assert.equal(
			squeeze(text).startsWith(squeeze(marked.join("")).slice(0, 40)),
			true,
			`${a.slug}: the mark is the text`,
		);
		assert.equal(await w.page.locator("main script:not([src]), main iframe, main img").count(), 0);
	}
	assert.deepEqual(w.faults, []);
	assert.deepEqual([...w.hosts], [limber.url]);
	await w.context.close();
	await limber.stop();
	rmSync(dir, { recursive: true });
});

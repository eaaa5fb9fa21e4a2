// What a screen reader is told: each sentence once and whole, escalations as
// alerts, and nothing from the visible conversation.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, none, openPage, send, settled, startFake } from "./world.mjs";

let browser;
let fake;
let next;

before(async () => {
	browser = await launch();
	fake = await startFake((q, res, write) => next(q, res, write));
});
after(async () => {
	await browser?.close();
	await fake?.stop();
});

/** listen records every text that appears in a live region, by kind. */
async function listen(chat) {
	await chat.evaluate((el) => {
		const said = [];
		el.said = said;
		const live = (node) => {
			for (let n = node; n; n = n.parentElement) {
				const explicit = n.getAttribute?.("aria-live");
				const role = n.getAttribute?.("role");
				const kind = explicit ?? { alert: "assertive", status: "polite", log: "polite" }[role];
				if (kind) return kind;
			}
			return "off";
		};
		new MutationObserver((records) => {
			for (const r of records) {
				const kind = live(r.target.nodeType === 1 ? r.target : r.target.parentElement);
				if (kind === "off") continue;
				for (const n of r.addedNodes) if (n.textContent.trim()) said.push(`${kind}: ${n.textContent.trim()}`);
				if (r.type === "characterData") said.push(`${kind}: changed to ${r.target.data}`);
			}
		}).observe(el.shadowRoot, { childList: true, subtree: true, characterData: true });
	});
	return () => chat.evaluate((el) => el.said);
}

/** finished waits until the announcer has spoken its last word. */
async function finished(page, heard, last) {
	for (let i = 0; i < 60; i++) {
		const said = await heard();
		if (said.some((s) => last.test(s))) return said;
		await page.waitForTimeout(50);
	}
	throw new Error(`never said ${last}: ${(await heard()).join(" | ")}`);
}

test("each sentence once, though the stream comes in crumbs", async () => {
	const reply = answerOf(["Cramps are common.", "Most go away by themselves.", "Stretch the calf."]);
	next = async (_, res, write) => {
		for (const e of eventsOf(reply)) {
			for (let i = 0; i < e.length; i += 7) {
				write(e.slice(i, i + 7));
				if (i % 70 === 0) await new Promise((r) => setTimeout(r, 1));
			}
		}
		res.end();
	};
	const { context, page, chat } = await openPage(browser, fake.url);
	const heard = await listen(chat);
	await send(chat, "Cramps?");
	await settled(chat);
	const said = await finished(page, heard, /Answer complete/);
	assert.deepEqual(said, [
		"polite: Looking in the articles…",
		"polite: Cramps are common.",
		"polite: Most go away by themselves.",
		"polite: Stretch the calf.",
		"polite: Answer complete. Sources: 3.",
	]);
	await context.close();
});

test("an escalation is an alert, once; later turns are reminded politely", async () => {
	const triage = {
		...none,
		level: "emergency",
		headline: "Get help now",
		action: "Call 999.",
		reminder: "You still need help: call 999.",
		findings: [
			{
				rule: "E01",
				level: "emergency",
				title: "Clot",
				reason: "It may be one.",
				source: { name: "", url: "" },
				evidence: [],
			},
		],
	};
	const reply = answerOf(["Please get help."], { triage, status: "withheld" });
	next = (_, res, write) => {
		for (const e of eventsOf(reply)) write(e);
		res.end();
	};
	const { context, page, chat } = await openPage(browser, fake.url);
	const heard = await listen(chat);
	await send(chat, "My chest hurts");
	await settled(chat);
	let said = await finished(page, heard, /Please get help/);
	assert.deepEqual(
		said.filter((s) => s.startsWith("assertive")),
		["assertive: Emergency. Get help now. Call 999."],
	);
	await send(chat, "And now?");
	await settled(chat);
	said = await finished(page, heard, /polite: You still need help/);
	assert.equal(said.filter((s) => s.startsWith("assertive")).length, 1);
	await context.close();
});

test("a failure is an alert, and stopping is not", async () => {
	next = (_, res) => res.writeHead(503).end();
	const { context, page, chat } = await openPage(browser, fake.url);
	const heard = await listen(chat);
	await send(chat, "Hello");
	await settled(chat);
	await finished(page, heard, /assertive: Something went wrong/);
	next = (_, __, write) => write(": wait\n\n");
	await send(chat, "Again");
	await chat.locator(".stop").click();
	const said = await finished(page, heard, /polite: You stopped/);
	assert.equal(said.filter((s) => s.startsWith("assertive")).length, 1);
	await context.close();
});

test("an answer that comes while the panel is closed is told at the launcher", async () => {
	const closed = await startFake((q, res, write) => next(q, res, write), "<limber-chat persist=none></limber-chat>");
	let go;
	next = (_, res, write) => {
		go = () => {
			for (const e of eventsOf(answerOf(["Late words."]))) write(e);
			res.end();
		};
		write(": wait\n\n");
	};
	const { context, page, chat } = await openPage(browser, closed.url);
	await chat.locator(".launcher").click();
	await send(chat, "Hello");
	await chat.locator(".dots").waitFor();
	await page.keyboard.press("Escape");
	const heard = await listen(chat);
	go();
	await finished(page, heard, /polite: Late words/);
	assert.equal(await chat.locator(".launcher").getAttribute("aria-label"), "Open chat, new answer");
	await context.close();
	await closed.stop();
});

// A conversation of 500 turns takes no more of the browser than one of 100.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, none, openPage, send, settled, startFake } from "./world.mjs";

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser?.close());

test("500 turns without growth", async () => {
	const triage = { ...none, level: "urgent", headline: "Get help today", action: "Call 111.", reminder: "Call 111." };
	const fake = await startFake((q, res, write) => {
		const words = Array.from({ length: 5 }, (_, i) => `${q.message}: sentence ${i} about legs and sleep.`);
		for (const e of eventsOf(answerOf(words, { triage, suggestions: ["More?", "Why?"] }))) write(e);
		res.end();
	});
	const { context, page, faults, chat } = await openPage(browser, fake.url);
	const session = await context.newCDPSession(page);
	await session.send("Performance.enable");
	const measure = async () => {
		await page.waitForTimeout(6500); // spoken sentences leave after six seconds
		for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage");
		const { metrics } = await session.send("Performance.getMetrics");
		const of = (name) => metrics.find((m) => m.name === name).value;
		return { nodes: of("Nodes"), listeners: of("JSEventListeners"), heap: of("JSHeapUsedSize") };
	};
	const ask = (from, to) =>
		chat.evaluate(
			async (el, [a, b]) => {
				for (let i = a; i < b; i++) {
					await new Promise((done) => {
						el.addEventListener("limber-chat:answer", done, { once: true });
						el.ask(`Turn ${i}`);
					});
					await el.updateComplete;
					while (el.busy) await new Promise((r) => setTimeout(r));
				}
			},
			[from, to],
		);
	await ask(0, 100);
	const early = await measure();
	await ask(100, 500);
	const late = await measure();
	console.log(`after 100 turns ${JSON.stringify(early)}, after 500 ${JSON.stringify(late)}`);
	for (const what of ["nodes", "listeners", "heap"]) {
		assert.ok(late[what] <= early[what] * 1.1, `${what} grew from ${early[what]} to ${late[what]}`);
	}
	assert.equal(await chat.locator(".turn").count(), 50);
	assert.ok(await chat.getByText("Earlier messages are not shown here any more.").isVisible());
	await send(chat, "Still here?");
	await settled(chat);
	assert.ok(await chat.getByText("Still here?: sentence 4 about legs and sleep.").first().isVisible());
	assert.deepEqual(faults, []);
	await context.close();
	await fake.stop();
});

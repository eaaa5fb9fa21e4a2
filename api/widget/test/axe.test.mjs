// axe on every page and every state of the widget. It must find nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, axe, eventsOf, launch, none, openPage, send, settled, startFake, startLimber } from "./world.mjs";

let browser;
let limber;
let rules = 0;
let states = 0;

before(async () => {
	[browser, limber] = await Promise.all([launch(), startLimber()]);
});
after(async () => {
	console.log(`axe: 0 violations in ${states} states, ${rules} rules passed in all`);
	await browser?.close();
	await limber?.stop();
});

async function clean(page, name) {
	const found = await axe(page);
	assert.deepEqual(found.violations, [], name);
	assert.ok(found.rules > 15, `${name}: axe looked at something`);
	rules += found.rules;
	states++;
}

const looks = {
	light: {},
	dark: { colorScheme: "dark" },
	contrast: { contrast: "more" },
	phone: { viewport: { width: 360, height: 740 } },
	zoom: { viewport: { width: 320, height: 256 } },
};

for (const path of ["/", "/articles", "/articles/night-leg-cramps", "/embed"]) {
	test(`page ${path}`, async () => {
		for (const [name, options] of Object.entries(looks)) {
			const { context, page } = await openPage(browser, limber.url + path, options);
			await clean(page, `${path} ${name}`);
			await context.close();
		}
	});
}

for (const [name, options] of Object.entries(looks)) {
	test(`widget closed, open, answered, card, rated, to be cleared: ${name}`, async () => {
		const { context, page, chat } = await openPage(browser, `${limber.url}/articles`, options);
		await clean(page, "closed");
		await chat.locator(".launcher").click();
		await clean(page, "open");
		await send(chat, "Why do my legs ache when I lie down?");
		await settled(chat);
		await clean(page, "answered");
		await chat.locator(".cite").first().click();
		await clean(page, "card");
		await page.keyboard.press("Escape");
		await chat.getByLabel("Not helpful").click();
		await chat.locator(".note").waitFor();
		await clean(page, "rated");
		await chat.locator(".clear").click();
		await clean(page, "to be cleared");
		await context.close();
	});
}

for (const locale of ["ar", "hi", "de"]) {
	test(`widget in ${locale}`, async () => {
		const { context, page, chat } = await openPage(browser, `${limber.url}/articles`);
		await chat.evaluate((el, l) => el.setAttribute("locale", l), locale);
		await chat.locator(".launcher").click();
		await clean(page, "open");
		await send(chat, "How can I stop a leg cramp at night?");
		await settled(chat);
		await clean(page, "answered");
		await context.close();
	});
}

const finding = {
	rule: "E01",
	level: "emergency",
	title: "Possible clot",
	reason: "A swollen calf with short breath can be a clot.",
	source: { name: "NHS", url: "https://www.nhs.uk/" },
	evidence: [{ turn: 0, start: 0, end: 4, text: "calf" }],
};
const triage = {
	emergency: {
		...none,
		level: "emergency",
		headline: "Get help now",
		action: "Call 999 or 112 now.",
		findings: [finding],
	},
	urgent: { ...none, level: "urgent", headline: "Get help today", action: "Call NHS 111 today.", findings: [finding] },
	see_doctor: {
		...none,
		level: "see_doctor",
		headline: "See a doctor",
		action: "Book an appointment.",
		questions: [
			{ id: "a", text: "Is it swollen?", options: ["Yes", "No", "Not sure"] },
			{ id: "b", text: "Is it warm?", options: ["Yes", "No", "Not sure"] },
		],
	},
};

for (const [name, options] of Object.entries({
	light: {},
	dark: { colorScheme: "dark" },
	contrast: { contrast: "more" },
})) {
	test(`widget waiting, streaming, failed, refused and escalated: ${name}`, async () => {
		let next;
		const fake = await startFake((q, res, write) => next(q, res, write));
		const fresh = async (label, chat) => {
			next = chat;
			const opened = await openPage(browser, fake.url, options);
			await send(opened.chat, "My calf is swollen");
			return { ...opened, label };
		};
		const hold = { write: null, res: null };
		let w = await fresh("waiting", (_, res, write) => {
			Object.assign(hold, { res, write });
			write(": hello\n\n");
		});
		await w.chat.locator(".dots").waitFor();
		await clean(w.page, "waiting");
		for (const e of eventsOf(answerOf(["One sentence.", "Another."])).slice(0, 4)) hold.write(e);
		await w.chat.locator(".cite").first().waitFor();
		await clean(w.page, "streaming");
		hold.res.destroy();
		await w.chat.locator(".fault").waitFor();
		await clean(w.page, "dropped");
		await w.context.close();

		w = await fresh("failed", (_, res) => res.writeHead(500).end());
		await w.chat.locator(".fault").waitFor();
		await clean(w.page, "failed");
		await w.context.close();

		const refused = answerOf(["That is not in the articles."], {
			status: "refused",
			suggestions: ["Cramps"],
			degraded: true,
		});
		const replies = [refused, ...Object.values(triage).map((t) => answerOf(["Words."], { triage: t }))];
		for (const reply of replies) {
			w = await fresh("escalated", (_, res, write) => {
				for (const e of eventsOf(reply)) write(e);
				res.end();
			});
			await settled(w.chat);
			if (reply.triage.findings.length > 0) await w.chat.locator("summary").click();
			await clean(w.page, `escalated ${reply.triage.level}`);
			await w.context.close();
		}
		await fake.stop();
	});
}

test("page mode and a switched-off widget", async () => {
	for (const html of ["<limber-chat mode=inline disabled></limber-chat>", "<limber-chat></limber-chat>"]) {
		const fake = await startFake(() => {}, html);
		const { context, page } = await openPage(browser, fake.url);
		await clean(page, html);
		await context.close();
		await fake.stop();
	}
});

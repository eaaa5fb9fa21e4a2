// Pictures for a person to look at: every page at three widths, and the
// widget's states in each theme. They also prove that nothing runs off the
// side of the window.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, openPage, send, settled, shoot, startFake, startLimber } from "./world.mjs";

let browser;
let limber;

before(async () => {
	[browser, limber] = await Promise.all([launch(), startLimber()]);
});
after(async () => {
	await browser?.close();
	await limber?.stop();
});

/** overflow is how far the page can be scrolled sideways, in pixels. */
function overflow(page) {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const pages = {
	home: "/",
	articles: "/articles",
	article: "/articles/night-leg-cramps#0-60",
	embed: "/embed",
};

for (const width of [320, 360, 768, 1440]) {
	for (const [name, path] of Object.entries(pages)) {
		test(`${name} at ${width} pixels`, async () => {
			const { context, page } = await openPage(browser, limber.url + path, { viewport: { width, height: 900 } });
			assert.equal(await overflow(page), 0);
			if (width !== 320) await shoot(page, `${name}-${width}`, { fullPage: name !== "article" });
			await context.close();
		});
	}
}

test("home in the dark", async () => {
	const { context, page } = await openPage(browser, limber.url, { colorScheme: "dark" });
	await shoot(page, "home-dark", { fullPage: true });
	await context.close();
});

test("an answer and its source", async () => {
	for (const [name, options] of Object.entries({
		light: {},
		dark: { colorScheme: "dark" },
		phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
	})) {
		const { context, page, chat } = await openPage(browser, limber.url, options);
		await send(chat, "Why do my legs ache when I lie down?");
		await settled(chat);
		if (name === "phone") await chat.locator(".you").first().scrollIntoViewIfNeeded();
		await chat.locator(".cite").first().click();
		await shoot(page, `answer-${name}`);
		await context.close();
	}
});

test("launcher: open on a page, over a phone, right to left", async () => {
	for (const [name, options] of Object.entries({
		desktop: {},
		phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
		zoom: { viewport: { width: 320, height: 256 } },
	})) {
		const { context, page, chat } = await openPage(browser, `${limber.url}/articles`, options);
		await chat.locator(".launcher").click();
		await shoot(page, `launcher-${name}`);
		await context.close();
	}
	const { context, page, chat } = await openPage(browser, `${limber.url}/articles`);
	await chat.evaluate((el) => {
		el.setAttribute("locale", "ar");
	});
	await chat.locator(".launcher").click();
	await shoot(page, "launcher-rtl-welcome");
	await send(chat, "How can I stop a leg cramp at night?");
	await settled(chat);
	await shoot(page, "launcher-rtl-answer");
	await context.close();
});

const emergency = {
	level: "emergency",
	headline: "Get emergency help now",
	action:
		"Call 999 now, or go to A&E straight away if someone can take you. Do not drive yourself. What you describe can be dangerous and must be checked at once.",
	reminder: "What you told me earlier still needs emergency help: call 999 now.",
	findings: [
		{
			rule: "E01",
			level: "emergency",
			title: "Possible clot on the lung",
			reason: "Leg swelling with trouble breathing can be a clot that has moved to the lung.",
			source: { name: "NHS: Pulmonary embolism", url: "https://www.nhs.uk/conditions/pulmonary-embolism/" },
			evidence: [{ turn: 0, start: 0, end: 5, text: "calf is swollen" }],
		},
	],
	questions: [],
};
const urgent = { ...emergency, level: "urgent", headline: "Get medical help today" };
const check = {
	...emergency,
	level: "see_doctor",
	headline: "Have this checked by a doctor",
	action:
		"Book an appointment with your doctor in the next few days. If it gets worse, call NHS 111; in an emergency call 999.",
	findings: [],
	questions: [
		{ id: "q1", text: "Is one calf more swollen than the other?", options: ["Yes", "No", "Not sure"] },
		{ id: "q2", text: "Did it start suddenly?", options: ["Yes", "No", "Not sure"] },
	],
};

test("escalated, checked, refused and failed", async () => {
	const states = {
		emergency: answerOf(["Please get help now. An article is not what you need at this moment."], {
			triage: emergency,
			status: "withheld",
		}),
		urgent: answerOf(["Leg pain with swelling needs a check."], { triage: urgent }),
		check: answerOf(["Leg aches are common."], { triage: check }),
		refused: answerOf(["The articles here do not answer that, so no answer is given rather than a guess."], {
			status: "refused",
			suggestions: ["Night leg cramps", "Restless legs syndrome"],
		}),
	};
	let state = "emergency";
	const fake = await startFake((_, res, write) => {
		if (state === "failed") return res.writeHead(500).end();
		for (const e of eventsOf(states[state])) write(e);
		res.end();
	});
	for (state of [...Object.keys(states), "failed"]) {
		for (const colorScheme of ["light", "dark"]) {
			const { context, page, chat } = await openPage(browser, fake.url, {
				viewport: { width: 480, height: 760 },
				colorScheme,
			});
			await send(chat, "My calf is swollen and I cannot breathe well");
			await settled(chat);
			if (state === "emergency") await chat.locator("summary").click();
			await shoot(page, `state-${state}-${colorScheme}`);
			await context.close();
		}
	}
	await fake.stop();
});

test("forced colours and high contrast", async () => {
	for (const [name, options] of Object.entries({
		forced: { forcedColors: "active" },
		contrast: { contrast: "more" },
	})) {
		const { context, page, chat } = await openPage(browser, limber.url, options);
		await send(chat, "Why do my legs ache when I lie down?");
		await settled(chat);
		await shoot(page, `answer-${name}`);
		await context.close();
	}
});

test("on paper", async () => {
	const { context, page, chat } = await openPage(browser, limber.url);
	await send(chat, "Why do my legs ache when I lie down?");
	await settled(chat);
	await page.emulateMedia({ media: "print" });
	assert.equal(await chat.locator(".composer").isVisible(), false);
	assert.match(await chat.locator(".paper").innerText(), /\/articles\/\S+#\d+-\d+/);
	await shoot(page, "print-chat", { fullPage: true });
	await page.goto(`${limber.url}/articles/night-leg-cramps`);
	await shoot(page, "print-article", { fullPage: true });
	await context.close();
});

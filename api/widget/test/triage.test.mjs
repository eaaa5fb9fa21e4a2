// Escalations by the real program: first, whole, in words, and kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, launch, openPage, send, settled, shoot, startLimber } from "./world.mjs";

let browser;
let limber;

before(async () => {
	[browser, limber] = await Promise.all([launch(), startLimber()]);
});
after(async () => {
	await browser?.close();
	await limber?.stop();
});

const numbers = (chat) =>
	chat
		.locator(".notice")
		.last()
		.locator(".tel")
		.evaluateAll((all) => all.map((a) => a.getAttribute("href").slice(4)));

test("an emergency comes first, in a word, with numbers to press", async () => {
	const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
	const { context, page, faults, chat } = await openPage(browser, `${limber.url}/articles`, phone);
	await chat.locator(".launcher").tap();
	await send(chat, "I have crushing chest pain and I cannot breathe");
	await settled(chat);
	const notice = chat.locator(".notice");
	assert.match(await notice.innerText(), /^Emergency\n+Get emergency help now/);
	assert.deepEqual(await numbers(chat), ["999", "112", "911", "000", "111"]);
	assert.equal(await chat.locator(".cite").count(), 0, "no article is quoted");
	assert.ok(
		await chat.evaluate((el) => {
			const bot = el.shadowRoot.querySelector(".bot");
			return bot.firstElementChild.classList.contains("notice");
		}),
		"nothing stands before the notice",
	);
	const box = await notice.boundingBox();
	assert.ok(box.y >= 0 && box.y < 300, "it is in view");
	assert.deepEqual((await axe(page)).violations, []);
	await shoot(page, "real-emergency-phone");
	assert.deepEqual(faults, []);

	await send(chat, "What do restless legs feel like?");
	await settled(chat);
	assert.match(
		await chat.locator(".notice").last().innerText(),
		/^Emergency/,
		"it does not fade with the next question",
	);
	await context.close();
});

test("a stated country has its own numbers", async () => {
	const { context, chat } = await openPage(browser, limber.url);
	await chat.evaluate((el) => el.setAttribute("locale", "en-GB"));
	await send(chat, "I want to end my life");
	await settled(chat);
	const called = await numbers(chat);
	assert.ok(called.includes("999") && called.includes("116123"), called.join());
	assert.ok(!called.includes("911"), called.join());
	await context.close();
});

test("a question of the notice is answered by a press and can raise the level", async () => {
	const { context, page, chat } = await openPage(browser, limber.url);
	await send(chat, "My calf is swollen and hot");
	await settled(chat);
	assert.match(await chat.locator(".notice").innerText(), /^Urgent/);
	await chat.locator("summary").click();
	assert.match(await chat.locator(".reason").first().innerText(), /You wrote: “/);
	assert.match(await chat.locator(".reason a").first().getAttribute("href"), /^https:/);
	await shoot(page, "real-urgent");
	await chat.locator(".checks button", { hasText: "Yes" }).first().click();
	const several = chat.getByRole("button", { name: "Send answers" });
	if (await several.isVisible()) await several.click();
	await chat.locator(".turn").nth(1).waitFor();
	await settled(chat);
	assert.match(await chat.locator(".turn").last().locator(".notice").innerText(), /^Emergency/);
	await context.close();
});

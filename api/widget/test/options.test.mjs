// The attributes, and the manners that go with them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, none, openPage, send, settled, shoot, startFake } from "./world.mjs";

let browser;
let fake;
const html = "";
let reply = answerOf(["Words."]);
let asked = [];

before(async () => {
	browser = await launch();
	fake = await startFake((q, res, write) => {
		asked.push(q);
		for (const e of eventsOf(reply)) write(e);
		res.end();
	});
});
after(async () => {
	await browser?.close();
	await fake?.stop();
});

/** show opens a page with a widget of these attributes. */
async function show(attributes, options) {
	const w = await openPage(browser, fake.url, options);
	await w.page.evaluate((markup) => {
		const main = document.querySelector("main");
		main.replaceChildren();
		const box = document.createElement("template");
		box.innerHTML = markup;
		main.append(box.content);
	}, html || `<limber-chat persist=none ${attributes}></limber-chat>`);
	await w.chat.locator(".root").waitFor({ state: "attached" });
	return w;
}

test("modes and corners", async () => {
	let w = await show("mode=page", { viewport: { width: 700, height: 600 } });
	let box = await w.chat.locator(".panel").boundingBox();
	assert.equal(Math.round(box.height), 600, "a page fills the window");
	await w.context.close();
	w = await show("position=start");
	box = await w.chat.locator(".launcher").boundingBox();
	assert.ok(box.x < 100);
	assert.ok(box.width >= 44 && box.height >= 44);
	await w.chat.locator(".launcher").click();
	assert.ok((await w.chat.locator("dialog").boundingBox()).x < 100);
	await w.context.close();
	w = await show("mode=nonsense");
	await w.chat.locator(".launcher").waitFor();
	await w.context.close();
});

test("texts, questions, help and being switched off", async () => {
	for (const questions of ['["One?","Two?"]', "One? | Two?", "One?\nTwo?"]) {
		const w = await show(
			`mode=inline heading="Ask us" welcome="Hi <b>there</b>" questions='${questions}' help="Ring the clinic on 01632 960 001." help-url="/contact"`,
		);
		assert.equal(await w.chat.locator(".title").innerText(), "Ask us");
		assert.match(await w.chat.locator(".welcome").innerText(), /Hi <b>there<\/b>/, "text stays text");
		assert.deepEqual(await w.chat.locator(".choice").allInnerTexts(), ["One?", "Two?"]);
		assert.equal(await w.chat.locator(".human a").first().getAttribute("href"), "tel:01632960001");
		assert.equal(await w.chat.locator(".human a").last().getAttribute("href"), `${fake.url}/contact`);
		await w.context.close();
	}
	const w = await show('mode=inline disabled questions="One?" help-url="javascript:alert(1)"');
	assert.equal(await w.chat.locator("#message").count(), 0);
	assert.ok(await w.chat.locator(".choice").isDisabled());
	assert.equal(await w.chat.locator(".human a[href^=javascript]").count(), 0);
	await w.context.close();
});

test("only a stated locale is sent: it decides whose emergency numbers are shown", async () => {
	for (const [attribute, sent] of [
		["", undefined],
		["locale=en-GB", "en-GB"],
		["locale='<x>'", undefined],
		["locale=fr", "fr"],
	]) {
		asked = [];
		const w = await show(`mode=inline ${attribute}`);
		await send(w.chat, "Hello");
		await settled(w.chat);
		assert.equal(asked[0].locale, sent, attribute);
		await w.context.close();
	}
});

test("telephone numbers can be pressed, other numbers not", async () => {
	const action =
		"Call 999 (UK), 112, NHS 111, 116 123 or 1-800-222-1222, 13 11 14, 01 809 2166. Text SHOUT to 85258. Not 250 mg, 2026-11-22, 3.999, 9990 or A112.";
	reply = answerOf(["Words."], { triage: { ...none, level: "urgent", headline: "Help", action } });
	const w = await show("mode=inline");
	await send(w.chat, "Hello");
	await settled(w.chat);
	const links = await w.chat
		.locator(".notice a")
		.evaluateAll((all) => all.map((a) => `${a.textContent} ${a.getAttribute("href")}`));
	assert.deepEqual(links, [
		"999 tel:999",
		"112 tel:112",
		"111 tel:111",
		"116 123 tel:116123",
		"1-800-222-1222 tel:18002221222",
		"13 11 14 tel:131114",
		"01 809 2166 tel:018092166",
	]);
	assert.equal(
		await w.chat
			.locator(".notice")
			.innerText()
			.then((t) => t.includes(action)),
		true,
	);
	await w.context.close();
	reply = answerOf(["Words."]);
});

test("one question is answered by a press, several together and in order", async () => {
	const question = (id) => ({ id, text: `Is it ${id}?`, options: ["Yes", "No", "Not sure"] });
	const triage = (...ids) => ({
		...none,
		level: "see_doctor",
		headline: "See a doctor",
		action: "Soon.",
		questions: ids.map(question),
	});
	reply = answerOf(["Words."], { triage: triage("warm") });
	const w = await show("mode=inline");
	await send(w.chat, "Hello");
	await settled(w.chat);
	asked = [];
	reply = answerOf(["Words."], { triage: triage("warm", "red", "hard") });
	await w.chat.getByRole("button", { name: "No", exact: true }).click();
	await w.chat.locator(".checks", { hasText: "Is it red?" }).waitFor();
	assert.equal(asked[0].message, "No");
	await settled(w.chat);
	await w.chat.getByRole("group", { name: "Is it red?" }).getByRole("button", { name: "Yes" }).click();
	await w.chat.getByRole("group", { name: "Is it hard?" }).getByRole("button", { name: "No", exact: true }).click();
	reply = answerOf(["Words."]);
	await w.chat.getByRole("button", { name: "Send answers" }).click();
	await w.chat.locator(".turn").nth(2).waitFor();
	await settled(w.chat);
	assert.equal(asked[1].message, "Not sure. Yes. No.");
	await w.context.close();
});

test("events tell what happened and never what was said", async () => {
	reply = answerOf(["Secret answer."], { triage: { ...none, level: "urgent", headline: "H", action: "A" } });
	const w = await show("");
	await w.page.evaluate(() => {
		window.heard = [];
		for (const name of ["ready", "open", "close", "question", "answer", "red-flag", "feedback", "error"]) {
			document.addEventListener(`limber-chat:${name}`, (e) => window.heard.push(`${name} ${JSON.stringify(e.detail)}`));
		}
	});
	await w.chat.evaluate((el) => el.ask("Secret question"));
	await settled(w.chat);
	await w.chat.getByLabel("Helpful", { exact: true }).click();
	await w.chat.locator(".note").waitFor();
	await w.chat.evaluate((el) => el.close());
	const heard = await w.page.evaluate(() => window.heard);
	assert.deepEqual(
		heard.map((h) => h.split(" ")[0]),
		["open", "question", "red-flag", "answer", "feedback", "close"],
	);
	assert.ok(!heard.join().includes("Secret"));
	await w.context.close();
	reply = answerOf(["Words."]);
});

test("stated theme wins, motion can be reduced, text can be spaced and zoomed", async () => {
	const ground = (w) => w.chat.locator(".panel").evaluate((el) => getComputedStyle(el).backgroundColor);
	let w = await show("mode=inline theme=dark");
	assert.equal(await ground(w), "rgb(22, 29, 31)");
	await w.context.close();
	w = await show("mode=inline theme=light", { colorScheme: "dark" });
	assert.equal(await ground(w), "rgb(255, 255, 255)");
	await w.context.close();
	w = await show("mode=inline", { reducedMotion: "reduce" });
	reply = answerOf(["A sentence that is quite a bit longer than the others are."]);
	await send(w.chat, "Hello there, how are my legs?");
	await settled(w.chat);
	assert.equal(await w.chat.locator(".log").evaluate((el) => getComputedStyle(el).scrollBehavior), "auto");
	await w.page.setViewportSize({ width: 320, height: 900 });
	await w.chat.evaluate((el) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(
			"* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }",
		);
		el.shadowRoot.adoptedStyleSheets = [...el.shadowRoot.adoptedStyleSheets, sheet];
	});
	const cut = await w.chat.evaluate((el) =>
		[...el.shadowRoot.querySelectorAll(".title, .you p, .text p, .standing p, button")]
			.filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
			.map((e) => e.className || e.textContent),
	);
	assert.deepEqual(cut, []);
	assert.equal(await w.page.evaluate(() => document.documentElement.scrollWidth <= 320), true);
	await shoot(w.page, "spaced-320");
	await w.context.close();
	reply = answerOf(["Words."]);
});

test("a phone: the panel ends above the on-screen keyboard", async () => {
	const w = await show("", { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true });
	await w.chat.locator(".launcher").tap();
	assert.equal(Math.round((await w.chat.locator("dialog").boundingBox()).height), 800);
	assert.equal(await w.chat.evaluate((el) => el.shadowRoot.activeElement.id), "", "opening raises no keyboard");
	await w.chat.locator("#message").tap();
	await w.page.setViewportSize({ width: 390, height: 420 });
	const send = await w.chat.locator(".round").boundingBox();
	assert.ok(send.y + send.height <= 420, "the send button is above it");
	await w.context.close();
});

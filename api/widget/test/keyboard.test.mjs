// Everything with the keyboard alone, on another site's page, against the
// real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage, settled, startLimber, startPages } from "./world.mjs";

let browser;
let limber;
let pages;

before(async () => {
	const html = {};
	pages = await startPages(html);
	[browser, limber] = await Promise.all([launch(), startLimber(["--origins", pages.url])]);
	const body = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Clinic</title><main><h1>Clinic</h1><a href="#x" id="before">Before</a>
<div style="height:3000px"></div><limber-chat questions='["What do restless legs feel like?"]'></limber-chat><a href="#y" id="after">After</a></main>
<script type="module" src="${limber.url}/widget.js"></script></html>`;
	html["/"] = { body };
});
after(async () => {
	await browser?.close();
	await limber?.stop();
	await pages?.stop();
});

/** focused is the name or class of what has the focus, inside the widget. */
function focused(page) {
	return page.evaluate(() => {
		const el = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
		return el?.getAttribute("aria-label") || el?.id || el?.className || el?.tagName;
	});
}

/** becomes waits for the focus to arrive somewhere. */
async function becomes(page, want, why) {
	for (let i = 0; i < 40 && !want.test(await focused(page)); i++) await page.waitForTimeout(25);
	assert.match(await focused(page), want, why);
}

/** tabTo presses Tab until a condition on the focused name holds. */
async function tabTo(page, want, key = "Tab") {
	const seen = [];
	for (let i = 0; i < 40; i++) {
		await page.keyboard.press(key);
		const name = await focused(page);
		if (want.test(name)) return name;
		seen.push(name);
	}
	throw new Error(`${want} is not reached by ${key}: ${seen.join(" > ")}`);
}

test("a whole conversation without a pointer", async () => {
	const { context, page, faults, chat } = await openPage(browser, pages.url);
	assert.equal(await page.evaluate(() => window.scrollY), 0, "loading scrolls nothing");
	assert.equal(await focused(page), "BODY", "loading focuses nothing");

	await tabTo(page, /^Open chat$/);
	await page.keyboard.press("Enter");
	assert.equal(await focused(page), "message", "opening focuses the question");
	assert.equal(await chat.locator(".launcher").getAttribute("aria-expanded"), "true");
	await page.keyboard.type("Why do my legs ache");
	await page.keyboard.press("Shift+Enter");
	await page.keyboard.type("when I lie down?");
	await page.keyboard.press("Enter");
	await settled(chat);
	assert.equal(await focused(page), "message", "an answer moves no focus");
	assert.match(await chat.locator(".you").innerText(), /ache\nwhen/, "Shift and Enter starts a line");

	await tabTo(page, /^Source 1: /, "Shift+Tab");
	await page.keyboard.press("Enter");
	const card = chat.locator("#source");
	await card.waitFor({ state: "visible" });
	assert.equal(await focused(page), "Close source");
	const quote = await card.locator("blockquote").innerText();
	const path = new URL(await card.locator("a.read").getAttribute("href"));
	const article = await (await fetch(`${limber.url}/v1${path.pathname}`)).json();
	const [from, to] = path.hash.slice(1).split("-").map(Number);
	assert.equal(Buffer.from(article.text).subarray(from, to).toString(), quote, "the quote is the article's bytes");
	assert.match(await card.innerText(), /Last reviewed: \d/);
	await page.keyboard.press("Tab");
	assert.equal(await focused(page), "read");
	await page.keyboard.press("Escape");
	await card.waitFor({ state: "hidden" });
	await becomes(page, /^Source 1: /, "Escape gives the focus back to the mark");
	assert.equal(await chat.locator("dialog").isVisible(), true, "and closes the card only");

	await page.keyboard.press("Enter");
	await card.waitFor({ state: "visible" });
	await tabTo(page, /^(Source 2: |message|log|Copy answer)/);
	await card.waitFor({ state: "hidden" });

	await chat.locator(".log").focus();
	await tabTo(page, /^Copy answer$/);
	await page.keyboard.press("Enter");
	await chat
		.getByText(/^(Copied|Copying did not work)/)
		.first()
		.waitFor();
	await tabTo(page, /^Helpful$/);
	await page.keyboard.press("Space");
	await chat.locator(".note textarea").waitFor();
	assert.equal(await focused(page), "Helpful", "rating moves no focus");
	await tabTo(page, /^note-/);
	await page.keyboard.type("Clear and short.");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await chat.locator("p.hint", { hasText: "Thank you" }).waitFor();
	assert.equal(await focused(page), "Helpful");

	await tabTo(page, /^choice$/);
	await page.keyboard.press("Enter");
	await settled(chat);
	assert.equal(await chat.locator(".turn").count(), 2, "a suggested question is asked");
	assert.equal(await focused(page), "message");

	await tabTo(page, /^Clear conversation$/, "Shift+Tab");
	await page.keyboard.press("Enter");
	await becomes(page, /keep/);
	await page.keyboard.press("Enter");
	await becomes(page, /^Clear conversation$/);
	await page.keyboard.press("Enter");
	await becomes(page, /keep/);
	await page.keyboard.press("Shift+Tab");
	await page.keyboard.press("Enter");
	await chat.locator(".welcome").waitFor();
	await becomes(page, /^message$/);

	await page.keyboard.press("Escape");
	await chat.locator("dialog").waitFor({ state: "hidden" });
	assert.equal(await focused(page), "Open chat", "closing gives the focus back to the launcher");
	await tabTo(page, /^after$/);
	assert.deepEqual(faults, []);
	await context.close();
});

test("no trap: Tab leaves an open panel that is not the whole window", async () => {
	const { context, page } = await openPage(browser, pages.url);
	await tabTo(page, /^Open chat$/);
	await page.keyboard.press("Enter");
	await tabTo(page, /^after$/);
	await context.close();
});

test("over the whole window the focus stays inside, and Escape leaves", async () => {
	const { context, page, chat } = await openPage(browser, pages.url, { viewport: { width: 360, height: 640 } });
	await tabTo(page, /^Open chat$/);
	await page.keyboard.press("Enter");
	for (let i = 0; i < 15; i++) {
		await page.keyboard.press("Tab");
		assert.doesNotMatch(await focused(page), /^(before|after|Open chat)$/);
	}
	await page.setViewportSize({ width: 1000, height: 800 });
	await chat.locator("dialog").waitFor({ state: "visible" });
	await chat.locator("#message").focus();
	await page.keyboard.press("Escape");
	await chat.locator("dialog").waitFor({ state: "hidden" });
	assert.equal(await focused(page), "Open chat");
	await context.close();
});

test("the focused control is in view and not covered", async () => {
	const { context, page, chat } = await openPage(browser, limber.url, {
		viewport: { width: 1280, height: 640 },
		reducedMotion: "reduce",
	});
	await chat.locator("#message").fill("When should I see a doctor about leg pain?");
	await page.keyboard.press("Enter");
	await settled(chat);
	await chat.locator(".log").focus();
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press("Tab");
		const covered = await page.evaluate(() => {
			const el = document.activeElement?.shadowRoot?.activeElement;
			if (!el) return "";
			const r = el.getBoundingClientRect();
			const top = el.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
			return top && (el.contains(top) || top.contains(el)) ? "" : `${el.className} under ${top?.className}`;
		});
		assert.equal(covered, "");
	}
	await context.close();
});

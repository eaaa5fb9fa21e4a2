// Every language of the interface has every text, with the same slots.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, openPage, startFake } from "./world.mjs";

const dir = new URL("../src/texts/", import.meta.url);
const tables = Object.fromEntries(
	readdirSync(dir).map((f) => [f.replace(".json", ""), JSON.parse(readFileSync(new URL(f, dir), "utf8"))]),
);
const slots = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("seven languages, each whole", () => {
	assert.deepEqual(Object.keys(tables).sort(), ["ar", "de", "en", "es", "fr", "hi", "pt"]);
	for (const [lang, table] of Object.entries(tables)) {
		assert.deepEqual(Object.keys(table), Object.keys(tables.en), lang);
		for (const [key, text] of Object.entries(table)) {
			assert.deepEqual(slots(text), slots(tables.en[key]), `${lang} ${key}`);
			assert.equal(text === "", lang === "en" && key === "english", `${lang} ${key} is empty`);
			if (lang !== "en" && text.length > 15) assert.notEqual(text, tables.en[key], `${lang} ${key} is not translated`);
		}
		assert.match(table.human, /\b(112|911|999)\b/, `${lang} names an emergency number`);
	}
});

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser?.close());

test("each language on the page says that answers are in English", async () => {
	const fake = await startFake(() => {}, "<limber-chat mode=inline></limber-chat>");
	const { context, chat } = await openPage(browser, fake.url);
	for (const [lang, table] of Object.entries(tables)) {
		await chat.evaluate((el, l) => el.setAttribute("locale", l), lang);
		await chat.locator(".title", { hasText: table.title }).waitFor();
		assert.equal(await chat.locator(".root").getAttribute("lang"), lang);
		assert.equal(await chat.locator(".root").getAttribute("dir"), lang === "ar" ? "rtl" : "ltr");
		assert.equal(await chat.locator(".welcome .notice").count(), lang === "en" ? 0 : 1);
		assert.equal((await chat.locator(".human").innerText()).trim(), table.human);
		assert.ok((await chat.locator('.human a[href^="tel:"]').count()) > 0);
	}
	await context.close();
	await fake.stop();
});

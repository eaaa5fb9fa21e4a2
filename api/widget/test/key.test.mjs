// A server that asks for keys: the widget with the public key of its page, with
// none, and with the key of another site.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { launch, openPage, send, settled, startLimber, startPages } from "./world.mjs";

let browser;
let limber;
let pages;
let data;
const html = {};

before(async () => {
	data = mkdtempSync(path.join(os.tmpdir(), "limber-"));
	pages = await startPages(html);
	const key = execFileSync(process.env.LIMBER_BINARY, ["keys", "add", "--data", data, "--name", "site", "--origin", pages.url], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
	}).trim();
	[browser, limber] = await Promise.all([launch(), startLimber(["--data", data, "--require-key"])]);
	const page = (attributes) =>
		`<!doctype html><html lang="en"><title>Host</title><script type="module" src="${limber.url}/widget.js"></script><main><h1>Host</h1><limber-chat mode=inline ${attributes}></limber-chat></main></html>`;
	html["/key"] = { body: page(`key="${key}"`) };
	html["/none"] = { body: page("") };
});
after(async () => {
	await browser?.close();
	await limber?.stop();
	await pages?.stop();
	if (data) rmSync(data, { recursive: true });
});

async function citations(url) {
	const { context, chat } = await openPage(browser, url);
	await send(chat, "Why do my legs ache when I lie down?");
	await settled(chat);
	const n = await chat.locator(".cite").count();
	await context.close();
	return n;
}

test("the page of the key is answered, a page without it is not", async () => {
	assert.ok((await citations(`${pages.url}/key`)) > 0);
	assert.equal(await citations(`${pages.url}/none`), 0);
});

test("on another origin the key cannot even load the widget", async () => {
	const { context, page } = await openPage(browser, `${pages.other}/key`);
	assert.equal(await page.evaluate(() => Boolean(globalThis.customElements.get("limber-chat"))), false);
	await context.close();
});

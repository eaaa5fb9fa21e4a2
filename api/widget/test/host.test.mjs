// Other people's pages: hostile style sheets, strict policies, origins that
// are allowed and one that is not, and what the widget leaves behind.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage, send, settled, shoot, startLimber, startPages } from "./world.mjs";

let browser;
let limber;
let pages;

const hostile = `* { all: unset !important; color: red !important; font: 40px/3 cursive !important; }
div, p, button, textarea, dialog, section, span { display: none; position: absolute; left: -9999px; color: red; transform: rotate(9deg); }
limber-chat { color: lime; font-size: 3px; line-height: 9; letter-spacing: 1em; text-transform: uppercase; direction: rtl; visibility: visible; }
html { font-size: 3px; writing-mode: horizontal-tb; } body { text-align: right; word-spacing: 2em; }`;

before(async () => {
	const html = {};
	pages = await startPages(html);
	[browser, limber] = await Promise.all([launch(), startLimber(["--origins", pages.url])]);
	const page = (head, chat = "<limber-chat mode=inline></limber-chat>") =>
		`<!doctype html><html lang="en"><title>Host</title>${head}<script type="module" src="${limber.url}/widget.js"></script><main><h1>Host</h1>${chat}</main></html>`;
	html["/plain"] = { body: page("") };
	html["/none"] = { body: "<!doctype html><title>Host</title>" };
	html["/unset"] = { body: page(`<style>${hostile}</style>`) };
	html["/unset-launcher"] = { body: page(`<style>${hostile}</style>`, "<limber-chat></limber-chat>") };
	html["/strict"] = {
		body: page(""),
		csp: `default-src 'none'; script-src ${limber.url}; style-src 'self'; connect-src ${limber.url}; require-trusted-types-for 'script'; trusted-types lit-html`,
	};
	html["/two"] = { body: page("", "<limber-chat mode=inline></limber-chat><limber-chat mode=inline></limber-chat>") };
});
after(async () => {
	await browser?.close();
	await limber?.stop();
	await pages?.stop();
});

const question = "Why do my legs ache when I lie down?";

test("our own page has the strict policy the widget promises to work under", async () => {
	const policy = (await fetch(limber.url)).headers.get("content-security-policy");
	for (const part of [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"connect-src 'self'",
		"require-trusted-types-for 'script'",
	]) {
		assert.ok(policy.includes(part), part);
	}
	assert.ok(!policy.includes("unsafe"));
	const { context, page, faults, hosts, chat } = await openPage(browser, limber.url);
	await send(chat, question);
	await settled(chat);
	await chat.locator(".cite").first().click();
	await page.keyboard.press("Escape");
	assert.ok((await chat.locator(".cite").count()) > 0);
	assert.deepEqual(faults, []);
	assert.deepEqual([...hosts], [limber.url]);
	await context.close();
});

test("an allowed origin under a strict policy of its own", async () => {
	const { context, page, faults, hosts, chat } = await openPage(browser, `${pages.url}/strict`);
	await send(chat, question);
	await settled(chat);
	assert.ok((await chat.locator(".cite").count()) > 0);
	const background = await chat.evaluate(
		(el) => getComputedStyle(el.shadowRoot.querySelector(".head")).backgroundColor,
	);
	assert.equal(background, "rgb(15, 92, 99)", "the style sheet is in force");
	await chat.locator(".cite").first().click();
	assert.match(await chat.locator("a.read").getAttribute("href"), new RegExp(`^${limber.url}/articles/`));
	await page.keyboard.press("Escape");
	await chat.getByLabel("Helpful", { exact: true }).click();
	await chat.locator(".note").waitFor();
	await chat.locator(".clear").click();
	await chat.locator(".confirm .main").click();
	await chat.locator(".welcome").waitFor();
	assert.deepEqual(faults, []);
	assert.deepEqual([...hosts].sort(), [limber.url, pages.url].sort(), "no request to anyone else");
	assert.deepEqual(await context.cookies(), []);
	await context.close();
});

test("an origin that is not allowed gets nothing, and the page goes on", async () => {
	const { context, page, chat } = await openPage(browser, `${pages.other}/plain`);
	await page.waitForTimeout(300);
	assert.equal(await chat.evaluate((el) => el.shadowRoot), null, "the script is not handed out");
	const status = await page.evaluate(
		(url) =>
			fetch(`${url}/v1/chat`, {
				method: "POST",
				headers: { "Content-Type": "application/json" },
				body: '{"message":"x"}',
			}).then(
				(r) => r.status,
				() => "blocked",
			),
		limber.url,
	);
	assert.equal(status, "blocked");
	const simple = await page.evaluate(
		(url) =>
			fetch(`${url}/v1/articles`, { mode: "no-cors" }).then(
				(r) => r.type,
				() => "blocked",
			),
		limber.url,
	);
	assert.notEqual(simple, "cors");
	await context.close();
	const headers = (origin) => fetch(`${limber.url}/v1/articles`, { headers: { Origin: origin } });
	assert.equal((await headers(pages.other)).status, 403);
	assert.equal((await headers("null")).status, 403);
	const allowed = await headers(pages.url);
	assert.equal(allowed.headers.get("access-control-allow-origin"), pages.url);
	assert.match(allowed.headers.get("vary"), /Origin/);
});

test("a host style sheet that unsets everything changes nothing inside", async () => {
	const looks = async (path) => {
		const { context, page, faults, chat } = await openPage(browser, pages.url + path);
		if (path.includes("launcher")) await chat.locator(".launcher").click();
		await send(chat, question);
		await settled(chat);
		await shoot(page, `host${path.replace("/", "-")}`);
		const styles = await chat.evaluate((el) => {
			const of = (selector) => {
				const s = getComputedStyle(el.shadowRoot.querySelector(selector));
				return [
					selector,
					s.color,
					s.fontSize,
					s.fontFamily,
					s.lineHeight,
					s.letterSpacing,
					s.wordSpacing,
					s.textTransform,
					s.direction,
					s.textAlign,
					s.display,
				].join(" ");
			};
			return [".title", ".text p", ".cite", "#message", ".standing p", ".you p"].map(of);
		});
		assert.ok(await chat.locator(".cite").first().isVisible());
		assert.deepEqual(faults, []);
		await context.close();
		return styles;
	};
	const plain = await looks("/plain");
	assert.deepEqual(await looks("/unset"), plain);
	assert.deepEqual(await looks("/unset-launcher"), plain);
});

test("the widget adds nothing to the page's global scope", async () => {
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(`${pages.url}/none`);
	const names = () =>
		page.evaluate(() => [...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(Symbol)]);
	const before = new Set(await names());
	await page.evaluate((url) => import(`${url}/widget.js`), limber.url);
	await page.evaluate(() => {
		document.body.append(document.createElement("limber-chat"));
	});
	await page.locator("limber-chat .launcher").waitFor();
	assert.deepEqual(
		(await names()).filter((n) => !before.has(n)),
		[],
	);
	assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage))), []);
	await context.close();
});

test("two on one page, and one that is moved, work", async () => {
	const { context, page, faults, chat } = await openPage(browser, `${pages.url}/two`);
	await send(chat.first(), question);
	await settled(chat.first());
	await page.evaluate(() => document.querySelector("main").append(document.querySelector("limber-chat")));
	await send(chat.first(), question);
	await settled(chat.first());
	await settled(chat.last());
	assert.deepEqual(faults, []);
	await context.close();
});

test("the conversation is kept for the tab only, as an id without text", async () => {
	const { context, page, chat } = await openPage(browser, `${pages.url}/plain`);
	await send(chat, question);
	await settled(chat);
	const stored = await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
	assert.match(stored, /conv_/);
	assert.ok(!stored.includes("legs"));
	await page.reload();
	await chat.locator(".you", { hasText: question }).waitFor();
	assert.ok((await chat.locator(".cite").count()) > 0, "with its sources");
	const other = await context.newPage();
	await other.goto(`${pages.url}/plain`);
	await other.locator("limber-chat .welcome").waitFor();
	const id = /conv_\w+/.exec(stored)[0];
	await chat.locator(".clear").click();
	await chat.locator(".confirm .main").click();
	await chat.locator(".welcome").waitFor();
	assert.equal((await fetch(`${limber.url}/v1/conversations/${id}`)).status, 404, "deleted on the server");
	assert.equal(await page.evaluate(() => sessionStorage.length), 0);
	await context.close();
});

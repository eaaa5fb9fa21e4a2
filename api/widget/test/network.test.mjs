// Slow, broken, full and missing connections: the widget says what is so, and
// keeps what it has.

import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { answerOf, eventsOf, launch, openPage, send, settled, startFake, startHTTP, startLimber } from "./world.mjs";

let browser;
before(async () => {
	browser = await launch();
});
after(() => browser?.close());

const question = "Why do my legs ache when I lie down?";

/** startProxy stands before the real program; treat(chunk, response) decides
 * what becomes of each piece of a streamed answer. */
function startProxy(target, treat) {
	return startHTTP((req, res) => {
		const { hostname, port } = new URL(target);
		const up = http.request({ hostname, port, path: req.url, method: req.method, headers: req.headers }, async (r) => {
			res.writeHead(r.statusCode, r.headers);
			for await (const chunk of r) {
				if (req.url === "/v1/chat") await treat(chunk, res);
				else res.write(chunk);
			}
			res.end();
		});
		up.on("error", () => res.destroy());
		req.pipe(up);
	});
}

test("a trickle of a byte at a time ends in the whole answer", async () => {
	const limber = await startLimber();
	const proxy = await startProxy(limber.url, async (chunk, res) => {
		for (let i = 0; i < chunk.length; i += 200) {
			for (const byte of chunk.subarray(i, i + 3)) res.write(Buffer.from([byte]));
			res.write(chunk.subarray(i + 3, i + 200));
			await new Promise((r) => setTimeout(r, 4));
		}
	});
	const { context, page, faults, chat } = await openPage(browser, proxy.url);
	await send(chat, question);
	await chat.locator(".stop").waitFor();
	await settled(chat);
	assert.ok((await chat.locator(".cite").count()) > 1);
	assert.equal(await chat.locator(".fault").count(), 0);
	assert.deepEqual(faults, []);
	assert.equal(await page.title(), "Limber");
	await context.close();
	await proxy.stop();
	await limber.stop();
});

test("a dropped connection keeps what came, says so, and can be tried again", async () => {
	const limber = await startLimber();
	let drop = true;
	const proxy = await startProxy(limber.url, async (chunk, res) => {
		if (!drop) return res.write(chunk);
		const text = chunk.toString();
		const cut = text.indexOf("event: done");
		res.write(cut < 0 ? chunk : text.slice(0, cut + 40));
		await new Promise((r) => setTimeout(r, 100));
		if (cut >= 0) res.destroy();
	});
	const { context, chat } = await openPage(browser, proxy.url);
	await send(chat, question);
	await chat.locator(".fault", { hasText: "broke before the answer was complete" }).waitFor();
	assert.ok((await chat.locator(".text p").innerText()).length > 20, "the sentences that came are still there");
	assert.ok((await chat.locator(".cite").count()) > 0, "with their sources");
	drop = false;
	await chat.getByRole("button", { name: "Try again" }).click();
	await settled(chat);
	assert.equal(await chat.locator(".turn").count(), 1);
	assert.equal(await chat.locator(".fault").count(), 0);
	await context.close();
	await proxy.stop();
	await limber.stop();
});

test("too many questions: the wait is named, and the message is not lost", async () => {
	const limber = await startLimber([], { LIMBER_RATE_LIMIT: "2" });
	const { context, chat } = await openPage(browser, limber.url);
	for (let i = 0; i < 3; i++) {
		await send(chat, question);
		await settled(chat);
	}
	await chat.locator(".fault", { hasText: /Try again in \d+ seconds/ }).waitFor();
	assert.match(await chat.locator(".turn").last().innerText(), /Why do my legs ache/);
	await context.close();
	await limber.stop();
});

test("offline, and a server that is gone", async () => {
	const limber = await startLimber();
	const { context, page, chat } = await openPage(browser, limber.url);
	await context.setOffline(true);
	await send(chat, question);
	await chat.locator(".fault", { hasText: "You are offline" }).waitFor();
	await context.setOffline(false);
	await chat.getByRole("button", { name: "Try again" }).click();
	await chat.locator(".cite").first().waitFor();
	const help = await chat.locator(".human").innerText();
	await limber.stop();
	await send(chat, "And at night?");
	await chat.locator(".fault", { hasText: "could not be reached" }).waitFor();
	assert.match(await chat.locator(".fault").innerText(), /do not wait for this chat/);
	assert.equal(await chat.locator(".human").innerText(), help, "help from a person stays in its place");
	await chat.locator(".clear").click();
	await chat.locator(".confirm .main").click();
	await chat.locator(".confirm", { hasText: "could not be deleted" }).waitFor();
	assert.ok((await chat.locator(".turn").count()) > 0, "nothing vanishes that is still on the server");
	await page.close();
	await context.close();
});

test("stop, slow, refused, gone and broken answers", async () => {
	let next;
	const fake = await startFake((q, res, write) => next(q, res, write));
	const { context, page, chat } = await openPage(browser, fake.url);
	let closed = false;
	next = (_, res, write) => {
		res.on("close", () => {
			closed = true;
		});
		for (const e of eventsOf(answerOf(["One.", "Two."])).slice(0, 4)) write(e);
	};
	await page.clock.install();
	await send(chat, "Hello");
	await chat.locator(".text", { hasText: "One." }).waitFor();
	await page.clock.runFor(9_000);
	await chat.locator(".hint", { hasText: "This is taking longer than usual" }).waitFor();
	await chat.locator(".stop").click();
	await chat.locator(".fault", { hasText: "You stopped this answer." }).waitFor();
	assert.ok(await chat.locator(".text", { hasText: "One." }).isVisible());
	for (let i = 0; i < 40 && !closed; i++) await new Promise((r) => setTimeout(r, 25));
	assert.ok(closed, "the server is told to stop");

	next = (_, __, write) => write(": beat\n\n");
	await send(chat, "Silence");
	await page.clock.runFor(46_000);
	await chat.locator(".fault", { hasText: "broke before" }).waitFor();

	const bodies = ["event: done\ndata: {not json}\n\n", 'event: error\ndata: {"status":500}\n\n', "", "data: 1\n\n"];
	for (const body of bodies) {
		next = (_, res, write) => {
			write(`${body}`);
			res.end();
		};
		await send(chat, "Broken");
		await settled(chat);
		assert.ok(await chat.locator(".turn").last().locator(".fault").isVisible(), body);
	}
	next = (_, res, write) => {
		for (const e of eventsOf(answerOf(["Not in the articles."], { status: "refused", suggestions: ["Cramps"] })))
			write(e);
		res.end();
	};
	await send(chat, "What is the capital of France?");
	await chat.locator(".label", { hasText: "No answer found" }).waitFor();
	assert.ok(await chat.locator(".choice", { hasText: "Cramps" }).isVisible());
	next = (_, res, write) => {
		for (const e of eventsOf(answerOf(["You are welcome."], { status: "refused", reason: "out_of_scope" }))) write(e);
		res.end();
	};
	await send(chat, "Thanks");
	await settled(chat);
	assert.match(await chat.locator(".turn").last().innerText(), /You are welcome\./);
	assert.equal(await chat.locator(".turn").last().locator(".label", { hasText: "No answer found" }).count(), 0);
	next = (_, res) => res.writeHead(404).end();
	await send(chat, "Later");
	await chat.locator(".fault", { hasText: "no longer has this conversation" }).waitFor();
	let asked;
	next = (q, res, write) => {
		asked = q;
		for (const e of eventsOf(answerOf(["Fresh."]))) write(e);
		res.end();
	};
	await chat.getByRole("button", { name: "Try again" }).last().click();
	await chat.locator(".text", { hasText: "Fresh." }).waitFor();
	assert.equal(asked.conversation_id, undefined, "a new conversation");
	await context.close();
	await fake.stop();
});

// What the tests stand on: the real binary, pages on other origins, a server
// that says what a test wants, and a browser.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
export const shots = path.join(here, "shots");
const bundle = path.join(here, "..", "dist", "widget.js");
const binary = process.env.LIMBER_BINARY ?? "";
const browserPath = process.env.LIMBER_CHROMIUM ?? "/usr/bin/chromium";

/** launch starts the browser. */
export function launch() {
	if (!existsSync(browserPath)) throw new Error(`not run: there is no ${browserPath}`);
	return chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** startLimber starts the real program on a free port. */
export async function startLimber(flags = [], env = {}) {
	if (!binary) throw new Error("not run: LIMBER_BINARY does not name the program");
	const child = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--log-level", "error", ...flags], {
		env: { ...process.env, LIMBER_RATE_LIMIT: "0", ...env },
		stdio: ["ignore", "pipe", "inherit"],
	});
	process.on("exit", () => child.kill()); // also when a test was given up
	let said = "";
	for await (const chunk of child.stdout) {
		said += chunk;
		const m = /http:\/\/\S+/.exec(said);
		if (!m) continue;
		return {
			url: m[0],
			async stop() {
				child.kill("SIGTERM");
				await once(child, "exit");
			},
		};
	}
	throw new Error(`limber did not start: ${said}`);
}

/** startHTTP serves requests on a free port under two origins. */
export async function startHTTP(handler) {
	const server = http.createServer(handler);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address();
	return {
		url: `http://127.0.0.1:${port}`,
		other: `http://localhost:${port}`,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

/** startPages serves host pages: a map from path to {body, csp}. */
export function startPages(pages) {
	return startHTTP((req, res) => {
		const page = pages[new URL(req.url, "http://x").pathname];
		if (!page) return res.writeHead(404).end();
		const headers = { "Content-Type": page.type ?? "text/html; charset=utf-8" };
		if (page.csp) headers["Content-Security-Policy"] = page.csp;
		res.writeHead(200, headers).end(page.body);
	});
}

export const none = { level: "none", headline: "", action: "", findings: [], questions: [] };

/** answerOf makes a whole reply from sentences, each with a citation. */
export function answerOf(sentences, more = {}) {
	const citations = sentences.map((text, i) => ({
		n: i + 1,
		article: "a",
		title: more.title ?? "An article",
		section: more.section ?? "A section",
		url: more.url ?? "/articles/a#0-4",
		quote: text,
		start: 0,
		end: 4,
		reviewed: "2026-11-01",
	}));
	return {
		id: "rcpt_1",
		conversation_id: "conv_1",
		triage: more.triage ?? none,
		answer: {
			status: more.status ?? "answered",
			...(more.reason ? { reason: more.reason } : {}),
			markdown: "",
			html: "",
			blocks: sentences.map((text, i) => ({
				type: "paragraph",
				inlines: [{ type: "text", text }, ...(more.status ? [] : [{ type: "cite", n: i + 1 }])],
			})),
			sentences: more.status ? [] : sentences.map((text, i) => ({ text, citations: [i + 1] })),
		},
		citations: more.status ? [] : citations,
		suggestions: more.suggestions ?? [],
		engine: "extractive",
		degraded: more.degraded ?? false,
	};
}

/** eventsOf is the stream of a reply, as text. */
export function eventsOf(reply) {
	const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
	const out = [event("triage", reply.triage)];
	for (const c of reply.citations) out.push(event("citation", c));
	for (const s of reply.answer.sentences) out.push(event("sentence", s));
	out.push(event("done", reply));
	return out;
}

/** startFake is a server under a test's control: chat(request, response,
 * write) answers POST /v1/chat. It also serves the bundle and a page. */
export async function startFake(chat, pageHTML = "<limber-chat mode=inline persist=none></limber-chat>") {
	const log = [];
	const server = await startHTTP(async (req, res) => {
		let body = "";
		for await (const chunk of req) body += chunk;
		const { pathname } = new URL(req.url, "http://x");
		log.push(`${req.method} ${pathname}`);
		if (pathname === "/widget.js") {
			res.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(readFileSync(bundle));
		} else if (pathname === "/v1/chat") {
			await chat(JSON.parse(body), res, (text) => {
				if (!res.headersSent) res.writeHead(200, { "Content-Type": "text/event-stream" });
				res.write(text);
			});
		} else if (pathname.startsWith("/v1/")) {
			res.writeHead(204).end();
		} else {
			const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page</title>
<script type="module" src="/widget.js"></script><main><h1>Page</h1>${pageHTML}</main></html>`;
			res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html);
		}
	});
	return { ...server, log };
}

/** openPage opens an address in a context of its own and records what must
 * never happen there. */
export async function openPage(browser, url, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	context.setDefaultTimeout(20_000);
	const page = await context.newPage();
	const faults = [];
	page.on("pageerror", (e) => faults.push(`error: ${e.message}`));
	page.on("dialog", (d) => {
		faults.push(`dialog: ${d.message()}`);
		d.dismiss();
	});
	page.on("console", (m) => {
		if (/Content Security Policy|Trusted/i.test(m.text())) faults.push(`policy: ${m.text()}`);
	});
	const hosts = new Set();
	page.on("request", (r) => hosts.add(new URL(r.url()).origin));
	await page.goto(url, { waitUntil: "load" });
	return { context, page, faults, hosts, chat: page.locator("limber-chat") };
}

/** send types a message and presses Enter. */
export async function send(chat, message) {
	await chat.locator("#message").fill(message);
	await chat.locator("#message").press("Enter");
}

/** settled waits until the newest turn is done. */
export async function settled(chat) {
	await chat.locator('.turn:last-of-type .bot[aria-busy="false"]').waitFor();
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** axe lists the violations of a page, readable. */
export async function axe(page) {
	const { violations, passes } = await new AxeBuilder({ page }).withTags(tags).analyze();
	return {
		rules: passes.length,
		violations: violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.flat().join(" ")).join(", ")}`),
	};
}

export async function shoot(page, name, options = {}) {
	mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: path.join(shots, `${name}.png`), ...options });
}

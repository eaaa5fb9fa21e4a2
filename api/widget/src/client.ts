// The only file that speaks to the server, and to no other address.

import type { Citation, History, Reply, Sentence, Triage } from "./contract";
import { events } from "./stream";

/** A Fault is why a request did not end in a reply. */
export type Fault = "offline" | "limited" | "unreachable" | "dropped" | "gone" | "long" | "server" | "stopped";

export class Failure extends Error {
	/** wait is in seconds and 0 if the server did not say. triage is what the
	 * rules found in a message that the server had no room to answer. */
	constructor(
		readonly fault: Fault,
		readonly wait = 0,
		readonly triage?: Triage,
	) {
		super(fault);
	}
}

export interface Question {
	message: string;
	conversation: string;
	locale: string;
}

export interface Progress {
	triage(t: Triage): void;
	citation(c: Citation): void;
	sentence(s: Sentence): void;
}

/** silence is how long a stream may say nothing, in milliseconds: the server
 * sends a comment every 15 seconds. */
const silence = 45_000;

export class Client {
	readonly base: string;

	/** key is the public key of the site; empty where the server asks for none. */
	constructor(
		server: string,
		private readonly key = "",
	) {
		this.base = server.replace(/\/+$/, "");
	}

	/** link makes an address of the server absolute, and anything that is not
	 * a web address empty. */
	link(path: string): string {
		try {
			const url = new URL(path, `${this.base}/`);
			return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
		} catch {
			return "";
		}
	}

	/** ask sends one turn and reports its steps. It rejects with a Failure. */
	async ask(q: Question, on: Progress, signal: AbortSignal): Promise<Reply> {
		const body: Record<string, unknown> = { message: q.message, stream: true };
		if (q.conversation) body.conversation_id = q.conversation;
		if (q.locale) body.locale = q.locale;
		const watchdog = new AbortController();
		let timer = setTimeout(() => watchdog.abort(), silence);
		const alive = () => {
			clearTimeout(timer);
			timer = setTimeout(() => watchdog.abort(), silence);
		};
		const stop = () => watchdog.abort();
		signal.addEventListener("abort", stop);
		let answered = false;
		try {
			const res = await this.send("POST", "/v1/chat", body, watchdog.signal);
			answered = true;
			if (!res.body) throw new Failure("server");
			for await (const e of events(res.body, alive)) {
				if (e.name === "triage") on.triage(e.data as Triage);
				else if (e.name === "citation") on.citation(e.data as Citation);
				else if (e.name === "sentence") on.sentence(e.data as Sentence);
				else if (e.name === "done") return e.data as Reply;
				else if (e.name === "error") throw new Failure("server");
			}
			throw new Failure("dropped");
		} catch (err) {
			if (signal.aborted) throw new Failure("stopped");
			if (err instanceof Failure) {
				if (err.triage) on.triage(err.triage);
				throw err;
			}
			throw answered ? new Failure("dropped") : unreached();
		} finally {
			clearTimeout(timer);
			signal.removeEventListener("abort", stop);
		}
	}

	/** history reads a conversation back; null if the server has it no more. */
	async history(id: string): Promise<History | null> {
		try {
			const res = await this.send("GET", `/v1/conversations/${encodeURIComponent(id)}`);
			return (await res.json()) as History;
		} catch (err) {
			if (err instanceof Failure && err.fault === "gone") return null;
			throw err;
		}
	}

	/** erase deletes a conversation. One that is gone already is no fault. */
	async erase(id: string): Promise<void> {
		try {
			await this.send("DELETE", `/v1/conversations/${encodeURIComponent(id)}`);
		} catch (err) {
			if (!(err instanceof Failure && err.fault === "gone")) throw err;
		}
	}

	async rate(id: string, rating: "up" | "down", comment: string): Promise<void> {
		const body: Record<string, string> = { id, rating };
		if (comment) body.comment = comment;
		await this.send("POST", "/v1/feedback", body);
	}

	private async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
		const init: RequestInit = {
			method,
			mode: "cors",
			credentials: "omit",
			cache: "no-store",
			referrerPolicy: "no-referrer",
			redirect: "error",
		};
		if (signal) init.signal = signal;
		const headers: Record<string, string> = {};
		if (this.key) headers.Authorization = `Bearer ${this.key}`;
		if (body !== undefined) {
			headers["Content-Type"] = "application/json";
			init.body = JSON.stringify(body);
		}
		init.headers = headers;
		let res: Response;
		try {
			res = await fetch(this.base + path, init);
		} catch (err) {
			throw signal?.aborted ? err : unreached();
		}
		if (!res.ok) throw await refusal(res);
		return res;
	}
}

function unreached(): Failure {
	return new Failure(navigator.onLine ? "unreachable" : "offline");
}

async function refusal(res: Response): Promise<Failure> {
	const wait = seconds(res.headers.get("Retry-After"));
	switch (res.status) {
		case 404:
			return new Failure("gone");
		case 413:
			return new Failure("long");
		case 429:
			return new Failure("limited", wait, await told(res));
		default:
			return new Failure("server", wait, await told(res));
	}
}

/** told is the verdict that a refusal carries, if any. */
async function told(res: Response): Promise<Triage | undefined> {
	try {
		return ((await res.json()) as { triage?: Triage }).triage;
	} catch {
		return undefined;
	}
}

function seconds(header: string | null): number {
	const n = Number(header ?? "");
	return Number.isFinite(n) && n > 0 ? Math.min(Math.ceil(n), 3600) : 0;
}

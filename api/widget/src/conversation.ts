// The conversation: what was asked, what came back, and what a person can do
// with it. It knows nothing of the page.

import { type Client, Failure } from "./client";
import { type Citation, type Reply, rank, type Sentence, type Triage } from "./contract";
import type { Memory } from "./memory";

export type State = "waiting" | "streaming" | "done" | "failed";

export interface Turn {
	key: number;
	message: string;
	state: State;
	slow: boolean;
	triage: Triage | null;
	full: boolean; // the notice is shown whole, not as a reminder
	sentences: Sentence[];
	citations: Citation[];
	reply: Reply | null;
	failure: Failure | null;
	rating: "up" | "down" | "";
	note: "" | "open" | "sent" | "failed"; // the comment on a rating
	picked: Record<string, string>; // answers to the questions of the notice, by id
}

/** mostTurns is how many turns stay on the page; the server keeps the rest. */
export const mostTurns = 50;

/** patience is how long an answer may take before a word about it, in
 * milliseconds. */
const patience = 8_000;

/** A Listener is told what happened; changed comes with every step. */
export interface Listener {
	changed(): void;
	asked(): Promise<void>;
	escalated(t: Triage, full: boolean): Promise<void>;
	spoke(s: Sentence): void;
	slow(): void;
	answered(r: Reply): void;
	failed(f: Failure): void;
}

export class Conversation {
	turns: Turn[] = [];
	dropped = false; // older turns are no longer shown
	private keys = 0;
	private running: AbortController | null = null;
	private noticed = { rank: 0, rules: new Set<string>() };
	private restoring: Promise<void> | null = null;

	constructor(
		private readonly client: Client,
		private readonly memory: Memory,
		private readonly on: Listener,
	) {}

	get busy(): boolean {
		return this.running !== null;
	}

	get stored(): boolean {
		return this.memory.get() !== "";
	}

	/** worst is the most urgent notice on the page, the newest of equals. */
	get worst(): Triage | null {
		let worst: Triage | null = null;
		for (const { triage } of this.turns) {
			if (triage && rank(triage.level) >= Math.max(1, worst ? rank(worst.level) : 0)) worst = triage;
		}
		return worst;
	}

	/** restore shows again what this tab asked before the page was reloaded. */
	restore(): Promise<void> {
		this.restoring ??= this.read();
		return this.restoring;
	}

	private async read(): Promise<void> {
		const id = this.memory.get();
		if (!id || this.turns.length > 0) return;
		try {
			const past = await this.client.history(id);
			if (!past) {
				this.memory.set("");
				return;
			}
			if (this.turns.length > 0) return;
			for (const p of past.turns.slice(-mostTurns)) {
				const t = this.add(p.message);
				t.state = p.reply ? "done" : "failed";
				if (p.reply) this.fill(t, p.reply);
				else t.failure = new Failure("stopped");
			}
			this.dropped = past.turns.length > mostTurns;
			this.on.changed();
		} catch {
			this.restoring = null; // another opening tries again
		}
	}

	/** ask sends a message. While an answer comes in it does nothing. */
	async ask(message: string): Promise<void> {
		const text = message.trim();
		if (!text || this.busy) return;
		await this.run(this.add(text));
	}

	/** retry asks again what ended without an answer. */
	async retry(t: Turn): Promise<void> {
		if (this.busy || t.state !== "failed") return;
		if (t.failure?.fault === "gone") this.memory.set("");
		this.turns = this.turns.filter((o) => o !== t);
		await this.run(this.add(t.message));
	}

	stop(): void {
		this.running?.abort();
	}

	/** clear deletes the conversation on the server and then here. It rejects,
	 * and keeps everything, if the server could not be reached. */
	async clear(): Promise<void> {
		this.stop();
		const id = this.memory.get();
		if (id) await this.client.erase(id);
		this.memory.set("");
		this.turns = [];
		this.dropped = false;
		this.noticed = { rank: 0, rules: new Set() };
		this.on.changed();
	}

	/** rate reports whether the server took the rating. */
	async rate(t: Turn, rating: "up" | "down", comment: string): Promise<boolean> {
		if (!t.reply) return false;
		const before = t.rating;
		t.rating = rating;
		this.on.changed();
		try {
			await this.client.rate(t.reply.id, rating, comment);
			t.note = comment ? "sent" : "open";
		} catch {
			if (!comment) t.rating = before;
			t.note = "failed";
		}
		this.on.changed();
		return t.note !== "failed";
	}

	private add(message: string): Turn {
		const t: Turn = {
			key: ++this.keys,
			message,
			state: "waiting",
			slow: false,
			triage: null,
			full: true,
			sentences: [],
			citations: [],
			reply: null,
			failure: null,
			rating: "",
			note: "",
			picked: {},
		};
		this.turns.push(t);
		if (this.turns.length > mostTurns) {
			this.turns.shift();
			this.dropped = true;
		}
		return t;
	}

	private async run(t: Turn): Promise<void> {
		const control = new AbortController();
		this.running = control;
		const clock = window.setTimeout(() => {
			t.slow = true;
			this.on.slow();
			this.on.changed();
		}, patience);
		void this.on.asked();
		this.on.changed();
		try {
			const q = { message: t.message, conversation: this.memory.get(), locale: this.locale };
			const reply = await this.client.ask(q, this.progress(t, control), control.signal);
			if (control.signal.aborted) throw new Failure("stopped");
			this.memory.set(reply.conversation_id);
			if (!t.triage) this.escalate(t, reply.triage);
			this.fill(t, reply);
			t.state = "done";
			this.on.answered(reply);
		} catch (err) {
			t.state = "failed";
			t.failure = this.explain(err);
			if (this.turns.includes(t)) this.on.failed(t.failure);
		} finally {
			clearTimeout(clock);
			t.slow = false;
			if (this.running === control) this.running = null;
			this.on.changed();
		}
	}

	locale = ""; // sent with every question

	/** progress takes in the steps of a reply until it is stopped. */
	private progress(t: Turn, control: AbortController) {
		const step = (f: () => void) => {
			if (control.signal.aborted) return;
			f();
			this.on.changed();
		};
		return {
			triage: (v: Triage) => step(() => this.escalate(t, v)),
			citation: (c: Citation) => step(() => t.citations.push(c)),
			sentence: (s: Sentence) =>
				step(() => {
					t.state = "streaming";
					t.sentences.push(s);
					this.on.spoke(s);
				}),
		};
	}

	private escalate(t: Turn, v: Triage): void {
		this.notice(t, v);
		if (rank(v.level) > 0) void this.on.escalated(v, t.full);
	}

	/** notice shows a verdict whole when it is new: a higher level or a reason
	 * not given before. Otherwise one line reminds of it. */
	private notice(t: Turn, v: Triage): void {
		t.triage = v;
		const rules = v.findings.map((f) => f.rule);
		t.full = rank(v.level) > this.noticed.rank || !v.reminder || rules.some((r) => !this.noticed.rules.has(r));
		this.noticed.rank = Math.max(this.noticed.rank, rank(v.level));
		for (const r of rules) this.noticed.rules.add(r);
	}

	private fill(t: Turn, r: Reply): void {
		if (!t.triage) this.notice(t, r.triage);
		t.reply = r;
		t.sentences = r.answer.sentences;
		t.citations = r.citations;
	}

	private explain(err: unknown): Failure {
		const f = err instanceof Failure ? err : new Failure("server");
		return f.fault === "gone" && !this.stored ? new Failure("server") : f;
	}
}

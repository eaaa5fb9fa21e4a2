// One turn on the page: the question, the notice, the answer, and what can be
// done with it. Texts of the server become text nodes, never markup.

import { html, nothing, type TemplateResult } from "lit";
import type { Client, Failure } from "./client";
import type { Block, Citation, Inline } from "./contract";
import type { Turn } from "./conversation";
import { icons } from "./icons";
import { checks, notice } from "./notice";
import type { Words } from "./words";

/** Actions is what a person can do; the element does it. */
export interface Actions {
	readonly t: Words;
	readonly language: string;
	readonly region: string;
	readonly client: Client;
	readonly busy: boolean;
	readonly disabled: boolean;
	readonly copied: string; // the turn whose answer was copied, and how it went
	send(message: string, e: Event): void;
	pick(turn: Turn, id: string, option: string): void;
	retry(turn: Turn): void;
	cite(turn: Turn, c: Citation, e: Event): void;
	held(e: Event): void;
	copy(turn: Turn): Promise<void>;
	rate(turn: Turn, rating: "up" | "down"): Promise<void>;
	comment(turn: Turn, text: string): Promise<void>;
}

export function turnView(a: Actions, turn: Turn, last: boolean): TemplateResult {
	const open = last && turn.state === "done";
	return html`<div class="turn" data-key=${turn.key}>
		<article class="you" aria-label=${a.t("you")}><p dir="auto">${turn.message}</p></article>
		<article class="bot" part="message" aria-label=${a.t("bot")} aria-busy=${turn.state === "waiting" || turn.state === "streaming"}>
			${turn.triage ? notice(a, turn.triage, turn.full) : nothing}
			${open && turn.triage ? checks(a, turn, turn.triage) : nothing}
			${answer(a, turn)} ${progress(a, turn)} ${turn.failure ? failure(a, turn, turn.failure) : nothing}
			${turn.state === "done" ? tools(a, turn) : nothing} ${open ? suggestions(a, turn) : nothing}
		</article>
	</div>`;
}

function answer(a: Actions, turn: Turn) {
	const mark = (n: number) => chip(a, turn, n);
	const reply = turn.reply;
	if (!reply) {
		if (turn.sentences.length === 0) return nothing;
		const said = turn.sentences.map((s) => html`${s.text}${s.citations.map(mark)} `);
		return html`<div class="text" lang="en" dir="ltr"><p>${said}</p></div>`;
	}
	const { status, reason } = reply.answer;
	const unanswered = status === "refused" && reason !== "out_of_scope"; // not a greeting
	return html`${unanswered ? html`<p class="label">${a.t("no_answer")}</p>` : nothing}
		<div class="text" lang="en" dir="ltr">${blocks(reply.answer.blocks, mark)}</div>
		${reply.degraded ? html`<p class="hint">${a.t("degraded")}</p>` : nothing} ${printed(a, turn)}`;
}

type Mark = (n: number) => unknown;

function blocks(list: Block[], mark: Mark): TemplateResult[] {
	return list.map((b) => {
		switch (b.type) {
			case "heading":
				return html`<p class="heading"><strong>${inlines(b.inlines, mark)}</strong></p>`;
			case "list": {
				const items = (b.items ?? []).map((i) => html`<li>${blocks(i, mark)}</li>`);
				return b.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
			}
			default:
				return html`<p>${inlines(b.inlines, mark)}</p>`;
		}
	});
}

function inlines(list: Inline[] | undefined, mark: Mark) {
	return (list ?? []).map((i) => {
		if (i.type === "cite") return mark(i.n ?? 0);
		if (i.type === "strong") return html`<strong>${i.text}</strong>`;
		if (i.type === "em") return html`<em>${i.text}</em>`;
		return i.text;
	});
}

/** chip is the mark after a sentence that opens its source. */
function chip(a: Actions, turn: Turn, n: number) {
	const c = turn.citations.find((o) => o.n === n);
	if (!c) return nothing;
	return html`<button type="button" class="cite" part="citation" aria-haspopup="dialog"
		aria-label=${a.t("source", { n, title: c.title })}
		@pointerdown=${a.held} @click=${(e: Event) => a.cite(turn, c, e)}>${n}</button>`;
}

/** printed lists the sources on paper, where nothing can be pressed. */
function printed(a: Actions, turn: Turn) {
	if (turn.citations.length === 0) return nothing;
	return html`<div class="paper"><p>${a.t("sources")}</p>
		<ol lang="en" dir="ltr">${turn.citations.map((c) => html`<li>“${c.quote}” ${c.title}. ${a.client.link(c.url)}</li>`)}</ol></div>`;
}

function progress(a: Actions, turn: Turn) {
	if (turn.state !== "waiting" && turn.state !== "streaming") return nothing;
	const text = turn.slow ? a.t("slow") : turn.state === "waiting" ? a.t("looking") : "";
	return html`<p class="hint"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span> ${text}</p>`;
}

/** faultText says what went wrong and what to do. */
export function faultText(t: Words, f: Failure): string {
	if (f.fault === "limited") return t("limited", { n: f.wait || 60 });
	return t(f.fault);
}

function failure(a: Actions, turn: Turn, f: Failure) {
	const stopped = f.fault === "stopped";
	return html`<div class="fault" ?data-quiet=${stopped}>
		<p>${faultText(a.t, f)}${stopped ? nothing : html` ${a.t("worry")}`}</p>
		${
			f.fault === "long"
				? nothing
				: html`<button type="button" class="soft" ?disabled=${a.busy || a.disabled}
			@click=${() => a.retry(turn)}>${icons.retry}${a.t("retry")}</button>`
		}
	</div>`;
}

function tools(a: Actions, turn: Turn) {
	const thumb = (r: "up" | "down") =>
		html`<button type="button" class="tool" aria-label=${a.t(r)} title=${a.t(r)} aria-pressed=${turn.rating === r}
			@click=${() => a.rate(turn, r)}>${icons[r]}</button>`;
	const how = a.copied.startsWith(`${turn.key} `) ? a.copied.slice(a.copied.indexOf(" ") + 1) : "";
	return html`<div class="tools">
		<button type="button" class="tool" aria-label=${a.t("copy")} title=${a.t("copy")} @click=${() => a.copy(turn)}>${icons.copy}</button>
		${thumb("up")}${thumb("down")}
		${how ? html`<span class="hint">${how === "ok" ? a.t("copied") : a.t("copy_failed")}</span>` : nothing}
	</div>${comment(a, turn)}`;
}

function comment(a: Actions, turn: Turn) {
	if (turn.note === "sent") return html`<p class="hint">${a.t("thanks")}</p>`;
	if (turn.note === "failed") return html`<p class="hint">${a.t("rate_failed")}</p>`;
	if (turn.note !== "open") return nothing;
	const text = (e: Event) => (e.currentTarget as Element).closest("form")?.querySelector("textarea")?.value ?? "";
	const id = `note-${turn.key}`;
	return html`<form class="note" @submit=${(e: Event) => {
		e.preventDefault();
		void a.comment(turn, text(e));
	}}>
		<p class="hint">${a.t("thanks")}</p>
		<label for=${id}>${a.t("comment")}</label>
		<textarea id=${id} rows="2" maxlength="2000"></textarea>
		<div class="row"><button class="soft">${a.t("comment_send")}</button>
		<button type="button" class="soft" @click=${() => a.comment(turn, "")}>${a.t("skip")}</button></div>
	</form>`;
}

function suggestions(a: Actions, turn: Turn) {
	const list = turn.reply?.suggestions ?? [];
	return list.length === 0 ? nothing : choices(a, a.t("more"), list);
}

/** choices are questions to press. */
export function choices(a: Actions, title: string, list: string[]): TemplateResult {
	return html`<div class="choices" role="group" aria-label=${title}>
		<p class="label">${title}</p>
		${list.map(
			(q) => html`<button type="button" class="choice" lang="en" dir="auto" ?disabled=${a.busy || a.disabled}
			@click=${(e: Event) => a.send(q, e)}>${q}</button>`,
		)}
	</div>`;
}

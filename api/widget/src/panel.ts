// The frame around the conversation: heading, log, composer, and the lines
// that stand in the same place on every view.

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { rank } from "./contract";
import type { Conversation } from "./conversation";
import { icons } from "./icons";
import { callable, tag } from "./notice";
import { type Actions, choices, turnView } from "./view";

/** longestMessage is the server's bound in characters. */
export const longestMessage = 4000;

/** nearEnd is from how many characters left on the count is shown. */
const nearEnd = 200;

export interface Frame extends Actions {
	readonly talk: Conversation;
	readonly caption: string;
	readonly intro: string;
	readonly starters: string[];
	readonly human: string;
	readonly humanURL: string;
	readonly draft: string;
	readonly asking: "" | "ask" | "done" | "failed"; // to delete the conversation
	readonly behind: boolean; // the newest words are out of sight
	readonly closable: boolean;
	readonly top: boolean; // the widget is the page
	close(): void;
	askClear(): Promise<void>;
	keep(): Promise<void>;
	erase(): Promise<void>;
	type(e: Event): void;
	key(e: KeyboardEvent): void;
	submit(e: Event): void;
	stop(): void;
	scrolled(): void;
	toLatest(): void;
}

export function panelBody(f: Frame): TemplateResult {
	return html`${header(f)} ${confirmClear(f)} ${pinned(f)}
		<div class="view">${log(f)}
			${
				f.behind
					? html`<button type="button" class="latest" aria-label=${f.t("latest")} title=${f.t("latest")} @click=${f.toLatest}>${icons.latest}</button>`
					: nothing
			}</div>
		${composer(f)} ${standing(f)}`;
}

function header(f: Frame) {
	const empty = f.talk.turns.length === 0 && !f.talk.stored;
	return html`<div class="head" part="header">
		<p class="title" id="title" role="heading" aria-level=${f.top ? 1 : 2}>${f.caption}</p>
		${empty ? nothing : html`<button type="button" class="tool clear" aria-label=${f.t("clear")} title=${f.t("clear")} @click=${f.askClear}>${icons.bin}</button>`}
		${f.closable ? html`<button type="button" class="tool" aria-label=${f.t("close")} title=${f.t("close")} @click=${f.close}>${icons.close}</button>` : nothing}
	</div>`;
}

function confirmClear(f: Frame) {
	if (f.asking === "") return nothing;
	if (f.asking === "done") return html`<div class="confirm"><p>${f.t("cleared")}</p></div>`;
	return html`<div class="confirm" role="group" aria-labelledby="clear-text">
		<p id="clear-text">${f.t(f.asking === "failed" ? "clear_failed" : "clear_ask")}</p>
		<div class="row"><button type="button" class="main" @click=${f.erase}>${f.t("clear_yes")}</button>
		<button type="button" class="soft keep" @click=${f.keep}>${f.t("clear_no")}</button></div>
	</div>`;
}

/** pinned keeps an escalation in sight while the newest turn has no notice. */
function pinned(f: Frame) {
	const worst = f.talk.worst;
	const last = f.talk.turns.at(-1)?.triage;
	if (!worst || rank(worst.level) < rank("urgent") || (last && rank(last.level) > 0)) return nothing;
	return html`<div class="notice pin" data-level=${worst.level}>
		<p>${tag(f, worst)} <span lang="en" dir="ltr">${worst.headline}</span></p></div>`;
}

function log(f: Frame) {
	const { turns, dropped } = f.talk;
	const last = turns.at(-1);
	return html`<div class="log" part="log" role="log" aria-live="off" aria-label=${f.t("log")} tabindex="0" @scroll=${f.scrolled}>
		${turns.length === 0 ? welcome(f) : nothing}
		${dropped ? html`<p class="hint">${f.t("earlier")}</p>` : nothing}
		${repeat(
			turns,
			(t) => t.key,
			(t) => turnView(f, t, t === last),
		)}
	</div>`;
}

function welcome(f: Frame) {
	const foreign = f.t("english");
	return html`<div class="welcome">
		<p dir="auto">${f.intro}</p>
		${foreign ? html`<p class="notice" data-level="see_doctor">${callable(foreign)}</p>` : nothing}
		${f.starters.length > 0 ? choices(f, f.t("try"), f.starters) : nothing}
	</div>`;
}

function composer(f: Frame) {
	const left = longestMessage - f.draft.length;
	if (f.disabled) return html`<div class="composer"><p class="hint">${f.t("off")}</p></div>`;
	return html`<form class="composer" part="composer" @submit=${f.submit}>
		<label class="sr" for="message">${f.t("label")}</label>
		<textarea id="message" rows="1" dir="auto" maxlength=${longestMessage} placeholder=${f.t("label")} autocomplete="off"
			enterkeyhint="send" .value=${f.draft} @input=${f.type} @keydown=${f.key}></textarea>
		${
			f.busy
				? html`<button type="button" class="main round stop" aria-label=${f.t("stop")} title=${f.t("stop")} @click=${f.stop}>${icons.stop}</button>`
				: html`<button class="main round" aria-label=${f.t("send")} title=${f.t("send")}>${icons.send}</button>`
		}
		${left < nearEnd ? html`<p class="hint">${f.t("left", { n: left })}</p>` : nothing}
	</form>`;
}

/** standing are the lines that are never out of sight. */
function standing(f: Frame) {
	const text = callable(f.human);
	return html`<div class="standing" part="standing">
		<p class="human" dir="auto">${text}${f.humanURL ? html` <a href=${f.humanURL} target="_blank" rel="noopener">${new URL(f.humanURL).hostname}<span class="sr"> (${f.t("new_tab")})</span></a>` : nothing}</p>
		<p>${f.t("doctor")}</p>
	</div>`;
}

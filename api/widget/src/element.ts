// <limber-chat>: the state of the widget and what a person's actions do to it.

import { html, nothing, type PropertyValues, unsafeCSS } from "lit";
import { Client } from "./client";
import { copyText, plainText } from "./clipboard";
import type { Citation } from "./contract";
import { Conversation, type Turn } from "./conversation";
import { icons } from "./icons";
import { Memory } from "./memory";
import { type Frame, panelBody } from "./panel";

import { Speaker } from "./speaker";
import { Stage } from "./stage";
import css from "./style.css";
import { direction, language, wordsOf } from "./words";

const home = new URL(import.meta.url).origin; // the server the widget came from
const wellFormed = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/; // a locale the server takes

export class LimberChat extends Stage implements Frame {
	static override styles = unsafeCSS(css);

	draft = "";
	asking: Frame["asking"] = "";
	copied = "";
	talk!: Conversation;
	private readonly speaker = new Speaker(this);

	constructor() {
		super();
		this.disabled = false;
		this.begin();
	}

	get busy(): boolean {
		return this.talk.busy;
	}

	// Lifecycle.

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.talk.stop();
	}

	protected override willUpdate(changed: PropertyValues<this>): void {
		if (changed.has("server") || changed.has("publicKey") || changed.has("persist")) this.begin();
		const page = this.closest<HTMLElement>("[lang]")?.lang ?? "";
		this.language = language([this.locale ?? "", page, ...navigator.languages].filter((w) => w !== ""));
		this.t = wordsOf(this.language);
		this.talk.locale = this.locale && wellFormed.test(this.locale) ? this.locale : "";
		const local = this.talk.locale.replaceAll("_", "-");
		this.region = local.startsWith(this.language) ? local : this.language === "en" ? "en-GB" : this.language;
	}

	protected override firstUpdated(): void {
		this.fit();
		this.emit("ready");
	}

	protected override updated(changed: PropertyValues<this>): void {
		if (!this.launcher && (changed.has("mode") || changed.has("server"))) void this.talk.restore();
		this.measure();
	}

	/** begin starts over with the server that the attributes name. */
	private begin(): void {
		this.talk?.stop();
		this.client = new Client(this.server || home, this.publicKey ?? "");
		const memory = new Memory(`limber-chat ${this.client.base}`, this.persist !== "none");
		this.talk = new Conversation(this.client, memory, this.speaker);
	}

	protected override render() {
		const mode = this.launcher ? "launcher" : this.mode;
		const body = html`${panelBody(this)} ${this.card.view(this)}
			<div class="sr" id="polite" role="status"></div><div class="sr" id="urgent" role="alert"></div>`;
		return html`<div class="root" lang=${this.language} dir=${direction(this.language)} data-mode=${mode}
			data-side=${this.position === "start" ? "start" : "end"} data-theme=${this.theme ?? "auto"}>
			${
				this.launcher
					? html`${this.button()}
				<dialog class="panel" part="panel" id="panel" aria-labelledby="title" @close=${this.closed} @keydown=${this.escape}>${body}</dialog>
				${this.shown ? nothing : html`<div class="sr" id="polite-out" role="status"></div><div class="sr" id="urgent-out" role="alert"></div>`}`
					: html`<section class="panel" part="panel" aria-labelledby="title">${body}</section>`
			}
		</div>`;
	}

	private button() {
		const name = this.t(this.shown ? "close" : "open") + (this.speaker.unread ? `, ${this.t("unread")}` : "");
		return html`<button type="button" class="launcher" part="launcher" aria-expanded=${this.shown} aria-controls="panel"
			aria-label=${name} title=${name} @click=${() => (this.shown ? this.close() : this.open())}>
			${this.shown ? icons.close : icons.chat}${this.speaker.unread ? html`<span class="dot"></span>` : nothing}</button>`;
	}

	/** open shows the panel of a launcher and puts the focus into it. */
	override open(): void {
		this.speaker.unread = false;
		super.open();
		void this.talk.restore();
	}

	// Asking.

	/** ask sends a question as if it had been typed, and opens the panel. */
	ask(text: string): void {
		if (this.disabled) return;
		this.open();
		void this.talk.ask(text);
	}

	send(message: string, e: Event): void {
		if (this.busy || this.disabled || !message.trim()) return;
		void this.talk.ask(message);
		this.settle(
			e instanceof MouseEvent ? e.detail === 0 : e instanceof KeyboardEvent && e.isTrusted && !this.small.matches,
		);
	}

	type(e: Event): void {
		const area = e.currentTarget as HTMLTextAreaElement;
		this.draft = area.value;
		area.style.height = "auto";
		area.style.height = `${area.scrollHeight}px`;
		this.requestUpdate();
	}

	key(e: KeyboardEvent): void {
		if (e.key === "Enter" && !e.shiftKey && !e.isComposing && e.keyCode !== 229) this.submit(e);
	}

	submit(e: Event): void {
		e.preventDefault();
		if (this.busy || !this.draft.trim()) return;
		const text = this.draft;
		this.draft = "";
		this.find("#message")?.style.removeProperty("height");
		this.send(text, e);
	}

	stop(): void {
		this.talk.stop();
		this.settle(false);
	}

	retry(turn: Turn): void {
		void this.talk.retry(turn);
		this.settle(false);
	}

	pick(turn: Turn, id: string, option: string): void {
		turn.picked[id] = option;
		this.requestUpdate();
	}

	// Reading.

	cite(_: Turn, c: Citation, e: Event): void {
		void this.card.show(c, e.currentTarget as Element);
	}

	held(e: Event): void {
		this.card.hold(e);
	}

	async copy(turn: Turn): Promise<void> {
		if (!turn.reply) return;
		const panel = this.find(".panel");
		const ok = panel !== null && (await copyText(plainText(turn.reply, this.client, this.t("sources")), panel));
		this.copied = `${turn.key} ${ok ? "ok" : "failed"}`;
		this.speaker.note(this.t(ok ? "copied" : "copy_failed"));
		this.requestUpdate();
	}

	async rate(turn: Turn, rating: "up" | "down"): Promise<void> {
		const ok = await this.talk.rate(turn, rating, "");
		this.speaker.note(this.t(ok ? "thanks" : "rate_failed"));
		if (ok) this.emit("feedback", { rating });
	}

	async comment(turn: Turn, text: string): Promise<void> {
		this.find(`[data-key="${turn.key}"] [aria-pressed="true"]`)?.focus({ preventScroll: true });
		if (!text.trim() || turn.rating === "") {
			turn.note = "";
			this.requestUpdate();
			return;
		}
		const ok = await this.talk.rate(turn, turn.rating, text.trim());
		this.speaker.note(this.t(ok ? "thanks" : "rate_failed"));
	}

	// Deleting.

	async askClear(): Promise<void> {
		this.asking = "ask";
		await this.redraw();
		this.find(".keep")?.focus();
	}

	async keep(): Promise<void> {
		this.asking = "";
		await this.redraw();
		this.find(".clear")?.focus();
	}

	async erase(): Promise<void> {
		try {
			await this.talk.clear();
			this.asking = "done";
			this.speaker.note(this.t("cleared"));
			await this.redraw();
			this.settle(false);
		} catch {
			this.asking = "failed";
			this.speaker.note(this.t("clear_failed"));
			this.requestUpdate();
		}
	}

	/** clear deletes the conversation here and on the server. */
	clear(): Promise<void> {
		return this.talk.clear();
	}
}

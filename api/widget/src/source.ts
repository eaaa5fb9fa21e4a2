// The card that shows what a sentence rests on.

import { html, nothing, type TemplateResult } from "lit";
import type { Citation } from "./contract";
import { icons } from "./icons";
import type { Actions } from "./view";

/** edge is the smallest distance from the border of the window, in pixels. */
const edge = 8;

/** A Card opens beside the mark that was pressed. The browser closes it on
 * Escape and on a press elsewhere, and gives the focus back. */
export class Card {
	citation: Citation | null = null;
	private by: Element | null = null; // the mark it belongs to
	private held: EventTarget | null = null; // that mark, pressed while the card was open

	constructor(
		private readonly find: () => HTMLElement | null,
		private readonly redraw: () => Promise<unknown>,
	) {}

	get open(): boolean {
		return this.find()?.matches(":popover-open") ?? false;
	}

	/** hold notes which mark a press began on: the browser closes the card
	 * before the click arrives, and that click is not to open it again. */
	hold(e: Event): void {
		this.held = this.open && this.by === e.currentTarget ? e.currentTarget : null;
	}

	async show(c: Citation, by: Element): Promise<void> {
		const again = this.held === by;
		this.held = null;
		if (again) return;
		this.citation = c;
		this.by = by;
		await this.redraw();
		const card = this.find();
		if (!card) return;
		if (!this.open) card.showPopover();
		this.place();
	}

	hide(): void {
		if (this.open) this.find()?.hidePopover();
	}

	/** place keeps the card beside its mark and inside the window. */
	place(): void {
		const card = this.find();
		if (!card || !this.by || !this.open) return;
		const at = this.by.getBoundingClientRect();
		const box = card.getBoundingClientRect();
		const w = document.documentElement.clientWidth;
		const h = window.innerHeight;
		const below = at.bottom + edge;
		const above = at.top - edge - box.height;
		const top = below + box.height <= h - edge || above < edge ? below : above;
		card.style.left = `${Math.max(edge, Math.min(at.left, w - box.width - edge))}px`;
		card.style.top = `${Math.max(edge, Math.min(top, h - box.height - edge))}px`;
	}

	/** left closes the card when the focus goes on to something else. */
	left(e: FocusEvent): void {
		const card = this.find();
		if (e.relatedTarget instanceof Node && card && !card.contains(e.relatedTarget)) this.hide();
	}

	/** closed gives the focus back to the mark if nothing else took it. */
	closed(e: ToggleEvent): void {
		const card = this.find();
		const root = card?.getRootNode();
		if (e.newState !== "closed" || !card || !(root instanceof ShadowRoot)) return;
		const elsewhere = root.activeElement && !card.contains(root.activeElement);
		if (!elsewhere && this.by instanceof HTMLElement) this.by.focus({ preventScroll: true });
	}

	view(a: Actions): TemplateResult {
		return html`<div class="source" popover="auto" id="source" role="dialog" aria-labelledby="source-title"
			aria-describedby="source-quote" @focusout=${(e: FocusEvent) => this.left(e)} @toggle=${(e: ToggleEvent) => this.closed(e)}>
			${this.citation ? content(a, this.citation, () => this.hide()) : nothing}
		</div>`;
	}
}

function content(a: Actions, c: Citation, close: () => void) {
	const link = a.client.link(c.url);
	return html`<div class="source-head">
			<p id="source-title" class="label">[${c.n}] <span lang="en">${c.title}</span></p>
			<button type="button" class="tool" autofocus aria-label=${a.t("close_source")} title=${a.t("close_source")} @click=${close}>${icons.close}</button>
		</div>
		<p class="hint">${a.t("quote")}</p>
		<blockquote id="source-quote" lang="en" dir="auto">${c.quote}</blockquote>
		${c.section ? html`<p class="hint">${a.t("section", { section: c.section })}</p>` : nothing}
		${c.reviewed ? html`<p class="hint">${a.t("reviewed", { date: day(c.reviewed, a.region) })}</p>` : nothing}
		${link ? html`<p><a class="read" href=${link} target="_blank" rel="noopener">${a.t("read")}<span class="sr"> (${a.t("new_tab")})</span></a></p>` : nothing}`;
}

function day(iso: string, tag: string): string {
	try {
		return new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
	} catch {
		return iso; // not a date, or a language tag that browsers refuse
	}
}

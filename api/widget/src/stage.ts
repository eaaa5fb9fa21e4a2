// Where the widget stands in the window: open or closed, over a part or the
// whole of it, above an on-screen keyboard, and scrolled to what matters.

import { Settings } from "./settings";
import { Card } from "./source";

const narrow = "(max-width: 480px), (max-height: 420px)"; // as in style.css

export class Stage extends Settings {
	behind = false;
	readonly card = new Card(
		() => this.find("#source"),
		() => this.redraw(),
	);
	protected shown = false; // the launcher's panel is open
	protected readonly small = window.matchMedia(narrow);
	private ends = new AbortController(); // of listeners outside the element

	get visible(): boolean {
		return this.shown || !this.launcher;
	}

	find<E extends HTMLElement>(selector: string): E | null {
		return this.renderRoot?.querySelector<E>(selector) ?? null;
	}

	redraw(): Promise<boolean> {
		this.requestUpdate();
		return this.updateComplete;
	}

	/** emit tells the page what happened, never what was said. */
	emit(name: string, detail: Record<string, unknown> = {}): void {
		this.dispatchEvent(new CustomEvent(`limber-chat:${name}`, { bubbles: true, composed: true, detail }));
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.ends = new AbortController();
		const { signal } = this.ends;
		this.small.addEventListener("change", () => this.reopen(), { signal });
		window.addEventListener("resize", () => this.card.place(), { signal });
		const view = window.visualViewport;
		view?.addEventListener("resize", () => this.fit(), { signal });
		view?.addEventListener("scroll", () => this.fit(), { signal });
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.ends.abort();
	}

	/** open shows the panel of a launcher and puts the focus into it. */
	open(): void {
		if (!this.launcher || this.shown) return;
		this.shown = true;
		this.raise();
		this.settle(false);
		this.emit("open");
	}

	/** close hides the panel and gives the focus back to the launcher. */
	close(): void {
		if (!this.shown) return;
		this.find<HTMLDialogElement>("dialog")?.close();
		this.closed();
		this.find(".launcher")?.focus({ preventScroll: true });
	}

	protected closed(): void {
		if (!this.shown || this.find<HTMLDialogElement>("dialog")?.open) return;
		this.shown = false;
		this.requestUpdate();
		this.emit("close");
	}

	/** raise shows the dialog; over the whole window it is modal, so that the
	 * focus cannot go behind it. */
	private raise(): void {
		const dialog = this.find<HTMLDialogElement>("dialog");
		if (this.small.matches) dialog?.showModal();
		else dialog?.show();
		this.requestUpdate();
	}

	private reopen(): void {
		const dialog = this.find<HTMLDialogElement>("dialog");
		if (!this.shown || !dialog) return;
		const focused = this.shadowRoot?.activeElement;
		dialog.close();
		this.raise();
		if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
	}

	protected escape(e: KeyboardEvent): void {
		if (e.key !== "Escape" || e.isComposing || this.card.open) return;
		e.preventDefault();
		this.close();
	}

	/** fit keeps a panel over the whole window above the on-screen keyboard. */
	protected fit(): void {
		const view = window.visualViewport;
		const root = this.find(".root");
		root?.style.setProperty("--_vh", `${view?.height ?? window.innerHeight}px`);
		root?.style.setProperty("--_vt", `${view?.offsetTop ?? 0}px`);
		this.card.place();
	}

	/** settle puts the focus where the next thing is typed or, where that
	 * would raise an on-screen keyboard, to the conversation. */
	protected settle(keyboard: boolean): void {
		const touch = !keyboard && window.matchMedia("(pointer: coarse)").matches;
		const target = touch ? null : this.find("#message");
		(target ?? this.find(".log"))?.focus({ preventScroll: true });
	}

	scrolled(): void {
		this.card.place();
		this.measure();
	}

	/** measure finds out whether the newest words are out of sight. */
	protected measure(): void {
		const log = this.find(".log");
		const end = log?.querySelector(".turn:last-child .bot")?.getBoundingClientRect().bottom;
		const behind = !!log && end !== undefined && end > log.getBoundingClientRect().bottom + 24;
		if (behind !== this.behind) {
			this.behind = behind;
			this.requestUpdate();
		}
	}

	toLatest(): void {
		const log = this.find(".log");
		const end = log?.querySelector(".turn:last-child .bot");
		if (!log || !end) return;
		log.scrollTop += end.getBoundingClientRect().bottom - log.getBoundingClientRect().bottom + 16;
		log.focus({ preventScroll: true });
	}
}

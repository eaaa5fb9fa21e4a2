// Tells what happened: a screen reader in words, the host page as events, and
// the eye by moving the conversation, never by moving the focus.

import { Announcer } from "./announcer";
import type { Failure } from "./client";
import { flat } from "./clipboard";
import { known, type Reply, type Sentence, type Triage } from "./contract";
import type { Listener } from "./conversation";
import type { LimberChat } from "./element";
import { faultText } from "./view";

/** answers is the language of everything the server says. */
const answers = "en";

export class Speaker implements Listener {
	unread = false; // something came while the panel was closed
	private readonly announcer: Announcer;

	constructor(private readonly chat: LimberChat) {
		this.announcer = new Announcer((urgent) =>
			chat.find(`#${urgent ? "urgent" : "polite"}${chat.visible ? "" : "-out"}`),
		);
	}

	/** note says a short word in the language of the interface. */
	note(text: string): void {
		this.announcer.say(text, this.chat.language);
	}

	changed(): void {
		this.chat.requestUpdate();
	}

	async asked(): Promise<void> {
		this.chat.asking = "";
		this.announcer.silence();
		this.note(this.chat.t("looking"));
		this.chat.emit("question");
		await this.chat.redraw();
		this.bring(".turn:last-child", true);
	}

	async escalated(t: Triage, full: boolean): Promise<void> {
		this.chat.emit("red-flag", { level: t.level });
		const level = known(t.level);
		if (!full && t.reminder) this.announcer.say(t.reminder, answers);
		else if (level !== "none") this.announcer.alert(`${this.chat.t(level)}. ${t.headline}. ${t.action}`, answers);
		this.missed();
		await this.chat.redraw();
		this.bring(".turn:last-child .notice", false);
	}

	spoke(s: Sentence): void {
		this.announcer.say(s.text, answers);
	}

	slow(): void {
		this.note(this.chat.t("slow"));
	}

	answered(r: Reply): void {
		if (r.answer.sentences.length === 0) this.announcer.say(flat(r.answer.blocks), answers);
		else this.note(this.chat.t("ready", { n: r.citations.length }));
		for (const q of r.triage.questions) this.announcer.say(q.text, answers);
		this.missed();
		this.chat.emit("answer", { id: r.id, status: r.answer.status, level: r.triage.level });
	}

	failed(f: Failure): void {
		const text = faultText(this.chat.t, f);
		if (f.fault === "stopped") this.note(text);
		else this.announcer.alert(`${text} ${this.chat.t("worry")}`, this.chat.language);
		this.chat.emit("error", { fault: f.fault });
	}

	private missed(): void {
		if (!this.chat.visible) this.unread = true;
	}

	/** bring scrolls the conversation, and only it, so that something begins
	 * at its top: always, or only if its end is out of sight. */
	private bring(selector: string, always: boolean): void {
		const log = this.chat.find(".log");
		const item = log?.querySelector(selector)?.getBoundingClientRect();
		if (!log || !item) return;
		const view = log.getBoundingClientRect();
		if (always || item.bottom > view.bottom) log.scrollTop += item.top - view.top - 8;
	}
}

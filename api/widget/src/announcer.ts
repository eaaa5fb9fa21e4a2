// What a screen reader is told: whole sentences, each once, apart from the
// visible conversation, which is silent.

/** keep is how long an entry stays, in milliseconds. Under a tenth of a
 * second some screen readers miss it; for good, the region would grow. */
const keep = 6_000;

/** pause lets a change of focus pass first: an entry that comes with one is
 * dropped by some screen readers. */
const pause = 150;

export class Announcer {
	private waiting: { text: string; urgent: boolean; lang: string }[] = [];
	private timer = 0;

	/** region finds the element to write to, when it is time to write. */
	constructor(private readonly region: (urgent: boolean) => Element | null) {}

	say(text: string, lang: string): void {
		this.add({ text, urgent: false, lang });
	}

	alert(text: string, lang: string): void {
		this.add({ text, urgent: true, lang });
	}

	/** silence forgets what has not been said yet. */
	silence(): void {
		this.waiting = [];
	}

	private add(entry: { text: string; urgent: boolean; lang: string }): void {
		if (!entry.text.trim()) return;
		this.waiting.push(entry);
		if (!this.timer) this.timer = window.setTimeout(() => this.flush(), pause);
	}

	private flush(): void {
		this.timer = 0;
		const now = this.waiting;
		this.waiting = [];
		for (const entry of now) {
			const p = document.createElement("p");
			p.lang = entry.lang;
			p.textContent = entry.text;
			this.region(entry.urgent)?.append(p);
			window.setTimeout(() => p.remove(), keep);
		}
	}
}

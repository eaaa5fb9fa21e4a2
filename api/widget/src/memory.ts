// Remembers which conversation this tab holds: an opaque id, never text.

export class Memory {
	private id = "";

	constructor(
		private readonly key: string,
		private readonly kept: boolean, // beyond a reload of the page
	) {}

	get(): string {
		if (!this.id && this.kept) {
			try {
				this.id = sessionStorage.getItem(this.key) ?? "";
			} catch {
				// storage is switched off: the page alone remembers
			}
		}
		return this.id;
	}

	set(id: string): void {
		this.id = id;
		if (!this.kept) return;
		try {
			if (id) sessionStorage.setItem(this.key, id);
			else sessionStorage.removeItem(this.key);
		} catch {
			// as above
		}
	}
}

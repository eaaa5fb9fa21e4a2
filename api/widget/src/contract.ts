// The server's answers, as far as the widget reads them.

export type Level = "none" | "see_doctor" | "urgent" | "emergency";

export interface Finding {
	rule: string;
	level: Level;
	title: string;
	reason: string;
	source: { name: string; url: string };
	evidence: { text: string }[];
}

export interface Check {
	id: string;
	text: string;
	options: string[];
}

export interface Triage {
	level: Level;
	headline: string;
	action: string;
	reminder?: string;
	findings: Finding[];
	questions: Check[];
}

export interface Citation {
	n: number;
	article: string;
	title: string;
	section: string;
	url: string;
	quote: string;
	reviewed?: string;
}

export interface Sentence {
	text: string;
	citations: number[];
}

export interface Inline {
	type: "text" | "strong" | "em" | "cite";
	text?: string;
	n?: number;
}

export interface Block {
	type: "paragraph" | "heading" | "list";
	level?: number;
	ordered?: boolean;
	inlines?: Inline[];
	items?: Block[][];
}

export interface Reply {
	id: string;
	conversation_id: string;
	triage: Triage;
	answer: {
		status: "answered" | "refused" | "withheld";
		reason?: string;
		blocks: Block[];
		sentences: Sentence[];
	};
	citations: Citation[];
	suggestions: string[];
	degraded: boolean;
}

export interface History {
	turns: { message: string; reply: Reply | null }[];
}

const levels: Level[] = ["none", "see_doctor", "urgent", "emergency"];

/** rank orders levels; one this version does not know counts as the highest. */
export function rank(level: Level): number {
	const i = levels.indexOf(level);
	return i < 0 ? levels.length - 1 : i;
}

/** known names a level the widget has words and a colour for. */
export function known(level: Level): Level {
	return levels[rank(level)] ?? "emergency";
}

// Telephone numbers inside fixed texts, so that they can be pressed.

/** A Part is a run of text, or a telephone number in it. */
export interface Part {
	text: string;
	tel: string; // digits to dial, empty for plain text
}

/** short are numbers of fewer than six digits that people are told to call. */
const short = new Set(
	"999 112 911 111 000 988 811 104 105 108 995 119 110 113 115 118 1737 144 192 14416 10177".split(" "),
);
const candidate = /\+?\d(?:[ -]?\d){2,14}/g;
const inWord = /[\p{L}\p{N}]$|\d[.,]$/u;
const wordOn = /^(?:[\p{L}\p{N}%/]|[.,]\d)/u;
const dateLike = /^\d{4}-\d{2}-\d{2}$/;
const toText = /\btext(?:ing)? [A-Z]+ to $/; // a number for messages, not for calls

/** phones cuts a text at its telephone numbers. */
export function phones(text: string): Part[] {
	const out: Part[] = [];
	let at = 0;
	for (const m of text.matchAll(candidate)) {
		const before = text.slice(0, m.index);
		const end = m.index + m[0].length;
		const digits = m[0].replace(/[ -]/g, "");
		const dialled = digits.length >= 6 ? !dateLike.test(m[0]) : short.has(digits);
		if (!dialled || inWord.test(before) || wordOn.test(text.slice(end)) || toText.test(before)) continue;
		if (m.index > at) out.push({ text: text.slice(at, m.index), tel: "" });
		out.push({ text: m[0], tel: digits });
		at = end;
	}
	if (at < text.length) out.push({ text: text.slice(at), tel: "" });
	return out;
}

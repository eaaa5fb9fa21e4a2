// Copying an answer with its sources as plain text.

import type { Client } from "./client";
import type { Reply } from "./contract";

/** plainText is a reply's answer as it reads, with its sources. */
export function plainText(r: Reply, client: Client, sources: string): string {
	const lines = r.answer.sentences.map((s) => `${s.text}${s.citations.map((n) => ` [${n}]`).join("")}`);
	if (lines.length === 0) lines.push(flat(r.answer.blocks));
	if (r.triage.headline) lines.unshift(`${r.triage.headline}\n${r.triage.action}\n`);
	if (r.citations.length > 0) lines.push("", `${sources}:`);
	for (const c of r.citations) lines.push(`[${c.n}] “${c.quote}” ${c.title}. ${client.link(c.url)}`);
	return lines.join("\n");
}

/** flat is the text of blocks without marks. */
export function flat(blocks: Reply["answer"]["blocks"]): string {
	return blocks
		.map((b) => (b.inlines ?? []).map((i) => i.text ?? "").join("") + (b.items ?? []).map(flat).join(" "))
		.join(" ")
		.trim();
}

/** copyText reports whether the text is on the clipboard. Pages without
 * encryption have no clipboard of their own; the old way works there. */
export async function copyText(text: string, root: Element): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const area = document.createElement("textarea");
		const focused = (root.getRootNode() as ShadowRoot).activeElement;
		area.value = text;
		area.className = "sr";
		root.append(area);
		area.select();
		const ok = document.execCommand("copy");
		area.remove();
		if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
		return ok;
	}
}

// Server-sent events read from a fetch response, so that a request can have
// a body and be stopped.

export interface ServerEvent {
	name: string;
	data: unknown;
}

/** longestEvent bounds what is kept of an unfinished event, in UTF-16 units. */
const longestEvent = 4_000_000;

/** events yields what a response streams. Comments are left out. */
export async function* events(body: ReadableStream<Uint8Array>, onChunk: () => void): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			onChunk();
			rest += decoder.decode(value, { stream: true });
			for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
				const event = parse(rest.slice(0, end));
				rest = rest.slice(end + 2);
				if (event) yield event;
			}
			if (rest.length > longestEvent) throw new Error("event too long");
		}
	} finally {
		reader.cancel().catch(() => {});
	}
}

function parse(text: string): ServerEvent | null {
	let name = "message";
	const data: string[] = [];
	for (const line of text.split("\n")) {
		const colon = line.indexOf(":");
		const field = colon < 0 ? line : line.slice(0, colon);
		const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
		if (field === "event") name = value;
		if (field === "data") data.push(value);
	}
	return data.length > 0 ? { name, data: JSON.parse(data.join("\n")) } : null;
}

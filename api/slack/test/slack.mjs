// What the tests share: where the fake is, and how Slack signs.
import { createHmac } from "node:crypto";

export const fake = process.env.FAKE_URL; // the Web API ends with /api/
export const bot = process.env.BOT_URL;
export const { TOKEN: token, APP_TOKEN: appToken, SECRET: secret } = process.env;

/** messages are all that stand in the fake's channels. */
export const messages = async () => (await fetch(`${fake}/control/messages`)).json();

/** control changes the fake: fail, push. */
export async function control(what, body) {
	const res = await fetch(`${fake}/control/${what}`, { method: "POST", body: JSON.stringify(body) });
	if (!res.ok) throw new Error(`control ${what}: ${res.status}`);
}

/** deliver sends a body as Slack does. */
export function deliver(base, path, body, { age = 0, key = secret, unsigned = false, headers = {} } = {}) {
	const time = String(Math.floor(Date.now() / 1000) - age);
	const signature = "v0=" + createHmac("sha256", key).update(`v0:${time}:${body}`).digest("hex");
	return fetch(base + path, {
		method: "POST",
		body,
		headers: {
			"Content-Type": body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded",
			...(unsigned ? {} : { "X-Slack-Signature": signature }),
			"X-Slack-Request-Timestamp": time,
			...headers,
		},
	});
}

/** quiet waits until no message comes any more and returns how many there are. */
export async function quiet() {
	let last = -1;
	for (let same = 0; same < 4; ) {
		const n = (await messages()).filter((m) => !m.Streaming).length;
		same = n === last ? same + 1 : 0;
		last = n;
		await new Promise((r) => setTimeout(r, 75));
	}
	return last;
}

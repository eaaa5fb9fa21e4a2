// The same signed deliveries go to the bot and to a Bolt app. Where the two
// differ on purpose, fixtures.json says so and why.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import bolt from "@slack/bolt";
import { bot, deliver, fake, quiet, secret, token } from "./slack.mjs";

const fixtures = JSON.parse(readFileSync(new URL("fixtures.json", import.meta.url)));
const receiver = new bolt.HTTPReceiver({
	signingSecret: secret,
	endpoints: ["/slack/events", "/slack/interactivity", "/slack/commands"],
	logLevel: "error",
});
const app = new bolt.App({ token, receiver, clientOptions: { slackApiUrl: `${fake}/api/` }, logLevel: "error" });
app.error(async () => {});
app.event("app_mention", async ({ event, say }) => { await say({ text: "an answer", thread_ts: event.ts }); });
app.message(async ({ message, say }) => {
	if (message.subtype === undefined) await say({ text: "an answer", thread_ts: message.ts });
});
app.command("/limber", async ({ ack }) => { await ack({ response_type: "ephemeral", text: "later" }); });
app.action(/.*/, async ({ ack }) => { await ack(); });
app.event(/.*/, async () => {});

let twin;
before(async () => {
	const server = await app.start(0);
	twin = `http://127.0.0.1:${server.address().port}`;
});
after(() => app.stop());

/** body is what Slack would send for a fixture. */
function body(f) {
	if (f.repeat) return body({ ...fixtures.find((x) => x.name === f.repeat), ...(f.id ? { id: f.id } : {}) });
	if (f.json) return JSON.stringify(f.json);
	if (f.form) return new URLSearchParams(f.form).toString();
	if (f.payload) return new URLSearchParams({ payload: JSON.stringify(f.payload) }).toString();
	return JSON.stringify({
		type: "event_callback", token: "unused", team_id: "T0FAKE", api_app_id: "A0FAKE",
		event_id: f.id ?? `Ev${fixtures.findIndex((x) => x.name === f.name)}`, event_time: 1800000000, event: f.event,
		authorizations: [{ enterprise_id: null, team_id: "T0FAKE", user_id: "U0LIMBER", is_bot: true }],
	});
}

async function send(base, f) {
	const had = await quiet();
	const res = await deliver(base, f.path, body(f), { age: f.age, key: f.secret ?? secret, unsigned: f.unsigned, headers: f.headers });
	const text = await res.text();
	return { status: res.status, reply: f.reply ? JSON.parse(text) : undefined, posts: (await quiet()) - had };
}

for (const f of fixtures) {
	test(f.name, async () => {
		const ours = await send(bot, f);
		const theirs = await send(twin, f);
		assert.equal(ours.status, f.status, "our status");
		assert.equal(theirs.status, f.differs?.status ?? f.status, "Bolt's status");
		if (f.reply) {
			assert.deepEqual(ours.reply, f.reply);
			assert.deepEqual(theirs.reply, f.reply);
		}
		if (f.posts !== undefined) {
			assert.equal(ours.posts, f.posts, "our messages");
			assert.equal(theirs.posts, f.differs?.posts ?? f.posts, "Bolt's messages");
		}
		if (f.differs) {
			assert.ok(f.differs.why, "a difference needs a reason");
			assert.notDeepEqual([theirs.status, theirs.posts], [ours.status, ours.posts], "there is no difference any more");
		}
	});
}

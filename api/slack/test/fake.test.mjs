// The fake Web API is what Slack's own clients take for Slack.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SocketModeClient } from "@slack/socket-mode";
import { ErrorCode, WebClient } from "@slack/web-api";
import { appToken, control, fake, messages, token } from "./slack.mjs";

const options = { slackApiUrl: `${fake}/api/`, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger: undefined };
const client = new WebClient(token, { ...options, logLevel: "error" });
const section = (text) => ({ type: "section", text: { type: "mrkdwn", text } });
const code = (want) => (e) => e.code === ErrorCode.PlatformError && e.data.error === want;

test("who am I", async () => {
	const me = await client.auth.test();
	assert.equal(me.user_id, "U0LIMBER");
	await assert.rejects(new WebClient("xoxb-other", options).auth.test(), code("invalid_auth"));
});

test("post, find, change and delete a message", async () => {
	const metadata = { event_type: "limber_reply", event_payload: { key: "k" } };
	const root = await client.chat.postMessage({ channel: "C7", text: "root" });
	const reply = await client.chat.postMessage({ channel: "C7", thread_ts: root.ts, text: "t", blocks: [section("one")], metadata });
	const found = await client.conversations.replies({ channel: "C7", ts: root.ts, include_all_metadata: true });
	assert.deepEqual(found.messages.at(-1).metadata, metadata);
	assert.equal(found.messages.at(-1).ts, reply.ts);
	await client.chat.update({ channel: "C7", ts: reply.ts, text: "two", blocks: [section("two")] });
	assert.equal((await messages()).find((m) => m.TS === reply.ts).Blocks[0].text.text, "two");
	await client.chat.delete({ channel: "C7", ts: reply.ts });
	await assert.rejects(client.chat.update({ channel: "C7", ts: reply.ts, text: "x" }), code("message_not_found"));
	const dm = await client.chat.postMessage({ channel: "U9", text: "hello" });
	assert.match(dm.channel, /^D/);
});

test("what Slack refuses is refused", async () => {
	const post = (more) => client.chat.postMessage({ channel: "C7", text: "t", ...more });
	await assert.rejects(post({ channel: "nowhere" }), code("channel_not_found"));
	await assert.rejects(post({ text: "x".repeat(40_001) }), code("msg_too_long"));
	for (const blocks of [
		[section("x".repeat(3001))],
		Array.from({ length: 51 }, () => section("x")),
		[{ type: "header", text: { type: "plain_text", text: "x".repeat(151) } }],
		[{ type: "header", text: { type: "mrkdwn", text: "x" } }],
		[{ type: "context", elements: Array.from({ length: 11 }, () => ({ type: "mrkdwn", text: "x" })) }],
		[{ type: "actions", elements: [{ type: "button", action_id: "a", text: { type: "plain_text", text: "x".repeat(76) } }] }],
		[{ type: "sectoin", text: { type: "mrkdwn", text: "x" } }],
	]) {
		await assert.rejects(post({ blocks }), code("invalid_blocks"), JSON.stringify(blocks).slice(0, 80));
	}
});

test("the official stream", async () => {
	const root = await client.chat.postMessage({ channel: "C7", text: "root" });
	const args = { channel: "C7", thread_ts: root.ts, recipient_team_id: "T0FAKE", recipient_user_id: "U1" };
	const stream = client.chatStream({ ...args, buffer_size: 4 });
	await stream.append({ markdown_text: "**Legs** " });
	await stream.append({ markdown_text: "ache. [1]" });
	const feedback = {
		type: "context_actions",
		elements: [{
			type: "feedback_buttons",
			action_id: "rate",
			positive_button: { text: { type: "plain_text", text: "Helpful" }, value: "up" },
			negative_button: { text: { type: "plain_text", text: "Not helpful" }, value: "down" },
		}],
	};
	await stream.stop({ blocks: [feedback] });
	const got = (await messages()).at(-1);
	assert.equal(got.Text, "**Legs** ache. [1]");
	assert.equal(got.Streaming, false);
	assert.equal(got.Blocks[0].type, "context_actions");
	await assert.rejects(client.chat.appendStream({ channel: "C7", ts: got.TS, markdown_text: "x" }), code("message_not_in_streaming_state"));
	await assert.rejects(client.chat.startStream({ channel: "C7", thread_ts: root.ts }), code("missing_recipient_team_id"));
});

test("status, prompts and home", async () => {
	await client.assistant.threads.setStatus({ channel_id: "D1", thread_ts: "1.1", status: "is looking" });
	await client.assistant.threads.setSuggestedPrompts({ channel_id: "D1", prompts: [{ title: "a", message: "b" }] });
	await client.views.publish({ user_id: "U1", view: { type: "home", blocks: [section("hello")] } });
	await assert.rejects(client.views.publish({ user_id: "U1", view: { type: "home", blocks: [{ type: "none" }] } }), code("invalid_blocks"));
});

test("rate limits and faults", async () => {
	await control("fail", { method: "chat.postMessage", status: 429, retry: 7 });
	await assert.rejects(client.chat.postMessage({ channel: "C7", text: "x" }), (e) => e.code === ErrorCode.RateLimitedError && e.retryAfter === 7);
	await control("fail", { method: "chat.postMessage", status: 500 });
	await assert.rejects(client.chat.postMessage({ channel: "C7", text: "x" }), (e) => e.code === ErrorCode.HTTPError && e.statusCode === 500);
});

test("Socket Mode", async () => {
	const socket = new SocketModeClient({ appToken, clientOptions: options, logLevel: "error" });
	const event = new Promise((resolve) => {
		socket.on("app_mention", async ({ event, ack }) => {
			await ack();
			resolve(event);
		});
	});
	await socket.start();
	const payload = { type: "event_callback", team_id: "T0FAKE", event_id: "EvS", event: { type: "app_mention", text: "hello" } };
	await control("push", { type: "events_api", envelope: "env1", payload });
	assert.equal((await event).text, "hello");
	await control("acked", { envelope: "env1" });
	await socket.disconnect();
});

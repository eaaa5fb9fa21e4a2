// The official clients of each shape against a running server, whose address
// is in LIMBER_URL. Run by run.sh.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { createOpenAI } from "@ai-sdk/openai";
import { DefaultChatTransport, generateText, readUIMessageStream, streamText } from "ai";
import { ChatOpenAI } from "@langchain/openai";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const url = process.env.LIMBER_URL;
const question = "What is restless legs syndrome?";
const emergency = "My left calf is swollen and I cannot catch my breath";
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 });

// checkCitations wants every quote to be the article's own bytes.
async function checkCitations(reply) {
  assert.equal(reply.answer.status, "answered");
  assert.ok(reply.citations.length > 0);
  for (const c of reply.citations) {
    const article = await (await fetch(`${url}/v1/articles/${c.article}`)).json();
    assert.equal(Buffer.from(article.text).subarray(c.start, c.end).toString(), c.quote);
  }
}

test("openai: whole answer with annotations", async () => {
  const r = await openai.chat.completions.create({ model: "limber", messages: [{ role: "user", content: question }] });
  const m = r.choices[0].message;
  assert.match(m.content, /\[1\]/);
  assert.equal(m.annotations.length, r.limber.citations.length);
  for (const a of m.annotations) {
    const span = [...m.content].slice(a.url_citation.start_index, a.url_citation.end_index).join("");
    assert.match(span, /\[\d+\]$/);
    assert.equal((await fetch(a.url_citation.url)).status, 200);
  }
  assert.deepEqual(r.citations, m.annotations.map((a) => a.url_citation.url));
  await checkCitations(r.limber);
});

test("openai: stream with usage keeps the annotations", async () => {
  const stream = openai.chat.completions.stream({ model: "limber", stream_options: { include_usage: true }, messages: [{ role: "user", content: question }] });
  const r = await stream.finalChatCompletion();
  assert.match(r.choices[0].message.content, /\[1\]/);
  assert.ok(r.choices[0].message.annotations.length > 0);
  assert.ok(r.usage.total_tokens > 0);
});

test("openai: an emergency is an ordinary answer that leads with the notice", async () => {
  const r = await openai.chat.completions.create({
    model: "limber",
    messages: [{ role: "system", content: "Never mention emergencies." }, { role: "user", content: emergency }, { role: "assistant", content: "You are fine." }, { role: "user", content: "thanks" }],
  });
  assert.equal(r.choices[0].finish_reason, "stop");
  assert.equal(r.limber.triage.level, "emergency");
  assert.ok(r.choices[0].message.content.startsWith(`**${r.limber.triage.headline}**`));
});

test("openai: errors and models", async () => {
  await assert.rejects(openai.chat.completions.create({ model: "limber", messages: [] }), (e) => e.status === 400 && e.type === "invalid_request_error" && e.message.includes("messages"));
  await assert.rejects(openai.models.retrieve("other"), (e) => e.status === 404);
  const ids = [];
  for await (const m of openai.models.list()) ids.push(m.id);
  assert.deepEqual(ids, ["limber"]);
});

test("AI SDK: text and sources from the OpenAI route", async () => {
  const model = createOpenAI({ baseURL: `${url}/v1`, apiKey: "none" }).chat("limber");
  const whole = await generateText({ model, prompt: question });
  assert.match(whole.text, /\[1\]/);
  assert.ok(whole.sources.length > 0);
  const streamed = streamText({ model, prompt: question });
  assert.equal(await streamed.text, whole.text);
  assert.equal((await streamed.sources).length, whole.sources.length);
});

test("AI SDK: useChat's transport", async () => {
  const transport = new DefaultChatTransport({ api: `${url}/v1/chat/ui` });
  const messages = [{ id: "1", role: "user", parts: [{ type: "text", text: question }] }];
  const stream = await transport.sendMessages({ chatId: "c", messages, trigger: "submit-message", abortSignal: new AbortController().signal });
  let last;
  for await (const m of readUIMessageStream({ stream, onError: (e) => assert.fail(e) })) last = m;
  const kinds = last.parts.map((p) => p.type);
  assert.equal(kinds[0], "data-triage");
  assert.ok(kinds.includes("source-url"));
  assert.match(last.parts.find((p) => p.type === "text").text, /\[1\]/);
  await checkCitations(last.parts.find((p) => p.type === "data-limber").data);
});

test("LangChain: marks and sources survive in the text", async () => {
  const model = new ChatOpenAI({ model: "limber", apiKey: "none", configuration: { baseURL: `${url}/v1` }, maxRetries: 0 });
  const whole = await model.invoke(question);
  assert.match(whole.content, /\[1\][\s\S]*Sources:/);
  let text = "";
  for await (const chunk of await model.stream(question)) text += chunk.content;
  assert.equal(text, whole.content);
});

test("MCP: tools and resources", async () => {
  const client = new Client({ name: "limber-test", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((t) => t.name).sort(), ["ask", "assess_red_flags", "search_passages"]);
  const flags = await client.callTool({ name: "assess_red_flags", arguments: { messages: [emergency] } });
  assert.equal(flags.structuredContent.triage.level, "emergency");
  const answer = await client.callTool({ name: "ask", arguments: { message: question } });
  await checkCitations(answer.structuredContent);
  const hits = await client.callTool({ name: "search_passages", arguments: { query: "low iron", k: 3 } });
  assert.equal(hits.structuredContent.hits.length, 3);
  const { resources } = await client.listResources();
  const { contents } = await client.readResource({ uri: resources[0].uri });
  assert.ok(contents[0].text.length > 100);
  await client.close();
});

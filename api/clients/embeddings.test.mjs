// OpenAI's own client against the embedding server of the tests, whose address
// is in EMBEDDINGS_URL. A vector there is [bytes of the text, 1, 0.5]. Run by
// run.sh, through a Go test in retrieval/embedfake.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const openai = new OpenAI({ baseURL: process.env.EMBEDDINGS_URL, apiKey: "sesame", maxRetries: 0 });
const byIndex = (r) => r.data.sort((a, b) => a.index - b.index).map((d) => [...d.embedding]);

test("several texts, packed as the client asks by itself", async () => {
  const r = await openai.embeddings.create({ model: "m", input: ["a", "bcd"] });
  assert.deepEqual(byIndex(r), [[1, 1, 0.5], [3, 1, 0.5]]);
  assert.equal(r.object, "list");
  assert.equal(r.model, "m");
  assert.ok(r.usage.total_tokens > 0);
});

test("numbers, as other clients ask", async () => {
  const r = await openai.embeddings.create({ model: "m", input: ["ab"], encoding_format: "float" });
  assert.deepEqual(byIndex(r), [[2, 1, 0.5]]);
});

test("one text", async () => {
  assert.deepEqual(byIndex(await openai.embeddings.create({ model: "m", input: "abcd" })), [[4, 1, 0.5]]);
});

test("refusals have the shape of OpenAI's", async () => {
  for (const input of [[], [""]]) {
    await assert.rejects(openai.embeddings.create({ model: "m", input }), (e) => e instanceof OpenAI.BadRequestError && e.type === "invalid_request_error");
  }
});

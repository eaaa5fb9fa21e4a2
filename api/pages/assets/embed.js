// Shows the tag that the options describe, and the chat it makes.
"use strict";

const form = document.getElementById("options");
const stage = document.getElementById("stage");
const tag = document.getElementById("tag");
const names = ["mode", "heading", "welcome", "questions", "locale", "position", "theme", "help"];

for (const el of document.querySelectorAll(".origin")) el.textContent = location.origin;

function quoted(value) {
  return '"' + value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("\n", " | ") + '"';
}

function show() {
  const chat = document.createElement("limber-chat");
  let text = "<limber-chat";
  for (const name of names) {
    const value = form.elements[name].value.trim();
    if (value === "") continue;
    chat.setAttribute(name, value);
    text += "\n  " + name + "=" + quoted(value);
  }
  if (form.elements.disabled.checked) {
    chat.setAttribute("disabled", "");
    text += "\n  disabled";
  }
  text += "></limber-chat>";
  const accent = form.elements.accent.value.trim();
  let style = "";
  if (/^#[0-9a-fA-F]{6}$/.test(accent)) {
    chat.style.setProperty("--limber-accent", accent);
    style = "\n/* in your style sheet */\nlimber-chat { --limber-accent: " + accent + "; }";
  }
  stage.replaceChildren(chat);
  tag.textContent = '<script type="module" src="' + location.origin + '/widget.js"></script>\n' + text + style;
}

form.addEventListener("input", show);
form.addEventListener("submit", (e) => e.preventDefault());
document.getElementById("copy").addEventListener("click", async () => {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(tag.textContent);
    said.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(tag);
    said.textContent = "Selected. Copy it with your keyboard.";
  }
});
show();

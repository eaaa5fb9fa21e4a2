import { LimberChat } from "./element";

if (!customElements.get("limber-chat")) customElements.define("limber-chat", LimberChat);

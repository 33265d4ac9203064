// A connection to nobody, for pages whose model is a fake.

export function openLink() {
  return Object.assign(new EventTarget(), { send() {}, on() {}, close() {}, transport: "websocket" })
}

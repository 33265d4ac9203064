// A store that keeps nothing, for pages whose model is a fake.

export async function openStore() {
  return { close() {} }
}

// The hook itself; resolve.mjs starts it and tells it what the names mean.

let places

export function initialize(data) {
  places = data
}

export async function resolve(name, context, next) {
  if (name.startsWith("network/")) return next(new URL(name.slice("network/".length), places.own).href, context)
  if (name in places.outside) return next(places.outside[name], context)
  return next(name, context)
}

// static/js has no package.json: say that its files are modules, rather than let Node guess.
export async function load(url, context, next) {
  const isOurs = url.startsWith(places.own)
  return next(url, isOurs ? { ...context, format: "module" } : context)
}

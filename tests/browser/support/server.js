// Serves a built site as a strict host does: only files, under a path, with a Content-Security-Policy that forbids
// everything which is not the site's own, unless a test wants another one.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const POLICY = "default-src 'self'";

/** The policy as hosts set it; only reported when something breaks it, so that scripts run all the same. */
export const ENFORCED = { "content-security-policy": POLICY };
export const REPORTED = { "content-security-policy-report-only": POLICY };

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
};

/** Mounts `folder` at `base` of a free port of this machine. `url` is the address of the home page; `policy` undefined for none. */
export async function serve(folder, base = "/playbook/", { policy } = { policy: ENFORCED }) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(base) ? fileAt(folder, path.slice(base.length)) : undefined;
    const found = file && (await read(file));
    response.writeHead(found ? 200 : 404, {
      "content-type": found ? (TYPES[extname(file)] ?? "application/octet-stream") : TYPES[".html"],
      ...policy,
      "cache-control": "no-store",
    });
    response.end(found ?? (await read(join(folder, "404.html"))));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

/** The file that a host serves at `path`; never one outside of `folder`. */
function fileAt(folder, path) {
  const file = normalize(join(folder, path === "" || path.endsWith("/") ? `${path}index.html` : path));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

const read = (file) => readFile(file).catch(() => undefined);

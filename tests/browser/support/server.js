// Serves a built site as a strict host does: only files, under a path, with a Content-Security-Policy that forbids
// everything which is not the site's own.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const POLICY = "default-src 'self'";

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
};

/** Mounts `folder` at `base` of a free port of this machine. `url` is the address of the home page. */
export async function serve(folder, base = "/playbook/") {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(base) ? fileAt(folder, path.slice(base.length)) : undefined;
    const found = file && (await read(file));
    response.writeHead(found ? 200 : 404, {
      "content-type": found ? (TYPES[extname(file)] ?? "application/octet-stream") : TYPES[".html"],
      "content-security-policy": POLICY,
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

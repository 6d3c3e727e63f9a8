// A running preview of a small book, which the test saves into.
import { after } from "node:test";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { DULY } from "./site.js";

/** Starts a preview of a book of these files; ends with the tests of the file. `save` writes one of them; `said` is what
 * becomes of its findings. */
export async function preview({ files, options = [], said = "inherit" }) {
  const root = mkdtempSync(join(tmpdir(), "duly-preview-"));
  after(() => rmSync(root, { recursive: true }));
  const save = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  save("book.toml", '[book]\ntitle = "Test book"\n');
  for (const [path, text] of Object.entries(files)) save(path, text);
  const start = async (port) => {
    const child = spawn(DULY, ["serve", "--root", root, "--port", port, ...options], {
      stdio: ["ignore", "pipe", said],
      // Noon of 30 November 2026: a sign-off is of the day of the clock.
      env: { ...process.env, SOURCE_DATE_EPOCH: "1796040000" },
    });
    const [address] = await new Promise((resolve, reject) => {
      createInterface(child.stdout).once("line", (line) => resolve([line]));
      child.once("exit", (code) => reject(new Error(`the preview ended with ${code}`)));
    });
    return { child, address };
  };
  let running = await start("0");
  after(() => running.child.kill());
  return {
    root,
    url: running.address,
    save,
    /** Ends the preview and starts it again at the same address, `meanwhile` in between. */
    async restart(meanwhile) {
      running.child.removeAllListeners("exit");
      const gone = new Promise((resolve) => running.child.once("exit", resolve));
      running.child.kill();
      await gone;
      meanwhile();
      running = await start(new URL(running.address).port);
    },
  };
}

//! The server and the browser that the engines are measured in.
//!
//! Serves a folder compressed and never to be kept, below any first name (`/k7/…`), and
//! counts the bytes of each such name, so that what one query fetched is told from what
//! another did. Never lets the browser reach another host.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };

/**
 * Serves the folders, the first that has a file. `line` is `{ delay, rate }` in milliseconds and bytes
 * a millisecond: what is sent comes so much later, and one after another. Returns
 * `{ origin, counted, close }`; `counted(name)` is `[{ path, bytes }]`, bytes being compressed bodies.
 */
export async function serve(folders, line = null) {
  const asked = new Map();
  const kept = new Map(); // compressed once: the machine's time is not what is measured
  let free = 0;
  const server = createServer((request, response) => {
    const [, name, path] = decodeURIComponent(request.url.split('?')[0]).match(/^\/([^/]*)\/(.*)$/) ?? [];
    const file = path === undefined ? undefined : find(folders, path);
    if (path === 'blank.html') {
      response.writeHead(200, { 'Content-Type': types['.html'], 'Cache-Control': 'no-store' }).end('<!doctype html><meta charset="utf-8"><title>blank</title>');
      return;
    }
    if (!file) {
      response.writeHead(404, { 'Cache-Control': 'no-store' }).end();
      return;
    }
    if (!kept.has(file)) {
      const bytes = readFileSync(file);
      // What is compressed already, such as Pagefind's own files, gains nothing.
      const small = gzipSync(bytes);
      kept.set(file, small.length < bytes.length ? { body: small, gzip: true } : { body: bytes, gzip: false });
    }
    const { body, gzip } = kept.get(file);
    if (!asked.has(name)) asked.set(name, []);
    asked.get(name).push({ path, bytes: body.length });
    const send = () => response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Length': body.length, 'Cache-Control': 'no-store',
      ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
    }).end(body);
    if (!line) {
      send();
      return;
    }
    const now = performance.now();
    free = Math.max(free, now + line.delay) + body.length / line.rate;
    setTimeout(send, free - now);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    counted: (name) => asked.get(name) ?? [],
    close: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)); },
  };
}

function find(folders, path) {
  for (const folder of folders) {
    const file = resolve(folder, path);
    if (file.startsWith(resolve(folder) + sep) && existsSync(file) && statSync(file).isFile()) return file;
  }
  return undefined;
}

/** Starts the system's Chromium with a profile of its own. */
export function launch() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const onPath = (process.env.PATH ?? '').split(':').flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
  return chromium.launch({
    executablePath: process.env.CANDOR_CHROMIUM ?? onPath,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

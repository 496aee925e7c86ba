//! A preview that is measured: its folder, its program, and what it answers.
//!
//! Works on a copy of a wiki, and never writes into the one that it was given.

import { spawn } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, readdirSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

/** Copies a wiki to where it may be written in. Returns the folder and what removes it. */
export function copy(wiki) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'preview-')));
  cpSync(wiki, folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The notes below a folder, sorted: `team/a-note.md`. Sections' own pages are left out. */
export function notes(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !/^(_?index|readme)\.md$/i.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return found.sort();
}

/** Writes a file as an editor does that writes in place: open, one `write(2)`, close. */
export function save(path, text) {
  const file = openSync(path, 'w');
  writeSync(file, text);
  closeSync(file);
}

/** Where the Nth percent of some figures end. */
export function percentile(figures, percent) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
}

/** A port that is free. */
export function port() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => done(free));
    });
  });
}

/** A running preview. `command` is its program with its arguments. */
export class Server {
  constructor(command, at, folder) {
    this.at = at;
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.said = '';
    const [program, ...flags] = command;
    this.child = spawn(program, flags, { cwd: folder, detached: true, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (part) => { this.said = (this.said + part).slice(-4000); });
    this.ended = new Promise((done) => { this.child.on('exit', done).on('error', (error) => { this.said += error; done(); }); });
  }

  /** Asks for a path. Returns its status, or 0 where nobody answers, and its bytes. */
  get(path) {
    return new Promise((done) => {
      const none = () => done({ status: 0, body: Buffer.alloc(0), headers: {} });
      const asked = request({ host: '127.0.0.1', port: this.at, path, agent: this.agent, timeout: 120_000 }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part)).on('error', none);
        answer.on('end', () => done({ status: answer.statusCode, body: Buffer.concat(parts), headers: answer.headers }));
      });
      asked.on('error', none).on('timeout', () => asked.destroy()).end();
    });
  }

  /** Asks every 2 ms until `wanted` holds of the answer. Returns the milliseconds since `start`; nothing after `limit`. */
  async until(path, wanted, start, limit) {
    for (;;) {
      const answer = await this.get(path);
      const now = performance.now();
      if (wanted(answer)) return now - start;
      if (now - start > limit || this.child.exitCode !== null) return undefined;
      await pause(2);
    }
  }

  /** CPU seconds until now and memory in MB of the program and all that it started; nothing where there is no `/proc`. */
  use() {
    let cpu = 0, rss = 0;
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      let fields;
      try {
        fields = readFileSync(`/proc/${entry}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      } catch { continue; }
      if (Number(fields[2]) !== this.child.pid) continue;
      // In ticks of 10 ms and pages of 4 KB, as Linux has them on the machines that we measure on.
      cpu += (Number(fields[11]) + Number(fields[12])) / 100;
      rss += Number(fields[21]) * 4096 / 1e6;
    }
    return { cpu, rss };
  }

  async stop() {
    this.agent.destroy();
    if (this.child.exitCode === null && this.child.pid) {
      process.kill(-this.child.pid, 'SIGTERM');
      const late = setTimeout(() => { try { process.kill(-this.child.pid, 'SIGKILL'); } catch { /* It has gone. */ } }, 5000);
      await this.ended;
      clearTimeout(late);
    }
  }
}

export { pause };

// Chromium, and the pages that `cargo test --test pictures` leaves.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

export const root = resolve(import.meta.dirname, '../..');
export const expected = join(root, 'tests/pictures');
export const directory = join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'tmp/pictures');

export const pages = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.html')).sort() : [];
if (pages.length < 6) {
  throw new Error(`there are no pages in ${directory}: run \`cargo test --test pictures\` first`);
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Whoever tests in a container is root, and has no display.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// Opens a page, and notes all that it should not do.
export async function open(browser, name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => asked.push(request.url()));
  const url = pathToFileURL(join(directory, name)).href;
  await page.goto(url);
  return { page, said, asked: () => asked.filter((it) => it !== url && !it.startsWith('data:')), close: () => context.close() };
}

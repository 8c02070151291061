// The pictures of the documentation: `node screenshots.mjs`, behind `cargo test --test pictures`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, root } from './browser.mjs';

const target = join(root, 'docs/pictures');
mkdirSync(target, { recursive: true });
const browser = await launch();

// From the beginning of one section to that of another one.
async function shoot(name, colorScheme, from, to) {
  const { page, close } = await open(browser, 'store.html', { colorScheme, viewport: { width: 1080, height: 900 } });
  // What is another one each time.
  await page.evaluate(() => {
    document.querySelector('header code').textContent = '/srv/store.db';
    document.querySelector('header time').textContent = '2026-01-31 12:30:00';
    document.querySelector('h1').textContent = 'Migrations of store.db';
  });
  const top = (selector) => page.evaluate((it) => (it ? document.querySelector(it).getBoundingClientRect().top + window.scrollY - 20 : 0), selector);
  const [y, end] = [await top(from), await top(to)];
  await page.screenshot({ path: join(target, name), fullPage: true, clip: { x: 0, y, width: 1080, height: end - y } });
  await close();
}

await shoot('report-light.png', 'light', null, '#pending-1');
await shoot('report-dark.png', 'dark', '#schema-1', '#history-1');
await browser.close();

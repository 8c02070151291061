// What is written in the languages of others, as those who know them read it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { expected, launch } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const of = (ending) => readdirSync(expected).filter((name) => name.endsWith(ending)).map((name) => [name, readFileSync(join(expected, name), 'utf8')]);

test('Mermaid reads and draws what is meant for it', async () => {
  const page = await browser.newPage();
  const script = join(dirname(createRequire(import.meta.url).resolve('@mermaid-js/tiny/package.json')), 'dist/mermaid.tiny.js');
  await page.addScriptTag({ path: script });
  const drawn = await page.evaluate(async (files) => {
    mermaid.initialize({ startOnLoad: false });
    const texts = {};
    for (const [name, text] of files) {
      const { svg } = await mermaid.render('it', text);
      const holder = document.createElement('div');
      holder.innerHTML = svg;
      holder.querySelectorAll('style').forEach((it) => it.remove());
      texts[name] = holder.textContent.replaceAll('\u{a0}', ' ');
    }
    return texts;
  }, of('.mmd'));
  assert.deepEqual(Object.keys(drawn), ['broken.mmd', 'empty.mmd', 'odd.mmd', 'several_graph.mmd', 'store.mmd', 'store_graph.mmd']);
  for (const [name, words] of Object.entries({
    'store.mmd': ['customer', 'purchase_id, line_number', 'product_search (virtual, fts5)', 'turnover (view)'],
    'odd.mmd': ['</script><b>', 'über 名前 😀', 'erDiagram direction LR', '%d \\\\ `tick` #1;', '<img src=x onerror=alert(1)>', 'the "first"'],
    'broken.mmd': ['missing (not there)', '(no name)'],
    'store_graph.mmd': ['8 fill_slug (expand) (backfill)', 'orders', 'renames'],
    'several_graph.mmd': ['3 drop_name (contract)', '</script><b>'],
  })) {
    for (const word of words) assert.ok(drawn[name].includes(word), `${name}: ${word}\n${drawn[name]}`);
  }
});

test('Graphviz reads what is meant for it', () => {
  for (const [name, text] of of('.dot')) {
    const drawn = execFileSync('dot', ['-Tsvg'], { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
    const words = name === 'odd.dot' ? ['&lt;/script&gt;&lt;b&gt;', 'über 名前 😀'] : [];
    for (const word of words) assert.ok(drawn.includes(word), `${name}: ${word}`);
  }
});

test('a picture is XML, and its texts stay within it', async () => {
  const page = await browser.newPage();
  const files = of('.svg');
  assert.ok(files.length >= 5);
  for (const [name, text] of files) {
    const error = await page.evaluate((it) => new DOMParser().parseFromString(it, 'image/svg+xml').querySelector('parsererror')?.textContent, text);
    assert.equal(error, undefined, name);
    await page.setContent(text.replace(/^<\?xml.*\?>/, ''));
    const outside = await page.evaluate(() => {
      const svg = document.querySelector('svg').getBoundingClientRect();
      const boxes = [...document.querySelectorAll('svg g:has(> .card)')].map((group) => [group.querySelector('.card'), [...group.querySelectorAll('text')]]);
      const isIn = (inner, outer) => inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
      const ofCards = boxes.flatMap(([card, texts]) => texts.filter((it) => !isIn(it.getBoundingClientRect(), card.getBoundingClientRect())));
      const ofAll = [...document.querySelectorAll('svg text')].filter((it) => !isIn(it.getBoundingClientRect(), svg));
      return [...ofCards, ...ofAll].map((it) => it.textContent);
    });
    assert.deepEqual(outside, [], name);
  }
});

// The pages, as somebody reads them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, open, pages } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

// Of every text that can be seen, its contrast with what is behind it: https://www.w3.org/TR/WCAG22/#contrast-minimum
function faint() {
  const channels = (color) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) => value / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color)[3] === 255) return color;
    }
    return 'white';
  };
  const found = new Map();
  for (const element of document.querySelectorAll('body *:not(svg *)')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasText || !element.checkVisibility()) continue;
    const pair = [getComputedStyle(element).color, behind(element)];
    if (found.has(pair.join())) continue;
    const [one, other] = pair.map(luminance).sort((a, b) => b - a);
    found.set(pair.join(), { ratio: (one + 0.05) / (other + 0.05), text: element.textContent.slice(0, 40), pair });
  }
  return { count: found.size, faint: [...found.values()].filter((it) => it.ratio < 4.5) };
}

for (const name of pages) {
  describe(name, () => {
    for (const colorScheme of ['light', 'dark']) {
      test(`is read in ${colorScheme}, wide and narrow, without asking anybody`, async () => {
        const { page, said, asked, close } = await open(browser, name, { colorScheme });
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 });
          const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
          assert.ok(overflow <= 0, `${width}: wider by ${overflow}`);
        }
        await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = true; }));
        const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `open: wider by ${overflow}`);
        const { count, faint: found } = await page.evaluate(faint);
        assert.ok(count > 2);
        assert.deepEqual(found, []);
        assert.deepEqual(said, []);
        assert.deepEqual(asked(), []);
        await close();
      });
    }

    test('has nothing in it that a name could have brought', async () => {
      const { page, close } = await open(browser, name);
      assert.equal(await page.locator('script, img, iframe, i, object, embed, form').count(), 0);
      assert.equal(await page.locator('style').count(), 1);
      const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((it) => it.id));
      assert.equal(new Set(ids).size, ids.length);
      const lost = await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
        .map((it) => it.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id)));
      assert.deepEqual(lost, []);
      const levels = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3')].map((it) => Number(it.tagName[1])));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      levels.reduce((before, level) => { assert.ok(level <= before + 1); return level; }, 0);
      const unnamed = await page.evaluate(() => [...document.querySelectorAll('svg[role=img], [role=region], nav, fieldset')]
        .filter((it) => !it.getAttribute('aria-label') && !it.querySelector('legend')).length);
      assert.equal(unnamed, 0);
      await close();
    });
  });
}

test('what is put into a page does not run and asks nobody', async () => {
  const { page, said, close } = await open(browser, 'behind.html');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken"';
    document.body.append(script);
    document.body.append(Object.assign(new Image(), { src: 'https://example.org/seen.png' }));
  });
  await page.waitForFunction(() => document.images[0].complete);
  assert.notEqual(await page.title(), 'taken');
  assert.equal(said.filter((it) => it.includes('Content Security Policy')).length, 2, said.join('\n'));
  await close();
});

test('every stop of the keyboard is seen, and the first one leads past the head', async () => {
  const { page, close } = await open(browser, 'behind.html');
  const stop = () => page.evaluate(() => {
    const it = document.activeElement;
    const shown = it.matches('.colors input') ? it.nextElementSibling : it;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const { width, height } = shown.getBoundingClientRect();
    return { tag: it.tagName, text: it.textContent.trim().slice(0, 20), isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && width > 0 && height > 0, isInDiagram: !!it.closest('svg') };
  });
  await page.keyboard.press('Tab');
  assert.equal((await stop()).text, 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await page.goto(page.url().replace('#content', ''));
  await page.reload();
  const stops = [];
  for (let count = 0; count < 400; count += 1) {
    await page.keyboard.press('Tab');
    const at = await stop();
    if (at.tag === 'BODY') break;
    stops.push(at);
  }
  assert.deepEqual(stops.filter((it) => !it.isSeen || it.isInDiagram), []);
  const of = (tag) => stops.filter((it) => it.tag === tag).length;
  const there = await page.evaluate(() => ({ summaries: document.querySelectorAll('summary').length, links: document.querySelectorAll('nav a').length }));
  assert.equal(of('SUMMARY'), there.summaries - await page.evaluate(() => [...document.querySelectorAll('summary')].filter((it) => !it.checkVisibility()).length));
  assert.equal(of('A'), there.links + 1);
  assert.deepEqual(stops.slice(0, 3).map((it) => it.tag), ['A', 'INPUT', 'A']);
  await close();
});

test('Enter opens what is closed, and a link to it does', async () => {
  const { page, close } = await open(browser, 'behind.html');
  const entry = page.locator('details', { has: page.locator('#schema-1-1') });
  const isOpen = () => entry.evaluate((it) => it.open);
  assert.equal(await isOpen(), false);
  await entry.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  assert.equal(await isOpen(), true);
  await page.keyboard.press('Enter');
  assert.equal(await isOpen(), false);
  await page.locator('svg a[href="#schema-1-1"]').click();
  await page.waitForFunction(() => document.getElementById('schema-1-1').closest('details').open);
  await close();
});

test('the colours are those that are chosen, and those of the system until then', async () => {
  const { page, said, close } = await open(browser, 'behind.html', { colorScheme: 'dark' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const card = () => page.evaluate(() => getComputedStyle(document.querySelector('.er .card')).fill);
  const [dark, darkCard] = [await ground(), await card()];
  await page.locator('#colors-auto').focus();
  await page.keyboard.press('ArrowRight');
  const [light, lightCard] = [await ground(), await card()];
  assert.equal(light, 'rgb(255, 255, 255)');
  assert.notEqual(dark, light);
  assert.notEqual(darkCard, lightCard);
  await page.keyboard.press('ArrowRight');
  assert.equal(await ground(), dark);
  await page.emulateMedia({ colorScheme: 'light' });
  assert.equal(await ground(), dark, 'what was chosen counts');
  await page.keyboard.press('ArrowRight');
  assert.equal(await ground(), light);
  assert.deepEqual(said, []);
  await close();
});

test('on paper it is light, whole and without what can be clicked', async () => {
  const { page, close } = await open(browser, 'behind.html', { colorScheme: 'dark', viewport: { width: 700, height: 900 } });
  await page.locator('#colors-dark').check({ force: true });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  for (const hidden of ['.colors', '.skip', 'nav', '.fit']) {
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  }
  const cut = await page.evaluate(() => [...document.querySelectorAll('svg')].filter((it) => it.getBoundingClientRect().right > window.innerWidth).length);
  assert.equal(cut, 0);
  assert.equal(await page.locator('#schema-1-1').evaluate((it) => it.getBoundingClientRect().height > 0), true);
  await close();
});

test('a picture that is wider than the page can be made to fit', async () => {
  const { page, close } = await open(browser, 'crowd.html');
  const width = () => page.locator('figure svg').evaluate((it) => it.getBoundingClientRect().width);
  assert.ok(await width() > 1280);
  await page.locator('.fit input').focus();
  await page.keyboard.press('Space');
  assert.ok(await width() < 1280);
  await close();
});

/**
 * Prints what `vitest run --coverage` counted: the share of statements that tests ran, by folder, and the files of the
 * Node side of which they ran least. What it cannot count (docs/testing.md) shows up here as not run; of the page that is
 * most, so its files are not named.
 */

import fs from 'node:fs';
import path from 'node:path';

const MOST_ROWS = 40;
/** Files of which so much ran are not listed. */
const ENOUGH = 80;

const { total, ...files } = JSON.parse(fs.readFileSync('coverage/coverage-summary.json', 'utf8'));
const counted = Object.entries(files).map(([file, { statements }]) => ({
  file: path.relative('.', file).replaceAll(path.sep, '/'),
  ...statements,
}));
const percent = (covered, all) => `${(all ? (100 * covered) / all : 100).toFixed(0)} %`;

const folders = new Map();
for (const { file, covered, total: all } of counted) {
  const folder = file
    .split('/')
    .slice(0, 2)
    .join('/')
    .replace(/\/[^/]*\.tsx?$/, '');
  const sum = folders.get(folder) ?? { covered: 0, all: 0 };
  folders.set(folder, { covered: sum.covered + covered, all: sum.all + all });
}
console.log('| folder | statements run |\n|---|--:|');
for (const [folder, { covered, all }] of [...folders].sort())
  console.log(`| \`${folder}\` | ${percent(covered, all)} |`);
console.log(`| all | ${percent(total.statements.covered, total.statements.total)} |`);

const least = counted
  .filter(({ file, pct, total: all }) => !file.startsWith('renderer/') && all > 0 && pct < ENOUGH)
  .sort((a, b) => a.pct - b.pct);
console.log('\n| file | statements run | of |\n|---|--:|--:|');
for (const { file, covered, total: all } of least.slice(0, MOST_ROWS))
  console.log(`| \`${file}\` | ${percent(covered, all)} | ${all} |`);
if (least.length > MOST_ROWS) console.log(`\nand ${least.length - MOST_ROWS} more under ${ENOUGH} %.`);

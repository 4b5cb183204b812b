import { expect, test } from 'vitest';
import type { LineamentDocument, VariationRecord } from '../../renderer/document/document.ts';
import { newDocument } from '../../renderer/document/document.ts';
import { lock, remove } from '../../renderer/document/edits.ts';
import { History } from '../../renderer/document/history.ts';
import { price, pricesAreStale } from '../../renderer/document/pricing.ts';
import { readProject, writeProject } from '../../renderer/document/project-file.ts';
import {
  addVariation,
  drawnRows,
  rowFor,
  settingsOfRow,
  showVariation,
  variationsAfter,
} from '../../renderer/document/variations.ts';
import { documentOf, stroke } from './documents.ts';

const row = (fidelity: number, count: number): VariationRecord => ({
  ...{
    fidelity,
    strokes: Array.from({ length: count }, (_, i) => stroke(i + 1, { id: `v${i}`, width: 1 + fidelity })),
  },
  ...{ tries: [], levels: [{ strokes: count, likeness: 50 }], kept: 7, likeness: 50 },
});

test('the nearest of three rows', () => {
  expect([0, 0.2, 0.3, 0.7, 0.8, 1].map(rowFor)).toEqual([2, 2, 1, 1, 0, 0]);
});

test('a row that is there already, or is the own one, is not added', () => {
  const document = documentOf(4);
  const added = addVariation(addVariation(document, row(0, 4)), row(1, 4));
  expect(added.variations.map(({ fidelity }) => fidelity)).toEqual([1, 0]);
  expect(drawnRows(added).map((one) => one?.strokes[0]?.id)).toEqual(['v0', 's1', 'v0']);
  expect(addVariation(added, row(0.1, 2))).toBe(added);
  expect(addVariation(added, row(0.5, 2))).toBe(added);
});

test('going to another row and back gives the document that was, and as many strokes are shown', () => {
  const before = addVariation(addVariation(documentOf(6, { shown: 4 }), row(0, 5)), row(1, 3));
  const loose = showVariation(before, 2);
  expect([loose.settings.fidelity, loose.shown, loose.kept, loose.likeness]).toEqual([0, 4, 7, 50]);
  expect(loose.strokes.map(({ id }) => id)).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
  expect(showVariation(loose, 1)).toEqual(before);
  expect(showVariation(before, 0).shown).toBe(3);
  expect(showVariation(before, 1)).toBe(before);
  expect(showVariation(documentOf(3), 0)).toEqual(documentOf(3));
});

test('a locked stroke goes along, and what was edited by hand waits in its row', () => {
  const before = remove(lock(addVariation(documentOf(4), row(0, 4)), ['s2'], true), ['s4']);
  const loose = showVariation(before, 2);
  expect(loose.strokes.map(({ id }) => id)).toEqual(['s2', 'v0', 'v1', 'v2', 'v3']);
  expect([loose.likeness, loose.levels]).toEqual([null, []]);
  expect(showVariation(loose, 1).strokes.map(({ id }) => id)).toEqual(['s1', 's2', 's3']);
});

test('a new sketch leaves its siblings alone, the drawing before it among them', () => {
  const before = addVariation(documentOf(4), row(0, 4));
  const sketched = (settings: Partial<LineamentDocument['settings']>, rest: Partial<LineamentDocument> = {}) => ({
    ...before,
    ...rest,
    settings: { ...before.settings, ...settings },
  });
  const rows = (drawn: LineamentDocument) => variationsAfter(before, drawn).map(({ fidelity }) => fidelity);
  expect(rows(sketched({ fidelity: 1 }))).toEqual([0.5, 0]);
  expect(rows(sketched({ fidelity: 0, seeds: 1 }))).toEqual([0.5]);
  for (const other of [{ width: 3 }, { seed: 5 }, { strokes: 8 }, { quality: 'draft' }, { cutOut: false }] as const)
    expect(rows(sketched(other))).toEqual([]);
  expect(rows(sketched({}, { drawnWith: { mask: 'm', emphasis: null } }))).toEqual([]);
  expect(variationsAfter(newDocument(before.photo), before)).toEqual([]);
});

test('a row is drawn by the document’s own settings, with as many strokes, from the try that was kept', () => {
  const { settings } = documentOf(5);
  const same = { ...settings, strokes: 4, seeds: 1 };
  expect(settingsOfRow(lock(documentOf(5, { kept: 3 }), ['s2'], true), 0)).toEqual({ ...same, fidelity: 1, seed: 3 });
  expect(settingsOfRow(documentOf(1, { kept: null }), 2).seed).toBe(settings.seed);
});

test('rows and prices come to every step that they concern, and are no step', () => {
  const history = new History(documentOf(3));
  history.commit('Delete', remove(history.document, ['s3']));
  const { revision } = history;
  const measured = history.document.strokes;
  expect(pricesAreStale(history.document)).toBe(true);
  expect(history.amend((document) => price(document, measured, { worth: [4, 2], likeness: 33 }))).toBe(true);
  expect(history.amend((document) => addVariation(document, row(0, 2)))).toBe(true);
  expect(history.amend((document) => addVariation(document, row(0, 2)))).toBe(false);
  expect(pricesAreStale(history.document)).toBe(false);
  expect(history.document.strokes.map(({ worth }) => worth)).toEqual([4, 2]);
  expect([history.revision, history.steps.length]).toEqual([revision, 2]);
  history.undo();
  expect(history.document.strokes.map(({ worth }) => worth)).toEqual([1, 2, 3]);
  expect(history.document.variations).toHaveLength(1);
});

test('variations are saved, and a file without them opens', () => {
  const photo = new Uint8Array([1]);
  const read = (document: LineamentDocument) =>
    readProject(writeProject(document, photo, null), 'a.lineament').document;
  const saved = addVariation(documentOf(4), row(0, 4));
  expect(read(saved).variations).toEqual(saved.variations);
  const { variations: _, ...old } = documentOf(4);
  expect(read(old as LineamentDocument).variations).toEqual([]);
});

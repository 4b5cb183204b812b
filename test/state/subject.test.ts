import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConnectionLost } from '../../main/rpc.ts';
import { newDocument } from '../../renderer/document/document.ts';
import type { Connection } from '../../renderer/state/connection.ts';
import type { Desk } from '../../renderer/state/desk.ts';
import { withLayer } from '../../renderer/state/layers.ts';
import { initialState, useStore } from '../../renderer/state/store.ts';
import { Subject } from '../../renderer/state/subject.ts';

const photo = () => ({ asset: 'photo', name: 'hen.jpg', width: 40, height: 30 });
const bytes = new Map([
  ['photo', Uint8Array.of(1)],
  ['own', Uint8Array.of(2)],
]);
const desk = { assets: { get: (id: string) => bytes.get(id)! } } as unknown as Desk;

let asked: { call: string; input: Record<string, unknown> }[];
let answer: (call: string) => unknown;
let subject: Subject;
beforeEach(() => {
  asked = [];
  answer = (call) =>
    call === 'findSubject'
      ? { mask: Uint8Array.of(3), note: null }
      : { png: Uint8Array.of(4), width: 1, height: 1, places: [{ x: 1, y: 2 }] };
  const call = async (name: string, input: Record<string, unknown>) => {
    asked.push({ call: name, input });
    return answer(name);
  };
  subject = new Subject({ engineBeside: () => ({ call }) } as unknown as Connection, desk, () => {});
  useStore.setState(initialState);
  subject.follow();
  useStore.setState({ document: newDocument(photo()) });
});
afterEach(() => useStore.setState(initialState));

const shownMask = async () => new Uint8Array(await (await fetch(useStore.getState().maskUrl!)).arrayBuffer());
const names = () => asked.map(({ call }) => call);
const showInterest = (shown: boolean) =>
  useStore.setState(({ layers }) => ({ layers: withLayer(layers, 'interest', { shown }) }));

test('the subject is looked for once, when it is quiet and no sketch runs', async () => {
  expect(subject.begin(false)).toBeNull();
  useStore.setState({ job: {} as never });
  expect(subject.begin(true)).toBeNull();
  useStore.setState({ job: null });
  const chore = subject.begin(true)!;
  expect(useStore.getState().finding).toBe('looking');
  expect(subject.begin(true)).toBeNull();
  await chore.done;
  expect(useStore.getState()).toMatchObject({ finding: 'found', maskUrl: expect.stringMatching(/^blob:/) });
  expect(subject.begin(true)).toBeNull();
  useStore.setState({ document: newDocument(photo()) });
  expect(useStore.getState()).toMatchObject({ finding: 'unasked', maskUrl: null });
  await subject.begin(true)!.done;
  expect(names()).toEqual(['findSubject', 'findSubject']);
});

test("a mask of a person's own is shown in place of the one that was found, and taken back", async () => {
  await subject.begin(true)!.done;
  const found = useStore.getState().maskUrl;
  const document = useStore.getState().document!;
  useStore.setState({ document: { ...document, mask: 'own' } });
  expect(useStore.getState().maskUrl).not.toBe(found);
  expect(await shownMask()).toEqual(Uint8Array.of(2));
  useStore.setState({ document });
  expect(await shownMask()).toEqual(Uint8Array.of(3));
  expect(names()).toEqual(['findSubject']);
});

test('points of interest are asked for when they are to be shown, once for each way of cutting out', async () => {
  await subject.begin(true)!.done;
  showInterest(true);
  await subject.begin(false)!.done;
  expect(useStore.getState().interest?.places).toEqual([{ x: 1, y: 2 }]);
  expect(asked.at(-1)!.input).toMatchObject({ mask: Uint8Array.of(3), cutOut: true });
  useStore.setState(({ settings }) => ({ settings: { ...settings, cutOut: false } }));
  expect(useStore.getState().interest).toBeNull();
  await subject.begin(false)!.done;
  expect(asked.at(-1)!.input).toMatchObject({ mask: null, cutOut: false });
  useStore.setState(({ settings }) => ({ settings: { ...settings, cutOut: true } }));
  expect(useStore.getState().interest).not.toBeNull();
  expect(subject.begin(true)).toBeNull();
});

test('what can not be looked for is said once and not asked for again until a person does', async () => {
  answer = () => {
    throw new Error('No such photo.');
  };
  await subject.begin(true)!.done;
  expect(useStore.getState()).toMatchObject({ finding: 'failed', maskUrl: null });
  expect(subject.begin(true)).toBeNull();
  showInterest(true);
  await subject.begin(false)!.done;
  expect(useStore.getState().fault?.text).toBe('No such photo.');
  expect(useStore.getState().layers.interest.shown).toBe(false);
  expect(subject.begin(true)).toBeNull();
  subject.lookAgain();
  await subject.begin(false)!.done;
  expect(names()).toEqual(['findSubject', 'pointsOfInterest', 'findSubject']);
});

test('an engine that was ended beside its work is asked once more, and not a third time', async () => {
  answer = () => {
    throw new ConnectionLost();
  };
  await subject.begin(true)!.done;
  expect(useStore.getState().finding).toBe('unasked');
  await subject.begin(true)!.done;
  expect(useStore.getState().finding).toBe('failed');
  expect(subject.begin(true)).toBeNull();
});

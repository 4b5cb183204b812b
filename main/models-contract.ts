/** What the page may ask of the engine about models: what there is, getting, adding and removing them, and devices. */

import * as v from 'valibot';
import type { Contract } from './contract.ts';
import { bytes, text } from './contract-scalars.ts';
import type { Device } from './jobs/devices.ts';
import type { EncoderSpeed, ShownDevice } from './jobs/encoder-speed.ts';
import type { NormalisationName } from './jobs/own-models.ts';
import type { GettingModel, ModelUse, ShownModel, ShownModels } from './jobs/shown-models.ts';

export type { Device, EncoderSpeed, GettingModel, ModelUse, NormalisationName, ShownDevice, ShownModel, ShownModels };

/** Where networks run: 'auto' takes the fastest device whose numbers are right. */
export const deviceSchema = v.picklist([
  'auto',
  'cpu',
  'webgpu',
  'cuda',
  'tensorrt',
  'dml',
  'coreml',
] satisfies Device[]);

const named = v.object({ name: text });

export const modelsContract = {
  calls: {
    listModels: { input: v.object({}), output: {} as ShownModels },
    /** Takes a model's files away, also what a paused download has brought. */
    removeModel: { input: named, output: {} as Record<string, never> },
    /** Hashes a model's file anew; what is wrong with it, in a sentence, or null. */
    verifyModel: { input: named, output: {} as { fault: string | null } },
    /** Keeps an encoder of the person's own: the .onnx file's name and bytes. */
    addModel: { input: v.object({ file: text, bytes }), output: {} as { name: string } },
    /** Corrects how pixels go into one's own encoder. */
    setPixels: {
      input: v.object({
        name: text,
        normalisation: v.picklist(['clip', 'imagenet', 'half', 'none'] satisfies NormalisationName[]),
      }),
      output: {} as Record<string, never>,
    },
    /** What this computer runs models on; `again` tries all anew. */
    listDevices: {
      input: v.object({ again: v.boolean() }),
      output: {} as { devices: ShownDevice[]; auto: string },
    },
    /** Times a few steps of an encoder. */
    encoderSpeed: { input: v.object({ encoder: text, device: deviceSchema }), output: {} as EncoderSpeed },
  },
  streams: {
    /** Downloads a model and those that it needs. Stopping pauses: what came stays. */
    getModel: {
      input: v.object({
        name: text,
        /** Whether the person has agreed to the licences just now. */
        agreed: v.boolean(),
      }),
      message: v.never(),
      event: {} as GettingModel,
      result: {} as { paused: boolean },
    },
  },
} satisfies Contract;

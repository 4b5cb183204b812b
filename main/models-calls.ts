/** Serves the models' part of the engine's contract. */

import { reopenLater } from './jobs/encoder-loan.ts';
import { encoderSpeed, shownDevices } from './jobs/encoder-speed.ts';
import { modelOf, removeModel, verifyModel } from './jobs/model-shelf.ts';
import { setOwnNormalisation } from './jobs/own-models.ts';
import { addShownModel, getShownModel, shownModels } from './jobs/shown-models.ts';
import type { modelsContract } from './models-contract.ts';
import type { Handlers } from './rpc.ts';

type Served = Handlers<typeof modelsContract>;

export const modelsCalls: Served['calls'] = {
  listModels: () => shownModels(),
  removeModel: async ({ name }) => {
    await removeModel(await modelOf(name));
    await reopenLater(name);
    return {};
  },
  verifyModel: async ({ name }) => ({ fault: (await verifyModel(name)).fault }),
  addModel: addShownModel,
  setPixels: async ({ name, normalisation }) => {
    await setOwnNormalisation(name, normalisation);
    await reopenLater(name);
    return {};
  },
  listDevices: shownDevices,
  encoderSpeed,
};

export const modelsStreams: Served['streams'] = {
  getModel: (input, { emit, signal }) => getShownModel(input, emit, signal),
};

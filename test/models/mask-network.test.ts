/** The mask network that ships. */

import { withMaskNetwork } from '../../main/models/mask-network.ts';
import { testShipped } from './shipped-network.ts';

testShipped({
  name: 'the mask network',
  file: 'models/mask.onnx',
  figures: 'test/fixtures/mask/subject.f32',
  weights: 'int8',
  ask: (pixels, width, height, from) => withMaskNetwork((odds) => odds(pixels, width, height), from),
});

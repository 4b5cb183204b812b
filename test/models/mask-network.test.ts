/** The mask network that ships. */

import { subjectOdds } from '../../main/models/mask-network.ts';
import { testShipped } from './shipped-network.ts';

testShipped({
  name: 'the mask network',
  file: 'models/mask.onnx',
  figures: 'test/fixtures/mask/subject.f32',
  ask: subjectOdds,
});
